/** Strs as sequences (Objects/stringobject.c): +, *, [i], [i:j], in. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_drop, text_mark } from "../../base/text";
import { PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { memset_call } from "../../libc/memset";
import { memcpy } from "../../libc/string";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_INCREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { type_name } from "../types";
import { ob_sval, string_byte, string_copy, string_view } from "./bytes";
import { stringlib_find } from "./find";
import { PyString_FromBytes, character, new_string } from "./stringobject";

/** A TypeError: `before`, the type's name, `after`. */
export function complain_type(before: string, op: u64, after: string): void {
  const mark = text_mark();
  text_add(before);
  text_add(type_name(Py_TYPE(op)));
  text_add(after);
  PyErr_SetText(Ty.TypeError, mark);
}

/** a + b: a new reference, or 0 with a TypeError. */
export function string_concat(a: u64, b: u64): u64 {
  enter(Fn.string_concat);
  let result: u64 = 0;
  if (Py_TYPE(b) !== Ty.str) {
    retire(Seg.string_concat__no_str);
    complain_type("cannot concatenate 'str' and '", b, "' objects");
  } else if (Py_SIZE(a) === 0 || Py_SIZE(b) === 0) {
    retire(Seg.string_concat__one_empty);
    result = Py_SIZE(a) === 0 ? b : a;
    Py_INCREF(result);
  } else {
    retire(Seg.string_concat__allocate);
    const left = Py_SIZE(a);
    const right = Py_SIZE(b);
    result = new_string(left + right);
    memcpy(left);
    string_copy(result, 0, a, 0, left);
    memcpy(right);
    string_copy(result, left, b, 0, right);
  }
  leave();
  return result;
}

/** a * n: the text is doubled until it is long enough. */
export function string_repeat(a: u64, n: i64): u64 {
  enter(Fn.string_repeat);
  const times: u64 = n < 0 ? 0 : <u64>n;
  const one = Py_SIZE(a);
  let result: u64 = 0;
  if (times !== 0 && one > <u64>i64.MAX_VALUE / times) {
    retire(Seg.string_repeat__too_long);
    PyErr_SetString(Ty.OverflowError, "repeated string is too long");
  } else if (times * one === one) {
    retire(Seg.string_repeat__same);
    Py_INCREF(a);
    result = a;
  } else result = repeated(a, one, times);
  leave();
  return result;
}

function repeated(a: u64, one: u64, times: u64): u64 {
  retire(Seg.string_repeat__allocate);
  const size = one * times;
  const result = new_string(size);
  if (one === 1 && times > 0) {
    retire(Seg.string_repeat__fill);
    memset_call(ob_sval(result), size, string_byte(a, 0), 1);
    copy_doubling(result, a, 1, size, false);
    return result;
  }
  retire(Seg.string_repeat__begin);
  copy_doubling(result, a, one, size, true);
  return result;
}

/** Writes the first `one` bytes, then copies what is there until `size` bytes are. */
function copy_doubling(result: u64, a: u64, one: u64, size: u64, priced: bool): void {
  if (size === 0) return;
  if (priced) memcpy(one);
  string_copy(result, 0, a, 0, one);
  let done = one;
  while (done < size) {
    const step = done <= size - done ? done : size - done;
    if (priced) {
      retire(Seg.string_repeat__double);
      memcpy(step);
    }
    string_copy(result, done, result, 0, step);
    done += step;
  }
}

/** PyString_FromStringAndSize of a part of a str. */
export function string_part(a: u64, start: u64, size: u64): u64 {
  const mark = text_mark();
  const bytes = string_view(a);
  const result = PyString_FromBytes(bytes + <usize>start, size);
  text_drop(mark);
  return result;
}

/** a[low:high] with bounds that are already counted from the beginning. */
export function string_slice(a: u64, low: i64, high: i64): u64 {
  enter(Fn.string_slice);
  const size = <i64>Py_SIZE(a);
  const from = low < 0 ? 0 : low;
  let to = high < 0 ? 0 : high > size ? size : high;
  let result: u64;
  if (from === 0 && to === size) {
    retire(Seg.string_slice__whole);
    Py_INCREF(a);
    result = a;
  } else {
    retire(Seg.string_slice__copy);
    if (to < from) to = from;
    result = to === from ? PyString_FromBytes(0, 0) : string_part(a, from, to - from);
  }
  leave();
  return result;
}

/** a[index]: the shared str of that character. */
export function string_item(a: u64, index: i64): u64 {
  enter(Fn.string_item);
  let result: u64 = 0;
  if (index < 0 || index >= <i64>Py_SIZE(a)) {
    retire(Seg.string_item__out_of_range);
    PyErr_SetString(Ty.IndexError, "string index out of range");
  } else {
    result = character(string_byte(a, index));
    if (result !== 0) {
      retire(Seg.string_item__shared);
      Py_INCREF(result);
    } else {
      retire(Seg.string_item__first);
      result = string_part(a, index, 1);
    }
  }
  leave();
  return result;
}

/** item in a: 1, 0, or -1 with a TypeError. */
export function string_contains(a: u64, item: u64): i32 {
  enter(Fn.string_contains);
  let found: i32 = -1;
  if (Py_TYPE(item) !== Ty.str) {
    retire(Seg.string_contains__no_str);
    complain_type("'in <string>' requires string as left operand, not ", item, "");
  } else {
    retire(Seg.string_contains__call);
    found = stringlib_contains_obj(a, item) ? 1 : 0;
  }
  leave();
  return found;
}

function stringlib_contains_obj(a: u64, item: u64): bool {
  enter(Fn.stringlib_contains_obj);
  retire(Seg.stringlib_contains_obj__find);
  const mark = text_mark();
  const str = string_view(a);
  const sub = string_view(item);
  const pos = stringlib_find(str, Py_SIZE(a), sub, Py_SIZE(item), 0);
  text_drop(mark);
  leave();
  return pos !== -1;
}
