/**
 * sysmalloc: more memory from the system (glibc 2.36 malloc/malloc.c; spec 06 section 3).
 *
 * A request of mmap_threshold bytes or more gets its own mapping. Any other one extends the heap by
 * brk, to hold the request, top_pad and a minimal chunk, in whole pages. Where brk refuses, a mapping
 * becomes the new top: the first of at least 1 MiB, later ones of the size brk was asked for (the
 * call passes its minimum and its page size in the wrong order, so the minimum is lost; glibc 2.23
 * keeps it).
 */
import { MallocPath } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Cfg, ChunkState } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { touch_write } from "../../kernel/fault";
import { program_break, sys_brk, sys_brk_query, sys_mmap, sys_munmap } from "../../kernel/syscalls";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { HEADER, MINSIZE, add_mmapped, mp_, set_top, top, top_is_initial } from "./arena";
import { chunk_bytes, clear_chunks, run_of, set_chunks } from "./chunks";
import { _int_free } from "./_int_free";

const PAGE: u64 = 4096;
/** Unit of the first mapping that replaces brk (MMAP_AS_MORECORE_SIZE). */
const MMAP_AS_MORECORE_SIZE: u64 = 1024 * 1024;
const N_MMAPS_MAX: u64 = 65536;
/** The first glibc (2.x) whose later mappings may be smaller than that unit. */
const MINIMUM_LOST_SINCE: u64 = 35;

function align_up(bytes: u64, unit: u64): u64 {
  return (bytes + unit - 1) & ~(unit - 1);
}

@unmanaged
class Served {
  path: u32;
}

const served_at: usize = memory.data(8, 8);

/** How the last request that came here was served. */
export function sysmalloc_path(): MallocPath {
  return <MallocPath>(<i32>changetype<Served>(served_at).path);
}

function served(path: MallocPath): void {
  changetype<Served>(served_at).path = path;
}

/** A chunk of `bytes` from newly obtained memory. */
export function sysmalloc(bytes: u64): u64 {
  enter(Fn.sysmalloc);
  let chunk: u64;
  if (bytes >= mp_().mmap_threshold && mp_().n_mmaps < N_MMAPS_MAX) {
    retire(Seg.sysmalloc__mmap);
    served(MallocPath.MMAP);
    chunk = sysmalloc_mmap(bytes);
  } else {
    extend_top(bytes);
    chunk = top();
    const size = chunk_bytes(chunk);
    check(size >= bytes + MINSIZE, size);
    set_chunks(chunk, bytes, 1, ChunkState.IN_USE);
    set_top(chunk + bytes);
    touch_write(chunk + 8, 8);
    touch_write(chunk + bytes + 8, 8);
  }
  leave();
  return chunk;
}

/** A mapping of its own for one chunk. */
function sysmalloc_mmap(bytes: u64): u64 {
  enter(Fn.sysmalloc_mmap);
  retire(Seg.sysmalloc_mmap__map);
  const length = align_up(bytes + 8, PAGE);
  const at = mmap(length);
  touch_write(at + 8, 8);
  set_chunks(at, length, 1, ChunkState.MMAPPED);
  add_mmapped(length);
  leave();
  return at;
}

/** mmap of private anonymous memory; the C library's wrapper. */
export function mmap(length: u64): u64 {
  enter(Fn.mmap);
  retire(Seg.mmap__call);
  const at = sys_mmap(length);
  leave();
  return at;
}

/** The first heap of a process begins where the break is. */
function first_heap(bytes: u64): void {
  const start = program_break();
  const size = align_up(bytes + cfg(Cfg.TOP_PAD) + MINSIZE, PAGE);
  const moved = morecore(<i64>size);
  check(moved && start === cfg(Cfg.HEAP_START), start);
  retire(Seg.sysmalloc__first_heap);
  morecore_query();
  served(MallocPath.BRK);
  touch_write(start + 8, 8);
  set_chunks(start, size, 1, ChunkState.TOP);
  set_top(start);
}

/** Makes the top large enough for `bytes`, by brk or by a mapping that takes its place. */
function extend_top(bytes: u64): void {
  if (top_is_initial()) {
    first_heap(bytes);
    return;
  }
  const mp = mp_();
  const old_top = top();
  const old_bytes = chunk_bytes(old_top);
  let size = bytes + cfg(Cfg.TOP_PAD) + MINSIZE;
  if (mp.contiguous !== 0) size -= old_bytes;
  size = align_up(size, PAGE);
  if (morecore(<i64>size)) {
    check(mp.contiguous !== 0 && program_break() === old_top + old_bytes + size, old_top);
    if (program_break() <= mp.highest_break) retire(Seg.sysmalloc__extend_below_highest);
    else retire(Seg.sysmalloc__extend);
    served(MallocPath.BRK);
    touch_write(old_top + 8, 8);
    set_chunks(old_top, old_bytes + size, 1, ChunkState.TOP);
    return;
  }
  served(MallocPath.MMAP_FALLBACK);
  retire_table(Seg.sysmalloc__replace_top, mp.contiguous !== 0 ? 0 : 1);
  const at = sysmalloc_mmap_fallback(size, bytes, old_bytes);
  set_top(at);
  touch_write(at + 8, 8);
  abandon_top(old_top, old_bytes);
}

function sysmalloc_mmap_fallback(wanted: u64, bytes: u64, old_bytes: u64): u64 {
  enter(Fn.sysmalloc_mmap_fallback);
  retire_table(Seg.sysmalloc_mmap_fallback__map, mp_().contiguous !== 0 ? 0 : 1);
  let size = wanted;
  if (mp_().contiguous !== 0) size = align_up(size + old_bytes, MMAP_AS_MORECORE_SIZE);
  if (cfg(Cfg.GLIBC_MINOR) < MINIMUM_LOST_SINCE && size < MMAP_AS_MORECORE_SIZE) {
    size = MMAP_AS_MORECORE_SIZE;
  }
  check(size > bytes, size);
  const at = mmap(size);
  mp_().contiguous = 0;
  set_chunks(at, size, 1, ChunkState.TOP);
  leave();
  return at;
}

/** The rest of a top that is not continued: two fence posts at its end, the remainder is freed. */
function abandon_top(old_top: u64, old_bytes: u64): void {
  const rest = (old_bytes - 2 * HEADER) & ~15;
  const fence = old_top + rest;
  touch_write(old_top + 8, 8);
  touch_write(fence + 8, 24);
  set_chunks(fence, HEADER, 2, ChunkState.FENCE);
  if (rest < MINSIZE) return;
  retire(Seg.sysmalloc__free_rest);
  set_chunks(old_top, rest, 1, ChunkState.IN_USE);
  _int_free(old_top, 1);
}

/** Moves the break by `increment` (__glibc_morecore, sbrk, brk); false where it refuses. */
export function morecore(increment: i64): bool {
  enter(Fn.__glibc_morecore);
  const allowed =
    cfg(Cfg.BRK_LIMIT) === 0 ||
    <i64>(program_break() - cfg(Cfg.HEAP_START)) + increment <= <i64>cfg(Cfg.BRK_LIMIT);
  const outcome: u32 = !allowed ? 1 : increment < 0 ? 2 : 0;
  retire_table(Seg.__glibc_morecore__move, outcome);
  enter(Fn.sbrk);
  retire_table(Seg.sbrk__move, outcome);
  if (top_is_initial()) ask_the_kernel();
  enter(Fn.brk);
  retire_table(Seg.brk__move, outcome);
  const moved = sys_brk(program_break() + <u64>increment);
  check(moved === allowed, increment);
  leave();
  leave();
  leave();
  return moved;
}

/** sbrk has not been called yet: it asks the kernel where the break is. */
function ask_the_kernel(): void {
  retire(Seg.sbrk__first_call);
  enter(Fn.brk);
  retire(Seg.brk__query);
  sys_brk_query();
  leave();
}

/** Asks where the break is: no system call. */
export function morecore_query(): u64 {
  enter(Fn.__glibc_morecore);
  retire(Seg.__glibc_morecore__query);
  enter(Fn.sbrk);
  retire(Seg.sbrk__query);
  leave();
  leave();
  return program_break();
}

/** Unmaps a chunk that has its own mapping. */
export function munmap_chunk(chunk: u64): void {
  enter(Fn.munmap_chunk);
  retire(Seg.munmap_chunk__call);
  const bytes = run_of(chunk).bytes;
  add_mmapped(-(<i64>bytes));
  clear_chunks(chunk, chunk + bytes);
  munmap(chunk, bytes);
  leave();
}

export function munmap(addr: u64, bytes: u64): void {
  enter(Fn.munmap);
  retire(Seg.munmap__call);
  sys_munmap(addr, bytes);
  leave();
}
