/**
 * The % operator of strs (Objects/stringobject.c: PyString_Format). The result is a str of a guessed
 * size that grows when it must and is cut at the end.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import {
  text_add,
  text_add_byte,
  text_add_hex,
  text_add_i64,
  text_bytes,
  text_drop,
  text_grow,
  text_length,
  text_mark,
} from "../../base/text";
import { PyErr_Occurred, PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { memcpy } from "../../libc/string";
import { PyType_IsSubtype } from "../abstract/subclass";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_GetItem } from "../abstract/sequence";
import { PyInt_AsSsize_t } from "../intobject/arithmetic";
import { Py_DECREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { string_view, string_write } from "./bytes";
import { is_digit } from "./characters";
import { convert, is_hex, is_number_code } from "./format_values";
import { _PyString_Resize } from "./resize";
import { F_ALT, F_BLANK, F_LJUST, F_SIGN, F_ZERO, fm, next_code } from "./spec";
import { PyString_FromBytes, PyString_New } from "./stringobject";

const PERCENT: u8 = 0x25;
const OPEN: u8 = 0x28;
const CLOSE: u8 = 0x29;
const STAR: u8 = 0x2a;
const PLUS: u8 = 0x2b;
const MINUS: u8 = 0x2d;
const POINT: u8 = 0x2e;
const BLANK: u8 = 0x20;
const ZERO: u8 = 0x30;
/** Bytes that the result has more than are known to be needed. */
const SPARE: i64 = 100;
/** The precision is a C int. */
const INT_MAX: i64 = i32.MAX_VALUE;
const NOT_ALL: string = "not all arguments converted during string formatting";

/** format % args: a new str, or 0 with an exception. */
export function PyString_Format(format: u64, args: u64): u64 {
  enter(Fn.PyString_Format);
  retire(Seg.PyString_Format__begin);
  const drop = text_mark();
  begin(format, args);
  const f = fm();
  let fine = true;
  while (fine && f.fmtcnt > 0) fine = read_on();
  if (fine && f.argidx < f.arglen && f.dict === 0) {
    PyErr_SetString(Ty.TypeError, NOT_ALL);
    fine = false;
  }
  let result: u64 = 0;
  if (f.args_owned) Py_DECREF(f.args);
  if (fine) {
    retire(Seg.PyString_Format__cut);
    const length = text_length(f.out);
    string_write(f.result, 0, text_bytes(f.out), length);
    result = _PyString_Resize(f.result, length);
  } else Py_DECREF(f.result);
  text_drop(drop);
  leave();
  return result;
}

function begin(format: u64, args: u64): void {
  const f = fm();
  const type = Py_TYPE(args);
  f.fmt = string_view(format);
  f.at = f.fmt;
  f.fmtcnt = Py_SIZE(format);
  f.out = text_mark();
  f.rescnt = f.fmtcnt + SPARE;
  f.reslen = f.rescnt;
  f.args = args;
  f.args_owned = false;
  f.arglen = type === Ty.tuple ? <i64>PyTuple_GET_SIZE(args) : -1;
  f.argidx = type === Ty.tuple ? 0 : -2;
  f.dict = type === Ty.dict || type === Ty.list || type === Ty.array ? args : 0;
  f.result = PyString_New(f.reslen);
  // One argument that has items may be a dictionary of arguments; a str is none.
  const has_items = f.dict !== 0 || type === Ty.str || type === Ty.xrange;
  if (has_items) PyType_IsSubtype(type, Ty.basestring);
}

/** More room in the result where fewer than `needed` bytes are unused. */
function need(needed: i64): void {
  const f = fm();
  if (f.rescnt >= needed) return;
  retire(Seg.PyString_Format__grow);
  f.reslen -= f.rescnt;
  f.rescnt = needed + f.fmtcnt + SPARE;
  f.reslen += f.rescnt;
  f.result = _PyString_Resize(f.result, f.reslen);
}

/** Room for `size` characters of the format itself: more is asked for when the last byte is used. */
function need_for_characters(size: i64): void {
  const f = fm();
  if (f.rescnt >= size) {
    f.rescnt -= size;
    return;
  }
  retire(Seg.PyString_Format__grow_for_character);
  const behind = size - f.rescnt;
  f.rescnt = f.fmtcnt + behind - 1 + SPARE;
  f.reslen += f.rescnt;
  f.result = _PyString_Resize(f.result, f.reslen);
  f.rescnt -= behind;
}

/** Copies the text before the next %, or does one conversion; false with an exception. */
function read_on(): bool {
  const f = fm();
  const start = f.at;
  while (f.fmtcnt > 0 && load<u8>(f.at) !== PERCENT) {
    f.at += 1;
    f.fmtcnt -= 1;
  }
  if (f.at !== start) {
    const size = f.at - start;
    retire(Seg.PyString_Format__character, size);
    need_for_characters(size);
    memory.copy(text_grow(<u32>size), start, size);
    return true;
  }
  retire(Seg.PyString_Format__conversion);
  f.at += 1;
  f.fmtcnt -= 1;
  return conversion();
}

/** What is between % and the conversion's letter, then the conversion. */
function conversion(): bool {
  const f = fm();
  f.flags = 0;
  f.width = -1;
  f.prec = -1;
  f.code = 0;
  if (f.fmtcnt > 0 && load<u8>(f.at) === OPEN && !key()) return false;
  read_flags();
  if (f.code === STAR && f.fmtcnt >= 0) {
    if (!starred_width()) return false;
  } else if (is_digit(f.code) && f.fmtcnt >= 0) {
    f.width = read_digits(i64.MAX_VALUE, "width too big");
    if (f.width < 0) return false;
  }
  if (f.code === POINT && f.fmtcnt >= 0 && !precision()) return false;
  // A length modifier of C's printf is skipped: h, l or L.
  if (f.fmtcnt >= 0 && (f.code === 0x68 || f.code === 0x6c || f.code === 0x4c)) next_code();
  if (f.fmtcnt < 0) {
    PyErr_SetString(Ty.ValueError, "incomplete format");
    return false;
  }
  return converted();
}

/** (name): the argument is what the mapping holds there. */
function key(): bool {
  const f = fm();
  if (f.dict === 0) {
    PyErr_SetString(Ty.TypeError, "format requires a mapping");
    return false;
  }
  retire(Seg.PyString_Format__key);
  f.at += 1;
  f.fmtcnt -= 1;
  const start = f.at;
  let depth = 1;
  while (depth > 0 && f.fmtcnt > 0) {
    const c = load<u8>(f.at);
    if (c === CLOSE) depth -= 1;
    else if (c === OPEN) depth += 1;
    f.at += 1;
    f.fmtcnt -= 1;
  }
  if (depth > 0) {
    PyErr_SetString(Ty.ValueError, "incomplete format key");
    return false;
  }
  const name = PyString_FromBytes(start, f.at - start - 1);
  if (f.args_owned) Py_DECREF(f.args);
  f.args_owned = false;
  f.args = PyObject_GetItem(f.dict, name);
  Py_DECREF(name);
  if (f.args === 0) return false;
  f.args_owned = true;
  f.arglen = -1;
  f.argidx = -2;
  return true;
}

function flag_of(c: u8): u32 {
  if (c === MINUS) return F_LJUST;
  if (c === PLUS) return F_SIGN;
  if (c === BLANK) return F_BLANK;
  if (c === 0x23) return F_ALT;
  return c === ZERO ? F_ZERO : 0;
}

/** Reads flags and the byte behind them. */
function read_flags(): void {
  const f = fm();
  next_code();
  while (f.fmtcnt >= 0 && flag_of(f.code) !== 0) {
    retire(Seg.PyString_Format__flag);
    f.flags |= flag_of(f.code);
    next_code();
  }
}

/** The number that begins with the byte just read, or -1 with a ValueError. */
function read_digits(limit: i64, message: string): i64 {
  const f = fm();
  let value: i64 = 0;
  while (f.fmtcnt >= 0 && is_digit(f.code)) {
    const digit = <i64>(f.code - ZERO);
    if (value > (limit - digit) / 10) {
      PyErr_SetString(Ty.ValueError, message);
      return -1;
    }
    retire(Seg.PyString_Format__digit);
    value = value * 10 + digit;
    next_code();
  }
  return value;
}

/** The next argument, borrowed, or 0 with a TypeError. */
function getnextarg(): u64 {
  enter(Fn.getnextarg);
  const f = fm();
  let v: u64 = 0;
  if (f.argidx < f.arglen) {
    if (f.arglen < 0) {
      retire(Seg.getnextarg__only);
      v = f.args;
    } else {
      retire(Seg.getnextarg__item);
      v = PyTuple_GET_ITEM(f.args, f.argidx);
    }
    f.argidx += 1;
  } else {
    retire(Seg.getnextarg__too_few);
    PyErr_SetString(Ty.TypeError, "not enough arguments for format string");
  }
  leave();
  return v;
}

/** The argument that * stands for; false with an exception. */
function star(v: u64): bool {
  if (v === 0) return false;
  const type = Py_TYPE(v);
  if (type === Ty.int || type === Ty.bool) return true;
  PyErr_SetString(Ty.TypeError, "* wants int");
  return false;
}

function starred_width(): bool {
  const f = fm();
  const v = getnextarg();
  if (!star(v)) return false;
  f.width = PyInt_AsSsize_t(v);
  if (f.width < 0) {
    f.flags |= F_LJUST;
    f.width = -f.width;
  }
  next_code();
  return true;
}

function precision(): bool {
  const f = fm();
  f.prec = 0;
  next_code();
  if (f.code === STAR && f.fmtcnt >= 0) {
    const v = getnextarg();
    if (!star(v)) return false;
    const value = PyInt_AsSsize_t(v);
    f.prec = value < 0 ? 0 : value;
    next_code();
  } else if (is_digit(f.code) && f.fmtcnt >= 0) {
    f.prec = read_digits(INT_MAX, "prec too big");
    if (f.prec < 0) return false;
  }
  return true;
}

function unsupported(): bool {
  const f = fm();
  const mark = text_mark();
  text_add("unsupported format character '");
  text_add_byte(f.code);
  text_add("' (0x");
  text_add_hex(f.code);
  text_add(") at index ");
  text_add_i64(f.at - 1 - f.fmt);
  PyErr_SetText(Ty.ValueError, mark);
  return false;
}

/** Does the conversion; its text is padded and added to the result. */
function converted(): bool {
  const f = fm();
  const mark = text_mark();
  if (f.code === PERCENT) text_add_byte(PERCENT);
  else {
    const v = getnextarg();
    if (v === 0) return false;
    if (!convert(v)) return PyErr_Occurred() ? false : unsupported();
  }
  place(mark);
  if (f.dict !== 0 && f.argidx < f.arglen && f.code !== PERCENT) {
    PyErr_SetString(Ty.TypeError, NOT_ALL);
    return false;
  }
  return true;
}

/** Sign, prefix and fill bytes around the text above `mark`. */
function place(mark: u32): void {
  const f = fm();
  const numeric = is_number_code(f.code);
  const bytes = text_bytes(mark);
  let start: i64 = 0;
  let len = <i64>text_length(mark);
  let sign: u8 = 0;
  if (numeric) {
    const first = load<u8>(bytes);
    if (first === MINUS || first === PLUS) {
      sign = first;
      start = 1;
      len -= 1;
    } else if ((f.flags & F_SIGN) !== 0) sign = PLUS;
    else if ((f.flags & F_BLANK) !== 0) sign = BLANK;
  }
  const fill = numeric && (f.flags & F_ZERO) !== 0 ? ZERO : BLANK;
  let width = f.width < len ? len : f.width;
  need(width + (sign !== 0 ? 1 : 0));
  if (sign !== 0 && width > len) width -= 1;
  const prefix: i64 = (f.flags & F_ALT) !== 0 && is_hex(f.code) ? 2 : 0;
  const padding = width > len ? width - len : 0;
  const left = (f.flags & F_LJUST) !== 0 ? 0 : padding;
  retire(Seg.PyString_Format__fill, padding);
  memcpy(len - prefix);
  f.rescnt -= (sign !== 0 ? 1 : 0) + len + padding;
  arrange(mark, start, len, sign, prefix, fill, left, padding - left);
}

/** Moves the text above `mark` behind its fill bytes, sign and prefix. */
function arrange(
  mark: u32,
  start: i64,
  len: i64,
  sign: u8,
  prefix: i64,
  fill: u8,
  left: i64,
  right: i64,
): void {
  const signed: i64 = sign !== 0 ? 1 : 0;
  const total = signed + left + len + right;
  const old = <i64>text_length(mark);
  if (total > old) text_grow(<u32>(total - old));
  const bytes = text_bytes(mark);
  const x0 = load<u8>(bytes + <usize>start);
  const x1 = load<u8>(bytes + <usize>start + 1);
  // Zeros go between the prefix and the digits, blanks before the sign.
  const digits = signed + left + prefix;
  memory.copy(bytes + <usize>digits, bytes + <usize>(start + prefix), <usize>(len - prefix));
  const zeros = fill === ZERO;
  const head = zeros ? 0 : left;
  if (sign !== 0) store<u8>(bytes + <usize>head, sign);
  if (prefix > 0) {
    store<u8>(bytes + <usize>(head + signed), x0);
    store<u8>(bytes + <usize>(head + signed) + 1, x1);
  }
  memory.fill(bytes + <usize>(zeros ? signed + prefix : 0), fill, <usize>left);
  memory.fill(bytes + <usize>(signed + left + len), BLANK, <usize>right);
  text_drop(mark + <u32>total);
}
