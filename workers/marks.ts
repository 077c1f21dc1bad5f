/** Moments of a run that are worth a mark on the timeline. */
import { Ev, RECORD_FIELDS } from "../assembly/abi/events.ts";
import { markLabel } from "../src/instruments/narrate.ts";
import type { Mark } from "./protocol.ts";

/** Marks of a dense kind are drawn only up to this many. */
const MARKS_MAX = 200;

const MARKS = [
  ...[Ev.LIST_NEW, Ev.LIST_DEALLOC, Ev.MMAP, Ev.MUNMAP, Ev.CLEAR_BEGIN],
  ...[Ev.BRK, Ev.INT_BLOCK, Ev.FORK, Ev.WAIT, Ev.COLLECT],
];

/** Bits of the kinds that are few enough to be marked one by one; all of them fit the record buffer. */
export function markedKinds(counts: Float64Array): number {
  const few = MARKS.filter((kind) => (counts[kind] ?? 0) <= MARKS_MAX);
  return few.reduce((mask, kind) => mask | (1 << kind), 0);
}

/** A stride's merged record stands for its last event. */
export function marksOf(records: Float64Array): Mark[] {
  const marks: Mark[] = [];
  for (let i = 0; i < records.length; i += RECORD_FIELDS) {
    const [ir = 0, what = 0, addr = 0, a = 0] = records.slice(i, i + RECORD_FIELDS);
    const kind = (what % 256) as Ev;
    marks.push({ ir, kind, label: markLabel(kind, addr, a) });
  }
  return marks;
}
