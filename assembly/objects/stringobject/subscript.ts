/** string_subscript (Objects/stringobject.c): [i] and [i:j:k]. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_bytes, text_drop, text_grow, text_mark } from "../../base/text";
import { PyErr_Occurred } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyIndex_Check, PyNumber_AsSsize_t } from "../abstract/number";
import { Py_INCREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { PyMem_FREE, PyMem_MALLOC } from "../obmalloc/mem";
import { PySlice_GetIndicesEx } from "../sliceobject";
import { string_byte } from "./bytes";
import { complain_type, string_item, string_part } from "./sequence";
import { PyString_FromBytes } from "./stringobject";

/** start, stop, step, slicelength. */
const indices_at: usize = memory.data(32, 8);

export function string_subscript(a: u64, item: u64): u64 {
  enter(Fn.string_subscript);
  let result: u64 = 0;
  if (PyIndex_Check(item)) {
    retire(Seg.string_subscript__index);
    let index = PyNumber_AsSsize_t(item, Ty.IndexError);
    if (index !== -1 || !PyErr_Occurred()) {
      if (index < 0) index += Py_SIZE(a);
      result = string_item(a, index);
    }
  } else if (Py_TYPE(item) === Ty.slice) {
    retire(Seg.string_subscript__slice);
    if (PySlice_GetIndicesEx(item, Py_SIZE(a), indices_at) >= 0) result = extended(a);
  } else {
    retire(Seg.string_subscript__bad_index);
    complain_type("string indices must be integers, not ", item, "");
  }
  leave();
  return result;
}

/** The characters that the slice's indices choose. */
function extended(a: u64): u64 {
  const start = load<i64>(indices_at);
  const step = load<i64>(indices_at, 16);
  const length = load<i64>(indices_at, 24);
  if (length <= 0) {
    retire(Seg.string_subscript__empty);
    return PyString_FromBytes(0, 0);
  }
  if (start === 0 && step === 1 && length === <i64>Py_SIZE(a)) {
    retire(Seg.string_subscript__whole);
    Py_INCREF(a);
    return a;
  }
  if (step === 1) {
    retire(Seg.string_subscript__part);
    return string_part(a, start, length);
  }
  retire(Seg.string_subscript__steps);
  const buffer = PyMem_MALLOC(length);
  retire(Seg.string_subscript__character, length);
  const mark = text_mark();
  text_grow(<u32>length);
  for (let i: i64 = 0; i < length; i++) {
    store<u8>(text_bytes(mark) + <usize>i, string_byte(a, start + i * step));
  }
  const result = PyString_FromBytes(text_bytes(mark), length);
  text_drop(mark);
  PyMem_FREE(buffer, length);
  return result;
}
