/**
 * Slice objects (Objects/sliceobject.c) and the bounds of slices (Python/ceval.c: _PyEval_SliceIndex).
 *
 *   slice -> header, start, stop, step
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { PyErr_Occurred, PyErr_SetString } from "../interp/errors";
import { PyArg_UnpackTuple } from "../interp/getargs";
import { enter, leave, retire } from "../meter/ledger";
import {
  PyObject_GC_Del,
  _PyObject_GC_New,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../modules/gcmodule/gcmodule";
import { PyIndex_Check, PyNumber_AsSsize_t } from "./abstract/number";
import { PyInt_AS_LONG } from "./intobject/arithmetic";
import { Py_DECREF, Py_INCREF, Py_TYPE, get_field, head_bytes, set_field } from "./object/refcount";
import { PyObject_Repr } from "./object/repr";
import { Py_None } from "./singletons";
import { PyString_Concat, PyString_ConcatAndDel } from "./stringobject/resize";
import { PyString_FromString } from "./stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject/tupleobject";
import { string_is } from "./stringobject/text";

const START: u64 = 0;
const STOP: u64 = 1;
const STEP: u64 = 2;
const FIELDS: u64 = 3;

/** slice(start, stop, step), each 0 for None; takes references of its own. */
export function PySlice_New(start: u64, stop: u64, step: u64): u64 {
  enter(Fn.PySlice_New);
  retire(Seg.PySlice_New__make);
  const op = _PyObject_GC_New(Ty.slice, head_bytes() + FIELDS * 8);
  set_bound(op, STEP, step);
  set_bound(op, START, start);
  set_bound(op, STOP, stop);
  _PyObject_GC_TRACK(op);
  leave();
  return op;
}

function set_bound(op: u64, index: u64, value: u64): void {
  const bound = value === 0 ? Py_None() : value;
  Py_INCREF(bound);
  set_field(op, index, bound);
}

/** slice([start,] stop[, step]). */
export function slice_new(args: u64): u64 {
  enter(Fn.slice_new);
  retire(Seg.slice_new__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "slice", 1, 3)) {
    const size = PyTuple_GET_SIZE(args);
    const first = PyTuple_GET_ITEM(args, 0);
    if (size === 1) result = PySlice_New(0, first, 0);
    else {
      const step = size === 3 ? PyTuple_GET_ITEM(args, 2) : 0;
      result = PySlice_New(first, PyTuple_GET_ITEM(args, 1), step);
    }
  }
  leave();
  return result;
}

export function slice_dealloc(op: u64): void {
  enter(Fn.slice_dealloc);
  retire(Seg.slice_dealloc__drop);
  _PyObject_GC_UNTRACK(op);
  Py_DECREF(get_field(op, STEP));
  Py_DECREF(get_field(op, START));
  Py_DECREF(get_field(op, STOP));
  PyObject_GC_Del(op);
  leave();
}

/** Slices have no hash: -1 with a TypeError. */
export function slice_hash(): i64 {
  enter(Fn.slice_hash);
  retire(Seg.slice_hash__raise);
  PyErr_SetString(Ty.TypeError, "unhashable type");
  leave();
  return -1;
}

/** slice(1, 2, None). */
export function slice_repr(op: u64): u64 {
  enter(Fn.slice_repr);
  retire(Seg.slice_repr__concat);
  const comma = PyString_FromString(", ");
  let text = PyString_FromString("slice(");
  text = PyString_ConcatAndDel(text, PyObject_Repr(get_field(op, START)));
  text = PyString_Concat(text, comma);
  text = PyString_ConcatAndDel(text, PyObject_Repr(get_field(op, STOP)));
  text = PyString_Concat(text, comma);
  text = PyString_ConcatAndDel(text, PyObject_Repr(get_field(op, STEP)));
  text = PyString_ConcatAndDel(text, PyString_FromString(")"));
  Py_DECREF(comma);
  leave();
  return text;
}

/**
 * The indices that a slice names in a sequence of `length`: start, stop, step and their number, four
 * i64 at `out`. 0, or -1 with an exception.
 */
export function PySlice_GetIndicesEx(slice: u64, length: i64, out: usize): i32 {
  enter(Fn.PySlice_GetIndicesEx);
  retire(Seg.PySlice_GetIndicesEx__call);
  const status = _PySlice_Unpack(slice, out);
  if (status === 0) store<i64>(out, _PySlice_AdjustIndices(length, out), 24);
  leave();
  return status;
}

function _PySlice_Unpack(slice: u64, out: usize): i32 {
  enter(Fn._PySlice_Unpack);
  retire(Seg._PySlice_Unpack__read);
  const status = unpack(slice, out);
  leave();
  return status;
}

function unpack(slice: u64, out: usize): i32 {
  store<i64>(out, 1, 16);
  if (!bound_of(slice, STEP, out + 16)) return -1;
  const step = load<i64>(out, 16);
  if (step === 0) {
    PyErr_SetString(Ty.ValueError, "slice step cannot be zero");
    return -1;
  }
  if (step < -i64.MAX_VALUE) store<i64>(out, -i64.MAX_VALUE, 16);
  store<i64>(out, step < 0 ? i64.MAX_VALUE : 0);
  store<i64>(out, step < 0 ? i64.MIN_VALUE : i64.MAX_VALUE, 8);
  return bound_of(slice, START, out) && bound_of(slice, STOP, out + 8) ? 0 : -1;
}

/** Reads one of the three; None leaves what is there. */
function bound_of(slice: u64, index: u64, out: usize): bool {
  const bound = get_field(slice, index);
  return bound === Py_None() || _PyEval_SliceIndex(bound, out) !== 0;
}

/** Clamps start and stop, and counts the indices between them. */
function _PySlice_AdjustIndices(length: i64, out: usize): i64 {
  enter(Fn._PySlice_AdjustIndices);
  retire(Seg._PySlice_AdjustIndices__clamp);
  const step = load<i64>(out, 16);
  const start = clamp(load<i64>(out), length, step);
  const stop = clamp(load<i64>(out, 8), length, step);
  store<i64>(out, start);
  store<i64>(out, stop, 8);
  let count: i64 = 0;
  if (step < 0) {
    if (stop < start) count = (start - stop - 1) / -step + 1;
  } else if (start < stop) count = (stop - start - 1) / step + 1;
  leave();
  return count;
}

function clamp(bound: i64, length: i64, step: i64): i64 {
  if (bound < 0) {
    const at = bound + length;
    return at >= 0 ? at : step < 0 ? -1 : 0;
  }
  if (bound < length) return bound;
  return step < 0 ? length - 1 : length;
}

/**
 * A bound of a slice as an i64 at `out`, clipped to what an index can be; `v` 0 leaves what is there.
 * 1, or 0 with an exception.
 */
export function _PyEval_SliceIndex(v: u64, out: usize): i32 {
  enter(Fn._PyEval_SliceIndex);
  const status = slice_index(v, out);
  leave();
  return status;
}

function slice_index(v: u64, out: usize): i32 {
  if (v === 0) {
    retire(Seg._PyEval_SliceIndex__absent);
    return 1;
  }
  const type = Py_TYPE(v);
  if (type === Ty.int || type === Ty.bool) {
    retire(Seg._PyEval_SliceIndex__int);
    store<i64>(out, PyInt_AS_LONG(v));
    return 1;
  }
  if (!PyIndex_Check(v)) {
    retire(Seg._PyEval_SliceIndex__wrong_type);
    PyErr_SetString(
      Ty.TypeError,
      "slice indices must be integers or None or have an __index__ method",
    );
    return 0;
  }
  retire(Seg._PyEval_SliceIndex__index);
  const index = PyNumber_AsSsize_t(v, 0);
  if (index === -1 && PyErr_Occurred()) return 0;
  store<i64>(out, index);
  return 1;
}

/** The same for arguments of index(), which may not be None. */
export function _PyEval_SliceIndexNotNone(v: u64, out: usize): i32 {
  enter(Fn._PyEval_SliceIndexNotNone);
  let status: i32 = 1;
  if (PyIndex_Check(v)) {
    retire(Seg._PyEval_SliceIndexNotNone__index);
    const index = PyNumber_AsSsize_t(v, 0);
    if (index === -1 && PyErr_Occurred()) status = 0;
    store<i64>(out, index);
  } else {
    retire(Seg._PyEval_SliceIndexNotNone__wrong_type);
    PyErr_SetString(Ty.TypeError, "slice indices must be integers or have an __index__ method");
    status = 0;
  }
  leave();
  return status;
}

/** s.start, s.stop, s.step: a new reference, or 0 for another name. */
export function slice_getattr(op: u64, name: u64): u64 {
  let index = FIELDS;
  if (string_is(name, "start")) index = START;
  else if (string_is(name, "stop")) index = STOP;
  else if (string_is(name, "step")) index = STEP;
  if (index === FIELDS) return 0;
  const found = get_field(op, index);
  Py_INCREF(found);
  return found;
}
