/** repr and str of floats (Objects/floatobject.c), and round() of them. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_mark } from "../../base/text";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyMem_FREE } from "../obmalloc/mem";
import { PyString_FromText } from "../stringobject/stringobject";
import { _Py_dg_dtoa, dtoa_value } from "./dtoa";
import { Digits } from "./dtoa_ways";
import { PyFloat_AS_DOUBLE, PyFloat_FromDouble } from "./floatobject";
import { FLOAT_ADD_DOT_0, PyOS_double_to_string, double_to_string_bytes } from "./format";

/** PyFloat_STR_PRECISION: digits of str(x). */
const STR_PRECISION: i32 = 12;
const CODE_G: u8 = 0x67;
const CODE_R: u8 = 0x72;

/** The shortest text that reads back as the same float. */
export function float_repr(op: u64): u64 {
  enter(Fn.float_repr);
  retire(Seg.float_repr__call);
  const result = float_str_or_repr(op, 0, CODE_R);
  leave();
  return result;
}

export function float_str(op: u64): u64 {
  enter(Fn.float_str);
  retire(Seg.float_str__call);
  const result = float_str_or_repr(op, STR_PRECISION, CODE_G);
  leave();
  return result;
}

function float_str_or_repr(op: u64, precision: i32, code: u8): u64 {
  enter(Fn.float_str_or_repr);
  retire(Seg.float_str_or_repr__format);
  const mark = text_mark();
  const buffer = PyOS_double_to_string(PyFloat_AS_DOUBLE(op), code, precision, FLOAT_ADD_DOT_0);
  const bytes = double_to_string_bytes();
  retire(Seg.float_str_or_repr__make_str);
  const result = PyString_FromText(mark);
  PyMem_FREE(buffer, bytes);
  leave();
  return result;
}

/** round(x, ndigits): a new float, halves away from zero; `x` is finite and -308 <= ndigits <= 323. */
export function _Py_double_round(x: f64, ndigits: i32): u64 {
  enter(Fn._Py_double_round);
  retire(Seg._Py_double_round__to_digits);
  _Py_dg_dtoa(x, Digits.ROUNDED, ndigits);
  retire(Seg._Py_double_round__to_double);
  const magnitude = dtoa_value();
  let result: u64 = 0;
  if (isFinite(magnitude)) result = PyFloat_FromDouble(copysign<f64>(magnitude, x));
  else {
    retire(Seg._Py_double_round__too_large);
    PyErr_SetString(Ty.OverflowError, "rounded value too large to represent");
  }
  leave();
  return result;
}
