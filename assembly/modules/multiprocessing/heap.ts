/**
 * The heap of shared memory (Lib/multiprocessing/heap.py; spec 08 section 4): blocks in arenas, each arena
 * an anonymous shared mapping. The smallest block that is large enough is split; a new arena is as long as
 * the block that is wanted, but never shorter than the arena size, which doubles each time.
 */
import { Fault } from "../../abi/stop";
import { fail } from "../../base/fault";
import { current_pid, map_shared } from "./system";

/** A stretch of an arena: [start, start + bytes). */
@unmanaged
class Block {
  start: u64;
  bytes: u64;
  /** Start of its arena: blocks of different arenas never merge. */
  arena: u64;
  /** 0 unused record, 1 free, 2 handed out. */
  state: u32;
}

@unmanaged
class Heap {
  /** Bytes of the next arena, unless more is wanted. */
  size: u64;
  /** The process that the heap belongs to: a child begins with an empty one. */
  owner: u64;
  records: u32;
}

const PAGE: u64 = 4096;
const ALIGNMENT: u64 = 8;
const BLOCK_BYTES: usize = 32;
const BLOCKS_MAX: u32 = 1024;
const UNUSED: u32 = 0;
const FREE: u32 = 1;
const TAKEN: u32 = 2;

const heap_at: usize = memory.data(24, 8);
const blocks_at: usize = memory.data(32 * 1024, 8);

function heap(): Heap {
  return changetype<Heap>(heap_at);
}

function block(index: u32): Block {
  return changetype<Block>(blocks_at + <usize>index * BLOCK_BYTES);
}

export function shared_heap_reset(): void {
  heap().size = PAGE;
  heap().owner = 0;
  heap().records = 0;
  memory.fill(blocks_at, 0, BLOCK_BYTES * <usize>BLOCKS_MAX);
}

/** A child has its parent's arenas mapped, but takes its own blocks from new ones. */
function begin_in_child(): void {
  shared_heap_reset();
  heap().owner = current_pid();
}

function new_record(): Block {
  for (let i: u32 = 0; i < heap().records; i++) {
    if (block(i).state === UNUSED) return block(i);
  }
  if (heap().records >= BLOCKS_MAX) fail(Fault.TABLE_FULL, BLOCKS_MAX);
  heap().records += 1;
  return block(heap().records - 1);
}

/** Index + 1 of the smallest free block of at least `bytes`, 0 where there is none. */
function best_fit(bytes: u64): u32 {
  let found: u32 = 0;
  for (let i: u32 = 0; i < heap().records; i++) {
    const b = block(i);
    if (b.state !== FREE || b.bytes < bytes) continue;
    if (found === 0 || b.bytes < block(found - 1).bytes) found = i + 1;
  }
  return found;
}

function new_arena(bytes: u64): Block {
  const wanted = bytes > heap().size ? bytes : heap().size;
  const length = (wanted + PAGE - 1) & ~(PAGE - 1);
  heap().size *= 2;
  const b = new_record();
  b.start = map_shared(length);
  b.arena = b.start;
  b.bytes = length;
  b.state = FREE;
  return b;
}

/** A block of shared memory for `size` bytes; its address. */
export function heap_malloc(size: u64): u64 {
  if (heap().owner !== current_pid()) begin_in_child();
  const bytes = ((size === 0 ? 1 : size) + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
  const fit = best_fit(bytes);
  const b = fit === 0 ? new_arena(bytes) : block(fit - 1);
  b.state = TAKEN;
  if (b.bytes > bytes) {
    const rest = new_record();
    rest.start = b.start + bytes;
    rest.bytes = b.bytes - bytes;
    rest.arena = b.arena;
    rest.state = FREE;
    b.bytes = bytes;
  }
  return b.start;
}

/**
 * The block at `start` is free again and joins its free neighbours; their pages stay mapped. What a child
 * inherited is not its own to free.
 */
function heap_free(start: u64): void {
  let index: u32 = 0;
  while (index < heap().records && (block(index).state !== TAKEN || block(index).start !== start)) {
    index += 1;
  }
  if (index === heap().records) return;
  const b = block(index);
  for (let i: u32 = 0; i < heap().records; i++) {
    const other = block(i);
    if (other.state !== FREE || other.arena !== b.arena) continue;
    if (other.start + other.bytes === b.start) {
      b.start = other.start;
      b.bytes += other.bytes;
      other.state = UNUSED;
    } else if (b.start + b.bytes === other.start) {
      b.bytes += other.bytes;
      other.state = UNUSED;
    }
  }
  b.state = FREE;
}

/** The object that a block was made for is gone; 0 where it has none. */
export function end_of_array(start: u64): void {
  if (start !== 0) heap_free(start);
}
