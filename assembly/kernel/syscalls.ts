/** System calls that concern memory (spec 07 section 2). They cost no Ir; they are counted. */
import { Ev } from "../abi/events";
import { Cfg, VmaKind } from "../abi/layout";
import { cfg } from "../base/config";
import { check } from "../base/fault";
import { emit } from "../events/ring";
import { free_behind, unmapped_area, vma_insert, vma_remove, vma_resize_heap } from "./mm";
import { move_page_tables, zap_pte_range } from "./page_table";
import { forget_pages, move_pages } from "./words";

@unmanaged
class Brk {
  end: u64;
}

const brk_at: usize = memory.data(8, 8);

export function syscalls_reset(): void {
  changetype<Brk>(brk_at).end = cfg(Cfg.BRK_END);
}

/** The current program break. */
export function program_break(): u64 {
  return changetype<Brk>(brk_at).end;
}

/** Moves the break. False where the tool's brk segment is exhausted (`--under callgrind`). */
export function sys_brk(new_end: u64): bool {
  const old_end = program_break();
  const heap_start = cfg(Cfg.HEAP_START);
  check(new_end > heap_start && (new_end & 4095) === 0, new_end);
  const limit = cfg(Cfg.BRK_LIMIT);
  if (limit !== 0 && new_end - heap_start > limit) return false;
  vma_resize_heap(old_end, new_end, heap_start);
  changetype<Brk>(brk_at).end = new_end;
  if (new_end < old_end) {
    zap_pte_range(new_end >> 12, (old_end - new_end) >> 12);
    forget_pages(new_end >> 12, (old_end - new_end) >> 12);
  }
  emit(Ev.BRK, new_end, <i64>(new_end - old_end), 0);
  return true;
}

/** brk(0): where the break is. */
export function sys_brk_query(): u64 {
  emit(Ev.BRK, program_break(), 0, 0);
  return program_break();
}

/** Maps `bytes` (whole pages) of private anonymous memory and returns where. */
export function sys_mmap(bytes: u64): u64 {
  check(bytes > 0 && (bytes & 4095) === 0, bytes);
  const at = unmapped_area(bytes);
  vma_insert(at, at + bytes, VmaKind.ANON);
  emit(Ev.MMAP, at, bytes, 0);
  return at;
}

/** Maps `bytes` (whole pages) at an address that is known to be free (MAP_FIXED). */
export function sys_mmap_fixed(at: u64, bytes: u64): void {
  vma_insert(at, at + bytes, VmaKind.ANON);
  emit(Ev.MMAP, at, bytes, 0);
}

/**
 * Maps `bytes` of shared anonymous memory (MAP_SHARED | MAP_ANONYMOUS, as mmap.mmap(-1, bytes) asks for)
 * and returns where. Children that are forked later have the mapping too, with the same frames.
 */
export function sys_mmap_shared(bytes: u64): u64 {
  check(bytes > 0 && (bytes & 4095) === 0, bytes);
  const at = unmapped_area(bytes);
  vma_insert(at, at + bytes, VmaKind.SHARED);
  emit(Ev.MMAP, at, bytes, 0);
  return at;
}

export function sys_munmap(addr: u64, bytes: u64): void {
  vma_remove(addr, addr + bytes);
  zap_pte_range(addr >> 12, bytes >> 12);
  forget_pages(addr >> 12, bytes >> 12);
  emit(Ev.MUNMAP, addr, bytes, 0);
}

/**
 * Changes the length of a private anonymous mapping (mremap with MREMAP_MAYMOVE) and returns where it
 * is: page tables move, their frames and contents with them.
 */
export function sys_mremap(addr: u64, old: u64, bytes: u64): u64 {
  check(((addr | old | bytes) & 4095) === 0 && bytes > 0, addr);
  let at = addr;
  if (bytes < old) {
    vma_remove(addr + bytes, addr + old);
    zap_pte_range((addr + bytes) >> 12, (old - bytes) >> 12);
    forget_pages((addr + bytes) >> 12, (old - bytes) >> 12);
  } else if (free_behind(addr, old, bytes - old)) {
    vma_insert(addr + old, addr + bytes, VmaKind.ANON);
  } else {
    at = unmapped_area(bytes);
    vma_insert(at, at + bytes, VmaKind.ANON);
    move_page_tables(addr >> 12, at >> 12, old >> 12);
    move_pages(addr >> 12, at >> 12, old >> 12);
    vma_remove(addr, addr + old);
  }
  emit(Ev.MREMAP, at, old, bytes);
  return at;
}
