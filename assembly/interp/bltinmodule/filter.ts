/** filter (Python/bltinmodule.c): a str or tuple stays what it is, everything else becomes a list. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add_byte, text_mark } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_Call } from "../../objects/abstract/call";
import { PyIter_Next, PyObject_GetIter } from "../../objects/abstract/iter";
import { _PyObject_LengthHint } from "../../objects/abstract/sequence";
import { PyList_Append, PyList_STORE_ITEM } from "../../objects/listobject/access";
import { PyList_New } from "../../objects/listobject/listobject";
import { Py_DECREF, Py_INCREF, Py_SIZE, Py_TYPE } from "../../objects/object/refcount";
import { PyObject_IsTrue } from "../../objects/object/truth";
import { Py_None } from "../../objects/singletons";
import {
  PyString_FromText,
  string_byte,
  string_item,
} from "../../objects/stringobject/stringobject";
import { _PyTuple_Resize } from "../../objects/tupleobject/resize";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_Pack1,
  PyTuple_SET_ITEM,
} from "../../objects/tupleobject/tupleobject";
import { type_object } from "../../objects/types";
import { PyErr_Occurred } from "../errors";
import { PyArg_UnpackTuple } from "../getargs";
import { cut_back } from "./map";

const DEFAULT_HINT: i64 = 8;

export function builtin_filter(args: u64): u64 {
  enter(Fn.builtin_filter);
  retire(Seg.builtin_filter__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "filter", 2, 2)) {
    const func = PyTuple_GET_ITEM(args, 0);
    const seq = PyTuple_GET_ITEM(args, 1);
    const type = Py_TYPE(seq);
    if (type === Ty.str) result = filterstring(func, seq);
    else if (type === Ty.tuple) result = filtertuple(func, seq);
    else result = filter_any(func, seq);
  }
  leave();
  return result;
}

/** Whether `func` accepts `item`: 1, 0 or -1 with an exception. */
function accepts(func: u64, item: u64): i32 {
  if (func === Py_None() || func === type_object(Ty.bool)) return PyObject_IsTrue(item);
  const args = PyTuple_Pack1(item);
  const good = PyObject_Call(func, args, 0);
  Py_DECREF(args);
  return truth_of_answer(good);
}

/** The same with the one argument tuple that all calls of a list's filter share. */
function accepts_with(func: u64, args: u64, item: u64): i32 {
  if (func === Py_None() || func === type_object(Ty.bool)) {
    retire(Seg.builtin_filter__truth);
    return PyObject_IsTrue(item);
  }
  retire(Seg.builtin_filter__call);
  PyTuple_SET_ITEM(args, 0, item);
  const good = PyObject_Call(func, args, 0);
  PyTuple_SET_ITEM(args, 0, 0);
  return truth_of_answer(good);
}

function truth_of_answer(good: u64): i32 {
  if (good === 0) return -1;
  const truth = PyObject_IsTrue(good);
  Py_DECREF(good);
  return truth;
}

function filter_any(func: u64, seq: u64): u64 {
  const it = PyObject_GetIter(seq);
  if (it === 0) return 0;
  const room = _PyObject_LengthHint(seq, DEFAULT_HINT);
  const args = PyTuple_New(1);
  let list: u64 = room < 0 ? 0 : PyList_New(<u64>room);
  if (list !== 0 && !fill(list, func, it, room, args)) {
    Py_DECREF(list);
    list = 0;
  }
  Py_DECREF(it);
  Py_DECREF(args);
  return list;
}

function fill(list: u64, func: u64, it: u64, room: i64, args: u64): bool {
  let kept: i64 = 0;
  while (true) {
    retire(Seg.builtin_filter__next);
    const item = PyIter_Next(it);
    if (item === 0) return !PyErr_Occurred() && cut_back(list, kept, room) === 0;
    const good = accepts_with(func, args, item);
    if (good > 0) {
      retire(Seg.builtin_filter__keep);
      let status: i32 = 0;
      if (kept < room) PyList_STORE_ITEM(list, <u64>kept, item);
      else {
        status = PyList_Append(list, item);
        Py_DECREF(item);
      }
      if (status < 0) return false;
      kept += 1;
    } else {
      Py_DECREF(item);
      if (good < 0) return false;
    }
  }
}

function filtertuple(func: u64, tuple: u64): u64 {
  enter(Fn.filtertuple);
  retire(Seg.filtertuple__begin);
  const size = PyTuple_GET_SIZE(tuple);
  let result: u64;
  if (size === 0) {
    Py_INCREF(tuple);
    result = tuple;
  } else result = kept_of_tuple(func, tuple, size);
  leave();
  return result;
}

function kept_of_tuple(func: u64, tuple: u64, size: u64): u64 {
  const result = PyTuple_New(size);
  let kept: u64 = 0;
  for (let i: u64 = 0; i < size; i++) {
    retire(Seg.filtertuple__item);
    const item = PyTuple_GET_ITEM(tuple, i);
    Py_INCREF(item);
    const good = accepts(func, item);
    if (good > 0) {
      PyTuple_SET_ITEM(result, kept, item);
      kept += 1;
      continue;
    }
    Py_DECREF(item);
    if (good < 0) {
      Py_DECREF(result);
      return 0;
    }
  }
  return _PyTuple_Resize(result, kept);
}

function filterstring(func: u64, str: u64): u64 {
  enter(Fn.filterstring);
  retire(Seg.filterstring__begin);
  let result: u64;
  if (func === Py_None()) {
    Py_INCREF(str);
    result = str;
  } else result = kept_of_string(func, str);
  leave();
  return result;
}

function kept_of_string(func: u64, str: u64): u64 {
  const size = Py_SIZE(str);
  const kept = PyTuple_New(size);
  let count: u64 = 0;
  for (let i: u64 = 0; i < size; i++) {
    retire(Seg.filterstring__item);
    const item = string_item(str, <i64>i);
    const good = accepts(func, item);
    if (good > 0) {
      PyTuple_SET_ITEM(kept, count, item);
      count += 1;
      continue;
    }
    Py_DECREF(item);
    if (good < 0) {
      Py_DECREF(kept);
      return 0;
    }
  }
  const mark = text_mark();
  for (let i: u64 = 0; i < count; i++) text_add_byte(string_byte(PyTuple_GET_ITEM(kept, i), 0));
  Py_DECREF(kept);
  return PyString_FromText(mark);
}
