/**
 * Transparent huge pages of private anonymous memory (Linux mm/huge_memory.c; spec 07 section 8), a switch of
 * the run that is off as it was measured (policy `madvise`, and nobody advises). On (`always`):
 *
 *   a write    to 2 MiB that lie in one mapping and have no entry is one fault, which clears and maps all 512 pages
 *   a fork     copies one entry for them, without write permission
 *   a write    after it splits the mapping and goes on as for any page: 4 KiB are copied (since Linux 5.8)
 *   unmapping  or moving a part of them splits them, too
 *
 * The heap seldom has such a page: brk moves by 132 KiB, so that its 2 MiB were begun before they are whole. Not
 * modelled: khugepaged, which collapses pages later; the last owner's write, for which the kernel keeps the whole
 * huge page with one fault; a mapping's alignment (Linux 6.7 and later align lengths that are whole huge pages);
 * frames that stay allocated while a part of their huge page is mapped.
 */
import { Ev, FaultKind } from "../abi/events";
import { VmaKind } from "../abi/layout";
import { PageLog } from "../abi/process";
import { log_pages } from "../events/process_log";
import { emit } from "../events/ring";
import { Vma } from "./mm";
import {
  HUGE_PAGES,
  PTE_HUGE,
  add_fault,
  add_frames,
  page_counts,
  ptes_absent,
  set_ptes,
} from "./page_table";

const always_at: usize = memory.data(8, 8);

/** Whether the kernel's policy is `always`, for the runs that follow. */
export function set_huge_pages(always: bool): void {
  store<u32>(always_at, always ? 1 : 0);
}

export function huge_pages(): bool {
  return load<u32>(always_at) !== 0;
}

/** The first write to `page` of mapping `v`, with entries `flags`: a huge page, or false where none fits. */
export function do_huge_pmd_anonymous_page(page: u64, v: Vma, flags: u32): bool {
  if (!huge_pages() || (v.kind !== VmaKind.ANON && v.kind !== VmaKind.HEAP)) return false;
  const first = page & ~(HUGE_PAGES - 1);
  if (first << 12 < v.start || (first + HUGE_PAGES) << 12 > v.end) return false;
  if (ptes_absent(first, HUGE_PAGES) !== HUGE_PAGES) return false;
  const counts = page_counts();
  counts.zeroed += HUGE_PAGES;
  counts.huge += 1;
  counts.huge_faults += 1;
  add_fault();
  add_frames(<i64>HUGE_PAGES, 0);
  set_ptes(first, HUGE_PAGES, flags | PTE_HUGE);
  log_pages(PageLog.ZERO, first, HUGE_PAGES);
  emit(Ev.FAULT, first << 12, FaultKind.HUGE_FRAME, 0);
  return true;
}
