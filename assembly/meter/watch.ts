/**
 * The watch: was a range of addresses written between two instants, when first, when last and by whom?
 * A layer that writes says where; strides end where the watch begins, and whoever needs the exact instant
 * has single turns from there (ADR 0008).
 */
import { clock, frame } from "./ledger";

@unmanaged
export class Watch {
  /** The range [low, high); empty when nothing is watched. */
  low: u64;
  high: u64;
  /** Writes at a later clock than this are meant. */
  from: u64;
  times: u64;
  /** Clock at the first and the last such write, and the C functions that made them. */
  first: u64;
  last: u64;
  first_fn: u32;
  last_fn: u32;
  /** Where the first such write began. */
  first_addr: u64;
}

const watch_at: usize = memory.data(64, 8);

export function watch(): Watch {
  return changetype<Watch>(watch_at);
}

/** Watches [low, high) for writes later than `from`; `single`: turns of loops go singly from there. */
export function watch_set(low: u64, high: u64, from: u64, single: bool): void {
  const w = watch();
  memory.fill(watch_at, 0, 64);
  w.low = low;
  w.high = high;
  w.from = from;
  clock().pause_at = low < high ? from : u64.MAX_VALUE;
  if (single && from < clock().single_from) clock().single_from = from;
}

/** A new process begins: what its ancestors wrote is not meant. */
export function watch_restart(): void {
  const w = watch();
  w.times = 0;
  w.first = 0;
  w.last = 0;
}

/** A write to [addr, addr + bytes). */
export function watch_write(addr: u64, bytes: u64): void {
  const w = watch();
  if (addr >= w.high || addr + bytes <= w.low) return;
  const c = clock();
  if (c.ir <= w.from) return;
  const fn = c.depth === 0 ? 0 : frame(c.depth - 1).fn;
  if (w.times === 0) {
    w.first = c.ir;
    w.first_fn = fn;
    w.first_addr = addr;
  }
  w.times += 1;
  w.last = c.ir;
  w.last_fn = fn;
}
