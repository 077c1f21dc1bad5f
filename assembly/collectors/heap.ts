/**
 * The heap of the tracing managers (spec 09 section 1): blocks of 16 KiB at multiples of 16 KiB, carved
 * from mappings of 1 MiB. A block has a header of 64 bytes (class, free list, used count, links) and
 * cells of one size, handed out upwards.
 *
 *   a block of ints     1,020 cells of 16 bytes, kept as four int blocks of 255 (objects/intobject)
 *   another block       cells of a multiple of 16 bytes, whose objects are words (cells.ts)
 */
import { check } from "../base/fault";
import { Table, allocate, table_add, table_at, table_init } from "../base/memory";
import { PageMap, page_map_get, page_map_init, page_map_set } from "../base/page_map";
import { move_in, reserved_start, touch_write } from "../kernel/fault";
import { sys_mmap_fixed } from "../kernel/syscalls";
import { mmap, munmap } from "../libc/malloc/sysmalloc";
import { has_nursery } from "./manager";

export const HEAP_BLOCK: u64 = 16384;
export const HEAP_HEADER: u64 = 64;
const BLOCK_SHIFT: u64 = 14;
const ARENA_BYTES: u64 = 1 << 20;
const ARENA_BLOCKS: u32 = 64;
/** Empty blocks up to this many are kept for the next allocations: 1 MiB. */
const KEPT_BLOCKS: u32 = 64;

/** A block's record. */
@unmanaged
export class HeapBlock {
  addr: u64;
  /** The first free cell, 0 for none; linked through the cells' first words. */
  free: u64;
  /** Bytes of a cell, how many cells, and from which one on none was ever used. */
  cell_bytes: u32;
  cells: u32;
  fresh: u32;
  used: u32;
  /** Number of the first of its int blocks; meaningless for other blocks. */
  ints: u32;
  /** Number + 1 of the next block of the same class, or of the next empty block. */
  next: u32;
  /** Where its cells' states lie (cells.ts), 0 before the first use. */
  states: u32;
  arena: u32;
  /** 1 while a lazy sweep has still to pass over it. */
  unswept: u32;
  /** 0 for a block in use, 1 for one in the list of empty ones, 2 for one that was unmapped. */
  empty: u32;
  /** 1 while a pool of ints waits for its turn (immortal.ts). */
  waits: u32;
  padding: u32;
}

@unmanaged
class Arena {
  addr: u64;
  used: u32;
  /** Number of its first block. */
  first: u32;
  mapped: u32;
  /** 1 once a reserved arena was mapped for the first object that moved to it. */
  moved: u32;
}

@unmanaged
class Heap {
  /** Number + 1 of the first empty block, and how many there are. */
  empty: u32;
  empties: u32;
}

const BLOCK_RECORD: u32 = 64;
const ARENA_RECORD: u32 = 24;
const BLOCKS_MAX: u32 = 1 << 20;
const heap_at: usize = memory.data(8, 8);
const table_static: usize = memory.data(32, 8);
const arenas_static: usize = memory.data(32, 8);
const map_static: usize = memory.data(40, 8);

function heap(): Heap {
  return changetype<Heap>(heap_at);
}

function table(): Table {
  return changetype<Table>(table_static);
}

function arenas(): Table {
  return changetype<Table>(arenas_static);
}

function map(): PageMap {
  return changetype<PageMap>(map_static);
}

export function heap_reset(): void {
  table_init(table(), BLOCK_RECORD, 8, BLOCKS_MAX);
  table_init(arenas(), ARENA_RECORD, 6, BLOCKS_MAX / ARENA_BLOCKS);
  page_map_init(map());
  heap().empty = 0;
  heap().empties = 0;
}

/** Records of blocks: [0, count), unmapped ones among them. */
export function heap_blocks(): u32 {
  return table().count;
}

export function heap_block(number: u32): HeapBlock {
  return changetype<HeapBlock>(table_at(table(), number));
}

/** Number + 1 of the block that holds `addr`, 0 outside the heap. */
export function heap_block_at(addr: u64): u32 {
  return page_map_get(map(), addr >> BLOCK_SHIFT);
}

function arena(index: u32): Arena {
  return changetype<Arena>(table_at(arenas(), index));
}

/** 1 MiB at a multiple of 16 KiB: where a mapping is not aligned, a larger one is cut at both ends. */
function map_aligned(): u64 {
  if (has_nursery()) return reserved_start() + <u64>(arenas().count - 1) * ARENA_BYTES;
  const addr = mmap(ARENA_BYTES);
  if ((addr & (HEAP_BLOCK - 1)) === 0) return addr;
  munmap(addr, ARENA_BYTES);
  const length = ARENA_BYTES + HEAP_BLOCK;
  const start = mmap(length);
  const aligned = (start + HEAP_BLOCK - 1) & ~(HEAP_BLOCK - 1);
  if (aligned > start) munmap(start, aligned - start);
  const end = aligned + ARENA_BYTES;
  if (start + length > end) munmap(end, start + length - end);
  return aligned;
}

function new_arena(): void {
  const index = table_add(arenas());
  const a = arena(index);
  a.addr = map_aligned();
  a.first = table().count;
  a.mapped = 1;
  for (let i: u32 = 0; i < ARENA_BLOCKS; i++) {
    const number = table_add(table());
    heap_block(number).addr = a.addr + <u64>i * HEAP_BLOCK;
    heap_block(number).arena = index;
  }
  for (let i = ARENA_BLOCKS; i > 0; i--) push_empty(a.first + i - 1);
}

function push_empty(number: u32): void {
  const b = heap_block(number);
  b.empty = 1;
  b.next = heap().empty;
  heap().empty = number + 1;
  heap().empties += 1;
}

/** An empty block for cells of `cell_bytes`, 0 for a block of ints; its number. */
export function take_block(cell_bytes: u32): u32 {
  if (heap().empty === 0) new_arena();
  const number = heap().empty - 1;
  const b = heap_block(number);
  heap().empty = b.next;
  heap().empties -= 1;
  arena(b.arena).used += 1;
  b.empty = 0;
  b.next = 0;
  b.free = 0;
  b.fresh = 0;
  b.used = 0;
  b.unswept = 0;
  b.cell_bytes = cell_bytes;
  b.cells = cell_bytes === 0 ? 0 : <u32>((HEAP_BLOCK - HEAP_HEADER) / <u64>cell_bytes);
  page_map_set(map(), b.addr >> BLOCK_SHIFT, number + 1);
  touch_write(b.addr, HEAP_HEADER);
  return number;
}

/** A block without objects joins the empty ones. */
export function give_block(number: u32): void {
  const b = heap_block(number);
  check(b.empty === 0, number);
  page_map_set(map(), b.addr >> BLOCK_SHIFT, 0);
  arena(b.arena).used -= 1;
  push_empty(number);
}

/** An object of the block moves from the nursery to `addr`. */
export function move_to_block(number: u32, addr: u64, bytes: u64): void {
  const a = arena(heap_block(number).arena);
  if (a.moved === 0) sys_mmap_fixed(a.addr, ARENA_BYTES);
  a.moved = 1;
  move_in(addr, bytes);
}

/** Of more than 1 MiB of empty blocks, whole mappings are given back to the system. */
export function return_arenas(): void {
  for (let index = arenas().count; index > 0 && heap().empties > KEPT_BLOCKS; index--) {
    const a = arena(index - 1);
    if (a.mapped === 0 || a.used > 0) continue;
    a.mapped = 0;
    if (!has_nursery() || a.moved !== 0) munmap(a.addr, ARENA_BYTES);
    for (let i: u32 = 0; i < ARENA_BLOCKS; i++) heap_block(a.first + i).empty = 2;
    unlink_unmapped();
  }
}

function unlink_unmapped(): void {
  let link = heap().empty;
  let last: u32 = 0;
  heap().empty = 0;
  heap().empties = 0;
  while (link !== 0) {
    const b = heap_block(link - 1);
    const next = b.next;
    if (b.empty === 1) {
      if (last === 0) heap().empty = link;
      else heap_block(last - 1).next = link;
      last = link;
      heap().empties += 1;
    }
    link = next;
  }
  if (last !== 0) heap_block(last - 1).next = 0;
}

/** `bytes` zeroed bytes for the states of a block's cells, made once for a record. */
export function block_states(b: HeapBlock, bytes: usize): usize {
  if (b.states === 0) b.states = <u32>allocate(bytes);
  return <usize>b.states;
}
