/** int(x[, base]) and ints from text (Objects/intobject.c; Python/mystrtoul.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import {
  text_add,
  text_add_byte,
  text_add_i64,
  text_bytes,
  text_drop,
  text_length,
  text_mark,
} from "../../base/text";
import { PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { parse_keywords, parsed_long } from "../../interp/parse_tuple";
import { not_simulated } from "../../base/fault";
import { enter, leave, retire, retire_loop } from "../../meter/ledger";
import { PyNumber_Int } from "../abstract/number_convert";
import { PyDict_Size } from "../dictobject/dictobject";
import { is_space } from "../floatobject/from_text";
import { PyLong_FromString } from "../longobject/text";
import { Py_DECREF, Py_TYPE } from "../object/refcount";
import { PyObject_Repr } from "../object/repr";
import { PyString_FromBytes, text_add_string } from "../stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { PyInt_FromLong } from "./intobject";

/** Characters of a text that a message shows. */
const SHOWN_MAX: u64 = 200;
const BASE_MAX: i64 = 36;
/** What a character that is no digit in any base counts as. */
const NO_DIGIT: u32 = 37;

/** int(x[, base]). */
export function int_new(args: u64, kwargs: u64): u64 {
  enter(Fn.int_new);
  retire(Seg.int_new__arguments);
  let result: u64 = 0;
  if (kwargs !== 0 && PyDict_Size(kwargs) !== 0) not_simulated("int() with arguments by name");
  if (parse_keywords(args, kwargs, "|Oi:int", "x", "base")) {
    const size = PyTuple_GET_SIZE(args);
    if (size === 0) {
      retire(Seg.int_new__zero);
      result = PyInt_FromLong(0);
    } else if (size === 1) {
      retire(Seg.int_new__of_object);
      result = PyNumber_Int(PyTuple_GET_ITEM(args, 0));
    } else {
      retire(Seg.int_new__with_base);
      result = int_with_base(PyTuple_GET_ITEM(args, 0), parsed_long(1, size, 0));
    }
  }
  leave();
  return result;
}

function int_with_base(x: u64, base: i64): u64 {
  if (Py_TYPE(x) !== Ty.str) {
    PyErr_SetString(Ty.TypeError, "int() can't convert non-string with explicit base");
    return 0;
  }
  return int_from_string(x, base);
}

/** The int or long that a str says, or 0 with a ValueError. */
export function int_from_string(x: u64, base: i64): u64 {
  const mark = text_mark();
  text_add_string(x);
  const last = text_bytes(mark) + text_length(mark);
  // The parsers end at a zero byte, as C's strings do.
  text_add_byte(0);
  const result = PyInt_FromString(text_bytes(mark), last, base);
  text_drop(mark);
  return result;
}

export function digit_value(byte: u8): u32 {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x7a ? letter - 0x57 : NO_DIGIT;
}

/** The text from `s` to the zero at `last`: spaces, a sign, digits, spaces. */
function PyInt_FromString(start: usize, last: usize, base: i64): u64 {
  enter(Fn.PyInt_FromString);
  retire(Seg.PyInt_FromString__parse);
  let result: u64 = 0;
  let s = start;
  if (base !== 0 && (base < 2 || base > BASE_MAX)) {
    PyErr_SetString(Ty.ValueError, "int() base must be >= 2 and <= 36, or 0");
  } else {
    while (is_space(load<u8>(s))) s += 1;
    let end = PyOS_strtol(s, <u32>base);
    while (end !== 0 && is_space(load<u8>(end))) end += 1;
    if (end === 0 || load<u8>(end) !== 0) invalid_literal("int", s, base);
    else if (end !== last) PyErr_SetString(Ty.ValueError, "null byte in argument for int()");
    else if (parsed().overflow !== 0) {
      retire(Seg.PyInt_FromString__long);
      result = PyLong_FromString(s, base);
    } else {
      retire(Seg.PyInt_FromString__fits);
      result = PyInt_FromLong(<i64>parsed().value);
    }
  }
  leave();
  return result;
}

/** ValueError: invalid literal for int() with base 10: 'x'. */
export function invalid_literal(type: string, s: usize, base: i64): void {
  let size: u64 = 0;
  while (size < SHOWN_MAX && load<u8>(s + <usize>size) !== 0) size += 1;
  const text = PyString_FromBytes(s, size);
  const shown = PyObject_Repr(text);
  Py_DECREF(text);
  const mark = text_mark();
  text_add("invalid literal for ");
  text_add(type);
  text_add("() with base ");
  text_add_i64(base);
  text_add(": ");
  text_add_string(shown);
  Py_DECREF(shown);
  PyErr_SetText(Ty.ValueError, mark);
}

@unmanaged
class Parsed {
  value: u64;
  overflow: u32;
}

const parsed_at: usize = memory.data(16, 8);

function parsed(): Parsed {
  return changetype<Parsed>(parsed_at);
}

/** Reads a signed number at `s` into `parsed`; where it ends, 0 when there is none. */
function PyOS_strtol(s: usize, base: u32): usize {
  enter(Fn.PyOS_strtol);
  retire(Seg.PyOS_strtol__sign);
  let at = s;
  while (is_space(load<u8>(at))) at += 1;
  const negative = load<u8>(at) === 0x2d;
  if (negative || load<u8>(at) === 0x2b) at += 1;
  const end = PyOS_strtoul(at, base);
  const limit = <u64>i64.MAX_VALUE + (negative ? 1 : 0);
  if (parsed().value > limit) parsed().overflow = 1;
  else if (negative) parsed().value = 0 - parsed().value;
  leave();
  return end;
}

/** The letter after a zero that says the base: 0x, 0o, 0b. */
export function base_of_letter(byte: u8): u32 {
  const letter = byte | 0x20;
  return letter === 0x78 ? 16 : letter === 0x6f ? 8 : letter === 0x62 ? 2 : 0;
}

function PyOS_strtoul(s: usize, asked: u32): usize {
  enter(Fn.PyOS_strtoul);
  retire(Seg.PyOS_strtoul__begin);
  let at = s;
  while (is_space(load<u8>(at))) at += 1;
  let base = asked;
  if (load<u8>(at) === 0x30) {
    const said = base_of_letter(load<u8>(at + 1));
    if (said !== 0 && (asked === 0 || asked === said) && digit_value(load<u8>(at + 2)) < said) {
      base = said;
      at += 2;
    } else if (asked === 0) base = 8;
  } else if (asked === 0) base = 10;
  const first = at;
  parsed().value = 0;
  parsed().overflow = 0;
  while (digit_value(load<u8>(at)) < base) {
    add_digit(digit_value(load<u8>(at)), base);
    at += 1;
  }
  retire_loop(Seg.PyOS_strtoul__digit, at - first);
  leave();
  return at === first ? 0 : at;
}

function add_digit(digit: u32, base: u32): void {
  const value = parsed().value;
  if (value > (u64.MAX_VALUE - digit) / base) parsed().overflow = 1;
  parsed().value = value * base + digit;
}
