/**
 * The small-object allocator (Objects/obmalloc.c; spec 04): pools of 4 KiB, each of one block size.
 *
 * Here it serves what this slice needs of it: buffers of up to 512 bytes in a 2.7.12 pydebug build.
 * A block comes from the head of its pool's free chain or is carved from the pool; a full pool is
 * followed by a new one from the arena. Arenas are not added or given back yet.
 */
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { Fault } from "../../abi/stop";
import { cfg } from "../../base/config";
import { check, fail } from "../../base/fault";
import { free, malloc } from "../../libc/malloc/malloc";
import { forget, load64, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";

const SMALL_REQUEST_THRESHOLD: u64 = 512;
const POOL_SIZE: u64 = 4096;
const POOL_OVERHEAD: u64 = 48;
const CLASSES: u32 = 64;

/** The pool in use for one block size. */
@unmanaged
class Pool {
  base: u64;
  freeblock: u64;
  nextoffset: u64;
}

@unmanaged
class Arena {
  base: u64;
  pool_offset: u64;
}

const ARENA_SIZE: u64 = 262144;
const POOL_RECORD: usize = 24;
const pools_at: usize = memory.data(24 * 64, 8);
const arena_at: usize = memory.data(16, 8);

export function obmalloc_reset(): void {
  memory.fill(pools_at, 0, POOL_RECORD * CLASSES);
  memory.fill(arena_at, 0, 16);
}

function pool(bytes: u64): Pool {
  const index = (bytes - 1) / cfg(Cfg.POOL_ALIGNMENT);
  check(index < CLASSES, bytes);
  return changetype<Pool>(pools_at + <usize>index * POOL_RECORD);
}

/** Loads the pool that a size class uses at entry. */
export function load_pool(bytes: u64, base: u64, nextoffset: u64): void {
  const p = pool(bytes);
  p.base = base;
  p.nextoffset = nextoffset;
}

/** Puts a free block at the head of the chain of its size class. */
export function load_pool_free(bytes: u64, block: u64): void {
  const p = pool(bytes);
  store64(block, p.freeblock);
  p.freeblock = block;
}

export function load_arena(base: u64, pool_offset: u64): void {
  changetype<Arena>(arena_at).base = base;
  changetype<Arena>(arena_at).pool_offset = pool_offset;
}

/** Whether a request is served from a pool, as long as pools are not bypassed. */
export function pool_serves(bytes: u64): bool {
  return cfg(Cfg.POOLS_BYPASSED) === 0 && bytes > 0 && bytes <= SMALL_REQUEST_THRESHOLD;
}

/** `times` blocks of `bytes`; more than one only from malloc's steady path. */
export function PyObject_Malloc(bytes: u64, times: u64): u64 {
  enter(Fn.PyObject_Malloc, times);
  let block: u64;
  if (pool_serves(bytes)) {
    check(times === 1, bytes);
    retire(Seg.PyObject_Malloc__pool);
    block = pool_block(bytes);
  } else {
    retire(Seg.PyObject_Malloc__redirect, times);
    block = malloc(bytes, times);
  }
  leave();
  return block;
}

function pool_block(bytes: u64): u64 {
  const step = cfg(Cfg.POOL_ALIGNMENT);
  const size = ((bytes + step - 1) / step) * step;
  const p = pool(bytes);
  if (p.freeblock === 0) {
    if (p.base === 0 || p.nextoffset + size > POOL_SIZE) new_pool(p);
    const carved = p.base + p.nextoffset;
    p.nextoffset += size;
    return carved;
  }
  const block = p.freeblock;
  p.freeblock = load64(block);
  forget(block, 8);
  return block;
}

function new_pool(p: Pool): void {
  const arena = changetype<Arena>(arena_at);
  if (arena.base === 0 || arena.pool_offset >= ARENA_SIZE) fail(Fault.NOT_SIMULATED, arena.base);
  p.base = arena.base + arena.pool_offset;
  p.nextoffset = POOL_OVERHEAD;
  arena.pool_offset += POOL_SIZE;
}

export function PyObject_Free(block: u64, bytes: u64, times: u64): void {
  enter(Fn.PyObject_Free, times);
  if (pool_serves(bytes)) {
    retire(Seg.PyObject_Free__pool);
    forget(block, bytes);
    load_pool_free(bytes, block);
  } else {
    retire(Seg.PyObject_Free__redirect, times);
    free(block, times);
  }
  leave();
}
