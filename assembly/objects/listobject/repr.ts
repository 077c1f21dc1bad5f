/** list_repr (Objects/listobject.c): the pieces are put into a list and joined. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_DECREF, Py_INCREF } from "../object/refcount";
import { PyObject_Repr } from "../object/repr";
import { Py_ReprEnter, Py_ReprLeave } from "../object/repr_enter";
import { PyString_ConcatAndDel } from "../stringobject/resize";
import { PyString_FromString, PyString_Join } from "../stringobject/stringobject";
import { PyList_Append, PyList_GET_ITEM, PyList_GET_SIZE, PyList_STORE_ITEM } from "./access";
import { PyList_New } from "./listobject";

/** A new str, or 0 with an exception; a list inside itself is "[...]". */
export function list_repr(op: u64): u64 {
  enter(Fn.list_repr);
  let result: u64;
  const entered = Py_ReprEnter(op);
  if (entered !== 0) {
    retire(Seg.list_repr__inside_itself);
    result = entered > 0 ? PyString_FromString("[...]") : 0;
  } else {
    if (PyList_GET_SIZE(op) === 0) {
      retire(Seg.list_repr__empty);
      result = PyString_FromString("[]");
    } else result = repr_of_items(op);
    Py_ReprLeave(op);
  }
  leave();
  return result;
}

function repr_of_items(op: u64): u64 {
  retire(Seg.list_repr__begin);
  const pieces = PyList_New(0);
  let result: u64 = 0;
  if (add_pieces(op, pieces)) {
    retire(Seg.list_repr__join);
    const open = PyString_FromString("[");
    PyList_STORE_ITEM(pieces, 0, PyString_ConcatAndDel(open, PyList_GET_ITEM(pieces, 0)));
    const end = PyString_FromString("]");
    const last = PyList_GET_SIZE(pieces) - 1;
    PyList_STORE_ITEM(pieces, last, PyString_ConcatAndDel(PyList_GET_ITEM(pieces, last), end));
    const comma = PyString_FromString(", ");
    result = PyString_Join(comma, pieces);
    Py_DECREF(comma);
  }
  Py_DECREF(pieces);
  return result;
}

function add_pieces(op: u64, pieces: u64): bool {
  for (let i: u64 = 0; i < PyList_GET_SIZE(op); i++) {
    retire(Seg.list_repr__item);
    const item = PyList_GET_ITEM(op, i);
    Py_INCREF(item);
    const piece = PyObject_Repr(item);
    Py_DECREF(item);
    if (piece === 0) return false;
    const status = PyList_Append(pieces, piece);
    Py_DECREF(piece);
    if (status < 0) return false;
  }
  return true;
}
