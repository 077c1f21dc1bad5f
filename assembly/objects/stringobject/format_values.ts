/** The conversions of the % operator (Objects/stringobject.c: formatint, formatfloat, formatchar). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import {
  text_add,
  text_add_byte,
  text_add_i64,
  text_bytes,
  text_drop,
  text_grow,
  text_length,
  text_mark,
} from "../../base/text";
import { PyErr_Clear, PyErr_Occurred, PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { float_int } from "../floatobject/arithmetic";
import { PyFloat_AS_DOUBLE } from "../floatobject/floatobject";
import { FLOAT_ALT, PyOS_double_to_string, double_to_string_bytes } from "../floatobject/format";
import { PyInt_AS_LONG } from "../intobject/arithmetic";
import { text_add_base, text_add_long_digits } from "../longobject/format";
import { PyLong_AsDouble, _PyLong_Sign } from "../longobject/longobject";
import { long_to_decimal_string } from "../longobject/text";
import { Py_DECREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { PyObject_Repr, _PyObject_Str } from "../object/repr";
import { PyMem_FREE } from "../obmalloc/mem";
import { type_name } from "../types";
import { string_byte, text_add_string } from "./bytes";
import { F_ALT, fm } from "./spec";
import { PyString_FromText } from "./stringobject";

const ZERO: u8 = 0x30;
const MINUS: u8 = 0x2d;
const UPPER_CASE: u8 = 0x20;
/** sizeof(formatbuf) less what the longest prefix takes. */
const INT_PRECISION_MAX: i64 = 116;
const FLOAT_PRECISION: i64 = 6;
/** Beyond these a double is not an int. */
const INT_LIMIT: f64 = 9223372036854775808.0;

/** x or X. */
export function is_hex(code: u8): bool {
  return code === 0x78 || code === 0x58;
}

function is_int_code(code: u8): bool {
  switch (code) {
    case 0x64: // d
    case 0x69: // i
    case 0x75: // u
    case 0x6f: // o
    case 0x78: // x
    case 0x58: // X
      return true;
    default:
      return false;
  }
}

function is_float_code(code: u8): bool {
  const lower = code | UPPER_CASE;
  return lower >= 0x65 && lower <= 0x67;
}

/** Whether the conversion has a sign and may be filled with zeros. */
export function is_number_code(code: u8): bool {
  return is_int_code(code) || is_float_code(code);
}

/** Adds the text of `v`; false with an exception, or without one where there is no such conversion. */
export function convert(v: u64): bool {
  const code = fm().code;
  if (code === 0x73) return text_of(_PyObject_Str(v));
  if (code === 0x72) return text_of(PyObject_Repr(v));
  if (is_int_code(code)) return integer(v);
  if (is_float_code(code)) return text_kept(formatfloat(v));
  if (code === 0x63) return formatchar(v);
  return false;
}

/** The text of a str that was made for it. */
function text_kept(text: u64): bool {
  if (text === 0) return false;
  text_add_string(text);
  Py_DECREF(text);
  return true;
}

/** %s and %r: a str, cut to the precision. */
function text_of(text: u64): bool {
  if (text === 0) return false;
  const mark = text_mark();
  text_add_string(text);
  const prec = fm().prec;
  if (prec >= 0 && prec < <i64>text_length(mark)) text_drop(mark + <u32>prec);
  Py_DECREF(text);
  return true;
}

/** %d and its relatives: an int, a long, or what a float is without its fraction. */
function integer(v: u64): bool {
  const type = Py_TYPE(v);
  if (type === Ty.int || type === Ty.bool) return formatint(PyInt_AS_LONG(v));
  if (type === Ty.long) return _PyString_FormatLong(v);
  if (type === Ty.float) {
    const value = trunc(PyFloat_AS_DOUBLE(v));
    if (value < INT_LIMIT && value >= -INT_LIMIT) return formatint(<i64>value);
    const large = float_int(v);
    if (large !== 0) {
      const fine = _PyString_FormatLong(large);
      Py_DECREF(large);
      return fine;
    }
    // Infinity and nan are no integers; what float_int said is replaced below.
    PyErr_Clear();
  }
  const mark = text_mark();
  text_add("%");
  text_add_byte(fm().code === 0x69 ? 0x64 : fm().code);
  text_add(" format: a number is required, not ");
  text_add(type_name(type));
  PyErr_SetText(Ty.TypeError, mark);
  return false;
}

/** Bits of one digit: 0 for decimal. */
function digit_bits(code: u8): u64 {
  return is_hex(code) ? 4 : code === 0x6f ? 3 : 0;
}

function formatint(value: i64): bool {
  enter(Fn.formatint);
  const f = fm();
  const fits = f.prec <= INT_PRECISION_MAX;
  if (!fits) {
    retire(Seg.formatint__too_long);
    PyErr_SetString(Ty.OverflowError, "formatted integer is too long (precision too large?)");
  } else {
    retire(Seg.formatint__print);
    add_int(value, digit_bits(f.code), f.prec < 0 ? 1 : f.prec);
  }
  leave();
  return fits;
}

/** Sign, prefix, zeros up to the precision, digits. */
function add_int(value: i64, bits: u64, prec: i64): void {
  const f = fm();
  const alt = (f.flags & F_ALT) !== 0;
  if (value < 0) text_add_byte(MINUS);
  if (alt && is_hex(f.code)) {
    text_add_byte(ZERO);
    text_add_byte(f.code);
  }
  const body = text_mark();
  add_digits(value < 0 ? 0 - <u64>value : <u64>value, bits, f.code === 0x58);
  if (prec === 0 && value === 0) text_drop(body);
  let zeros = prec - <i64>text_length(body);
  // The alternate octal form begins with a zero.
  if (alt && bits === 3 && zeros <= 0) zeros = value !== 0 || prec === 0 ? 1 : 0;
  insert_zeros(body, zeros);
}

/** Zeros before the text above `mark`. */
function insert_zeros(mark: u32, zeros: i64): void {
  if (zeros <= 0) return;
  const length = text_length(mark);
  text_grow(<u32>zeros);
  const bytes = text_bytes(mark);
  memory.copy(bytes + <usize>zeros, bytes, length);
  memory.fill(bytes, ZERO, <usize>zeros);
}

/** Digits of `bits` bits each, or decimal ones for 0. */
export function add_digits(value: u64, bits: u64, upper: bool): void {
  if (bits === 0) {
    // 2^63 itself is no positive i64.
    if (<i64>value < 0) text_add("9223372036854775808");
    else text_add_i64(value);
    return;
  }
  let shift: u64 = (63 / bits) * bits;
  while (shift > 0 && value >> shift === 0) shift -= bits;
  while (true) {
    const digit = <u8>((value >> shift) & (((<u64>1) << bits) - 1));
    text_add_byte(digit < 10 ? ZERO + digit : (upper ? 0x37 : 0x57) + digit);
    if (shift === 0) return;
    shift -= bits;
  }
}

/** A long's digits with zeros up to the precision. */
function _PyString_FormatLong(v: u64): bool {
  enter(Fn._PyString_FormatLong);
  retire(Seg._PyString_FormatLong__convert);
  const f = fm();
  if (digit_bits(f.code) !== 0) {
    add_long_digits(v, <u32>digit_bits(f.code));
    leave();
    return true;
  }
  const text = long_to_decimal_string(v, false);
  const start: u64 = string_byte(text, 0) === MINUS ? 1 : 0;
  if (start === 1) text_add_byte(MINUS);
  const body = text_mark();
  for (let i = start; i < Py_SIZE(text); i++) text_add_byte(string_byte(text, i));
  insert_zeros(body, f.prec - <i64>text_length(body));
  Py_DECREF(text);
  leave();
  return true;
}

/** Sign, prefix, zeros up to the precision, digits; the 0 before octal digits counts as one of them. */
function add_long_digits(v: u64, bits: u32): void {
  const f = fm();
  const sign = _PyLong_Sign(v);
  if (sign < 0) text_add_byte(MINUS);
  const octal = bits === 3;
  const alt = (f.flags & F_ALT) !== 0;
  if (alt && !octal) text_add_base(bits, f.code, false);
  const body = text_mark();
  if (alt && octal) text_add_base(bits, f.code, sign === 0);
  text_add_long_digits(v, bits, f.code === 0x58);
  insert_zeros(body, f.prec - <i64>text_length(body));
}

/** A new str, or 0 with an exception. */
function formatfloat(v: u64): u64 {
  enter(Fn.formatfloat);
  let result: u64 = 0;
  const f = fm();
  const type = Py_TYPE(v);
  const whole = type === Ty.int || type === Ty.bool;
  const value = whole ? <f64>PyInt_AS_LONG(v) : type === Ty.long ? PyLong_AsDouble(v) : 0;
  // A long beyond all doubles is no number here.
  const too_large = type === Ty.long && value === -1 && PyErr_Occurred();
  if (too_large) PyErr_Clear();
  const known = whole || (type === Ty.long && !too_large);
  const fits = type === Ty.float || known;
  if (fits) {
    retire(Seg.formatfloat__convert);
    const number = known ? value : PyFloat_AS_DOUBLE(v);
    const flags: u32 = (f.flags & F_ALT) !== 0 ? FLOAT_ALT : 0;
    const mark = text_mark();
    const precision = <i32>(f.prec < 0 ? FLOAT_PRECISION : f.prec);
    const buffer = PyOS_double_to_string(number, f.code, precision, flags);
    const bytes = double_to_string_bytes();
    result = PyString_FromText(mark);
    PyMem_FREE(buffer, bytes);
  } else {
    retire(Seg.formatfloat__no_number);
    const mark = text_mark();
    text_add("float argument required, not ");
    text_add(type_name(type));
    PyErr_SetText(Ty.TypeError, mark);
  }
  leave();
  return result;
}

/** %c: a character, or the number of one. */
function formatchar(v: u64): bool {
  enter(Fn.formatchar);
  retire(Seg.formatchar__convert);
  const type = Py_TYPE(v);
  let fits = false;
  if (type === Ty.str && Py_SIZE(v) === 1) {
    text_add_byte(string_byte(v, 0));
    fits = true;
  } else if (type === Ty.int || type === Ty.bool) {
    const value = PyInt_AS_LONG(v);
    fits = value >= 0 && value <= 255;
    if (fits) text_add_byte(<u8>value);
    else if (value < 0)
      PyErr_SetString(Ty.OverflowError, "unsigned byte integer is less than minimum");
    else PyErr_SetString(Ty.OverflowError, "unsigned byte integer is greater than maximum");
  } else if (type === Ty.str) PyErr_SetString(Ty.TypeError, "%c requires int or char");
  else if (type === Ty.float) PyErr_SetString(Ty.TypeError, "integer argument expected, got float");
  else PyErr_SetString(Ty.TypeError, "an integer is required");
  leave();
  return fits;
}
