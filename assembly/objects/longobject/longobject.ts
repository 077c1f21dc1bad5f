/**
 * Long objects (Objects/longobject.c, CPython 2.7): integers of any size.
 *
 *   long ->  ob_refcnt, ob_type, ob_size, 30-bit digits of 4 bytes each, the lowest first
 *
 * ob_size is the number of digits, negative for a negative number, 0 for zero. The highest digit is
 * not zero; an object may have been allocated for more digits than it has.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { load64, store32_low, store64 } from "../../kernel/words";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire, retire_loop } from "../../meter/ledger";
import { exponent_of } from "../floatobject/hash";
import { PyInt_AS_LONG, PyInt_Check } from "../intobject/convert";
import {
  PyObject_INIT_VAR,
  Py_DECREF,
  Py_INCREF,
  Py_SIZE,
  field,
  set_field,
} from "../object/refcount";
import { PyObject_FREE, PyObject_MALLOC } from "../obmalloc/obmalloc";
import {
  A,
  B,
  MASK,
  Q,
  SHIFT,
  compare_digits,
  digit,
  set_digit,
  shift_left,
  significant,
} from "./digits";

const FRACTION_BITS: i32 = 53;
const HIDDEN_BIT: u64 = 1 << 52;
const EXPONENT_MAX: i64 = 1024;

/** Digits of a long. */
export function long_size(op: u64): u32 {
  const size = <i64>Py_SIZE(op);
  return <u32>(size < 0 ? -size : size);
}

/** -1, 0 or 1. */
export function _PyLong_Sign(op: u64): i32 {
  const size = <i64>Py_SIZE(op);
  return size < 0 ? -1 : size > 0 ? 1 : 0;
}

/** Bits of the magnitude. */
export function _PyLong_NumBits(op: u64): u64 {
  const size = load_digits(op, Q);
  if (size === 0) return 0;
  return <u64>size * SHIFT - (clz<u32>(<u32>digit(Q, size - 1)) - (32 - SHIFT));
}

/** Copies a long's digits to linear memory and returns how many there are. */
export function load_digits(op: u64, at: usize): u32 {
  const size = long_size(op);
  for (let i: u32 = 0; i < size; i += 2) {
    const word = load64(field(op, 1 + (i >> 1)));
    set_digit(at, i, word & 0xffffffff);
    if (i + 1 < size) set_digit(at, i + 1, word >> 32);
  }
  return size;
}

/** Copies `size` digits to an object: two a word, behind the last one of an odd number lies the guard. */
function store_digits(op: u64, at: usize, size: u32): void {
  for (let i: u32 = 0; i < size; i += 2) {
    const word = field(op, 1 + (i >> 1));
    if (i + 1 === size) store32_low(word, digit(at, i), 0);
    else store64(word, digit(at, i) | (digit(at, i + 1) << 32));
  }
}

/** An object with room for `size` digits, which are not set yet. */
export function _PyLong_New(size: u32): u64 {
  enter(Fn._PyLong_New);
  retire(Seg._PyLong_New__allocate);
  const op = PyObject_MALLOC(field(0, 1) + <u64>size * 4);
  PyObject_INIT_VAR(op, Ty.long, size);
  leave();
  return op;
}

/** A long with the `count` digits at `at`, some of the highest perhaps zero, and the sign of `sign`. */
export function long_from_digits(at: usize, count: u32, sign: i32): u64 {
  const op = _PyLong_New(count);
  const size = long_normalize(at, count);
  store_digits(op, at, size);
  set_field(op, 0, sign < 0 ? 0 - <u64>size : <u64>size);
  return op;
}

function long_normalize(at: usize, count: u32): u32 {
  enter(Fn.long_normalize);
  const size = significant(at, count);
  retire(Seg.long_normalize__begin);
  retire_loop(Seg.long_normalize__zero, count - size);
  leave();
  return size;
}

export function PyLong_FromLong(value: i64): u64 {
  enter(Fn.PyLong_FromLong);
  let rest = value < 0 ? 0 - <u64>value : <u64>value;
  let count: u32 = 0;
  for (; rest > 0; rest >>= SHIFT) set_digit(Q, count++, rest & MASK);
  retire(Seg.PyLong_FromLong__begin);
  retire_loop(Seg.PyLong_FromLong__digit, count);
  const op = _PyLong_New(count);
  store_digits(op, Q, count);
  if (value < 0) set_field(op, 0, 0 - <u64>count);
  leave();
  return op;
}

/** The long of a Py_ssize_t. */
export function PyLong_FromSsize_t(value: i64): u64 {
  enter(Fn.PyLong_FromSsize_t);
  retire(Seg.PyLong_FromSsize_t__call);
  const op = PyLong_FromLong(value);
  leave();
  return op;
}

/** The whole part of a double, or 0 with an exception. */
export function PyLong_FromDouble(value: f64): u64 {
  enter(Fn.PyLong_FromDouble);
  let result: u64 = 0;
  if (!isFinite(value)) {
    retire(Seg.PyLong_FromDouble__not_finite);
    if (isNaN(value)) PyErr_SetString(Ty.ValueError, "cannot convert float NaN to integer");
    else PyErr_SetString(Ty.OverflowError, "cannot convert float infinity to integer");
  } else {
    retire(Seg.PyLong_FromDouble__digits);
    const exponent = exponent_of(value);
    let count: u32 = 0;
    if (exponent > 0) {
      let f = (reinterpret<u64>(value) & (HIDDEN_BIT - 1)) | HIDDEN_BIT;
      const shift = exponent - FRACTION_BITS;
      if (shift < 0) f >>= <u64>-shift;
      set_digit(A, 0, f & MASK);
      set_digit(A, 1, f >> SHIFT);
      count = shift_left(A, significant(A, 2), <u64>(shift > 0 ? shift : 0), B);
      count = significant(B, count);
    }
    result = long_from_digits(B, count, value < 0 ? -1 : 1);
  }
  leave();
  return result;
}

/** The value of a long as a C long; -1 with an OverflowError. */
export function PyLong_AsLong(op: u64): i64 {
  enter(Fn.PyLong_AsLong);
  retire(Seg.PyLong_AsLong__convert);
  const fits = long_fits(op);
  if (!fits) PyErr_SetString(Ty.OverflowError, "Python int too large to convert to C long");
  leave();
  return fits ? long_low(op) : -1;
}

export function PyLong_AsSsize_t(op: u64): i64 {
  enter(Fn._PyLong_AsSsize_t);
  retire(Seg._PyLong_AsSsize_t__convert);
  const fits = long_fits(op);
  if (!fits) PyErr_SetString(Ty.OverflowError, "long int too large to convert to int");
  leave();
  return fits ? long_low(op) : -1;
}

/** Whether a long is a C long. */
export function long_fits(op: u64): bool {
  const bits = _PyLong_NumBits(op);
  return bits < 64 || (bits === 64 && _PyLong_Sign(op) < 0 && long_low(op) === i64.MIN_VALUE);
}

/** The lowest 64 bits of a long, as a signed number. */
export function long_low(op: u64): i64 {
  const size = load_digits(op, Q);
  let value: u64 = 0;
  for (let i: u32 = 0; i < size && i < 3; i++) value |= digit(Q, i) << (i * SHIFT);
  return _PyLong_Sign(op) < 0 ? <i64>(0 - value) : <i64>value;
}

/** The nearest double, of two the even one; -1 with an OverflowError. */
export function PyLong_AsDouble(op: u64): f64 {
  enter(Fn.PyLong_AsDouble);
  enter(Fn._PyLong_Frexp);
  retire(Seg._PyLong_Frexp__round);
  const size = load_digits(op, A);
  const value = nearest_double(size, _PyLong_NumBits(op));
  leave();
  let result = _PyLong_Sign(op) < 0 ? -value : value;
  retire(Seg.PyLong_AsDouble__scale);
  if (!isFinite(value)) {
    PyErr_SetString(Ty.OverflowError, "long int too large to convert to float");
    result = -1;
  }
  leave();
  return result;
}

/** The number in A, of `bits` bits, as a double. */
function nearest_double(size: u32, bits: u64): f64 {
  if (<i64>bits > EXPONENT_MAX) return Infinity;
  let value: f64 = 0;
  if (<i32>bits <= FRACTION_BITS) {
    for (let i = size; i > 0; i--) value = value * <f64>(1 << SHIFT) + <f64>digit(A, i - 1);
    return value;
  }
  const drop = bits - FRACTION_BITS;
  let f: u64 = 0;
  for (let bit = bits; bit > drop; bit--) f = (f << 1) | bit_of_a(bit - 1);
  let below = false;
  for (let bit: u64 = 0; bit + 1 < drop && !below; bit++) below = bit_of_a(bit) !== 0;
  if (bit_of_a(drop - 1) !== 0 && (below || (f & 1) !== 0)) f += 1;
  value = <f64>f;
  for (let i: u64 = 0; i < drop; i++) value *= 2;
  return value;
}

function bit_of_a(bit: u64): u64 {
  return (digit(A, <u32>(bit / SHIFT)) >> (bit % SHIFT)) & 1;
}

/** `v` as a long: a new reference. */
export function as_long(v: u64): u64 {
  if (PyInt_Check(v)) return PyLong_FromLong(PyInt_AS_LONG(v));
  Py_INCREF(v);
  return v;
}

/** tp_compare of longs, ints among them being converted first: -1, 0 or 1. */
export function long_compare(v: u64, w: u64): i32 {
  const a = as_long(v);
  const b = as_long(w);
  enter(Fn.long_compare);
  retire(Seg.long_compare__compare);
  let order: i32;
  if (_PyLong_Sign(a) !== _PyLong_Sign(b)) order = _PyLong_Sign(a) < _PyLong_Sign(b) ? -1 : 1;
  else
    order =
      compare_digits(A, load_digits(a, A), B, load_digits(b, B)) * (_PyLong_Sign(a) < 0 ? -1 : 1);
  leave();
  Py_DECREF(a);
  Py_DECREF(b);
  return order;
}

/** The digits rotated into each other; small longs have the hash of their int. */
export function long_hash(op: u64): i64 {
  enter(Fn.long_hash);
  const size = load_digits(op, Q);
  retire(Seg.long_hash__begin);
  retire_loop(Seg.long_hash__digit, size);
  let x: u64 = 0;
  for (let i = size; i > 0; i--) {
    x = rotl<u64>(x, SHIFT) + digit(Q, i - 1);
    if (x < digit(Q, i - 1)) x += 1;
  }
  const hash = _PyLong_Sign(op) < 0 ? <i64>(0 - x) : <i64>x;
  leave();
  return hash === -1 ? -2 : hash;
}

export function long_nonzero(op: u64): i32 {
  enter(Fn.long_nonzero);
  retire(Seg.long_nonzero__test);
  const truth = Py_SIZE(op) !== 0 ? 1 : 0;
  leave();
  return truth;
}

export function long_dealloc(op: u64): void {
  enter(Fn.long_dealloc);
  retire(Seg.long_dealloc__free);
  PyObject_FREE(op);
  leave();
}
