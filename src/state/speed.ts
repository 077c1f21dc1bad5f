/** How fast a run plays: as chosen, or so that it lasts a minute. */
import type { RunSummary } from "../../workers/protocol.ts";
import { speed, summary } from "./cells.ts";

/** Speeds to choose from, in instructions per second of wall time. */
export const SPEEDS = [100, 1_000, 10_000, 100_000, 1_000_000, 100_000_000] as const;

/** Playback without a chosen speed shows the modelled part of a run in about this long. */
const PLAY_SECONDS = 60;

/** The speed at which the stepped-through part of a run takes `PLAY_SECONDS`. */
export function naturalSpeed(run: RunSummary): number {
  let modelled = run.total;
  for (const { recorded } of run.stretches) {
    for (const [from, to] of recorded) modelled -= to - from;
  }
  return Math.max(100, modelled / PLAY_SECONDS);
}

/** The next faster (positive) or slower speed of the list. */
export function changeSpeed(by: 1 | -1): void {
  const run = summary.peek();
  const now = speed.peek() ?? (run === null ? SPEEDS[0] : naturalSpeed(run));
  const next = by > 0 ? SPEEDS.find((one) => one > now) : SPEEDS.findLast((one) => one < now);
  if (next !== undefined) speed.value = next;
}
