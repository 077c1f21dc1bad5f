/** Methods that change a str's width (Objects/stringobject.c, Objects/stringlib/transmogrify.h). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_add_byte, text_drop, text_grow, text_mark } from "../../base/text";
import { PyErr_SetText } from "../../interp/errors";
import { _PyArg_ParseTuple_SizeT } from "../../interp/getargs";
import { memcpy } from "../../libc/string";
import { memset_call } from "../../libc/memset";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_INCREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { type_name } from "../types";
import { argument, ssize_argument, ssize_value } from "./arguments";
import { ob_sval, string_byte, string_view } from "./bytes";
import { PyString_FromText } from "./stringobject";

const BLANK: u8 = 0x20;
const ZERO: u8 = 0x30;
const PLUS: u8 = 0x2b;
const MINUS: u8 = 0x2d;
const TAB_SIZE: i64 = 8;

/** A new str with `left` and `right` fill bytes around; the str itself where both are 0. */
function pad(self: u64, left: i64, right: i64, fill: u8): u64 {
  enter(Fn.pad);
  const before: i64 = left < 0 ? 0 : left;
  const after: i64 = right < 0 ? 0 : right;
  let result = self;
  if (before === 0 && after === 0) {
    retire(Seg.pad__nothing);
    Py_INCREF(self);
  } else {
    retire(Seg.pad__around);
    if (before > 0) memset_call(ob_sval(self), before, fill, 1);
    memcpy(Py_SIZE(self));
    if (after > 0) memset_call(ob_sval(self), after, fill, 1);
    const mark = text_mark();
    memory.fill(text_grow(<u32>before), fill, <usize>before);
    string_view(self);
    memory.fill(text_grow(<u32>after), fill, <usize>after);
    result = PyString_FromText(mark);
  }
  leave();
  return result;
}

/** Argument 1 as a fill byte; false with a TypeError. */
function fill_argument(args: u64, name: string): bool {
  const fill = argument(args, 1);
  if (fill === 0 || (Py_TYPE(fill) === Ty.str && Py_SIZE(fill) === 1)) return true;
  const mark = text_mark();
  text_add(name);
  text_add("() argument 2 must be char, not ");
  text_add(type_name(Py_TYPE(fill)));
  PyErr_SetText(Ty.TypeError, mark);
  return false;
}

/** Whether width and fill byte of center, ljust or rjust are there. */
function pad_arguments(args: u64, name: string): bool {
  return (
    _PyArg_ParseTuple_SizeT(args, name, 1, 2, "n|c") &&
    ssize_argument(args, 0, 0) &&
    fill_argument(args, name)
  );
}

function fill_byte(args: u64): u8 {
  const fill = argument(args, 1);
  return fill === 0 ? BLANK : string_byte(fill, 0);
}

export function string_ljust(self: u64, args: u64): u64 {
  enter(Fn.string_ljust);
  retire(Seg.string_ljust__arguments);
  let result: u64 = 0;
  if (pad_arguments(args, "ljust")) {
    result = pad(self, 0, ssize_value() - <i64>Py_SIZE(self), fill_byte(args));
  }
  leave();
  return result;
}

export function string_rjust(self: u64, args: u64): u64 {
  enter(Fn.string_rjust);
  retire(Seg.string_rjust__arguments);
  let result: u64 = 0;
  if (pad_arguments(args, "rjust")) {
    result = pad(self, ssize_value() - <i64>Py_SIZE(self), 0, fill_byte(args));
  }
  leave();
  return result;
}

export function string_center(self: u64, args: u64): u64 {
  enter(Fn.string_center);
  retire(Seg.string_center__arguments);
  let result: u64 = 0;
  if (pad_arguments(args, "center")) {
    const width = ssize_value();
    const margin = width - <i64>Py_SIZE(self);
    // An odd rest goes to the left where the width is odd, too.
    const left = margin <= 0 ? 0 : margin / 2 + (margin & width & 1);
    result = pad(self, left, margin - left, fill_byte(args));
  }
  leave();
  return result;
}

/** Zeros between the sign and the digits. */
export function string_zfill(self: u64, args: u64): u64 {
  enter(Fn.string_zfill);
  retire(Seg.string_zfill__arguments);
  let result: u64 = 0;
  if (_PyArg_ParseTuple_SizeT(args, "zfill", 1, 1, "n") && ssize_argument(args, 0, 0)) {
    const size = <i64>Py_SIZE(self);
    const fill = ssize_value() - size;
    if (fill <= 0) {
      retire(Seg.string_zfill__wide_enough);
      Py_INCREF(self);
      result = self;
    } else {
      retire(Seg.string_zfill__fill);
      const mark = text_mark();
      const sign: u8 = size > 0 ? string_byte(self, 0) : 0;
      const signed = sign === PLUS || sign === MINUS;
      if (signed) text_add_byte(sign);
      memory.fill(text_grow(<u32>fill), ZERO, <usize>fill);
      const body = text_mark();
      const bytes = string_view(self);
      if (signed) {
        memory.copy(bytes, bytes + 1, <usize>(size - 1));
        text_drop(body + <u32>size - 1);
      }
      result = PyString_FromText(mark);
    }
  }
  leave();
  return result;
}

export function string_expandtabs(self: u64, args: u64): u64 {
  enter(Fn.string_expandtabs);
  retire(Seg.string_expandtabs__arguments);
  let result: u64 = 0;
  if (
    _PyArg_ParseTuple_SizeT(args, "expandtabs", 0, 1, "|i") &&
    ssize_argument(args, 0, TAB_SIZE)
  ) {
    const size = Py_SIZE(self);
    retire(Seg.string_expandtabs__character, size);
    result = expanded(self, size, ssize_value());
  }
  leave();
  return result;
}

function expanded(self: u64, size: u64, tabsize: i64): u64 {
  const drop = text_mark();
  const bytes = string_view(self);
  const mark = text_mark();
  let column: i64 = 0;
  for (let i: usize = 0; i < <usize>size; i++) {
    const c = load<u8>(bytes + i);
    if (c === 0x09) {
      if (tabsize <= 0) continue;
      const blanks = tabsize - (column % tabsize);
      column += blanks;
      for (let b: i64 = 0; b < blanks; b++) text_add_byte(BLANK);
      continue;
    }
    text_add_byte(c);
    column = c === 0x0a || c === 0x0d ? 0 : column + 1;
  }
  const result = PyString_FromText(mark);
  text_drop(drop);
  return result;
}
