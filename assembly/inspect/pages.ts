/**
 * Pictures of memory for the map: one texel per page from afar, one byte per word from near. Both are
 * filled into a buffer that the host copies out.
 */
import { Cfg, ChunkState, Owner, Word } from "../abi/layout";
import { cfg } from "../base/config";
import { PTE_ANON, PTE_PRESENT, pte } from "../kernel/page_table";
import { run_holding } from "../libc/malloc/chunks";
import {
  NO_BLOCK,
  blocks_in_page,
  next_in_page,
  pages_back,
} from "../objects/intobject/block_pages";
import { live_slots_placed, slots } from "../objects/intobject/blocks";
import { block_address } from "../objects/intobject/groups";
import { item_array, item_arrays } from "../objects/listobject/items";
import { fill_heap_page, with_look } from "./collected";
import { describe } from "./words";

const PAGE_WORDS: u64 = 512;
/** 2^64 divided by the golden ratio, odd: spreads what it multiplies over all bits. */
const SPREAD: u64 = 0x9e3779b97f4a7c15;

/**
 * Page texels, 4 bytes each: owner of most of the page, share of live (0..255), share of free slots
 * (0..255), presence: 0 absent, 1 a page of a file, 3 a frame of the process's own. The last byte's
 * upper bits say what the two shares are about in a collector's heap (`PageShares`, collected.ts).
 */
export function fill_pages(addr: u64, pages: u32, out: usize): void {
  for (let i: u32 = 0; i < pages; i++) {
    const page = (addr >> 12) + i;
    const at = out + ((<usize>i) << 2);
    store<u32>(at, 0);
    store<u8>(at, <u8>(pte(page) & (PTE_PRESENT | PTE_ANON)), 3);
    fill_page(page << 12, at);
  }
}

function fill_page(addr: u64, at: usize): void {
  if (fill_heap_page(addr, at) || fill_item_page(addr, at)) return;
  const counts = changetype<Slots>(counts_at);
  counts.live = 0;
  counts.free = 0;
  // A block begins in this page or so few before it that it still reaches in.
  for (let back = pages_back(); back >= 0; back--) {
    count_slots(addr, (addr >> 12) - <u64>back);
  }
  const live = counts.live;
  const free = counts.free;
  if (live + free > 0) {
    const room = 4096 / cfg(Cfg.INT_BYTES);
    store<u8>(at, live > 0 ? Owner.INT_LIVE : Owner.INT_FREE);
    store<u8>(at, share(live, room), 1);
    store<u8>(at, share(free, room), 2);
    return;
  }
  store<u8>(at, owner_of_page(addr));
}

/** Whether a long item array in short form has a part of the page at `addr`, which it then describes. */
function fill_item_page(addr: u64, at: usize): bool {
  for (let number: u32 = 0; number < item_arrays(); number++) {
    const a = item_array(number);
    if (a.length < PAGE_WORDS || addr + 4096 <= a.addr || addr >= a.addr + a.length * 8) continue;
    const from = addr > a.addr ? (addr - a.addr) >> 3 : 0;
    store<u8>(at, Owner.ITEMS);
    store<u8>(at, share(a.filled > from ? a.filled - from : 0, PAGE_WORDS), 1);
    return true;
  }
  return false;
}

/** Live and other slots of a page. */
@unmanaged
class Slots {
  live: u64;
  free: u64;
}

const counts_at: usize = memory.data(16, 8);

/** Counts the slots that begin in the page at `page`, of blocks that begin in page `number`. */
function count_slots(page: u64, number: u64): void {
  const counts = changetype<Slots>(counts_at);
  const step = cfg(Cfg.INT_BYTES);
  blocks_in_page(number);
  for (let at = next_in_page(); at !== NO_BLOCK; at = next_in_page()) {
    const first = block_address(at) + cfg(Cfg.BLOCK_HEAD);
    const low: u32 = first >= page ? 0 : <u32>((page - first + step - 1) / step);
    const end = page + 4096;
    const reach: u32 = end <= first ? 0 : <u32>((end - first + step - 1) / step);
    const high = reach < slots() ? reach : slots();
    if (low >= high) continue;
    const live = live_slots_placed(at, low, high);
    counts.live += live;
    counts.free += high - low - live;
  }
}

function share(part: u64, whole: u64): u8 {
  return part >= whole ? 255 : <u8>((part * 255) / whole);
}

/**
 * A 64-bit sum of each page's words that have a defined content: pages of equal sums are equal, but for
 * one chance in 2^64. Words whose content is recorded or stale are left out.
 */
export function fill_sums(addr: u64, pages: u32, out: usize): void {
  for (let i: u32 = 0; i < pages; i++) {
    const page = addr + ((<u64>i) << 12);
    let sum: u64 = 0;
    for (let word: u64 = 0; word < PAGE_WORDS; word++) {
      const what = describe(page + (word << 3));
      if (what.word <= <u32>Word.STALE) continue;
      const mixed = (what.value ^ ((word + 1) * SPREAD)) * SPREAD;
      sum += mixed ^ (mixed >> 29);
    }
    store<u64>(out + ((<usize>i) << 3), sum);
  }
}

/** Whose page it is when it holds neither ints nor a long array: the chunk in its middle decides. */
function owner_of_page(addr: u64): Owner {
  const run = run_holding(addr + 2048);
  if (run === null) return Owner.RECORDED;
  const state = <ChunkState>(<i32>run.state);
  if (state === ChunkState.TOP) return Owner.TOP;
  const free =
    state === ChunkState.BIN || state === ChunkState.TCACHE || state === ChunkState.FASTBIN;
  return free ? Owner.FREE_CHUNK : Owner.OTHER;
}

/** Two bytes a word: its Word, then its Owner with its Look above. */
export function fill_words(addr: u64, words: u32, out: usize): void {
  for (let i: u32 = 0; i < words; i++) {
    const what = describe(addr + ((<u64>i) << 3));
    const at = out + ((<usize>i) << 1);
    store<u8>(at, <u8>what.word);
    store<u8>(at, <u8>with_look(what.owner, what.look), 1);
  }
}

/** Words with their values, 16 bytes each: Word u32, Owner with its Look above u32, value u64. */
export function peek(addr: u64, words: u32, out: usize): void {
  for (let i: u32 = 0; i < words; i++) {
    const what = describe(addr + ((<u64>i) << 3));
    const at = out + ((<usize>i) << 4);
    store<u32>(at, what.word);
    store<u32>(at, with_look(what.owner, what.look), 4);
    store<u64>(at, what.value, 8);
  }
}
