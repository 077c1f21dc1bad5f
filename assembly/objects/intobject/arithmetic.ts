/**
 * Arithmetic of ints (Objects/intobject.c, CPython 2.7): the machine's 64-bit arithmetic, and the
 * long's where a result does not fit. Each function is a slot of int's number table and may be
 * called with an operand of another type: then it answers NotImplemented.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import {
  long_add,
  long_div,
  long_divmod,
  long_mod,
  long_mul,
  long_neg,
  long_sub,
} from "../longobject/arithmetic";
import { PyLong_FromLong } from "../longobject/longobject";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "../object/refcount";
import { not_implemented } from "../singletons";
import { Py_BuildValue_longs } from "../../interp/modsupport";
import { PyInt_AS_LONG, are_ints } from "./convert";
import { PyInt_FromLong } from "./intobject";

export {
  PyInt_AS_LONG,
  PyInt_AsLong,
  PyInt_AsSsize_t,
  int_compare,
  int_hash,
  int_nonzero,
  int_to_decimal_string,
} from "./convert";
export { int_new } from "./from_text";

export function int_add(v: u64, w: u64): u64 {
  enter(Fn.int_add);
  let result: u64;
  if (!are_ints(v, w)) {
    retire(Seg.int_add__other_type);
    result = not_implemented();
  } else {
    const a = PyInt_AS_LONG(v);
    const b = PyInt_AS_LONG(w);
    const x = a + b;
    if ((x ^ a) >= 0 || (x ^ b) >= 0) {
      retire(Seg.int_add__fits);
      result = PyInt_FromLong(x);
    } else {
      retire(Seg.int_add__overflow);
      result = long_add(v, w);
    }
  }
  leave();
  return result;
}

export function int_sub(v: u64, w: u64): u64 {
  enter(Fn.int_sub);
  let result: u64;
  if (!are_ints(v, w)) {
    retire(Seg.int_sub__other_type);
    result = not_implemented();
  } else {
    const a = PyInt_AS_LONG(v);
    const b = PyInt_AS_LONG(w);
    const x = a - b;
    if ((x ^ a) >= 0 || (x ^ ~b) >= 0) {
      retire(Seg.int_sub__fits);
      result = PyInt_FromLong(x);
    } else {
      retire(Seg.int_sub__overflow);
      result = long_sub(v, w);
    }
  }
  leave();
  return result;
}

/** Whether the wrapped product `product` of a and b is the true one, judged by the product of floats. */
function is_product(a: i64, b: i64, product: i64): bool {
  const exact = <f64>a * <f64>b;
  const difference = <f64>product - exact;
  const off = difference >= 0 ? difference : -difference;
  return 32 * off <= (exact >= 0 ? exact : -exact);
}

export function int_mul(v: u64, w: u64): u64 {
  enter(Fn.int_mul);
  let result: u64;
  if (!are_ints(v, w)) {
    retire(Seg.int_mul__other_type);
    result = not_implemented();
  } else {
    const a = PyInt_AS_LONG(v);
    const b = PyInt_AS_LONG(w);
    const x = a * b;
    if (<f64>a * <f64>b === <f64>x) {
      retire(Seg.int_mul__exact);
      result = PyInt_FromLong(x);
    } else if (is_product(a, b, x)) {
      retire(Seg.int_mul__rounded);
      result = PyInt_FromLong(x);
    } else {
      retire(Seg.int_mul__overflow);
      result = long_mul(v, w);
    }
  }
  leave();
  return result;
}

/** What i_divmod answers: quotient and remainder are in `divided`. */
enum Divided {
  OK,
  OVERFLOW,
  ERROR,
}

@unmanaged
class Quotient {
  quotient: i64;
  remainder: i64;
}

const divided_at: usize = memory.data(16, 8);

function divided(): Quotient {
  return changetype<Quotient>(divided_at);
}

/** Division that rounds down; the remainder has the divisor's sign. */
function i_divmod(x: i64, y: i64): Divided {
  enter(Fn.i_divmod);
  if (y === 0) {
    retire(Seg.i_divmod__by_zero);
    PyErr_SetString(Ty.ZeroDivisionError, "integer division or modulo by zero");
    leave();
    return Divided.ERROR;
  }
  if (y === -1 && x === i64.MIN_VALUE) {
    retire(Seg.i_divmod__overflow);
    leave();
    return Divided.OVERFLOW;
  }
  let quotient = x / y;
  let remainder = x - quotient * y;
  if (remainder !== 0 && (y ^ remainder) < 0) {
    retire(Seg.i_divmod__round_down);
    remainder += y;
    quotient -= 1;
  } else if (remainder === 0) retire(Seg.i_divmod__without_remainder);
  else retire(Seg.i_divmod__divide);
  divided().quotient = quotient;
  divided().remainder = remainder;
  leave();
  return Divided.OK;
}

export function int_classic_div(v: u64, w: u64): u64 {
  enter(Fn.int_classic_div);
  let result: u64 = 0;
  if (!are_ints(v, w)) {
    retire(Seg.int_classic_div__other_type);
    result = not_implemented();
  } else {
    retire(Seg.int_classic_div__divide);
    const how = i_divmod(PyInt_AS_LONG(v), PyInt_AS_LONG(w));
    if (how === Divided.OK) result = PyInt_FromLong(divided().quotient);
    else if (how === Divided.OVERFLOW) result = long_div(v, w);
  }
  leave();
  return result;
}

/** Floor division. */
export function int_div(v: u64, w: u64): u64 {
  enter(Fn.int_div);
  let result: u64 = 0;
  if (!are_ints(v, w)) {
    retire(Seg.int_div__other_type);
    result = not_implemented();
  } else {
    retire(Seg.int_div__divide);
    const how = i_divmod(PyInt_AS_LONG(v), PyInt_AS_LONG(w));
    if (how === Divided.OK) result = PyInt_FromLong(divided().quotient);
    else if (how === Divided.OVERFLOW) result = long_div(v, w);
  }
  leave();
  return result;
}

export function int_mod(v: u64, w: u64): u64 {
  enter(Fn.int_mod);
  let result: u64 = 0;
  if (!are_ints(v, w)) {
    retire(Seg.int_mod__other_type);
    result = not_implemented();
  } else {
    retire(Seg.int_mod__divide);
    const how = i_divmod(PyInt_AS_LONG(v), PyInt_AS_LONG(w));
    if (how === Divided.OK) result = PyInt_FromLong(divided().remainder);
    else if (how === Divided.OVERFLOW) result = long_mod(v, w);
  }
  leave();
  return result;
}

export function int_divmod(v: u64, w: u64): u64 {
  enter(Fn.int_divmod);
  let result: u64 = 0;
  if (!are_ints(v, w)) {
    retire(Seg.int_divmod__other_type);
    result = not_implemented();
  } else {
    retire(Seg.int_divmod__divide);
    const how = i_divmod(PyInt_AS_LONG(v), PyInt_AS_LONG(w));
    if (how === Divided.OK) result = Py_BuildValue_longs(divided().quotient, divided().remainder);
    else if (how === Divided.OVERFLOW) result = long_divmod(v, w);
  }
  leave();
  return result;
}

export function int_neg(v: u64): u64 {
  enter(Fn.int_neg);
  const a = PyInt_AS_LONG(v);
  let result: u64 = 0;
  if (a !== i64.MIN_VALUE) {
    retire(Seg.int_neg__fits);
    result = PyInt_FromLong(-a);
  } else {
    retire(Seg.int_neg__overflow);
    const wide = PyLong_FromLong(a);
    if (wide !== 0) {
      result = long_neg(wide);
      Py_DECREF(wide);
    }
  }
  leave();
  return result;
}

/** int(i) and +i: the int itself, an int of the same value for a bool. */
export function int_int(v: u64): u64 {
  enter(Fn.int_int);
  let result = v;
  if (Py_TYPE(v) === Ty.int) {
    retire(Seg.int_int__itself);
    Py_INCREF(v);
  } else {
    retire(Seg.int_int__from_bool);
    result = PyInt_FromLong(PyInt_AS_LONG(v));
  }
  leave();
  return result;
}

export function int_abs(v: u64): u64 {
  enter(Fn.int_abs);
  let result: u64;
  if (PyInt_AS_LONG(v) >= 0) {
    retire(Seg.int_abs__positive);
    result = int_int(v);
  } else {
    retire(Seg.int_abs__negative);
    result = int_neg(v);
  }
  leave();
  return result;
}

export function int_invert(v: u64): u64 {
  enter(Fn.int_invert);
  retire(Seg.int_invert__value);
  const result = PyInt_FromLong(~PyInt_AS_LONG(v));
  leave();
  return result;
}
