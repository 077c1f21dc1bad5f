/** string_replace (Objects/stringobject.c) with its variants for empty, single and equal sizes. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_bytes, text_drop, text_grow, text_length, text_mark } from "../../base/text";
import { _PyArg_ParseTuple_SizeT } from "../../interp/getargs";
import { memchr, memcpy } from "../../libc/string";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_INCREF, Py_SIZE } from "../object/refcount";
import { argument, ssize_argument, ssize_value, text_argument } from "./arguments";
import { string_view, string_write } from "./bytes";
import { stringlib_count, stringlib_find } from "./find";
import { PyString_New } from "./stringobject";

export function string_replace(self: u64, args: u64): u64 {
  enter(Fn.string_replace);
  retire(Seg.string_replace__arguments);
  let result: u64 = 0;
  if (_PyArg_ParseTuple_SizeT(args, "replace", 2, 3, "OO|n") && ssize_argument(args, 2, -1)) {
    const from = text_argument(argument(args, 0));
    const to = from === 0 ? 0 : text_argument(argument(args, 1));
    if (to !== 0) {
      const maxcount = ssize_value();
      result = replace(self, from, to, maxcount < 0 ? i64.MAX_VALUE : maxcount);
    }
  }
  leave();
  return result;
}

/** Chooses the variant. */
function replace(self: u64, from: u64, to: u64, maxcount: i64): u64 {
  enter(Fn.replace);
  retire(Seg.replace__choose);
  const from_size = Py_SIZE(from);
  const to_size = Py_SIZE(to);
  const nothing = maxcount === 0 || Py_SIZE(self) === 0 || (from_size === 0 && to_size === 0);
  let result: u64;
  // "".replace("", "x") is "x" only without a limit of 0; otherwise the empty str stays.
  if (
    nothing &&
    !(Py_SIZE(self) === 0 && from_size === 0 && to_size > 0 && maxcount === i64.MAX_VALUE)
  ) {
    result = return_self(self);
  } else if (from_size === 0) result = replace_interleave(self, to, maxcount);
  else result = replace_matches(self, from, to, maxcount);
  leave();
  return result;
}

function return_self(self: u64): u64 {
  enter(Fn.return_self);
  retire(Seg.return_self__incref);
  Py_INCREF(self);
  leave();
  return self;
}

/** Appends `size` bytes to the text under construction: a memcpy of C. */
function copy(bytes: usize, size: u64): void {
  memcpy(size);
  memory.copy(text_grow(<u32>size), bytes, <usize>size);
}

/** The finished text above `mark` as a str; drops everything from `drop` on. */
function finished(mark: u32, drop: u32): u64 {
  const size = text_length(mark);
  const result = PyString_New(size);
  string_write(result, 0, text_bytes(mark), size);
  text_drop(drop);
  return result;
}

/** "x" before every character and at the end, at most `maxcount` times. */
function replace_interleave(self: u64, to: u64, maxcount: i64): u64 {
  enter(Fn.replace_interleave);
  const size = <i64>Py_SIZE(self);
  const to_size = Py_SIZE(to);
  const count = maxcount < size + 1 ? maxcount : size + 1;
  retire(Seg.replace_interleave__begin);
  const drop = text_mark();
  const str = string_view(self);
  const insert = string_view(to);
  const mark = text_mark();
  copy(insert, to_size);
  retire(Seg.replace_interleave__character, count - 1);
  for (let i: i64 = 0; i < count - 1; i++) {
    memory.copy(text_grow(1), str + <usize>i, 1);
    copy(insert, to_size);
  }
  copy(str + <usize>(count - 1), size - (count - 1));
  const result = finished(mark, drop);
  leave();
  return result;
}

/** The name under which C replaces: by the sizes of what goes and what comes. */
function enter_variant(from_size: u64, to_size: u64): void {
  if (to_size === 0) {
    if (from_size === 1) {
      enter(Fn.replace_delete_single_character);
      retire(Seg.replace_delete_single_character__begin);
    } else {
      enter(Fn.replace_delete_substring);
      retire(Seg.replace_delete_substring__begin);
    }
  } else if (from_size === to_size) {
    if (from_size === 1) {
      enter(Fn.replace_single_character_in_place);
      retire(Seg.replace_single_character_in_place__begin);
    } else {
      enter(Fn.replace_substring_in_place);
      retire(Seg.replace_substring_in_place__begin);
    }
  } else if (from_size === 1) {
    enter(Fn.replace_single_character);
    retire(Seg.replace_single_character__begin);
  } else {
    enter(Fn.replace_substring);
    retire(Seg.replace_substring__begin);
  }
}

function retire_match(from_size: u64, to_size: u64): void {
  if (to_size === 0) {
    if (from_size === 1) retire(Seg.replace_delete_single_character__match);
    else retire(Seg.replace_delete_substring__match);
  } else if (from_size === to_size) {
    if (from_size === 1) retire(Seg.replace_single_character_in_place__match);
    else retire(Seg.replace_substring_in_place__match);
  } else if (from_size === 1) retire(Seg.replace_single_character__match);
  else retire(Seg.replace_substring__match);
}

function replace_matches(self: u64, from: u64, to: u64, maxcount: i64): u64 {
  const from_size = Py_SIZE(from);
  const to_size = Py_SIZE(to);
  enter_variant(from_size, to_size);
  const drop = text_mark();
  const str = string_view(self);
  const size = <i64>Py_SIZE(self);
  const pattern = string_view(from);
  const insert = string_view(to);
  let result: u64;
  const same_size = from_size === to_size;
  const count = same_size ? -1 : matches(str, size, pattern, from_size, maxcount);
  if (count === 0 || (same_size && next_match(str, size, pattern, from_size) < 0)) {
    result = return_self(self);
    text_drop(drop);
  } else {
    const mark = text_mark();
    // Replacing in place copies the whole text first.
    if (same_size) memcpy(size);
    let at: i64 = 0;
    let left = same_size ? maxcount : count;
    while (left > 0) {
      const pos = next_match(str + <usize>at, size - at, pattern, from_size);
      if (pos < 0) break;
      retire_match(from_size, to_size);
      append(str + <usize>at, pos, !same_size);
      append(insert, to_size, !same_size);
      at += pos + <i64>from_size;
      left -= 1;
    }
    append(str + <usize>at, size - at, !same_size);
    result = finished(mark, drop);
  }
  leave();
  return result;
}

function append(bytes: usize, size: u64, priced: bool): void {
  if (size === 0) return;
  if (priced) copy(bytes, size);
  else memory.copy(text_grow(<u32>size), bytes, <usize>size);
}

/** countchar for one byte, stringlib_count for more. */
function matches(str: usize, size: i64, pattern: usize, m: u64, maxcount: i64): i64 {
  if (m > 1) return stringlib_count(str, size, pattern, m, maxcount);
  enter(Fn.countchar);
  let count: i64 = 0;
  let at: i64 = 0;
  while (count < maxcount) {
    const pos = next_match(str + <usize>at, size - at, pattern, 1);
    if (pos < 0) break;
    retire(Seg.countchar__found);
    count += 1;
    at += pos + 1;
  }
  retire(Seg.countchar__done);
  leave();
  return count;
}

/** memchr for one byte, stringlib_find for more. */
function next_match(str: usize, size: i64, pattern: usize, m: u64): i64 {
  if (m > 1) return stringlib_find(str, size, pattern, m, 0);
  const byte = load<u8>(pattern);
  let i: i64 = 0;
  while (i < size && load<u8>(str + <usize>i) !== byte) i += 1;
  memchr(<u64>size, <u64>i);
  return i < size ? i : -1;
}
