/**
 * Arithmetic of floats (Objects/floatobject.c, CPython 2.7). Each function is a slot of float's number
 * table: one operand may be an int or a long, about others it answers NotImplemented.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_Occurred, PyErr_SetString } from "../../interp/errors";
import { Py_BuildValue_doubles } from "../../interp/modsupport";
import { PyType_IsSubtype } from "../abstract/subclass";
import { enter, leave, retire } from "../../meter/ledger";
import { PyInt_AS_LONG, PyInt_Check } from "../intobject/convert";
import { PyInt_FromLong } from "../intobject/intobject";
import { PyLong_AsDouble, PyLong_FromDouble } from "../longobject/longobject";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "../object/refcount";
import { Py_NotImplemented, not_implemented } from "../singletons";
import { PyTuple_GET_ITEM } from "../tupleobject/tupleobject";
import { PyFloat_AS_DOUBLE, PyFloat_FromDouble } from "./floatobject";

export { float_pow } from "./power";

/** What became of two operands: doubles, or what a slot has to answer. */
export enum Operands {
  DOUBLES,
  NOT_IMPLEMENTED,
  ERROR,
}

@unmanaged
class Doubles {
  left: f64;
  right: f64;
}

const doubles_at: usize = memory.data(16, 8);

function doubles(): Doubles {
  return changetype<Doubles>(doubles_at);
}

/** The operands of the slot that runs: valid until the next one is asked for. */
export function left_double(): f64 {
  return doubles().left;
}

export function right_double(): f64 {
  return doubles().right;
}

/** CONVERT_TO_DOUBLE of both operands. */
export function operands(v: u64, w: u64): Operands {
  const left = convert_to_double(v, 0);
  if (left !== Operands.DOUBLES) return left;
  return convert_to_double(w, 8);
}

/** Writes the value of a number to field `offset` of the operands. */
function convert_to_double(op: u64, offset: usize): Operands {
  const type = Py_TYPE(op);
  if (type === Ty.float) {
    store<f64>(doubles_at + offset, PyFloat_AS_DOUBLE(op));
    return Operands.DOUBLES;
  }
  // PyFloat_Check of what is no float.
  PyType_IsSubtype(type, Ty.float);
  enter(Fn.convert_to_double);
  let status = Operands.DOUBLES;
  if (PyInt_Check(op)) {
    retire(Seg.convert_to_double__int);
    store<f64>(doubles_at + offset, <f64>PyInt_AS_LONG(op));
  } else if (type === Ty.long) {
    retire(Seg.convert_to_double__long);
    const value = PyLong_AsDouble(op);
    store<f64>(doubles_at + offset, value);
    if (value === -1 && PyErr_Occurred()) status = Operands.ERROR;
  } else {
    retire(Seg.convert_to_double__other_type);
    status = Operands.NOT_IMPLEMENTED;
  }
  leave();
  return status;
}

/** The answer of a slot that has no doubles. */
export function refuse(status: Operands): u64 {
  return status === Operands.ERROR ? 0 : not_implemented();
}

export function float_add(v: u64, w: u64): u64 {
  enter(Fn.float_add);
  const status = operands(v, w);
  let result: u64;
  if (status === Operands.DOUBLES) {
    retire(Seg.float_add__compute);
    result = PyFloat_FromDouble(left_double() + right_double());
  } else {
    retire(Seg.float_add__refuse);
    result = refuse(status);
  }
  leave();
  return result;
}

export function float_sub(v: u64, w: u64): u64 {
  enter(Fn.float_sub);
  const status = operands(v, w);
  let result: u64;
  if (status === Operands.DOUBLES) {
    retire(Seg.float_sub__compute);
    result = PyFloat_FromDouble(left_double() - right_double());
  } else {
    retire(Seg.float_sub__refuse);
    result = refuse(status);
  }
  leave();
  return result;
}

export function float_mul(v: u64, w: u64): u64 {
  enter(Fn.float_mul);
  const status = operands(v, w);
  let result: u64;
  if (status === Operands.DOUBLES) {
    retire(Seg.float_mul__compute);
    result = PyFloat_FromDouble(left_double() * right_double());
  } else {
    retire(Seg.float_mul__refuse);
    result = refuse(status);
  }
  leave();
  return result;
}

export function float_div(v: u64, w: u64): u64 {
  enter(Fn.float_div);
  const status = operands(v, w);
  let result: u64 = 0;
  if (status !== Operands.DOUBLES) {
    retire(Seg.float_div__refuse);
    result = refuse(status);
  } else if (right_double() === 0) {
    retire(Seg.float_div__by_zero);
    PyErr_SetString(Ty.ZeroDivisionError, "float division by zero");
  } else {
    retire(Seg.float_div__compute);
    result = PyFloat_FromDouble(left_double() / right_double());
  }
  leave();
  return result;
}

export function float_classic_div(v: u64, w: u64): u64 {
  enter(Fn.float_classic_div);
  const status = operands(v, w);
  let result: u64 = 0;
  if (status !== Operands.DOUBLES) {
    retire(Seg.float_classic_div__refuse);
    result = refuse(status);
  } else if (right_double() === 0) {
    retire(Seg.float_classic_div__by_zero);
    PyErr_SetString(Ty.ZeroDivisionError, "float division by zero");
  } else {
    retire(Seg.float_classic_div__compute);
    result = PyFloat_FromDouble(left_double() / right_double());
  }
  leave();
  return result;
}

export function float_rem(v: u64, w: u64): u64 {
  enter(Fn.float_rem);
  const status = operands(v, w);
  let result: u64 = 0;
  if (status !== Operands.DOUBLES) {
    retire(Seg.float_rem__refuse);
    result = refuse(status);
  } else if (right_double() === 0) {
    retire(Seg.float_rem__by_zero);
    PyErr_SetString(Ty.ZeroDivisionError, "float modulo");
  } else {
    retire(Seg.float_rem__compute);
    result = PyFloat_FromDouble(remainder(left_double(), right_double()));
  }
  leave();
  return result;
}

/** The remainder with the sign of `w`, of a zero too. */
function remainder(v: f64, w: f64): f64 {
  const rest = v % w;
  if (rest === 0) return copysign<f64>(0, w);
  return w < 0 !== rest < 0 ? rest + w : rest;
}

/** The quotient rounded down, by way of the remainder. */
function floor_quotient(v: f64, w: f64): f64 {
  const rest = v % w;
  let quotient = (v - rest) / w;
  if (rest !== 0 && w < 0 !== rest < 0) quotient -= 1;
  if (quotient === 0) return (quotient * quotient * v) / w;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

export function float_divmod(v: u64, w: u64): u64 {
  enter(Fn.float_divmod);
  const status = operands(v, w);
  let result: u64 = 0;
  if (status !== Operands.DOUBLES) {
    retire(Seg.float_divmod__refuse);
    result = refuse(status);
  } else if (right_double() === 0) {
    retire(Seg.float_divmod__by_zero);
    PyErr_SetString(Ty.ZeroDivisionError, "float divmod()");
  } else {
    retire(Seg.float_divmod__compute);
    const a = left_double();
    const b = right_double();
    result = Py_BuildValue_doubles(floor_quotient(a, b), remainder(a, b));
  }
  leave();
  return result;
}

/** v // w: the first item of divmod(v, w). */
export function float_floor_div(v: u64, w: u64): u64 {
  enter(Fn.float_floor_div);
  retire(Seg.float_floor_div__divmod);
  let result = float_divmod(v, w);
  if (result !== 0 && result !== Py_NotImplemented()) {
    retire(Seg.float_floor_div__first);
    const pair = result;
    result = PyTuple_GET_ITEM(pair, 0);
    Py_INCREF(result);
    Py_DECREF(pair);
  }
  leave();
  return result;
}

export function float_neg(v: u64): u64 {
  enter(Fn.float_neg);
  retire(Seg.float_neg__compute);
  const result = PyFloat_FromDouble(-PyFloat_AS_DOUBLE(v));
  leave();
  return result;
}

export function float_abs(v: u64): u64 {
  enter(Fn.float_abs);
  retire(Seg.float_abs__compute);
  const result = PyFloat_FromDouble(Math.abs(PyFloat_AS_DOUBLE(v)));
  leave();
  return result;
}

/** +v and float(v): the float itself. */
export function float_float(v: u64): u64 {
  enter(Fn.float_float);
  retire(Seg.float_float__itself);
  Py_INCREF(v);
  leave();
  return v;
}

/** Doubles strictly between these have an int without a fraction. */
const LONG_LIMIT: f64 = 9223372036854775808.0;

/** int(v): without the fraction, a long where an int is too small (float_trunc). */
export function float_int(v: u64): u64 {
  enter(Fn.float_trunc);
  const whole = Math.trunc(PyFloat_AS_DOUBLE(v));
  let result: u64;
  if (whole > -LONG_LIMIT && whole < LONG_LIMIT) {
    retire(Seg.float_trunc__int);
    result = PyInt_FromLong(<i64>whole);
  } else {
    retire(Seg.float_trunc__long);
    result = PyLong_FromDouble(whole);
  }
  leave();
  return result;
}
