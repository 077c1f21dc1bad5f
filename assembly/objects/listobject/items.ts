/**
 * Item arrays of lists: what each ob_item[i] points to, kept as stretches.
 *
 *   SMALL   items are the shared ints of consecutive values
 *   SLOTS   items are consecutive slots downwards, from one block to the block with the next number
 *
 * range(n) needs a handful of stretches for any n. The array of the only list of this slice is kept;
 * other programs bring a table of arrays.
 */
import { Table, table_add, table_at, table_init } from "../../base/memory";
import { check } from "../../base/fault";
import { slot_address, slots } from "../intobject/blocks";
import { small_int } from "../intobject/intobject";

export const ITEMS_SMALL: u32 = 0;
export const ITEMS_SLOTS: u32 = 1;

/** Items [first, first + count). */
@unmanaged
export class Items {
  first: u64;
  count: u64;
  /** SMALL: the first value. */
  value: i64;
  kind: u32;
  /** SLOTS: where the first item lies. */
  block: u32;
  slot: u32;
}

/** The array itself. */
@unmanaged
export class ItemArray {
  addr: u64;
  /** Slots of the array; how many of them hold a reference; how many were ever stored to. */
  length: u64;
  filled: u64;
  stored: u64;
  /** 1 once the array was filled with null pointers. */
  zeroed: u32;
}

const STRETCH_RECORD: u32 = 40;
const table_static: usize = memory.data(32, 8);
const array_at: usize = memory.data(40, 8);

function table(): Table {
  return changetype<Table>(table_static);
}

export function items_reset(): void {
  table_init(table(), STRETCH_RECORD, 8, 1 << 20);
  memory.fill(array_at, 0, 40);
}

export function item_array(): ItemArray {
  return changetype<ItemArray>(array_at);
}

/** An array of `length` slots at `addr`, nothing stored yet. */
export function items_new(addr: u64, length: u64): void {
  table().count = 0;
  const a = item_array();
  a.addr = addr;
  a.length = length;
  a.filled = 0;
  a.stored = 0;
  a.zeroed = 0;
}

/** The array is gone. */
export function items_drop(): void {
  items_new(0, 0);
}

function last(): Items {
  return changetype<Items>(table_at(table(), table().count - 1));
}

function add_stretch(kind: u32, value: i64, block: u32, slot: u32, count: u64): void {
  const a = item_array();
  const s = changetype<Items>(table_at(table(), table_add(table())));
  s.first = a.filled;
  s.count = count;
  s.kind = kind;
  s.value = value;
  s.block = block;
  s.slot = slot;
}

/** Stores references to `count` shared ints, from `value` on, behind the items so far. */
export function append_small(value: i64, count: u64): void {
  const more = table().count > 0 && last().kind === ITEMS_SMALL;
  if (more && last().value + <i64>last().count === value) last().count += count;
  else add_stretch(ITEMS_SMALL, value, 0, 0, count);
  grow(count);
}

/** Stores references to `count` ints that lie in consecutive slots from block:slot downwards. */
export function append_slots(block: u32, slot: u32, count: u64): void {
  if (table().count > 0 && last().kind === ITEMS_SLOTS) {
    const s = last();
    if (block_after(s, s.count) === block && slot_after(s, s.count) === slot) {
      s.count += count;
      grow(count);
      return;
    }
  }
  add_stretch(ITEMS_SLOTS, 0, block, slot, count);
  grow(count);
}

function grow(count: u64): void {
  const a = item_array();
  a.filled += count;
  a.stored = a.filled;
  check(a.filled <= a.length, a.filled);
}

/** How many slots behind the first one of `s` its block's last slot counts. */
function depth(s: Items, index: u64): u64 {
  return <u64>(slots() - 1 - s.slot) + index;
}

/** The block of item `index` of a SLOTS stretch. */
export function block_after(s: Items, index: u64): u32 {
  return s.block + <u32>(depth(s, index) / slots());
}

export function slot_after(s: Items, index: u64): u32 {
  return slots() - 1 - <u32>(depth(s, index) % slots());
}

/** The stretch that holds item `index` of the array. */
export function stretch_of(index: u64): Items {
  let low: u32 = 0;
  let high = table().count;
  check(index < item_array().filled, index);
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (changetype<Items>(table_at(table(), middle)).first <= index) low = middle;
    else high = middle;
  }
  return changetype<Items>(table_at(table(), low));
}

/** What item `index` points to. */
export function item_address(index: u64): u64 {
  const s = stretch_of(index);
  const within = index - s.first;
  if (s.kind === ITEMS_SMALL) return small_int(s.value + <i64>within);
  return slot_address(block_after(s, within), slot_after(s, within));
}
