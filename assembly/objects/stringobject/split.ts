/** split, rsplit and splitlines (Objects/stringobject.c, Objects/stringlib/split.h). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_drop, text_mark } from "../../base/text";
import { PyErr_SetString } from "../../interp/errors";
import { _PyArg_ParseTuple_SizeT } from "../../interp/getargs";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyList_Append,
  PyList_GET_ITEM,
  PyList_GET_SIZE,
  PyList_STORE_ITEM,
} from "../listobject/access";
import { PyList_New } from "../listobject/listobject";
import { Py_DECREF, Py_INCREF, Py_SIZE, set_field } from "../object/refcount";
import { Py_None } from "../singletons";
import { argument, part_of, ssize_argument, ssize_value, text_argument } from "./arguments";
import { string_view } from "./bytes";
import { is_space } from "./characters";
import { Search, fastsearch } from "./find";

/** Items for which the list has room from the beginning. */
const MAX_PREALLOC: i64 = 12;

/** A list that is being filled: ob_size is set when it is complete. */
@unmanaged
class Parts {
  list: u64;
  self: u64;
  count: i64;
}

const parts_at: usize = memory.data(24, 8);

function parts(): Parts {
  return changetype<Parts>(parts_at);
}

function begin_parts(self: u64, maxsplit: i64): void {
  parts().self = self;
  parts().count = 0;
  parts().list = PyList_New(maxsplit >= MAX_PREALLOC ? MAX_PREALLOC : maxsplit + 1);
}

/** SPLIT_ADD: bytes start to end of the str become an item. */
function add_part(start: i64, end: i64): void {
  add_item(part_of(parts().self, start, end));
}

function add_item(item: u64): void {
  if (parts().count < MAX_PREALLOC) PyList_STORE_ITEM(parts().list, parts().count, item);
  else {
    PyList_Append(parts().list, item);
    Py_DECREF(item);
  }
  parts().count += 1;
}

/** The str itself as the one item: nothing was split. */
function add_self(): void {
  Py_INCREF(parts().self);
  add_item(parts().self);
}

/** FIX_PREALLOC_SIZE. */
function end_parts(): u64 {
  set_field(parts().list, 0, parts().count);
  return parts().list;
}

/** The items were found last to first. */
function reverse_parts(): u64 {
  const list = end_parts();
  const size = PyList_GET_SIZE(list);
  const swaps = size / 2;
  enter(Fn.PyList_Reverse);
  retire(Seg.PyList_Reverse__swap, swaps);
  for (let i: u64 = 0; i < swaps; i++) {
    const item = PyList_GET_ITEM(list, i);
    PyList_STORE_ITEM(list, i, PyList_GET_ITEM(list, size - 1 - i));
    PyList_STORE_ITEM(list, size - 1 - i, item);
  }
  leave();
  return list;
}

export function string_split(self: u64, args: u64): u64 {
  enter(Fn.string_split);
  retire(Seg.string_split__arguments);
  const result = split_by(self, args, "split", true);
  leave();
  return result;
}

export function string_rsplit(self: u64, args: u64): u64 {
  enter(Fn.string_rsplit);
  retire(Seg.string_rsplit__arguments);
  const result = split_by(self, args, "rsplit", false);
  leave();
  return result;
}

function split_by(self: u64, args: u64, name: string, forward: bool): u64 {
  if (!_PyArg_ParseTuple_SizeT(args, name, 0, 2, "|On") || !ssize_argument(args, 1, -1)) return 0;
  const maxsplit = ssize_value() < 0 ? i64.MAX_VALUE : ssize_value();
  const sep = argument(args, 0);
  if (sep === 0 || sep === Py_None()) {
    return forward ? split_whitespace(self, maxsplit) : rsplit_whitespace(self, maxsplit);
  }
  if (text_argument(sep) === 0) return 0;
  return forward ? stringlib_split(self, sep, maxsplit) : stringlib_rsplit(self, sep, maxsplit);
}

function empty_separator(): u64 {
  PyErr_SetString(Ty.ValueError, "empty separator");
  return 0;
}

/** Words between white space. */
function split_whitespace(self: u64, maxsplit: i64): u64 {
  enter(Fn.stringlib_split_whitespace);
  retire(Seg.stringlib_split_whitespace__begin);
  begin_parts(self, maxsplit);
  const mark = text_mark();
  const str = string_view(self);
  const size = <i64>Py_SIZE(self);
  let i: i64 = 0;
  let left = maxsplit;
  while (left > 0) {
    while (i < size && is_space(load<u8>(str + <usize>i))) i += 1;
    if (i === size) break;
    const start = i;
    i += 1;
    while (i < size && !is_space(load<u8>(str + <usize>i))) i += 1;
    retire(Seg.stringlib_split_whitespace__word);
    if (start === 0 && i === size) add_self();
    else add_part(start, i);
    left -= 1;
  }
  retire(Seg.stringlib_split_whitespace__character, i);
  if (i < size) {
    while (i < size && is_space(load<u8>(str + <usize>i))) i += 1;
    retire(Seg.stringlib_split_whitespace__rest);
    if (i !== size) add_part(i, size);
  }
  text_drop(mark);
  const list = end_parts();
  leave();
  return list;
}

function rsplit_whitespace(self: u64, maxsplit: i64): u64 {
  enter(Fn.stringlib_rsplit_whitespace);
  retire(Seg.stringlib_rsplit_whitespace__begin);
  begin_parts(self, maxsplit);
  const mark = text_mark();
  const str = string_view(self);
  const size = <i64>Py_SIZE(self);
  let i = size - 1;
  let left = maxsplit;
  while (left > 0) {
    while (i >= 0 && is_space(load<u8>(str + <usize>i))) i -= 1;
    if (i < 0) break;
    const last = i;
    i -= 1;
    while (i >= 0 && !is_space(load<u8>(str + <usize>i))) i -= 1;
    retire(Seg.stringlib_rsplit_whitespace__word);
    if (last === size - 1 && i < 0) add_self();
    else add_part(i + 1, last + 1);
    left -= 1;
  }
  retire(Seg.stringlib_rsplit_whitespace__character, size - 1 - i);
  if (i >= 0) {
    while (i >= 0 && is_space(load<u8>(str + <usize>i))) i -= 1;
    retire(Seg.stringlib_rsplit_whitespace__rest);
    if (i >= 0) add_part(0, i + 1);
  }
  text_drop(mark);
  const list = reverse_parts();
  leave();
  return list;
}

/** Parts between separators. */
function stringlib_split(self: u64, sep: u64, maxsplit: i64): u64 {
  enter(Fn.stringlib_split);
  retire(Seg.stringlib_split__begin);
  let list: u64 = 0;
  const m = <i64>Py_SIZE(sep);
  if (m === 0) list = empty_separator();
  else if (m === 1) list = split_char(self, sep, maxsplit);
  else {
    begin_parts(self, maxsplit);
    const mark = text_mark();
    const str = string_view(self);
    const pattern = string_view(sep);
    const size = <i64>Py_SIZE(self);
    let i: i64 = 0;
    let left = maxsplit;
    while (left > 0) {
      const pos = fastsearch(str + <usize>i, size - i, pattern, m, -1, Search.FORWARD);
      if (pos < 0) break;
      retire(Seg.stringlib_split__part);
      add_part(i, i + pos);
      i += pos + m;
      left -= 1;
    }
    retire(Seg.stringlib_split__rest);
    if (parts().count === 0) add_self();
    else add_part(i, size);
    text_drop(mark);
    list = end_parts();
  }
  leave();
  return list;
}

function split_char(self: u64, sep: u64, maxsplit: i64): u64 {
  enter(Fn.stringlib_split_char);
  retire(Seg.stringlib_split_char__begin);
  begin_parts(self, maxsplit);
  const mark = text_mark();
  const str = string_view(self);
  const byte = load<u8>(string_view(sep));
  const size = <i64>Py_SIZE(self);
  let i: i64 = 0;
  let j: i64 = 0;
  let left = maxsplit;
  while (j < size && left > 0) {
    while (j < size && load<u8>(str + <usize>j) !== byte) j += 1;
    if (j >= size) break;
    retire(Seg.stringlib_split_char__part);
    add_part(i, j);
    j += 1;
    i = j;
    left -= 1;
  }
  retire(Seg.stringlib_split_char__character, j);
  retire(Seg.stringlib_split_char__rest);
  if (parts().count === 0) add_self();
  else add_part(i, size);
  text_drop(mark);
  const list = end_parts();
  leave();
  return list;
}

function stringlib_rsplit(self: u64, sep: u64, maxsplit: i64): u64 {
  enter(Fn.stringlib_rsplit);
  retire(Seg.stringlib_rsplit__begin);
  let list: u64 = 0;
  const m = <i64>Py_SIZE(sep);
  if (m === 0) list = empty_separator();
  else if (m === 1) list = rsplit_char(self, sep, maxsplit);
  else {
    begin_parts(self, maxsplit);
    const mark = text_mark();
    const str = string_view(self);
    const pattern = string_view(sep);
    let j = <i64>Py_SIZE(self);
    let left = maxsplit;
    while (left > 0) {
      const pos = fastsearch(str, j, pattern, m, -1, Search.BACKWARD);
      if (pos < 0) break;
      retire(Seg.stringlib_rsplit__part);
      add_part(pos + m, j);
      j = pos;
      left -= 1;
    }
    retire(Seg.stringlib_rsplit__rest);
    if (parts().count === 0) add_self();
    else add_part(0, j);
    text_drop(mark);
    list = reverse_parts();
  }
  leave();
  return list;
}

function rsplit_char(self: u64, sep: u64, maxsplit: i64): u64 {
  enter(Fn.stringlib_rsplit_char);
  retire(Seg.stringlib_rsplit_char__begin);
  begin_parts(self, maxsplit);
  const mark = text_mark();
  const str = string_view(self);
  const byte = load<u8>(string_view(sep));
  let i = <i64>Py_SIZE(self) - 1;
  let j = i;
  let left = maxsplit;
  while (i >= 0 && left > 0) {
    while (i >= 0 && load<u8>(str + <usize>i) !== byte) i -= 1;
    if (i < 0) break;
    retire(Seg.stringlib_rsplit_char__part);
    add_part(i + 1, j + 1);
    i -= 1;
    j = i;
    left -= 1;
  }
  retire(Seg.stringlib_rsplit_char__character, <i64>Py_SIZE(self) - 1 - i);
  retire(Seg.stringlib_rsplit_char__rest);
  if (parts().count === 0) add_self();
  else add_part(0, j + 1);
  text_drop(mark);
  const list = reverse_parts();
  leave();
  return list;
}

/** Lines, with their ends if the argument is true. */
export function string_splitlines(self: u64, args: u64): u64 {
  enter(Fn.string_splitlines);
  retire(Seg.string_splitlines__arguments);
  let list: u64 = 0;
  if (_PyArg_ParseTuple_SizeT(args, "splitlines", 0, 1, "|i") && ssize_argument(args, 0, 0)) {
    list = stringlib_splitlines(self, ssize_value() !== 0);
  }
  leave();
  return list;
}

function stringlib_splitlines(self: u64, keepends: bool): u64 {
  enter(Fn.stringlib_splitlines);
  retire(Seg.stringlib_splitlines__begin);
  const list = PyList_New(0);
  const mark = text_mark();
  const str = string_view(self);
  const size = <i64>Py_SIZE(self);
  let i: i64 = 0;
  while (i < size) {
    const start = i;
    while (i < size && load<u8>(str + <usize>i) !== 0x0a && load<u8>(str + <usize>i) !== 0x0d)
      i += 1;
    retire(Seg.stringlib_splitlines__character, i - start);
    let end = i;
    if (i < size) {
      const both =
        load<u8>(str + <usize>i) === 0x0d &&
        i + 1 < size &&
        load<u8>(str + <usize>(i + 1)) === 0x0a;
      i += both ? 2 : 1;
      if (keepends) end = i;
    }
    retire(Seg.stringlib_splitlines__line);
    const whole = start === 0 && end === size;
    if (whole) Py_INCREF(self);
    const line = whole ? self : part_of(self, start, end);
    PyList_Append(list, line);
    Py_DECREF(line);
  }
  text_drop(mark);
  leave();
  return list;
}
