/** float(x) and floats from text (Objects/floatobject.c; Python/pystrtod.c: PyOS_string_to_double). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import {
  text_add,
  text_add_byte,
  text_bytes,
  text_drop,
  text_length,
  text_mark,
} from "../../base/text";
import { PyErr_Occurred, PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { one_argument } from "../../interp/getargs";
import { enter, leave, retire } from "../../meter/ledger";
import { PyNumber_Float } from "../abstract/number_convert";
import { Py_TYPE } from "../object/refcount";
import { Py_False } from "../singletons";
import { text_add_string } from "../stringobject/stringobject";
import { _Py_dg_strtod } from "./dtoa";
import { PyFloat_FromDouble } from "./floatobject";

/** Exponents beyond this make any text infinite or zero. */
const EXPONENT_MAX: i64 = 20000;
/** Characters of a text that a message shows. */
const SHOWN_MAX: u32 = 200;
/** What parse_double answers about text that begins with no number. */
const NO_NUMBER: usize = 0;

/** The number that parse_double read. */
const parsed_at: usize = memory.data(8, 8);

/** float(x). */
export function float_new(args: u64, kwargs: u64): u64 {
  enter(Fn.float_new);
  retire(Seg.float_new__arguments);
  const x = one_argument("float", "x", args, kwargs);
  let result: u64 = 0;
  if (x === 0) {
    if (!PyErr_Occurred()) result = PyNumber_Float(Py_False());
  } else if (Py_TYPE(x) === Ty.str) {
    retire(Seg.float_new__from_str);
    result = PyFloat_FromString(x);
  } else {
    retire(Seg.float_new__from_number);
    result = PyNumber_Float(x);
  }
  leave();
  return result;
}

export function is_space(byte: u8): bool {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

function is_digit(byte: u8): bool {
  return byte >= 0x30 && byte <= 0x39;
}

/** The float that a str says, or 0 with a ValueError. */
export function PyFloat_FromString(v: u64): u64 {
  enter(Fn.PyFloat_FromString);
  let result: u64 = 0;
  if (Py_TYPE(v) !== Ty.str) {
    retire(Seg.PyFloat_FromString__no_str);
    PyErr_SetString(Ty.TypeError, "float() argument must be a string or a number");
  } else {
    retire(Seg.PyFloat_FromString__parse);
    const mark = text_mark();
    text_add_string(v);
    const last = text_bytes(mark) + text_length(mark);
    // The parsers end at a zero byte, as C's strings do.
    text_add_byte(0);
    result = float_from_bytes(text_bytes(mark), last);
    text_drop(mark);
  }
  leave();
  return result;
}

function float_from_bytes(start: usize, last: usize): u64 {
  let s = start;
  while (is_space(load<u8>(s))) s += 1;
  let end = PyOS_string_to_double(s);
  if (end === NO_NUMBER) return 0;
  while (is_space(load<u8>(end))) end += 1;
  if (end === last) return PyFloat_FromDouble(load<f64>(parsed_at));
  complain("invalid literal for float(): ", s);
  return 0;
}

/** A ValueError whose message ends with the text at `s`. */
function complain(message: string, s: usize): void {
  const mark = text_mark();
  text_add(message);
  for (let i: u32 = 0; i < SHOWN_MAX && load<u8>(s + i) !== 0; i++) text_add_byte(load<u8>(s + i));
  PyErr_SetText(Ty.ValueError, mark);
}

/** Reads a number at `s`; where it ends, or NO_NUMBER with a ValueError. */
function PyOS_string_to_double(s: usize): usize {
  enter(Fn.PyOS_string_to_double);
  retire(Seg.PyOS_string_to_double__parse);
  const end = parse_double(s);
  if (end === NO_NUMBER) {
    retire(Seg.PyOS_string_to_double__no_number);
    complain("could not convert string to float: ", s);
  }
  leave();
  return end;
}

/** A sign, then inf, nan or digits with a point and an exponent. */
function parse_double(s: usize): usize {
  let at = s;
  const negative = load<u8>(at) === 0x2d;
  if (negative || load<u8>(at) === 0x2b) at += 1;
  let end = parse_word(at);
  if (end === NO_NUMBER) end = parse_digits(at);
  if (end !== NO_NUMBER && negative) store<f64>(parsed_at, -load<f64>(parsed_at));
  return end;
}

/** Where `word`, in letters of any case, ends at `at`, or NO_NUMBER. */
function after_word(at: usize, word: string): usize {
  for (let i = 0; i < word.length; i++) {
    if ((load<u8>(at + i) | 0x20) !== <u8>word.charCodeAt(i)) return NO_NUMBER;
  }
  return at + word.length;
}

/** _Py_parse_inf_or_nan. */
function parse_word(at: usize): usize {
  let end = after_word(at, "nan");
  if (end !== NO_NUMBER) {
    store<f64>(parsed_at, NaN);
    return end;
  }
  end = after_word(at, "infinity");
  if (end === NO_NUMBER) end = after_word(at, "inf");
  if (end !== NO_NUMBER) store<f64>(parsed_at, Infinity);
  return end;
}

function parse_digits(start: usize): usize {
  let at = start;
  let digits: u32 = 0;
  let point = false;
  while (is_digit(load<u8>(at)) || (load<u8>(at) === 0x2e && !point)) {
    if (load<u8>(at) === 0x2e) point = true;
    else digits += 1;
    at += 1;
  }
  if (digits === 0) return NO_NUMBER;
  const count = <u32>(at - start);
  let exponent: i64 = 0;
  if ((load<u8>(at) | 0x20) === 0x65) {
    const sign = load<u8>(at + 1);
    let e = at + (sign === 0x2d || sign === 0x2b ? 2 : 1);
    if (is_digit(load<u8>(e))) {
      for (; is_digit(load<u8>(e)); e++) {
        if (exponent < EXPONENT_MAX) exponent = exponent * 10 + (load<u8>(e) - 0x30);
      }
      if (sign === 0x2d) exponent = -exponent;
      at = e;
    }
  }
  store<f64>(parsed_at, _Py_dg_strtod(start, count, exponent));
  return at;
}
