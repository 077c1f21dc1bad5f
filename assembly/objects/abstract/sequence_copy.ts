/** Lists and tuples made from any iterable (Objects/abstract.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { first_turns, later_turns } from "../../meter/turns";
import { PyList_GET_ITEM, PyList_GET_SIZE } from "../listobject/access";
import { _PyList_Extend } from "../listobject/extend";
import { PyList_New } from "../listobject/listobject";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "../object/refcount";
import { _PyTuple_Resize } from "../tupleobject/resize";
import { PyTuple_New, PyTuple_SET_ITEM } from "../tupleobject/tupleobject";
import { PyIter_Next, PyObject_GetIter } from "./iter";
import { _PyObject_LengthHint } from "./length_hint";

/** Items that a tuple is made for where nobody says how many there will be, and gains at least. */
const GUESS: i64 = 10;

/** list(v) for C: a new reference, or 0 with an exception. */
export function PySequence_List(v: u64): u64 {
  enter(Fn.PySequence_List);
  retire(Seg.PySequence_List__make);
  let list = PyList_New(0);
  const done = _PyList_Extend(list, v);
  if (done === 0) {
    Py_DECREF(list);
    list = 0;
  } else Py_DECREF(done);
  leave();
  return list;
}

/** tuple(v): `v` itself for a tuple. */
export function PySequence_Tuple(v: u64): u64 {
  enter(Fn.PySequence_Tuple);
  const type = Py_TYPE(v);
  let result: u64;
  if (type === Ty.tuple) {
    retire(Seg.PySequence_Tuple__is_tuple);
    Py_INCREF(v);
    result = v;
  } else if (type === Ty.list) {
    retire(Seg.PySequence_Tuple__list);
    result = PyList_AsTuple(v);
  } else result = tuple_of_items(v);
  leave();
  return result;
}

export function PyList_AsTuple(v: u64): u64 {
  enter(Fn.PyList_AsTuple);
  const size = PyList_GET_SIZE(v);
  retire(Seg.PyList_AsTuple__make);
  const tuple = PyTuple_New(size);
  retire_table(Seg.PyList_AsTuple__items, first_turns(size));
  retire(Seg.PyList_AsTuple__item, later_turns(size));
  for (let i: u64 = 0; i < size; i++) {
    const item = PyList_GET_ITEM(v, i);
    Py_INCREF(item);
    PyTuple_SET_ITEM(tuple, i, item);
  }
  leave();
  return tuple;
}

function tuple_of_items(v: u64): u64 {
  retire(Seg.PySequence_Tuple__iterate);
  const it = PyObject_GetIter(v);
  if (it === 0) return 0;
  let room = _PyObject_LengthHint(v, GUESS);
  let tuple: u64 = room < 0 ? 0 : PyTuple_New(<u64>room);
  let count: i64 = 0;
  while (tuple !== 0) {
    retire(Seg.PySequence_Tuple__next);
    const item = PyIter_Next(it);
    if (item === 0) break;
    if (count >= room) {
      retire(Seg.PySequence_Tuple__grow);
      room += GUESS;
      room += room >> 2;
      tuple = _PyTuple_Resize(tuple, <u64>room);
    }
    PyTuple_SET_ITEM(tuple, <u64>count, item);
    count += 1;
  }
  if (tuple !== 0 && PyErr_Occurred()) {
    Py_DECREF(tuple);
    tuple = 0;
  }
  if (tuple !== 0 && count < room) {
    retire(Seg.PySequence_Tuple__cut);
    tuple = _PyTuple_Resize(tuple, <u64>count);
  }
  Py_DECREF(it);
  return tuple;
}

/** `v` itself where it is a list or a tuple, else a new list; `message` where it cannot be iterated. */
export function PySequence_Fast(v: u64, message: string): u64 {
  enter(Fn.PySequence_Fast);
  const type = Py_TYPE(v);
  let result: u64 = 0;
  if (type === Ty.list || type === Ty.tuple) {
    retire(Seg.PySequence_Fast__itself);
    Py_INCREF(v);
    result = v;
  } else {
    retire(Seg.PySequence_Fast__iterate);
    const it = PyObject_GetIter(v);
    if (it === 0) {
      if (PyErr_ExceptionMatches(Ty.TypeError)) PyErr_SetString(Ty.TypeError, message);
    } else {
      result = PySequence_List(it);
      Py_DECREF(it);
    }
  }
  leave();
  return result;
}
