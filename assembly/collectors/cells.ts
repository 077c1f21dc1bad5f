/**
 * Cells for all objects but ints: size classes of 16 bytes, each with a chain of blocks in the order in
 * which they were made. Objects larger than a class are chunks of malloc's.
 */
import { Cfg } from "../abi/layout";
import { Seg } from "../abi/segments";
import { cfg } from "../base/config";
import { check } from "../base/fault";
import { Table, table_add, table_at, table_init } from "../base/memory";
import { PageMap, page_map_get, page_map_init, page_map_set } from "../base/page_map";
import { forget, load64, store64 } from "../kernel/words";
import { free, malloc } from "../libc/malloc/malloc";
import { retire } from "../meter/ledger";
import {
  HEAP_HEADER,
  HeapBlock,
  block_states,
  give_block,
  heap_block,
  heap_block_at,
  take_block,
} from "./heap";
import { sweep_block } from "./sweep";
import { totals } from "./totals";

/** What the collector knows of a cell besides its words. */
@unmanaged
export class CellState {
  /** References from objects of the heap, while roots are looked for. */
  refs: u32;
  flags: u32;
}

/** An object lies in the cell; it was reached; it died and its cell waits for the sweep. */
export const OCCUPIED: u32 = 1;
export const MARKED: u32 = 2;
export const DEAD: u32 = 4;
/** It lies in the nursery. */
export const YOUNG: u32 = 8;
/** A list whose items are objects, not numbers; an old object that was written since the last minor collection. */
export const BOXED: u32 = 16;
export const REMEMBERED: u32 = 32;
/** It was marked and pushed, and its fields are not followed to their end yet. */
export const PENDING: u32 = 64;
/** It was marked because something outside the heap refers to it. */
export const ROOTED: u32 = 128;

/** An object of its own chunk. */
@unmanaged
export class Large {
  state_refs: u32;
  state_flags: u32;
  addr: u64;
  bytes: u64;
  /** Number + 1 of another one that begins in the same page, or of the next unused record. */
  page_next: u32;
  padding: u32;
}

const GRANULE: u64 = 16;
/** Bytes of the largest class. */
const CELL_MAX: u64 = 2032;
const CLASSES: u32 = 128;
const CELLS_MAX: usize = 1024;
const STATE_BYTES: usize = 8;
const LARGE_RECORD: u32 = 32;
const LARGE_MAX: u32 = 1 << 20;

/** Number + 1 of the first, the current and the last block of each class. */
@unmanaged
class CellClass {
  first: u32;
  current: u32;
  last: u32;
}

const CLASS_BYTES: usize = 12;
const classes_at: usize = memory.data(12 * 128, 8);
const large_static: usize = memory.data(32, 8);
const large_map: usize = memory.data(40, 8);
const large_unused: usize = memory.data(8, 8);

function class_at(index: u32): CellClass {
  return changetype<CellClass>(classes_at + <usize>index * CLASS_BYTES);
}

function larges(): Table {
  return changetype<Table>(large_static);
}

function large_pages(): PageMap {
  return changetype<PageMap>(large_map);
}

export function cells_reset(): void {
  memory.fill(classes_at, 0, CLASS_BYTES * CLASSES);
  table_init(larges(), LARGE_RECORD, 6, LARGE_MAX);
  page_map_init(large_pages());
  store<u32>(large_unused, 0);
}

export function large_count(): u32 {
  return larges().count;
}

/** A record; one that is not in use has addr = 0. */
export function large_at(index: u32): Large {
  return changetype<Large>(table_at(larges(), index));
}

export function large_state(l: Large): CellState {
  return changetype<CellState>(changetype<usize>(l));
}

/** Bytes of the cell or chunk that a request of `bytes` gets. */
export function cell_size(bytes: u64): u64 {
  return (max(bytes, 1) + GRANULE - 1) & ~(GRANULE - 1);
}

export function block_cell_state(b: HeapBlock, index: u32): CellState {
  return changetype<CellState>(<usize>b.states + <usize>index * STATE_BYTES);
}

export function cell_address(b: HeapBlock, index: u32): u64 {
  return b.addr + HEAP_HEADER + <u64>index * <u64>b.cell_bytes;
}

/** Makes each class begin its search for free cells at its first block again. */
export function cells_rewind(): void {
  for (let index: u32 = 0; index < CLASSES; index++) {
    class_at(index).current = class_at(index).first;
  }
}

/** Takes blocks without objects out of their chains and gives them back. */
export function cells_unlink_empty(): void {
  for (let index: u32 = 0; index < CLASSES; index++) {
    const c = class_at(index);
    let link = c.first;
    c.first = 0;
    c.last = 0;
    while (link !== 0) {
      const b = heap_block(link - 1);
      const next = b.next;
      if (b.used > 0) {
        if (c.last === 0) c.first = link;
        else heap_block(c.last - 1).next = link;
        c.last = link;
        b.next = 0;
      } else give_block(link - 1);
      link = next;
    }
    c.current = c.first;
  }
}

/** A cell or chunk for an object of `bytes`. */
export function allocate_cell(bytes: u64): u64 {
  const size = cell_size(bytes);
  const op = size > CELL_MAX ? allocate_large(bytes) : allocate_small(<u32>size);
  const state = changetype<CellState>(cell_state(op));
  state.refs = 0;
  state.flags = OCCUPIED;
  totals().live += 1;
  return op;
}

function allocate_small(size: u32): u64 {
  const c = class_at(size / <u32>GRANULE);
  while (c.current !== 0) {
    const b = heap_block(c.current - 1);
    if (b.unswept !== 0) sweep_block(c.current - 1);
    if (b.free !== 0 || b.fresh < b.cells) return cell_of(b);
    c.current = b.next;
  }
  retire(Seg.heap_alloc__block);
  const number = take_block(size);
  block_states(heap_block(number), CELLS_MAX * STATE_BYTES);
  if (c.last === 0) c.first = number + 1;
  else heap_block(c.last - 1).next = number + 1;
  c.last = number + 1;
  c.current = number + 1;
  return cell_of(heap_block(number));
}

function cell_of(b: HeapBlock): u64 {
  b.used += 1;
  if (b.free !== 0) {
    const op = b.free;
    b.free = load64(op);
    forget(op, 8);
    return op;
  }
  const op = cell_address(b, b.fresh);
  b.fresh += 1;
  return op;
}

function allocate_large(bytes: u64): u64 {
  const op = malloc(bytes);
  let index: u32;
  if (load<u32>(large_unused) !== 0) {
    index = load<u32>(large_unused) - 1;
    store<u32>(large_unused, large_at(index).page_next);
  } else index = table_add(larges());
  const l = large_at(index);
  l.addr = op;
  l.bytes = bytes;
  l.page_next = page_map_get(large_pages(), op >> 12);
  page_map_set(large_pages(), op >> 12, index + 1);
  return op;
}

function large_of(op: u64): u32 {
  let link = page_map_get(large_pages(), op >> 12);
  while (link !== 0 && large_at(link - 1).addr !== op) link = large_at(link - 1).page_next;
  return link;
}

/** The state of the object at `op`, or 0 where it is an int, or none of the manager's. */
export function cell_state(op: u64): usize {
  const link = heap_block_at(op);
  if (link === 0) {
    const large = large_of(op);
    return large === 0 ? 0 : changetype<usize>(large_at(large - 1));
  }
  const b = heap_block(link - 1);
  if (b.cell_bytes === 0) return 0;
  const index = <u32>((op - b.addr - HEAP_HEADER) / <u64>b.cell_bytes);
  return changetype<usize>(block_cell_state(b, index));
}

/** Whether the object at `op` has a chunk of its own. */
export function is_large(op: u64): bool {
  return heap_block_at(op) === 0;
}

/** Bytes that the object at `op` may use. */
export function cell_room(op: u64): u64 {
  const link = heap_block_at(op);
  return link === 0 ? large_at(large_of(op) - 1).bytes : <u64>heap_block(link - 1).cell_bytes;
}

/** The object's words and count are gone. */
export function forget_object(op: u64): void {
  forget(op, cell_room(op));
  forget(op + cfg(Cfg.REFCNT_OFFSET), 8);
}

/** Gives a cell back: it becomes the first free one of its block. */
export function free_cell(op: u64): void {
  const state = changetype<CellState>(cell_state(op));
  check(changetype<usize>(state) !== 0 && (state.flags & OCCUPIED) !== 0, op);
  state.flags = 0;
  totals().live -= 1;
  forget_object(op);
  const link = heap_block_at(op);
  if (link === 0) return free_large(op);
  const b = heap_block(link - 1);
  store64(op, b.free);
  totals().link_writes += 1;
  b.free = op;
  b.used -= 1;
}

function free_large(op: u64): void {
  const link = large_of(op);
  const l = large_at(link - 1);
  const first = page_map_get(large_pages(), op >> 12);
  if (first === link) page_map_set(large_pages(), op >> 12, l.page_next);
  else {
    let at = first;
    while (large_at(at - 1).page_next !== link) at = large_at(at - 1).page_next;
    large_at(at - 1).page_next = l.page_next;
  }
  l.addr = 0;
  l.page_next = load<u32>(large_unused);
  store<u32>(large_unused, link);
  free(op, 1);
}
