/** tuplerepr (Objects/tupleobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_ReprEnter, Py_ReprLeave } from "../object/repr_enter";
import { Py_DECREF, Py_SIZE } from "../object/refcount";
import { PyObject_Repr } from "../object/repr";
import { PyString_ConcatAndDel } from "../stringobject/resize";
import { PyString_FromString, PyString_Join } from "../stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_New, PyTuple_SET_ITEM } from "./tupleobject";

/** (1, 2), (1,), (); "(...)" for a tuple inside itself. */
export function tuplerepr(op: u64): u64 {
  enter(Fn.tuplerepr);
  let result: u64 = 0;
  if (Py_SIZE(op) === 0) {
    retire(Seg.tuplerepr__empty);
    result = PyString_FromString("()");
  } else if (Py_ReprEnter(op) !== 0) {
    retire(Seg.tuplerepr__inside_itself);
    result = PyString_FromString("(...)");
  } else {
    retire(Seg.tuplerepr__make);
    result = repr_of_items(op);
    Py_ReprLeave(op);
  }
  leave();
  return result;
}

function repr_of_items(op: u64): u64 {
  const size = Py_SIZE(op);
  const pieces = PyTuple_New(size);
  let result: u64 = 0;
  if (add_pieces(op, size, pieces)) {
    PyTuple_SET_ITEM(
      pieces,
      0,
      PyString_ConcatAndDel(PyString_FromString("("), PyTuple_GET_ITEM(pieces, 0)),
    );
    const end = PyString_FromString(size === 1 ? ",)" : ")");
    const last = PyTuple_GET_ITEM(pieces, size - 1);
    PyTuple_SET_ITEM(pieces, size - 1, PyString_ConcatAndDel(last, end));
    const comma = PyString_FromString(", ");
    result = PyString_Join(comma, pieces);
    Py_DECREF(comma);
  }
  Py_DECREF(pieces);
  return result;
}

function add_pieces(op: u64, size: u64, pieces: u64): bool {
  for (let i: u64 = 0; i < size; i++) {
    retire(Seg.tuplerepr__item);
    const piece = PyObject_Repr(PyTuple_GET_ITEM(op, i));
    if (piece === 0) return false;
    PyTuple_SET_ITEM(pieces, i, piece);
  }
  return true;
}
