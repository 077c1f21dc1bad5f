/**
 * String objects (Objects/stringobject.c, CPython 2.7): making them, interning, their death. The empty
 * str and strs of one character are made once and interned.
 */
import { Fn } from "../../abi/functions";
import { Section } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { check } from "../../base/fault";
import { recorded_count, recorded_rows } from "../../base/recorded";
import { text_add, text_bytes, text_drop, text_length, text_mark } from "../../base/text";
import { store32_low } from "../../kernel/words";
import { memcpy, strlen } from "../../libc/string";
import { PyDict_DelItem, PyDict_GetItem, PyDict_SetItem } from "../dictobject/dictobject";
import { interned_dict } from "../dictobject/recorded_keys";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyObject_INIT_VAR,
  Py_DECREF,
  Py_INCREF,
  Py_REFCNT,
  Py_SIZE,
  Py_TYPE,
  field,
  get_field,
  make_immortal,
  set_field,
  set_refcnt,
} from "../object/refcount";
import { PyObject_FREE, PyObject_MALLOC, unwritten } from "../obmalloc/debug";
import { string_end, string_view, string_write, sval_offset } from "./bytes";

export { string_byte, text_add_string } from "./bytes";
export {
  string_concat,
  string_contains,
  string_item,
  string_repeat,
  string_slice,
} from "./sequence";
export { string_subscript } from "./subscript";
export { string_new } from "./new";
export { PyString_Join } from "./join";

const OB_SHASH: u64 = 1;
const OB_SSTATE: u64 = 2;
const NOT_HASHED: u64 = u64.MAX_VALUE;

/** ob_sstate: the low half of its word, before the first four characters. */
const SSTATE_NOT_INTERNED: u64 = 0;
const SSTATE_INTERNED_MORTAL: u64 = 1;
const SSTATE_MASK: u64 = 0xffffffff;
/** What the dictionary of interned strs holds of each: as key and as value. */
const INTERNED_REFERENCES: i64 = 2;

/** nullstring, then characters[256]. */
const shared_at: usize = memory.data(8 * 257, 8);

/** Forgets the shared and the interned strs of the last run. */
export function stringobject_reset(): void {
  memory.fill(shared_at, 0, 8 * 257);
}

/** nullstring for size 0, characters[c] for size 1; 0 where it was not made yet. */
function shared_cell(bytes: usize, size: u64): usize {
  return size === 0 ? shared_at : shared_at + 8 + ((<usize>load<u8>(bytes)) << 3);
}

/** The shared str of one character, borrowed, or 0 (characters[byte]). */
export function character(byte: u8): u64 {
  return load<u64>(shared_at + 8 + ((<usize>byte) << 3));
}

/** Bytes of the object for a text of `size` (PyStringObject_SIZE + size). */
export function object_bytes(size: u64): u64 {
  return sval_offset() + 1 + size;
}

/** The object alone: header, no hash, not interned, a NUL; its bytes are the caller's. */
export function new_string(size: u64): u64 {
  const op = PyObject_MALLOC(object_bytes(size));
  PyObject_INIT_VAR(op, Ty.str, size);
  set_field(op, OB_SHASH, NOT_HASHED);
  store32_low(field(op, OB_SSTATE), SSTATE_NOT_INTERNED, unwritten());
  string_end(op, size);
  return op;
}

/** PyString_CHECK_INTERNED. */
export function is_interned(op: u64): bool {
  return (get_field(op, OB_SSTATE) & SSTATE_MASK) !== SSTATE_NOT_INTERNED;
}

/** Forgets the hash: the text changes (_PyString_Resize). */
export function forget_hash(op: u64): void {
  set_field(op, OB_SHASH, NOT_HASHED);
}

/** A str of `size` bytes that the caller will write (PyString_FromStringAndSize without bytes). */
export function PyString_New(size: u64): u64 {
  enter(Fn.PyString_FromStringAndSize);
  let op = size === 0 ? load<u64>(shared_at) : 0;
  if (op !== 0) {
    retire(Seg.PyString_FromStringAndSize__empty_again);
    Py_INCREF(op);
  } else {
    retire(Seg.PyString_FromStringAndSize__allocate_only);
    op = new_string(size);
    if (size === 0) op = share(op, shared_at);
  }
  leave();
  return op;
}

/** PyString_FromStringAndSize: a str with a copy of `size` bytes of linear memory. */
export function PyString_FromBytes(bytes: usize, size: u64): u64 {
  enter(Fn.PyString_FromStringAndSize);
  let op = size < 2 ? load<u64>(shared_cell(bytes, size)) : 0;
  if (op !== 0) {
    if (size === 0) retire(Seg.PyString_FromStringAndSize__shared_empty);
    else retire(Seg.PyString_FromStringAndSize__shared_character);
    Py_INCREF(op);
  } else {
    retire(Seg.PyString_FromStringAndSize__allocate);
    op = new_string(size);
    memcpy(size);
    string_write(op, 0, bytes, size);
    if (size < 2) {
      retire(Seg.PyString_FromStringAndSize__share);
      op = share(op, shared_cell(bytes, size));
    }
  }
  leave();
  return op;
}

/** A short str is interned and kept. */
function share(op: u64, cell: usize): u64 {
  const kept = PyString_InternInPlace(op);
  store<u64>(cell, kept);
  Py_INCREF(kept);
  return kept;
}

/** Makes the empty str and those strs of one character that the start-up made. */
export function make_shared_strings(): void {
  Py_DECREF(PyString_FromString(""));
  const rows = recorded_rows(Section.CHARACTER);
  for (let i: usize = 0; i < <usize>recorded_count(Section.CHARACTER); i++) {
    Py_DECREF(PyString_FromBytes(rows + i * 8, 1));
  }
}

/** A str of the text above `mark`, which is dropped. */
export function PyString_FromText(mark: u32): u64 {
  const op = PyString_FromBytes(text_bytes(mark), text_length(mark));
  text_drop(mark);
  return op;
}

/** A str of a NUL-terminated constant. */
export function PyString_FromString(literal: string): u64 {
  const mark = text_mark();
  text_add(literal);
  return PyString_FromBuffer(mark);
}

/** PyString_FromString of the characters since `mark`, which are dropped. */
export function PyString_FromBuffer(mark: u32): u64 {
  enter(Fn.PyString_FromString);
  const size = <u64>text_length(mark);
  strlen(size);
  const bytes = text_bytes(mark);
  let op = size < 2 ? load<u64>(shared_cell(bytes, size)) : 0;
  if (op !== 0) {
    retire(Seg.PyString_FromString__shared);
    Py_INCREF(op);
  } else {
    retire(Seg.PyString_FromString__allocate);
    op = new_string(size);
    memcpy(size + 1);
    string_write(op, 0, bytes, size);
    if (size < 2) {
      retire(Seg.PyString_FromString__share);
      op = share(op, shared_cell(bytes, size));
    }
  }
  text_drop(mark);
  leave();
  return op;
}

/** Takes over a reference to `op`; the result is a reference to the interned str of its text. */
export function PyString_InternInPlace(op: u64): u64 {
  enter(Fn.PyString_InternInPlace);
  check(Py_TYPE(op) === Ty.str, op);
  if (is_interned(op)) {
    retire(Seg.PyString_InternInPlace__interned);
    leave();
    return op;
  }
  retire(Seg.PyString_InternInPlace__look_up);
  let found = PyDict_GetItem(interned_dict(), op);
  if (found === op) mark_interned(op);
  else if (found !== 0) {
    retire(Seg.PyString_InternInPlace__replace);
    Py_INCREF(found);
    Py_DECREF(op);
  } else {
    retire(Seg.PyString_InternInPlace__insert);
    PyDict_SetItem(interned_dict(), op, op);
    // The dictionary's two references are not counted.
    set_refcnt(op, Py_REFCNT(op) - INTERNED_REFERENCES);
    mark_interned(op);
    found = op;
  }
  leave();
  return found;
}

function mark_interned(op: u64): void {
  store32_low(field(op, OB_SSTATE), SSTATE_INTERNED_MORTAL, unwritten());
  make_immortal(op);
}

/** An interned str of the start-up with the text of `op`: it is there already, and is found now. */
export function start_up_copy(op: u64): u64 {
  const size = Py_SIZE(op);
  const copy = new_string(size);
  const mark = text_mark();
  string_write(copy, 0, string_view(op), size);
  text_drop(mark);
  set_field(copy, OB_SHASH, get_field(op, OB_SHASH));
  mark_interned(copy);
  return copy;
}

export function PyString_InternFromString(literal: string): u64 {
  enter(Fn.PyString_InternFromString);
  retire(Seg.PyString_InternFromString__call);
  const op = PyString_InternInPlace(PyString_FromString(literal));
  leave();
  return op;
}

/** The last reference to a str is gone: an interned one leaves the table. */
export function string_dealloc(op: u64): void {
  enter(Fn.string_dealloc);
  if (is_interned(op)) {
    retire(Seg.string_dealloc__interned);
    set_refcnt(op, INTERNED_REFERENCES + 1);
    PyDict_DelItem(interned_dict(), op);
  } else retire(Seg.string_dealloc__plain);
  PyObject_FREE(op);
  leave();
}
