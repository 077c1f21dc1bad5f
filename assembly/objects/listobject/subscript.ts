/** Items and slices of lists by subscript (Objects/listobject.c). */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import {
  PyErr_Occurred,
  PyErr_SetObject,
  PyErr_SetString,
  PyErr_SetText,
} from "../../interp/errors";
import { load64 } from "../../kernel/words";
import { clock, enter, enter_slow, leave, retire, stride, stride_done } from "../../meter/ledger";
import { PyIndex_Check, PyNumber_AsSsize_t } from "../abstract/number";
import { PySequence_Fast } from "../abstract/sequence";
import { PyObject_RichCompareBool } from "../object/compare";
import { Py_DECREF, Py_INCREF, Py_TYPE, Py_XDECREF } from "../object/refcount";
import { PyMem_FREE, PyMem_MALLOC } from "../obmalloc/mem";
import { PySlice_GetIndicesEx } from "../sliceobject";
import { PyString_FromString } from "../stringobject/stringobject";
import { type_name } from "../types";
import { PyList_GET_ITEM, PyList_GET_SIZE, PyList_STORE_ITEM, move_items } from "./access";
import { aside, aside_mark, drop_aside, set_aside } from "./aside";
import { delete_many } from "./delete";
import { drop_aside_many } from "./drop";
import { fast_item, fast_size } from "./extend";
import { PyList_New, list_resize, plain_items } from "./listobject";
import { in_bulk } from "./references";
import { list_ass_slice, list_slice } from "./slice";

/** start, stop, step and length of the last slice. */
const indices_at: usize = memory.data(32, 8);

function slice_start(): i64 {
  return load<i64>(indices_at);
}

function slice_stop(): i64 {
  return load<i64>(indices_at, 8);
}

function slice_step(): i64 {
  return load<i64>(indices_at, 16);
}

function slice_length(): i64 {
  return load<i64>(indices_at, 24);
}

/** What an IndexError says (`indexerr`): made for the first one and kept. */
const indexerr_at: usize = memory.data(8, 8);

export function listobject_texts_reset(): void {
  store<u64>(indexerr_at, 0);
}

function index_error(): u64 {
  if (load<u64>(indexerr_at) === 0) {
    retire(Seg.list_item__make_message);
    store<u64>(indexerr_at, PyString_FromString("list index out of range"));
  }
  return load<u64>(indexerr_at);
}

/** list[index], not from the end: a new reference, or 0 with an IndexError. */
export function list_item(op: u64, index: i64): u64 {
  const outside = index < 0 || index >= <i64>PyList_GET_SIZE(op);
  if (outside) enter_slow(Fn.list_item);
  else enter(Fn.list_item);
  let item: u64 = 0;
  if (outside) {
    retire(Seg.list_item__out_of_range);
    PyErr_SetObject(Ty.IndexError, index_error());
  } else {
    retire(Seg.list_item__found);
    item = PyList_GET_ITEM(op, <u64>index);
    Py_INCREF(item);
  }
  leave();
  return item;
}

/** list[index] = value, or del list[index] where value is 0. */
export function list_ass_item(op: u64, index: i64, value: u64): i32 {
  enter(Fn.list_ass_item);
  let status: i32 = 0;
  if (index < 0 || index >= <i64>PyList_GET_SIZE(op)) {
    retire(Seg.list_ass_item__out_of_range);
    PyErr_SetString(Ty.IndexError, "list assignment index out of range");
    status = -1;
  } else if (value === 0) {
    retire(Seg.list_ass_item__delete);
    status = list_ass_slice(op, index, index + 1, 0);
  } else {
    retire(Seg.list_ass_item__store);
    Py_INCREF(value);
    const old = PyList_GET_ITEM(op, <u64>index);
    PyList_STORE_ITEM(op, <u64>index, value);
    Py_DECREF(old);
  }
  leave();
  return status;
}

/** list[key]: a new reference, or 0 with an exception. */
export function list_subscript(op: u64, key: u64): u64 {
  enter(Fn.list_subscript);
  const size = <i64>PyList_GET_SIZE(op);
  let result: u64 = 0;
  if (PyIndex_Check(key)) {
    retire(Seg.list_subscript__index);
    const index = PyNumber_AsSsize_t(key, Ty.IndexError);
    if (index !== -1 || !PyErr_Occurred()) result = list_item(op, index < 0 ? index + size : index);
  } else if (Py_TYPE(key) === Ty.slice) {
    retire(Seg.list_subscript__slice);
    if (PySlice_GetIndicesEx(key, size, indices_at) >= 0) result = slice_of(op);
  } else not_an_index(key);
  leave();
  return result;
}

function slice_of(op: u64): u64 {
  const start = slice_start();
  const step = slice_step();
  const length = slice_length();
  if (length <= 0) {
    retire(Seg.list_subscript__empty_slice);
    return PyList_New(0);
  }
  if (step === 1) {
    retire(Seg.list_subscript__plain_slice);
    return list_slice(op, start, slice_stop());
  }
  retire(Seg.list_subscript__extended_slice);
  const result = PyList_New(<u64>length);
  if (result === 0) return 0;
  retire(Seg.list_subscript__extended_item, <u64>length);
  for (let i: i64 = 0; i < length; i++) {
    const item = PyList_GET_ITEM(op, <u64>(start + i * step));
    Py_INCREF(item);
    PyList_STORE_ITEM(result, <u64>i, item);
  }
  return result;
}

function not_an_index(key: u64): void {
  const mark = text_mark();
  text_add("list indices must be integers, not ");
  text_add(type_name(Py_TYPE(key)));
  PyErr_SetText(Ty.TypeError, mark);
}

/** list[key] = value, or del list[key] where value is 0: 0, or -1 with an exception. */
export function list_ass_subscript(op: u64, key: u64, value: u64): i32 {
  enter(Fn.list_ass_subscript);
  const size = <i64>PyList_GET_SIZE(op);
  let status: i32 = -1;
  if (PyIndex_Check(key)) {
    retire(Seg.list_ass_subscript__index);
    const index = PyNumber_AsSsize_t(key, Ty.IndexError);
    if (index !== -1 || !PyErr_Occurred()) {
      status = list_ass_item(op, index < 0 ? index + size : index, value);
    }
  } else if (Py_TYPE(key) === Ty.slice) {
    retire(Seg.list_ass_subscript__slice);
    if (PySlice_GetIndicesEx(key, size, indices_at) >= 0) status = change_slice(op, value);
  } else not_an_index(key);
  leave();
  return status;
}

function change_slice(op: u64, value: u64): i32 {
  const start = slice_start();
  let stop = slice_stop();
  const step = slice_step();
  const length = slice_length();
  if (step === 1) {
    retire(Seg.list_ass_subscript__plain_slice);
    return list_ass_slice(op, start, stop, value);
  }
  if ((step < 0 && start < stop) || (step > 0 && start > stop)) stop = start;
  if (value === 0) return length <= 0 ? 0 : delete_extended(op, start, step, length);
  return assign_extended(op, start, step, length, value);
}

/** Deletes items start, start + step ...: what lies between them moves down. */
function delete_extended(op: u64, start: i64, step: i64, length: i64): i32 {
  retire(Seg.list_ass_subscript__delete);
  const first = step < 0 ? start + step * (length - 1) : start;
  const pace = step < 0 ? -step : step;
  const garbage = PyMem_MALLOC(<u64>length * 8);
  const mark = aside_mark();
  const items = plain_items(op);
  const size = <i64>PyList_GET_SIZE(op);
  let at = first;
  let left = <u64>length;
  while (left > 0) {
    const begun = clock().ir;
    const count = stride(in_bulk() ? left : 1);
    retire(Seg.list_ass_subscript__delete_item, count);
    if (count > 1 && in_bulk()) {
      delete_many(items, at, pace, length - <i64>left, count, size);
      at += <i64>count * pace;
    } else {
      delete_item(items, at, pace, length - <i64>left, size);
      at += pace;
    }
    left -= count;
    if (count > 1) stride_done(begun, count);
  }
  const end = first + length * pace;
  if (end < size) move_items(items, end - length, end, size - end);
  const status = list_resize(op, <u64>(size - length));
  left = <u64>length;
  while (left > 0) {
    const begun = clock().ir;
    const first = <u32>(<u64>length - left);
    const most = stride(left);
    let count = most > 1 && in_bulk() ? drop_aside_many(mark, first, most) : 0;
    retire(Seg.list_ass_subscript__drop_item, count === 0 ? 1 : count);
    if (count === 0) {
      Py_XDECREF(aside(mark, first));
      count = 1;
    }
    left -= count;
    if (count > 1) stride_done(begun, count);
  }
  drop_aside(mark);
  PyMem_FREE(garbage, <u64>length * 8);
  return status;
}

/** One item goes, and what lies between it and the next one moves down over `gap` missing ones and its own place. */
function delete_item(items: u64, at: i64, pace: i64, gap: i64, size: i64): void {
  const between = at + pace >= size ? size - at - 1 : pace - 1;
  set_aside(load64(items + <u64>at * 8));
  if (between > 0) move_items(items, at - gap, at + 1, between);
}

function assign_extended(op: u64, start: i64, step: i64, length: i64, value: u64): i32 {
  retire(Seg.list_ass_subscript__assign);
  const itself = value === op;
  const source = itself
    ? list_slice(value, 0, <i64>PyList_GET_SIZE(value))
    : PySequence_Fast(value, "must assign iterable to extended slice");
  if (source === 0) return -1;
  const type = Py_TYPE(source);
  const size = <i64>fast_size(source, type);
  if (size !== length) {
    wrong_size(size, length);
    Py_DECREF(source);
    return -1;
  }
  if (length > 0) {
    const garbage = PyMem_MALLOC(<u64>length * 8);
    const mark = aside_mark();
    for (let i: i64 = 0; i < length; i++) {
      retire(Seg.list_ass_subscript__assign_item);
      const at = <u64>(start + i * step);
      set_aside(PyList_GET_ITEM(op, at));
      const item = fast_item(source, type, <u64>i);
      Py_INCREF(item);
      PyList_STORE_ITEM(op, at, item);
    }
    for (let i: i64 = 0; i < length; i++) {
      retire(Seg.list_ass_subscript__drop_old);
      Py_XDECREF(aside(mark, <u32>i));
    }
    drop_aside(mark);
    PyMem_FREE(garbage, <u64>length * 8);
  }
  Py_DECREF(source);
  return 0;
}

function wrong_size(size: i64, length: i64): void {
  const mark = text_mark();
  text_add("attempt to assign sequence of size ");
  text_add_i64(size);
  text_add(" to extended slice of size ");
  text_add_i64(length);
  PyErr_SetText(Ty.ValueError, mark);
}

/** key in list: 1, 0 or -1 with an exception. */
export function list_contains(op: u64, value: u64): i32 {
  enter(Fn.list_contains);
  let found: i32 = 0;
  retire(Seg.list_contains__begin);
  for (let i: u64 = 0; found === 0 && i < PyList_GET_SIZE(op); i++) {
    retire(Seg.list_contains__item);
    found = PyObject_RichCompareBool(value, PyList_GET_ITEM(op, i), Cmp.EQ);
  }
  leave();
  return found;
}
