/** Why `range(n)` needs as many int blocks as it does: the sum, from the run's own counts. Pure. */
import { Ev } from "../../assembly/abi/events.ts";
import type { RunSummary } from "../../workers/protocol.ts";

export interface IntSum {
  items: number;
  /** Items that are shared ints, which exist already. */
  shared: number;
  /** Ints that take slots which were free before the program began. */
  reused: number;
  /** Ints that need new slots. */
  made: number;
  blocks: number;
}

/** The shared ints that `range` can meet: 0 … 256. */
const SHARED = 257;
const RANGE_ONLY = /^\s*range\((\d{1,9})\)\s*$/;

/**
 * Null for every other program, and whenever the run's counts are not this sum: then there is another
 * reason, and this one would be wrong. `free` slots were on the free list when the program began.
 */
export function intSum(run: RunSummary, free: number): IntSum | null {
  const digits = RANGE_ONLY.exec(run.text)?.[1];
  if (digits === undefined) return null;
  const items = Number(digits);
  const shared = Math.min(items, SHARED);
  const reused = Math.min(free, items - shared);
  const made = items - shared - reused;
  const blocks = Math.ceil(made / run.layout.intSlots);
  const isSo =
    run.eventCounts[Ev.INT_TAKE] === items - shared && run.eventCounts[Ev.INT_BLOCK] === blocks;
  return isSo ? { items, shared, reused, made, blocks } : null;
}
