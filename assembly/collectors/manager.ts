/**
 * The memory managers: the one place where they are registered. The object code calls what stands here
 * and does not know which manager runs; a manager is a file that answers these questions
 * (docs/collectors.md).
 */
import { Collector } from "../abi/collectors";
import { Cfg } from "../abi/layout";
import { cfg } from "../base/config";
import { Ev } from "../abi/events";
import { emit } from "../events/ring";
import { list_barrier, object_barrier } from "./barrier";
import {
  bitmap_begin_marking,
  bitmap_note_marked,
  bitmap_place,
  bitmap_reset,
  bitmap_sweep,
} from "./bitmap";
import { mark_sweep_note_marked, mark_sweep_sweep } from "./mark_sweep";

/** The count of an object that never dies and whose count is never written (CPython 3.12: 32 bits of ones). */
export const IMMORTAL_REFCNT: i64 = 0xffffffff;

/** Whether a manager runs that traces: objects lie in its own heap, and references are not counted. */
export function has_own_heap(): bool {
  return has_own_ints() && !has_int_pools();
}

/** Whether young objects lie in a nursery (nursery.ts). */
export function has_nursery(): bool {
  return cfg(Cfg.COLLECTOR) === <u64>Collector.GENERATIONAL;
}

/** Whether ints lie in pools of the small-object allocator and some objects are immortal (immortal.ts). */
export function has_int_pools(): bool {
  return cfg(Cfg.COLLECTOR) === <u64>Collector.IMMORTAL;
}

/** Whether ints lie elsewhere than in CPython 2.7's int blocks. */
export function has_own_ints(): bool {
  return cfg(Cfg.COLLECTOR) !== <u64>Collector.REFCOUNT;
}

/** `value` is about to be stored in the list `op`; under a manager with a write barrier it passes it. */
export function before_item(op: u64, value: u64): void {
  if (has_nursery()) list_barrier(op, value);
}

/** References are about to be stored in the object `op`. */
export function before_fields(op: u64): void {
  if (has_nursery()) object_barrier(op);
}

export function managers_reset(): void {
  bitmap_reset();
}

/** Marking begins: no object is marked. */
export function begin_marking(): void {
  if (cfg(Cfg.COLLECTOR) === <u64>Collector.BITMAP) bitmap_begin_marking();
}

/**
 * `count` objects in the `bytes` bytes from `addr` on got their mark, which is written into them or, where the manager
 * has them elsewhere, into `marks`; the event has that word's address, and 1 more for a root.
 */
export function note_marked(addr: u64, bytes: u64, count: u64, root: bool): void {
  const has_bitmaps = cfg(Cfg.COLLECTOR) === <u64>Collector.BITMAP;
  const marks = has_bitmaps ? bitmap_place(addr) : 0;
  emit(Ev.MARK, addr, count, (marks & ~7) | (root ? 1 : 0));
  if (has_bitmaps) bitmap_note_marked(marks, bytes, count);
  else mark_sweep_note_marked(addr, bytes, count);
}

/** Marking has ended: what is not marked is given back, now or later. */
export function sweep_heap(): void {
  if (cfg(Cfg.COLLECTOR) === <u64>Collector.BITMAP) bitmap_sweep();
  else mark_sweep_sweep();
}
