/**
 * Manager 5: reference counting as CPython 3.12 does it (spec 09 section 4; Objects/longobject.c,
 * Objects/obmalloc.c and Modules/gcmodule.c of 3.12).
 *
 *   ints       32 bytes in pools of 16 KiB, 510 in each, in arenas of 1 MiB; no int blocks, no free list
 *   immortal   -5 ... 256, None, True, False, interned strs, static types: their counts are never written
 *   gc.freeze  all objects that the collector watches join a list that it never looks at
 *
 * A pool is kept as two int blocks of 255. The pool in use has its free cells on the list of free slots; others
 * with free cells wait, the one that was full last in front. Objects that are no ints stay where CPython 2.7
 * has them, with heads of 32 bytes.
 */
import { Ev } from "../abi/events";
import { Fn } from "../abi/functions";
import { Cfg, Section } from "../abi/layout";
import { Seg } from "../abi/segments";
import { cfg } from "../base/config";
import { check } from "../base/fault";
import { recorded_count, recorded_rows } from "../base/recorded";
import { emit } from "../events/ring";
import { touch_write } from "../kernel/fault";
import { enter, leave, retire } from "../meter/ledger";
import { block_drop, block_new } from "../objects/intobject/block_life";
import {
  SLOT_LIVE,
  SLOT_VIRGIN,
  materialise,
  set_slot,
  slot_address,
  slot_value,
  slots,
} from "../objects/intobject/blocks";
import { free_list, free_list_clear, head_length } from "../objects/intobject/free_list";
import {
  NSMALLNEGINTS,
  NSMALLPOSINTS,
  add_live_ints,
  set_small_int,
  take,
} from "../objects/intobject/intobject";
import { release_slots } from "../objects/intobject/int_dealloc";
import { _Py_NewReference } from "../objects/object/tracing";
import { free_list_push } from "../objects/intobject/free_list";
import { IMMORTAL_REFCNT } from "./manager";
import {
  HeapBlock,
  give_block,
  heap_block,
  heap_block_at,
  return_arenas,
  take_block,
} from "./heap";
import { push_free_slots } from "./sweep";

/** Bytes of a pool's header; int blocks in a pool. */
const POOL_HEADER: u64 = 48;
const POOL_BLOCKS: u32 = 2;
/** Words of a row of Section.INT_LIVE: block, slot, value, references. */
const INT_LIVE_BYTES: usize = 32;
/**
 * Cells that other objects than ints hold when a program begins, in the two pools with free cells, all below the
 * free ones: as counted in CPython 3.12.1 (-S -E -B) after `import os, sys, signal`, where one pool has one free
 * cell and another 396 of its 510.
 */
const START_CELLS: u32 = 114;
const LONE_CELLS: u32 = 509;

@unmanaged
class Pools {
  /** Number + 1 of the pool in use, and of the first one that waits. */
  current: u32;
  waiting: u32;
  /** Number of the first int block of the pool with the start-up's own ints. */
  recorded: u32;
}

const pools_at: usize = memory.data(16, 8);

function pools(): Pools {
  return changetype<Pools>(pools_at);
}

export function pools_reset(): void {
  memory.fill(pools_at, 0, 16);
}

function new_pool(): u32 {
  const number = take_block(0);
  const b = heap_block(number);
  b.waits = 0;
  b.ints = block_new(b.addr + POOL_HEADER);
  for (let i: u32 = 1; i < POOL_BLOCKS; i++) {
    block_new(b.addr + POOL_HEADER + <u64>i * cfg(Cfg.BLOCK_BYTES));
  }
  return number;
}

/**
 * The start-up's ints. Shared ones are static data in 3.12: no other int lies among them. The others have
 * the first cells of a pool, whose other cells are free.
 */
export function load_pool_ints(): void {
  write_out(new_pool());
  const counts = <u32>(NSMALLNEGINTS + NSMALLPOSINTS);
  for (let i: u32 = 0; i < counts; i++) {
    const ival = <i64>i - NSMALLNEGINTS;
    load_int(0, i, ival, IMMORTAL_REFCNT);
    set_small_int(ival, int_at(0, i));
  }
  const second = new_pool();
  write_out(second);
  pools().recorded = heap_block(second).ints;
  const rows = recorded_rows(Section.INT_LIVE);
  for (let i: u32 = 0; i < recorded_count(Section.INT_LIVE); i++) {
    const row = rows + <usize>i * INT_LIVE_BYTES;
    load_int(pools().recorded, i, load<i64>(row, 16), load<i64>(row, 24));
  }
  const recorded = <u32>recorded_count(Section.INT_LIVE);
  reserve(second, max(START_CELLS, recorded));
  const lone = new_pool();
  reserve(lone, LONE_CELLS);
  use_pool(second);
  put_aside();
  use_pool(lone);
}

/** The first `count` cells of a pool are not for the program's ints. */
function reserve(pool: u32, count: u32): void {
  heap_block(pool).fresh = count;
  heap_block(pool).used = count;
}

function write_out(pool: u32): void {
  const first = heap_block(pool).ints;
  for (let i: u32 = 0; i < POOL_BLOCKS; i++) {
    materialise(first + i);
    for (let slot: u32 = 0; slot < slots(); slot++) set_slot(first + i, slot, SLOT_VIRGIN, 0, 0);
  }
}

function load_int(first: u32, index: u32, ival: i64, references: i64): void {
  const slot = slots() - 1 - (index % slots());
  set_slot(first + index / slots(), slot, SLOT_LIVE, references, ival);
  add_live_ints(1);
}

function int_at(first: u32, index: u32): u64 {
  return slot_address(first + index / slots(), slots() - 1 - (index % slots()));
}

/** The address of the recorded int of row `row` of Section.INT_LIVE. */
export function pool_recorded_int(row: u32): u64 {
  return int_at(pools().recorded, row);
}

/** The pool's free cells are the next to be taken, the lowest first. */
function use_pool(pool: u32): void {
  free_list_clear();
  pools().current = pool + 1;
  heap_block(pool).waits = 0;
  for (let i = POOL_BLOCKS; i > 0; i--) push_free_cells(heap_block(pool), i - 1);
}

/** Free slots of block `index` of a pool, behind the cells of other objects. */
function push_free_cells(b: HeapBlock, index: u32): void {
  const before = b.fresh > index * slots() ? b.fresh - index * slots() : 0;
  if (before < slots()) push_free_slots(b.ints + index, slots() - 1 - before);
}

function next_pool(): void {
  const waiting = pools().waiting;
  if (waiting !== 0) {
    pools().waiting = heap_block(waiting - 1).next;
    return use_pool(waiting - 1);
  }
  retire(Seg.pool_alloc__pool);
  use_pool(new_pool());
}

function touch_header(pool: u32): void {
  touch_write(heap_block(pool).addr, POOL_HEADER);
}

/** Makes ints from `ival` on in one pool, at most `most`; how many. */
export function pool_ints(ival: i64, most: u64): u64 {
  enter(Fn.pool_alloc, 0);
  if (free_list() === 0) next_pool();
  leave();
  const pool = pools().current - 1;
  const length = <u64>head_length();
  const count = most < length ? most : length;
  enter(Fn.pool_alloc, count);
  retire(Seg.pool_alloc__int, count);
  touch_header(pool);
  take(ival, <u32>count);
  heap_block(pool).used += <u32>count;
  // A pool without a free cell is in no list.
  if (free_list() === 0) pools().current = 0;
  _Py_NewReference(count);
  leave();
  return count;
}

/** Ints whose counts fell to zero: `count` slots upwards from `low`, or whole blocks downwards. */
export function pool_free_ints(number: u32, low: u32, count: u32): void {
  enter(Fn.pool_free, count);
  retire(Seg.pool_free__int, count);
  const blocks = count / slots();
  const whole = low + count > slots();
  const last = whole ? number - blocks + 1 : number;
  const top = (low + count - 1) % slots();
  add_live_ints(-(<i64>count));
  emit(Ev.INT_FREE, slot_address(last, top), slot_value(last, top), 0, count);
  if (!whole) free_in_pool(number, low, count);
  else for (let i: u32 = 0; i < blocks; i++) free_in_pool(number - i, 0, slots());
  leave();
}

function free_in_pool(number: u32, low: u32, count: u32): void {
  const link = heap_block_at(slot_address(number, low));
  check(link !== 0, number);
  const pool = link - 1;
  const b = heap_block(pool);
  check(b.used >= count, number);
  touch_header(pool);
  release_slots(number, low, count);
  b.used -= count;
  if (link === pools().current) free_list_push(number, low, low + count - 1);
  else if (b.waits === 0) {
    retire(Seg.pool_free__first_free);
    put_aside();
    use_pool(pool);
  }
  if (b.used === 0) give_pool(pool);
}

/** The pool in use waits. */
function put_aside(): void {
  const current = pools().current;
  if (current === 0) return;
  heap_block(current - 1).waits = 1;
  heap_block(current - 1).next = pools().waiting;
  pools().waiting = current;
}

/** A pool without ints goes back to its arena, an arena without pools to the system. */
function give_pool(pool: u32): void {
  retire(Seg.pool_free__empty_pool);
  const b = heap_block(pool);
  if (pools().current === pool + 1) {
    free_list_clear();
    pools().current = 0;
  } else if (b.waits !== 0) unlink_waiting(pool);
  for (let i = POOL_BLOCKS; i > 0; i--) block_drop(b.ints + i - 1);
  give_block(pool);
  return_arenas();
}

function unlink_waiting(pool: u32): void {
  const b = heap_block(pool);
  if (pools().waiting === pool + 1) pools().waiting = b.next;
  else {
    let at = pools().waiting;
    while (heap_block(at - 1).next !== pool + 1) at = heap_block(at - 1).next;
    heap_block(at - 1).next = b.next;
  }
  b.waits = 0;
}
