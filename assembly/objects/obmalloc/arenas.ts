/**
 * Arenas (Objects/obmalloc.c, struct arena_object; spec 04 sections 2 and 3): 256 KiB from mmap, cut
 * into pools from low to high addresses. `usable_arenas` holds those with pools to give, the fullest
 * first, so that emptier ones may become empty and be unmapped.
 */
import { Cfg } from "../../abi/layout";
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { Table, allocate, table_add, table_at, table_init } from "../../base/memory";
import { realloc } from "../../libc/malloc/realloc";
import { mmap, munmap } from "../../libc/malloc/sysmalloc";
import { enter, leave, retire } from "../../meter/ledger";
import {
  DUMMY_SIZE_IDX,
  POOL_RECORD,
  POOL_SIZE,
  Pool,
  address,
  map_pool,
  pool_at,
  touch_header,
} from "./pools";

export const ARENA_SIZE: u64 = 262144;
export const ARENA_POOLS: u32 = 64;
/** Bytes of struct arena_object, and how many the first table has. */
const ARENA_OBJECT_BYTES: u64 = 48;
const INITIAL_ARENA_OBJECTS: u32 = 16;
const ARENAS_MAX: u32 = 1 << 16;
/** No arena: where C has a null pointer. */
export const NO_ARENA: u32 = 0xffffffff;

@unmanaged
export class Arena {
  /** 0 while the record is unused. */
  address: u64;
  /** Offset of the first pool never used. */
  pool_offset: u32;
  nfreepools: u32;
  ntotalpools: u32;
  /** Record of the first empty pool. */
  freepools: u32;
  nextarena: u32;
  prevarena: u32;
  /** The records of its pools. */
  pools: u32;
  unused: u32;
}

@unmanaged
class Arenas {
  usable: u32;
  unused: u32;
  maxarenas: u32;
  /** Address of the table of arena objects in simulated memory. */
  table: u64;
}

const ARENA_RECORD: u32 = 40;
const table_static: usize = memory.data(32, 8);
const arenas_at: usize = memory.data(24, 8);

function table(): Table {
  return changetype<Table>(table_static);
}

function arenas(): Arenas {
  return changetype<Arenas>(arenas_at);
}

export function arenas_reset(): void {
  table_init(table(), ARENA_RECORD, 6, ARENAS_MAX);
  arenas().usable = NO_ARENA;
  arenas().unused = NO_ARENA;
  arenas().maxarenas = 0;
  arenas().table = cfg(Cfg.ARENA_TABLE);
}

export function arena_at(index: u32): Arena {
  return changetype<Arena>(table_at(table(), index));
}

/** How many arena records there are, used and unused. */
export function arena_records(): u32 {
  return table().count;
}

/** The usable arena with the fewest free pools, or NO_ARENA. */
export function usable_arena(): u32 {
  return arenas().usable;
}

/** Adds unused records up to `count`, in the order of their addresses. */
function add_records(count: u32): void {
  const first = table().count;
  for (let index = first; index < count; index++) {
    const arena = arena_at(table_add(table()));
    arena.address = 0;
    arena.nextarena = index + 1 < count ? index + 1 : NO_ARENA;
    arena.prevarena = NO_ARENA;
  }
  if (first < count) arenas().unused = first;
  arenas().maxarenas = count;
}

/** Makes a record stand for the 256 KiB at `base`. */
function open_arena(index: u32, base: u64): Arena {
  const arena = arena_at(index);
  arena.address = base;
  arena.pool_offset = 0;
  arena.nfreepools = ARENA_POOLS;
  arena.ntotalpools = ARENA_POOLS;
  arena.freepools = 0;
  if (arena.pools === 0) arena.pools = <u32>allocate(<usize>ARENA_POOLS * POOL_RECORD);
  memory.fill(<usize>arena.pools, 0, <usize>ARENA_POOLS * POOL_RECORD);
  return arena;
}

/** A recorded arena, whose first `pool_offset` bytes are pools; load_pool_page describes them. */
export function load_arena(base: u64, pool_offset: u64, nfreepools: u64): void {
  if (table().count === 0) add_records(INITIAL_ARENA_OBJECTS);
  const index = arenas().unused;
  arenas().unused = arena_at(index).nextarena;
  const arena = open_arena(index, base);
  arena.nextarena = NO_ARENA;
  arena.nfreepools = <u32>nfreepools;
  while (<u64>arena.pool_offset < pool_offset) next_pool(index);
}

/** Puts a recorded arena at the front of the usable ones. */
export function load_usable_arena(base: u64): void {
  for (let index: u32 = 0; index < arena_records(); index++) {
    if (arena_at(index).address === base) return insert_front(index);
  }
  check(false, base);
}

/** Cuts the next pool that was never used off an arena. */
function next_pool(index: u32): Pool {
  const arena = arena_at(index);
  const number = arena.pool_offset / <u32>POOL_SIZE;
  const pool = pool_at(arena.pools + number * <u32>POOL_RECORD);
  pool.base = arena.address + <u64>arena.pool_offset;
  pool.arena = index;
  pool.szidx = DUMMY_SIZE_IDX;
  arena.pool_offset += <u32>POOL_SIZE;
  map_pool(pool, true);
  return pool;
}

function insert_front(index: u32): void {
  const arena = arena_at(index);
  arena.prevarena = NO_ARENA;
  arena.nextarena = arenas().usable;
  if (arenas().usable !== NO_ARENA) arena_at(arenas().usable).prevarena = index;
  arenas().usable = index;
}

function remove(index: u32): void {
  const arena = arena_at(index);
  if (arena.prevarena === NO_ARENA) arenas().usable = arena.nextarena;
  else arena_at(arena.prevarena).nextarena = arena.nextarena;
  if (arena.nextarena !== NO_ARENA) arena_at(arena.nextarena).prevarena = arena.prevarena;
}

/** Maps another arena and makes it the only usable one; its index. */
export function new_arena(): u32 {
  enter(Fn.new_arena);
  retire(Seg.new_arena__map);
  if (arenas().unused === NO_ARENA) {
    retire(Seg.new_arena__double_table);
    const count = arenas().maxarenas === 0 ? INITIAL_ARENA_OBJECTS : arenas().maxarenas << 1;
    arenas().table = realloc(arenas().table, <u64>count * ARENA_OBJECT_BYTES);
    retire(Seg.new_arena__chain_record, count - table().count);
    add_records(count);
  }
  const index = arenas().unused;
  arenas().unused = arena_at(index).nextarena;
  open_arena(index, mmap(ARENA_SIZE));
  arena_at(index).nextarena = NO_ARENA;
  insert_front(index);
  leave();
  return index;
}

/** A pool of the fullest usable arena leaves it: an empty one, else one that was never used. */
export function take_pool(): Pool {
  const index = arenas().usable;
  const arena = arena_at(index);
  let pool = pool_at(arena.freepools);
  if (arena.freepools !== 0) {
    retire(Seg.PyObject_Malloc__empty_pool);
    arena.freepools = pool.next;
  } else {
    retire(Seg.PyObject_Malloc__carve_pool);
    pool = next_pool(index);
  }
  arena.nfreepools -= 1;
  if (arena.nfreepools === 0) {
    retire(Seg.PyObject_Malloc__arena_full);
    remove(index);
  }
  return pool;
}

/** An empty pool, out of its ring, returns to its arena. */
export function give_pool(pool: Pool): void {
  const index = pool.arena;
  const arena = arena_at(index);
  pool.next = arena.freepools;
  touch_header(pool);
  arena.freepools = address(pool);
  arena.nfreepools += 1;
  if (arena.nfreepools === arena.ntotalpools) {
    retire(Seg.PyObject_Free__arena_empty);
    return free_arena(index);
  }
  if (arena.nfreepools === 1) {
    retire(Seg.PyObject_Free__arena_was_full);
    return insert_front(index);
  }
  retire(Seg.PyObject_Free__pool_empty);
  let behind = arena.nextarena;
  if (behind === NO_ARENA || arena.nfreepools <= arena_at(behind).nfreepools) return;
  retire(Seg.PyObject_Free__move_arena);
  remove(index);
  let before = behind;
  while (behind !== NO_ARENA && arena_at(behind).nfreepools < arena.nfreepools) {
    retire(Seg.PyObject_Free__pass_arena);
    before = behind;
    behind = arena_at(behind).nextarena;
  }
  arena.prevarena = before;
  arena.nextarena = behind;
  arena_at(before).nextarena = index;
  if (behind !== NO_ARENA) arena_at(behind).prevarena = index;
}

/** All pools of an arena are empty: it is unmapped, its record is unused. */
function free_arena(index: u32): void {
  const arena = arena_at(index);
  remove(index);
  for (let number: u32 = 0; number < ARENA_POOLS; number++) {
    const pool = pool_at(arena.pools + number * <u32>POOL_RECORD);
    if (pool.base !== 0) map_pool(pool, false);
  }
  munmap(arena.address, ARENA_SIZE);
  arena.address = 0;
  arena.prevarena = NO_ARENA;
  arena.nextarena = arenas().unused;
  arenas().unused = index;
}
