/**
 * PyObject_Print (Objects/object.c): writes an object to a stream. Some types write themselves
 * (tp_print), so that a list is printed without making its repr; others are written as a str.
 */
import { Fn } from "../../abi/functions";
import { Plt } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { through_plt } from "../../libc/plt";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { dict_print } from "../dictobject/print";
import { float_print } from "../floatobject/print";
import { bool_print, int_print } from "../intobject/print";
import { list_print } from "../listobject/print";
import { string_print } from "../stringobject/print";
import { tupleprint } from "../tupleobject/print";
import { PyObject_Repr, PyObject_Str } from "./repr";
import { Py_DECREF, Py_TYPE } from "./refcount";

/** Strs of strs of ... (Objects/object.c: internal_print). */
const NESTING_MAX: i32 = 10;

/** Writes `op` to stream 1 or 2, as its str when `raw`, else as its repr. 0, or -1 with an exception. */
export function PyObject_Print(op: u64, stream: u32, raw: bool): i32 {
  enter(Fn.PyObject_Print);
  retire(Seg.PyObject_Print__call);
  const status = internal_print(op, stream, raw, 0);
  leave();
  return status;
}

function internal_print(op: u64, stream: u32, raw: bool, nesting: i32): i32 {
  enter(Fn.internal_print);
  let status: i32 = -1;
  through_plt(Plt.clearerr);
  if (nesting > NESTING_MAX) {
    retire(Seg.internal_print__too_deep);
    PyErr_SetString(Ty.RuntimeError, "print recursion");
  } else if (has_print(Py_TYPE(op))) {
    retire(Seg.internal_print__call_slot);
    status = print_by_type(op, stream, raw);
  } else {
    retire(Seg.internal_print__as_str);
    const text = raw ? PyObject_Str(op) : PyObject_Repr(op);
    if (text !== 0) {
      status = internal_print(text, stream, true, nesting + 1);
      Py_DECREF(text);
    }
  }
  leave();
  return status;
}

/** Whether the type has tp_print. */
function has_print(type: Ty): bool {
  switch (type) {
    case Ty.int:
    case Ty.bool:
    case Ty.float:
    case Ty.str:
    case Ty.list:
    case Ty.tuple:
    case Ty.dict:
      return true;
    default:
      return false;
  }
}

function print_by_type(op: u64, stream: u32, raw: bool): i32 {
  switch (Py_TYPE(op)) {
    case Ty.int:
      return int_print(op, stream);
    case Ty.bool:
      return bool_print(op, stream);
    case Ty.float:
      return float_print(op, stream, raw);
    case Ty.str:
      return string_print(op, stream, raw);
    case Ty.list:
      return list_print(op, stream);
    case Ty.tuple:
      return tupleprint(op, stream);
    default:
      return dict_print(op, stream);
  }
}
