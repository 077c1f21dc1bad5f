/**
 * format(value, spec) of ints, floats and strs (Objects/stringlib/formatter.h):
 *
 *   [[fill]align][sign][#][0][width][,][.precision][type]
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import {
  text_add,
  text_add_byte,
  text_bytes,
  text_drop,
  text_grow,
  text_length,
  text_mark,
} from "../../base/text";
import { PyErr_Occurred, PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyFloat_AS_DOUBLE } from "../floatobject/floatobject";
import { FLOAT_ADD_DOT_0, text_add_float } from "../floatobject/format";
import { PyInt_AS_LONG, PyInt_AsLong } from "../intobject/arithmetic";
import { PyLong_AsDouble } from "../longobject/longobject";
import { Py_DECREF, Py_TYPE } from "../object/refcount";
import { PyObject_Str } from "../object/repr";
import { type_name } from "../types";
import { text_add_string } from "./bytes";
import { is_digit } from "./characters";
import { add_digits_of, is_negative } from "./format_integer";
import { PyString_FromText } from "./stringobject";

const BLANK: u8 = 0x20;
const ZERO: u8 = 0x30;
const PLUS: u8 = 0x2b;
const MINUS: u8 = 0x2d;
const COMMA: u8 = 0x2c;
const HASH: u8 = 0x23;
const DOT: u8 = 0x2e;
const LEFT: u8 = 0x3c;
const RIGHT: u8 = 0x3e;
const CENTER: u8 = 0x5e;
/** Fill bytes between sign and digits. */
const AFTER_SIGN: u8 = 0x3d;
const PERCENT: u8 = 0x25;
const LOWER: u8 = 0x20;
/** Digits between two commas. */
const GROUP: i64 = 3;
const FLOAT_PRECISION: i64 = 6;
/** str()'s digits, for a float without a type letter. */
const PyFloat_STR_PRECISION: i64 = 12;

/** A format specification, taken apart. */
@unmanaged
class Spec {
  fill: u8;
  align: u8;
  sign: u8;
  alternate: bool;
  width: i64;
  thousands: bool;
  precision: i64;
  type: u8;
}

const spec_at: usize = memory.data(48, 8);

function spec(): Spec {
  return changetype<Spec>(spec_at);
}

function complain(message: string): bool {
  PyErr_SetString(Ty.ValueError, message);
  return false;
}

/** format(value, spec): a new str, or 0 with an exception. */
export function PyObject_Format(value: u64, at: usize, size: u32): u64 {
  enter(Fn.PyObject_Format);
  retire(Seg.PyObject_Format__choose);
  const result = size === 0 ? PyObject_Str(value) : format_by_type(value, at, size);
  leave();
  return result;
}

function format_by_type(value: u64, at: usize, size: u32): u64 {
  const type = Py_TYPE(value);
  const number = type === Ty.int || type === Ty.bool || type === Ty.long;
  const s = spec();
  const fits = parse_internal_render_format_spec(
    at,
    at + size,
    number || type === Ty.float ? RIGHT : LEFT,
  );
  if (!fits) return 0;
  const mark = text_mark();
  let fine: bool;
  if (number) fine = is_float_type(s.type) ? format_whole(value, type) : format_int(value, type);
  else if (type === Ty.float) fine = format_float(PyFloat_AS_DOUBLE(value), type);
  else fine = format_string(value);
  if (fine) return PyString_FromText(mark);
  text_drop(mark);
  return 0;
}

function is_align(c: u8): bool {
  return c === LEFT || c === RIGHT || c === CENTER || c === AFTER_SIGN;
}

function parse_internal_render_format_spec(at: usize, end: usize, align: u8): bool {
  enter(Fn.parse_internal_render_format_spec);
  retire(Seg.parse_internal_render_format_spec__parse);
  const fine = parse(at, end, align);
  leave();
  return fine;
}

function parse(at: usize, end: usize, align: u8): bool {
  const s = spec();
  s.fill = BLANK;
  s.align = align;
  s.sign = 0;
  s.alternate = false;
  s.thousands = false;
  s.type = 0;
  let aligned = false;
  let filled = false;
  if (end - at >= 2 && is_align(load<u8>(at, 1))) {
    s.fill = load<u8>(at);
    s.align = load<u8>(at, 1);
    filled = true;
    aligned = true;
    at += 2;
  } else if (at < end && is_align(load<u8>(at))) {
    s.align = load<u8>(at);
    aligned = true;
    at += 1;
  }
  if (at < end && (load<u8>(at) === PLUS || load<u8>(at) === MINUS || load<u8>(at) === BLANK)) {
    s.sign = load<u8>(at);
    at += 1;
  }
  if (at < end && load<u8>(at) === HASH) {
    s.alternate = true;
    at += 1;
  }
  if (!filled && at < end && load<u8>(at) === ZERO) {
    s.fill = ZERO;
    if (!aligned) s.align = AFTER_SIGN;
    at += 1;
  }
  s.width = -1;
  while (at < end && is_digit(load<u8>(at))) {
    s.width = (s.width < 0 ? 0 : s.width) * 10 + <i64>(load<u8>(at) - ZERO);
    at += 1;
  }
  if (at < end && load<u8>(at) === COMMA) {
    s.thousands = true;
    at += 1;
  }
  return parse_precision_and_type(at, end);
}

function parse_precision_and_type(at: usize, end: usize): bool {
  const s = spec();
  s.precision = -1;
  if (at < end && load<u8>(at) === DOT) {
    at += 1;
    if (at >= end || !is_digit(load<u8>(at))) return complain("Format specifier missing precision");
    s.precision = 0;
    while (at < end && is_digit(load<u8>(at))) {
      s.precision = s.precision * 10 + <i64>(load<u8>(at) - ZERO);
      at += 1;
    }
  }
  if (end - at > 1) return complain("Invalid conversion specification");
  if (at < end) s.type = load<u8>(at);
  if (!s.thousands || s.type === 0 || s.type === 0x64 || is_float_type(s.type)) return true;
  const mark = text_mark();
  text_add("Cannot specify ',' with '");
  text_add_byte(s.type);
  text_add("'.");
  PyErr_SetText(Ty.ValueError, mark);
  return false;
}

/** e, f, g and their capitals, and %. */
function is_float_type(type: u8): bool {
  const lower = type | LOWER;
  return type === PERCENT || (lower >= 0x65 && lower <= 0x67);
}

function unknown(type: Ty): bool {
  const mark = text_mark();
  text_add("Unknown format code '");
  text_add_byte(spec().type);
  text_add("' for object of type '");
  text_add(type_name(type));
  text_add("'");
  PyErr_SetText(Ty.ValueError, mark);
  return false;
}

/** A str, or any other object as its str. */
function format_string(value: u64): bool {
  enter(Fn.format_string_internal);
  retire(Seg.format_string_internal__check);
  const s = spec();
  let fine = true;
  if (s.type !== 0 && s.type !== 0x73) fine = unknown(Ty.str);
  else if (s.sign !== 0) fine = complain("Sign not allowed in string format specifier");
  else if (s.alternate)
    fine = complain("Alternate form (#) not allowed in string format specifier");
  else if (s.align === AFTER_SIGN)
    fine = complain("'=' alignment not allowed in string format specifier");
  else {
    const text = PyObject_Str(value);
    fine = text !== 0;
    if (fine) {
      const mark = text_mark();
      text_add_string(text);
      Py_DECREF(text);
      if (s.precision >= 0 && s.precision < <i64>text_length(mark))
        text_drop(mark + <u32>s.precision);
      fill_around(mark, 0);
    }
  }
  leave();
  return fine;
}

/** Fill bytes around the text above `mark`, whose first `head` bytes are its sign and prefix. */
function fill_around(mark: u32, head: i64): void {
  const s = spec();
  const length = <i64>text_length(mark);
  const total = s.width - length;
  if (total <= 0) return;
  let left: i64 = 0;
  if (s.align === RIGHT || s.align === AFTER_SIGN) left = total;
  else if (s.align === CENTER) left = total / 2;
  const before: i64 = s.align === AFTER_SIGN ? head : 0;
  text_grow(<u32>total);
  const bytes = text_bytes(mark);
  memory.copy(bytes + <usize>(before + left), bytes + <usize>before, <usize>(length - before));
  memory.fill(bytes + <usize>before, s.fill, <usize>left);
  memory.fill(bytes + <usize>(left + length), s.fill, <usize>(total - left));
}

function add_sign(negative: bool): void {
  const s = spec();
  if (negative) text_add_byte(MINUS);
  else if (s.sign === PLUS || s.sign === BLANK) text_add_byte(s.sign);
}

/** Bits of a digit of the type, 0 for decimal. */
function bits_of(type: u8): u64 {
  if (type === 0x62) return 1;
  if (type === 0x6f) return 3;
  return (type | LOWER) === 0x78 ? 4 : 0;
}

function format_int(op: u64, type: Ty): bool {
  enter(Fn.format_int_or_long_internal);
  retire(Seg.format_int_or_long_internal__check);
  const s = spec();
  const bits = bits_of(s.type);
  let fine = true;
  if (s.type === 0x63) fine = format_character(op);
  else if (s.type !== 0 && s.type !== 0x64 && s.type !== 0x6e && bits === 0) fine = unknown(type);
  else if (s.precision >= 0) fine = complain("Precision not allowed in integer format specifier");
  else {
    const mark = text_mark();
    add_sign(is_negative(op, type));
    if (s.alternate && bits !== 0) {
      text_add_byte(ZERO);
      text_add_byte(s.type);
    }
    const head = <i64>text_length(mark);
    const digits = text_mark();
    add_digits_of(op, type, bits, s.type === 0x58);
    if (s.thousands) group(digits, <i64>text_length(digits), head);
    fill_around(mark, head);
  }
  leave();
  return fine;
}

/** An integer as a float. */
function format_whole(op: u64, type: Ty): bool {
  if (type !== Ty.long) return format_float(<f64>PyInt_AS_LONG(op), type);
  const value = PyLong_AsDouble(op);
  return value === -1 && PyErr_Occurred() ? false : format_float(value, type);
}

function format_character(op: u64): bool {
  const value = PyInt_AsLong(op);
  if (value === -1 && PyErr_Occurred()) return false;
  const s = spec();
  if (s.sign !== 0) return complain("Sign not allowed with integer format specifier 'c'");
  if (value < 0 || value > 255) {
    PyErr_SetString(Ty.OverflowError, "%c arg not in range(0x100)");
    return false;
  }
  const mark = text_mark();
  text_add_byte(<u8>value);
  fill_around(mark, 0);
  return true;
}

/** Commas into the first `count` digits above `mark`; zeros up to the width where zeros fill. */
function group(mark: u32, count: i64, head: i64): void {
  const s = spec();
  const tail = <i64>text_length(mark) - count;
  let wanted: i64 = s.fill === ZERO && s.align === AFTER_SIGN ? s.width - head - tail : 0;
  const drop = text_mark();
  const source = text_grow(<u32>(count + tail));
  memory.copy(source, text_bytes(mark), <usize>(count + tail));
  // The groups are written last to first, backwards.
  const reversed = text_mark();
  let left = count;
  while (true) {
    let size = left > wanted ? left : wanted;
    if (size < 1) size = 1;
    if (size > GROUP) size = GROUP;
    for (let i: i64 = 0; i < size; i++) {
      text_add_byte(left > 0 ? load<u8>(source + <usize>(left - 1)) : ZERO);
      left -= 1;
    }
    wanted -= size;
    if (left <= 0 && wanted <= 0) break;
    text_add_byte(COMMA);
    wanted -= 1;
  }
  const length = <i64>text_length(reversed);
  const from = text_bytes(reversed);
  const extra = length - count;
  const bytes = text_bytes(mark);
  // Everything is moved through a copy behind, because the result is longer than its source.
  const copy = text_grow(<u32>(length + tail));
  for (let i: i64 = 0; i < length; i++)
    store<u8>(copy + <usize>i, load<u8>(from + <usize>(length - 1 - i)));

  memory.copy(copy + <usize>length, source + <usize>count, <usize>tail);
  memory.copy(bytes, copy, <usize>(length + tail));
  text_drop(drop + <u32>extra);
}

function format_float(value: f64, type: Ty): bool {
  enter(Fn.format_float_internal);
  retire(Seg.format_float_internal__convert);
  const s = spec();
  let fine = true;
  if (s.type !== 0 && s.type !== 0x6e && !is_float_type(s.type)) fine = unknown(type);
  else if (s.alternate) fine = complain("Alternate form (#) not allowed in float format specifier");
  else add_float(value);
  leave();
  return fine;
}

function add_float(value: f64): void {
  const s = spec();
  const mark = text_mark();
  let code = s.type;
  let flags: u32 = 0;
  let precision = FLOAT_PRECISION;
  if (code === 0) {
    code = 0x67;
    flags = FLOAT_ADD_DOT_0;
    precision = PyFloat_STR_PRECISION;
  } else if (code === 0x6e) code = 0x67;
  else if (code === PERCENT) code = 0x66;
  if (s.precision >= 0) precision = s.precision;
  const negative = value < 0 || (value === 0 && 1 / value < 0);
  add_sign(negative);
  const head = <i64>text_length(mark);
  const digits = text_mark();
  const size = negative ? -value : value;
  text_add_float(s.type === PERCENT ? size * 100 : size, code, <i32>precision, flags);
  if (s.type === PERCENT) text_add_byte(PERCENT);
  if (s.thousands) {
    let count: i64 = 0;
    while (
      count < <i64>text_length(digits) &&
      is_digit(load<u8>(text_bytes(digits) + <usize>count))
    )
      count += 1;
    group(digits, count, head);
  }
  fill_around(mark, head);
}
