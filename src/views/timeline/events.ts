/** Every event of the part that the timeline shows, where these are few enough to be drawn one by one. */
import { effect, signal } from "@preact/signals";
import { type Ev, RECORDS_MAX } from "../../../assembly/abi/events.ts";
import type { EventRecord, RunSummary } from "../../../workers/protocol.ts";
import { span, summary } from "../../state/cells.ts";
import { ask } from "../../state/engine.ts";
import { decodeRecords } from "../../state/trail.ts";
import { GLYPHS } from "./glyphs.ts";

/** The part changes many times while it is chosen. */
const REST_MS = 120;

/** Null where there are too many: then the run's own marks are drawn. */
export const eventsShown = signal<readonly EventRecord[] | null>(null);

/** Bits of the kinds that have a mark. */
const MARKED = Object.keys(GLYPHS).reduce((bits, kind) => bits | (1 << Number(kind)), 0);

/** Keeps `eventsShown` in step with the part that is shown; the answer stops it. */
export function watchEvents(): () => void {
  let timer = 0;
  let newest = 0;
  return effect(() => {
    const run = summary.value;
    const part = span.value;
    const mine = ++newest;
    eventsShown.value = null;
    clearTimeout(timer);
    if (run === null || isHopeless(run, part)) return;
    timer = window.setTimeout(async () => {
      const stretch = run.stretches.find(({ name }) => name === "run");
      const [from, to] = part ?? [stretch?.from ?? 0, run.total];
      const records = await ask((api) => api.events(from, RECORDS_MAX, MARKED));
      if (records === null || mine !== newest) return;
      const events = decodeRecords(records);
      const isAll = events.length < RECORDS_MAX || (events.at(-1)?.ir ?? 0) > to;
      eventsShown.value = isAll ? events.filter(({ ir }) => ir <= to) : null;
    }, REST_MS);
  });
}

/** The whole of a long run has too many: nothing is asked. */
function isHopeless(run: RunSummary, part: readonly [number, number] | null): boolean {
  if (part !== null) return false;
  let all = 0;
  for (const kind of Object.keys(GLYPHS)) all += run.eventCounts[Number(kind) as Ev] ?? 0;
  return all > RECORDS_MAX;
}
