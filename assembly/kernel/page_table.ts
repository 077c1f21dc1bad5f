/**
 * Page-table entries of the process: which pages are present and whose frames they are. An entry is
 * 32 bits; 0 means absent. Kernel work has no instruction count: it is counted in faults and pages
 * (spec 07).
 */
import { Gauge } from "../abi/samples";
import { PageLog } from "../abi/process";
import {
  PageMap,
  page_map_alike,
  page_map_fill,
  page_map_forget,
  page_map_get,
  page_map_init,
  page_map_leaf,
  page_map_next,
  page_map_set,
  page_map_slot_page,
  page_map_slots,
} from "../base/page_map";
import { log_pages } from "../events/process_log";
import { set_gauge } from "../meter/samples";

export const PTE_PRESENT: u32 = 1;
/** The frame is anonymous: this process's own. Otherwise it is a page of a file. */
export const PTE_ANON: u32 = 2;
export const PTE_WRITABLE: u32 = 4;
export const PTE_DIRTY: u32 = 8;
/** Write-protected by a fork: the frame may be another process's, too. Set only where WRITABLE is not. */
export const PTE_COW: u32 = 16;
/** A page of a shared mapping that is present here. */
export const PTE_SHARED: u32 = 32;
/** The page has a frame in the shared mapping: somebody touched it, though it may be absent here. */
export const PTE_IN_OBJECT: u32 = 64;

/** A page of a transparent huge page: all 512 entries of its 2 MiB have it (huge_memory.ts). */
export const PTE_HUGE: u32 = 128;
/** Pages of a huge page. */
export const HUGE_PAGES: u64 = 512;

/** Counts of the address space; smaps.ts turns them into RSS and its kin. */
@unmanaged
export class PageCounts {
  anon: u64;
  file: u64;
  faults: u64;
  zeroed: u64;
  copied: u64;
  /** Pages of shared mappings. */
  shared: u64;
  /** First writes since a fork. */
  cow: u64;
  /** Entries that forks copied. */
  copied_ptes: u64;
  /** Huge pages that are mapped as such; faults that made one; how many were split. */
  huge: u64;
  huge_faults: u64;
  huge_splits: u64;
  /** The last page that was found writable: most writes hit the page of the write before. */
  last_written: u64;
}

/** Pages of a leaf of the table: 2 MiB of addresses. */
const LEAF_PAGES: u64 = 512;

const COUNTS_BYTES: usize = 96;
const map_at: usize = memory.data(40, 8);
const counts_at: usize = memory.data(COUNTS_BYTES, 8);

function map(): PageMap {
  return changetype<PageMap>(map_at);
}

export function page_counts(): PageCounts {
  return changetype<PageCounts>(counts_at);
}

/** Frames came (positive) or went: anonymous ones, pages of files, pages of shared mappings. */
export function add_frames(anon: i64, file: i64, shared: i64 = 0): void {
  const counts = page_counts();
  counts.anon += anon;
  counts.file += file;
  counts.shared += shared;
  set_gauge(Gauge.RSS, counts.anon + counts.file + counts.shared);
}

export function add_fault(): void {
  add_faults(1);
}

export function add_faults(count: u64): void {
  const counts = page_counts();
  counts.faults += count;
  set_gauge(Gauge.FAULTS, counts.faults);
}

export function page_table_reset(): void {
  page_map_init(map());
  memory.fill(counts_at, 0, COUNTS_BYTES);
  page_counts().last_written = u64.MAX_VALUE;
}

export function pte(page: u64): u32 {
  return page_map_get(map(), page);
}

/** Maps `page` as recorded, without a fault. */
export function pte_load(page: u64, flags: u32): void {
  page_map_set(map(), page, flags);
  if ((flags & PTE_PRESENT) === 0) return;
  if ((flags & PTE_ANON) !== 0) add_frames(1, 0);
  else add_frames(0, 1);
}

/** The huge page that holds `page` is one no longer: its entries are those of 512 pages (__split_huge_pmd). */
export function split_huge_pmd(page: u64): void {
  const entry = pte(page);
  if ((entry & PTE_HUGE) === 0) return;
  const counts = page_counts();
  counts.huge -= 1;
  counts.huge_splits += 1;
  set_ptes(page & ~(HUGE_PAGES - 1), HUGE_PAGES, entry & ~PTE_HUGE);
}

/** Huge pages that lie in [page, page + pages) with a part of them only are split (vma_adjust_trans_huge). */
function split_edges(page: u64, pages: u64): void {
  if ((page & (HUGE_PAGES - 1)) !== 0) split_huge_pmd(page);
  if (((page + pages) & (HUGE_PAGES - 1)) !== 0) split_huge_pmd(page + pages);
}

/** Removes the entries of `pages` pages from `page` on and frees their frames. */
export function zap_pte_range(page: u64, pages: u64): void {
  page_counts().last_written = u64.MAX_VALUE;
  split_edges(page, pages);
  let anon: i64 = 0;
  let file: i64 = 0;
  let shared: i64 = 0;
  const end = page + pages;
  for (let at = page_map_next(map(), page, end); at < end; at = page_map_next(map(), at, end)) {
    const entry = page_map_get(map(), at);
    const alike = page_map_alike(map(), at, end - at, u32.MAX_VALUE, entry);
    page_map_fill(map(), at, alike, 0);
    at += alike;
    if ((entry & PTE_PRESENT) === 0) continue;
    if ((entry & PTE_HUGE) !== 0) page_counts().huge -= alike / HUGE_PAGES;
    if ((entry & PTE_SHARED) !== 0) shared += alike;
    else if ((entry & PTE_ANON) !== 0) anon += alike;
    else file += alike;
  }
  add_frames(-anon, -file, -shared);
  log_pages(PageLog.ZAP, page, pages);
}

/** How many of the `most` pages from `page` on have no entry, the first of which has none. */
export function ptes_absent(page: u64, most: u64): u64 {
  return page_map_alike(map(), page, most, u32.MAX_VALUE, 0);
}

/** The same for pages that may be written. */
export function ptes_writable(page: u64, most: u64): u64 {
  return page_map_alike(map(), page, most, PTE_WRITABLE, PTE_WRITABLE);
}

/** Stores the entries that faults of pages in a row made. */
export function set_ptes(page: u64, count: u64, flags: u32): void {
  page_map_fill(map(), page, count, flags);
}

/** Stores an entry that a fault made. */
export function set_pte(page: u64, flags: u32): void {
  page_map_set(map(), page, flags);
}

export function page_table_map(): PageMap {
  return map();
}

/** Moves the entries of `pages` pages from one range to another, which has none. */
export function move_page_tables(from: u64, to: u64, pages: u64): void {
  page_counts().last_written = u64.MAX_VALUE;
  split_edges(from, pages);
  const apart = ((from ^ to) & (HUGE_PAGES - 1)) !== 0;
  for (let i: u64 = 0; i < pages; i++) {
    if (apart) split_huge_pmd(from + i);
    const entry = page_map_get(map(), from + i);
    if (entry === 0) continue;
    page_map_set(map(), to + i, entry);
    page_map_set(map(), from + i, 0);
  }
  log_pages(PageLog.MOVE_FROM, from, pages);
  log_pages(PageLog.MOVE_TO, to, pages);
}

/**
 * fork (Linux mm/memory.c, copy_page_range; spec 07 section 4): every present page of its own that the
 * process may write loses that permission, in parent and child alike. `listing`: the present pages are
 * logged, because this is the first fork of the machine. Returns how many entries are copied: one for a huge page.
 */
export function write_protect_pages(listing: bool): u64 {
  page_counts().last_written = u64.MAX_VALUE;
  let copied: u64 = 0;
  for (let slot: u32 = 0; slot < page_map_slots(); slot++) {
    const first = page_map_slot_page(map(), slot);
    if (first === u64.MAX_VALUE) continue;
    const leaf = page_map_leaf(map(), slot);
    for (let i: u64 = 0; i < LEAF_PAGES; i++) {
      const at = leaf + ((<usize>i) << 2);
      const entry = load<u32>(at);
      if ((entry & (PTE_PRESENT | PTE_ANON)) !== (PTE_PRESENT | PTE_ANON)) continue;
      if ((entry & PTE_HUGE) === 0 || i === 0) copied += 1;
      if (listing) log_pages(PageLog.PRESENT, first + i, 1);
      if ((entry & PTE_WRITABLE) !== 0) store<u32>(at, (entry & ~PTE_WRITABLE) | PTE_COW);
    }
  }
  page_map_forget(map());
  return copied;
}

/**
 * The child's table: entries of pages that are not its own, pages of files and of shared mappings, are
 * not copied; it maps them when it needs them.
 */
export function drop_uncopied_pages(): void {
  page_counts().last_written = u64.MAX_VALUE;
  for (let slot: u32 = 0; slot < page_map_slots(); slot++) {
    const first = page_map_slot_page(map(), slot);
    if (first === u64.MAX_VALUE) continue;
    const leaf = page_map_leaf(map(), slot);
    for (let i: u64 = 0; i < LEAF_PAGES; i++) {
      const at = leaf + ((<usize>i) << 2);
      const entry = load<u32>(at);
      if ((entry & PTE_PRESENT) === 0 || (entry & PTE_ANON) !== 0) continue;
      store<u32>(at, entry & PTE_IN_OBJECT);
      if ((entry & PTE_SHARED) !== 0) add_frames(0, 0, -1);
      else add_frames(0, -1);
    }
  }
  page_map_forget(map());
}
