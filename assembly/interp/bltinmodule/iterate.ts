/** len, iter, next, all, any, sum (Python/bltinmodule.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_add, text_mark } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyIter_Next,
  PyObject_GetIter,
  is_iterator,
  iternext_slot,
} from "../../objects/abstract/iter";
import { PyNumber_Add } from "../../objects/abstract/number";
import { PyObject_Size } from "../../objects/abstract/sequence";
import { PyFloat_AS_DOUBLE, PyFloat_FromDouble } from "../../objects/floatobject/floatobject";
import { PyInt_AS_LONG } from "../../objects/intobject/arithmetic";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import { truth_object } from "../../objects/object/compare";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "../../objects/object/refcount";
import { PyObject_IsTrue } from "../../objects/object/truth";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../../objects/tupleobject/tupleobject";
import { type_name } from "../../objects/types";
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_Occurred,
  PyErr_SetNone,
  PyErr_SetString,
  PyErr_SetText,
} from "../errors";
import { PyArg_UnpackTuple } from "../getargs";

export function builtin_len(v: u64): u64 {
  enter(Fn.builtin_len);
  retire(Seg.builtin_len__call);
  const size = PyObject_Size(v);
  const result = size < 0 ? 0 : PyInt_FromLong(size);
  leave();
  return result;
}

export function builtin_iter(args: u64): u64 {
  enter(Fn.builtin_iter);
  retire(Seg.builtin_iter__parse);
  let it: u64 = 0;
  if (PyArg_UnpackTuple(args, "iter", 1, 2)) {
    if (PyTuple_GET_SIZE(args) === 2) not_simulated("iter() with a sentinel");
    it = PyObject_GetIter(PyTuple_GET_ITEM(args, 0));
  }
  leave();
  return it;
}

export function builtin_next(args: u64): u64 {
  enter(Fn.builtin_next);
  retire(Seg.builtin_next__parse);
  let item: u64 = 0;
  if (PyArg_UnpackTuple(args, "next", 1, 2)) {
    const it = PyTuple_GET_ITEM(args, 0);
    if (is_iterator(Py_TYPE(it))) {
      item = iternext_slot(it);
      if (item === 0) item = at_end(args);
    } else {
      const mark = text_mark();
      text_add(type_name(Py_TYPE(it)));
      text_add(" object is not an iterator");
      PyErr_SetText(Ty.TypeError, mark);
    }
  }
  leave();
  return item;
}

/** The default, or StopIteration. */
function at_end(args: u64): u64 {
  if (PyErr_Occurred() && !PyErr_ExceptionMatches(Ty.StopIteration)) return 0;
  retire(Seg.builtin_next__end);
  if (PyTuple_GET_SIZE(args) === 2) {
    PyErr_Clear();
    const fallback = PyTuple_GET_ITEM(args, 1);
    Py_INCREF(fallback);
    return fallback;
  }
  if (!PyErr_Occurred()) PyErr_SetNone(Ty.StopIteration);
  return 0;
}

export function builtin_all(v: u64): u64 {
  enter(Fn.builtin_all);
  retire(Seg.builtin_all__begin);
  const it = PyObject_GetIter(v);
  let found: i32 = it === 0 ? -1 : 1;
  while (found > 0) {
    const item = iternext_slot(it);
    if (item === 0) break;
    retire(Seg.builtin_all__item);
    found = PyObject_IsTrue(item);
    Py_DECREF(item);
  }
  const result = end_of_search(it, found);
  leave();
  return result;
}

export function builtin_any(v: u64): u64 {
  enter(Fn.builtin_any);
  retire(Seg.builtin_any__begin);
  const it = PyObject_GetIter(v);
  let found: i32 = it === 0 ? -1 : 0;
  while (found === 0) {
    const item = iternext_slot(it);
    if (item === 0) break;
    retire(Seg.builtin_any__item);
    found = PyObject_IsTrue(item);
    Py_DECREF(item);
  }
  const result = end_of_search(it, found);
  leave();
  return result;
}

/** Lets the iterator go: True, False or 0 with an exception. */
function end_of_search(it: u64, found: i32): u64 {
  if (it !== 0) Py_DECREF(it);
  if (found < 0) return 0;
  if (PyErr_Occurred()) {
    if (!PyErr_ExceptionMatches(Ty.StopIteration)) return 0;
    PyErr_Clear();
  }
  return truth_object(found > 0);
}

/** sum(sequence, start=0): ints and floats are added in C as long as nothing else comes. */
export function builtin_sum(args: u64): u64 {
  enter(Fn.builtin_sum);
  retire(Seg.builtin_sum__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "sum", 1, 2)) result = sum_of(args);
  leave();
  return result;
}

function sum_of(args: u64): u64 {
  const it = PyObject_GetIter(PyTuple_GET_ITEM(args, 0));
  if (it === 0) return 0;
  let start: u64;
  if (PyTuple_GET_SIZE(args) === 1) start = PyInt_FromLong(0);
  else {
    start = PyTuple_GET_ITEM(args, 1);
    Py_INCREF(start);
  }
  let result: u64 = 0;
  if (Py_TYPE(start) === Ty.str) {
    PyErr_SetString(Ty.TypeError, "sum() can't sum strings [use ''.join(seq) instead]");
    Py_DECREF(start);
  } else result = add_all(it, start);
  Py_DECREF(it);
  return result;
}

function add_all(it: u64, start: u64): u64 {
  let result = start;
  ended().yes = 0;
  if (Py_TYPE(result) === Ty.int) result = add_ints(it, result);
  if (result !== 0 && ended().yes === 0 && Py_TYPE(result) === Ty.float)
    result = add_floats(it, result);
  while (result !== 0 && ended().yes === 0) {
    retire(Seg.builtin_sum__next);
    const item = PyIter_Next(it);
    if (item === 0) return PyErr_Occurred() ? dropped(result) : result;
    retire(Seg.builtin_sum__add_any);
    result = added(result, item);
  }
  return result;
}

/** Whether the iterator has ended. */
@unmanaged
class Ended {
  yes: u32;
}

const ended_at: usize = memory.data(8, 8);

function ended(): Ended {
  return changetype<Ended>(ended_at);
}

function dropped(op: u64): u64 {
  Py_DECREF(op);
  return 0;
}

/** total + item; both are let go. */
function added(total: u64, item: u64): u64 {
  const result = PyNumber_Add(total, item);
  Py_DECREF(total);
  Py_DECREF(item);
  return result;
}

function add_ints(it: u64, start: u64): u64 {
  let total = PyInt_AS_LONG(start);
  Py_DECREF(start);
  while (true) {
    retire(Seg.builtin_sum__next_int);
    const item = PyIter_Next(it);
    if (item === 0) {
      ended().yes = 1;
      return PyErr_Occurred() ? 0 : PyInt_FromLong(total);
    }
    if (Py_TYPE(item) === Ty.int) {
      const value = PyInt_AS_LONG(item);
      const sum = total + value;
      if ((sum ^ total) >= 0 || (sum ^ value) >= 0) {
        retire(Seg.builtin_sum__add_int);
        total = sum;
        Py_DECREF(item);
        continue;
      }
    }
    retire(Seg.builtin_sum__leave_ints);
    ended().yes = 0;
    return added(PyInt_FromLong(total), item);
  }
}

function add_floats(it: u64, start: u64): u64 {
  let total = PyFloat_AS_DOUBLE(start);
  Py_DECREF(start);
  while (true) {
    retire(Seg.builtin_sum__next_float);
    const item = PyIter_Next(it);
    if (item === 0) {
      ended().yes = 1;
      return PyErr_Occurred() ? 0 : PyFloat_FromDouble(total);
    }
    const type = Py_TYPE(item);
    if (type === Ty.float || type === Ty.int) {
      retire(Seg.builtin_sum__add_float);
      total += type === Ty.float ? PyFloat_AS_DOUBLE(item) : <f64>PyInt_AS_LONG(item);
      Py_DECREF(item);
      continue;
    }
    retire(Seg.builtin_sum__leave_floats);
    ended().yes = 0;
    return added(PyFloat_FromDouble(total), item);
  }
}
