/**
 * The event of some kinds that is nearest to an instant. Near the instant records are read; an event that
 * is far away is found by bisection over the clock, because counts are exact wherever a run parks and
 * recorded runs go turn by turn (ADR 0008).
 */
import { RECORD_FIELDS } from "../assembly/abi/events.ts";
import { Stop } from "../assembly/abi/stop.ts";
import type { Machine } from "./machine.ts";

/** Ir that are searched turn by turn. */
const NEAR = 1 << 18;
/** The first window of a search backwards: most events are as near. */
const NEXT_DOOR = 4096;
/** Kinds of events are numbered below this: a set of them is a word. */
const KINDS = 32;

/** Events of `kinds` with a clock of at most `ir`, and about where the last of them was. */
function happened(machine: Machine, ir: number, kinds: number): { count: number; last: number } {
  machine.run({ target: ir });
  return tallied(machine, kinds);
}

/** The same where the machine stands. */
export function tallied(machine: Machine, kinds: number): { count: number; last: number } {
  const clocks = machine.eventClocks();
  let count = 0;
  let last = 0;
  machine.eventCounts().forEach((events, kind) => {
    if (events === 0 || ((kinds >>> kind) & 1) === 0) return;
    count += events;
    last = Math.max(last, clocks[kind] ?? 0);
  });
  return { count, last };
}

/** An instant at most NEAR after one with fewer than `wanted` events, at or before `to`, that has them. */
function within(machine: Machine, wanted: number, kinds: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (high - low > NEAR) {
    const middle = Math.floor((low + high) / 2);
    if (happened(machine, middle, kinds).count >= wanted) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Records of `kinds` in [from, to], the newest where they do not all fit. Of an instant that more events share
 * than fit (a memset's page faults), the kind that fills the buffer is left out.
 */
function newest(machine: Machine, from: number, to: number, kinds: number): Float64Array {
  let first = from;
  let wanted = kinds;
  for (;;) {
    const stop = machine.run({ recordFrom: first, target: to, kinds: wanted });
    const records = machine.records();
    if (stop !== Stop.RECORDS_FULL) return records;
    const last = records[records.length - RECORD_FIELDS] ?? to;
    if (records[0] === last) wanted &= ~(1 << commonKind(records));
    if (wanted === 0) return records;
    first = last;
  }
}

/** The kind that most of the records have. */
function commonKind(records: Float64Array): number {
  const counts = new Array<number>(KINDS).fill(0);
  for (let at = 1; at < records.length; at += RECORD_FIELDS) {
    const kind = (records[at] ?? 0) % 256;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts.indexOf(Math.max(...counts));
}

/** At most `count` records of `kinds` with a clock below `ir`, the last ones that lie near each other. */
export function recordsBefore(
  machine: Machine,
  ir: number,
  kinds: number,
  count: number,
): Float64Array {
  if (ir <= 0) return new Float64Array();
  const near = Math.max(0, ir - NEXT_DOOR);
  const records = newest(machine, near, ir - 1, kinds);
  if (records.length > 0 || near === 0) return records.slice(-count * RECORD_FIELDS);
  // Between `near` and where the machine stands now there are none: they need not be counted there.
  const { count: before, last } = tallied(machine, kinds);
  if (before === 0) return new Float64Array();
  // The last one may be off by a stride, which is short where a run ends.
  const to = Math.min(near, last + NEAR);
  const likely = newest(machine, Math.max(0, last - NEXT_DOOR), to, kinds);
  if (likely.length > 0 && tallied(machine, kinds).count === before) {
    return likely.slice(-count * RECORD_FIELDS);
  }
  const at = within(machine, before, kinds, 0, near);
  return newest(machine, Math.max(0, at - NEAR), at, kinds).slice(-count * RECORD_FIELDS);
}

/** The clock of the first event of `kinds` after `ir`, or null. */
export function eventAfter(
  machine: Machine,
  ir: number,
  total: number,
  kinds: number,
): number | null {
  const first = (from: number, target: number) => {
    const stop = machine.run({ recordFrom: from, target, kinds, limit: 1 });
    return stop === Stop.RECORDS_FULL ? (machine.records()[0] ?? null) : null;
  };
  const near = first(ir + 1, Math.min(total, ir + NEAR));
  if (near !== null || ir + NEAR >= total) return near;
  const wanted = happened(machine, ir + NEAR, kinds).count + 1;
  if (happened(machine, total, kinds).count < wanted) return null;
  const at = within(machine, wanted, kinds, ir + NEAR, total);
  return first(Math.max(ir + 1, at - NEAR), at);
}
