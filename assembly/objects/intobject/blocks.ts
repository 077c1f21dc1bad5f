/**
 * Int blocks (Objects/intobject.c, CPython 2.7: struct _intblock; spec 01 section 1).
 *
 *   block ->  +0  next      the block made before this one
 *             +8  slot 0    INT_BYTES each: [_ob_next, _ob_prev,] ob_refcnt, ob_type, ob_ival
 *                 ...
 *                 slot N-1  the first one to be handed out
 *
 * A block is kept in one of two forms:
 *
 *   RUN     slots [live_from, N) live with ascending values from slot N-1 down, one reference count
 *           for all; slots [used_from, live_from) free, their old values still following the same
 *           law; slots below used_from never used since the block was made.
 *   SLOTS   every slot written out. A disturbed RUN becomes SLOTS; a regular SLOTS becomes RUN again.
 *
 * Links of free slots are not kept here: they follow from the order of the free list (free_list.ts).
 */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { Table, allocate, table_add, table_at, table_init } from "../../base/memory";
import { PageMap, page_map_get, page_map_init, page_map_set } from "../../base/page_map";
import { has_own_heap } from "../../collectors/manager";
import { serial_set, serials_reset } from "./serials";

/** A block's record. */
@unmanaged
export class Block {
  /** The address, packed: see `pack`. */
  place: u32;
  /** Number + 1 of the next block in block_list, 0 at its end. */
  next: u32;
  /** RUN: the value of slot N-1. SLOTS: where the slots are written out. */
  first: i64;
  /** Number + 1 of another block that begins in the same page. */
  page_next: u32;
  live_from: u8;
  used_from: u8;
  form: u8;
  /** RUN: the reference count of each live int. */
  refcnt: u8;
}

export const FORM_RUN: u8 = 0;
export const FORM_SLOTS: u8 = 1;
/** The block was given back to malloc; its number may be used again. */
export const FORM_FREED: u8 = 2;

/** A slot that is written out: 3 words. */
export const SLOT_VIRGIN: u64 = 0;
export const SLOT_FREE: u64 = 1;
export const SLOT_LIVE: u64 = 2;

/** No block. */
export const NO_BLOCK: u32 = 0xffffffff;

/** How many blocks may be written out before the one written out first is looked at again. */
const DISTURBED_MAX: u32 = 8;
const BLOCK_RECORD: u32 = 24;
const BLOCKS_MAX: u32 = 1 << 23;
const SLOT_RECORD: usize = 24;
/** Addresses above the heap are packed as their distance below this one. */
const MAPPED_CEILING: u64 = 0x800000000000;

@unmanaged
class Blocks {
  /** Numbers of freed blocks, linked through `next`: number + 1. */
  unused: u32;
  in_use: u32;
  /** Written-out slots that no block uses any more, linked through their first word. */
  records: u32;
  /** Turns of the ring of disturbed blocks. */
  disturbances: u32;
}

/** The block that was asked for last: neighbouring ints follow each other. */
@unmanaged
class Asked {
  /** 0 for none. */
  start: u64;
  number: u32;
}

const asked_at: usize = memory.data(16, 8);

function asked(): Asked {
  return changetype<Asked>(asked_at);
}

const blocks_at: usize = memory.data(16, 8);
/** Number + 1 of the blocks that were written out last: a ring. */
const disturbed_at: usize = memory.data(4 * 8, 8);
const table_static: usize = memory.data(32, 8);
const pages_static: usize = memory.data(40, 8);

function blocks(): Blocks {
  return changetype<Blocks>(blocks_at);
}

function table(): Table {
  return changetype<Table>(table_static);
}

function pages(): PageMap {
  return changetype<PageMap>(pages_static);
}

export function blocks_reset(): void {
  table_init(table(), BLOCK_RECORD, 11, BLOCKS_MAX);
  serials_reset(BLOCKS_MAX);
  page_map_init(pages());
  asked().start = 0;
  blocks().unused = 0;
  blocks().in_use = 0;
  blocks().records = 0;
  blocks().disturbances = 0;
  memory.fill(disturbed_at, 0, 4 * DISTURBED_MAX);
}

export function block(number: u32): Block {
  return changetype<Block>(table_at(table(), number));
}

/** Block numbers that were ever used: [0, count). */
export function block_numbers(): u32 {
  return table().count;
}

export function blocks_in_use(): u32 {
  return blocks().in_use;
}

/** Whether the next block would get the number of a freed one: numbers then do not follow each other. */
export function has_freed_numbers(): bool {
  return blocks().unused !== 0;
}

/** Ints in a block. */
export function slots(): u32 {
  return <u32>cfg(Cfg.INT_SLOTS);
}

function pack(addr: u64): u32 {
  check((addr & 15) === 0, addr);
  const above = addr - cfg(Cfg.HEAP_START);
  if (above < (<u64>1) << 35) return <u32>(above >> 4);
  return <u32>((MAPPED_CEILING - addr) >> 4) | 0x80000000;
}

export function block_address(number: u32): u64 {
  const place = block(number).place;
  if ((place & 0x80000000) === 0) return cfg(Cfg.HEAP_START) + ((<u64>place) << 4);
  return MAPPED_CEILING - ((<u64>(place & 0x7fffffff)) << 4);
}

/** The first byte of slots [low, low + count) of a block. */
export function slots_address(number: u32, low: u32, count: u32): u64 {
  return slot_address(number, cfg(Cfg.INT_ASCENDING) === 0 ? low : low + count - 1);
}

/** How many slots lie before `slot`: they are numbered against the order in which they are handed out. */
function place_of(slot: u32): u32 {
  return cfg(Cfg.INT_ASCENDING) === 0 ? slot : slots() - 1 - slot;
}

export function slot_address(number: u32, slot: u32): u64 {
  const before = <u64>place_of(slot) * cfg(Cfg.INT_BYTES);
  return block_address(number) + cfg(Cfg.BLOCK_HEAD) + before;
}

/** Adds a block at `addr`, asked for by request `serial` (0: not recorded); returns its number. */
export function block_new(addr: u64, serial: u64 = 0): u32 {
  let number: u32;
  if (blocks().unused !== 0) {
    number = blocks().unused - 1;
    blocks().unused = block(number).next;
  } else number = table_add(table());
  const b = block(number);
  b.place = pack(addr);
  b.next = 0;
  b.first = 0;
  b.live_from = <u8>slots();
  b.used_from = <u8>slots();
  b.form = FORM_RUN;
  b.refcnt = 1;
  serial_set(number, serial);
  b.page_next = page_map_get(pages(), addr >> 12);
  page_map_set(pages(), addr >> 12, number + 1);
  blocks().in_use += 1;
  return number;
}

/** Forgets a block that is given back to malloc. */
export function block_drop(number: u32): void {
  const addr = block_address(number);
  const b = block(number);
  asked().start = 0;
  const first = page_map_get(pages(), addr >> 12);
  if (first === number + 1) page_map_set(pages(), addr >> 12, b.page_next);
  else {
    let at = first - 1;
    while (block(at).page_next !== number + 1) at = block(at).page_next - 1;
    block(at).page_next = b.page_next;
  }
  if (b.form === FORM_SLOTS) release_records(<usize>b.first);
  b.form = FORM_FREED;
  b.next = blocks().unused;
  blocks().unused = number + 1;
  blocks().in_use -= 1;
}

/** How many pages before one a block may begin that reaches into it. */
export function pages_back(): i32 {
  return <i32>((cfg(Cfg.BLOCK_BYTES) + 4094) >> 12);
}

/** The block that holds `addr`, or NO_BLOCK. */
export function block_of(addr: u64): u32 {
  const last = asked();
  if (last.start !== 0 && addr >= last.start && addr < last.start + cfg(Cfg.BLOCK_BYTES)) {
    return last.number;
  }
  const page = addr >> 12;
  let found = block_starting_in(page, addr);
  if (found === NO_BLOCK) found = block_starting_before(page, addr);
  if (found !== NO_BLOCK) {
    last.start = block_address(found);
    last.number = found;
  }
  return found;
}

function block_starting_before(page: u64, addr: u64): u32 {
  for (let back = pages_back(); back > 0; back--) {
    const found = block_starting_in(page - <u64>back, addr);
    if (found !== NO_BLOCK) return found;
  }
  return NO_BLOCK;
}

function block_starting_in(page: u64, addr: u64): u32 {
  let at = page_map_get(pages(), page);
  while (at !== 0) {
    const start = block_address(at - 1);
    if (addr >= start && addr < start + cfg(Cfg.BLOCK_BYTES)) return at - 1;
    at = block(at - 1).page_next;
  }
  return NO_BLOCK;
}

/** The slot of block `number` that holds `addr`. */
export function slot_of(number: u32, addr: u64): u32 {
  const within = addr - block_address(number);
  check(within >= cfg(Cfg.BLOCK_HEAD), addr);
  return place_of(<u32>(within - cfg(Cfg.BLOCK_HEAD)) / <u32>cfg(Cfg.INT_BYTES));
}

function slot_record(number: u32, slot: u32): usize {
  return <usize>block(number).first + <usize>slot * SLOT_RECORD;
}

export function slot_state(number: u32, slot: u32): u64 {
  const b = block(number);
  if (b.form === FORM_SLOTS) return load<u64>(slot_record(number, slot));
  if (slot >= <u32>b.live_from) return SLOT_LIVE;
  return slot >= <u32>b.used_from ? SLOT_FREE : SLOT_VIRGIN;
}

/** ob_refcnt of a slot that was used. */
export function slot_refcnt(number: u32, slot: u32): i64 {
  const b = block(number);
  if (b.form === FORM_SLOTS) return load<i64>(slot_record(number, slot), 8);
  return slot >= <u32>b.live_from ? <i64>b.refcnt : 0;
}

/** ob_ival of a slot that was used. */
export function slot_value(number: u32, slot: u32): i64 {
  const b = block(number);
  if (b.form === FORM_SLOTS) return load<i64>(slot_record(number, slot), 16);
  return b.first + <i64>(slots() - 1 - slot);
}

/** Live ints in a block. */
export function live_slots(number: u32): u32 {
  return live_slots_between(number, 0, slots());
}

/** Live ints in slots [low, high) of a block. */
export function live_slots_between(number: u32, low: u32, high: u32): u32 {
  const b = block(number);
  if (b.form === FORM_RUN) {
    const from = <u32>b.live_from > low ? <u32>b.live_from : low;
    return from < high ? high - from : 0;
  }
  let live: u32 = 0;
  for (let slot = low; slot < high; slot++) {
    if (slot_state(number, slot) === SLOT_LIVE) live += 1;
  }
  return live;
}

/** Live ints in the slots that lie at places [low, high) of a block, counted from its first byte. */
export function live_slots_placed(number: u32, low: u32, high: u32): u32 {
  if (cfg(Cfg.INT_ASCENDING) === 0) return live_slots_between(number, low, high);
  return live_slots_between(number, slots() - high, slots() - low);
}

/** Number + 1 of a block that begins in `page`; its `page_next` leads to the others. */
export function block_beginning_in(page: u64): u32 {
  return page_map_get(pages(), page);
}

/** Writes every slot of a RUN out. */
export function materialise(number: u32): void {
  const b = block(number);
  if (b.form === FORM_SLOTS) return;
  const records = take_records();
  for (let slot: u32 = 0; slot < slots(); slot++) {
    const at = records + <usize>slot * SLOT_RECORD;
    store<u64>(at, slot_state(number, slot));
    store<i64>(at, slot_refcnt(number, slot), 8);
    store<i64>(at, slot_value(number, slot), 16);
  }
  b.first = <i64>records;
  b.form = FORM_SLOTS;
  disturb(number);
}

function take_records(): usize {
  const records = <usize>blocks().records;
  if (records === 0) return allocate(SLOT_RECORD * <usize>slots());
  blocks().records = load<u32>(records);
  return records;
}

function release_records(records: usize): void {
  store<u32>(records, blocks().records);
  blocks().records = <u32>records;
}

/**
 * A walk over many ints writes their blocks out one after the other. The block that was disturbed
 * DISTURBED_MAX blocks ago is regular again as a rule, so a walk keeps few blocks written out.
 */
function disturb(number: u32): void {
  const at = disturbed_at + ((<usize>(blocks().disturbances % DISTURBED_MAX)) << 2);
  const old = load<u32>(at);
  store<u32>(at, number + 1);
  blocks().disturbances += 1;
  if (old !== 0 && old !== number + 1) coalesce(old - 1);
}

/** Writes one slot of a block whose slots are written out. */
export function set_slot(number: u32, slot: u32, state: u64, refcnt: i64, value: i64): void {
  check(block(number).form === FORM_SLOTS, number);
  const at = slot_record(number, slot);
  store<u64>(at, state);
  store<i64>(at, refcnt, 8);
  store<i64>(at, value, 16);
}

/** Adds `change` to the count of a live slot that is written out, and returns the new count. */
export function change_refcnt(number: u32, slot: u32, change: i64): i64 {
  const at = slot_record(number, slot);
  const refcnt = load<i64>(at, 8) + change;
  check(refcnt >= 0 && load<u64>(at) === SLOT_LIVE, number);
  store<i64>(at, refcnt, 8);
  return refcnt;
}

/** Turns SLOTS back into RUN where all its slots follow the law of a RUN. */
export function coalesce(number: u32): void {
  const b = block(number);
  const last = slots() - 1;
  if (b.form !== FORM_SLOTS || slot_state(number, last) === SLOT_VIRGIN) return;
  const first = slot_value(number, last);
  const live = live_slots(number);
  const refcnt = live > 0 ? slot_refcnt(number, last) : 1;
  // Only under a manager that traces, a slot may wait without a reference: for the sweep.
  if (refcnt < (has_own_heap() ? 0 : 1) || refcnt > 255) return;
  let used_from: u32 = 0;
  for (let slot: u32 = 0; slot <= last; slot++) {
    const state = slot_state(number, slot);
    if (state === SLOT_VIRGIN) {
      used_from = slot + 1;
      continue;
    }
    const expected = slot > last - live ? SLOT_LIVE : SLOT_FREE;
    if (state !== expected || slot < used_from) return;
    if (slot_value(number, slot) !== first + <i64>(last - slot)) return;
    if (slot_refcnt(number, slot) !== (state === SLOT_LIVE ? refcnt : 0)) return;
  }
  release_records(<usize>b.first);
  b.form = FORM_RUN;
  b.first = first;
  b.refcnt = <u8>refcnt;
  b.live_from = <u8>(slots() - live);
  b.used_from = <u8>used_from;
}
