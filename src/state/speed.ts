/** How fast a run plays when nobody chose a speed. */
import type { RunSummary } from "../../workers/protocol.ts";

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
