/**
 * _int_malloc: bins, then top, then the system (glibc 2.36 malloc/malloc.c; spec 06 section 3).
 *
 *   fastbin -> small bin -> unsorted bin (filing each chunk) -> large bin -> next larger bin
 *   -> top -> consolidate and again -> sysmalloc
 */
import { Ev, MallocPath } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { ChunkState } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { emit } from "../../events/ring";
import { touch_write } from "../../kernel/fault";
import { forget, store64 } from "../../kernel/words";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import {
  BINMAP_WORDS,
  HEADER,
  MAX_FAST,
  MINSIZE,
  MIN_LARGE_SIZE,
  TCACHE_MAX_CHUNK,
  bin_at,
  bin_index,
  binmap,
  bk,
  bk_nextsize,
  csize2tidx,
  fastbin,
  fastbin_head,
  fd,
  have_fastchunks,
  last_remainder,
  protect_ptr,
  set_binmap,
  set_bk,
  set_bk_nextsize,
  set_fd,
  set_fd_nextsize,
  set_last_remainder,
  set_top,
  tcache_count,
  tcache_get,
  tcache_has_room,
  tcache_put,
  top,
  top_is_initial,
  unsorted_chunks,
} from "./arena";
import { file_chunk, index_class, link_between } from "./bins";
import { chunk_bytes, set_chunks } from "./chunks";
import { TINY_REQUEST } from "./malloc";
import { malloc_consolidate } from "./malloc_consolidate";
import { sysmalloc, sysmalloc_path } from "./sysmalloc";
import { unlink_chunk } from "./unlink_chunk";

/** The request of malloc's own structures: nobody called malloc for them. */
export const INTERNAL: u64 = u64.MAX_VALUE;

/** What the search found: where the memory came from. */
@unmanaged
class Search {
  path: u32;
}

const search_at: usize = memory.data(8, 8);

function found(chunk: u64, path: MallocPath): u64 {
  changetype<Search>(search_at).path = path;
  return chunk;
}

/** Finds `times` chunks of `bytes` (more than one only where `steady_top` allows); user address. */
export function _int_malloc(bytes: u64, request: u64, times: u64): u64 {
  enter(Fn._int_malloc, times);
  const chunk = search(bytes, request <= TINY_REQUEST, times);
  forget(chunk + HEADER, bytes * times - 8);
  const path = <MallocPath>(<i32>changetype<Search>(search_at).path);
  if (request !== INTERNAL) emit(Ev.MALLOC, chunk + HEADER, request, path, times);
  leave();
  return chunk + HEADER;
}

function alloc_perturb(times: u64): void {
  enter(Fn.alloc_perturb, times);
  retire(Seg.alloc_perturb__off, times);
  leave();
}

/**
 * How many requests for chunks of `bytes` in a row would each be cut from the top, with nothing to
 * look at on the way: 0 where a bin or the unsorted list would be searched or filed first.
 */
export function steady_top(bytes: u64): u64 {
  if (bytes >= MIN_LARGE_SIZE || bytes <= MAX_FAST) return 0;
  if (tcache_count(csize2tidx(bytes)) > 0) return 0;
  const unsorted = unsorted_chunks();
  if (bk(unsorted) !== unsorted) return 0;
  const index = bin_index(bytes);
  if (bk(bin_at(index)) !== bin_at(index)) return 0;
  if (binmap((index + 1) >> 5) >> ((index + 1) & 31) !== 0) return 0;
  for (let block = ((index + 1) >> 5) + 1; block < BINMAP_WORDS; block++) {
    if (binmap(block) !== 0) return 0;
  }
  const size = top_bytes();
  return size < bytes + MINSIZE ? 0 : (size - MINSIZE) / bytes;
}

/** Bytes of the top chunk, 0 before there is a heap. */
function top_bytes(): u64 {
  return top_is_initial() ? 0 : chunk_bytes(top());
}

function search(bytes: u64, tiny: bool, times: u64): u64 {
  const small = bytes < MIN_LARGE_SIZE;
  if (bytes <= MAX_FAST) {
    if (fastbin_head(bytes) !== 0) return from_fastbin(bytes, tiny);
    if (tiny) retire(Seg._int_malloc__fastbin_empty_tiny, times);
    else retire(Seg._int_malloc__fastbin_empty, times);
  }
  const quick = small ? from_smallbin(bytes) : 0;
  if (quick !== 0) return quick;
  if (small) retire(Seg._int_malloc__small_request, times);
  else retire_table(Seg._int_malloc__large_request, index_class(bytes));
  if (!small && have_fastchunks()) {
    retire(Seg._int_malloc__consolidate);
    malloc_consolidate();
  }
  while (true) {
    const sorted = from_unsorted(bytes);
    if (sorted !== 0) return sorted;
    const binned = small ? 0 : from_large_bin(bytes);
    if (binned !== 0) return binned;
    const larger = from_larger_bin(bytes, times);
    if (larger !== 0) return larger;
    if (top_bytes() >= bytes * times + MINSIZE) return use_top(bytes, times);
    if (!have_fastchunks()) break;
    retire(Seg._int_malloc__consolidate_and_retry);
    malloc_consolidate();
  }
  if (top_is_initial()) retire(Seg._int_malloc__first_heap);
  else retire(Seg._int_malloc__sysmalloc);
  const chunk = sysmalloc(bytes);
  alloc_perturb(1);
  return found(chunk, sysmalloc_path());
}

/** The fastbin of this size: its newest chunk, and more of them for the tcache. */
function from_fastbin(bytes: u64, tiny: bool): u64 {
  const index = csize2tidx(bytes);
  if (tiny) retire(Seg._int_malloc__fastbin_hit_tiny);
  else retire(Seg._int_malloc__fastbin_hit);
  const chunk = pop_fastbin(bytes);
  while (tcache_has_room(index) && fastbin_head(bytes) !== 0) {
    retire(Seg._int_malloc__fastbin_stash);
    const extra = pop_fastbin(bytes);
    tcache_put(extra, index);
    set_chunks(extra, bytes, 1, ChunkState.TCACHE);
  }
  if (tcache_has_room(index)) retire(Seg._int_malloc__fastbin_emptied);
  set_chunks(chunk, bytes, 1, ChunkState.IN_USE);
  return found(chunk, MallocPath.FASTBIN);
}

/** The small bin of this size, if it holds any: its oldest chunk, and more of them for the tcache. */
function from_smallbin(bytes: u64): u64 {
  const index = csize2tidx(bytes);
  const bin = bin_at(bin_index(bytes));
  if (bk(bin) === bin) return 0;
  retire(Seg._int_malloc__smallbin_hit);
  const chunk = take_last(bin, bytes);
  while (tcache_has_room(index) && bk(bin) !== bin) {
    retire(Seg._int_malloc__smallbin_stash);
    const extra = take_last(bin, bytes);
    tcache_put(extra, index);
    set_chunks(extra, bytes, 1, ChunkState.TCACHE);
  }
  if (tcache_has_room(index)) retire(Seg._int_malloc__smallbin_emptied);
  return found(chunk, MallocPath.SMALLBIN);
}

function pop_fastbin(bytes: u64): u64 {
  const chunk = fastbin_head(bytes);
  store64(fastbin(bytes), protect_ptr(chunk + 16, fd(chunk)));
  forget(chunk + 16, 8);
  return chunk;
}

/** Unlinks the oldest chunk of a small bin and marks it in use. */
function take_last(bin: u64, bytes: u64): u64 {
  const chunk = bk(bin);
  const behind = bk(chunk);
  set_bk(bin, behind);
  set_fd(behind, bin);
  mark_in_use(chunk, bytes);
  return chunk;
}

/** A whole chunk leaves the bins: its neighbour's PREV_INUSE bit is set, its links are stale. */
function mark_in_use(chunk: u64, bytes: u64): void {
  touch_write(chunk + bytes + 8, 8);
  forget(chunk + HEADER, bytes >= MIN_LARGE_SIZE ? 32 : 16);
  set_chunks(chunk, bytes, 1, ChunkState.IN_USE);
}

/** Walks the unsorted chunks, oldest first: an exact fit is taken, every other chunk is filed. */
function from_unsorted(bytes: u64): u64 {
  const unsorted = unsorted_chunks();
  const index = csize2tidx(bytes);
  const small = bytes < MIN_LARGE_SIZE;
  let cached = false;
  let filed = false;
  while (bk(unsorted) !== unsorted) {
    const victim = bk(unsorted);
    const behind = bk(victim);
    const size = chunk_bytes(victim);
    retire(Seg._int_malloc__unsorted_chunk);
    if (small && behind === unsorted) {
      retire(Seg._int_malloc__unsorted_last);
      if (victim === last_remainder()) {
        const filed_large = size >= MIN_LARGE_SIZE && size <= bytes + MINSIZE && size !== bytes;
        if (filed_large) retire(Seg._int_malloc__last_remainder_filed_large);
        else retire(Seg._int_malloc__is_last_remainder);
        if (size > bytes + MINSIZE) return split_last_remainder(victim, size, bytes);
      }
    }
    set_bk(unsorted, behind);
    set_fd(behind, unsorted);
    filed = size !== bytes;
    if (filed) {
      file_chunk(victim, size);
      if (cached) retire(Seg._int_malloc__filed_after_cached);
      continue;
    }
    mark_in_use(victim, size);
    if (bytes > TCACHE_MAX_CHUNK) {
      if (behind === unsorted) retire(Seg._int_malloc__unsorted_exact_uncacheable);
      else retire(Seg._int_malloc__unsorted_exact_uncacheable_more);
    } else if (!tcache_has_room(index)) retire(Seg._int_malloc__unsorted_exact);
    else {
      retire(Seg._int_malloc__unsorted_exact_cached);
      tcache_put(victim, index);
      set_chunks(victim, size, 1, ChunkState.TCACHE);
      cached = true;
      continue;
    }
    return found(victim, MallocPath.UNSORTED);
  }
  if (cached) return return_cached(bytes, filed);
  if (filed) retire(Seg._int_malloc__unsorted_emptied);
  if (filed && !small) retire(Seg._int_malloc__unsorted_emptied_large);
  return 0;
}

/** The last chunk that the walk put into the tcache is the answer. */
function return_cached(bytes: u64, filed: bool): u64 {
  retire(Seg._int_malloc__return_cached);
  if (bytes < MIN_LARGE_SIZE) retire(Seg._int_malloc__return_cached_small);
  if (filed) retire(Seg._int_malloc__return_cached_after_file);
  const chunk = tcache_get(csize2tidx(bytes));
  set_chunks(chunk, bytes, 1, ChunkState.IN_USE);
  return found(chunk, MallocPath.UNSORTED);
}

/** The smallest chunk that fits in the request's own large bin. */
function from_large_bin(bytes: u64): u64 {
  const bin = bin_at(bin_index(bytes));
  const largest = fd(bin);
  if (largest === bin) return 0;
  if (chunk_bytes(largest) < bytes) {
    retire(Seg._int_malloc__large_bin_too_small);
    return 0;
  }
  let victim = bk_nextsize(largest);
  while (chunk_bytes(victim) < bytes) {
    retire(Seg._int_malloc__large_bin_step);
    victim = bk_nextsize(victim);
  }
  retire(Seg._int_malloc__large_bin_fit);
  const size = chunk_bytes(victim);
  if (victim !== bk(bin)) {
    retire(Seg._int_malloc__large_bin_not_last);
    if (chunk_bytes(fd(victim)) === size) victim = fd(victim);
  }
  unlink_chunk(victim, 1);
  if (size - bytes < MINSIZE) take_whole(victim, size);
  else {
    retire(Seg._int_malloc__large_bin_split);
    if (size - bytes >= MIN_LARGE_SIZE) retire(Seg._int_malloc__large_bin_split_large);
    split(victim, size, bytes, fd(unsorted_chunks()));
  }
  alloc_perturb(1);
  return found(victim, MallocPath.LARGEBIN);
}

/** The oldest chunk of the next larger bin that is not empty, found through the binmap. */
function from_larger_bin(bytes: u64, times: u64): u64 {
  let index = bin_index(bytes) + 1;
  let block = index >> 5;
  let map = (binmap(block) >> (index & 31)) << (index & 31);
  retire(Seg._int_malloc__binmap, times);
  while (true) {
    if (map === 0) {
      do {
        block += 1;
        if (block >= BINMAP_WORDS) {
          retire(Seg._int_malloc__binmap_none, times);
          return 0;
        }
        retire(Seg._int_malloc__binmap_word, times);
        map = binmap(block);
      } while (map === 0);
      retire(Seg._int_malloc__binmap_word_found);
      index = block << 5;
    }
    const next = (block << 5) + <u32>ctz<u32>(map);
    retire(Seg._int_malloc__binmap_bit, next - index);
    const victim = bk(bin_at(next));
    if (victim !== bin_at(next)) return take_from_larger(victim, bytes);
    retire(Seg._int_malloc__binmap_stale_bit);
    if ((next & 31) === 31) retire(Seg._int_malloc__binmap_stale_last_bit);
    map &= ~(1 << (next & 31));
    set_binmap(block, binmap(block) & ~(1 << (next & 31)));
    index = next + 1;
  }
}

function take_from_larger(victim: u64, bytes: u64): u64 {
  const size = chunk_bytes(victim);
  unlink_chunk(victim, 1);
  if (size - bytes < MINSIZE) {
    retire(Seg._int_malloc__take_whole);
    take_whole(victim, size);
    return found(victim, MallocPath.BIN_SPLIT);
  }
  retire(Seg._int_malloc__split);
  if (size - bytes >= MIN_LARGE_SIZE) retire(Seg._int_malloc__split_large);
  split(victim, size, bytes, fd(unsorted_chunks()));
  if (bytes < MIN_LARGE_SIZE) {
    retire(Seg._int_malloc__split_small);
    set_last_remainder(victim + bytes);
  }
  return found(victim, MallocPath.BIN_SPLIT);
}

/** An unlinked chunk is used as it is. */
function take_whole(victim: u64, size: u64): void {
  touch_write(victim + size + 8, 8);
  set_chunks(victim, size, 1, ChunkState.IN_USE);
}

/** The only unsorted chunk is the last remainder: it is split where it lies. */
function split_last_remainder(victim: u64, size: u64, bytes: u64): u64 {
  retire(Seg._int_malloc__split_last_remainder);
  if (size - bytes >= MIN_LARGE_SIZE) retire(Seg._int_malloc__split_last_remainder_large);
  forget(victim + HEADER, size >= MIN_LARGE_SIZE ? 32 : 16);
  split(victim, size, bytes, unsorted_chunks());
  set_last_remainder(victim + bytes);
  alloc_perturb(1);
  return found(victim, MallocPath.UNSORTED);
}

/** Cuts `bytes` off a chunk; the rest goes to the front of the unsorted bin, before `first`. */
function split(victim: u64, size: u64, bytes: u64, first: u64): void {
  const remainder = victim + bytes;
  const rest = size - bytes;
  const unsorted = unsorted_chunks();
  set_chunks(victim, bytes, 1, ChunkState.IN_USE);
  set_chunks(remainder, rest, 1, ChunkState.BIN);
  link_between(remainder, unsorted, first);
  if (rest >= MIN_LARGE_SIZE) {
    set_fd_nextsize(remainder, 0);
    set_bk_nextsize(remainder, 0);
  }
  touch_write(victim + 8, 8);
  touch_write(remainder + 8, 8);
  touch_write(remainder + rest, 8);
}

/** Cuts `times` chunks from the front of the top. */
function use_top(bytes: u64, times: u64): u64 {
  retire(Seg._int_malloc__use_top, times);
  const chunk = top();
  set_chunks(chunk, bytes, times, ChunkState.IN_USE);
  set_top(chunk + bytes * times);
  // Heads are all that is written: chunks that come in numbers are smaller than a page.
  if (times > 1) touch_write(chunk + 8, bytes * times + 8);
  else {
    touch_write(chunk + 8, 8);
    touch_write(chunk + bytes + 8, 8);
  }
  alloc_perturb(times);
  return found(chunk, MallocPath.TOP);
}
