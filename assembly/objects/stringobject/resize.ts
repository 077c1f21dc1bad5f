/** Strs that grow in place (Objects/stringobject.c): for those who hold the only reference. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { check } from "../../base/fault";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_DECREF, Py_REFCNT, Py_XDECREF, set_field } from "../object/refcount";
import { _Py_NewReference } from "../object/tracing";
import { PyObject_REALLOC } from "../obmalloc/debug";
import { string_end } from "./bytes";
import { string_concat } from "./sequence";
import { forget_hash, is_interned, object_bytes } from "./stringobject";

/** A str with the only reference gets room for `size` bytes and may move; its new address. */
export function _PyString_Resize(op: u64, size: u64): u64 {
  enter(Fn._PyString_Resize);
  check(Py_REFCNT(op) === 1 && !is_interned(op), op);
  retire(Seg._PyString_Resize__reallocate);
  const moved = PyObject_REALLOC(op, object_bytes(size));
  _Py_NewReference(1);
  set_field(moved, 0, size);
  string_end(moved, size);
  forget_hash(moved);
  leave();
  return moved;
}

/** PyString_Concat: v + w, dropping v; 0 with an exception. */
export function PyString_Concat(v: u64, w: u64): u64 {
  enter(Fn.PyString_Concat);
  let result: u64 = 0;
  if (v !== 0) {
    retire(Seg.PyString_Concat__concat);
    result = w === 0 ? 0 : string_concat(v, w);
    Py_DECREF(v);
  } else retire(Seg.PyString_Concat__nothing);
  leave();
  return result;
}

/** PyString_ConcatAndDel: v + w, dropping both; 0 with an exception. */
export function PyString_ConcatAndDel(v: u64, w: u64): u64 {
  enter(Fn.PyString_ConcatAndDel);
  retire(Seg.PyString_ConcatAndDel__call);
  const result = PyString_Concat(v, w);
  Py_XDECREF(w);
  leave();
  return result;
}
