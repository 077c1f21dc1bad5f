/** The death of a list (Objects/listobject.c: list_dealloc; spec 02): items go from the last to the first. */
import { Ev } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { check } from "../../base/fault";
import { has_own_ints } from "../../collectors/manager";
import { emit } from "../../events/ring";
import { load64, word_at, words_before } from "../../kernel/words";
import {
  ITEM_IR_MAX,
  clock,
  enter,
  leave,
  retire,
  sample,
  stride,
  stride_done,
} from "../../meter/ledger";
import { PyObject_GC_Del, PyObject_GC_UnTrack } from "../../modules/gcmodule/gcmodule";
import { NO_BLOCK, block_of } from "../intobject/block_pages";
import { slot_address, slot_of, slot_refcnt, slot_value, slots } from "../intobject/blocks";
import {
  free_slots,
  int_dealloc,
  int_dealloc_begin,
  int_dealloc_end,
} from "../intobject/int_dealloc";
import { add_refcnt, small_int } from "../intobject/intobject";
import { add_references_at, free_ints_at, is_written, last_slot } from "../intobject/many";
import { add_refcnts } from "../intobject/references";
import { slots_alike, whole_runs } from "../intobject/runs";
import { Py_DECREF, Py_REFCNT, add_count, is_int } from "../object/refcount";
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
import { in_bulk } from "./references";

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
    const wanted = stride(left, ITEM_IR_MAX);
    let count = wanted > 1 ? drop_alike(items, short, left, wanted) : 0;
    if (count === 0) {
      drop_item(item_of(items, short, left - 1));
      count = 1;
    }
    left -= count;
    if (count > 1) stride_done(from, count, ITEM_IR_MAX);
  }
  if (short !== null) items_drop(short);
}

function item_of(items: u64, short: ItemArray | null, index: u64): u64 {
  return short === null ? load64(items + index * 8) : item_at(short, index);
}

/**
 * Drops the items below index `end` going down, as long as they are ints that all live on, or that all
 * die; returns how many, at most `most`, perhaps none.
 */
function drop_alike(items: u64, short: ItemArray | null, end: u64, most: u64): u64 {
  const first = item_of(items, short, end - 1);
  if (first === 0) return 0;
  const block = block_of(first);
  if (block === NO_BLOCK) return drop_same(items, short, end, most);
  const slot = slot_of(block, first);
  if (slot_refcnt(block, slot) > 1) return drop_shared(items, short, end, most);
  if (has_own_ints()) {
    const neighbours = neighbours_below(items, short, end, most);
    drop_dying(block, slot, neighbours);
    return neighbours;
  }
  if (short === null && in_bulk()) return drop_many(items, end, most);
  const count = dying_below(items, short, end, most);
  begin_dying(count);
  int_dealloc_begin(count);
  let done: u64 = 0;
  while (done < count) done += free_below(items, short, end - done, count - done);
  const last = item_of(items, short, end - count);
  const number = block_of(last);
  int_dealloc_end(number, slot_of(number, last), count);
  _Py_Dealloc_end();
  return count;
}

/** Items below `end` going down, ints that die: far from any stop they may be counted after the deed. */
function drop_many(items: u64, end: u64, most: u64): u64 {
  let done: u64 = 0;
  let number: u32 = 0;
  let slot: u32 = 0;
  while (done < most) {
    const at = items + (end - 1 - done) * 8;
    const op = load64(at);
    if (is_written(op)) {
      const here = min<u64>(most - done, words_before(at + 8));
      const freed = free_ints_at(word_at(at), -8, here);
      if (freed === 0) break;
      done += freed;
      slot = last_slot();
      if (freed < here && is_written(load64(items + (end - 1 - done) * 8))) break;
      continue;
    }
    number = op === 0 ? NO_BLOCK : block_of(op);
    if (number === NO_BLOCK || slot_refcnt(number, slot_of(number, op)) !== 1) break;
    const count = neighbours_below(items, null, end - done, most - done);
    slot = slot_of(number, op);
    free_slots(number, slot, count);
    slot += count - 1;
    done += count;
  }
  begin_dying(done);
  int_dealloc_begin(done);
  int_dealloc_end(block_of(load64(items + (end - done) * 8)), slot, done);
  _Py_Dealloc_end();
  return done;
}

/** How many items below `end` going down, at most `most`, are ints that nobody else holds. */
function dying_below(items: u64, short: ItemArray | null, end: u64, most: u64): u64 {
  let count: u64 = 1;
  while (count < most) {
    const op = item_of(items, short, end - 1 - count);
    const number = op === 0 ? NO_BLOCK : block_of(op);
    if (number === NO_BLOCK || slot_refcnt(number, slot_of(number, op)) !== 1) break;
    count += 1;
  }
  return count;
}

/** Takes the last of the dying items below `end` back, and those in the slots above it; how many. */
function free_below(items: u64, short: ItemArray | null, end: u64, most: u64): u64 {
  const count = neighbours_below(items, short, end, most);
  const op = item_of(items, short, end - 1);
  const number = block_of(op);
  free_slots(number, slot_of(number, op), count);
  return count;
}

/** How many items going down are ints in slots upwards from the last one's, each with one reference. */
function neighbours_below(items: u64, short: ItemArray | null, end: u64, most: u64): u32 {
  const op = item_of(items, short, end - 1);
  const number = block_of(op);
  const slot = slot_of(number, op);
  let count: u32 = 1;
  while (<u64>count < most && slot + count < slots()) {
    if (item_of(items, short, end - 1 - count) !== slot_address(number, slot + count)) break;
    if (slot_refcnt(number, slot + count) !== 1) break;
    count += 1;
  }
  return count;
}

/** One object, no int, that the items below `end` hold again and again, and that lives on; perhaps none. */
function drop_same(items: u64, short: ItemArray | null, end: u64, most: u64): u64 {
  const op = item_of(items, short, end - 1);
  const others = Py_REFCNT(op) - 1;
  if (others < 2 || short !== null || !in_bulk()) return 0;
  const count = same_below(items, short, end, min<u64>(most, <u64>others));
  if (count < 2) return 0;
  take_items(count);
  items_live(count);
  const refcnt = add_count(op, -(<i64>count));
  emit(Ev.DECREF, op, 0, refcnt, count);
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
    const refcnt = slot_refcnt(block, slot);
    if (refcnt <= 1) break;
    if (short === null && in_bulk() && is_written(op)) {
      const at = items + (end - 1 - count) * 8;
      const here = min<u64>(most - count, words_before(at + 8));
      const dropped = add_references_at(word_at(at), -8, here, -1);
      emit(Ev.DECREF, op, 0, 0, dropped);
      count += dropped;
      continue;
    }
    const left = min<u64>(most - count, <u64>(refcnt - 1));
    const times = in_bulk() ? same_below(items, short, end - count, left) : 1;
    const many = times === 1 && in_bulk();
    const group = many ? shared_slots(items, short, end - count, block, slot, most - count) : 1;
    if (group > 1) add_refcnts(block, slot, group, -1);
    else add_refcnt(block, slot, -(<i64>times));
    const done = group > 1 ? <u64>group : times;
    emit(Ev.DECREF, op, slot_value(block, slot), refcnt - 1, done);
    count += done;
  }
  take_items(count);
  items_live(count);
  return count;
}

/** How many items below index `end` going down, at most `most`, are the same one. */
function same_below(items: u64, short: ItemArray | null, end: u64, most: u64): u64 {
  if (short !== null) return 1;
  const op = load64(items + (end - 1) * 8);
  let count: u64 = 1;
  while (count < most && load64(items + (end - 1 - count) * 8) === op) count += 1;
  return count;
}

/** How many items going down are the ints in slots upwards from `slot` of a block, and live on. */
function shared_slots(
  items: u64,
  short: ItemArray | null,
  end: u64,
  block: u32,
  slot: u32,
  most: u64,
): u32 {
  let count: u32 = 1;
  while (<u64>count < most && slot + count < slots()) {
    const op = item_of(items, short, end - 1 - count);
    if (op !== slot_address(block, slot + count)) break;
    if (slot_refcnt(block, slot + count) <= 1) break;
    count += 1;
  }
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
  else {
    items_die(1);
    // A profile told compilers that items are ints: the end of others is a call by address.
    if (!is_int(op)) retire(Seg.list_dealloc__item_is_no_int);
  }
  Py_DECREF(op);
}

/** Drops the references of a short array, in strides of items that end alike. */
function drop_stretches(a: ItemArray): void {
  while (a.filled > 0) {
    const from = clock().ir;
    const wanted = stride(a.filled, ITEM_IR_MAX);
    const s = stretch_of(a, a.filled - 1);
    const within = a.filled - s.first;
    let count = wanted < within ? wanted : within;
    if (s.kind === ITEMS_SMALL) drop_small(s.value + <i64>(within - count), count);
    else count = drop_ints(block_after(s, within - 1), slot_after(s, within - 1), count);
    set_filled(a, a.filled - count);
    s.count -= count;
    if (count > 1) stride_done(from, count, ITEM_IR_MAX);
  }
}

/** How many of `wanted` dying ints end alike: the rest of a block, or several whole blocks. */
function ints_alike(block: u32, slot: u32, wanted: u64): u64 {
  const blocks = slot === 0 && wanted > slots() ? whole_runs(block, wanted / slots()) : 0;
  if (blocks > 1) return blocks * slots();
  const here = <u64>(slots() - slot);
  return slots_alike(block, slot, <u32>min<u64>(wanted, here));
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
 * Drops ints that are not shared, at most `wanted`, and returns how many: ints that somebody else
 * holds, or ints that die.
 */
function drop_ints(block: u32, slot: u32, wanted: u64): u64 {
  if (slot_refcnt(block, slot) > 1) {
    if (wanted > 1 && in_bulk()) return drop_shared_slots(block, slot, wanted);
    drop_item(slot_address(block, slot));
    return 1;
  }
  const count = ints_alike(block, slot, wanted);
  drop_dying(block, slot, <u32>count);
  return count;
}

/** Ints of a block, from `slot` upwards, that live on. */
function drop_shared_slots(block: u32, slot: u32, wanted: u64): u64 {
  const most = <u32>min<u64>(wanted, slots() - slot);
  const count = slots_alike(block, slot, most);
  take_items(count);
  items_live(count);
  add_refcnts(block, slot, count, -1);
  const last = slot + count - 1;
  const refcnt = slot_refcnt(block, last);
  emit(Ev.DECREF, slot_address(block, last), slot_value(block, last), refcnt, count);
  return count;
}

function begin_dying(count: u64): void {
  take_items(count);
  items_die(count);
  _Py_Dealloc_begin(count);
}

/** Ints in neighbouring slots lose their last reference. */
function drop_dying(block: u32, slot: u32, count: u32): void {
  begin_dying(count);
  int_dealloc(block, slot, count);
  _Py_Dealloc_end();
}
