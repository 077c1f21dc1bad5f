/**
 * A map from simulated page numbers to 32-bit values, shaped as the hardware's page tables are: a
 * leaf of 512 entries stands for 2 MiB of addresses, and leaves exist only where something is.
 * Leaves are found through an open-addressed directory keyed by `page >> 9`.
 */
import { Fault } from "../abi/stop";
import { allocate } from "./memory";
import { fail } from "./fault";

const DIRECTORY_SLOTS: u32 = 16384;
/** Pages of a leaf. */
const LEAF_PAGES: u64 = 512;
const LEAF_BYTES: usize = 512 * 4;

@unmanaged
export class PageMap {
  /** DIRECTORY_SLOTS keys (leaf number + 1, 64 bits), then as many leaf addresses (32 bits). */
  keys: usize;
  leaves: usize;
  count: u32;
  /** The last leaf found: neighbouring pages follow each other. */
  last_key: u64;
  last_leaf: usize;
  /** What was looked up last, as a processor's TLB keeps it: page + 1 and value, by the page's low bits. */
  recent: usize;
}

const RECENT_SLOTS: u32 = 256;
const RECENT_BYTES: usize = 16;

export function page_map_init(map: PageMap): void {
  map.keys = allocate(<usize>DIRECTORY_SLOTS * 8);
  map.leaves = allocate(<usize>DIRECTORY_SLOTS * 4);
  map.count = 0;
  map.last_key = 0;
  map.last_leaf = 0;
  map.recent = allocate(<usize>RECENT_SLOTS * RECENT_BYTES);
}

function recent_of(map: PageMap, page: u64): usize {
  return map.recent + (<usize>page & (RECENT_SLOTS - 1)) * RECENT_BYTES;
}

function slot_of(map: PageMap, key: u64): u32 {
  let slot = <u32>((key * 0x9e3779b97f4a7c15) >> 50);
  while (true) {
    const found = load<u64>(map.keys + ((<usize>slot) << 3));
    if (found === 0 || found === key) return slot;
    slot = (slot + 1) & (DIRECTORY_SLOTS - 1);
  }
}

/** The leaf of `page`, or 0 where none exists. */
function leaf_of(map: PageMap, page: u64): usize {
  const key = (page >> 9) + 1;
  if (key === map.last_key) return map.last_leaf;
  const slot = slot_of(map, key);
  if (load<u64>(map.keys + ((<usize>slot) << 3)) === 0) return 0;
  map.last_key = key;
  map.last_leaf = load<u32>(map.leaves + ((<usize>slot) << 2));
  return map.last_leaf;
}

/** The value of `page`; 0 where nothing was stored. */
export function page_map_get(map: PageMap, page: u64): u32 {
  const recent = recent_of(map, page);
  return load<u64>(recent) === page + 1 ? load<u32>(recent, 8) : look_up(map, page, recent);
}

/** What is not among the recent ones; it is from now on. */
function look_up(map: PageMap, page: u64, recent: usize): u32 {
  const leaf = leaf_of(map, page);
  const value = leaf === 0 ? 0 : load<u32>(leaf + ((<usize>page & 511) << 2));
  store<u64>(recent, page + 1);
  store<u32>(recent, value, 8);
  return value;
}

export function page_map_set(map: PageMap, page: u64, value: u32): void {
  const recent = recent_of(map, page);
  store<u64>(recent, page + 1);
  store<u32>(recent, value, 8);
  let leaf = leaf_of(map, page);
  if (leaf === 0) {
    const key = (page >> 9) + 1;
    const slot = slot_of(map, key);
    map.count += 1;
    if (map.count * 2 > DIRECTORY_SLOTS) fail(Fault.TABLE_FULL, page);
    leaf = allocate(LEAF_BYTES);
    store<u64>(map.keys + ((<usize>slot) << 3), key);
    store<u32>(map.leaves + ((<usize>slot) << 2), <u32>leaf);
    map.last_key = key;
    map.last_leaf = leaf;
  }
  store<u32>(leaf + ((<usize>page & 511) << 2), value);
}

/** Stores the same value for `count` pages from `page` on. */
export function page_map_fill(map: PageMap, page: u64, count: u64, value: u32): void {
  let at = page;
  const end = page + count;
  while (at < end) {
    // The first page of a leaf makes it and finds it again.
    page_map_set(map, at, value);
    const stop = min<u64>(end, (at | (LEAF_PAGES - 1)) + 1);
    const leaf = leaf_of(map, at);
    const index = <usize>at & (<usize>LEAF_PAGES - 1);
    for (let i: usize = 1; i < <usize>(stop - at); i++)
      store<u32>(leaf + ((index + i) << 2), value);
    at = stop;
  }
  forget_recent(map, page, count);
}

/** How many of the `most` pages from `page` on have a value with `bits` under `mask`, as the first one has. */
export function page_map_alike(map: PageMap, page: u64, most: u64, mask: u32, bits: u32): u64 {
  let at = page;
  const end = page + most;
  while (at < end) {
    const stop = min<u64>(end, (at | (LEAF_PAGES - 1)) + 1);
    const leaf = leaf_of(map, at);
    if (leaf === 0) {
      if (bits !== 0) break;
      at = stop;
      continue;
    }
    while (at < stop && (entry_of(leaf, at) & mask) === bits) at++;
    if (at < stop) break;
  }
  return at === page ? 1 : at - page;
}

/** The first page from `page` on, before `end`, that has a value; `end` where none has. */
export function page_map_next(map: PageMap, page: u64, end: u64): u64 {
  let at = page;
  while (at < end) {
    const stop = min<u64>(end, (at | (LEAF_PAGES - 1)) + 1);
    const leaf = leaf_of(map, at);
    if (leaf !== 0) {
      while (at < stop && entry_of(leaf, at) === 0) at++;
      if (at < stop) return at;
    }
    at = stop;
  }
  return end;
}

function entry_of(leaf: usize, page: u64): u32 {
  return load<u32>(leaf + ((<usize>page & (<usize>LEAF_PAGES - 1)) << 2));
}

function forget_recent(map: PageMap, page: u64, count: u64): void {
  if (count >= <u64>RECENT_SLOTS) {
    page_map_forget(map);
    return;
  }
  for (let i: u64 = 0; i < count; i++) store<u64>(recent_of(map, page + i), 0);
}

/** The directory's size, for a walk over all leaves in directory order. */
export function page_map_slots(): u32 {
  return DIRECTORY_SLOTS;
}

/** The first page of the leaf in directory slot `slot`, or 2^64-1 where the slot is empty. */
export function page_map_slot_page(map: PageMap, slot: u32): u64 {
  const key = load<u64>(map.keys + ((<usize>slot) << 3));
  return key === 0 ? u64.MAX_VALUE : (key - 1) << 9;
}

/** Where the values of the leaf in directory slot `slot` lie, one behind the other; whoever writes them forgets. */
export function page_map_leaf(map: PageMap, slot: u32): usize {
  return load<u32>(map.leaves + ((<usize>slot) << 2));
}

/** What was looked up lately may be old: leaves were written directly. */
export function page_map_forget(map: PageMap): void {
  memory.fill(map.recent, 0, <usize>RECENT_SLOTS * RECENT_BYTES);
}
