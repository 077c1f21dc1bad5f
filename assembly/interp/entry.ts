/**
 * The state at entry: what the real interpreter's memory looked like when the module's code started,
 * recorded per build and launch. The host writes it as lists of words (abi/layout.ts, Section).
 */
import { Cfg, ChunkState, PageState, Section, VmaKind } from "../abi/layout";
import { Fault } from "../abi/stop";
import { cfg } from "../base/config";
import { check, fail } from "../base/fault";
import { load_heap_ints } from "../collectors/heap_memory";
import { load_pool_ints } from "../collectors/immortal";
import { has_int_pools, has_own_heap, has_own_ints } from "../collectors/manager";
import { note_section, recorded_reset } from "../base/recorded";
import {
  PTE_ANON,
  PTE_DIRTY,
  PTE_PRESENT,
  PTE_WRITABLE,
  page_counts,
  pte_load,
} from "../kernel/page_table";
import { vma_insert } from "../kernel/mm";
import { store64 } from "../kernel/words";
import {
  MIN_LARGE_SIZE,
  bin_at,
  fastbin,
  fastbin_head,
  fd,
  protect_ptr,
  set_binmap,
  set_bk,
  bk_nextsize,
  fd_nextsize,
  set_bk_nextsize,
  set_fd,
  set_fd_nextsize,
  set_have_fastchunks,
  set_last_remainder,
  set_top,
  TCACHE_BINS,
  has_tcache,
  tcache_count,
  tcache_get,
  tcache_put,
} from "../libc/malloc/arena";
import { _int_free } from "../libc/malloc/_int_free";
import { chunk_bytes, set_chunks } from "../libc/malloc/chunks";
import { block_new } from "../objects/intobject/block_life";
import {
  SLOT_LIVE,
  SLOT_VIRGIN,
  materialise,
  set_slot,
  slot_address,
  slots,
} from "../objects/intobject/blocks";
import { block_numbers, own_block } from "../objects/intobject/groups";
import { free_list_push } from "../objects/intobject/free_list";
import {
  NSMALLNEGINTS,
  add_live_ints,
  block_list,
  set_block_list,
  set_small_int,
} from "../objects/intobject/intobject";
import { load_generation } from "../modules/gcmodule/generations";
import {
  load_arena,
  load_pool,
  load_pool_free,
  load_pool_page,
  load_usable_arena,
} from "../objects/obmalloc/obmalloc";
import { set_type_object } from "../objects/types";
import { Ty } from "../abi/types";

/** Words of one item of each section. */
function item_words(section: Section): u32 {
  switch (section) {
    case Section.VMA:
      return 3;
    case Section.PAGES:
      return 3;
    case Section.CHUNKS:
      return 4;
    case Section.TCACHE:
      return 2;
    case Section.BIN:
      return 2;
    case Section.INT_FREE:
      return 2;
    case Section.INT_LIVE:
      return 4;
    case Section.ARENA:
      return 3;
    case Section.POOL_PAGE:
      return 3;
    case Section.POOL:
    case Section.IMPORT_CALL:
    case Section.TYPE_DICT:
      return 4;
    case Section.GC_GENERATION:
      return 3;
    case Section.TUPLE_FREE:
      return 2;
    case Section.FLOAT_LIVE:
      return 3;
    case Section.MAIN_DICT_ENTRY:
      return 2;
    case Section.TYPE:
    case Section.CONTAINER:
    case Section.BORN:
      return 2;
    case Section.INTERNED:
    case Section.SYS_DICT:
      return 3;
    default:
      return 1;
  }
}

/** Loads the image at `at`: sections until Section.END. */
export function load_entry(at: usize): void {
  recorded_reset();
  while (true) {
    const section = <Section>(<i32>load<u64>(at));
    if (section === Section.END) break;
    const count = load<u64>(at, 8);
    // A process that has not called malloc has no bins yet.
    if (section === Section.CHUNKS && count > 0) set_bins_empty();
    const step = <usize>item_words(section) * 8;
    at += 16;
    note_section(section, at, count);
    if (is_int_section(section) && has_own_ints()) {
      at += <usize>count * step;
      continue;
    }
    // Lists that end at a head are loaded from their last item to the first.
    const reversed = section === Section.BLOCK_LIST || section === Section.INT_FREE;
    for (let i: u64 = 0; i < count; i++) {
      const index = reversed ? count - 1 - i : i;
      load_item(section, at + <usize>index * step, index);
    }
    at += <usize>count * step;
    if (section === Section.INT_BLOCK) write_out_slots();
  }
  if (cfg(Cfg.LAST_REMAINDER) !== 0) set_last_remainder(cfg(Cfg.LAST_REMAINDER));
  if (cfg(Cfg.HAVE_FASTCHUNKS) !== 0) set_have_fastchunks(true);
  if (cfg(Cfg.TOP_CHUNK) === 0) return;
  set_top(cfg(Cfg.TOP_CHUNK));
  empty_tcache();
  if (has_own_heap()) load_heap_ints();
  if (has_int_pools()) load_pool_ints();
}

/** Sections about int blocks, which another manager does not have. */
function is_int_section(section: Section): bool {
  switch (section) {
    case Section.INT_BLOCK:
    case Section.BLOCK_LIST:
    case Section.INT_FREE:
    case Section.SMALL_REFCOUNT:
    case Section.INT_LIVE:
      return true;
    default:
      return false;
  }
}

function load_item(section: Section, at: usize, index: u64): void {
  const a = load<u64>(at);
  const b = load<u64>(at, 8);
  const c = load<u64>(at, 16);
  switch (section) {
    case Section.VMA:
      vma_insert(a, b, <VmaKind>(<i32>c));
      break;
    case Section.PAGES:
      load_pages(a, b, <PageState>(<i32>c));
      break;
    case Section.CHUNKS:
      set_chunks(a, b, c, <ChunkState>(<i32>load<u64>(at, 24)));
      break;
    case Section.TCACHE:
      tcache_put(b, <u32>a);
      break;
    case Section.FASTBIN:
      push_fastbin(a);
      break;
    case Section.BIN:
      push_bin(<u32>a, b);
      break;
    case Section.BINMAP:
      set_binmap(<u32>index, <u32>a);
      break;
    case Section.INT_BLOCK:
      block_new(a);
      break;
    case Section.BLOCK_LIST:
      link_block(<u32>a);
      break;
    case Section.INT_FREE:
      load_free(<u32>a, <u32>b);
      break;
    case Section.SMALL_REFCOUNT:
      load_small(<i64>index - NSMALLNEGINTS, <i64>a);
      break;
    case Section.INT_LIVE: {
      set_slot(<u32>a, <u32>b, SLOT_LIVE, load<i64>(at, 24), <i64>c);
      add_live_ints(1);
      break;
    }
    case Section.ARENA:
      load_arena(a, b, c);
      break;
    case Section.USABLE_ARENA:
      load_usable_arena(a);
      break;
    case Section.POOL_PAGE:
      load_pool_page(a, b, c !== 0);
      break;
    case Section.POOL:
      load_pool(a, b, c, load<u64>(at, 24));
      break;
    case Section.POOL_FREE:
      load_pool_free(a);
      break;
    case Section.GC_GENERATION:
      load_generation(<u32>index, a, b, c);
      break;
    // Objects of the start-up that their own files read: recorded_rows.
    case Section.LIST_FREE:
    case Section.DICT_FREE:
    case Section.TUPLE_FREE:
    case Section.FLOAT_BLOCK:
    case Section.FLOAT_FREE:
    case Section.FLOAT_LIVE:
    case Section.MAIN_DICT_ENTRY:
    case Section.INTERNED:
    case Section.SYS_DICT:
    case Section.CHARACTER:
    case Section.CONTAINER:
    case Section.BORN:
    case Section.IMPORT_CALL:
    case Section.TYPE_DICT:
    case Section.UNBOUND:
      break;
    case Section.TYPE:
      set_type_object(<Ty>(<i32>a), b);
      break;
    default:
      fail(Fault.BAD_ENTRY_STATE, <u64>section);
  }
}

function load_pages(addr: u64, pages: u64, state: PageState): void {
  let flags: u32 = 0;
  if (state === PageState.ANON) flags = PTE_PRESENT | PTE_ANON | PTE_WRITABLE | PTE_DIRTY;
  else if (state === PageState.FILE) flags = PTE_PRESENT;
  else return;
  for (let i: u64 = 0; i < pages; i++) pte_load((addr >> 12) + i, flags);
}

/** Every bin starts as a ring of its own head. */
function set_bins_empty(): void {
  for (let index: u32 = 1; index < 127; index++) {
    set_fd(bin_at(index), bin_at(index));
    set_bk(bin_at(index), bin_at(index));
  }
}

function push_fastbin(chunk: u64): void {
  const bytes = chunk_bytes(chunk);
  store64(chunk + 16, protect_ptr(chunk + 16, fastbin_head(bytes)));
  store64(fastbin(bytes), chunk);
}

/** Puts a chunk at the front of a bin; a large one also joins the ring of sizes. */
function push_bin(index: u32, chunk: u64): void {
  const bin = bin_at(index);
  const first = fd(bin);
  const bytes = chunk_bytes(chunk);
  set_fd(chunk, first);
  set_bk(chunk, bin);
  set_fd(bin, chunk);
  set_bk(first, chunk);
  if (bytes < MIN_LARGE_SIZE) return;
  if (index === 1) set_nextsize(chunk, 0, 0);
  else if (first === bin) set_nextsize(chunk, chunk, chunk);
  else join_sizes(chunk, first);
}

function set_nextsize(chunk: u64, next: u64, previous: u64): void {
  set_fd_nextsize(chunk, next);
  set_bk_nextsize(chunk, previous);
}

/**
 * A large bin is sorted from its largest chunk down, and the first of each size is in the ring of sizes:
 * `chunk`, put before `first`, takes its place there or precedes it.
 */
function join_sizes(chunk: u64, first: u64): void {
  const same = chunk_bytes(chunk) === chunk_bytes(first);
  check(same || chunk_bytes(chunk) > chunk_bytes(first), chunk);
  const alone = fd_nextsize(first) === first;
  const smallest = bk_nextsize(first);
  const next = same ? fd_nextsize(first) : first;
  if (same) set_nextsize(first, 0, 0);
  if (same && alone) {
    set_nextsize(chunk, chunk, chunk);
    return;
  }
  set_nextsize(chunk, next, smallest);
  set_bk_nextsize(next, chunk);
  set_fd_nextsize(smallest, chunk);
}

/** The slots of the blocks at entry are written out: they hold ints of all kinds. */
function write_out_slots(): void {
  for (let number: u32 = 0; number < block_numbers(); number++) {
    materialise(number);
    for (let slot: u32 = 0; slot < slots(); slot++) set_slot(number, slot, SLOT_VIRGIN, 0, 0);
  }
}

/** What was recorded in a tcache that this run's parameters make smaller is freed the other way. */
function empty_tcache(): void {
  const kept = has_tcache() ? cfg(Cfg.TCACHE_COUNT) : 0;
  for (let index: u32 = 0; index < TCACHE_BINS; index++) {
    while (tcache_count(index) > kept) {
      const chunk = tcache_get(index);
      set_chunks(chunk, chunk_bytes(chunk), 1, ChunkState.IN_USE);
      _int_free(chunk, 1);
    }
  }
}

/** Called from the end of block_list to its head. */
function link_block(number: u32): void {
  own_block(number).next = block_list();
  set_block_list(number + 1);
}

/** Called from the end of the free list to its head. What a free slot last held was not recorded. */
function load_free(number: u32, slot: u32): void {
  free_list_push(number, slot, slot);
}

function load_small(ival: i64, refcnt: i64): void {
  const index = <u32>(ival + NSMALLNEGINTS);
  const number = index / slots();
  const slot = slots() - 1 - (index % slots());
  set_slot(number, slot, SLOT_LIVE, refcnt, ival);
  set_small_int(ival, slot_address(number, slot));
  add_live_ints(1);
}

/** Loading wrote words; those writes are not the process's. */
export function forget_faults(): void {
  const counts = page_counts();
  counts.faults = 0;
  counts.zeroed = 0;
  counts.copied = 0;
  counts.last_written = u64.MAX_VALUE;
}
