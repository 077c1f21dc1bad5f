/** cmp, max, min, sorted (Python/bltinmodule.c). */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_Call } from "../../objects/abstract/call";
import { PyIter_Next, PyObject_GetIter } from "../../objects/abstract/iter";
import { PySequence_List } from "../../objects/abstract/sequence";
import { PyDict_GetItemString, PyDict_Size } from "../../objects/dictobject/dictobject";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import { PyObject_CallFunctionObjArgs } from "../../objects/abstract/special";
import { PyObject_GetAttrString } from "../../objects/object/attributes";
import { PyObject_Compare, PyObject_RichCompareBool } from "../../objects/object/compare";
import { Py_DECREF, Py_INCREF, Py_XDECREF } from "../../objects/object/refcount";
import { tupleslice } from "../../objects/tupleobject/tupleobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../../objects/tupleobject/tupleobject";
import { PyErr_Occurred, PyErr_SetText } from "../errors";
import { PyArg_UnpackTuple } from "../getargs";
import { parse_keywords, parsed_object } from "../parse_tuple";

export function builtin_cmp(args: u64): u64 {
  enter(Fn.builtin_cmp);
  retire(Seg.builtin_cmp__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "cmp", 2, 2)) {
    const order = PyObject_Compare(PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1));
    if (order !== -2) result = PyInt_FromLong(order);
  }
  leave();
  return result;
}

export function builtin_max(args: u64, kwargs: u64): u64 {
  enter(Fn.builtin_max);
  retire(Seg.builtin_max__call);
  const result = min_max(args, kwargs, Cmp.GT);
  leave();
  return result;
}

export function builtin_min(args: u64, kwargs: u64): u64 {
  enter(Fn.builtin_min);
  retire(Seg.builtin_min__call);
  const result = min_max(args, kwargs, Cmp.LT);
  leave();
  return result;
}

function min_max(args: u64, kwargs: u64, op: Cmp): u64 {
  enter(Fn.min_max);
  const name = op === Cmp.LT ? "min" : "max";
  retire(Seg.min_max__parse);
  let result: u64 = 0;
  const several = PyTuple_GET_SIZE(args) > 1;
  if (several || PyArg_UnpackTuple(args, name, 1, 1)) {
    const key = key_of(kwargs, name);
    const it = PyErr_Occurred() ? 0 : PyObject_GetIter(several ? args : PyTuple_GET_ITEM(args, 0));
    if (it !== 0) {
      result = extreme(it, key, op, name);
      Py_DECREF(it);
    }
  }
  leave();
  return result;
}

/** The keyword argument `key`, 0 without one or with an exception. */
function key_of(kwargs: u64, name: string): u64 {
  if (kwargs === 0 || PyDict_Size(kwargs) === 0) return 0;
  const key = PyDict_GetItemString(kwargs, "key");
  if (key !== 0 && PyDict_Size(kwargs) === 1) return key;
  const mark = text_mark();
  text_add(name);
  text_add("() got an unexpected keyword argument");
  PyErr_SetText(Ty.TypeError, mark);
  return 0;
}

function extreme(it: u64, key: u64, op: Cmp, name: string): u64 {
  let best: u64 = 0;
  let best_value: u64 = 0;
  let failed = false;
  while (!failed) {
    retire(Seg.min_max__next);
    const item = PyIter_Next(it);
    if (item === 0) break;
    let value = item;
    if (key !== 0) value = PyObject_CallFunctionObjArgs(key, item);
    else Py_INCREF(value);
    let better: i32 = value === 0 ? -1 : 1;
    if (better > 0 && best !== 0) {
      retire(Seg.min_max__compare);
      better = PyObject_RichCompareBool(value, best_value, op);
    }
    if (better > 0) {
      Py_XDECREF(best);
      Py_XDECREF(best_value);
      best = item;
      best_value = value;
    } else {
      Py_DECREF(item);
      Py_XDECREF(value);
    }
    failed = better < 0;
  }
  Py_XDECREF(best_value);
  if (failed || PyErr_Occurred()) {
    Py_XDECREF(best);
    return 0;
  }
  if (best === 0) {
    const mark = text_mark();
    text_add(name);
    text_add("() arg is an empty sequence");
    PyErr_SetText(Ty.ValueError, mark);
  }
  return best;
}

/** sorted(iterable, cmp=None, key=None, reverse=False): a new list whose sort() gets the other arguments. */
export function builtin_sorted(args: u64, kwargs: u64): u64 {
  enter(Fn.builtin_sorted);
  retire(Seg.builtin_sorted__parse);
  let list: u64 = 0;
  if (parse_keywords(args, kwargs, "O|OOi:sorted", "iterable", "cmp", "key", "reverse")) {
    list = PySequence_List(parsed_object(0));
  }
  if (list !== 0) {
    retire(Seg.builtin_sorted__sort);
    const sort = PyObject_GetAttrString(list, "sort");
    const rest = tupleslice(args, 1, 4);
    const done = PyObject_Call(sort, rest, kwargs);
    Py_DECREF(rest);
    Py_DECREF(sort);
    if (done === 0) {
      Py_DECREF(list);
      list = 0;
    } else Py_DECREF(done);
  }
  leave();
  return list;
}
