/** map, reduce, zip (Python/bltinmodule.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import { PyEval_CallObjectWithKeywords } from "../../objects/descrobject";
import { PyIter_Next, PyObject_GetIter } from "../../objects/abstract/iter";
import { PySequence_List, _PyObject_LengthHint } from "../../objects/abstract/sequence";
import { PyList_Append, PyList_GET_ITEM, PyList_STORE_ITEM } from "../../objects/listobject/access";
import {
  aside,
  aside_mark,
  change_aside,
  drop_aside,
  set_aside,
} from "../../objects/listobject/aside";
import { PyList_New } from "../../objects/listobject/listobject";
import { PyList_SetSlice } from "../../objects/listobject/slice";
import { Py_DECREF, Py_INCREF, Py_REFCNT, Py_XDECREF } from "../../objects/object/refcount";
import { PyMem_FREE, PyMem_MALLOC } from "../../objects/obmalloc/mem";
import { Py_None } from "../../objects/singletons";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../../objects/tupleobject/tupleobject";
import { PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetString, PyErr_SetText } from "../errors";
import { PyArg_UnpackTuple } from "../getargs";

/** What a sequence is taken for where it does not say how long it is. */
const DEFAULT_HINT: i64 = 8;
const DEFAULT_ZIP: i64 = 10;
const NO_HINT: i64 = -2;
/** Bytes of C's record of one sequence: the iterator and whether it has ended. */
const SEQUENCE_BYTES: u64 = 16;

/** "argument 2 to map() must support iteration". */
function not_iterable(before: string, number: i64, after: string): void {
  const mark = text_mark();
  text_add(before);
  text_add_i64(number);
  text_add(after);
  PyErr_SetText(Ty.TypeError, mark);
}

/** Puts `value` in place `i` of a list that C made for `room` items: 0, or -1 with an exception. */
function put(list: u64, i: i64, room: i64, value: u64): i32 {
  if (i < room) {
    const old = PyList_GET_ITEM(list, <u64>i);
    PyList_STORE_ITEM(list, <u64>i, value);
    Py_XDECREF(old);
    return 0;
  }
  const status = PyList_Append(list, value);
  Py_DECREF(value);
  return status;
}

/** Cuts what is unused of a list. */
export function cut_back(list: u64, from: i64, room: i64): i32 {
  if (from >= room) return 0;
  return PyList_SetSlice(list, from, room, 0);
}

export function builtin_map(args: u64): u64 {
  enter(Fn.builtin_map);
  retire(Seg.builtin_map__begin);
  const count = <i64>PyTuple_GET_SIZE(args) - 1;
  let result: u64 = 0;
  if (count < 1) PyErr_SetString(Ty.TypeError, "map() requires at least two args");
  else {
    const func = PyTuple_GET_ITEM(args, 0);
    if (func === Py_None() && count === 1) result = PySequence_List(PyTuple_GET_ITEM(args, 1));
    else result = map_all(func, args, count);
  }
  leave();
  return result;
}

function map_all(func: u64, args: u64, count: i64): u64 {
  const seqs = PyMem_MALLOC(<u64>count * SEQUENCE_BYTES);
  const mark = aside_mark();
  const room = open_all(args, count);
  let list: u64 = room < 0 ? 0 : PyList_New(<u64>room);
  if (list !== 0 && !fill_map(list, func, mark, count, room)) {
    Py_DECREF(list);
    list = 0;
  }
  const opened = aside_mark() - mark;
  for (let i: u32 = 0; i < opened; i++) Py_XDECREF(aside(mark, i));
  drop_aside(mark);
  PyMem_FREE(seqs, <u64>count * SEQUENCE_BYTES);
  return list;
}

/** Sets the iterators aside and returns the longest length that one of the sequences announces. */
function open_all(args: u64, count: i64): i64 {
  let longest: i64 = 0;
  for (let i: i64 = 0; i < count; i++) {
    retire(Seg.builtin_map__sequence);
    const sequence = PyTuple_GET_ITEM(args, <u64>i + 1);
    const it = PyObject_GetIter(sequence);
    if (it === 0) {
      if (PyErr_ExceptionMatches(Ty.TypeError)) {
        not_iterable("argument ", i + 2, " to map() must support iteration");
      }
      return -1;
    }
    set_aside(it);
    const hint = _PyObject_LengthHint(sequence, DEFAULT_HINT);
    if (hint < 0) return -1;
    if (hint > longest) longest = hint;
  }
  return longest;
}

function fill_map(list: u64, func: u64, mark: u32, count: i64, room: i64): bool {
  let i: i64 = 0;
  while (true) {
    retire(Seg.builtin_map__turn);
    const turn = PyTuple_New(<u64>count);
    let active = 0;
    for (let j: u32 = 0; <i64>j < count; j++) {
      retire(Seg.builtin_map__argument);
      const it = aside(mark, j);
      let item: u64 = it === 0 ? 0 : PyIter_Next(it);
      if (item !== 0) active += 1;
      else {
        if (PyErr_Occurred()) {
          Py_DECREF(turn);
          return false;
        }
        // An iterator that has ended is not asked again; in C a flag says so.
        if (it !== 0) {
          change_aside(mark, j, 0);
          Py_DECREF(it);
        }
        item = Py_None();
        Py_INCREF(item);
      }
      PyTuple_SET_ITEM(turn, j, item);
    }
    if (active === 0) {
      Py_DECREF(turn);
      return cut_back(list, i, room) === 0;
    }
    let value = turn;
    if (func !== Py_None()) {
      retire(Seg.builtin_map__call);
      value = PyEval_CallObjectWithKeywords(func, turn, 0);
      Py_DECREF(turn);
    }
    if (value === 0 || put(list, i, room, value) < 0) return false;
    i += 1;
  }
}

export function builtin_reduce(args: u64): u64 {
  enter(Fn.builtin_reduce);
  retire(Seg.builtin_reduce__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "reduce", 2, 3)) {
    const it = PyObject_GetIter(PyTuple_GET_ITEM(args, 1));
    if (it === 0) {
      if (PyErr_ExceptionMatches(Ty.TypeError)) {
        PyErr_SetString(Ty.TypeError, "reduce() arg 2 must support iteration");
      }
    } else {
      const initial: u64 = PyTuple_GET_SIZE(args) === 3 ? PyTuple_GET_ITEM(args, 2) : 0;
      if (initial !== 0) Py_INCREF(initial);
      result = reduce_all(PyTuple_GET_ITEM(args, 0), it, initial);
      Py_DECREF(it);
    }
  }
  leave();
  return result;
}

/** Folds what the iterator yields into `initial`, which it takes over. */
function reduce_all(func: u64, it: u64, initial: u64): u64 {
  let result = initial;
  let pair = PyTuple_New(2);
  while (true) {
    retire(Seg.builtin_reduce__next);
    if (Py_REFCNT(pair) > 1) {
      Py_DECREF(pair);
      pair = PyTuple_New(2);
    }
    const item = PyIter_Next(it);
    if (item === 0) break;
    if (result === 0) {
      result = item;
      continue;
    }
    retire(Seg.builtin_reduce__call);
    replace(pair, 0, result);
    replace(pair, 1, item);
    result = PyEval_CallObjectWithKeywords(func, pair, 0);
    if (result === 0) break;
  }
  Py_DECREF(pair);
  if (PyErr_Occurred()) {
    Py_XDECREF(result);
    return 0;
  }
  if (result === 0) {
    PyErr_SetString(Ty.TypeError, "reduce() of empty sequence with no initial value");
  }
  return result;
}

/** PyTuple_SetItem: drops the old item. */
function replace(tuple: u64, index: u64, value: u64): void {
  enter(Fn.PyTuple_SetItem);
  retire(Seg.PyTuple_SetItem__store);
  const old = PyTuple_GET_ITEM(tuple, index);
  PyTuple_SET_ITEM(tuple, index, value);
  Py_XDECREF(old);
  leave();
}

export function builtin_zip(args: u64): u64 {
  enter(Fn.builtin_zip);
  retire(Seg.builtin_zip__begin);
  const count = <i64>PyTuple_GET_SIZE(args);
  const result = count === 0 ? PyList_New(0) : zip_all(args, count);
  leave();
  return result;
}

function zip_all(args: u64, count: i64): u64 {
  let room: i64 = -1;
  for (let i: i64 = 0; i < count; i++) {
    retire(Seg.builtin_zip__hint);
    const hint = _PyObject_LengthHint(PyTuple_GET_ITEM(args, <u64>i), NO_HINT);
    if (hint === -1) return 0;
    if (hint < 0) {
      room = -1;
      break;
    }
    if (room < 0 || hint < room) room = hint;
  }
  if (room < 0) room = DEFAULT_ZIP;
  let list = PyList_New(<u64>room);
  const iterators = PyTuple_New(<u64>count);
  let complete = true;
  for (let i: i64 = 0; complete && i < count; i++) {
    retire(Seg.builtin_zip__iterator);
    const it = PyObject_GetIter(PyTuple_GET_ITEM(args, <u64>i));
    complete = it !== 0;
    if (complete) PyTuple_SET_ITEM(iterators, <u64>i, it);
    else if (PyErr_ExceptionMatches(Ty.TypeError)) {
      not_iterable("zip argument #", i + 1, " must support iteration");
    }
  }
  if (!complete || !fill_zip(list, iterators, count, room)) {
    Py_DECREF(list);
    list = 0;
  }
  Py_DECREF(iterators);
  return list;
}

function fill_zip(list: u64, iterators: u64, count: i64, room: i64): bool {
  let i: i64 = 0;
  while (true) {
    retire(Seg.builtin_zip__turn);
    const turn = PyTuple_New(<u64>count);
    for (let j: i64 = 0; j < count; j++) {
      retire(Seg.builtin_zip__item);
      const item = PyIter_Next(PyTuple_GET_ITEM(iterators, <u64>j));
      if (item === 0) {
        Py_DECREF(turn);
        return !PyErr_Occurred() && cut_back(list, i, room) === 0;
      }
      PyTuple_SET_ITEM(turn, <u64>j, item);
    }
    if (put(list, i, room, turn) < 0) return false;
    i += 1;
  }
}
