/** long_pow (Objects/longobject.c, CPython 2.7): from the exponent's highest bit to its lowest. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { float_pow } from "../floatobject/arithmetic";
import { PyInt_Check } from "../intobject/convert";
import { Py_DECREF, Py_TYPE } from "../object/refcount";
import { Py_None, not_implemented } from "../singletons";
import { floor_remainder, long_mul } from "./arithmetic";
import { convert_binop, left_long, right_long } from "./convert";
import { Q, SHIFT, digit } from "./digits";
import { PyLong_FromLong, _PyLong_Sign, as_long, load_digits } from "./longobject";

export function long_pow(v: u64, w: u64, z: u64): u64 {
  enter(Fn.long_pow);
  let result: u64 = 0;
  const has_modulus = z !== Py_None();
  const known = !has_modulus || PyInt_Check(z) || Py_TYPE(z) === Ty.long;
  if (!known || !convert_binop(v, w)) {
    retire(Seg.long_pow__other_type);
    result = not_implemented();
  } else {
    const a = left_long();
    const b = right_long();
    const modulus = has_modulus ? as_long(z) : 0;
    if (_PyLong_Sign(b) < 0) result = negative_power(v, w, z);
    else if (modulus !== 0 && _PyLong_Sign(modulus) === 0) {
      retire(Seg.long_pow__zero_modulus);
      PyErr_SetString(Ty.ValueError, "pow() 3rd argument cannot be 0");
    } else result = power(a, b, modulus);
    Py_DECREF(a);
    Py_DECREF(b);
    if (modulus !== 0) Py_DECREF(modulus);
  }
  leave();
  return result;
}

function negative_power(v: u64, w: u64, z: u64): u64 {
  if (z === Py_None()) {
    retire(Seg.long_pow__negative_exponent);
    return float_pow(v, w, z);
  }
  retire(Seg.long_pow__negative_with_modulus);
  PyErr_SetString(
    Ty.TypeError,
    "pow() 2nd argument cannot be negative when 3rd argument specified",
  );
  return 0;
}

/** z * y, reduced by the modulus if there is one; takes over the reference `z`. */
function multiplied(z: u64, y: u64, modulus: u64): u64 {
  const product = long_mul(z, y);
  Py_DECREF(z);
  if (modulus === 0) return product;
  const rest = floor_remainder(product, modulus);
  Py_DECREF(product);
  return rest;
}

/** All bits of the exponent's digits are looked at, also the zeros above the highest one. */
function power(a: u64, b: u64, modulus: u64): u64 {
  let z = PyLong_FromLong(1);
  const size = load_digits(b, Q);
  for (let i = size; i > 0; i--) {
    load_digits(b, Q);
    const bits = digit(Q, i - 1);
    for (let bit = SHIFT; bit > 0; bit--) {
      retire(Seg.long_pow__bit);
      z = multiplied(z, z, modulus);
      if (((bits >> (bit - 1)) & 1) !== 0) z = multiplied(z, a, modulus);
    }
  }
  // 1 itself has to be reduced where the exponent is 0.
  if (size === 0 && modulus !== 0) z = multiplied(z, z, modulus);
  return z;
}
