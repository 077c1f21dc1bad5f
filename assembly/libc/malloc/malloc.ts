/**
 * malloc and free: the public entry points (glibc 2.36 malloc/malloc.c: __libc_malloc, __libc_free).
 *
 * A request becomes a chunk of max(32, request + 8 rounded up to 16). Small chunks come from the
 * tcache, else _int_malloc looks through the bins and then cuts the top; see _int_malloc.ts.
 */
import { Ev, FreePath, MallocPath } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { HeapCall } from "../../abi/heap_log";
import { Cfg, ChunkState } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { emit } from "../../events/ring";
import { forget } from "../../kernel/words";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { heap_logging, log_heap } from "../../meter/heap_log";
import { memset } from "../memset";
import { count_request } from "../../meter/requests";
import {
  HEADER,
  MINSIZE,
  TCACHE_MAX_CHUNK,
  csize2tidx,
  has_tcache,
  mp_,
  tcache_count,
  tcache_get,
} from "./arena";
import { chunk_bytes, chunk_state, run_of, set_chunks } from "./chunks";
import { _int_free } from "./_int_free";
import { _int_malloc, steady_top } from "./_int_malloc";
import { ptmalloc_init, tcache_init } from "./ptmalloc_init";
import { munmap_chunk } from "./sysmalloc";

/** Largest mmap_threshold that freeing a mapped chunk may set (DEFAULT_MMAP_THRESHOLD_MAX). */
const MMAP_THRESHOLD_MAX: u64 = 32 * 1024 * 1024;

/** Up to so many bytes request2size does not round: it answers with the smallest chunk at once. */
export const TINY_REQUEST: u64 = 8;

/** The chunk size for a request (request2size). */
export function request2size(bytes: u64): u64 {
  const size = (bytes + 8 + 15) & ~15;
  return size < MINSIZE ? MINSIZE : size;
}

/**
 * How many requests for `request` bytes in a row, at most `wanted`, take the one path of a steady
 * heap: each cuts the top. 0 where the next request must be made alone.
 */
export function malloc_steady(request: u64, wanted: u64): u64 {
  const fit = steady_top(request2size(request));
  return fit < wanted ? fit : wanted;
}

/**
 * Hands out memory for `times` requests of `request` bytes, more than one only where
 * `malloc_steady` allows: the first one's address, the others follow at the chunk size.
 */
export function malloc(request: u64, times: u64 = 1): u64 {
  enter(Fn.malloc, times);
  count_request(request, times);
  const bytes = request2size(request);
  if (mp_().initialized === 0) first_call(bytes);
  if (bytes <= TCACHE_MAX_CHUNK && tcache_count(csize2tidx(bytes)) > 0) {
    check(times === 1, times);
    if (request <= TINY_REQUEST) retire(Seg.malloc__tcache_hit_tiny);
    else retire(Seg.malloc__tcache_hit);
    const chunk = tcache_get(csize2tidx(bytes));
    set_chunks(chunk, bytes, 1, ChunkState.IN_USE);
    forget(chunk + HEADER, bytes - 8);
    emit(Ev.MALLOC, chunk + HEADER, request, MallocPath.TCACHE);
    log_heap(HeapCall.MALLOC, chunk + HEADER, request, bytes, 1);
    leave();
    return chunk + HEADER;
  }
  if (request <= TINY_REQUEST) retire(Seg.malloc__tcache_empty_tiny, times);
  else if (bytes <= TCACHE_MAX_CHUNK) retire(Seg.malloc__tcache_empty, times);
  else retire(Seg.malloc__large, times);
  const user = _int_malloc(bytes, request, times);
  const mapped = chunk_state(user - HEADER) === ChunkState.MMAPPED;
  if (bytes > TCACHE_MAX_CHUNK && !mapped) retire(Seg.malloc__large_in_arena, times);
  log_heap(HeapCall.MALLOC, user, request, bytes, times);
  leave();
  return user;
}

/** The first call of the process finds neither an arena nor a tcache. */
function first_call(bytes: u64): void {
  retire_table(Seg.malloc__first_call, bytes <= TCACHE_MAX_CHUNK ? 0 : 1);
  ptmalloc_init();
  if (has_tcache()) tcache_init();
}

/** What calloc clears with stores of its own instead of memset. */
const CLEARED_INLINE: u64 = 72;

/** Zeroed memory for one request. It does not look into the tcache (glibc 2.36). */
export function calloc(request: u64): u64 {
  enter(Fn.calloc);
  retire(Seg.calloc__call);
  count_request(request, 1);
  const user = _int_malloc(request2size(request), request, 1);
  // Mapped memory is zero already.
  if (chunk_state(user - HEADER) === ChunkState.MMAPPED) retire(Seg.calloc__mapped);
  else {
    const cleared = run_of(user - HEADER).bytes - 8;
    if (cleared > CLEARED_INLINE) memset(user, cleared, 0, 1, 0);
    else retire(Seg.calloc__clear);
  }
  leave();
  return user;
}

/**
 * Takes back memory that malloc handed out: `times` equal chunks, each just below the one before,
 * more than one only where `free_steady` allows.
 */
export function free(user: u64, times: u64 = 1): void {
  const chunk = user - HEADER;
  enter(Fn.free, times);
  if (heap_logging() && user !== 0) {
    const bytes = chunk_bytes(chunk);
    log_heap(HeapCall.FREE, user - (times - 1) * bytes, 0, bytes, times);
  }
  if (user === 0) retire(Seg.free__null);
  else if (chunk_state(chunk) === ChunkState.MMAPPED) free_mapped(chunk);
  else {
    retire(Seg.free__heap, times);
    _int_free(chunk, times);
  }
  leave();
}

function free_mapped(chunk: u64): void {
  const bytes = run_of(chunk).bytes;
  const mp = mp_();
  check((chunk & 4095) === 0, chunk);
  if (cfg(Cfg.DYNAMIC_THRESHOLDS) === 0) retire(Seg.free__mapped_fixed_thresholds);
  else {
    retire(Seg.free__mapped);
    if (bytes <= mp.mmap_threshold) retire(Seg.free__below_threshold);
    else if (bytes <= MMAP_THRESHOLD_MAX) {
      retire(Seg.free__raise_threshold);
      mp.mmap_threshold = bytes;
      mp.trim_threshold = 2 * bytes;
    }
  }
  emit(Ev.FREE, chunk + HEADER, bytes, FreePath.MUNMAP);
  munmap_chunk(chunk);
}
