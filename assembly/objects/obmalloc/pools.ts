/**
 * Pools of the small-object allocator (Objects/obmalloc.c, struct pool_header; spec 04 section 2):
 * 4 KiB each, of one block size. Free blocks are chained through their first words, which are words
 * of simulated memory; the header's fields are kept here, and writing one touches the pool's page.
 *
 * `usedpools` has a ring of pools for each size class, in which a pool is while it has both used and
 * free blocks.
 */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { PageMap, page_map_get, page_map_init, page_map_set } from "../../base/page_map";
import { touch_write } from "../../kernel/fault";
import { forget, store64 } from "../../kernel/words";

export const POOL_SIZE: u64 = 4096;
export const POOL_OVERHEAD: u64 = 48;
/** The size index of a pool that never held blocks (DUMMY_SIZE_IDX). */
export const DUMMY_SIZE_IDX: u32 = 0xffff;
const CLASSES_MAX: u32 = 64;
/** Bytes of a record of class Pool. */
export const POOL_RECORD: usize = 48;

@unmanaged
export class Pool {
  base: u64;
  freeblock: u64;
  /** Blocks in use. */
  count: u32;
  szidx: u32;
  nextoffset: u32;
  maxnextoffset: u32;
  /** Records of the neighbours in the ring; `next` also links an arena's empty pools. */
  next: u32;
  prev: u32;
  /** Index of the arena. */
  arena: u32;
  /** Blocks of a pool that was full at entry and were named by recorded_block. */
  named: u32;
}

const usedpools_at: usize = memory.data(48 * 64, 8);
const map_at: usize = memory.data(40, 8);

function map(): PageMap {
  return changetype<PageMap>(map_at);
}

export function pools_reset(): void {
  memory.fill(usedpools_at, 0, POOL_RECORD * CLASSES_MAX);
  page_map_init(map());
  for (let index: u32 = 0; index < CLASSES_MAX; index++) {
    const ring = usedpool(index);
    ring.next = address(ring);
    ring.prev = address(ring);
  }
}

/** The head of a size class's ring. */
export function usedpool(index: u32): Pool {
  check(index < CLASSES_MAX, index);
  return changetype<Pool>(usedpools_at + <usize>index * POOL_RECORD);
}

export function pool_at(record: u32): Pool {
  return changetype<Pool>(<usize>record);
}

export function address(pool: Pool): u32 {
  return <u32>changetype<usize>(pool);
}

/** The pool that `addr` lies in, or null where no arena does (Py_ADDRESS_IN_RANGE). */
export function pool_of(addr: u64): Pool | null {
  const record = page_map_get(map(), addr >> 12);
  return record === 0 ? null : pool_at(record);
}

/** The pool that `addr` lies in, which exists. */
export function known_pool(addr: u64): Pool {
  const record = page_map_get(map(), addr >> 12);
  check(record !== 0, addr);
  return pool_at(record);
}

/** From now on the page at `pool.base` is this pool; `known` = false where its arena is gone. */
export function map_pool(pool: Pool, known: bool): void {
  page_map_set(map(), pool.base >> 12, known ? address(pool) : 0);
}

/** Bytes of a block of a size class. */
export function block_bytes(index: u32): u64 {
  return <u64>(index + 1) * cfg(Cfg.POOL_ALIGNMENT);
}

/** The size class of a request of `bytes` bytes. */
export function size_index(bytes: u64): u32 {
  return <u32>((bytes - 1) / cfg(Cfg.POOL_ALIGNMENT));
}

export function blocks_per_pool(index: u32): u32 {
  return <u32>((POOL_SIZE - POOL_OVERHEAD) / block_bytes(index));
}

/** Puts a pool at the front of its size class's ring. */
export function link_front(pool: Pool): void {
  const head = usedpool(pool.szidx);
  const first = pool_at(head.next);
  pool.next = address(first);
  pool.prev = address(head);
  first.prev = address(pool);
  head.next = address(pool);
  touch_header(pool);
}

export function unlink(pool: Pool): void {
  pool_at(pool.prev).next = pool.next;
  pool_at(pool.next).prev = pool.prev;
}

/** A field of the header was written. */
export function touch_header(pool: Pool): void {
  touch_write(pool.base, POOL_OVERHEAD);
}

/** Lays a pool out for a size class; its first block is in use from now on. */
export function init_pool(pool: Pool, index: u32): u64 {
  const bytes = block_bytes(index);
  // The debug layer fills every block: what lies here from blocks of another size is never seen.
  if (cfg(Cfg.DEBUG_BYTES) !== 0) forget(pool.base + POOL_OVERHEAD, POOL_SIZE - POOL_OVERHEAD);
  pool.szidx = index;
  pool.count = 1;
  pool.nextoffset = <u32>(POOL_OVERHEAD + 2 * bytes);
  pool.maxnextoffset = <u32>(POOL_SIZE - bytes);
  const block = pool.base + POOL_OVERHEAD;
  pool.freeblock = block + bytes;
  store64(pool.freeblock, 0);
  return block;
}

/** Makes the next block that was never used the only free one. */
export function carve(pool: Pool): void {
  pool.freeblock = pool.base + <u64>pool.nextoffset;
  pool.nextoffset += <u32>block_bytes(pool.szidx);
  store64(pool.freeblock, 0);
}
