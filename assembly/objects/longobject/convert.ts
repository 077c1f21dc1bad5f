/** CONVERT_BINOP (Objects/longobject.c: convert_binop): both operands of a slot as longs. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import { PyInt_Check } from "../intobject/convert";
import { Py_TYPE } from "../object/refcount";
import { as_long } from "./longobject";

const operands_at: usize = memory.data(16, 8);

/** The operands that convert_binop made, new references: read them before another slot runs. */
export function left_long(): u64 {
  return load<u64>(operands_at);
}

export function right_long(): u64 {
  return load<u64>(operands_at, 8);
}

function is_integer(v: u64): bool {
  return PyInt_Check(v) || Py_TYPE(v) === Ty.long;
}

/** False where an operand is neither an int nor a long. */
export function convert_binop(v: u64, w: u64): bool {
  enter(Fn.convert_binop);
  retire(Seg.convert_binop__convert);
  const fits = is_integer(v) && is_integer(w);
  if (fits) {
    const a = as_long(v);
    const b = as_long(w);
    store<u64>(operands_at, a);
    store<u64>(operands_at, b, 8);
  }
  leave();
  return fits;
}
