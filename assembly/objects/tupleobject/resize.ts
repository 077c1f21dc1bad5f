/** _PyTuple_Resize (Objects/tupleobject.c): for a tuple that only its maker knows. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import {
  _PyObject_GC_IS_TRACKED,
  _PyObject_GC_Resize,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../../modules/gcmodule/gcmodule";
import { PyObject_INIT_VAR, Py_DECREF, Py_SIZE, Py_XDECREF, set_field } from "../object/refcount";
import { PyTuple_GET_ITEM, PyTuple_New, PyTuple_SET_ITEM, tuple_bytes } from "./tupleobject";

/** The tuple with `size` items, perhaps elsewhere; items that are new are null. */
export function _PyTuple_Resize(op: u64, size: u64): u64 {
  enter(Fn._PyTuple_Resize);
  const old = Py_SIZE(op);
  let result = op;
  if (old === size) retire(Seg._PyTuple_Resize__same);
  else if (old === 0) {
    retire(Seg._PyTuple_Resize__from_empty);
    Py_DECREF(op);
    result = PyTuple_New(size);
  } else {
    retire(Seg._PyTuple_Resize__move);
    if (_PyObject_GC_IS_TRACKED(op)) _PyObject_GC_UNTRACK(op);
    for (let i = size; i < old; i++) {
      retire(Seg._PyTuple_Resize__drop_item);
      Py_XDECREF(PyTuple_GET_ITEM(op, i));
      PyTuple_SET_ITEM(op, i, 0);
    }
    result = _PyObject_GC_Resize(op, tuple_bytes(size));
    PyObject_INIT_VAR(result, Ty.tuple, size);
    for (let i = old; i < size; i++) set_field(result, i + 1, 0);
    _PyObject_GC_TRACK(result);
  }
  leave();
  return result;
}
