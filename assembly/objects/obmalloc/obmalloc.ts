/**
 * The small-object allocator (Objects/obmalloc.c; spec 04): requests of 1 to 512 bytes get a block of
 * a pool of their size class, others go to malloc.
 *
 *   usedpools[class] -> free block of its first pool -> [carve one more, or leave the ring]
 *                    -> no pool: an empty or new pool of the fullest usable arena -> new arena
 *
 * Objects ask through PyObject_MALLOC (debug.ts), which decorates blocks in a pydebug build.
 */
import { Fn } from "../../abi/functions";
import { Cfg, ChunkState } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { forget, is_defined, load64, store64 } from "../../kernel/words";
import { memcpy } from "../../libc/memcpy";
import { HEADER } from "../../libc/malloc/arena";
import { chunk_bytes, run_holding } from "../../libc/malloc/chunks";
import { free, malloc } from "../../libc/malloc/malloc";
import { realloc } from "../../libc/malloc/realloc";
import { enter, enter_slow, leave, retire } from "../../meter/ledger";
import { NO_BLOCK, block_of } from "../intobject/block_pages";
import {
  NO_ARENA,
  arena_at,
  arena_records,
  arenas_reset,
  give_pool,
  new_arena,
  take_pool,
  usable_arena,
} from "./arenas";
import {
  DUMMY_SIZE_IDX,
  POOL_OVERHEAD,
  POOL_RECORD,
  POOL_SIZE,
  Pool,
  address,
  block_bytes,
  blocks_per_pool,
  carve,
  init_pool,
  known_pool,
  link_front,
  pool_at,
  pool_of,
  pools_reset,
  size_index,
  touch_header,
  unlink,
  usedpool,
} from "./pools";

import { short_items_holding } from "../listobject/items";
import { DEBUG_HEAD, debug_reset } from "./debug";
import { placing_late } from "./placing";

export { load_arena, load_usable_arena } from "./arenas";
export { PyObject_FREE, PyObject_MALLOC, PyObject_REALLOC } from "./debug";

const SMALL_REQUEST_THRESHOLD: u64 = 512;

export function obmalloc_reset(): void {
  pools_reset();
  arenas_reset();
  debug_reset();
  changetype<RecordedChunks>(recorded_chunks_at).next = cfg(Cfg.HEAP_START);
  store<u32>(tables_count_at, 0);
}

/** A recorded pool that is full, or empty and at the front of its arena's empty ones. */
export function load_pool_page(base: u64, szidx: u64, full: bool): void {
  const pool = known_pool(base);
  if (!full) {
    // What chain an empty pool kept was not recorded: it is laid out anew.
    const arena = arena_at(pool.arena);
    pool.next = arena.freepools;
    arena.freepools = address(pool);
    return;
  }
  const index = <u32>szidx;
  pool.szidx = index;
  pool.count = blocks_per_pool(index);
  pool.maxnextoffset = <u32>(POOL_SIZE - block_bytes(index));
  pool.nextoffset = <u32>(POOL_OVERHEAD + <u64>pool.count * block_bytes(index));
}

/** A recorded pool with free blocks joins the front of its ring; its chain follows. */
export function load_pool(base: u64, szidx: u64, count: u64, nextoffset: u64): void {
  const pool = known_pool(base);
  const index = <u32>szidx;
  pool.szidx = index;
  pool.count = <u32>count;
  pool.nextoffset = <u32>nextoffset;
  pool.maxnextoffset = <u32>(POOL_SIZE - block_bytes(index));
  link_front(pool);
}

/** Puts a free block at the head of the chain of its pool. */
export function load_pool_free(block: u64): void {
  const pool = known_pool(block);
  store64(block, pool.freeblock);
  pool.freeblock = block;
}

/** Whether a request is served from a pool, as long as pools are not bypassed. */
export function pool_serves(bytes: u64): bool {
  return cfg(Cfg.POOLS_BYPASSED) === 0 && bytes > 0 && bytes <= SMALL_REQUEST_THRESHOLD;
}

/** `times` blocks of `bytes`; more than one only from malloc's steady path. */
export function PyObject_Malloc(bytes: u64, times: u64 = 1): u64 {
  enter(Fn.PyObject_Malloc, times);
  let block: u64;
  if (pool_serves(bytes)) {
    check(times === 1, bytes);
    retire(Seg.PyObject_Malloc__pool);
    block = pool_block(size_index(bytes));
  } else {
    retire(Seg.PyObject_Malloc__redirect, times);
    block = malloc(bytes === 0 ? 1 : bytes, times);
  }
  leave();
  return block;
}

function pool_block(index: u32): u64 {
  const head = usedpool(index);
  if (head.next === address(head)) return block_of_new_pool(index);
  const pool = pool_at(head.next);
  touch_header(pool);
  pool.count += 1;
  const block = pop(pool);
  if (pool.freeblock !== 0) return block;
  if (pool.nextoffset <= pool.maxnextoffset) {
    retire(Seg.PyObject_Malloc__carve);
    carve(pool);
  } else {
    retire(Seg.PyObject_Malloc__pool_full);
    unlink(pool);
  }
  return block;
}

function pop(pool: Pool): u64 {
  const block = pool.freeblock;
  pool.freeblock = load64(block);
  forget(block, 8);
  return block;
}

function block_of_new_pool(index: u32): u64 {
  if (usable_arena() === NO_ARENA) {
    retire(Seg.PyObject_Malloc__no_arena);
    new_arena();
  }
  const pool = take_pool();
  const recycled = pool.szidx === index;
  pool.szidx = index;
  link_front(pool);
  if (recycled) {
    retire(Seg.PyObject_Malloc__same_class_again);
    pool.count = 1;
    return pop(pool);
  }
  retire(Seg.PyObject_Malloc__init_pool);
  return init_pool(pool, index);
}

/** `times` blocks are given back, the first at `block`; more than one only where malloc serves them. */
export function PyObject_Free(block: u64, times: u64 = 1): void {
  enter(Fn.PyObject_Free, times);
  const pool = pool_of(block);
  if (block === 0) retire(Seg.PyObject_Free__null);
  else if (pool === null) {
    retire(Seg.PyObject_Free__redirect, times);
    free(block, times);
  } else {
    check(times === 1 && pool.szidx !== DUMMY_SIZE_IDX && pool.count > 0, block);
    retire(Seg.PyObject_Free__pool);
    give_block(pool, block);
  }
  leave();
}

function give_block(pool: Pool, block: u64): void {
  const bytes = block_bytes(pool.szidx);
  check((block - pool.base - POOL_OVERHEAD) % bytes === 0, block);
  const last = pool.freeblock;
  forget(block, bytes);
  touch_header(pool);
  store64(block, last);
  pool.freeblock = block;
  pool.count -= 1;
  if (last === 0) {
    retire(Seg.PyObject_Free__pool_was_full);
    link_front(pool);
  } else if (pool.count === 0) {
    unlink(pool);
    give_pool(pool);
  }
}

/** Changes the size of a block; a small change in place, else by moving the contents. */
export function PyObject_Realloc(block: u64, bytes: u64): u64 {
  // All but the case without a block is a part that compilers split off.
  if (block === 0) enter(Fn.PyObject_Realloc);
  else enter_slow(Fn.PyObject_Realloc);
  let result = block;
  const pool = pool_of(block);
  if (block === 0) {
    retire(Seg.PyObject_Realloc__new);
    result = PyObject_Malloc(bytes);
  } else if (pool === null) {
    retire(Seg.PyObject_Realloc__redirect);
    result = realloc(block, bytes === 0 ? 1 : bytes);
  } else {
    const size = block_bytes(pool.szidx);
    // Shrinking by less than a quarter is not worth a copy.
    if (bytes <= size && 4 * bytes > 3 * size) retire(Seg.PyObject_Realloc__keep);
    else {
      retire(Seg.PyObject_Realloc__move);
      result = PyObject_Malloc(bytes);
      memcpy(result, block, bytes < size ? bytes : size);
      PyObject_Free(block);
    }
  }
  leave();
  return result;
}

/** Bytes of the block or chunk at `block`. */
export function usable_bytes(block: u64): u64 {
  const pool = pool_of(block);
  return pool === null ? chunk_bytes(block - HEADER) - 8 : block_bytes(pool.szidx);
}

/**
 * The address of a block of `bytes` for an object of the start-up whose real address was not recorded:
 * a block of a pool that was full at entry, a different one at each call. Where none is left, the
 * memory of a chunk that was in use. In a pydebug build it lies behind the decoration, as objects do.
 */
export function recorded_block(bytes: u64): u64 {
  const debug = cfg(Cfg.DEBUG_BYTES);
  const start = recorded_place(bytes + debug);
  return debug === 0 ? start : start + DEBUG_HEAD;
}

function recorded_place(bytes: u64): u64 {
  const index = pool_serves(bytes) ? size_index(bytes) : DUMMY_SIZE_IDX;
  for (let a: u32 = 0; index !== DUMMY_SIZE_IDX && a < arena_records(); a++) {
    const arena = arena_at(a);
    if (arena.address === 0) continue;
    for (let offset: u32 = 0; offset < arena.pool_offset; offset += <u32>POOL_SIZE) {
      const pool = pool_at(arena.pools + (offset >> 12) * <u32>POOL_RECORD);
      if (pool.szidx !== index || pool.named >= pool.count) continue;
      if (pool.freeblock !== 0) continue;
      const block = pool.base + POOL_OVERHEAD + <u64>pool.named * block_bytes(index);
      pool.named += 1;
      return block;
    }
  }
  return recorded_chunk(bytes);
}

@unmanaged
class RecordedChunks {
  /** Where the search for the next chunk in use goes on. */
  next: u64;
}

const recorded_chunks_at: usize = memory.data(8, 8);

/** Whether nothing is known of the memory: no object, array or table of the program lies there. */
function is_untold(addr: u64, bytes: u64): bool {
  if (short_items_holding(addr) !== null) return false;
  for (let at = addr; at < addr + bytes; at += 8) if (is_defined(at)) return false;
  return true;
}

/** The user memory of a chunk in use that is large enough; after the last one, the first again. */
function recorded_chunk(bytes: u64): u64 {
  const recorded = changetype<RecordedChunks>(recorded_chunks_at);
  for (let round = 0; round < 2; round++) {
    while (recorded.next !== 0) {
      const run = run_holding(recorded.next);
      if (run === null) break;
      const chunk = recorded.next;
      recorded.next += run.bytes;
      // The first chunk holds the tcache's lists, and int blocks are kept in a form of their own.
      const start = chunk + HEADER + (cfg(Cfg.DEBUG_BYTES) === 0 ? 0 : DEBUG_HEAD);
      const own = chunk === cfg(Cfg.HEAP_START) || is_table(chunk) || block_of(start) !== NO_BLOCK;
      if (own || run.state !== <u64>ChunkState.IN_USE || run.bytes < bytes + 8) continue;
      if (!placing_late() || is_untold(chunk + HEADER, bytes)) return chunk + HEADER;
    }
    recorded.next = cfg(Cfg.HEAP_START);
  }
  check(false, bytes);
  return 0;
}

/** Chunks that hold tables of the start-up's dictionaries, or blocks of its floats: nothing else is put there. */
const TABLES_MAX: u32 = 10;
const tables_at: usize = memory.data(8 * 10, 8);
const tables_count_at: usize = memory.data(8, 8);
/** A chunk may be larger than what was asked for by so much. */
const TABLE_SLACK: u64 = 64;

/** The recorded block at `block`, as the interpreter has its address, is known: nothing else is put there. */
export function keep_recorded_block(block: u64): void {
  const count = load<u32>(tables_count_at);
  check(count < TABLES_MAX, count);
  const chunk = block - HEADER - (cfg(Cfg.DEBUG_BYTES) === 0 ? 0 : DEBUG_HEAD);
  store<u64>(tables_at + ((<usize>count) << 3), chunk);
  store<u32>(tables_count_at, count + 1);
}

function is_table(chunk: u64): bool {
  for (let i: u32 = 0; i < load<u32>(tables_count_at); i++) {
    if (load<u64>(tables_at + ((<usize>i) << 3)) === chunk) return true;
  }
  return false;
}

/** The user memory of a recorded chunk that a table of `bytes` fills, or any that is large enough; 0 where none is. */
export function recorded_table(bytes: u64): u64 {
  const debug = cfg(Cfg.DEBUG_BYTES);
  const wanted = bytes + debug;
  const count = load<u32>(tables_count_at);
  check(count < TABLES_MAX, count);
  let found: u64 = 0;
  for (let chunk = cfg(Cfg.HEAP_START); ; ) {
    const run = run_holding(chunk);
    if (run === null) break;
    const used = run.state === <u64>ChunkState.IN_USE && chunk !== cfg(Cfg.HEAP_START);
    const fits = used && run.bytes >= wanted + 8 && !is_table(chunk);
    if (fits && (found === 0 || run.bytes < wanted + TABLE_SLACK)) found = chunk;
    if (fits && run.bytes < wanted + TABLE_SLACK) break;
    chunk += run.bytes;
  }
  if (found === 0) return 0;
  store<u64>(tables_at + ((<usize>count) << 3), found);
  store<u32>(tables_count_at, count + 1);
  return found + HEADER + (debug === 0 ? 0 : DEBUG_HEAD);
}
