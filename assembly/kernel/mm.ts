/**
 * The address space of the process: its VMAs, sorted by address (Linux mm/mmap.c; spec 07 section 1).
 * Neighbouring anonymous mappings merge into one VMA, as the kernel merges them.
 */
import { Cfg, VmaKind } from "../abi/layout";
import { allocate } from "../base/memory";
import { cfg } from "../base/config";
import { check, fail, halt } from "../base/fault";
import { Fault, Stop } from "../abi/stop";
import { Gauge } from "../abi/samples";
import { set_gauge } from "../meter/samples";

@unmanaged
export class Vma {
  start: u64;
  end: u64;
  kind: u64;
}

@unmanaged
class Mm {
  count: u32;
  vmas: usize;
  vms_pages: u64;
}

const mm_at: usize = memory.data(24, 8);
const VMA_BYTES: usize = 24;
const VMAS_MAX: u32 = 4096;
/** Where top-down mapping starts on x86-64 without randomisation: the gap below the stack. */
const MMAP_BASE: u64 = 0x7ffff7fff000;

function mm(): Mm {
  return changetype<Mm>(mm_at);
}

export function mm_reset(): void {
  mm().count = 0;
  mm().vms_pages = 0;
  mm().vmas = allocate(VMA_BYTES * VMAS_MAX);
}

export function vma_count(): u32 {
  return mm().count;
}

export function vma(index: u32): Vma {
  return changetype<Vma>(mm().vmas + <usize>index * VMA_BYTES);
}

/** The total length of all VMAs, in pages (VMS). */
export function vms_pages(): u64 {
  return mm().vms_pages;
}

/** The index of the first VMA that ends above `addr`. */
function first_above(addr: u64): u32 {
  let low: u32 = 0;
  let high = mm().count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (vma(middle).end > addr) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The VMA that holds `addr`; its absence is a segmentation fault of the simulated program. */
export function find_vma(addr: u64): Vma {
  const index = first_above(addr);
  check(index < mm().count && vma(index).start <= addr, addr);
  return vma(index);
}

function insert_at(index: u32, start: u64, end: u64, kind: VmaKind): void {
  if (mm().count >= VMAS_MAX) fail(Fault.TABLE_FULL, VMAS_MAX);
  const at = mm().vmas + <usize>index * VMA_BYTES;
  memory.copy(at + VMA_BYTES, at, <usize>(mm().count - index) * VMA_BYTES);
  mm().count += 1;
  const v = vma(index);
  v.start = start;
  v.end = end;
  v.kind = kind;
}

function remove_at(index: u32): void {
  const at = mm().vmas + <usize>index * VMA_BYTES;
  mm().count -= 1;
  memory.copy(at, at + VMA_BYTES, <usize>(mm().count - index) * VMA_BYTES);
}

function set_vms(pages: u64): void {
  mm().vms_pages = pages;
  set_gauge(Gauge.VMS, pages);
}

/** Whether `bytes` more of address space are within what the process may have. */
export function address_space_has(bytes: u64): bool {
  const limit = cfg(Cfg.LIMIT_PAGES);
  return limit === 0 || mm().vms_pages + (bytes >> 12) < limit;
}

/** More address space; a run that allows no more ends here. */
function grow(pages: u64): void {
  set_vms(mm().vms_pages + pages);
  const limit = cfg(Cfg.LIMIT_PAGES);
  if (limit !== 0 && mm().vms_pages > limit) halt(Stop.MEMORY_LIMIT);
}

/** Adds [start, end), which is free, and merges it with anonymous neighbours. */
export function vma_insert(start: u64, end: u64, kind: VmaKind): void {
  check(start < end && ((start | end) & 4095) === 0, start);
  const index = first_above(start);
  check(index === mm().count || vma(index).start >= end, start);
  grow((end - start) >> 12);
  const mergeable = kind === VmaKind.ANON;
  const joins_next =
    mergeable && index < mm().count && vma(index).start === end && vma(index).kind === kind;
  const joins_previous =
    mergeable && index > 0 && vma(index - 1).end === start && vma(index - 1).kind === kind;
  if (joins_previous && joins_next) {
    vma(index - 1).end = vma(index).end;
    remove_at(index);
  } else if (joins_previous) vma(index - 1).end = end;
  else if (joins_next) vma(index).start = start;
  else insert_at(index, start, end, kind);
}

/** Removes [start, end), which lies inside one VMA; what is left of it stays. */
export function vma_remove(start: u64, end: u64): void {
  const index = first_above(start);
  check(index < mm().count, start);
  const v = vma(index);
  check(v.start <= start && end <= v.end, start);
  set_vms(mm().vms_pages - ((end - start) >> 12));
  if (v.start === start && v.end === end) remove_at(index);
  else if (v.start === start) v.start = end;
  else if (v.end === end) v.end = start;
  else {
    const tail_end = v.end;
    const kind = <VmaKind>(<i32>v.kind);
    v.end = start;
    insert_at(index + 1, end, tail_end, kind);
  }
}

/** The heap's VMA: brk moves its end; the first brk makes it. */
export function vma_resize_heap(old_end: u64, new_end: u64, heap_start: u64): void {
  if (old_end === heap_start) {
    vma_insert(heap_start, new_end, VmaKind.HEAP);
    return;
  }
  const v = find_vma(heap_start);
  check(v.kind === VmaKind.HEAP && v.end === old_end, old_end);
  check(new_end > v.start, new_end);
  v.end = new_end;
  if (new_end > old_end) grow((new_end >> 12) - (old_end >> 12));
  else set_vms(mm().vms_pages - ((old_end >> 12) - (new_end >> 12)));
}

/** The highest free range of `bytes` below the mapping base: mmap places top-down. */
export function unmapped_area(bytes: u64): u64 {
  let ceiling = MMAP_BASE;
  let index = first_above(MMAP_BASE);
  while (index > 0) {
    const v = vma(index - 1);
    if (ceiling >= v.end && ceiling - v.end >= bytes) return ceiling - bytes;
    if (v.start < ceiling) ceiling = v.start;
    index -= 1;
  }
  return ceiling - bytes;
}

/** Whether the mapping [addr, addr + bytes) ends its VMA and `more` bytes behind it are free. */
export function free_behind(addr: u64, bytes: u64, more: u64): bool {
  const end = addr + bytes;
  const index = first_above(end - 1);
  check(index < mm().count && vma(index).start <= addr, addr);
  if (vma(index).end !== end) return false;
  return index + 1 === mm().count || vma(index + 1).start >= end + more;
}
