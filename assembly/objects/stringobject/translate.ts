/** string_translate (Objects/stringobject.c): each byte by a table of 256, some left out. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add_byte, text_bytes, text_drop, text_length, text_mark } from "../../base/text";
import { PyErr_SetString } from "../../interp/errors";
import { PyArg_UnpackTuple } from "../../interp/getargs";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_DECREF, Py_INCREF, Py_SIZE } from "../object/refcount";
import { Py_None } from "../singletons";
import { argument, text_argument } from "./arguments";
import { string_view, string_write } from "./bytes";
import { _PyString_Resize } from "./resize";
import { PyString_New } from "./stringobject";

const TABLE_BYTES: u64 = 256;

export function string_translate(self: u64, args: u64): u64 {
  enter(Fn.string_translate);
  retire(Seg.string_translate__arguments);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "translate", 1, 2)) result = translated(self, args);
  leave();
  return result;
}

function translated(self: u64, args: u64): u64 {
  const table = argument(args, 0);
  if (table !== Py_None()) {
    if (text_argument(table) === 0) return 0;
    if (Py_SIZE(table) !== TABLE_BYTES) {
      PyErr_SetString(Ty.ValueError, "translation table must be 256 characters long");
      return 0;
    }
  }
  const left_out = argument(args, 1);
  if (left_out !== 0 && text_argument(left_out) === 0) return 0;
  const size = Py_SIZE(self);
  let result = PyString_New(size);
  const drop = text_mark();
  const bytes = string_view(self);
  const map = table !== Py_None() ? string_view(table) : 0;
  const set = left_out !== 0 ? string_view(left_out) : 0;
  const mark = text_mark();
  let changed = false;
  retire(Seg.string_translate__character, size);
  for (let i: usize = 0; i < <usize>size; i++) {
    const c = load<u8>(bytes + i);
    if (set !== 0 && among(c, set, Py_SIZE(left_out))) {
      changed = true;
      continue;
    }
    const to = map !== 0 ? load<u8>(map + <usize>c) : c;
    if (to !== c) changed = true;
    text_add_byte(to);
  }
  if (!changed) {
    retire(Seg.string_translate__same);
    Py_DECREF(result);
    Py_INCREF(self);
    result = self;
  } else {
    const length = <u64>text_length(mark);
    string_write(result, 0, text_bytes(mark), length);
    if (length !== size) {
      retire(Seg.string_translate__cut);
      result = _PyString_Resize(result, length);
    }
  }
  text_drop(drop);
  return result;
}

function among(c: u8, set: usize, count: u64): bool {
  for (let i: usize = 0; i < <usize>count; i++) if (load<u8>(set + i) === c) return true;
  return false;
}
