/**
 * Manager 2: mark and sweep, the mark bit in each object's header, the world stopped (spec 09 section 1).
 * Marking writes the header of every live object, and sweeping writes every cell: a live one loses its
 * mark, a dead one is linked. In a forked child that is a copy of every page of the heap.
 */
import { touch_write } from "../kernel/fault";
import { heap_block, heap_blocks } from "./heap";
import { sweep_block, sweep_rewind, sweep_ends } from "./sweep";
import { totals } from "./totals";

/** The header of each object is written. */
export function mark_sweep_note_marked(addr: u64, bytes: u64, count: u64): void {
  touch_write(addr, bytes);
  totals().mark_writes += count;
}

/** All blocks, the last one first: the first one's free cells are then the first to be used. */
export function mark_sweep_sweep(): void {
  sweep_rewind();
  for (let number = heap_blocks(); number > 0; number--) {
    if (heap_block(number - 1).empty === 0) sweep_block(number - 1, true);
  }
  sweep_ends();
}
