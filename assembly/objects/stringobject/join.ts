/** string_join (Objects/stringobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { PyErr_SetText } from "../../interp/errors";
import { memcpy } from "../../libc/string";
import { enter, leave, retire } from "../../meter/ledger";
import { PySequence_Fast } from "../abstract/sequence";
import { PyList_GET_ITEM, PyList_GET_SIZE } from "../listobject/access";
import { Py_DECREF, Py_INCREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { type_name } from "../types";
import { string_copy } from "./bytes";
import { PyString_FromString, PyString_New } from "./stringobject";

/** PySequence_Fast_GET_SIZE. */
function fast_size(seq: u64): u64 {
  return Py_TYPE(seq) === Ty.list ? PyList_GET_SIZE(seq) : PyTuple_GET_SIZE(seq);
}

/** PySequence_Fast_GET_ITEM, borrowed. */
function fast_item(seq: u64, index: u64): u64 {
  return Py_TYPE(seq) === Ty.list ? PyList_GET_ITEM(seq, index) : PyTuple_GET_ITEM(seq, index);
}

/** separator.join(x): sizes are added first, then everything is copied once. */
export function string_join(separator: u64, x: u64): u64 {
  enter(Fn.string_join);
  retire(Seg.string_join__begin);
  const seq = PySequence_Fast(x, "can only join an iterable");
  let result: u64 = 0;
  if (seq !== 0) {
    result = join_items(separator, seq, fast_size(seq));
    Py_DECREF(seq);
  }
  leave();
  return result;
}

function join_items(separator: u64, seq: u64, count: u64): u64 {
  if (count === 0) {
    retire(Seg.string_join__nothing);
    return PyString_FromString("");
  }
  if (count === 1 && Py_TYPE(fast_item(seq, 0)) === Ty.str) {
    retire(Seg.string_join__one);
    const item = fast_item(seq, 0);
    Py_INCREF(item);
    return item;
  }
  let size: u64 = 0;
  for (let i: u64 = 0; i < count; i++) {
    const item = fast_item(seq, i);
    retire(Seg.string_join__measure);
    if (Py_TYPE(item) !== Ty.str) {
      no_str(i, item);
      return 0;
    }
    size += Py_SIZE(item) + (i !== 0 ? Py_SIZE(separator) : 0);
  }
  const result = PyString_New(size);
  let at: u64 = 0;
  for (let i: u64 = 0; i < count; i++) {
    if (i !== 0) at = append(result, at, separator);
    retire(Seg.string_join__copy);
    at = append(result, at, fast_item(seq, i));
  }
  return result;
}

function append(result: u64, at: u64, part: u64): u64 {
  const size = Py_SIZE(part);
  memcpy(size);
  string_copy(result, at, part, 0, size);
  return at + size;
}

function no_str(index: u64, item: u64): void {
  const mark = text_mark();
  text_add("sequence item ");
  text_add_i64(index);
  text_add(": expected string, ");
  text_add(type_name(Py_TYPE(item)));
  text_add(" found");
  PyErr_SetText(Ty.TypeError, mark);
}

/** _PyString_Join. */
export function PyString_Join(separator: u64, list: u64): u64 {
  enter(Fn._PyString_Join);
  retire(Seg._PyString_Join__call);
  const result = string_join(separator, list);
  leave();
  return result;
}
