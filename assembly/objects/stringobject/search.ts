/** Methods that look for texts (Objects/stringobject.c): find, index, count, startswith, partition. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_drop, text_mark } from "../../base/text";
import { PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { _PyArg_ParseTuple_SizeT } from "../../interp/getargs";
import { memcmp } from "../../libc/string";
import { enter, leave, retire } from "../../meter/ledger";
import { PyInt_FromLong } from "../intobject/intobject";
import { truth_object } from "../object/compare";
import { Py_INCREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../tupleobject/tupleobject";
import { type_name } from "../types";
import {
  argument,
  part_of,
  range_argument,
  range_end,
  range_start,
  text_argument,
} from "./arguments";
import { string_view } from "./bytes";
import { Search, fastsearch, stringlib_count, stringlib_find, stringlib_rfind } from "./find";
import { PyString_FromBytes } from "./stringobject";

/** What string_find_internal answers with an exception set. */
const FAILED: i64 = -2;

/** What is sought, and perhaps where. */
function stringlib_parse_args_finds(args: u64, name: string): bool {
  enter(Fn.stringlib_parse_args_finds);
  retire(Seg.stringlib_parse_args_finds__call);
  const fits = _PyArg_ParseTuple_SizeT(args, name, 1, 3, "O|OO");
  leave();
  return fits;
}

/** The place of the first argument between the others, -1 for nowhere. */
function string_find_internal(self: u64, args: u64, forward: bool): i64 {
  enter(Fn.string_find_internal);
  retire(Seg.string_find_internal__arguments);
  let result = FAILED;
  if (stringlib_parse_args_finds(args, "find/rfind/index/rindex")) {
    const bounded = range_argument(args, 1, Py_SIZE(self));
    const sub = bounded ? text_argument(argument(args, 0)) : 0;
    if (sub !== 0) {
      retire(Seg.string_find_internal__search);
      result = find_slice(self, sub, forward);
    }
  }
  leave();
  return result;
}

function find_slice(self: u64, sub: u64, forward: bool): i64 {
  const mark = text_mark();
  const str = string_view(self);
  const pattern = string_view(sub);
  const start = range_start();
  const room = range_end() - start;
  const from = str + <usize>start;
  const pos = forward
    ? stringlib_find(from, room, pattern, Py_SIZE(sub), start)
    : stringlib_rfind(from, room, pattern, Py_SIZE(sub), start);
  text_drop(mark);
  return pos;
}

export function string_find(self: u64, args: u64): u64 {
  enter(Fn.string_find);
  retire(Seg.string_find__call);
  const pos = string_find_internal(self, args, true);
  const result = pos === FAILED ? 0 : PyInt_FromLong(pos);
  leave();
  return result;
}

export function string_rfind(self: u64, args: u64): u64 {
  enter(Fn.string_rfind);
  retire(Seg.string_rfind__call);
  const pos = string_find_internal(self, args, false);
  const result = pos === FAILED ? 0 : PyInt_FromLong(pos);
  leave();
  return result;
}

/** A place as an int, or a ValueError. */
function found_or_error(pos: i64): u64 {
  if (pos === FAILED) return 0;
  if (pos >= 0) return PyInt_FromLong(pos);
  PyErr_SetString(Ty.ValueError, "substring not found");
  return 0;
}

export function string_index(self: u64, args: u64): u64 {
  enter(Fn.string_index);
  retire(Seg.string_index__call);
  const result = found_or_error(string_find_internal(self, args, true));
  leave();
  return result;
}

export function string_rindex(self: u64, args: u64): u64 {
  enter(Fn.string_rindex);
  retire(Seg.string_rindex__call);
  const result = found_or_error(string_find_internal(self, args, false));
  leave();
  return result;
}

export function string_count(self: u64, args: u64): u64 {
  enter(Fn.string_count);
  retire(Seg.string_count__arguments);
  let result: u64 = 0;
  if (stringlib_parse_args_finds(args, "count") && range_argument(args, 1, Py_SIZE(self))) {
    const sub = text_argument(argument(args, 0));
    if (sub !== 0) {
      const mark = text_mark();
      const str = string_view(self);
      const pattern = string_view(sub);
      const start = range_start();
      const room = range_end() - start;
      const found = stringlib_count(str + <usize>start, room, pattern, Py_SIZE(sub), i64.MAX_VALUE);
      text_drop(mark);
      result = PyInt_FromLong(found);
    }
  }
  leave();
  return result;
}

/** Whether `self` has `sub` at the beginning or the end of the range: 1, 0, or -1 with a TypeError. */
function _string_tailmatch(self: u64, sub: u64, at_end: bool): i32 {
  enter(Fn._string_tailmatch);
  let matches: i32 = -1;
  if (text_argument(sub) !== 0) {
    retire(Seg._string_tailmatch__bounds);
    const start = range_start();
    const end = range_end();
    const size = <i64>Py_SIZE(sub);
    const begin = at_end && end - size > start ? end - size : start;
    const fits = at_end ? end - start >= size && start <= end : start + size <= <i64>Py_SIZE(self);
    matches = 0;
    if (fits && end - begin >= size) {
      retire(Seg._string_tailmatch__compare);
      matches = bytes_are(self, begin, sub, size) ? 1 : 0;
    }
  }
  leave();
  return matches;
}

/** memcmp of `sub` with a part of `self`. */
function bytes_are(self: u64, start: i64, sub: u64, size: i64): bool {
  const mark = text_mark();
  const str = string_view(self) + <usize>start;
  const pattern = string_view(sub);
  let i: i64 = 0;
  while (i < size && load<u8>(str + <usize>i) === load<u8>(pattern + <usize>i)) i += 1;
  memcmp(<u64>size, <u64>i);
  text_drop(mark);
  return i === size;
}

export function string_startswith(self: u64, args: u64): u64 {
  enter(Fn.string_startswith);
  retire(Seg.string_startswith__arguments);
  const result = tail_matches(self, args, "startswith", false);
  leave();
  return result;
}

export function string_endswith(self: u64, args: u64): u64 {
  enter(Fn.string_endswith);
  retire(Seg.string_endswith__arguments);
  const result = tail_matches(self, args, "endswith", true);
  leave();
  return result;
}

/** True where the first argument, or one of its items if it is a tuple, matches. */
function tail_matches(self: u64, args: u64, name: string, at_end: bool): u64 {
  if (!stringlib_parse_args_finds(args, name)) return 0;
  if (!range_argument(args, 1, Py_SIZE(self))) return 0;
  const sub = argument(args, 0);
  let matches: i32 = 0;
  if (Py_TYPE(sub) === Ty.tuple) {
    for (let i: u64 = 0; i < PyTuple_GET_SIZE(sub) && matches === 0; i++) {
      matches = _string_tailmatch(self, PyTuple_GET_ITEM(sub, i), at_end);
    }
  } else if (Py_TYPE(sub) !== Ty.str) {
    const mark = text_mark();
    text_add(name);
    text_add(" first arg must be str, unicode, or tuple, not ");
    text_add(type_name(Py_TYPE(sub)));
    PyErr_SetText(Ty.TypeError, mark);
    return 0;
  } else matches = _string_tailmatch(self, sub, at_end);
  return matches < 0 ? 0 : truth_object(matches === 1);
}

/** (before, separator, after), or (self, "", "") where it is not found. */
export function string_partition(self: u64, sep: u64): u64 {
  enter(Fn.string_partition);
  retire(Seg.string_partition__argument);
  let result: u64 = 0;
  if (text_argument(sep) !== 0) {
    enter(Fn.stringlib_partition);
    retire(Seg.stringlib_partition__search);
    result = divide(self, sep, Search.FORWARD);
    leave();
  }
  leave();
  return result;
}

/** The same at the last place, or ("", "", self). */
export function string_rpartition(self: u64, sep: u64): u64 {
  enter(Fn.string_rpartition);
  retire(Seg.string_rpartition__argument);
  let result: u64 = 0;
  if (text_argument(sep) !== 0) {
    enter(Fn.stringlib_rpartition);
    retire(Seg.stringlib_rpartition__search);
    result = divide(self, sep, Search.BACKWARD);
    leave();
  }
  leave();
  return result;
}

function divide(self: u64, sep: u64, mode: Search): u64 {
  const n = <i64>Py_SIZE(self);
  const m = <i64>Py_SIZE(sep);
  if (m === 0) {
    PyErr_SetString(Ty.ValueError, "empty separator");
    return 0;
  }
  const parts = PyTuple_New(3);
  const mark = text_mark();
  const str = string_view(self);
  const pos = fastsearch(str, n, string_view(sep), m, -1, mode);
  text_drop(mark);
  if (pos < 0) {
    const place: u64 = mode === Search.FORWARD ? 0 : 2;
    Py_INCREF(self);
    for (let i: u64 = 0; i < 3; i++) {
      PyTuple_SET_ITEM(parts, i, i === place ? self : PyString_FromBytes(0, 0));
    }
    return parts;
  }
  PyTuple_SET_ITEM(parts, 0, part_of(self, 0, pos));
  Py_INCREF(sep);
  PyTuple_SET_ITEM(parts, 1, sep);
  PyTuple_SET_ITEM(parts, 2, part_of(self, pos + m, n));
  return parts;
}
