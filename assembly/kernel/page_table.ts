/**
 * Page-table entries of the process: which pages are present and whose frames they are. An entry is
 * 32 bits; 0 means absent. Kernel work has no instruction count: it is counted in faults and pages
 * (spec 07).
 */
import { Gauge } from "../abi/samples";
import { PageMap, page_map_get, page_map_init, page_map_set } from "../base/page_map";
import { set_gauge } from "../meter/samples";

export const PTE_PRESENT: u32 = 1;
/** The frame is anonymous: this process's own. Otherwise it is a page of a file. */
export const PTE_ANON: u32 = 2;
export const PTE_WRITABLE: u32 = 4;
export const PTE_DIRTY: u32 = 8;

/** Counts of the address space; smaps.ts turns them into RSS and its kin. */
@unmanaged
export class PageCounts {
  anon: u64;
  file: u64;
  faults: u64;
  zeroed: u64;
  copied: u64;
  /** The last page that was found writable: most writes hit the page of the write before. */
  last_written: u64;
}

const map_at: usize = memory.data(40, 8);
const counts_at: usize = memory.data(48, 8);

function map(): PageMap {
  return changetype<PageMap>(map_at);
}

export function page_counts(): PageCounts {
  return changetype<PageCounts>(counts_at);
}

/** Frames came (positive) or went, anonymous ones and pages of files. */
export function add_frames(anon: i64, file: i64): void {
  const counts = page_counts();
  counts.anon += anon;
  counts.file += file;
  set_gauge(Gauge.RSS, counts.anon + counts.file);
}

export function page_table_reset(): void {
  page_map_init(map());
  memory.fill(counts_at, 0, 48);
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

/** Removes the entries of `pages` pages from `page` on and frees their frames. */
export function zap_pte_range(page: u64, pages: u64): void {
  page_counts().last_written = u64.MAX_VALUE;
  for (let i: u64 = 0; i < pages; i++) {
    const entry = page_map_get(map(), page + i);
    if ((entry & PTE_PRESENT) === 0) continue;
    if ((entry & PTE_ANON) !== 0) add_frames(-1, 0);
    else add_frames(0, -1);
    page_map_set(map(), page + i, 0);
  }
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
  for (let i: u64 = 0; i < pages; i++) {
    const entry = page_map_get(map(), from + i);
    if (entry === 0) continue;
    page_map_set(map(), to + i, entry);
    page_map_set(map(), from + i, 0);
  }
}
