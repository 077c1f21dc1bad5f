/**
 * Minor faults (Linux mm/memory.c; spec 07 section 3): what the first write to a page costs, and the
 * first read of a page of a shared mapping. Other reads are not followed: what they would map are pages
 * of files, whose number is recorded.
 */
import { Ev, FaultKind } from "../abi/events";
import { VmaKind } from "../abi/layout";
import { PageLog } from "../abi/process";
import { emit, recording } from "../events/ring";
import { SHADOW_BITS } from "../abi/collectors";
import { log_pages, log_write } from "../events/process_log";
import { watch, watch_write } from "../meter/watch";
import { do_huge_pmd_anonymous_page, huge_pages } from "./huge_memory";
import { Vma, find_vma } from "./mm";
import {
  PTE_ANON,
  PTE_COW,
  PTE_DIRTY,
  PTE_HUGE,
  PTE_IN_OBJECT,
  PTE_PRESENT,
  PTE_SHARED,
  PTE_WRITABLE,
  add_fault,
  add_faults,
  add_frames,
  page_counts,
  pte,
  ptes_absent,
  ptes_writable,
  set_pte,
  set_ptes,
  split_huge_pmd,
} from "./page_table";

const ANON_WRITABLE: u32 = PTE_PRESENT | PTE_ANON | PTE_WRITABLE | PTE_DIRTY;
const SHARED_PRESENT: u32 = PTE_PRESENT | PTE_SHARED | PTE_WRITABLE | PTE_IN_OBJECT;
/** A write to more pages than this looks for pages that are alike. */
const MANY_PAGES: u64 = 2;
/** Pages that a read fault maps along, aligned (fault_around_bytes: 64 KiB). */
const FAULT_AROUND_PAGES: u64 = 16;

/** Words from here on lie in no address space: no page belongs to them (abi/collectors.ts). */
const SHADOW_PAGE: u64 = 1 << (SHADOW_BITS - 12);

/**
 * Pages of the window in which a manager with a nursery reserves its old space (collectors/nursery.ts): what an
 * object that is still young writes meets no page of it.
 */
const RESERVED_PAGE: u64 = 0x7ffa00000;
const RESERVED_END: u64 = 0x7ffc00000;
const moving_at: usize = memory.data(8, 8);

/** The first address of the window. */
export function reserved_start(): u64 {
  return RESERVED_PAGE << 12;
}

/** An object moves to the `bytes` bytes from `addr` on, in the window and mapped. */
export function move_in(addr: u64, bytes: u64): void {
  store<u32>(moving_at, 1);
  touch_write(addr, bytes);
  store<u32>(moving_at, 0);
}

function is_reserved(page: u64): bool {
  return page >= RESERVED_PAGE && page < RESERVED_END;
}

/** Whether a write meets no page: beyond any address space, or in a reserved page that has no object yet. */
function is_no_page(page: u64, entry: u32): bool {
  if (page >= SHADOW_PAGE) return true;
  return is_reserved(page) && (entry & PTE_PRESENT) === 0 && load<u32>(moving_at) === 0;
}

/** A write that begins at `addr` or, in a page that it goes on into, at that page's start. */
function write_page(page: u64, addr: u64): void {
  const counts = page_counts();
  if (page === counts.last_written) return;
  const entry = pte(page);
  if (is_no_page(page, entry)) return;
  counts.last_written = page;
  if ((entry & PTE_WRITABLE) !== 0) return;
  const v = find_vma(page << 12);
  if ((entry & PTE_PRESENT) === 0) {
    if (v.kind === VmaKind.SHARED) write_shared(page, entry);
    else if (v.kind === VmaKind.FILE) copy_file_page(page, 0);
    else zero_page(page, v);
  } else if ((entry & PTE_COW) !== 0) write_protected(page, addr);
  else copy_file_page(page, 1);
}

/** A page of a private file mapping, present as the file's page or (`present` = 0) not at all. */
function copy_file_page(page: u64, present: i64): void {
  add_fault();
  page_counts().copied += 1;
  add_frames(1, -present);
  set_pte(page, ANON_WRITABLE);
  log_pages(PageLog.FILE_COPY, page, 1);
  emit(Ev.FAULT, page << 12, FaultKind.FILE_COPY, 0);
}

/** A frame of zeros, or a huge page of them. */
function zero_page(page: u64, v: Vma): void {
  if (!is_reserved(page) && do_huge_pmd_anonymous_page(page, v, ANON_WRITABLE)) return;
  add_fault();
  page_counts().zeroed += 1;
  add_frames(1, 0);
  set_pte(page, ANON_WRITABLE);
  log_pages(PageLog.ZERO, page, 1);
  emit(Ev.FAULT, page << 12, FaultKind.ZERO_FRAME, 0);
}

/**
 * A page that a fork write-protected. Whether the kernel copies it or lets the last process that maps it
 * have the frame depends on the others: workers/page-fold.ts knows. A huge page is split by it (do_huge_pmd_wp_page).
 */
function write_protected(page: u64, addr: u64): void {
  add_fault();
  const splits = (pte(page) & PTE_HUGE) !== 0;
  if (splits) split_huge_pmd(page);
  page_counts().cow += 1;
  set_pte(page, ANON_WRITABLE);
  log_write(addr >> 12 === page ? addr : page << 12);
  emit(Ev.FAULT, page << 12, splits ? FaultKind.HUGE_SPLIT : FaultKind.AFTER_FORK, 0);
}

/** A page of a shared mapping is mapped; a page that nobody touched before gets a frame of zeros. */
function write_shared(page: u64, entry: u32): void {
  add_fault();
  if ((entry & PTE_IN_OBJECT) === 0) page_counts().zeroed += 1;
  map_shared(page);
  emit(Ev.FAULT, page << 12, FaultKind.SHARED, 0);
}

function map_shared(page: u64): void {
  add_frames(0, 0, 1);
  set_pte(page, SHARED_PRESENT);
  log_pages(PageLog.SHARED, page, 1);
}

/** A read of `page` of a shared mapping: those around it that have frames are mapped along. */
function read_shared(page: u64, v: Vma): void {
  const entry = pte(page);
  if ((entry & PTE_PRESENT) !== 0) return;
  add_fault();
  emit(Ev.FAULT, page << 12, FaultKind.SHARED, 0);
  if ((entry & PTE_IN_OBJECT) === 0) {
    page_counts().zeroed += 1;
    map_shared(page);
    return;
  }
  const first = page & ~(FAULT_AROUND_PAGES - 1);
  for (let at = first; at < first + FAULT_AROUND_PAGES; at++) {
    if (at << 12 < v.start || at << 12 >= v.end) continue;
    if ((pte(at) & (PTE_PRESENT | PTE_IN_OBJECT)) === PTE_IN_OBJECT) map_shared(at);
  }
}

const set_up_at: usize = memory.data(8, 8);

/** While the machine is set up with what was recorded, pages are as they were recorded. */
export function set_up(on: bool): void {
  store<u32>(set_up_at, on ? 1 : 0);
}

/** A write to the `bytes` bytes from `addr` on: each page is touched in ascending order. */
export function touch_write(addr: u64, bytes: u64): void {
  if (load<u32>(set_up_at) !== 0) return;
  if (addr < watch().high) watch_write(addr, bytes);
  const last = (addr + bytes - 1) >> 12;
  let page = addr >> 12;
  while (page <= last) {
    if (last - page >= MANY_PAGES) page = write_pages(page, last);
    write_page(page, addr);
    page += 1;
  }
}

/**
 * Writes to pages from `page` on, before `last`, that are alike: absent ones that all get a frame of zeros, or
 * ones that are writable already. The first page that is left.
 */
function write_pages(page: u64, last: u64): u64 {
  if (recording() || page >= SHADOW_PAGE) return page;
  if (last >= RESERVED_PAGE && page < RESERVED_END) return page;
  const entry = pte(page);
  if ((entry & PTE_WRITABLE) !== 0) return page + ptes_writable(page, last - page);
  if (entry !== 0 || huge_pages()) return page;
  const v = find_vma(page << 12);
  if (v.kind === VmaKind.SHARED || v.kind === VmaKind.FILE) return page;
  const count = ptes_absent(page, min<u64>(last, v.end >> 12) - page);
  page_counts().zeroed += count;
  add_faults(count);
  add_frames(<i64>count, 0);
  set_ptes(page, count, ANON_WRITABLE);
  log_pages(PageLog.ZERO, page, count);
  emit(Ev.FAULT, (page + count - 1) << 12, FaultKind.ZERO_FRAME, 0, count);
  return page + count;
}

/** A read of the `bytes` bytes from `addr` on, which lie in one shared mapping. */
export function touch_read_shared(addr: u64, bytes: u64): void {
  const v = find_vma(addr);
  const last = (addr + bytes - 1) >> 12;
  for (let page = addr >> 12; page <= last; page++) read_shared(page, v);
}
