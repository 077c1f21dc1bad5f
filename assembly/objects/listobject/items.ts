/**
 * Item arrays of lists: what each ob_item[i] points to. An array is plain words of simulated memory,
 * but for those that builtin_range fills: such an array is kept as stretches.
 *
 *   SMALL   items are the shared ints of consecutive values
 *   SLOTS   items are consecutive slots downwards, from one block to the block with the next number
 *
 * range(n) needs a handful of stretches for any n. An item that is stored later becomes a word, and
 * a word takes precedence over the stretch; what moves or reorders items writes the array out first.
 */
import { Table, allocate, table_add, table_at, table_init } from "../../base/memory";
import { PageMap, page_map_get, page_map_init, page_map_set } from "../../base/page_map";
import { check } from "../../base/fault";
import { is_defined, load64, store64, store_same, store_steps } from "../../kernel/words";
import { slot_address, slot_step, slots } from "../intobject/blocks";
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

/** An array in the short form. */
@unmanaged
export class ItemArray {
  addr: u64;
  /** Slots of the array; how many of them hold a reference; how many were ever stored to. */
  length: u64;
  filled: u64;
  stored: u64;
  /** 1 once the array was filled with null pointers. */
  zeroed: u32;
  /** 1 once an item was stored as a word. */
  disturbed: u32;
  /** The stretches, how many there are and how many fit (a power of two). */
  stretches: usize;
  count: u32;
  capacity: u32;
  /** Number + 1 of another array that begins in the same page. */
  page_next: u32;
}

/** The array that was made last: what the counters describe. */
@unmanaged
export class Recent {
  addr: u64;
  length: u64;
  filled: u64;
}

@unmanaged
class Unused {
  /** Number + 1 of a record that may be used again; linked through page_next. */
  record: u32;
  /** Short arrays that exist. */
  in_use: u32;
}

const STRETCH_BYTES: usize = 40;
const FIRST_CAPACITY: u32 = 8;
const ARRAY_RECORD: u32 = 64;
const ARRAYS_MAX: u32 = 1 << 22;

const table_static: usize = memory.data(32, 8);
const pages_static: usize = memory.data(40, 8);
const unused_at: usize = memory.data(8, 8);
const recent_at: usize = memory.data(24, 8);
/** Unused buffers of stretches, by the logarithm of their capacity, linked through their first word. */
const buffers_at: usize = memory.data(4 * 32, 8);

function table(): Table {
  return changetype<Table>(table_static);
}

function pages(): PageMap {
  return changetype<PageMap>(pages_static);
}

function unused(): Unused {
  return changetype<Unused>(unused_at);
}

export function items_reset(): void {
  table_init(table(), ARRAY_RECORD, 6, ARRAYS_MAX);
  page_map_init(pages());
  unused().record = 0;
  unused().in_use = 0;
  memory.fill(recent_at, 0, 24);
  memory.fill(buffers_at, 0, 4 * 32);
}

export function recent_items(): Recent {
  return changetype<Recent>(recent_at);
}

/** Says which array was made last. */
export function set_recent_items(addr: u64, length: u64, filled: u64): void {
  const r = recent_items();
  r.addr = addr;
  r.length = length;
  r.filled = filled;
}

/** The array at `addr` is gone or moved. */
export function forget_recent_items(addr: u64): void {
  if (recent_items().addr === addr) set_recent_items(0, 0, 0);
}

/** Numbers of short arrays that were ever used: [0, count); those not in use have addr = 0. */
export function item_arrays(): u32 {
  return table().count;
}

export function item_array(number: u32): ItemArray {
  return changetype<ItemArray>(table_at(table(), number));
}

/** A short array of `length` null pointers at `addr`, as soon as they are stored. */
export function items_new(addr: u64, length: u64): ItemArray {
  let number: u32;
  if (unused().record !== 0) {
    number = unused().record - 1;
    unused().record = item_array(number).page_next;
  } else number = table_add(table());
  const a = item_array(number);
  a.addr = addr;
  a.length = length;
  a.filled = 0;
  a.stored = 0;
  a.zeroed = 0;
  a.disturbed = 0;
  a.stretches = 0;
  a.count = 0;
  a.capacity = 0;
  a.page_next = page_map_get(pages(), addr >> 12);
  page_map_set(pages(), addr >> 12, number + 1);
  unused().in_use += 1;
  return a;
}

/** The short array at `addr`, or null where the items are words. */
export function short_items(addr: u64): ItemArray | null {
  if (unused().in_use === 0) return null;
  let link = page_map_get(pages(), addr >> 12);
  while (link !== 0) {
    const a = item_array(link - 1);
    if (a.addr === addr) return a;
    link = a.page_next;
  }
  return null;
}

/** The short array that holds `addr`, or null. */
export function short_items_holding(addr: u64): ItemArray | null {
  if (unused().in_use === 0) return null;
  for (let number: u32 = 0; number < item_arrays(); number++) {
    const a = item_array(number);
    if (addr >= a.addr && addr < a.addr + a.length * 8) return a;
  }
  return null;
}

/** Takes `a` from the chain of its page; answers the link that led to it. */
function leave_page(a: ItemArray): u32 {
  const page = a.addr >> 12;
  let before: u32 = 0;
  let link = page_map_get(pages(), page);
  while (item_array(link - 1) !== a) {
    before = link;
    link = item_array(link - 1).page_next;
  }
  if (before === 0) page_map_set(pages(), page, a.page_next);
  else item_array(before - 1).page_next = a.page_next;
  return link;
}

/** The short form of `a` ends: its items are words, or gone. */
export function items_drop(a: ItemArray): void {
  const link = leave_page(a);
  if (a.capacity > 0) release_buffer(a.stretches, a.capacity);
  a.addr = 0;
  a.length = 0;
  a.page_next = unused().record;
  unused().record = link;
  unused().in_use -= 1;
}

/** The array lies at `addr` from now on, where nothing was stored yet. */
export function items_move(a: ItemArray, addr: u64): void {
  const link = leave_page(a);
  a.addr = addr;
  a.page_next = page_map_get(pages(), addr >> 12);
  page_map_set(pages(), addr >> 12, link);
}

/** Writes the items of a short array out as words. */
export function items_write_out(a: ItemArray): void {
  if (a.disturbed === 0) write_stretches(a);
  else write_words(a);
  items_drop(a);
}

function write_words(a: ItemArray): void {
  for (let index: u64 = 0; index < a.length; index++) {
    const at = a.addr + index * 8;
    if (!is_defined(at)) store64(at, item_at(a, index));
  }
}

/** The words of an array whose items all lie in its stretches. */
function write_stretches(a: ItemArray): void {
  let index: u64 = 0;
  while (index < a.filled) {
    const s = stretch_of(a, index);
    const within = index - s.first;
    const left = min<u64>(s.count - within, a.filled - index);
    if (s.kind === ITEMS_SMALL) {
      for (let i: u64 = 0; i < left; i++) {
        store64(a.addr + (index + i) * 8, small_int(s.value + <i64>(within + i)));
      }
      index += left;
      continue;
    }
    const slot = slot_after(s, within);
    const here = min<u64>(slot + 1, left);
    store_steps(a.addr + index * 8, slot_address(block_after(s, within), slot), slot_step(), here);
    index += here;
  }
  store_same(a.addr + index * 8, 0, a.length - index);
}

function buffer_link(capacity: u32): usize {
  return buffers_at + ((<usize>ctz(capacity)) << 2);
}

function take_buffer(capacity: u32): usize {
  const link = buffer_link(capacity);
  const found = <usize>load<u32>(link);
  if (found === 0) return allocate(STRETCH_BYTES * <usize>capacity);
  store<u32>(link, load<u32>(found));
  return found;
}

function release_buffer(buffer: usize, capacity: u32): void {
  const link = buffer_link(capacity);
  store<u32>(buffer, load<u32>(link));
  store<u32>(link, <u32>buffer);
}

function stretch(a: ItemArray, index: u32): Items {
  return changetype<Items>(a.stretches + <usize>index * STRETCH_BYTES);
}

function last(a: ItemArray): Items {
  return stretch(a, a.count - 1);
}

function add_stretch(a: ItemArray, kind: u32, value: i64, block: u32, slot: u32, count: u64): void {
  if (a.count === a.capacity) enlarge(a);
  a.count += 1;
  const s = last(a);
  s.first = a.filled;
  s.count = count;
  s.kind = kind;
  s.value = value;
  s.block = block;
  s.slot = slot;
}

function enlarge(a: ItemArray): void {
  const capacity = a.capacity === 0 ? FIRST_CAPACITY : a.capacity * 2;
  const buffer = take_buffer(capacity);
  if (a.capacity > 0) {
    memory.copy(buffer, a.stretches, STRETCH_BYTES * <usize>a.count);
    release_buffer(a.stretches, a.capacity);
  }
  a.stretches = buffer;
  a.capacity = capacity;
}

/** Stores references to `count` shared ints, from `value` on, behind the items so far. */
export function append_small(a: ItemArray, value: i64, count: u64): void {
  const more = a.count > 0 && last(a).kind === ITEMS_SMALL;
  if (more && last(a).value + <i64>last(a).count === value) last(a).count += count;
  else add_stretch(a, ITEMS_SMALL, value, 0, 0, count);
  grow(a, count);
}

/** Stores references to `count` ints that lie in consecutive slots from block:slot downwards. */
export function append_slots(a: ItemArray, block: u32, slot: u32, count: u64): void {
  if (a.count > 0 && last(a).kind === ITEMS_SLOTS) {
    const s = last(a);
    if (block_after(s, s.count) === block && slot_after(s, s.count) === slot) {
      s.count += count;
      grow(a, count);
      return;
    }
  }
  add_stretch(a, ITEMS_SLOTS, 0, block, slot, count);
  grow(a, count);
}

function grow(a: ItemArray, count: u64): void {
  set_filled(a, a.filled + count);
  a.stored = a.filled;
  check(a.filled <= a.length, a.filled);
}

/** Says how many items from the first on hold a reference. */
export function set_filled(a: ItemArray, filled: u64): void {
  a.filled = filled;
  if (recent_items().addr === a.addr) recent_items().filled = filled;
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
export function stretch_of(a: ItemArray, index: u64): Items {
  let low: u32 = 0;
  let high = a.count;
  check(index < a.filled, index);
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (stretch(a, middle).first <= index) low = middle;
    else high = middle;
  }
  return stretch(a, low);
}

/** What item `index` of a short array points to: 0 for nothing. */
export function item_at(a: ItemArray, index: u64): u64 {
  const at = a.addr + index * 8;
  if (a.disturbed !== 0 && is_defined(at)) return load64(at);
  if (index >= a.filled) return 0;
  const s = stretch_of(a, index);
  const within = index - s.first;
  if (s.kind === ITEMS_SMALL) return small_int(s.value + <i64>within);
  return slot_address(block_after(s, within), slot_after(s, within));
}
