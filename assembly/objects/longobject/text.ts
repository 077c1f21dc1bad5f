/** Longs from and to text (Objects/longobject.c), long(x[, base]), and longs of a program's code. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_add_byte, text_bytes, text_drop, text_length, text_mark } from "../../base/text";
import { PyErr_Occurred, PyErr_SetString } from "../../interp/errors";
import { PyArg_ParseTuple } from "../../interp/getargs";
import { enter, leave, retire, retire_loop } from "../../meter/ledger";
import { PyNumber_Long } from "../abstract/number_convert";
import { PyDict_Size } from "../dictobject/dictobject";
import { is_space } from "../floatobject/from_text";
import { PyInt_AsLong } from "../intobject/convert";
import { base_of_letter, digit_value, invalid_literal } from "../intobject/from_text";
import { Py_DECREF, Py_TYPE } from "../object/refcount";
import { PyString_FromText, text_add_string } from "../stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { A, SHIFT, divide_by_digit, multiply_add, set_digit, significant } from "./digits";
import {
  PyLong_FromLong,
  _PyLong_New,
  _PyLong_Sign,
  load_digits,
  long_from_digits,
  long_size,
} from "./longobject";

/** _PyLong_DECIMAL_SHIFT and _PyLong_DECIMAL_BASE: decimal digits are made nine at a time. */
const DECIMAL_SHIFT: u32 = 9;
const DECIMAL_BASE: u64 = 1000000000;
const BASE_MAX: i64 = 36;

/** repr(v) with the suffix L, str(v) without: a new str. */
export function long_to_decimal_string(op: u64, suffix: bool): u64 {
  enter(Fn._PyLong_Format);
  retire(Seg._PyLong_Format__decimal);
  enter(Fn.long_to_decimal_string);
  const size = long_size(op);
  retire(Seg.long_to_decimal_string__begin);
  const scratch = _PyLong_New(1 + (size * SHIFT) / (3 * DECIMAL_SHIFT));
  const mark = text_mark();
  if (_PyLong_Sign(op) < 0) text_add_byte(0x2d);
  add_decimal(load_digits(op, A));
  if (suffix) text_add_byte(0x4c);
  retire_loop(Seg.long_to_decimal_string__character, text_length(mark));
  const result = PyString_FromText(mark);
  Py_DECREF(scratch);
  leave();
  leave();
  return result;
}

/** The number in A: its decimal digits come out from the last to the first and are turned round. */
function add_decimal(size: u32): void {
  const mark = text_mark();
  let count = significant(A, size);
  do {
    let rest = divide_by_digit(A, count, DECIMAL_BASE, A);
    count = significant(A, count);
    for (let i: u32 = 0; i < DECIMAL_SHIFT && (count > 0 || rest > 0 || i === 0); i++) {
      text_add_byte(<u8>(0x30 + (rest % 10)));
      rest /= 10;
    }
  } while (count > 0);
  let low = text_bytes(mark);
  let high = low + text_length(mark) - 1;
  for (; low < high; low++) {
    const byte = load<u8>(low);
    store<u8>(low, load<u8>(high));
    store<u8>(high, byte);
    high -= 1;
  }
}

/** A long of the program's code: a byte that is 1 for a negative one, the count of digits, the digits. */
export function load_long_constant(at: usize): u64 {
  const count = load<u32>(at, 1);
  for (let i: u32 = 0; i < count; i++) set_digit(A, i, load<u32>(at + ((<usize>i) << 2), 5));
  return long_from_digits(A, count, load<u8>(at) !== 0 ? -1 : 1);
}

/** long(x[, base]). */
export function long_new(args: u64, kwargs: u64): u64 {
  enter(Fn.long_new);
  retire(Seg.long_new__arguments);
  let result: u64 = 0;
  if (kwargs !== 0 && PyDict_Size(kwargs) !== 0) not_simulated("long() with arguments by name");
  if (PyArg_ParseTuple(args, "long", 0, 2, "|Oi")) {
    const size = PyTuple_GET_SIZE(args);
    if (size === 0) result = PyLong_FromLong(0);
    else if (size === 1) result = PyNumber_Long(PyTuple_GET_ITEM(args, 0));
    else result = long_with_base(PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1));
  }
  leave();
  return result;
}

function long_with_base(x: u64, base: u64): u64 {
  const value = PyInt_AsLong(base);
  if (value === -1 && PyErr_Occurred()) return 0;
  if (Py_TYPE(x) === Ty.str) return long_from_string(x, value);
  PyErr_SetString(Ty.TypeError, "long() can't convert non-string with explicit base");
  return 0;
}

/** The long that a str says, or 0 with a ValueError. */
export function long_from_string(op: u64, base: i64): u64 {
  const mark = text_mark();
  text_add_string(op);
  // The parser ends at a zero byte, as C's strings do.
  text_add_byte(0);
  const result = PyLong_FromString(text_bytes(mark), base);
  text_drop(mark);
  return result;
}

/** Spaces, a sign, digits, perhaps an L, spaces. */
export function PyLong_FromString(start: usize, asked: i64): u64 {
  enter(Fn.PyLong_FromString);
  retire(Seg.PyLong_FromString__begin);
  let result: u64 = 0;
  if (asked !== 0 && (asked < 2 || asked > BASE_MAX)) {
    PyErr_SetString(Ty.ValueError, "long() arg 2 must be >= 2 and <= 36");
  } else {
    let at = start;
    while (is_space(load<u8>(at))) at += 1;
    const first = at;
    const negative = load<u8>(at) === 0x2d;
    if (negative || load<u8>(at) === 0x2b) at += 1;
    while (is_space(load<u8>(at))) at += 1;
    const end = parse_digits(at, <u32>asked);
    if (end !== 0 && load<u8>(after_suffix(end)) === 0) {
      result = long_from_digits(A, parsed_count(), negative ? -1 : 1);
    } else invalid_literal("long", first, asked);
  }
  leave();
  return result;
}

const count_at: usize = memory.data(8, 8);

function parsed_count(): u32 {
  return load<u32>(count_at);
}

function after_suffix(end: usize): usize {
  let at = end;
  if ((load<u8>(at) | 0x20) === 0x6c) at += 1;
  while (is_space(load<u8>(at))) at += 1;
  return at;
}

/** Reads digits into A; where they end, 0 where there is none. */
function parse_digits(start: usize, asked: u32): usize {
  let at = start;
  let base = asked;
  if (load<u8>(at) === 0x30) {
    const said = base_of_letter(load<u8>(at + 1));
    if (said !== 0 && (asked === 0 || asked === said)) {
      base = said;
      at += 2;
    } else if (asked === 0) base = 8;
  } else if (asked === 0) base = 10;
  const first = at;
  let count: u32 = 0;
  while (digit_value(load<u8>(at)) < base) {
    count = multiply_add(A, count, base, digit_value(load<u8>(at)));
    at += 1;
  }
  retire_loop(Seg.PyLong_FromString__digit, at - first);
  store<u32>(count_at, count);
  return at === first ? 0 : at;
}
