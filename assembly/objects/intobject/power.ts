/** int_pow and int_true_divide (Objects/intobject.c, CPython 2.7). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire, retire_loop } from "../../meter/ledger";
import { float_pow } from "../floatobject/arithmetic";
import { PyFloat_FromDouble } from "../floatobject/floatobject";
import { long_pow, long_true_divide } from "../longobject/arithmetic";
import { Py_None, not_implemented } from "../singletons";
import { PyInt_AS_LONG, PyInt_Check, are_ints } from "./convert";
import { PyInt_FromLong } from "./intobject";

/** Integers below this are doubles exactly. */
const EXACT_IN_DOUBLE: u64 = 1 << 53;

export function int_pow(v: u64, w: u64, z: u64): u64 {
  enter(Fn.int_pow);
  let result: u64;
  if (!are_ints(v, w) || (z !== Py_None() && !PyInt_Check(z))) {
    retire(Seg.int_pow__other_type);
    result = not_implemented();
  } else {
    const modulus = z === Py_None() ? 0 : PyInt_AS_LONG(z);
    if (PyInt_AS_LONG(w) < 0) result = negative_power(v, w, z);
    else if (z !== Py_None() && modulus === 0) {
      retire(Seg.int_pow__zero_modulus);
      PyErr_SetString(Ty.ValueError, "pow() 3rd argument cannot be 0");
      result = 0;
    } else result = power(v, w, z, modulus);
  }
  leave();
  return result;
}

function negative_power(v: u64, w: u64, z: u64): u64 {
  if (z === Py_None()) {
    retire(Seg.int_pow__negative_exponent);
    return float_pow(v, w, z);
  }
  retire(Seg.int_pow__negative_with_modulus);
  PyErr_SetString(
    Ty.TypeError,
    "pow() 2nd argument cannot be negative when 3rd argument specified",
  );
  return 0;
}

/** By squaring; a product that overflows leaves it to longs. */
function power(v: u64, w: u64, z: u64, modulus: i64): u64 {
  let square = PyInt_AS_LONG(v);
  let rest = PyInt_AS_LONG(w);
  let product: i64 = 1;
  let turns: u64 = 0;
  let overflow = false;
  while (rest > 0) {
    turns += 1;
    if ((rest & 1) !== 0) {
      const before = product;
      product *= square;
      if (square === 0) break;
      if (product / square !== before) overflow = true;
    }
    rest >>= 1;
    if (overflow || rest === 0) break;
    const before = square;
    square *= square;
    if (before !== 0 && square / before !== before) {
      overflow = true;
      break;
    }
    if (modulus !== 0) {
      product %= modulus;
      square %= modulus;
    }
  }
  retire_loop(Seg.int_pow__square, turns);
  if (overflow) {
    retire(Seg.int_pow__overflow);
    return long_pow(v, w, z);
  }
  if (modulus !== 0) product = floor_remainder(product, modulus);
  retire(Seg.int_pow__fits);
  return PyInt_FromLong(product);
}

/** The remainder with the sign of the modulus. */
function floor_remainder(x: i64, modulus: i64): i64 {
  if (modulus === -1) return 0;
  const rest = x % modulus;
  return rest !== 0 && (rest ^ modulus) < 0 ? rest + modulus : rest;
}

export function int_true_divide(v: u64, w: u64): u64 {
  enter(Fn.int_true_divide);
  let result: u64 = 0;
  if (!are_ints(v, w)) {
    retire(Seg.int_true_divide__other_type);
    result = not_implemented();
  } else {
    const a = PyInt_AS_LONG(v);
    const b = PyInt_AS_LONG(w);
    if (b === 0) {
      retire(Seg.int_true_divide__by_zero);
      PyErr_SetString(Ty.ZeroDivisionError, "division by zero");
    } else if (is_exact(a) && is_exact(b)) {
      retire(Seg.int_true_divide__divide);
      result = PyFloat_FromDouble(<f64>a / <f64>b);
    } else {
      retire(Seg.int_true_divide__long);
      result = long_true_divide(v, w);
    }
  }
  leave();
  return result;
}

function is_exact(value: i64): bool {
  return (value < 0 ? 0 - <u64>value : <u64>value) <= EXACT_IN_DOUBLE;
}
