/** The death of a list (Objects/listobject.c: list_dealloc; spec 02): items go from the last to the first. */
import { Ev } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { check } from "../../base/fault";
import { emit } from "../../events/ring";
import { load64 } from "../../kernel/words";
import { clock, enter, leave, retire, sample, stride, stride_done } from "../../meter/ledger";
import { PyObject_GC_Del, PyObject_GC_UnTrack } from "../../modules/gcmodule/gcmodule";
import {
  NO_BLOCK,
  block_of,
  slot_address,
  slot_of,
  slot_refcnt,
  slot_value,
  slots,
} from "../intobject/blocks";
import { add_refcnt, int_dealloc, small_int } from "../intobject/intobject";
import { whole_runs } from "../intobject/runs";
import { Py_DECREF, Py_REFCNT } from "../object/refcount";
import { trashcan_begin, trashcan_end } from "../object/trashcan";
import { _Py_Dealloc_begin, _Py_Dealloc_end } from "../object/tracing";
import { PyMem_FREE } from "../obmalloc/mem";
import {
  ITEMS_SMALL,
  ItemArray,
  block_after,
  forget_recent_items,
  item_at,
  items_drop,
  set_filled,
  short_items,
  slot_after,
  stretch_of,
} from "./items";
import { allocated, keep_list_object, ob_item, ob_size } from "./listobject";

/** The last reference to a list is gone. */
export function list_dealloc(list: u64): void {
  const size = load64(ob_size(list));
  const items = load64(ob_item(list));
  enter(Fn.list_dealloc);
  emit(Ev.LIST_DEALLOC, list, size, 0);
  sample(true);
  retire(Seg.list_dealloc__untrack);
  PyObject_GC_UnTrack(list);
  if (!trashcan_begin(list)) {
    leave();
    return;
  }
  if (items !== 0) {
    retire(Seg.list_dealloc__has_items);
    drop_items(items, size);
    PyMem_FREE(items, load64(allocated(list)) * 8);
    forget_recent_items(items);
  }
  if (!keep_list_object(list)) {
    retire(Seg.list_dealloc__delete_object);
    PyObject_GC_Del(list);
  }
  trashcan_end();
  sample(true);
  leave();
}

function drop_items(items: u64, size: u64): void {
  const short = short_items(items);
  if (short !== null && short.disturbed === 0 && size <= short.filled) {
    set_filled(short, size);
    drop_stretches(short);
    items_drop(short);
    return;
  }
  let left = size;
  while (left > 0) {
    const from = clock().ir;
    const wanted = stride(left);
    let count = wanted > 1 ? drop_alike(items, short, left, wanted) : 0;
    if (count === 0) {
      drop_item(item_of(items, short, left - 1));
      count = 1;
    }
    left -= count;
    if (count > 1) stride_done(from, count);
  }
  if (short !== null) items_drop(short);
}

function item_of(items: u64, short: ItemArray | null, index: u64): u64 {
  return short === null ? load64(items + index * 8) : item_at(short, index);
}

/**
 * Drops the items below index `end` going down, as long as they are ints that all live on, or that all
 * die in neighbouring slots; returns how many, at most `most`, perhaps none.
 */
function drop_alike(items: u64, short: ItemArray | null, end: u64, most: u64): u64 {
  const first = item_of(items, short, end - 1);
  const block = first === 0 ? NO_BLOCK : block_of(first);
  if (block === NO_BLOCK) return 0;
  const slot = slot_of(block, first);
  if (slot_refcnt(block, slot) > 1) return drop_shared(items, short, end, most);
  let count: u32 = 1;
  while (<u64>count < most && slot + count < slots()) {
    const next = item_of(items, short, end - 1 - count);
    if (next !== slot_address(block, slot + count)) break;
    if (slot_refcnt(block, slot + count) !== 1) break;
    count += 1;
  }
  drop_dying(block, slot, count);
  return count;
}

/** Ints that live on: far from any stop it does not matter that they are counted after the deed. */
function drop_shared(items: u64, short: ItemArray | null, end: u64, most: u64): u64 {
  let count: u64 = 0;
  while (count < most) {
    const op = item_of(items, short, end - 1 - count);
    const block = op === 0 ? NO_BLOCK : block_of(op);
    if (block === NO_BLOCK) break;
    const slot = slot_of(block, op);
    if (slot_refcnt(block, slot) <= 1) break;
    const refcnt = add_refcnt(block, slot, -1);
    emit(Ev.DECREF, op, slot_value(block, slot), refcnt);
    count += 1;
  }
  take_items(count);
  items_live(count);
  return count;
}

/** `count` items are taken from the array. */
function take_items(count: u64): void {
  retire(Seg.list_dealloc__item, count);
}

function items_live(count: u64): void {
  retire(Seg.list_dealloc__item_lives, count);
}

function items_die(count: u64): void {
  retire(Seg.list_dealloc__item_dies, count);
}

function drop_item(op: u64): void {
  take_items(1);
  if (op === 0) return;
  if (Py_REFCNT(op) > 1) items_live(1);
  else items_die(1);
  Py_DECREF(op);
}

/** Drops the references of a short array, in strides of items that end alike. */
function drop_stretches(a: ItemArray): void {
  while (a.filled > 0) {
    const from = clock().ir;
    const wanted = stride(a.filled);
    const s = stretch_of(a, a.filled - 1);
    const within = a.filled - s.first;
    let count = wanted < within ? wanted : within;
    if (s.kind === ITEMS_SMALL) drop_small(s.value + <i64>(within - count), count);
    else count = drop_ints(block_after(s, within - 1), slot_after(s, within - 1), count);
    set_filled(a, a.filled - count);
    s.count -= count;
    if (count > 1) stride_done(from, count);
  }
}

/** How many of `wanted` dying ints end alike: the rest of a block, or several whole blocks. */
function ints_alike(block: u32, slot: u32, wanted: u64): u64 {
  const blocks = slot === 0 && wanted > slots() ? whole_runs(block, wanted / slots()) : 0;
  if (blocks > 1) return blocks * slots();
  const here = <u64>(slots() - slot);
  const most = wanted < here ? wanted : here;
  let count: u64 = 1;
  while (count < most && slot_refcnt(block, slot + <u32>count) === 1) count++;
  return count;
}

/** Shared ints survive: one reference less each, the highest value first. */
function drop_small(value: i64, count: u64): void {
  take_items(count);
  items_live(count);
  for (let i = <i64>count - 1; i >= 0; i--) {
    const addr = small_int(value + i);
    const number = block_of(addr);
    const refcnt = add_refcnt(number, slot_of(number, addr), -1);
    check(refcnt > 0, addr);
    emit(Ev.DECREF, addr, value + i, refcnt);
  }
}

/**
 * Drops ints that are not shared, at most `wanted`, and returns how many: one that somebody else
 * holds, or several that die.
 */
function drop_ints(block: u32, slot: u32, wanted: u64): u64 {
  if (slot_refcnt(block, slot) > 1) {
    drop_item(slot_address(block, slot));
    return 1;
  }
  const count = ints_alike(block, slot, wanted);
  drop_dying(block, slot, <u32>count);
  return count;
}

/** Ints in neighbouring slots lose their last reference. */
function drop_dying(block: u32, slot: u32, count: u32): void {
  take_items(count);
  items_die(count);
  _Py_Dealloc_begin(count);
  int_dealloc(block, slot, count);
  _Py_Dealloc_end();
}
