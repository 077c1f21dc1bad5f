/** strip, lstrip, rstrip (Objects/stringobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_drop, text_mark } from "../../base/text";
import { PyErr_SetText } from "../../interp/errors";
import { _PyArg_ParseTuple_SizeT } from "../../interp/getargs";
import { memchr } from "../../libc/string";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_INCREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { Py_None } from "../singletons";
import { PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { argument, part_of } from "./arguments";
import { string_view } from "./bytes";
import { is_space } from "./characters";

const LEFT: u32 = 1;
const RIGHT: u32 = 2;

export function string_strip(self: u64, args: u64): u64 {
  enter(Fn.string_strip);
  retire(Seg.string_strip__call);
  const result = strip_ends(self, args, LEFT | RIGHT, "strip");
  leave();
  return result;
}

export function string_lstrip(self: u64, args: u64): u64 {
  enter(Fn.string_lstrip);
  retire(Seg.string_lstrip__call);
  const result = strip_ends(self, args, LEFT, "lstrip");
  leave();
  return result;
}

export function string_rstrip(self: u64, args: u64): u64 {
  enter(Fn.string_rstrip);
  retire(Seg.string_rstrip__call);
  const result = strip_ends(self, args, RIGHT, "rstrip");
  leave();
  return result;
}

function strip_ends(self: u64, args: u64, ends: u32, name: string): u64 {
  if (PyTuple_GET_SIZE(args) === 0) return do_strip(self, ends);
  enter(Fn.do_argstrip);
  retire(Seg.do_argstrip__argument);
  let result: u64 = 0;
  if (_PyArg_ParseTuple_SizeT(args, name, 0, 1, "|O")) {
    const chars = argument(args, 0);
    if (chars === Py_None()) result = do_strip(self, ends);
    else if (Py_TYPE(chars) === Ty.str) result = do_xstrip(self, ends, chars);
    else {
      const mark = text_mark();
      text_add(name);
      text_add(" arg must be None, str or unicode");
      PyErr_SetText(Ty.TypeError, mark);
    }
  }
  leave();
  return result;
}

/** The str itself where nothing is cut off. */
function kept(self: u64, start: i64, end: i64): u64 {
  if (start === 0 && end === <i64>Py_SIZE(self)) {
    Py_INCREF(self);
    return self;
  }
  return part_of(self, start, end);
}

/** Cuts white space off. */
function do_strip(self: u64, ends: u32): u64 {
  enter(Fn.do_strip);
  const mark = text_mark();
  const str = string_view(self);
  const size = <i64>Py_SIZE(self);
  let start: i64 = 0;
  let end = size;
  if ((ends & LEFT) !== 0)
    while (start < size && is_space(load<u8>(str + <usize>start))) start += 1;
  if ((ends & RIGHT) !== 0)
    while (end > start && is_space(load<u8>(str + <usize>(end - 1)))) end -= 1;
  text_drop(mark);
  retire(Seg.do_strip__ends);
  retire(Seg.do_strip__character, start + size - end);
  const result = kept(self, start, end);
  leave();
  return result;
}

/** Cuts off what is among `chars`. */
function do_xstrip(self: u64, ends: u32, chars: u64): u64 {
  enter(Fn.do_xstrip);
  retire(Seg.do_xstrip__ends);
  const mark = text_mark();
  const str = string_view(self);
  const set = string_view(chars);
  const count = <i64>Py_SIZE(chars);
  const size = <i64>Py_SIZE(self);
  let start: i64 = 0;
  let end = size;
  if ((ends & LEFT) !== 0)
    while (start < size && among(load<u8>(str + <usize>start), set, count)) start += 1;
  if ((ends & RIGHT) !== 0)
    while (end > start && among(load<u8>(str + <usize>(end - 1)), set, count)) end -= 1;
  text_drop(mark);
  const result = kept(self, start, end);
  leave();
  return result;
}

/** memchr: whether `c` is one of `count` bytes. */
function among(c: u8, set: usize, count: i64): bool {
  retire(Seg.do_xstrip__character);
  let i: i64 = 0;
  while (i < count && load<u8>(set + <usize>i) !== c) i += 1;
  memchr(<u64>count, <u64>i);
  return i < count;
}
