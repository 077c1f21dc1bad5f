/**
 * Which recent events the map still shows. A fade counts steps, not seconds: the events of the
 * current step have age 0, those of the step before age 1, and so on.
 */
import { RECORD_FIELDS } from "../../assembly/abi/events.ts";
import type { EventRecord } from "../../workers/protocol.ts";
import { decodeRecord } from "../../workers/records.ts";
import type { TrailEvent } from "./cells.ts";

/** From this age on an event is not shown. */
export const AGES = 5;
/** Events the map can mark at once; of a longer step the newest are shown. */
export const TRAIL_MAX = 512;

/** Functions by number; the worker tells them with each run, so that the window needs no list of its own. */
let functionNames: readonly string[] = [];

export function nameFunctions(names: readonly string[]): void {
  functionNames = names;
}

/** Records as the session sends them (abi/events.ts). */
export function decodeRecords(records: Float64Array): EventRecord[] {
  const events: EventRecord[] = [];
  for (let at = 0; at + RECORD_FIELDS <= records.length; at += RECORD_FIELDS) {
    events.push(decodeRecord(records, at, functionNames));
  }
  return events;
}

/** The trail after a step forward from `from`: its events are new, the others one step older. */
export function stepTrail(
  before: readonly TrailEvent[],
  events: readonly EventRecord[],
  from: number,
): TrailEvent[] {
  const older = before
    .filter(({ event, age }) => age + 1 < AGES && event.ir <= from)
    .map(({ event, age }) => ({ event, age: age + 1 }));
  const now = events.filter(({ ir }) => ir > from).map((event) => ({ event, age: 0 }));
  return [...older, ...now].slice(-TRAIL_MAX);
}

/** The trail after a jump: there was no step, so the last events age one by one. */
export function jumpTrail(events: readonly EventRecord[]): TrailEvent[] {
  const placed = events.filter(({ addr }) => addr > 0).slice(-AGES);
  return placed.map((event, index) => ({ event, age: placed.length - 1 - index }));
}
