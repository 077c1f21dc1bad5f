/** Minor faults (Linux mm/memory.c; spec 07 section 3): what the first write to a page costs. */
import { Ev, FaultKind } from "../abi/events";
import { emit } from "../events/ring";
import { watch, watch_write } from "../meter/watch";
import { find_vma } from "./mm";
import {
  PTE_ANON,
  PTE_DIRTY,
  PTE_PRESENT,
  PTE_WRITABLE,
  add_frames,
  page_counts,
  pte,
  set_pte,
} from "./page_table";

const ANON_WRITABLE: u32 = PTE_PRESENT | PTE_ANON | PTE_WRITABLE | PTE_DIRTY;

/** A write to one byte or more of `page`. */
function write_page(page: u64): void {
  const counts = page_counts();
  if (page === counts.last_written) return;
  counts.last_written = page;
  const entry = pte(page);
  if ((entry & PTE_WRITABLE) !== 0) return;
  find_vma(page << 12);
  counts.faults += 1;
  if ((entry & PTE_PRESENT) === 0) {
    counts.zeroed += 1;
    add_frames(1, 0);
    set_pte(page, ANON_WRITABLE);
    emit(Ev.FAULT, page << 12, FaultKind.ZERO_FRAME, 0);
  } else {
    counts.copied += 1;
    add_frames(1, -1);
    set_pte(page, ANON_WRITABLE);
    emit(Ev.FAULT, page << 12, FaultKind.FILE_COPY, 0);
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
  for (let page = addr >> 12; page <= last; page++) write_page(page);
}
