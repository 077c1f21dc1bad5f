/** xrange and its iterator (Objects/rangeobject.c): start, step and length, no items. */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { text_add, text_add_i64, text_mark } from "../base/text";
import { get_len_of_range } from "../interp/bltinmodule/range";
import { PyErr_SetString } from "../interp/errors";
import { _PyArg_NoKeywords, parse_tuple, parsed_long } from "../interp/parse_tuple";
import { enter, leave, retire } from "../meter/ledger";
import { PyInt_FromLong } from "./intobject/intobject";
import { PyObject_INIT, get_field, head_bytes, set_field } from "./object/refcount";
import { PyObject_FREE, PyObject_MALLOC } from "./obmalloc/obmalloc";
import { PyString_FromText } from "./stringobject/stringobject";
import { PyTuple_GET_SIZE } from "./tupleobject/tupleobject";

const START: u64 = 0;
const STEP: u64 = 1;
const LEN: u64 = 2;
const FIELDS: u64 = 3;

/** Of rangeiterobject. */
const IT_INDEX: u64 = 0;
const IT_START: u64 = 1;
const IT_STEP: u64 = 2;
const IT_LEN: u64 = 3;
const IT_FIELDS: u64 = 4;

/** xrange(high), xrange(low, high), xrange(low, high, step): a new reference, or 0. */
export function range_new(args: u64, kwargs: u64): u64 {
  enter(Fn.range_new);
  retire(Seg.range_new__parse);
  let result: u64 = 0;
  if (_PyArg_NoKeywords("xrange()", kwargs)) {
    const given = PyTuple_GET_SIZE(args);
    let fits: bool;
    if (given <= 1) fits = parse_tuple(args, "l;xrange() requires 1-3 int arguments");
    else fits = parse_tuple(args, "ll|l;xrange() requires 1-3 int arguments");
    if (fits) {
      const low = given <= 1 ? 0 : parsed_long(0, given, 0);
      const high = parsed_long(given <= 1 ? 0 : 1, given, 0);
      result = new_range(low, high, parsed_long(2, given, 1));
    }
  }
  leave();
  return result;
}

function new_range(low: i64, high: i64, step: i64): u64 {
  if (step === 0) {
    PyErr_SetString(Ty.ValueError, "xrange() arg 3 must not be zero");
    return 0;
  }
  const size = step > 0 ? get_len_of_range(low, high, step) : get_len_of_range(high, low, -step);
  if (size === i64.MAX_VALUE) {
    PyErr_SetString(Ty.OverflowError, "xrange() result has too many items");
    return 0;
  }
  retire(Seg.range_new__make);
  const op = PyObject_MALLOC(head_bytes() + FIELDS * 8);
  PyObject_INIT(op, Ty.xrange);
  set_field(op, START, <u64>low);
  set_field(op, LEN, <u64>size);
  set_field(op, STEP, <u64>step);
  return op;
}

export function range_length(op: u64): i64 {
  enter(Fn.range_length);
  retire(Seg.range_length__read);
  leave();
  return <i64>get_field(op, LEN);
}

/** xrange(5), xrange(1, 5), xrange(1, 7, 2). */
export function range_repr(op: u64): u64 {
  enter(Fn.range_repr);
  retire(Seg.range_repr__format);
  const start = <i64>get_field(op, START);
  const step = <i64>get_field(op, STEP);
  const stop = start + <i64>get_field(op, LEN) * step;
  const mark = text_mark();
  text_add("xrange(");
  if (start !== 0 || step !== 1) {
    text_add_i64(start);
    text_add(", ");
  }
  text_add_i64(stop);
  if (step !== 1) {
    text_add(", ");
    text_add_i64(step);
  }
  text_add(")");
  const result = PyString_FromText(mark);
  leave();
  return result;
}

export function range_iter(op: u64): u64 {
  enter(Fn.range_iter);
  retire(Seg.range_iter__make);
  const start = get_field(op, START);
  const it = new_rangeiter(start, get_field(op, STEP), get_field(op, LEN));
  leave();
  return it;
}

function new_rangeiter(start: u64, step: u64, size: u64): u64 {
  const it = PyObject_MALLOC(head_bytes() + IT_FIELDS * 8);
  PyObject_INIT(it, Ty.rangeiterator);
  set_field(it, IT_INDEX, 0);
  set_field(it, IT_START, start);
  set_field(it, IT_STEP, step);
  set_field(it, IT_LEN, size);
  return it;
}

/** xrange.__reversed__(). */
export function range_reverse(op: u64): u64 {
  enter(Fn.range_reverse);
  retire(Seg.range_reverse__make);
  const step = get_field(op, STEP);
  const size = get_field(op, LEN);
  const it = new_rangeiter(get_field(op, START) + (size - 1) * step, 0 - step, size);
  leave();
  return it;
}

/** PyObject_Del of an object that no collector watches. */
function PyObject_Del(op: u64): void {
  PyObject_FREE(op);
}

export function range_dealloc(op: u64): void {
  PyObject_Del(op);
}

export function rangeiter_next(it: u64): u64 {
  enter(Fn.rangeiter_next);
  const index = get_field(it, IT_INDEX);
  let item: u64 = 0;
  if (index < get_field(it, IT_LEN)) {
    retire(Seg.rangeiter_next__item);
    set_field(it, IT_INDEX, index + 1);
    item = PyInt_FromLong(<i64>(get_field(it, IT_START) + index * get_field(it, IT_STEP)));
  } else retire(Seg.rangeiter_next__end);
  leave();
  return item;
}

/** New blocks of ints that a stride of turns needs are asked for by this function. */
export function rangeiter_begin(): void {
  enter(Fn.rangeiter_next, 0);
}

export function rangeiter_end(): void {
  leave();
}

/** Of an xrange's iterator: the number that comes next, the step, how many are left. */
export function rangeiter_value(it: u64): i64 {
  return <i64>(get_field(it, IT_START) + get_field(it, IT_INDEX) * get_field(it, IT_STEP));
}

export function rangeiter_step(it: u64): i64 {
  return <i64>get_field(it, IT_STEP);
}

export function rangeiter_left(it: u64): u64 {
  return get_field(it, IT_LEN) - get_field(it, IT_INDEX);
}

/** Passes over `count` numbers. */
export function rangeiter_skip(it: u64, count: u64): void {
  set_field(it, IT_INDEX, get_field(it, IT_INDEX) + count);
}

export function rangeiter_dealloc(it: u64): void {
  PyObject_Del(it);
}

/** How many numbers are left. */
export function rangeiter_len(it: u64): i64 {
  enter(Fn.rangeiter_len);
  retire(Seg.rangeiter_len__count);
  leave();
  return <i64>(get_field(it, IT_LEN) - get_field(it, IT_INDEX));
}

/** xrange[index], not from the end: a new reference, or 0 with an IndexError. */
export function range_item(op: u64, index: i64): u64 {
  enter(Fn.range_item);
  let item: u64 = 0;
  if (index < 0 || index >= <i64>get_field(op, LEN)) {
    retire(Seg.range_item__out_of_range);
    PyErr_SetString(Ty.IndexError, "xrange object index out of range");
  } else {
    retire(Seg.range_item__make);
    item = PyInt_FromLong(<i64>get_field(op, START) + index * <i64>get_field(op, STEP));
  }
  leave();
  return item;
}
