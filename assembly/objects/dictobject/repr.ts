/** dict_repr (Objects/dictobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyList_Append,
  PyList_GET_ITEM,
  PyList_GET_SIZE,
  PyList_STORE_ITEM,
} from "../listobject/access";
import { PyList_New } from "../listobject/listobject";
import { Py_ReprEnter, Py_ReprLeave } from "../object/repr_enter";
import { Py_DECREF, Py_INCREF } from "../object/refcount";
import { PyObject_Repr } from "../object/repr";
import { PyString_Concat, PyString_ConcatAndDel } from "../stringobject/resize";
import { PyString_FromString, PyString_Join } from "../stringobject/stringobject";
import { PyDict_Next, dict_entry_key, dict_entry_value } from "./dictobject";
import { ma_used } from "./layout";

/** {1: 2}; "{...}" for a dictionary inside itself. */
export function dict_repr(op: u64): u64 {
  enter(Fn.dict_repr);
  let result: u64;
  if (Py_ReprEnter(op) !== 0) {
    retire(Seg.dict_repr__inside_itself);
    result = PyString_FromString("{...}");
  } else {
    if (ma_used(op) === 0) {
      retire(Seg.dict_repr__empty);
      result = PyString_FromString("{}");
    } else {
      retire(Seg.dict_repr__make);
      result = repr_of_entries(op);
    }
    Py_ReprLeave(op);
  }
  leave();
  return result;
}

function repr_of_entries(op: u64): u64 {
  const pieces = PyList_New(0);
  const colon = PyString_FromString(": ");
  let result: u64 = 0;
  if (add_pieces(op, pieces, colon)) {
    const first = PyString_ConcatAndDel(PyString_FromString("{"), PyList_GET_ITEM(pieces, 0));
    PyList_STORE_ITEM(pieces, 0, first);
    const end = PyString_FromString("}");
    const last = PyList_GET_SIZE(pieces) - 1;
    PyList_STORE_ITEM(pieces, last, PyString_ConcatAndDel(PyList_GET_ITEM(pieces, last), end));
    const comma = PyString_FromString(", ");
    result = PyString_Join(comma, pieces);
    Py_DECREF(comma);
  }
  Py_DECREF(pieces);
  Py_DECREF(colon);
  return result;
}

function add_pieces(op: u64, pieces: u64, colon: u64): bool {
  for (let at = PyDict_Next(op, 0); at >= 0; at = PyDict_Next(op, at + 1)) {
    retire(Seg.dict_repr__entry);
    const value = dict_entry_value(op, at);
    Py_INCREF(value);
    let piece = PyString_Concat(PyObject_Repr(dict_entry_key(op, at)), colon);
    piece = PyString_ConcatAndDel(piece, PyObject_Repr(value));
    Py_DECREF(value);
    if (piece === 0) return false;
    PyList_Append(pieces, piece);
    Py_DECREF(piece);
  }
  return true;
}
