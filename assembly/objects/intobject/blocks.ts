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
import { block_life_reset } from "./block_life";
import { block_pages_reset, start_of } from "./block_pages";
import {
  FORM_RUN,
  FORM_SLOTS,
  block,
  block_numbers,
  group_of,
  groups_reset,
  own_block,
  settled,
} from "./groups";
import { serials_reset } from "./serials";

/** A slot that is written out: 3 words. */
export const SLOT_VIRGIN: u64 = 0;
export const SLOT_FREE: u64 = 1;
export const SLOT_LIVE: u64 = 2;

/** How many blocks may be written out before the one written out first is looked at again. */
const DISTURBED_MAX: u32 = 8;
/** Bytes of a slot that is written out. */
export const SLOT_RECORD: usize = 24;

@unmanaged
class Blocks {
  /** Written-out slots that no block uses any more, linked through their first word. */
  records: u32;
  /** Turns of the ring of disturbed blocks. */
  disturbances: u32;
}

/** The block whose written-out slots were asked for last, and where they lie; 0 for none. */
@unmanaged
class Written {
  records: usize;
  number: u32;
}

const written_at: usize = memory.data(16, 8);
const blocks_at: usize = memory.data(8, 8);
/** Number + 1 of the blocks that were written out last: a ring. */
const disturbed_at: usize = memory.data(4 * 8, 8);

function blocks(): Blocks {
  return changetype<Blocks>(blocks_at);
}

export function blocks_reset(): void {
  serials_reset(groups_reset());
  block_pages_reset();
  forget_written();
  block_life_reset();
  blocks().records = 0;
  blocks().disturbances = 0;
  memory.fill(disturbed_at, 0, 4 * DISTURBED_MAX);
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

/** The distance from a slot to the one that is handed out after it. */
export function slot_step(): u64 {
  return cfg(Cfg.INT_ASCENDING) === 0 ? -cfg(Cfg.INT_BYTES) : cfg(Cfg.INT_BYTES);
}

export function slot_address(number: u32, slot: u32): u64 {
  const before = <u64>place_of(slot) * cfg(Cfg.INT_BYTES);
  return start_of(number) + cfg(Cfg.BLOCK_HEAD) + before;
}

/** The slot of block `number` that holds `addr`. */
export function slot_of(number: u32, addr: u64): u32 {
  const within = addr - start_of(number);
  check(within >= cfg(Cfg.BLOCK_HEAD), addr);
  return place_of(<u32>(within - cfg(Cfg.BLOCK_HEAD)) / <u32>cfg(Cfg.INT_BYTES));
}

/** Where the slots of a block are written out, 0 where they are not. */
function records_of(number: u32): usize {
  const w = changetype<Written>(written_at);
  if (w.number === number && w.records !== 0) return w.records;
  if (group_of(number).each === 0) return 0;
  const b = block(number);
  if (b.form !== FORM_SLOTS) return 0;
  w.number = number;
  w.records = <usize>b.first;
  return w.records;
}

function forget_written(): void {
  changetype<Written>(written_at).records = 0;
}

function slot_record(number: u32, slot: u32): usize {
  return records_of(number) + <usize>slot * SLOT_RECORD;
}

/** Where a slot of a block is written out that is: state, reference count and value, 8 bytes each. */
export function slot_written(number: u32, slot: u32): usize {
  return slot_record(number, slot);
}

export function slot_state(number: u32, slot: u32): u64 {
  const records = records_of(number);
  if (records !== 0) return load<u64>(records + <usize>slot * SLOT_RECORD);
  const b = block(number);
  if (slot >= <u32>b.live_from) return SLOT_LIVE;
  return slot >= <u32>b.used_from ? SLOT_FREE : SLOT_VIRGIN;
}

/** ob_refcnt of a slot that was used. */
export function slot_refcnt(number: u32, slot: u32): i64 {
  const records = records_of(number);
  if (records !== 0) return load<i64>(records + <usize>slot * SLOT_RECORD, 8);
  const g = group_of(number);
  if (g.each === 0) return slot >= <u32>g.live_from ? <i64>g.refcnt : 0;
  const b = block(number);
  return slot >= <u32>b.live_from ? <i64>b.refcnt : 0;
}

/** ob_ival of a slot that was used. */
export function slot_value(number: u32, slot: u32): i64 {
  const records = records_of(number);
  if (records !== 0) return load<i64>(records + <usize>slot * SLOT_RECORD, 16);
  const b = block(number);
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
  const records = records_of(number);
  for (let slot = low; slot < high; slot++) {
    if (load<u64>(records + <usize>slot * SLOT_RECORD) === SLOT_LIVE) live += 1;
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
  if (records_of(number) !== 0) return;
  const b = own_block(number);
  const records = take_records();
  const last = slots() - 1;
  for (let slot: u32 = 0; slot <= last; slot++) {
    const at = records + <usize>slot * SLOT_RECORD;
    const lives = slot >= <u32>b.live_from;
    store<u64>(at, lives ? SLOT_LIVE : slot >= <u32>b.used_from ? SLOT_FREE : SLOT_VIRGIN);
    store<i64>(at, lives ? <i64>b.refcnt : 0, 8);
    store<i64>(at, b.first + <i64>(last - slot), 16);
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

/** The slots that lie there are written out no more. */
export function release_records(records: usize): void {
  forget_written();
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
  const records = records_of(number);
  check(records !== 0, number);
  const at = records + <usize>slot * SLOT_RECORD;
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
  const records = records_of(number);
  if (records === 0) return;
  const last = slots() - 1;
  const top = records + <usize>last * SLOT_RECORD;
  const head = load<u64>(top);
  const first = load<i64>(top, 16);
  // The quick way out of blocks that are not regular: the two slots that were handed out first.
  if (head === SLOT_VIRGIN) return;
  const second = top - SLOT_RECORD;
  if (load<u64>(second) !== SLOT_VIRGIN && load<i64>(second, 16) !== first + 1) return;
  const refcnt = head === SLOT_LIVE ? load<i64>(top, 8) : 1;
  // Only under a manager that traces, a slot may wait without a reference: for the sweep.
  if (refcnt < (has_own_heap() ? 0 : 1) || refcnt > 255) return;
  // From the top: live slots, free ones, virgin ones.
  let expected = head;
  let live: u32 = 0;
  let used: u32 = 0;
  for (let depth: u32 = 0; depth <= last; depth++) {
    const at = top - <usize>depth * SLOT_RECORD;
    const state = load<u64>(at);
    if (state > expected) return;
    expected = state;
    if (state === SLOT_VIRGIN) continue;
    if (load<i64>(at, 16) !== first + <i64>depth) return;
    if (load<i64>(at, 8) !== (state === SLOT_LIVE ? refcnt : 0)) return;
    used += 1;
    if (state === SLOT_LIVE) live += 1;
  }
  const b = own_block(number);
  release_records(records);
  b.form = FORM_RUN;
  b.first = first;
  b.refcnt = <u8>refcnt;
  b.live_from = <u8>(slots() - live);
  b.used_from = <u8>(slots() - used);
  settled(number);
}
