/** float_pow (Objects/floatobject.c, CPython 2.7): the cases that C's pow() must not decide come first. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { PyErr_SetFromErrno_ERANGE } from "../../interp/modsupport";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_None } from "../singletons";
import { Operands, left_double, operands, refuse, right_double } from "./arithmetic";
import { PyFloat_FromDouble } from "./floatobject";

export function float_pow(v: u64, w: u64, z: u64): u64 {
  enter(Fn.float_pow);
  let result: u64 = 0;
  if (z !== Py_None()) {
    retire(Seg.float_pow__third_argument);
    PyErr_SetString(
      Ty.TypeError,
      "pow() 3rd argument not allowed unless all arguments are integers",
    );
  } else {
    const status = operands(v, w);
    if (status === Operands.DOUBLES) result = power(left_double(), right_double());
    else {
      retire(Seg.float_pow__refuse);
      result = refuse(status);
    }
  }
  leave();
  return result;
}

function is_odd(value: f64): bool {
  return Math.abs(value % 2) === 1;
}

function power(v: f64, w: f64): u64 {
  if (v === 0 && w < 0) {
    retire(Seg.float_pow__zero_to_negative);
    PyErr_SetString(Ty.ZeroDivisionError, "0.0 cannot be raised to a negative power");
    return 0;
  }
  if (w === 0 || isNaN(v) || isNaN(w) || !isFinite(v) || !isFinite(w) || v === 0) {
    retire(Seg.float_pow__special);
    return PyFloat_FromDouble(special_power(v, w));
  }
  if (v < 0 && w !== Math.floor(w)) {
    retire(Seg.float_pow__negative_to_fraction);
    PyErr_SetString(Ty.ValueError, "negative number cannot be raised to a fractional power");
    return 0;
  }
  if (v === 1 || v === -1) {
    retire(Seg.float_pow__one);
    return PyFloat_FromDouble(v < 0 && is_odd(w) ? -1 : 1);
  }
  retire(Seg.float_pow__pow);
  const magnitude = Math.abs(v) ** w;
  if (!isFinite(magnitude)) {
    retire(Seg.float_pow__overflow);
    PyErr_SetFromErrno_ERANGE();
    return 0;
  }
  return PyFloat_FromDouble(v < 0 && is_odd(w) ? -magnitude : magnitude);
}

/** Powers with a zero, an infinity or a nan among the operands (C99 Annex F). */
function special_power(v: f64, w: f64): f64 {
  if (w === 0) return 1;
  if (isNaN(v)) return v;
  if (isNaN(w)) return v === 1 ? 1 : w;
  if (!isFinite(w)) {
    const size = Math.abs(v);
    if (size === 1) return 1;
    return w > 0 === size > 1 ? Math.abs(w) : 0;
  }
  if (!isFinite(v)) {
    if (w > 0) return is_odd(w) ? v : Math.abs(v);
    return is_odd(w) ? copysign<f64>(0, v) : 0;
  }
  return is_odd(w) ? v : 0;
}
