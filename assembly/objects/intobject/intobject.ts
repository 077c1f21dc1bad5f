/**
 * Int objects (Objects/intobject.c, CPython 2.7; spec 01).
 *
 * Values -5 ... 256 exist once and are shared (small_ints). Every other int takes the head of
 * free_list; when the list is empty fill_free_list gets a block from malloc and links its slots from
 * the last to the first, so ints fill a block from its highest address downwards. A dead int goes
 * back to the head of the list. Blocks are given back only by PyInt_ClearFreeList, and only if no
 * int in them is alive.
 */
import { Ev } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Gauge } from "../../abi/samples";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { heap_ints } from "../../collectors/heap_memory";
import { pool_ints } from "../../collectors/immortal";
import { IMMORTAL_REFCNT, has_int_pools, has_own_heap } from "../../collectors/manager";
import { totals } from "../../collectors/totals";
import { emit } from "../../events/ring";
import { touch_write } from "../../kernel/fault";
import { enter, enter_slow, leave, retire, retire_loop } from "../../meter/ledger";
import { set_gauge } from "../../meter/samples";
import { PyMem_Malloc, PyMem_Malloc_pitch, PyMem_Malloc_steady } from "../obmalloc/mem";
import { Ty } from "../../abi/types";
import { PyObject_INIT, set_field } from "../object/refcount";
import { _Py_NewReference } from "../object/tracing";
import { PyObject_MALLOC } from "../obmalloc/obmalloc";
import { serialno } from "../obmalloc/debug";
import { placing } from "../obmalloc/placing";
import { block_of } from "./block_pages";
import { block_new, blocks_new_live } from "./block_life";
import {
  SLOT_FREE,
  SLOT_LIVE,
  change_refcnt,
  coalesce,
  materialise,
  set_slot,
  slot_address,
  slot_of,
  slot_refcnt,
  slot_state,
  slot_value,
  slots,
  slots_address,
} from "./blocks";
import { Block, FORM_RUN, block_numbers, own_block, settled } from "./groups";
import {
  free_list,
  free_list_pop,
  free_list_push,
  head_block,
  head_length,
  head_slot,
} from "./free_list";

/** Values below zero and from zero on that are shared (NSMALLNEGINTS, NSMALLPOSINTS). */
export const NSMALLNEGINTS: i64 = 5;
export const NSMALLPOSINTS: i64 = 257;

@unmanaged
class Ints {
  /** Number + 1 of the newest block, the head of block_list. */
  block_list: u32;
  live: u64;
  /** Where the ints of the last PyInt_FromLongs lie: block and slot of the first; 0 and 0 for small. */
  made_block: u32;
  made_slot: u32;
  /** Where the memory for several blocks lies that fill_free_list got at once. */
  memory: u64;
}

const ints_at: usize = memory.data(32, 8);
/** small_ints: the address of each shared int, 0 once PyInt_Fini dropped it. */
const small_ints_at: usize = memory.data(8 * 262, 8);

function ints(): Ints {
  return changetype<Ints>(ints_at);
}

export function intobject_reset(): void {
  memory.fill(ints_at, 0, 32);
  memory.fill(small_ints_at, 0, 8 * 262);
}

export function block_list(): u32 {
  return ints().block_list;
}

export function set_block_list(link: u32): void {
  ints().block_list = link;
}

/** Int objects with a reference count above zero. */
export function live_ints(): u64 {
  return ints().live;
}

export function add_live_ints(change: i64): void {
  ints().live += change;
  set_gauge(Gauge.LIVE_INTS, ints().live);
}

export function is_small(ival: i64): bool {
  return ival >= -NSMALLNEGINTS && ival < NSMALLPOSINTS;
}

/** The address of the shared int of a small value. */
export function small_int(ival: i64): u64 {
  return load<u64>(small_ints_at + ((<usize>(ival + NSMALLNEGINTS)) << 3));
}

export function set_small_int(ival: i64, addr: u64): void {
  store<u64>(small_ints_at + ((<usize>(ival + NSMALLNEGINTS)) << 3), addr);
}

/** Block of the first int that the last PyInt_FromLongs made; not for small ones. */
export function made_block(): u32 {
  return ints().made_block;
}

export function made_slot(): u32 {
  return ints().made_slot;
}

function refcnt_address(object: u64): u64 {
  return object + cfg(Cfg.REFCNT_OFFSET);
}

/** Adds `change` to the reference count of a live int and returns the new count. */
export function add_refcnt(number: u32, slot: u32, change: i64): i64 {
  if (has_int_pools() && slot_refcnt(number, slot) === IMMORTAL_REFCNT) {
    totals().skipped += 1;
    return IMMORTAL_REFCNT;
  }
  materialise(number);
  const refcnt = change_refcnt(number, slot, change);
  touch_write(refcnt_address(slot_address(number, slot)), 8);
  return refcnt;
}

/** The free list is empty: `blocks` blocks are made. */
function list_is_empty(blocks: u64): void {
  retire(Seg.PyInt_FromLong__free_list_empty, blocks);
  fill_free_list(blocks);
}

/** New blocks without an int: turns of a stride take their slots. */
export function make_ahead(blocks: u64): void {
  enter(Fn.PyInt_FromLong, 0);
  list_is_empty(blocks);
  leave();
}

/**
 * Makes ints ival, ival + 1 ... as long as they take the same path, at most `most`, and returns how
 * many. `made_block` and `made_slot` tell where fresh ones lie: from there one slot down each, after
 * slot 0 the last slot of the block with the next number.
 */
export function PyInt_FromLongs(ival: i64, most: u64): u64 {
  check(most > 0, ival);
  let wanted = most;
  if (ival < NSMALLPOSINTS) {
    // The path changes where the small ints begin, and where they end.
    const left = <u64>((is_small(ival) ? NSMALLPOSINTS : -NSMALLNEGINTS) - ival);
    if (left < wanted) wanted = left;
    if (is_small(ival)) return shared(ival, wanted);
  }
  if (has_own_heap()) return heap_ints(ival, wanted);
  if (has_int_pools()) return pool_ints(ival, wanted);
  let blocks: u64 = 0;
  if (free_list() === 0) blocks = blocks_at_once(wanted);
  let times: u64 = 1;
  if (blocks > 1) times = blocks * slots();
  else if (blocks === 0) times = wanted < <u64>head_length() ? wanted : <u64>head_length();
  enter_slow(Fn.PyInt_FromLong, times);
  if (blocks > 0) {
    list_is_empty(blocks);
  }
  retire(Seg.PyInt_FromLong__take_head, times);
  if (blocks > 1) take_blocks(ival, <u32>blocks);
  else take(ival, <u32>times);
  _Py_NewReference(times);
  leave();
  return times;
}

/**
 * An int of the start-up: its references are in the recorded counts already. A value that was not
 * recorded gets an object outside the blocks.
 */
function placed_int(ival: i64): u64 {
  if (is_small(ival)) return small_int(ival);
  for (let number: u32 = 0; number < block_numbers(); number++) {
    for (let slot: u32 = 0; slot < slots(); slot++) {
      const live = slot_state(number, slot) === SLOT_LIVE;
      if (live && slot_value(number, slot) === ival) return slot_address(number, slot);
    }
  }
  const op = PyObject_MALLOC(cfg(Cfg.INT_BYTES));
  PyObject_INIT(op, Ty.int);
  set_field(op, 0, ival);
  return op;
}

/** An int of value `ival`: a new reference. */
export function PyInt_FromLong(ival: i64): u64 {
  if (placing()) return placed_int(ival);
  PyInt_FromLongs(ival, 1);
  return is_small(ival) ? small_int(ival) : slot_address(ints().made_block, ints().made_slot);
}

/** Blocks to fill now: several only if each of them is used up at once and malloc's path is steady. */
export function blocks_at_once(wanted: u64): u64 {
  const whole = wanted / slots();
  if (whole < 2) return 1;
  const steady = PyMem_Malloc_steady(cfg(Cfg.BLOCK_BYTES), whole);
  return steady < 2 ? 1 : steady;
}

/** References to `times` small ints, from `ival` on. */
function shared(ival: i64, times: u64): u64 {
  enter(Fn.PyInt_FromLong, times);
  retire(Seg.PyInt_FromLong__small_int, times);
  for (let i: i64 = 0; i < <i64>times; i++) {
    const refcnt = incref_small(ival + i);
    emit(Ev.INCREF, small_int(ival + i), ival + i, refcnt);
  }
  leave();
  return times;
}

function incref_small(ival: i64): i64 {
  const index = <u32>(ival + NSMALLNEGINTS);
  return add_refcnt(index / slots(), slots() - 1 - (index % slots()), 1);
}

/** The `count` blocks for which fill_free_list just got memory are used up: all their slots are live. */
export function take_blocks(ival: i64, count: u32): void {
  const pitch = PyMem_Malloc_pitch(cfg(Cfg.BLOCK_BYTES));
  const serial = serialno() + 1 - count;
  const head = ints().block_list;
  const first = blocks_new_live(ints().memory, pitch, count, ival, head, serial);
  ints().block_list = first + count;
  ints().made_block = first;
  ints().made_slot = slots() - 1;
  const times = <u64>count * slots();
  add_live_ints(times);
  const last = first + count - 1;
  emit(Ev.INT_TAKE, slot_address(last, 0), ival + <i64>times - 1, last, times);
}

/** The head's slot and the ones below it become live ints, `count` of them in one block. */
export function take(ival: i64, count: u32): void {
  const number = head_block();
  const top = head_slot();
  ints().made_block = number;
  ints().made_slot = top;
  const low = top + 1 - count;
  const b = own_block(number);
  if (b.form === FORM_RUN && continues(b, ival, top, low)) {
    if (top === slots() - 1) b.first = ival;
    b.refcnt = 1;
    b.live_from = <u8>low;
    if (<u32>b.used_from > low) b.used_from = <u8>low;
    if (low === 0) settled(number);
  } else {
    materialise(number);
    for (let i: u32 = 0; i < count; i++) set_slot(number, top - i, SLOT_LIVE, 1, ival + <i64>i);
    if (low === 0) coalesce(number);
  }
  free_list_pop(count);
  add_live_ints(count);
  const lowest = slots_address(number, low, count);
  touch_write(lowest, <u64>count * cfg(Cfg.INT_BYTES));
  emit(Ev.INT_TAKE, lowest, ival + <i64>count - 1, number, count);
}

/** Whether live slots from `top` down to `low`, with values from `ival` on, keep a RUN a RUN. */
function continues(b: Block, ival: i64, top: u32, low: u32): bool {
  const last = slots() - 1;
  if (top !== last) {
    if (<u32>b.live_from !== top + 1 || b.refcnt !== 1) return false;
    return b.first + <i64>(last - top) === ival;
  }
  // The block was all free: old values below `low` stay visible, they must follow the same law.
  if (<u32>b.live_from !== slots()) return false;
  return <u32>b.used_from >= low || b.first === ival;
}

/**
 * New blocks, linked from the last slot to the first. Several blocks are got only for a caller that uses all
 * of them up at once (take_blocks makes them): their slots do not appear on the free list.
 */
function fill_free_list(times: u64): void {
  enter(Fn.fill_free_list, times);
  retire(Seg.fill_free_list__get_block, times);
  const addr = PyMem_Malloc(cfg(Cfg.BLOCK_BYTES), times, true);
  const serial = serialno() - times;
  retire(Seg.fill_free_list__link_block, times);
  const pitch = times > 1 ? PyMem_Malloc_pitch(cfg(Cfg.BLOCK_BYTES)) : 0;
  touch_write(addr, pitch * (times - 1) + cfg(Cfg.BLOCK_BYTES));
  ints().memory = addr;
  let last = block_numbers() + <u32>times - 1;
  if (times === 1) {
    last = block_new(addr, serial + 1);
    own_block(last).next = ints().block_list;
    ints().block_list = last + 1;
  }
  emit(Ev.INT_BLOCK, addr + pitch * (times - 1), last, 0, times);
  link_slots(times);
  leave();
}

/** The chain: each slot but the first points to the one below it; slot 0 ends it. */
function link_slots(times: u64): void {
  retire_loop(Seg.fill_free_list__link_slot, <u64>slots() - 1, times);
  retire(Seg.fill_free_list__end_chain, times);
  if (times === 1) free_list_push(ints().block_list - 1, 0, slots() - 1);
}

/**
 * References to an int that a recorded stretch of the process drops: state only, the instructions are
 * in the stretch.
 */
export function drop_references(addr: u64, references: u64): void {
  const number = block_of(addr);
  const slot = slot_of(number, addr);
  const value = slot_value(number, slot);
  const refcnt = add_refcnt(number, slot, -(<i64>references));
  if (refcnt > 0) {
    emit(Ev.DECREF, addr, value, refcnt);
    return;
  }
  set_slot(number, slot, SLOT_FREE, 0, value);
  free_list_push(number, slot, slot);
  touch_write(addr, cfg(Cfg.INT_BYTES));
  add_live_ints(-1);
  emit(Ev.INT_FREE, addr, value, 0);
}
