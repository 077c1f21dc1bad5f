/** Hash and truth of floats (Objects/floatobject.c; Objects/object.c: _Py_HashDouble). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { long_hash, PyLong_FromDouble } from "../longobject/longobject";
import { Py_DECREF } from "../object/refcount";
import { PyFloat_AS_DOUBLE } from "./floatobject";

const HASH_INF: i64 = 314159;
const HASH_MINUS_INF: i64 = -271828;
const LONG_MAX: f64 = 9223372036854775807.0;
/** The fraction's bits are hashed in two parts of 31. */
const PART: f64 = 2147483648.0;

/** Equal numbers have equal hashes: a whole float has its int's. */
export function float_hash(value: f64): i64 {
  enter(Fn.float_hash);
  retire(Seg.float_hash__call);
  const hash = _Py_HashDouble(value);
  leave();
  return hash;
}

export function _Py_HashDouble(value: f64): i64 {
  enter(Fn._Py_HashDouble);
  let hash: i64;
  if (!isFinite(value)) {
    retire(Seg._Py_HashDouble__not_finite);
    hash = isNaN(value) ? 0 : value < 0 ? HASH_MINUS_INF : HASH_INF;
  } else if (Math.trunc(value) !== value) {
    retire(Seg._Py_HashDouble__fraction);
    hash = hash_of_fraction(value);
  } else if (value > LONG_MAX || -value > LONG_MAX) {
    retire(Seg._Py_HashDouble__long);
    const wide = PyLong_FromDouble(value);
    hash = long_hash(wide);
    Py_DECREF(wide);
  } else {
    retire(Seg._Py_HashDouble__whole);
    // Converting 2^63 gives the lowest long, on this processor.
    hash = value === LONG_MAX ? i64.MIN_VALUE : <i64>value;
  }
  leave();
  return hash === -1 ? -2 : hash;
}

/** frexp's fraction and exponent of a finite value that is no integer. */
function hash_of_fraction(value: f64): i64 {
  const exponent = exponent_of(value);
  // In two steps: 2^-exponent alone may be infinite.
  const half = -exponent / 2;
  const fraction = scale(scale(value, half), -exponent - half) * PART;
  const high = <i64>fraction;
  const low = <i64>((fraction - <f64>high) * PART);
  return high + low + ((<i64>exponent) << 15);
}

/** e with 0.5 <= |value| / 2^e < 1. */
export function exponent_of(value: f64): i32 {
  const bits = reinterpret<u64>(value) & 0x7fffffffffffffff;
  const field = <i32>(bits >> 52);
  return field !== 0 ? field - 1022 : -1010 - <i32>clz<u64>(bits);
}

function scale(value: f64, exponent: i32): f64 {
  return value * reinterpret<f64>((<u64>(exponent + 1023)) << 52);
}

export function float_nonzero(op: u64): i32 {
  enter(Fn.float_nonzero);
  retire(Seg.float_nonzero__test);
  const truth = PyFloat_AS_DOUBLE(op) !== 0 ? 1 : 0;
  leave();
  return truth;
}
