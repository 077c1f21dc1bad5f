/**
 * Arrays of C values (Modules/_ctypes/_ctypes.c: Array_Type): items are made when they are read and
 * converted when they are stored. The bytes lie in a shared mapping, outside any object.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_add_byte, text_add_i64, text_mark } from "../../base/text";
import { PyErr_Clear, PyErr_Occurred, PyErr_SetString } from "../../interp/errors";
import { touch_read_shared } from "../../kernel/fault";
import { store64 } from "../../kernel/words";
import { memset_call } from "../../libc/memset";
import { enter, leave, retire } from "../../meter/ledger";
import { PyIndex_Check, PyNumber_AsSsize_t } from "../../objects/abstract/number";
import { PyObject_Size, PySequence_GetItem } from "../../objects/abstract/sequence";
import { PyList_New } from "../../objects/listobject/listobject";
import { PyList_STORE_ITEM } from "../../objects/listobject/access";
import { clamped } from "../../objects/listobject/slice";
import { Py_DECREF, Py_TYPE, get_field, set_field } from "../../objects/object/refcount";
import { PySlice_GetIndicesEx } from "../../objects/sliceobject";
import { PyString_FromText } from "../../objects/stringobject/stringobject";
import { itemsize_of, load_bytes } from "../array_values";
import { CODE_CHAR, c_convert, c_object, converted_bits, text_add_ctype } from "./ctypes_values";
import { heap_malloc } from "./heap";
import { store_shared } from "./shared_writes";
import { C_BLOCK, C_LENGTH, C_POINTER, C_TYPECODE, library_new } from "./objects";

/** start, stop, step and length of the last slice. */
const indices_at: usize = memory.data(32, 8);

export function c_length(op: u64): i64 {
  return <i64>get_field(op, C_LENGTH);
}

function place_of(op: u64, index: i64): u64 {
  return get_field(op, C_POINTER) + <u64>index * itemsize_of(get_field(op, C_TYPECODE));
}

/** A ctypes object of `length` items in shared memory, whose bytes are not set. */
export function c_new(type: Ty, typecode: u64, length: u64): u64 {
  const block = heap_malloc(length * itemsize_of(typecode));
  const op = library_new(type);
  set_field(op, C_POINTER, block);
  set_field(op, C_LENGTH, length);
  set_field(op, C_TYPECODE, typecode);
  set_field(op, C_BLOCK, block);
  return op;
}

/** ctypes.memset(addressof(op), 0, sizeof(op)): every page is touched now, here. */
export function c_clear(op: u64): void {
  const start = get_field(op, C_POINTER);
  const bytes = get_field(op, C_LENGTH) * itemsize_of(get_field(op, C_TYPECODE));
  if (bytes === 0) return;
  memset_call(start, bytes, 0, 1);
  for (let at = start; at < start + bytes; at += 8) store64(at, 0);
}

/** The item's bits, as they lie in memory; bytes that nobody wrote are 0. */
export function c_bits(op: u64, index: i64): u64 {
  touch_read_shared(place_of(op, index), itemsize_of(get_field(op, C_TYPECODE)));
  return load_bytes(place_of(op, index), itemsize_of(get_field(op, C_TYPECODE)));
}

/** Stores converted_bits() as item `index`. */
export function c_store(op: u64, index: i64): void {
  store_shared(place_of(op, index), itemsize_of(get_field(op, C_TYPECODE)), converted_bits());
}

/** Stores a byte of an array of characters. */
export function c_store_byte(op: u64, index: i64, byte: u8): void {
  store_shared(place_of(op, index), 1, byte);
}

/** Array_init: the items of a sequence of the array's length. 0, or -1 with an exception. */
export function Array_init(op: u64, sequence: u64): i32 {
  enter(Fn.Array_init);
  const size = c_length(op);
  let status: i32 = 0;
  for (let i: i64 = 0; i < size && status === 0; i++) {
    retire(Seg.Array_init__item);
    const item = PySequence_GetItem(sequence, i);
    status = item === 0 ? -1 : Array_ass_item(op, i, item);
    if (item !== 0) Py_DECREF(item);
  }
  leave();
  return status;
}

export function Array_length(op: u64): i64 {
  enter(Fn.Array_length);
  retire(Seg.Array_length__read);
  leave();
  return c_length(op);
}

/** op[index], not from the end: a new reference, or 0 with an IndexError. */
export function Array_item(op: u64, index: i64): u64 {
  enter(Fn.Array_item);
  retire(Seg.Array_item__check);
  let item: u64 = 0;
  if (index < 0 || index >= c_length(op)) PyErr_SetString(Ty.IndexError, "invalid index");
  else item = PyCData_get(op, index);
  leave();
  return item;
}

function PyCData_get(op: u64, index: i64): u64 {
  enter(Fn.PyCData_get);
  retire(Seg.PyCData_get__call_getter);
  const item = c_object(get_field(op, C_TYPECODE), c_bits(op, index));
  leave();
  return item;
}

/** op[index] = value, not from the end; value 0 deletes, which no array can. */
export function Array_ass_item(op: u64, index: i64, value: u64): i32 {
  enter(Fn.Array_ass_item);
  retire(Seg.Array_ass_item__check);
  let status: i32 = -1;
  if (value === 0) PyErr_SetString(Ty.TypeError, "Array does not support item deletion");
  else if (index < 0 || index >= c_length(op)) PyErr_SetString(Ty.IndexError, "invalid index");
  else if (c_convert(get_field(op, C_TYPECODE), value)) {
    c_store(op, index);
    status = 0;
  }
  leave();
  return status;
}

/** Items start, start + step ...: a list, or for characters a str. */
function items(op: u64, start: i64, step: i64, count: i64): u64 {
  if (get_field(op, C_TYPECODE) === CODE_CHAR) {
    const mark = text_mark();
    for (let i: i64 = 0; i < count; i++) text_add_byte(<u8>c_bits(op, start + i * step));
    return PyString_FromText(mark);
  }
  const list = PyList_New(<u64>count);
  for (let i: i64 = 0; i < count; i++) {
    PyList_STORE_ITEM(list, <u64>i, Array_item(op, start + i * step));
  }
  return list;
}

/** op[low:high], bounds not from the end. */
export function Array_slice(op: u64, low: i64, high: i64): u64 {
  enter(Fn.Array_slice);
  retire(Seg.Array_slice__begin);
  const from = clamped(low, 0, c_length(op));
  const result = items(op, from, 1, clamped(high, from, c_length(op)) - from);
  leave();
  return result;
}

export function Array_ass_slice(op: u64, low: i64, high: i64, value: u64): i32 {
  enter(Fn.Array_ass_slice);
  retire(Seg.Array_ass_slice__begin);
  let status: i32 = -1;
  if (value === 0) PyErr_SetString(Ty.TypeError, "Array does not support item deletion");
  else {
    const from = clamped(low, 0, c_length(op));
    const count = clamped(high, from, c_length(op)) - from;
    status = store_items(op, from, 1, count, value);
  }
  leave();
  return status;
}

function store_items(op: u64, start: i64, step: i64, count: i64, value: u64): i32 {
  if (PyObject_Size(value) !== count) {
    PyErr_Clear();
    PyErr_SetString(Ty.ValueError, "Can only assign sequence of same size");
    return -1;
  }
  for (let i: i64 = 0; i < count; i++) {
    const item = PySequence_GetItem(value, i);
    if (item === 0) return -1;
    const status = Array_ass_item(op, start + i * step, item);
    Py_DECREF(item);
    if (status < 0) return -1;
  }
  return 0;
}

/** op[key]: a new reference, or 0 with an exception. */
export function Array_subscript(op: u64, key: u64): u64 {
  enter(Fn.Array_subscript);
  retire(Seg.Array_subscript__check);
  let result: u64 = 0;
  if (PyIndex_Check(key)) {
    const index = PyNumber_AsSsize_t(key, Ty.IndexError);
    if (index !== -1 || !PyErr_Occurred()) {
      result = Array_item(op, index < 0 ? index + c_length(op) : index);
    }
  } else if (Py_TYPE(key) !== Ty.slice) {
    PyErr_SetString(Ty.TypeError, "indices must be integers");
  } else if (PySlice_GetIndicesEx(key, c_length(op), indices_at) >= 0) {
    const count = load<i64>(indices_at, 24);
    result = items(op, load<i64>(indices_at), load<i64>(indices_at, 16), count < 0 ? 0 : count);
  }
  leave();
  return result;
}

/** op[key] = value, or del op[key] where value is 0. */
export function Array_ass_subscript(op: u64, key: u64, value: u64): i32 {
  enter(Fn.Array_ass_subscript);
  retire(Seg.Array_ass_subscript__check);
  let status: i32 = -1;
  if (value === 0) PyErr_SetString(Ty.TypeError, "Array does not support item deletion");
  else if (PyIndex_Check(key)) {
    const index = PyNumber_AsSsize_t(key, Ty.IndexError);
    if (index !== -1 || !PyErr_Occurred()) {
      status = Array_ass_item(op, index < 0 ? index + c_length(op) : index, value);
    }
  } else if (Py_TYPE(key) !== Ty.slice) {
    PyErr_SetString(Ty.TypeError, "indices must be integer");
  } else if (PySlice_GetIndicesEx(key, c_length(op), indices_at) >= 0) {
    const count = load<i64>(indices_at, 24);
    status = store_items(op, load<i64>(indices_at), load<i64>(indices_at, 16), count, value);
  }
  leave();
  return status;
}

/** "c_int_Array_3": the name of the class that `c_int * 3` makes; a single value's is c_int. */
export function text_add_ctypes_class(op: u64): void {
  text_add_ctype(get_field(op, C_TYPECODE));
  if (Py_TYPE(op) !== Ty.ctypes_array) return;
  text_add("_Array_");
  text_add_i64(c_length(op));
}

/** The bytes of a character array, all of them or up to the first NUL. */
export function c_text(op: u64, whole: bool): u64 {
  const mark = text_mark();
  for (let i: i64 = 0; i < c_length(op); i++) {
    const byte = <u8>c_bits(op, i);
    if (byte === 0 && !whole) break;
    text_add_byte(byte);
  }
  return PyString_FromText(mark);
}
