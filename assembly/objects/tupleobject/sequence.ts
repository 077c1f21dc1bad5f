/** Tuples as sequences (Objects/tupleobject.c): tuple(x), slices, concatenation, repetition, `in`. */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import {
  PyErr_NoMemory,
  PyErr_Occurred,
  PyErr_SetString,
  PyErr_SetText,
} from "../../interp/errors";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { first_turns, later_turns } from "../../meter/turns";
import { PyIndex_Check, PyNumber_AsSsize_t } from "../abstract/number";
import { PySequence_Tuple } from "../abstract/sequence";
import { one_argument } from "../../interp/getargs";
import { PyObject_RichCompareBool } from "../object/compare";
import { Py_INCREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { PySlice_GetIndicesEx } from "../sliceobject";
import { type_name } from "../types";
import { PyTuple_GET_ITEM, PyTuple_New, PyTuple_SET_ITEM } from "./tupleobject";

/** Largest number of items a tuple can have (PY_SSIZE_T_MAX). */
const SSIZE_MAX: i64 = i64.MAX_VALUE;

/** tuple() and tuple(x). */
export function tuple_new(args: u64, kwargs: u64): u64 {
  enter(Fn.tuple_new);
  retire(Seg.tuple_new__parse);
  let result: u64 = 0;
  const found = one_argument("tuple", "sequence", args, kwargs);
  if (found === 0 && !PyErr_Occurred()) {
    retire(Seg.tuple_new__empty);
    result = PyTuple_New(0);
  } else if (found !== 0) {
    retire(Seg.tuple_new__from_sequence);
    result = PySequence_Tuple(found);
  }
  leave();
  return result;
}

/** op[low:high] with C's own clamping; the whole tuple is itself. */
export function tupleslice(op: u64, low: i64, high: i64): u64 {
  enter(Fn.tupleslice);
  retire(Seg.tupleslice__clamp);
  const size = <i64>Py_SIZE(op);
  if (low < 0) low = 0;
  if (high > size) high = size;
  if (high < low) high = low;
  if (low === 0 && high === size) {
    retire(Seg.tupleslice__whole);
    Py_INCREF(op);
    leave();
    return op;
  }
  const result = PyTuple_New(<u64>(high - low));
  retire_table(Seg.tupleslice__items, first_turns(<u64>(high - low)));
  retire(Seg.tupleslice__item, later_turns(<u64>(high - low)));
  for (let i = low; i < high; i++) copy_item(op, <u64>i, result, <u64>(i - low));
  leave();
  return result;
}

function copy_item(from: u64, index: u64, to: u64, target: u64): void {
  const item = PyTuple_GET_ITEM(from, index);
  Py_INCREF(item);
  PyTuple_SET_ITEM(to, target, item);
}

/** a + b. */
export function tupleconcat(a: u64, b: u64): u64 {
  enter(Fn.tupleconcat);
  if (Py_TYPE(b) !== Ty.tuple) {
    retire(Seg.tupleconcat__not_a_tuple);
    const mark = text_mark();
    text_add('can only concatenate tuple (not "');
    text_add(type_name(Py_TYPE(b)));
    text_add('") to tuple');
    PyErr_SetText(Ty.TypeError, mark);
    leave();
    return 0;
  }
  retire(Seg.tupleconcat__make);
  const first = Py_SIZE(a);
  const second = Py_SIZE(b);
  const result = PyTuple_New(first + second);
  retire_table(Seg.tupleconcat__first_items, first_turns(first));
  retire(Seg.tupleconcat__first_item, later_turns(first));
  retire_table(Seg.tupleconcat__second_items, first_turns(second));
  retire(Seg.tupleconcat__second_item, later_turns(second));
  for (let i: u64 = 0; i < first; i++) copy_item(a, i, result, i);
  for (let i: u64 = 0; i < second; i++) copy_item(b, i, result, first + i);
  leave();
  return result;
}

/** a * n. */
export function tuplerepeat(a: u64, n: i64): u64 {
  enter(Fn.tuplerepeat);
  const size = Py_SIZE(a);
  if (n < 0) n = 0;
  if (size === 0 || n === 1) {
    retire(Seg.tuplerepeat__same);
    Py_INCREF(a);
    leave();
    return a;
  }
  if (n > SSIZE_MAX / <i64>size / 8) {
    PyErr_NoMemory();
    leave();
    return 0;
  }
  retire(Seg.tuplerepeat__make);
  const result = PyTuple_New(size * <u64>n);
  retire(Seg.tuplerepeat__round, <u64>n);
  retire(Seg.tuplerepeat__item, size * <u64>n);
  for (let i: u64 = 0; i < size * <u64>n; i++) copy_item(a, i % size, result, i);
  leave();
  return result;
}

/** item in a: 1, 0 or -1 with an exception. */
export function tuplecontains(a: u64, item: u64): i32 {
  enter(Fn.tuplecontains);
  retire(Seg.tuplecontains__begin);
  let found: i32 = 0;
  for (let i: u64 = 0; found === 0 && i < Py_SIZE(a); i++) {
    retire(Seg.tuplecontains__item);
    found = PyObject_RichCompareBool(item, PyTuple_GET_ITEM(a, i), Cmp.EQ);
  }
  leave();
  return found;
}

/** a[index] of a non-negative or out-of-range index. */
export function tupleitem(a: u64, index: i64): u64 {
  enter(Fn.tupleitem);
  let item: u64 = 0;
  if (index < 0 || index >= <i64>Py_SIZE(a)) {
    retire(Seg.tupleitem__out_of_range);
    PyErr_SetString(Ty.IndexError, "tuple index out of range");
  } else {
    retire(Seg.tupleitem__found);
    item = PyTuple_GET_ITEM(a, <u64>index);
    Py_INCREF(item);
  }
  leave();
  return item;
}

const indices_at: usize = memory.data(32, 8);

/** a[item] for an index or a slice object. */
export function tuplesubscript(op: u64, item: u64): u64 {
  enter(Fn.tuplesubscript);
  let result: u64 = 0;
  if (PyIndex_Check(item)) {
    retire(Seg.tuplesubscript__index);
    const index = PyNumber_AsSsize_t(item, Ty.IndexError);
    if (index !== -1 || !PyErr_Occurred()) {
      result = tupleitem(op, index < 0 ? index + <i64>Py_SIZE(op) : index);
    }
  } else if (Py_TYPE(item) === Ty.slice) {
    retire(Seg.tuplesubscript__slice);
    if (PySlice_GetIndicesEx(item, <i64>Py_SIZE(op), indices_at) === 0) result = every_step(op);
  } else {
    retire(Seg.tuplesubscript__wrong_type);
    const mark = text_mark();
    text_add("tuple indices must be integers, not ");
    text_add(type_name(Py_TYPE(item)));
    PyErr_SetText(Ty.TypeError, mark);
  }
  leave();
  return result;
}

/** The items that the indices in `indices_at` name. */
function every_step(op: u64): u64 {
  const start = load<i64>(indices_at);
  const step = load<i64>(indices_at, 16);
  const count = load<i64>(indices_at, 24);
  if (count <= 0) {
    retire(Seg.tuplesubscript__empty_slice);
    return PyTuple_New(0);
  }
  if (start === 0 && step === 1 && count === <i64>Py_SIZE(op)) {
    retire(Seg.tuplesubscript__whole);
    Py_INCREF(op);
    return op;
  }
  const result = PyTuple_New(<u64>count);
  retire(Seg.tuplesubscript__slice_item, <u64>count);
  for (let i: i64 = 0; i < count; i++) copy_item(op, <u64>(start + i * step), result, <u64>i);
  return result;
}
