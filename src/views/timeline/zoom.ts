/** The part of the clock that the timeline shows. */
import { instant, span, summary } from "../../state/cells.ts";

/** A shorter part than this holds less than one step. */
const SPAN_MIN = 64;

/** Shows a part, kept within the run; the whole run when it is nearly that. */
export function showSpan(from: number, to: number): void {
  const run = summary.value;
  if (run === null) return;
  const length = Math.max(SPAN_MIN, Math.min(run.total, Math.round(to - from)));
  const start = Math.max(0, Math.min(Math.round(from), run.total - length));
  span.value = length >= run.total * 0.999 ? null : [start, start + length];
}

/** Zooms around the instant, or around another point of the clock. */
export function zoomTime(factor: number, around?: number): void {
  const run = summary.value;
  if (run === null) return;
  const stretch = run.stretches.find(({ name }) => name === "run");
  const at = around ?? instant.value?.ir ?? 0;
  let [from, to] = span.value ?? [0, run.total];
  // The first zoom in leaves the recorded stretches behind: the program's run is what there is to see.
  if (span.value === null && factor < 1 && stretch && at >= stretch.from && at <= stretch.to) {
    showSpan(stretch.from, stretch.to);
    return;
  }
  const middle = Math.max(from, Math.min(at, to));
  from = middle - (middle - from) * factor;
  to = middle + (to - middle) * factor;
  showSpan(from, to);
}

export function showAllOfTime(): void {
  span.value = null;
}

/** Moves the part along the clock by a share of its length. */
export function panTime(share: number): void {
  if (span.value === null) return;
  const [from, to] = span.value;
  const by = (to - from) * share;
  showSpan(from + by, to + by);
}
