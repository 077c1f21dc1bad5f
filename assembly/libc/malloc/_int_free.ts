/**
 * _int_free: where a freed chunk goes (glibc 2.36 malloc/malloc.c; spec 06 section 4).
 *
 *   tcache while its bin has room -> fastbin up to 128 bytes -> merged with free neighbours, into the
 *   unsorted bin or into the top; a large result consolidates the fastbins and may trim the heap
 */
import { Ev, FreePath } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Cfg, ChunkState } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { emit } from "../../events/ring";
import { touch_write } from "../../kernel/fault";
import { forget, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import {
  HEADER,
  MAX_FAST,
  MIN_LARGE_SIZE,
  TCACHE_MAX_CHUNK,
  csize2tidx,
  fastbin,
  fastbin_head,
  fd,
  have_fastchunks,
  mp_,
  protect_ptr,
  set_bk,
  set_bk_nextsize,
  set_fd,
  set_fd_nextsize,
  set_have_fastchunks,
  set_top,
  tcache_has_room,
  tcache_put,
  top,
  unsorted_chunks,
} from "./arena";
import { chunk_before, chunk_bytes, chunk_state, run_of, set_chunks } from "./chunks";
import { malloc_consolidate } from "./malloc_consolidate";
import { systrim } from "./systrim";
import { unlink_chunk } from "./unlink_chunk";

/** A merged chunk of this size or more consolidates and may trim. */
const FASTBIN_CONSOLIDATION_THRESHOLD: u64 = 65536;

/** Who merges: the same algorithm stands in _int_free and in malloc_consolidate. */
export enum MergeSegments {
  FREE,
  CONSOLIDATE,
}

/**
 * Frees `times` equal chunks, `chunk` the highest of them, one just below the other; more than one only where
 * `free_steady` (from the highest down) or `free_steady_up` (from the lowest up) says that all take one path.
 */
export function _int_free(chunk: u64, times: u64): void {
  enter(Fn._int_free, times);
  place(chunk, times);
  leave();
}

function place(chunk: u64, times: u64): void {
  const bytes = chunk_bytes(chunk);
  check(chunk_state(chunk) === ChunkState.IN_USE, chunk);
  forget(chunk - (times - 1) * bytes + HEADER, times * bytes - 8);
  if (bytes <= TCACHE_MAX_CHUNK) {
    const index = csize2tidx(bytes);
    if (tcache_has_room(index)) {
      retire(Seg._int_free__tcache_put);
      tcache_put(chunk, index);
      set_chunks(chunk, bytes, 1, ChunkState.TCACHE);
      emit(Ev.FREE, chunk + HEADER, bytes, FreePath.TCACHE);
      return;
    }
    retire(Seg._int_free__tcache_full, times);
  }
  if (bytes <= MAX_FAST) {
    retire(Seg._int_free__fastbin_put);
    if (fastbin_head(bytes) !== 0) retire(Seg._int_free__fastbin_occupied);
    store64(chunk + 16, protect_ptr(chunk + 16, fastbin_head(bytes)));
    store64(fastbin(bytes), chunk);
    set_have_fastchunks(true);
    set_chunks(chunk, bytes, 1, ChunkState.FASTBIN);
    emit(Ev.FREE, chunk + HEADER, bytes, FreePath.FASTBIN);
    return;
  }
  retire(Seg._int_free__merge, times);
  if (mp_().contiguous !== 0) retire(Seg._int_free__contiguous, times);
  const size = merge_and_file(chunk, bytes, times, MergeSegments.FREE);
  const path = chunk >= top() ? FreePath.TOP : FreePath.UNSORTED;
  emit(Ev.FREE, chunk - (times - 1) * bytes + HEADER, bytes, path, times);
  if (size >= FASTBIN_CONSOLIDATION_THRESHOLD) after_large_merge(times);
}

function after_large_merge(times: u64): void {
  retire(Seg._int_free__large_merge, times);
  if (have_fastchunks()) {
    retire(Seg._int_free__consolidate);
    malloc_consolidate();
  }
  if (chunk_bytes(top()) >= mp_().trim_threshold) {
    retire(Seg._int_free__trim);
    systrim(cfg(Cfg.TOP_PAD));
  }
}

/**
 * Merges `times` chunks (see `_int_free`) with their free neighbours and puts the result into the top
 * or at the front of the unsorted bin. Returns the size of the result.
 */
export function merge_and_file(freed: u64, bytes: u64, times: u64, who: MergeSegments): u64 {
  const free_ = who === MergeSegments.FREE;
  const next = freed + bytes;
  let chunk = freed - (times - 1) * bytes;
  let size = bytes * times;
  const before = chunk_before(chunk);
  // From the lowest up, each is merged with what the one before it became.
  const upward = before !== 0 && chunk_state(before) === ChunkState.BIN;
  if (upward) {
    retire(free_ ? Seg._int_free__merge_previous : Seg.malloc_consolidate__merge_previous, times);
    unlink_chunk(before, times);
    size += chunk_bytes(before);
    chunk = before;
  }
  if (next === top()) {
    check(times === 1, freed);
    retire(free_ ? Seg._int_free__into_top : Seg.malloc_consolidate__into_top);
    size += chunk_bytes(next);
    touch_write(chunk + 8, 8);
    set_chunks(chunk, size, 1, ChunkState.TOP);
    set_top(chunk);
    return size;
  }
  if (chunk_state(next) === ChunkState.BIN) {
    check(times === 1 || !upward, freed);
    retire(free_ ? Seg._int_free__merge_next : Seg.malloc_consolidate__merge_next, times);
    unlink_chunk(next, times);
    size += chunk_bytes(next);
  } else {
    check(times === 1 || upward, freed);
    retire(free_ ? Seg._int_free__next_in_use : Seg.malloc_consolidate__next_in_use, times);
    // Each free writes the head of the chunk behind.
    touch_write(next - (times - 1) * bytes + 8, (times - 1) * bytes + 8);
  }
  if (size >= MIN_LARGE_SIZE) {
    retire(free_ ? Seg._int_free__clear_sizes : Seg.malloc_consolidate__clear_sizes, times);
  }
  // Each of several frees writes its own head; one free writes the head of the result.
  touch_write(chunk + 8, times > 1 && !upward ? freed - chunk + 8 : 8);
  into_unsorted(chunk, size);
  return size;
}

function into_unsorted(chunk: u64, size: u64): void {
  const unsorted = unsorted_chunks();
  const first = fd(unsorted);
  set_fd(chunk, first);
  set_bk(chunk, unsorted);
  if (size >= MIN_LARGE_SIZE) {
    set_fd_nextsize(chunk, 0);
    set_bk_nextsize(chunk, 0);
  }
  set_fd(unsorted, chunk);
  set_bk(first, chunk);
  touch_write(chunk + size, 8);
  set_chunks(chunk, size, 1, ChunkState.BIN);
}

/**
 * How many frees of equal chunks, from `user` downwards, take the one path of a steady exit: the
 * tcache bin is full, the chunk above is free and large, the one below is in use.
 */
export function free_steady(user: u64, wanted: u64): u64 {
  const chunk = user - HEADER;
  const run = run_of(chunk);
  if (run.state !== <u64>ChunkState.IN_USE || run.bytes <= MAX_FAST) return 0;
  if (run.bytes <= TCACHE_MAX_CHUNK && tcache_has_room(csize2tidx(run.bytes))) return 0;
  const next = chunk + run.bytes;
  if (next === top() || chunk_state(next) !== ChunkState.BIN) return 0;
  if (chunk_bytes(next) < FASTBIN_CONSOLIDATION_THRESHOLD) return 0;
  if (have_fastchunks() || chunk_bytes(top()) >= mp_().trim_threshold) return 0;
  // The lowest chunk of the run is left out: what lies below it may be free.
  const below = (chunk - run.start) / run.bytes;
  return below < wanted ? below : wanted;
}

/**
 * The same from `user` upwards: the tcache bin is full, the chunk below is free, large and first in the unsorted
 * bin, as the free before left it, and the one above is in use.
 */
export function free_steady_up(user: u64, wanted: u64): u64 {
  const chunk = user - HEADER;
  const run = run_of(chunk);
  if (run.state !== <u64>ChunkState.IN_USE || run.bytes <= MAX_FAST) return 0;
  if (run.bytes <= TCACHE_MAX_CHUNK && tcache_has_room(csize2tidx(run.bytes))) return 0;
  // The highest chunk of the run is left out: what lies above it may be free, or the top.
  const bytes = run.bytes;
  const above = run.count - 1 - (chunk - run.start) / bytes;
  const before = chunk_before(chunk);
  if (before === 0 || chunk_state(before) !== ChunkState.BIN) return 0;
  if (fd(unsorted_chunks()) !== before) return 0;
  if (chunk_bytes(before) < FASTBIN_CONSOLIDATION_THRESHOLD) return 0;
  if (have_fastchunks() || chunk_bytes(top()) >= mp_().trim_threshold) return 0;
  return above < wanted ? above : wanted;
}
