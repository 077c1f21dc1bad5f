/** How long malloc's chunks lived, by requested size: malloc and free events paired by address. Pure. */
import { Ev } from "../../assembly/abi/events.ts";
import type { EventRecord } from "../../workers/protocol.ts";

export interface Lifetimes {
  bytes: number;
  calls: number;
  freed: number;
  /** Ir from malloc to free: the median of those that were freed; null for none. */
  median: number | null;
  /** The most bytes of this size that were in use at once. */
  peakBytes: number;
}

interface Gathering {
  lives: number[];
  calls: number;
  live: number;
  peak: number;
}

/** Lifetimes among events in the order of the clock; frees of chunks made before the first are left out. */
export function lifetimesOf(events: readonly EventRecord[]): Lifetimes[] {
  const sizes = new Map<number, Gathering>();
  const open = new Map<number, { bytes: number; since: number }>();
  for (const { kind, addr, a, ir } of events) {
    if (kind === Ev.MALLOC) {
      open.set(addr, { bytes: a, since: ir });
      const size = sizes.get(a) ?? { lives: [], calls: 0, live: 0, peak: 0 };
      size.calls += 1;
      size.live += 1;
      size.peak = Math.max(size.peak, size.live);
      sizes.set(a, size);
    }
    const chunk = kind === Ev.FREE ? open.get(addr) : undefined;
    if (chunk === undefined) continue;
    open.delete(addr);
    const size = sizes.get(chunk.bytes);
    size?.lives.push(ir - chunk.since);
    if (size !== undefined) size.live -= 1;
  }
  return [...sizes]
    .map(([bytes, { lives, calls, peak }]) => ({
      bytes,
      calls,
      freed: lives.length,
      median: lives.sort((x, y) => x - y)[Math.floor(lives.length / 2)] ?? null,
      peakBytes: peak * bytes,
    }))
    .sort((x, y) => y.peakBytes - x.peakBytes);
}
