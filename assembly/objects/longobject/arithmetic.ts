/**
 * Arithmetic of longs (Objects/longobject.c, CPython 2.7). Each binary function is a slot of long's
 * number table: an int operand is made a long first, about other types it answers NotImplemented.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { PyErr_Occurred, PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyFloat_FromDouble } from "../floatobject/floatobject";
import { PyInt_FromLong } from "../intobject/intobject";
import { Py_DECREF, Py_INCREF } from "../object/refcount";
import { not_implemented } from "../singletons";
import { PyTuple_New, PyTuple_SET_ITEM } from "../tupleobject/tupleobject";
import { convert_binop, left_long, right_long } from "./convert";
import {
  A,
  B,
  Q,
  R,
  add_digits,
  compare_digits,
  digit,
  divide_by_digit,
  divide_digits,
  multiply_digits,
  set_digit,
  subtract_digits,
} from "./digits";
import {
  PyLong_AsDouble,
  PyLong_FromLong,
  _PyLong_Sign,
  load_digits,
  long_fits,
  long_from_digits,
  long_low,
  long_size,
} from "./longobject";

export { long_pow } from "./power";

/** |a| + |b| with the sign of `sign`. */
function x_add(a: u64, b: u64, sign: i32): u64 {
  enter(Fn.x_add);
  retire(Seg.x_add__digits);
  const count = add_digits(A, load_digits(a, A), B, load_digits(b, B), R);
  const result = long_from_digits(R, count, sign);
  leave();
  return result;
}

/** |a| - |b|, times the sign of `sign`. */
function x_sub(a: u64, b: u64, sign: i32): u64 {
  enter(Fn.x_sub);
  retire(Seg.x_sub__digits);
  const na = load_digits(a, A);
  const nb = load_digits(b, B);
  let result: u64;
  if (compare_digits(A, na, B, nb) >= 0) {
    result = long_from_digits(R, subtract_digits(A, na, B, nb, R), sign);
  } else result = long_from_digits(R, subtract_digits(B, nb, A, na, R), -sign);
  leave();
  return result;
}

function sum(a: u64, b: u64): u64 {
  if (_PyLong_Sign(a) < 0) return _PyLong_Sign(b) < 0 ? x_add(a, b, -1) : x_sub(b, a, 1);
  return _PyLong_Sign(b) < 0 ? x_sub(a, b, 1) : x_add(a, b, 1);
}

function difference(a: u64, b: u64): u64 {
  if (_PyLong_Sign(a) < 0) return _PyLong_Sign(b) < 0 ? x_sub(a, b, -1) : x_add(a, b, -1);
  return _PyLong_Sign(b) < 0 ? x_add(a, b, 1) : x_sub(a, b, 1);
}

function product(a: u64, b: u64): u64 {
  enter(Fn.k_mul);
  retire(Seg.k_mul__choose);
  let result: u64;
  if (long_size(a) === 0 || long_size(b) === 0) {
    retire(Seg.k_mul__zero);
    result = _PyLong_zero();
  } else result = x_mul(a, b, _PyLong_Sign(a) * _PyLong_Sign(b));
  leave();
  return result;
}

function _PyLong_zero(): u64 {
  return long_from_digits(R, 0, 1);
}

function x_mul(a: u64, b: u64, sign: i32): u64 {
  enter(Fn.x_mul);
  retire(Seg.x_mul__digits);
  const count = multiply_digits(A, load_digits(a, A), B, load_digits(b, B), R);
  const result = long_from_digits(R, count, sign);
  leave();
  return result;
}

export function long_add(v: u64, w: u64): u64 {
  enter(Fn.long_add);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_add__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_add__compute);
    const a = left_long();
    const b = right_long();
    result = sum(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

export function long_sub(v: u64, w: u64): u64 {
  enter(Fn.long_sub);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_sub__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_sub__compute);
    const a = left_long();
    const b = right_long();
    result = difference(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

export function long_mul(v: u64, w: u64): u64 {
  enter(Fn.long_mul);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_mul__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_mul__compute);
    const a = left_long();
    const b = right_long();
    result = product(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

/** Quotient and remainder of the last division: new references. */
@unmanaged
class Division {
  quotient: u64;
  remainder: u64;
}

const division_at: usize = memory.data(16, 8);

function division(): Division {
  return changetype<Division>(division_at);
}

/** a / b rounded towards zero; false with a ZeroDivisionError. */
function long_divrem(a: u64, b: u64): bool {
  enter(Fn.long_divrem);
  const nb = load_digits(b, B);
  const na = load_digits(a, A);
  const sign = _PyLong_Sign(a) * _PyLong_Sign(b);
  if (nb === 0) {
    retire(Seg.long_divrem__by_zero);
    PyErr_SetString(Ty.ZeroDivisionError, "long division or modulo by zero");
  } else if (compare_digits(A, na, B, nb) < 0) {
    retire(Seg.long_divrem__smaller);
    division().quotient = _PyLong_zero();
    Py_INCREF(a);
    division().remainder = a;
  } else if (nb === 1) {
    retire(Seg.long_divrem__by_digit);
    const rest = divide_by_digit(A, na, digit(B, 0), A);
    division().quotient = long_from_digits(A, na, sign);
    set_digit(R, 0, rest);
    division().remainder = long_from_digits(R, 1, _PyLong_Sign(a));
  } else {
    retire(Seg.long_divrem__by_long);
    const steps = divide_digits(A, na, B, nb, Q);
    division().remainder = long_from_digits(A, nb, _PyLong_Sign(a));
    // Making the remainder's object left Q as it was.
    division().quotient = long_from_digits(Q, steps, sign);
  }
  leave();
  return nb !== 0;
}

/** a / b rounded down, the remainder with b's sign; false with an exception. */
export function l_divmod(a: u64, b: u64): bool {
  enter(Fn.l_divmod);
  retire(Seg.l_divmod__divide);
  const done = long_divrem(a, b);
  if (done) {
    const rest = division().remainder;
    if (_PyLong_Sign(rest) * _PyLong_Sign(b) < 0) {
      retire(Seg.l_divmod__round_down);
      const quotient = division().quotient;
      const one = PyLong_FromLong(1);
      const moved = long_add(rest, b);
      const lower = long_sub(quotient, one);
      Py_DECREF(rest);
      Py_DECREF(quotient);
      Py_DECREF(one);
      division().remainder = moved;
      division().quotient = lower;
    }
  }
  leave();
  return done;
}

function floor_quotient(a: u64, b: u64): u64 {
  if (!l_divmod(a, b)) return 0;
  Py_DECREF(division().remainder);
  return division().quotient;
}

/** The remainder with b's sign, a new reference. */
export function floor_remainder(a: u64, b: u64): u64 {
  if (!l_divmod(a, b)) return 0;
  const rest = division().remainder;
  Py_DECREF(division().quotient);
  return rest;
}

function both(a: u64, b: u64): u64 {
  if (!l_divmod(a, b)) return 0;
  const quotient = division().quotient;
  const rest = division().remainder;
  const pair = PyTuple_New(2);
  PyTuple_SET_ITEM(pair, 0, quotient);
  PyTuple_SET_ITEM(pair, 1, rest);
  return pair;
}

/** Of doubles where both have an exact one; the rest is not simulated. */
function true_quotient(a: u64, b: u64): u64 {
  if (_PyLong_Sign(b) === 0) {
    PyErr_SetString(Ty.ZeroDivisionError, "division by zero");
    return 0;
  }
  const x = PyLong_AsDouble(a);
  const y = x === -1 && PyErr_Occurred() ? x : PyLong_AsDouble(b);
  if (PyErr_Occurred()) return 0;
  if (Math.abs(x) > EXACT_IN_DOUBLE || Math.abs(y) > EXACT_IN_DOUBLE) {
    not_simulated("true division of large longs");
  }
  return PyFloat_FromDouble(x / y);
}

const EXACT_IN_DOUBLE: f64 = 9007199254740992.0;

export function long_div(v: u64, w: u64): u64 {
  enter(Fn.long_div);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_div__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_div__compute);
    const a = left_long();
    const b = right_long();
    result = floor_quotient(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

export function long_classic_div(v: u64, w: u64): u64 {
  enter(Fn.long_classic_div);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_classic_div__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_classic_div__compute);
    const a = left_long();
    const b = right_long();
    result = floor_quotient(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

export function long_mod(v: u64, w: u64): u64 {
  enter(Fn.long_mod);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_mod__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_mod__compute);
    const a = left_long();
    const b = right_long();
    result = floor_remainder(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

export function long_divmod(v: u64, w: u64): u64 {
  enter(Fn.long_divmod);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_divmod__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_divmod__compute);
    const a = left_long();
    const b = right_long();
    result = both(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

export function long_true_divide(v: u64, w: u64): u64 {
  enter(Fn.long_true_divide);
  let result: u64 = 0;
  if (!convert_binop(v, w)) {
    retire(Seg.long_true_divide__other_type);
    result = not_implemented();
  } else {
    retire(Seg.long_true_divide__compute);
    const a = left_long();
    const b = right_long();
    result = true_quotient(a, b);
    Py_DECREF(a);
    Py_DECREF(b);
  }
  leave();
  return result;
}

/** The same magnitude with another sign. */
function with_sign(v: u64, sign: i32): u64 {
  return long_from_digits(A, load_digits(v, A), sign);
}

export function long_neg(v: u64): u64 {
  enter(Fn.long_neg);
  retire(Seg.long_neg__copy);
  const result = with_sign(v, -_PyLong_Sign(v));
  leave();
  return result;
}

export function long_abs(v: u64): u64 {
  enter(Fn.long_abs);
  retire(Seg.long_abs__choose);
  const result = _PyLong_Sign(v) < 0 ? long_neg(v) : long_long(v);
  leave();
  return result;
}

/** +v and long(v): the long itself. */
export function long_long(v: u64): u64 {
  enter(Fn.long_long);
  retire(Seg.long_long__itself);
  Py_INCREF(v);
  leave();
  return v;
}

/** int(v): an int if it fits, the long itself otherwise. */
export function long_int(v: u64): u64 {
  enter(Fn.long_int);
  let result = v;
  if (long_fits(v)) {
    retire(Seg.long_int__fits);
    result = PyInt_FromLong(long_low(v));
  } else {
    retire(Seg.long_int__itself);
    Py_INCREF(v);
  }
  leave();
  return result;
}
