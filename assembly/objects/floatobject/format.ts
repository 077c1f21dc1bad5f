/**
 * Doubles as text (Python/pystrtod.c, CPython 2.7: PyOS_double_to_string, format_float_short): where
 * the point goes, when there is an exponent, and how inf and nan look.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_add, text_add_byte, text_add_i64 } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import { PyMem_FREE, PyMem_MALLOC } from "../obmalloc/mem";
import { _Py_dg_dtoa, dtoa_count, dtoa_digit, dtoa_point } from "./dtoa";
import { Digits } from "./dtoa_ways";

/** Flags of PyOS_double_to_string: "#", ".0" behind whole numbers as repr does, a sign always. */
export const FLOAT_ALT: u32 = 1;
export const FLOAT_ADD_DOT_0: u32 = 2;
export const FLOAT_SIGN: u32 = 4;

const CODE_E: u8 = 0x65;
const CODE_F: u8 = 0x66;
const CODE_G: u8 = 0x67;
const CODE_R: u8 = 0x72;
const LOWER: u8 = 0x20;
/** Decimal points from here on make an exponent necessary: below in all formats, above in repr's. */
const POINT_LOW: i32 = -4;
const REPR_POINT_HIGH: i32 = 16;

/** Bytes of the buffer that the last PyOS_double_to_string made. */
const buffer_bytes_at: usize = memory.data(8, 8);

/**
 * Adds `value` to the text under construction. `code` is e, f, g or r, or the capital letter for
 * capitals; `precision` as in C's printf; `flags` is a sum of FLOAT_ constants.
 */
export function text_add_float(value: f64, code: u8, precision: i32, flags: u32): void {
  PyMem_FREE(PyOS_double_to_string(value, code, precision, flags), double_to_string_bytes());
}

/** As text_add_float; returns the buffer that C puts the text in, which the caller gives back. */
export function PyOS_double_to_string(value: f64, code: u8, precision: i32, flags: u32): u64 {
  enter(Fn.PyOS_double_to_string);
  retire(Seg.PyOS_double_to_string__choose_mode);
  const upper = (code & LOWER) === 0;
  const letter = code | LOWER;
  let mode: Digits = Digits.SIGNIFICANT;
  let digits = precision;
  if (letter === CODE_E) digits += 1;
  else if (letter === CODE_F) mode = Digits.AFTER_POINT;
  else if (letter === CODE_R) mode = Digits.SHORTEST;
  else if (digits === 0) digits = 1;
  const buffer = format_float_short(value, letter, mode, digits, flags, upper);
  leave();
  return buffer;
}

/** The size of the buffer that the last PyOS_double_to_string returned. */
export function double_to_string_bytes(): u64 {
  return load<u64>(buffer_bytes_at);
}

function take_buffer(bytes: u64): u64 {
  store<u64>(buffer_bytes_at, bytes);
  return PyMem_MALLOC(bytes);
}

function format_float_short(
  value: f64,
  code: u8,
  mode: Digits,
  precision: i32,
  flags: u32,
  upper: bool,
): u64 {
  enter(Fn.format_float_short);
  let buffer: u64;
  if (isFinite(value)) {
    retire(Seg.format_float_short__digits);
    _Py_dg_dtoa(value, mode, precision);
    buffer = place_digits(value, code, precision, flags, upper);
  } else {
    retire(Seg.format_float_short__not_finite);
    // The sign of a nan is not shown.
    add_sign(!isNaN(value) && value < 0, flags);
    if (isNaN(value)) text_add(upper ? "NAN" : "nan");
    else text_add(upper ? "INF" : "inf");
    buffer = take_buffer(NOT_FINITE_BYTES);
  }
  leave();
  return buffer;
}

/** Bytes for a sign, three letters and the zero behind them. */
const NOT_FINITE_BYTES: u64 = 5;

function add_sign(negative: bool, flags: u32): void {
  if (negative) text_add_byte(0x2d);
  else if ((flags & FLOAT_SIGN) !== 0) text_add_byte(0x2b);
}

function needs_exponent(code: u8, point: i32, precision: i32, flags: u32): bool {
  if (code === CODE_E) return true;
  if (code === CODE_F) return false;
  if (point <= POINT_LOW) return true;
  if (code === CODE_R) return point > REPR_POINT_HIGH;
  return point > precision - ((flags & FLOAT_ADD_DOT_0) !== 0 ? 1 : 0);
}

/** Index behind the last digit to show, those behind the digits proper being zeros. */
function last_digit(code: u8, point: i32, precision: i32, flags: u32): i32 {
  if (code === CODE_E) return precision;
  if (code === CODE_F) return point + precision;
  return code === CODE_G && (flags & FLOAT_ALT) !== 0 ? precision : dtoa_count();
}

function place_digits(value: f64, code: u8, precision: i32, flags: u32, upper: bool): u64 {
  let point = dtoa_point();
  let end = last_digit(code, point, precision, flags);
  const exponential = needs_exponent(code, point, precision, flags);
  const exponent = point - 1;
  if (exponential) point = 1;
  const start = point <= 0 ? point - 1 : 0;
  const least = !exponential && (flags & FLOAT_ADD_DOT_0) !== 0 ? point + 1 : point;
  if (end < least) end = least;
  add_sign(reinterpret<i64>(value) < 0, flags);
  for (let i = start; i < end; i++) {
    if (i === point) text_add_byte(0x2e);
    text_add_byte(i < 0 ? 0x30 : dtoa_digit(i));
  }
  if (end === point && (flags & FLOAT_ALT) !== 0) text_add_byte(0x2e);
  if (exponential) add_exponent(exponent, upper);
  return take_buffer(BUFFER_EXTRA + <u64>(end - start) + (exponential ? EXPONENT_BYTES : 0));
}

/** Bytes for the sign, the point and the zero behind the text; for an exponent. */
const BUFFER_EXTRA: u64 = 3;
const EXPONENT_BYTES: u64 = 5;

/** e+05, e-300. */
function add_exponent(exponent: i32, upper: bool): void {
  text_add_byte(upper ? 0x45 : 0x65);
  text_add_byte(exponent < 0 ? 0x2d : 0x2b);
  const magnitude = exponent < 0 ? -exponent : exponent;
  if (magnitude < 10) text_add_byte(0x30);
  text_add_i64(magnitude);
}
