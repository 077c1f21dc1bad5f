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
import { allocate } from "../../base/memory";
import { has_own_heap } from "../../collectors/manager";
import {
  block_pages_reset,
  forget_asked,
  place_again,
  place_blocks,
  unplace_block,
  unplace_group,
} from "./block_pages";
import {
  FORM_FREED,
  FORM_RUN,
  FORM_SLOTS,
  GROUP,
  GROUP_SHIFT,
  add_numbers,
  block,
  block_address,
  block_numbers,
  drop_last_group,
  group,
  group_count,
  group_of,
  groups_reset,
  is_regular,
  own_block,
  release_records_of,
  settled,
} from "./groups";
import { serial_set, serials_reset } from "./serials";

/** A slot that is written out: 3 words. */
export const SLOT_VIRGIN: u64 = 0;
export const SLOT_FREE: u64 = 1;
export const SLOT_LIVE: u64 = 2;

/** How many blocks may be written out before the one written out first is looked at again. */
const DISTURBED_MAX: u32 = 8;
const SLOT_RECORD: usize = 24;

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

const blocks_at: usize = memory.data(16, 8);
/** Number + 1 of the blocks that were written out last: a ring. */
const disturbed_at: usize = memory.data(4 * 8, 8);

function blocks(): Blocks {
  return changetype<Blocks>(blocks_at);
}

export function blocks_reset(): void {
  serials_reset(groups_reset());
  block_pages_reset();
  blocks().unused = 0;
  blocks().in_use = 0;
  blocks().records = 0;
  blocks().disturbances = 0;
  memory.fill(disturbed_at, 0, 4 * DISTURBED_MAX);
}

export function blocks_in_use(): u32 {
  return blocks().in_use;
}

/** Ints in a block. */
export function slots(): u32 {
  return <u32>cfg(Cfg.INT_SLOTS);
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
  let number = blocks().unused - 1;
  if (blocks().unused === 0) {
    number = block_numbers();
    const index = number >> GROUP_SHIFT;
    const from = number & (GROUP - 1);
    if (from > 0) own_block(number - 1);
    add_numbers(1);
    place_blocks(index, from, 1, addr, from === 0 ? 0 : distance(index, addr));
  } else {
    blocks().unused = block(number).next;
    place_again(number, addr);
  }
  const b = own_block(number);
  b.next = 0;
  b.first = 0;
  b.live_from = <u8>slots();
  b.used_from = <u8>slots();
  b.form = FORM_RUN;
  b.refcnt = 1;
  serial_set(number, serial);
  blocks().in_use += 1;
  return number;
}

/** How far behind the one before a block at `addr` lies, if it does, close to it; else 0. */
function distance(index: u32, addr: u64): u64 {
  const before = block_address((index << GROUP_SHIFT) + <u32>group(index).count - 2);
  return addr > before && addr - before < 2 * cfg(Cfg.BLOCK_BYTES) ? addr - before : 0;
}

/**
 * Adds `count` blocks from `addr` on, `pitch` bytes apart, whose slots are all taken at once by values from
 * `first` on; block_list begins at `head` and goes on with them. Returns the first one's number.
 */
export function blocks_new_live(
  addr: u64,
  pitch: u64,
  count: u32,
  first: i64,
  head: u32,
  serial: u64,
): u32 {
  const number = block_numbers();
  let done: u32 = 0;
  while (done < count) {
    const at = number + done;
    const within = at & (GROUP - 1);
    const here = min<u32>(GROUP - within, count - done);
    const next = done === 0 ? head : at;
    const value = first + <i64>done * <i64>slots();
    const joins = within === 0 || goes_on(at >> GROUP_SHIFT, value, next);
    if (!joins) own_block(at - 1);
    const g = add_numbers(here);
    place_blocks(at >> GROUP_SHIFT, within, here, addr + <u64>done * pitch, pitch);
    if (within === 0 && g.each === 0) {
      g.first = value;
      g.next = next;
      g.refcnt = 1;
    } else if (!joins || g.each !== 0) make_live(at, here, value, next);
    done += here;
  }
  if (cfg(Cfg.DEBUG_BYTES) !== 0) {
    for (let i: u32 = 0; i < count; i++) serial_set(number + i, serial + i);
  }
  blocks().in_use += count;
  return number;
}

/** Whether live blocks with values from `value` on continue the law of a group's content. */
function goes_on(index: u32, value: i64, next: u32): bool {
  if (!is_regular(index)) return false;
  const g = group(index);
  const count = <u32>g.count;
  if (g.live_from !== 0 || g.used_from !== 0 || g.refcnt !== 1) return false;
  return (
    g.upwards === 0 &&
    next === (index << GROUP_SHIFT) + count &&
    g.first + <i64>(count * slots()) === value
  );
}

function make_live(number: u32, count: u32, first: i64, next: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const b = own_block(number + i);
    b.first = first + <i64>(i * slots());
    b.next = i === 0 ? next : number + i;
    b.live_from = 0;
    b.used_from = 0;
    b.form = FORM_RUN;
    b.refcnt = 1;
  }
}

/** Forgets a block that is given back to malloc. */
export function block_drop(number: u32): void {
  forget_asked();
  unplace_block(number);
  const g = group_of(number);
  const b = own_block(number);
  if (b.form === FORM_SLOTS) release_records(<usize>b.first);
  b.form = FORM_FREED;
  blocks().in_use -= 1;
  if (g.laid !== 0) {
    g.dropped += 1;
    if (g.dropped === g.count) group_drop(number >> GROUP_SHIFT);
    return;
  }
  b.next = blocks().unused;
  blocks().unused = number + 1;
}

/** The `count` blocks of the whole group of `number`, all of them runs, are given back. */
export function blocks_drop(number: u32, count: u32): void {
  forget_asked();
  blocks().in_use -= count;
  group_drop(number >> GROUP_SHIFT);
}

/** A group without blocks: its numbers go with it where it is the last one. */
function group_drop(index: u32): void {
  unplace_group(index);
  const g = group(index);
  g.dropped = g.count;
  release_records_of(g);
  while (group_count() > 0) {
    const last = group(group_count() - 1);
    if (last.dropped !== last.count) return;
    drop_last_group();
  }
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

/** Writes every slot of a RUN out. */
export function materialise(number: u32): void {
  if (block(number).form === FORM_SLOTS) return;
  const b = own_block(number);
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
  if (old !== 0 && old !== number + 1 && old <= block_numbers()) coalesce(old - 1);
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
  settled(number);
}
