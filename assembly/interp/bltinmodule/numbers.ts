/** Built-in functions about numbers (Python/bltinmodule.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_add_byte, text_mark } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyNumber_Absolute,
  PyNumber_AsSsize_t,
  PyNumber_Divmod,
  PyNumber_Power,
  type_error,
} from "../../objects/abstract/number";
import { PyFloat_FromDouble } from "../../objects/floatobject/floatobject";
import { _Py_double_round } from "../../objects/floatobject/text";
import { PyInt_AS_LONG } from "../../objects/intobject/arithmetic";
import { long_in_base } from "../../objects/longobject/format";
import { PyLong_AsDouble, PyLong_FromLong } from "../../objects/longobject/longobject";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "../../objects/object/refcount";
import { Py_None } from "../../objects/singletons";
import { PyString_FromText } from "../../objects/stringobject/stringobject";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_Pack2,
} from "../../objects/tupleobject/tupleobject";
import { is_subtype } from "../../objects/types";
import { PyErr_Occurred, PyErr_SetString } from "../errors";
import { PyArg_UnpackTuple } from "../getargs";
import { parse_keywords, parsed_double, parsed_object } from "../parse_tuple";

export function builtin_abs(v: u64): u64 {
  enter(Fn.builtin_abs);
  retire(Seg.builtin_abs__call);
  const result = PyNumber_Absolute(v);
  leave();
  return result;
}

export function builtin_divmod(args: u64): u64 {
  enter(Fn.builtin_divmod);
  retire(Seg.builtin_divmod__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "divmod", 2, 2)) {
    result = PyNumber_Divmod(PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1));
  }
  leave();
  return result;
}

export function builtin_pow(args: u64): u64 {
  enter(Fn.builtin_pow);
  retire(Seg.builtin_pow__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "pow", 2, 3)) {
    const z = PyTuple_GET_SIZE(args) === 3 ? PyTuple_GET_ITEM(args, 2) : Py_None();
    result = PyNumber_Power(PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1), z);
  }
  leave();
  return result;
}

/** round(number, ndigits=0): always a float. */
export function builtin_round(args: u64, kwargs: u64): u64 {
  enter(Fn.builtin_round);
  retire(Seg.builtin_round__parse);
  let result: u64 = 0;
  if (parse_keywords(args, kwargs, "d|O:round", "number", "ndigits")) {
    const number = parsed_double(0);
    const given = parsed_object(1);
    const digits: i64 = given === 0 ? 0 : PyNumber_AsSsize_t(given, 0);
    if (digits !== -1 || !PyErr_Occurred()) result = rounded(number, digits);
  }
  leave();
  return result;
}

/** Beyond these digits a float has none, or none but zeros. */
const MOST_DIGITS: i64 = 323;

function rounded(number: f64, digits: i64): u64 {
  if (!Number.isFinite(number) || number === 0) return PyFloat_FromDouble(number);
  if (digits > MOST_DIGITS) return PyFloat_FromDouble(number);
  if (digits < -MOST_DIGITS) return PyFloat_FromDouble(0 * number);
  return _Py_double_round(number, <i32>digits);
}

export function builtin_hex(v: u64): u64 {
  enter(Fn.builtin_hex);
  retire(Seg.builtin_hex__check);
  let result: u64 = 0;
  if (Py_TYPE(v) === Ty.long) result = long_in_base(v, 4, 0x78, true);
  else if (has_digits(v, "hex() argument can't be converted to hex"))
    result = _PyInt_Format(v, 4, "0x");
  leave();
  return result;
}

export function builtin_oct(v: u64): u64 {
  enter(Fn.builtin_oct);
  retire(Seg.builtin_oct__check);
  let result: u64 = 0;
  if (Py_TYPE(v) === Ty.long) result = long_in_base(v, 3, 0, true);
  else if (has_digits(v, "oct() argument can't be converted to oct")) {
    result = _PyInt_Format(v, 3, PyInt_AS_LONG(v) === 0 ? "" : "0");
  }
  leave();
  return result;
}

/** Whether `v` is an int; a TypeError otherwise. */
function has_digits(v: u64, message: string): bool {
  const type = Py_TYPE(v);
  if (is_subtype(type, Ty.int)) return true;
  PyErr_SetString(Ty.TypeError, message);
  return false;
}

export function builtin_bin(v: u64): u64 {
  enter(Fn.builtin_bin);
  retire(Seg.builtin_bin__check);
  const type = Py_TYPE(v);
  let result: u64;
  if (type === Ty.long) result = long_in_base(v, 1, 0x62, false);
  else if (is_subtype(type, Ty.int)) result = _PyInt_Format(v, 1, "0b");
  else result = type_error("'", v, "' object cannot be interpreted as an index");
  leave();
  return result;
}

/** An int in base 2^bits, its sign first. */
function _PyInt_Format(v: u64, bits: u64, prefix: string): u64 {
  enter(Fn._PyInt_Format);
  retire(Seg._PyInt_Format__begin);
  const value = PyInt_AS_LONG(v);
  const size = value < 0 ? 0 - <u64>value : <u64>value;
  const mark = text_mark();
  if (value < 0) text_add("-");
  text_add(prefix);
  let digits: u64 = 1;
  while (digits * bits < 64 && size >> (digits * bits) !== 0) digits += 1;
  retire(Seg._PyInt_Format__digit, digits);
  for (let i = <i64>digits - 1; i >= 0; i--) {
    const digit = <u8>((size >> (<u64>i * bits)) & ((1 << bits) - 1));
    text_add_byte(digit < 10 ? 0x30 + digit : 0x57 + digit);
  }
  const result = PyString_FromText(mark);
  leave();
  return result;
}

/** coerce(x, y): both as the wider of their types. */
export function builtin_coerce(args: u64): u64 {
  enter(Fn.builtin_coerce);
  retire(Seg.builtin_coerce__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "coerce", 2, 2)) {
    const x = PyTuple_GET_ITEM(args, 0);
    const y = PyTuple_GET_ITEM(args, 1);
    const rank = rank_of(x) > rank_of(y) ? rank_of(x) : rank_of(y);
    const alike = Py_TYPE(x) === Py_TYPE(y);
    if (!alike && (rank_of(x) === 0 || rank_of(y) === 0)) {
      PyErr_SetString(Ty.TypeError, "number coercion failed");
    } else {
      const a = alike ? same(x) : widened(x, rank);
      const b = alike ? same(y) : widened(y, rank);
      result = PyTuple_Pack2(a, b);
      Py_DECREF(a);
      Py_DECREF(b);
    }
  }
  leave();
  return result;
}

/** 1 for ints, 2 for longs, 3 for floats, 0 for what is no number. */
function rank_of(v: u64): u32 {
  const type = Py_TYPE(v);
  if (type === Ty.float) return 3;
  return type === Ty.long ? 2 : is_subtype(type, Ty.int) ? 1 : 0;
}

function same(v: u64): u64 {
  Py_INCREF(v);
  return v;
}

function widened(v: u64, rank: u32): u64 {
  if (rank_of(v) === rank) return same(v);
  if (rank === 2) return PyLong_FromLong(PyInt_AS_LONG(v));
  return PyFloat_FromDouble(rank_of(v) === 2 ? PyLong_AsDouble(v) : <f64>PyInt_AS_LONG(v));
}
