/**
 * string_concatenate (Python/ceval.c): s = s + t for strs. Where the next opcode stores the result
 * into the variable that still holds s, that reference is dropped first, so that s, then held by
 * nobody else, can grow in place.
 */
import { Fn } from "../../abi/functions";
import { HAVE_ARGUMENT, Op } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { PyDict_DelItem, PyDict_GetItem } from "../../objects/dictobject/dictobject";
import { Py_DECREF, Py_REFCNT, Py_SIZE } from "../../objects/object/refcount";
import { _PyString_Resize } from "../../objects/stringobject/resize";
import { is_interned, string_concat } from "../../objects/stringobject/stringobject";
import { string_copy } from "../../objects/stringobject/bytes";
import { memcpy } from "../../libc/string";
import { PyErr_Clear } from "../errors";
import { get_local, name_at, put_local, r } from "./state";

/** v + w; consumes the reference to v. */
export function string_concatenate(v: u64, w: u64): u64 {
  enter(Fn.string_concatenate);
  retire(Seg.string_concatenate__begin);
  if (Py_REFCNT(v) === 2) forget_variable(v);
  let result: u64;
  if (Py_REFCNT(v) === 1 && !is_interned(v) && Py_SIZE(v) > 0) {
    retire(Seg.string_concatenate__in_place);
    const size = Py_SIZE(v);
    result = _PyString_Resize(v, size + Py_SIZE(w));
    memcpy(Py_SIZE(w));
    string_copy(result, size, w, 0, Py_SIZE(w));
  } else {
    retire(Seg.string_concatenate__copy);
    result = PyString_Concat(v, w);
  }
  leave();
  return result;
}

/** v + w; consumes the reference to v (Objects/stringobject.c). */
function PyString_Concat(v: u64, w: u64): u64 {
  enter(Fn.PyString_Concat);
  retire(Seg.PyString_Concat__call);
  const result = string_concat(v, w);
  Py_DECREF(v);
  leave();
  return result;
}

/** Drops the variable's reference to v if the next opcode stores into it. */
function forget_variable(v: u64): void {
  const regs = r();
  const at = regs.bytes + <usize>regs.next_instr;
  const opcode = <i32>load<u8>(at);
  if (opcode < HAVE_ARGUMENT) return;
  const argument = <u32>load<u16>(at, 1);
  if (opcode === Op.STORE_FAST) {
    if (get_local(argument) !== v) return;
    retire(Seg.string_concatenate__clear_local);
    put_local(argument, 0);
    Py_DECREF(v);
  } else if (opcode === Op.STORE_NAME) {
    retire(Seg.string_concatenate__look_up_name);
    const name = name_at(argument);
    if (PyDict_GetItem(regs.locals, name) !== v) return;
    retire(Seg.string_concatenate__delete_name);
    if (PyDict_DelItem(regs.locals, name) !== 0) PyErr_Clear();
  }
}
