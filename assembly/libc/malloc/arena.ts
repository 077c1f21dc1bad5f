/**
 * main_arena and the tcache as words of simulated memory (glibc 2.36 malloc/malloc.c, struct
 * malloc_state and tcache_perthread_struct), and malloc's parameters (struct malloc_par).
 *
 *   main_arena   +8 have_fastchunks   +16 fastbinsY[10]   +96 top   +104 last_remainder
 *                +112 bins[254]       +2144 binmap[4] (32 bits each)
 *   tcache       first chunk of the heap: counts[64] (16 bits each), then entries[64]
 *
 * A bin's head is used as if it were a chunk whose fd and bk are its pair of words.
 */
import { Cfg } from "../../abi/layout";
import { Gauge } from "../../abi/samples";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { touch_write } from "../../kernel/fault";
import { is_defined, load64, store64 } from "../../kernel/words";
import { set_gauge } from "../../meter/samples";

export const MINSIZE: u64 = 32;
export const HEADER: u64 = 16;
/** Largest chunk of a fastbin (default global_max_fast). */
export const MAX_FAST: u64 = 128;
/** Chunks from this size on are large: sorted bins. */
export const MIN_LARGE_SIZE: u64 = 1024;
/** Largest chunk that the tcache keeps. */
export const TCACHE_MAX_CHUNK: u64 = 1040;
export const BINMAP_WORDS: u32 = 4;
export const TCACHE_BINS: u32 = 64;
export const UNSORTED_BIN: u32 = 1;

/** malloc's parameters; the thresholds move when a large mapped chunk is freed. */
@unmanaged
export class MallocPar {
  trim_threshold: u64;
  mmap_threshold: u64;
  n_mmaps: u64;
  contiguous: u64;
  mmapped_bytes: u64;
  /** 0 until the first malloc of a process whose recorded state has no heap yet. */
  initialized: u64;
  /** Where the break was before the highest trim (max_system_mem): growth below it writes no maximum. */
  highest_break: u64;
}

const par_at: usize = memory.data(56, 8);

export function mp_(): MallocPar {
  return changetype<MallocPar>(par_at);
}

export function arena_reset(): void {
  const mp = mp_();
  mp.trim_threshold = cfg(Cfg.TRIM_THRESHOLD);
  mp.mmap_threshold = cfg(Cfg.MMAP_THRESHOLD);
  mp.n_mmaps = 0;
  mp.contiguous = 1;
  mp.mmapped_bytes = 0;
  mp.highest_break = 0;
  mp.initialized = cfg(Cfg.TOP_CHUNK) !== 0 ? 1 : 0;
}

function arena(offset: u64): u64 {
  return cfg(Cfg.MAIN_ARENA) + offset;
}

/** A word that reads as 0 until it is first stored: static data starts zeroed. */
function word(addr: u64): u64 {
  return is_defined(addr) ? load64(addr) : 0;
}

export function top(): u64 {
  return load64(arena(96));
}

/** Before the heap exists its top is the unsorted bin's head, read as a chunk of no size (initial_top). */
export function top_is_initial(): bool {
  return top() === unsorted_chunks();
}

/** Bytes of the heap below its top chunk. */
export function heap_used(): u64 {
  return mp_().initialized === 0 || top_is_initial() ? 0 : top() - cfg(Cfg.HEAP_START);
}

export function set_top(chunk: u64): void {
  if (chunk !== unsorted_chunks()) set_gauge(Gauge.HEAP, chunk - cfg(Cfg.HEAP_START));
  store64(arena(96), chunk);
}

export function last_remainder(): u64 {
  return word(arena(104));
}

export function set_last_remainder(chunk: u64): void {
  store64(arena(104), chunk);
}

export function have_fastchunks(): bool {
  return word(arena(8)) !== 0;
}

export function set_have_fastchunks(value: bool): void {
  store64(arena(8), value ? 1 : 0);
}

/** The address of fastbinsY's word for chunks of `bytes`. */
export function fastbin(bytes: u64): u64 {
  return arena(16 + ((bytes >> 4) - 2) * 8);
}

export function fastbin_head(bytes: u64): u64 {
  return word(fastbin(bytes));
}

/** The pseudo-chunk of a bin: its fd and bk are the bin's two words. */
export function bin_at(index: u32): u64 {
  return arena(112 + <u64>(index - 1) * 16 - 16);
}

export function unsorted_chunks(): u64 {
  return bin_at(UNSORTED_BIN);
}

export function fd(chunk: u64): u64 {
  return load64(chunk + 16);
}

export function bk(chunk: u64): u64 {
  return load64(chunk + 24);
}

export function set_fd(chunk: u64, value: u64): void {
  store64(chunk + 16, value);
}

export function set_bk(chunk: u64, value: u64): void {
  store64(chunk + 24, value);
}

export function fd_nextsize(chunk: u64): u64 {
  return load64(chunk + 32);
}

export function bk_nextsize(chunk: u64): u64 {
  return load64(chunk + 40);
}

export function set_fd_nextsize(chunk: u64, value: u64): void {
  store64(chunk + 32, value);
}

export function set_bk_nextsize(chunk: u64, value: u64): void {
  store64(chunk + 40, value);
}

/** The bin for chunks of `bytes` (smallbin_index and largebin_index_64). */
export function bin_index(bytes: u64): u32 {
  if (bytes < MIN_LARGE_SIZE) return <u32>(bytes >> 4);
  if (bytes >> 6 <= 48) return 48 + <u32>(bytes >> 6);
  if (bytes >> 9 <= 20) return 91 + <u32>(bytes >> 9);
  if (bytes >> 12 <= 10) return 110 + <u32>(bytes >> 12);
  if (bytes >> 15 <= 4) return 119 + <u32>(bytes >> 15);
  if (bytes >> 18 <= 2) return 124 + <u32>(bytes >> 18);
  return 126;
}

/** One word of the binmap: 32 bins. */
export function binmap(block: u32): u32 {
  const pair = word(arena(2144 + <u64>(block >> 1) * 8));
  return <u32>(block & 1 ? pair >> 32 : pair);
}

export function set_binmap(block: u32, map: u32): void {
  const at = arena(2144 + <u64>(block >> 1) * 8);
  const pair = word(at);
  const high = block & 1 ? <u64>map : pair >> 32;
  const low = block & 1 ? pair & 0xffffffff : <u64>map;
  store64(at, (high << 32) | low);
}

export function mark_bin(index: u32): void {
  set_binmap(index >> 5, binmap(index >> 5) | (1 << (index & 31)));
}

/** The index of the tcache bin for chunks of `bytes`. */
export function csize2tidx(bytes: u64): u32 {
  return <u32>((bytes - MINSIZE) >> 4);
}

function tcache_counts(index: u32): u64 {
  return cfg(Cfg.HEAP_START) + HEADER + <u64>(index >> 2) * 8;
}

function tcache_entry(index: u32): u64 {
  return cfg(Cfg.HEAP_START) + HEADER + 128 + <u64>index * 8;
}

/** Clears the tcache's structure, which has just been allocated at `user`. */
export function tcache_clear(user: u64): void {
  check(user === cfg(Cfg.HEAP_START) + HEADER, user);
  for (let index: u32 = 0; index < TCACHE_BINS; index += 4) store64(tcache_counts(index), 0);
  for (let index: u32 = 0; index < TCACHE_BINS; index++) store64(tcache_entry(index), 0);
}

/** How many chunks a tcache bin holds. */
export function tcache_count(index: u32): u64 {
  return (word(tcache_counts(index)) >> (<u64>(index & 3) * 16)) & 0xffff;
}

function set_tcache_count(index: u32, count: u64): void {
  const shift = <u64>(index & 3) * 16;
  const counts = word(tcache_counts(index));
  store64(tcache_counts(index), (counts & ~((<u64>0xffff) << shift)) | (count << shift));
}

/** The first versions of glibc (2.x) with a tcache and with mangled links. */
const TCACHE_SINCE: u64 = 26;
const SAFE_LINKING_SINCE: u64 = 32;

/** Whether this C library has a tcache at all; it may still keep no chunk in it (TCACHE_COUNT). */
export function has_tcache(): bool {
  return cfg(Cfg.GLIBC_MINOR) >= TCACHE_SINCE;
}

/** Whether a tcache bin takes one chunk more. */
export function tcache_has_room(index: u32): bool {
  return has_tcache() && tcache_count(index) < cfg(Cfg.TCACHE_COUNT);
}

/** A link as it is stored: since 2.32 mangled with its own address (safe linking). */
export function protect_ptr(at: u64, target: u64): u64 {
  return cfg(Cfg.GLIBC_MINOR) >= SAFE_LINKING_SINCE ? (at >> 12) ^ target : target;
}

/** Pushes a chunk on its tcache bin. The key's random value is not modelled: its word is 0 here. */
export function tcache_put(chunk: u64, index: u32): void {
  const user = chunk + HEADER;
  store64(user + 8, 0);
  store64(user, protect_ptr(user, word(tcache_entry(index))));
  store64(tcache_entry(index), user);
  set_tcache_count(index, tcache_count(index) + 1);
}

/** Pops the newest chunk of a tcache bin, which is not empty. */
export function tcache_get(index: u32): u64 {
  const user = word(tcache_entry(index));
  check(user !== 0, index);
  store64(tcache_entry(index), protect_ptr(user, load64(user)));
  touch_write(user + 8, 8);
  set_tcache_count(index, tcache_count(index) - 1);
  return user - HEADER;
}

/** A chunk of its own mapping came (positive) or went. */
export function add_mmapped(bytes: i64): void {
  mp_().n_mmaps += bytes > 0 ? 1 : -1;
  mp_().mmapped_bytes += bytes;
  set_gauge(Gauge.MMAPPED, mp_().mmapped_bytes);
}

/** A chunk's own mapping changed its length. */
export function resize_mmapped(bytes: i64): void {
  mp_().mmapped_bytes += bytes;
  set_gauge(Gauge.MMAPPED, mp_().mmapped_bytes);
}
