/** Slices of lists, read and assigned (Objects/listobject.c: list_slice, list_ass_slice). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { has_own_ints } from "../../collectors/manager";
import { load64 } from "../../kernel/words";
import {
  ITEM_IR_MAX,
  clock,
  enter,
  leave,
  retire,
  retire_table,
  stride,
  stride_done,
} from "../../meter/ledger";
import { first_turns, later_turns } from "../../meter/turns";
import { watch } from "../../meter/watch";
import { PySequence_Fast } from "../abstract/sequence";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "../object/refcount";
import { PyMem_FREE, PyMem_MALLOC } from "../obmalloc/mem";
import {
  PyList_GET_ITEM,
  PyList_GET_SIZE,
  PyList_STORE_ITEM,
  list_clear,
  move_items,
} from "./access";
import { aside_mark, drop_aside, set_aside } from "./aside";
import { aside_alike, drop_aside_items } from "./drop";
import { fast_item, fast_size } from "./extend";
import { ItemArray, short_items } from "./items";
import { PyList_New, list_resize, ob_item, plain_items } from "./listobject";
import { copy_items, copy_stretches } from "./references";

/** Dropped items up to this many are kept on the C stack meanwhile. */
const RECYCLE_ON_STACK: i64 = 8;

/** `value` moved into [least, most]. */
export function clamped(value: i64, least: i64, most: i64): i64 {
  return value < least ? least : value > most ? most : value;
}

/** Whether the items of a short array can be copied as stretches; a watch and other managers see each store. */
function is_undisturbed(a: ItemArray, size: u64): bool {
  return a.disturbed === 0 && size <= a.filled && watch().high === 0 && !has_own_ints();
}

/** list[low:high]: a new list, or 0. */
export function list_slice(op: u64, low: i64, high: i64): u64 {
  enter(Fn.list_slice);
  retire(Seg.list_slice__clamp);
  const size = <i64>PyList_GET_SIZE(op);
  const from = clamped(low, 0, size);
  const count = clamped(high, from, size) - from;
  const source = short_items(load64(ob_item(op)));
  const in_stretches = source !== null && is_undisturbed(source, <u64>size);
  const result = PyList_New(<u64>count, in_stretches);
  if (result !== 0) {
    retire_table(Seg.list_slice__items, first_turns(<u64>count));
    retire(Seg.list_slice__item, later_turns(<u64>count));
    const target = short_items(load64(ob_item(result)));
    if (source !== null && target !== null) {
      copy_stretches(target, source, <u64>from, <u64>count);
    } else copy_items(result, 0, op, <u64>from, <u64>count);
  }
  leave();
  return result;
}

/** list[low:high] = source, or del list[low:high] where source is 0: 0, or -1 with an exception. */
export function list_ass_slice(op: u64, low: i64, high: i64, source: u64): i32 {
  enter(Fn.list_ass_slice);
  const status = assign_slice(op, low, high, source);
  leave();
  return status;
}

function assign_slice(op: u64, low: i64, high: i64, source: u64): i32 {
  if (source === 0) {
    retire(Seg.list_ass_slice__delete);
    return replace_items(op, low, high, 0, 0);
  }
  if (source === op) {
    retire(Seg.list_ass_slice__itself);
    const copy = list_slice(source, 0, <i64>PyList_GET_SIZE(source));
    const status = list_ass_slice(op, low, high, copy);
    Py_DECREF(copy);
    return status;
  }
  retire(Seg.list_ass_slice__source);
  const fast = PySequence_Fast(source, "can only assign an iterable");
  if (fast === 0) return -1;
  const status = replace_items(op, low, high, fast, <i64>fast_size(fast, Py_TYPE(fast)));
  Py_DECREF(fast);
  return status;
}

/** Puts the `n` items of `fast` in the place of items low ... high - 1. */
function replace_items(op: u64, low: i64, high: i64, fast: u64, n: i64): i32 {
  retire(Seg.list_ass_slice__clamp);
  const size = <i64>PyList_GET_SIZE(op);
  const from = clamped(low, 0, size);
  const norig = clamped(high, from, size) - from;
  const to = from + norig;
  const d = n - norig;
  if (size + d === 0) {
    list_clear(op);
    return 0;
  }
  // The dropped items are kept aside: their ends may run code that sees the list.
  retire(Seg.list_ass_slice__keep_old);
  const on_heap = norig > RECYCLE_ON_STACK;
  const recycle = on_heap ? PyMem_MALLOC(<u64>norig * 8) : 0;
  const mark = aside_mark();
  for (let i = from; i < to; i++) set_aside(PyList_GET_ITEM(op, <u64>i));
  let status: i32 = 0;
  if (d < 0) {
    retire(Seg.list_ass_slice__close_gap);
    move_items(plain_items(op), to + d, to, size - to);
    status = list_resize(op, <u64>(size + d));
  } else if (d > 0) {
    retire(Seg.list_ass_slice__open_gap);
    status = list_resize(op, <u64>(size + d));
    if (status === 0) move_items(plain_items(op), to + d, to, size - to);
  }
  if (status === 0) store_items(op, from, fast, n);
  let left = <u64>norig;
  while (left > 0) {
    const begun = clock().ir;
    const count = aside_alike(mark, <u32>left - 1, -1, stride(left, ITEM_IR_MAX));
    retire(Seg.list_ass_slice__drop_old, count);
    drop_aside_items(mark, <u32>left - 1, -1, count);
    left -= count;
    if (count > 1) stride_done(begun, count, ITEM_IR_MAX);
  }
  drop_aside(mark);
  if (on_heap) PyMem_FREE(recycle, <u64>norig * 8);
  return status;
}

function store_items(op: u64, from: i64, fast: u64, n: i64): void {
  for (let i: i64 = 0; i < n; i++) {
    retire(Seg.list_ass_slice__store_item);
    const item = fast_item(fast, Py_TYPE(fast), <u64>i);
    Py_INCREF(item);
    PyList_STORE_ITEM(op, <u64>(from + i), item);
  }
}

/** Replaces the items from `low` to `high` by those of list `v`, or removes them where `v` is 0. */
export function PyList_SetSlice(op: u64, low: i64, high: i64, v: u64): i32 {
  enter(Fn.PyList_SetSlice);
  retire(Seg.PyList_SetSlice__call);
  const status = list_ass_slice(op, low, high, v);
  leave();
  return status;
}
