/** Shifts and bitwise operations of longs (Objects/longobject.c): as if in endless two's complement. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_Occurred, PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_DECREF } from "../object/refcount";
import { not_implemented } from "../singletons";
import { long_add, long_neg } from "./arithmetic";
import { convert_binop, left_long, right_long } from "./convert";
import { A, B, MASK, R, digit, set_digit, shift_left, shift_right } from "./digits";
import {
  PyLong_AsSsize_t,
  PyLong_FromLong,
  _PyLong_Sign,
  load_digits,
  long_from_digits,
} from "./longobject";

/** A shift count, or -1 with an exception. */
function shift_count(b: u64): i64 {
  const count = PyLong_AsSsize_t(b);
  if (count === -1 && PyErr_Occurred()) return -1;
  if (count >= 0) return count;
  PyErr_SetString(Ty.ValueError, "negative shift count");
  return -1;
}

function shifted_left(a: u64, b: u64): u64 {
  const count = shift_count(b);
  if (count < 0) return 0;
  const size = shift_left(A, load_digits(a, A), count, R);
  return long_from_digits(R, size, _PyLong_Sign(a));
}

/** A negative number is rounded down: the complement of its complement shifted. */
function shifted_right(a: u64, b: u64): u64 {
  if (_PyLong_Sign(a) < 0) {
    const inverted = long_invert(a);
    const shifted = long_rshift(inverted, b);
    Py_DECREF(inverted);
    if (shifted === 0) return 0;
    const result = long_invert(shifted);
    Py_DECREF(shifted);
    return result;
  }
  const count = shift_count(b);
  if (count < 0) return 0;
  return long_from_digits(R, shift_right(A, load_digits(a, A), count, R), 1);
}

enum Bits {
  AND,
  XOR,
  OR,
}

/** Writes a number in two's complement of `count` digits at `at`. */
function complement(op: u64, at: usize, count: u32): void {
  const size = load_digits(op, at);
  for (let i = size; i < count; i++) set_digit(at, i, 0);
  if (_PyLong_Sign(op) < 0) negate(at, count);
}

function negate(at: usize, count: u32): void {
  let carry: u64 = 1;
  for (let i: u32 = 0; i < count; i++) {
    carry += ~digit(at, i) & MASK;
    set_digit(at, i, carry & MASK);
    carry >>= 30;
  }
}

function bitwise(a: u64, b: u64, op: Bits): u64 {
  enter(Fn.long_bitwise);
  retire(Seg.long_bitwise__digits);
  const na = load_digits(a, A);
  const nb = load_digits(b, B);
  const count = (na > nb ? na : nb) + 1;
  complement(a, A, count);
  complement(b, B, count);
  for (let i: u32 = 0; i < count; i++) {
    const x = digit(A, i);
    const y = digit(B, i);
    set_digit(R, i, op === Bits.AND ? x & y : op === Bits.XOR ? x ^ y : x | y);
  }
  const negative = digit(R, count - 1) !== 0;
  if (negative) negate(R, count);
  const result = long_from_digits(R, count, negative ? -1 : 1);
  leave();
  return result;
}

export function long_lshift(v: u64, w: u64): u64 {
  enter(Fn.long_lshift);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_lshift__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_lshift__compute);
    const a = left_long();
    const b = right_long();
    result = shifted_left(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

export function long_rshift(v: u64, w: u64): u64 {
  enter(Fn.long_rshift);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_rshift__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_rshift__compute);
    const a = left_long();
    const b = right_long();
    result = shifted_right(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

export function long_and(v: u64, w: u64): u64 {
  enter(Fn.long_and);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_and__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_and__compute);
    const a = left_long();
    const b = right_long();
    result = bitwise(a, b, Bits.AND);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

export function long_xor(v: u64, w: u64): u64 {
  enter(Fn.long_xor);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_xor__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_xor__compute);
    const a = left_long();
    const b = right_long();
    result = bitwise(a, b, Bits.XOR);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

export function long_or(v: u64, w: u64): u64 {
  enter(Fn.long_or);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_or__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_or__compute);
    const a = left_long();
    const b = right_long();
    result = bitwise(a, b, Bits.OR);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

/** ~v is -(v + 1). */
export function long_invert(v: u64): u64 {
  enter(Fn.long_invert);
  retire(Seg.long_invert__add_one);
  const one = PyLong_FromLong(1);
  const next = long_add(v, one);
  Py_DECREF(one);
  const result = long_neg(next);
  Py_DECREF(next);
  leave();
  return result;
}
