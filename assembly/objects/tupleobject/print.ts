/** tupleprint (Objects/tupleobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { fprint_text } from "../listobject/print";
import { PyObject_Print } from "../object/print";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject";

export function tupleprint(op: u64, stream: u32): i32 {
  enter(Fn.tupleprint);
  retire(Seg.tupleprint__begin);
  fprint_text(stream, "(");
  const size = PyTuple_GET_SIZE(op);
  for (let i: u64 = 0; i < size; i++) {
    retire(Seg.tupleprint__item);
    if (i > 0) fprint_text(stream, ", ");
    if (PyObject_Print(PyTuple_GET_ITEM(op, i), stream, false) !== 0) {
      leave();
      return -1;
    }
  }
  if (size === 1) fprint_text(stream, ",");
  fprint_text(stream, ")");
  leave();
  return 0;
}
