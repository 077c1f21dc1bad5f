/**
 * Manager 3: mark and sweep with mark bits beside the heap, as Ruby does since 2.0 (spec 09 section 2).
 * Each block's bits lie in a page of bitmaps: marking writes such pages only. The sweep is lazy: a block
 * is swept when an allocation needs its cells, and of its cells the dead ones alone are written.
 */
import { Cfg } from "../abi/layout";
import { Seg } from "../abi/segments";
import { cfg } from "../base/config";
import { PageMap, page_map_get, page_map_init, page_map_set } from "../base/page_map";
import { touch_write } from "../kernel/fault";
import { mmap } from "../libc/malloc/sysmalloc";
import { retire } from "../meter/ledger";
import { HEAP_BLOCK, heap_block, heap_block_at, heap_blocks } from "./heap";
import { sweep_rewind } from "./sweep";
import { totals } from "./totals";

/** Bitmaps are mapped so many bytes at a time. */
const BITMAP_MAPPING: u64 = 65536;
const WORD_BYTES: u64 = 8;

@unmanaged
class Bitmaps {
  /** Where the next block's bitmap goes, and how far the mapping reaches. */
  next: u64;
  end: u64;
  /** The bits of large objects, which lie in no block. */
  large: u64;
  count: u64;
}

const state_at: usize = memory.data(32, 8);
/** By block number: the place of its bitmap in units of 16 bytes from the lowest mapping on, plus 1. */
const places_static: usize = memory.data(40, 8);
/** Bitmap addresses fit 47 bits; in units of 16 bytes below this one they fit 32. */
const CEILING: u64 = 0x800000000000;

function state(): Bitmaps {
  return changetype<Bitmaps>(state_at);
}

function places(): PageMap {
  return changetype<PageMap>(places_static);
}

export function bitmap_reset(): void {
  memory.fill(state_at, 0, 32);
  page_map_init(places());
}

/** Bytes of a block's bitmap: a bit for each granule. */
function bitmap_bytes(): u64 {
  return HEAP_BLOCK / cfg(Cfg.GC_GRANULE) / 8;
}

/** The bitmap of a block, made when it is first needed. */
function bitmap_of(number: u32): u64 {
  const found = page_map_get(places(), number);
  if (found !== 0) return CEILING - ((<u64>found) << 4);
  const s = state();
  if (s.next === s.end) {
    s.next = mmap(BITMAP_MAPPING);
    s.end = s.next + BITMAP_MAPPING;
  }
  const addr = s.next;
  s.next += bitmap_bytes();
  s.count += 1;
  page_map_set(places(), number, <u32>((CEILING - addr) >> 4));
  return addr;
}

/** All bits are cleared. */
export function bitmap_begin_marking(): void {
  for (let number: u32 = 0; number < heap_blocks(); number++) {
    if (heap_block(number).empty !== 0) continue;
    touch_write(bitmap_of(number), bitmap_bytes());
    retire(Seg.heap_collect__clear_word, bitmap_bytes() / WORD_BYTES);
  }
}

/** Where the bit of the object at `addr` lies. */
export function bitmap_place(addr: u64): u64 {
  const link = heap_block_at(addr);
  // An object in a chunk of its own has its bit in the bitmap of the heap's first block.
  const number = link === 0 ? 0 : link - 1;
  const from = link === 0 ? 0 : (addr - heap_block(number).addr) / cfg(Cfg.GC_GRANULE) / 8;
  return bitmap_of(number) + from;
}

/** The bits of `bytes` bytes of objects, from `marks` on, are set: the objects are not written. */
export function bitmap_note_marked(marks: u64, bytes: u64, count: u64): void {
  totals().mark_writes += count;
  touch_write(marks, max<u64>(bytes / cfg(Cfg.GC_GRANULE) / 8, 1));
}

/** Nothing is swept yet: allocations will. */
export function bitmap_sweep(): void {
  sweep_rewind();
  for (let number: u32 = 0; number < heap_blocks(); number++) {
    const b = heap_block(number);
    if (b.empty === 0) b.unswept = 1;
  }
}
