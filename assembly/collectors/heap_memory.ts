/**
 * Memory for objects under a manager with a heap of its own: what PyObject_MALLOC, PyInt_FromLong and
 * their kin do instead of what CPython does. A collection starts before the allocation that is too much.
 */
import { Section, Cfg } from "../abi/layout";
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { cfg } from "../base/config";
import { recorded_count, recorded_rows } from "../base/recorded";
import { address_space_has } from "../kernel/mm";
import { is_defined, load64, store64 } from "../kernel/words";
import { memcpy } from "../libc/memcpy";
import { enter, leave, retire } from "../meter/ledger";
import { gc_state } from "../modules/gcmodule/generations";
import { block_new } from "../objects/intobject/block_life";
import {
  SLOT_LIVE,
  SLOT_VIRGIN,
  materialise,
  set_slot,
  slot_address,
  slots,
} from "../objects/intobject/blocks";
import { free_list, head_block, head_length, head_slot } from "../objects/intobject/free_list";
import {
  NSMALLNEGINTS,
  NSMALLPOSINTS,
  add_live_ints,
  set_small_int,
  take,
} from "../objects/intobject/intobject";
import {
  CellState,
  YOUNG,
  cell_room,
  cell_size,
  cell_state,
  cells_reset,
  allocate_cell,
  free_cell,
  is_large,
} from "./cells";
import { forced_reset } from "./forced";
import { HEAP_HEADER, heap_block, heap_blocks, heap_reset, take_block } from "./heap";
import { int_is_young, int_marks_reset } from "./int_marks";
import { lazy_reset } from "./lazy_range";
import { minor_collect, nursery_reset, nursery_room, nursery_take } from "./nursery";
import { oracle_reset } from "./oracle";
import { mark_stack_reset } from "./mark_stack";
import { progress_reset } from "./progress";
import { INTS_PER_BLOCK, push_block, sweep_block } from "./sweep";
import { totals, totals_reset } from "./totals";
import { heap_collect } from "./tracing";
import { pools_reset } from "./immortal";
import { has_nursery, has_own_heap, has_own_ints, managers_reset } from "./manager";

const PER_MILLE: u64 = 1000;
const PAGE: u64 = 4096;
/** Words of a row of Section.INT_LIVE: block, slot, value, references. */
const INT_LIVE_BYTES: usize = 32;

@unmanaged
class Cursor {
  /** The block at which the search for unswept ints goes on. */
  unswept: u32;
}

const cursor_at: usize = memory.data(8, 8);

/** Empties the heap; the machine's memory was reset before. */
export function collectors_reset(): void {
  totals_reset();
  forced_reset();
  oracle_reset();
  if (!has_own_ints()) return;
  heap_reset();
  pools_reset();
  cells_reset();
  int_marks_reset();
  mark_stack_reset();
  managers_reset();
  nursery_reset();
  progress_reset();
  lazy_reset();
  changetype<Cursor>(cursor_at).unswept = 0;
}

/** Bytes that may be allocated between two collections. */
function threshold(): u64 {
  const t = totals();
  const live = cfg(Cfg.GC_COUNT_ARRAYS) === 0 ? t.live_bytes - t.live_arrays : t.live_bytes;
  return max(cfg(Cfg.GC_THRESHOLD), (live * cfg(Cfg.GC_GROWTH)) / PER_MILLE);
}

/** `bytes` more are asked for: a collection comes first where that is too much. */
function account(bytes: u64): void {
  if (has_nursery()) {
    if (!nursery_take(bytes)) {
      const work = minor_collect();
      changetype<Cursor>(cursor_at).unswept = 0;
      nursery_take(bytes);
      if (work && gc_state().enabled !== 0) collect_now();
    }
    return;
  }
  totals().since += bytes;
  if (totals().since <= threshold() || gc_state().enabled === 0) return;
  collect_now();
  totals().since += bytes;
}

/** A collection that is due or asked for: how many objects it freed. */
export function collect_now(): u64 {
  if (has_nursery()) minor_collect();
  const freed = heap_collect();
  changetype<Cursor>(cursor_at).unswept = 0;
  return freed;
}

/** Memory for an object. */
export function heap_malloc(bytes: u64): u64 {
  account(cell_size(bytes));
  enter(Fn.heap_alloc);
  retire(Seg.heap_alloc__cell);
  const op = allocate_cell(bytes);
  if (has_nursery() && !is_large(op)) changetype<CellState>(cell_state(op)).flags |= YOUNG;
  leave();
  return op;
}

/** Changes the size of an object that only its maker knows. */
export function heap_realloc(op: u64, bytes: u64): u64 {
  if (op === 0) return heap_malloc(bytes);
  if (!is_large(op) && cell_size(bytes) === cell_room(op)) return op;
  const old = cell_room(op);
  const moved = heap_malloc(bytes);
  memcpy(moved, op, min(old, bytes));
  const count = op + cfg(Cfg.REFCNT_OFFSET);
  if (is_defined(count)) store64(moved + cfg(Cfg.REFCNT_OFFSET), load64(count));
  free_cell(op);
  return moved;
}

/** Memory that its maker gives back. What the start-up made stays. */
export function heap_free(op: u64): void {
  if (op === 0 || cell_state(op) === 0) return;
  enter(Fn.heap_free);
  retire(Seg.heap_free__link);
  free_cell(op);
  leave();
}

/**
 * Whether an item array of `bytes` can be had; a manager that traces collects before it says no. Smaller requests than a
 * mapping may find room in the heap: they are not asked about.
 */
export function buffer_fits(bytes: u64): bool {
  // What malloc asks the system for is the request, its padding and whole pages.
  const asked = bytes + cfg(Cfg.TOP_PAD) + 2 * PAGE;
  if (bytes < cfg(Cfg.MMAP_THRESHOLD) || address_space_has(asked)) return true;
  if (!has_own_heap() || gc_state().enabled === 0) return false;
  collect_now();
  return address_space_has(asked);
}

/** A buffer of malloc's changed its size from `old` bytes to `bytes`: item arrays and tables. */
export function note_buffer(old: u64, bytes: u64): void {
  const t = totals();
  t.array_bytes = t.array_bytes + bytes > old ? t.array_bytes + bytes - old : 0;
  if (cfg(Cfg.GC_COUNT_ARRAYS) !== 0) t.since += bytes > old ? bytes - old : 0;
}

/** Makes ints from `ival` on in one block, at most `most`; how many. */
export function heap_ints(ival: i64, most: u64, lazy: bool = false): u64 {
  const bytes = cfg(Cfg.INT_BYTES);
  const room = threshold();
  let count: u64 = 1;
  if (has_nursery()) {
    if (!lazy) account(bytes);
    if (free_list() === 0) find_free_ints();
    count = min(most, <u64>head_length());
    if (!lazy) count = min(count, 1 + nursery_room() / bytes);
    if (!lazy && count > 1) nursery_take((count - 1) * bytes);
    int_is_young(head_block(), head_slot() + 1 - <u32>count, <u32>count);
  } else if (totals().since + bytes > room) account(bytes);
  else {
    if (free_list() === 0) find_free_ints();
    count = min(min(most, <u64>head_length()), (room - totals().since) / bytes);
    totals().since += count * bytes;
  }
  if (free_list() === 0) find_free_ints();
  // What a lazy range stands for is not made.
  const made = lazy ? 0 : count;
  enter(Fn.heap_alloc, made);
  retire(Seg.heap_alloc__int, made);
  take(ival, <u32>count);
  leave();
  return count;
}

/** Free slots for ints: of a block that was not swept yet, else of a new one. */
function find_free_ints(): void {
  const cursor = changetype<Cursor>(cursor_at);
  while (cursor.unswept < heap_blocks()) {
    const b = heap_block(cursor.unswept);
    if (b.empty === 0 && b.cell_bytes === 0 && b.unswept !== 0) sweep_block(cursor.unswept);
    cursor.unswept += 1;
    if (free_list() !== 0) return;
  }
  retire(Seg.heap_alloc__int_block);
  push_block(new_int_block());
}

/** A block of the heap for ints: the number of the first of its int blocks. */
function new_int_block(): u32 {
  const b = heap_block(take_block(0));
  const first = block_new(int_block_address(b.addr, 0));
  for (let i: u32 = 1; i < INTS_PER_BLOCK; i++) block_new(int_block_address(b.addr, i));
  b.ints = first;
  return first;
}

function int_block_address(block: u64, index: u32): u64 {
  return block + HEAP_HEADER + <u64>index * cfg(Cfg.BLOCK_BYTES);
}

/** The shared ints, and the others that start-up made, lie in the first block. */
export function load_heap_ints(): void {
  const first = new_int_block();
  for (let i: u32 = 0; i < INTS_PER_BLOCK; i++) {
    materialise(first + i);
    for (let slot: u32 = 0; slot < slots(); slot++) set_slot(first + i, slot, SLOT_VIRGIN, 0, 0);
  }
  const counts = recorded_rows(Section.SMALL_REFCOUNT);
  const small = <u32>(NSMALLNEGINTS + NSMALLPOSINTS);
  for (let i: u32 = 0; i < small; i++) {
    const ival = <i64>i - NSMALLNEGINTS;
    load_int(i, ival, load<i64>(counts + ((<usize>i) << 3)));
    set_small_int(ival, heap_int(i));
  }
  const rows = recorded_rows(Section.INT_LIVE);
  for (let i: u32 = 0; i < recorded_count(Section.INT_LIVE); i++) {
    const row = rows + <usize>i * INT_LIVE_BYTES;
    load_int(small + i, load<i64>(row, 16), load<i64>(row, 24));
  }
  push_block(first);
}

function load_int(index: u32, ival: i64, references: i64): void {
  const slot = slots() - 1 - (index % slots());
  set_slot(index / slots(), slot, SLOT_LIVE, references, ival);
  add_live_ints(1);
}

/** The address of int number `index` of the first block. */
function heap_int(index: u32): u64 {
  return slot_address(index / slots(), slots() - 1 - (index % slots()));
}

/** The address of the recorded int of row `row` of Section.INT_LIVE. */
export function heap_recorded_int(row: u32): u64 {
  return heap_int(<u32>(NSMALLNEGINTS + NSMALLPOSINTS) + row);
}
