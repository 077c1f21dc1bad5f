/** Arrays as sequences (Modules/arraymodule.c): making, resizing, items, slices, comparison. */
import { Fn } from "../abi/functions";
import { Cmp } from "../abi/opcodes";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { text_add, text_add_i64, text_mark } from "../base/text";
import { PyErr_Occurred, PyErr_SetString, PyErr_SetText } from "../interp/errors";
import { enter, leave, retire } from "../meter/ledger";
import { PyIndex_Check, PyNumber_AsSsize_t } from "../objects/abstract/number";
import { clamped } from "../objects/listobject/slice";
import { PyType_GenericAlloc } from "../objects/object/generic_alloc";
import {
  PyObject_RichCompare,
  PyObject_RichCompareBool,
  holds,
  truth_object,
} from "../objects/object/compare";
import {
  Py_DECREF,
  Py_INCREF,
  Py_SIZE,
  Py_TYPE,
  get_field,
  set_field,
} from "../objects/object/refcount";
import { PyMem_MALLOC, PyMem_REALLOC } from "../objects/obmalloc/mem";
import { Py_NotImplemented } from "../objects/singletons";
import { PySlice_GetIndicesEx } from "../objects/sliceobject";
import { type_name } from "../objects/types";
import {
  ARRAY_ALLOCATED,
  ARRAY_FIELDS,
  ARRAY_ITEMS,
  ARRAY_TYPECODE,
  getarrayitem,
  item_place,
  itemsize_of,
  load_bytes,
  setarrayitem,
  store_bytes,
} from "./array_values";

/** start, stop, step and length of the last slice. */
const indices_at: usize = memory.data(32, 8);

/** An array of `size` items that are not set. */
export function newarrayobject(typecode: u64, size: u64): u64 {
  enter(Fn.newarrayobject);
  retire(Seg.newarrayobject__make);
  const op = PyType_GenericAlloc(Ty.array, ARRAY_FIELDS);
  set_field(op, 0, size);
  set_field(op, ARRAY_TYPECODE, typecode);
  set_field(op, ARRAY_ALLOCATED, size);
  if (size > 0) set_field(op, ARRAY_ITEMS, PyMem_MALLOC(size * itemsize_of(typecode)));
  leave();
  return op;
}

/** Makes room for `size` items and sets ob_size. */
export function array_resize(op: u64, size: u64): void {
  enter(Fn.array_resize);
  const old = Py_SIZE(op);
  const room = get_field(op, ARRAY_ALLOCATED);
  if (room >= size && old < size + 16 && get_field(op, ARRAY_ITEMS) !== 0) {
    retire(Seg.array_resize__in_place);
    set_field(op, 0, size);
  } else {
    retire(Seg.array_resize__reallocate);
    const wanted = (size >> 4) + (old < 8 ? 3 : 7) + size;
    const bytes = itemsize_of(get_field(op, ARRAY_TYPECODE));
    const items = PyMem_REALLOC(get_field(op, ARRAY_ITEMS), room * bytes, wanted * bytes);
    set_field(op, ARRAY_ITEMS, items);
    set_field(op, 0, size);
    set_field(op, ARRAY_ALLOCATED, wanted);
  }
  leave();
}

/** memmove of `count` items. */
export function move_array_items(op: u64, to: i64, from: i64, count: i64): void {
  const bytes = itemsize_of(get_field(op, ARRAY_TYPECODE));
  for (let k: i64 = 0; k < count; k++) {
    const i = to > from ? count - 1 - k : k;
    store_bytes(item_place(op, to + i), bytes, load_bytes(item_place(op, from + i), bytes));
  }
}

/** Copies `count` items of another array of the same kind. */
export function copy_array_items(op: u64, to: i64, source: u64, from: i64, count: i64): void {
  const bytes = itemsize_of(get_field(op, ARRAY_TYPECODE));
  for (let i: i64 = 0; i < count; i++) {
    store_bytes(item_place(op, to + i), bytes, load_bytes(item_place(source, from + i), bytes));
  }
}

export function array_length(op: u64): i64 {
  enter(Fn.array_length);
  retire(Seg.array_length__read);
  leave();
  return <i64>Py_SIZE(op);
}

export function array_item(op: u64, index: i64): u64 {
  enter(Fn.array_item);
  retire(Seg.array_item__check);
  let item: u64 = 0;
  if (index < 0 || index >= <i64>Py_SIZE(op)) {
    PyErr_SetString(Ty.IndexError, "array index out of range");
  } else item = getarrayitem(op, index);
  leave();
  return item;
}

/** op[index] = value, or del op[index] where value is 0. */
export function array_ass_item(op: u64, index: i64, value: u64): i32 {
  enter(Fn.array_ass_item);
  retire(Seg.array_ass_item__check);
  let status: i32 = -1;
  if (index < 0 || index >= <i64>Py_SIZE(op)) {
    PyErr_SetString(Ty.IndexError, "array assignment index out of range");
  } else if (value === 0) status = array_ass_slice(op, index, index + 1, 0);
  else status = setarrayitem(op, index, value);
  leave();
  return status;
}

export function array_slice(op: u64, low: i64, high: i64): u64 {
  enter(Fn.array_slice);
  retire(Seg.array_slice__copy);
  const size = <i64>Py_SIZE(op);
  const from = clamped(low, 0, size);
  const count = clamped(high, from, size) - from;
  const result = newarrayobject(get_field(op, ARRAY_TYPECODE), <u64>count);
  copy_array_items(result, 0, op, from, count);
  leave();
  return result;
}

function not_an_array(before: string, op: u64, after: string): i32 {
  const mark = text_mark();
  text_add(before);
  text_add(type_name(Py_TYPE(op)));
  text_add(after);
  PyErr_SetText(Ty.TypeError, mark);
  return -1;
}

/** Whether both have the same typecode; a TypeError otherwise. */
function same_kind(op: u64, other: u64): bool {
  if (get_field(op, ARRAY_TYPECODE) === get_field(other, ARRAY_TYPECODE)) return true;
  PyErr_SetString(Ty.TypeError, "bad argument type for built-in operation");
  return false;
}

/** op[low:high] = value, or del op[low:high] where value is 0. */
export function array_ass_slice(op: u64, low: i64, high: i64, value: u64): i32 {
  enter(Fn.array_ass_slice);
  retire(Seg.array_ass_slice__replace);
  let status: i32 = -1;
  if (value !== 0 && Py_TYPE(value) !== Ty.array) {
    not_an_array('can only assign array (not "', value, '") to array slice');
  } else if (value === 0 || same_kind(op, value)) {
    const source = value === op ? array_slice(value, 0, <i64>Py_SIZE(value)) : value;
    replace_items(op, low, high, source);
    if (value === op) Py_DECREF(source);
    status = 0;
  }
  leave();
  return status;
}

function replace_items(op: u64, low: i64, high: i64, source: u64): void {
  const size = <i64>Py_SIZE(op);
  const n = source === 0 ? 0 : <i64>Py_SIZE(source);
  const from = clamped(low, 0, size);
  const to = clamped(high, from, size);
  const d = n - (to - from);
  if (d < 0) {
    move_array_items(op, to + d, to, size - to);
    array_resize(op, <u64>(size + d));
  } else if (d > 0) {
    array_resize(op, <u64>(size + d));
    move_array_items(op, to + d, to, size - to);
  }
  if (n > 0) copy_array_items(op, from, source, 0, n);
}

export function array_subscr(op: u64, key: u64): u64 {
  enter(Fn.array_subscr);
  retire(Seg.array_subscr__check);
  const size = <i64>Py_SIZE(op);
  let result: u64 = 0;
  if (PyIndex_Check(key)) {
    const index = PyNumber_AsSsize_t(key, Ty.IndexError);
    if (index !== -1 || !PyErr_Occurred())
      result = array_item(op, index < 0 ? index + size : index);
  } else if (Py_TYPE(key) !== Ty.slice) {
    PyErr_SetString(Ty.TypeError, "array indices must be integers");
  } else if (PySlice_GetIndicesEx(key, size, indices_at) >= 0) {
    const start = load<i64>(indices_at);
    const step = load<i64>(indices_at, 16);
    const count = load<i64>(indices_at, 24);
    result = newarrayobject(get_field(op, ARRAY_TYPECODE), count < 0 ? 0 : <u64>count);
    retire(Seg.array_subscr__slice_item, count < 0 ? 0 : <u64>count);
    for (let i: i64 = 0; i < count; i++) copy_array_items(result, i, op, start + i * step, 1);
  }
  leave();
  return result;
}

export function array_ass_subscr(op: u64, key: u64, value: u64): i32 {
  enter(Fn.array_ass_subscr);
  retire(Seg.array_ass_subscr__check);
  const size = <i64>Py_SIZE(op);
  let status: i32 = -1;
  if (PyIndex_Check(key)) {
    const index = PyNumber_AsSsize_t(key, Ty.IndexError);
    if (index !== -1 || !PyErr_Occurred()) {
      status = array_ass_item(op, index < 0 ? index + size : index, value);
    }
  } else if (Py_TYPE(key) !== Ty.slice) {
    PyErr_SetString(Ty.TypeError, "array index must be integer");
  } else if (PySlice_GetIndicesEx(key, size, indices_at) >= 0) status = assign_slice(op, value);
  leave();
  return status;
}

function assign_slice(op: u64, value: u64): i32 {
  const start = load<i64>(indices_at);
  const stop = load<i64>(indices_at, 8);
  const step = load<i64>(indices_at, 16);
  const count = load<i64>(indices_at, 24);
  if (step === 1) return array_ass_slice(op, start, stop, value);
  if (value === 0) {
    for (let i: i64 = 0; i < count; i++) {
      const at = step < 0 ? start + i * step : start + (count - 1 - i) * step;
      array_ass_slice(op, at, at + 1, 0);
    }
    return 0;
  }
  if (Py_TYPE(value) !== Ty.array) {
    return not_an_array('can only assign array (not "', value, '") to array slice');
  }
  if (!same_kind(op, value)) return -1;
  const size = <i64>Py_SIZE(value);
  if (size !== count) {
    const mark = text_mark();
    text_add("attempt to assign array of size ");
    text_add_i64(size);
    text_add(" to extended slice of size ");
    text_add_i64(count);
    PyErr_SetText(Ty.ValueError, mark);
    return -1;
  }
  const source = value === op ? array_slice(value, 0, size) : value;
  for (let i: i64 = 0; i < count; i++) copy_array_items(op, start + i * step, source, i, 1);
  if (value === op) Py_DECREF(source);
  return 0;
}

/** a + b. */
export function array_concat(a: u64, b: u64): u64 {
  enter(Fn.array_concat);
  retire(Seg.array_concat__copy);
  let result: u64 = 0;
  if (Py_TYPE(b) !== Ty.array) not_an_array('can only append array (not "', b, '") to array');
  else if (same_kind(a, b)) {
    const first = <i64>Py_SIZE(a);
    const second = <i64>Py_SIZE(b);
    result = newarrayobject(get_field(a, ARRAY_TYPECODE), <u64>(first + second));
    copy_array_items(result, 0, a, 0, first);
    copy_array_items(result, first, b, 0, second);
  }
  leave();
  return result;
}

/** a * n. */
export function array_repeat(a: u64, n: i64): u64 {
  enter(Fn.array_repeat);
  retire(Seg.array_repeat__copy);
  const times = n < 0 ? 0 : n;
  const size = <i64>Py_SIZE(a);
  const result = newarrayobject(get_field(a, ARRAY_TYPECODE), <u64>(size * times));
  for (let i: i64 = 0; i < times; i++) copy_array_items(result, i * size, a, 0, size);
  leave();
  return result;
}

/** a += b. */
export function array_inplace_concat(a: u64, b: u64): u64 {
  enter(Fn.array_inplace_concat);
  retire(Seg.array_inplace_concat__extend);
  let result: u64 = 0;
  if (Py_TYPE(b) !== Ty.array) not_an_array('can only extend with array (not "', b, '")');
  else if (array_do_extend(a, b) === 0) {
    Py_INCREF(a);
    result = a;
  }
  leave();
  return result;
}

/** a *= n. */
export function array_inplace_repeat(a: u64, n: i64): u64 {
  enter(Fn.array_inplace_repeat);
  retire(Seg.array_inplace_repeat__copy);
  const size = <i64>Py_SIZE(a);
  const times = n < 0 ? 0 : n;
  if (size > 0) {
    array_resize(a, <u64>(size * times));
    for (let i: i64 = 1; i < times; i++) copy_array_items(a, i * size, a, 0, size);
  }
  Py_INCREF(a);
  leave();
  return a;
}

/** Appends the items of another array of the same kind: 0, or -1 with a TypeError. */
export function array_do_extend(a: u64, b: u64): i32 {
  enter(Fn.array_do_extend);
  retire(Seg.array_do_extend__copy);
  let status: i32 = -1;
  if (get_field(a, ARRAY_TYPECODE) !== get_field(b, ARRAY_TYPECODE)) {
    PyErr_SetString(Ty.TypeError, "can only extend with array of same kind");
  } else {
    const first = <i64>Py_SIZE(a);
    const second = <i64>Py_SIZE(b);
    array_resize(a, <u64>(first + second));
    copy_array_items(a, first, b, 0, second);
    status = 0;
  }
  leave();
  return status;
}

export function array_richcompare(v: u64, w: u64, op: Cmp): u64 {
  enter(Fn.array_richcompare);
  const result = compare_arrays(v, w, op);
  leave();
  return result;
}

function compare_arrays(v: u64, w: u64, op: Cmp): u64 {
  retire(Seg.array_richcompare__begin);
  if (Py_TYPE(v) !== Ty.array || Py_TYPE(w) !== Ty.array) {
    Py_INCREF(Py_NotImplemented());
    return Py_NotImplemented();
  }
  const left = <i64>Py_SIZE(v);
  const right = <i64>Py_SIZE(w);
  if (left !== right && (op === Cmp.EQ || op === Cmp.NE)) return truth_object(op === Cmp.NE);
  for (let i: i64 = 0; i < left && i < right; i++) {
    retire(Seg.array_richcompare__item);
    const a = getarrayitem(v, i);
    const b = getarrayitem(w, i);
    const equal = PyObject_RichCompareBool(a, b, Cmp.EQ);
    let result: u64 = 0;
    if (equal === 0) {
      if (op === Cmp.EQ || op === Cmp.NE) result = truth_object(op === Cmp.NE);
      else result = PyObject_RichCompare(a, b, op);
    }
    Py_DECREF(a);
    Py_DECREF(b);
    if (equal <= 0) return result;
  }
  return truth_object(holds(op, left < right ? -1 : left > right ? 1 : 0));
}
