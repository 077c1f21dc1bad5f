/** list_print (Objects/listobject.c): items are printed one by one, no repr of the list is made. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_add, text_bytes, text_drop, text_length, text_mark } from "../../base/text";
import { fputc, fwrite } from "../../libc/stdio";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_Print } from "../object/print";
import { Py_DECREF, Py_INCREF } from "../object/refcount";
import { Py_ReprEnter, Py_ReprLeave } from "../object/repr_enter";
import { PyList_GET_ITEM, PyList_GET_SIZE } from "./access";

/** fprintf of a constant text: compilers turn it into fputc for one character, else into fwrite. */
export function fprint_text(stream: u32, literal: string): void {
  if (literal.length === 1) {
    fputc(stream, <u8>literal.charCodeAt(0));
    return;
  }
  const mark = text_mark();
  text_add(literal);
  fwrite(stream, text_bytes(mark), text_length(mark));
  text_drop(mark);
}

export function list_print(op: u64, stream: u32): i32 {
  enter(Fn.list_print);
  retire(Seg.list_print__begin);
  const entered = Py_ReprEnter(op);
  if (entered !== 0) {
    if (entered > 0) fprint_text(stream, "[...]");
    leave();
    return entered < 0 ? -1 : 0;
  }
  fprint_text(stream, "[");
  let status: i32 = 0;
  for (let i: u64 = 0; i < PyList_GET_SIZE(op) && status === 0; i++) {
    retire(Seg.list_print__item);
    const item = PyList_GET_ITEM(op, i);
    Py_INCREF(item);
    if (i > 0) fprint_text(stream, ", ");
    status = PyObject_Print(item, stream, false);
    Py_DECREF(item);
  }
  if (status === 0) fprint_text(stream, "]");
  Py_ReprLeave(op);
  leave();
  return status;
}
