/**
 * The trace of a run, and the instants at which the twin and the machine can be compared.
 *
 * A machine parked at instant T has done every step that ends at T or before, and every act up to the
 * next instruction. The twin has done the operations whose records lie at T or before. The two hold
 * the same state when the last of these records ends an operation (`ENDS`): its effects are complete
 * and nothing follows it at the same instant. That is so for each count that changed, each slot
 * taken, stored to, dropped and freed, each block joined, kept and freed. It is not so for records of
 * malloc, free, brk, mmap and faults, which lie inside an operation, and for phases, of which the one
 * before the exit stands for the death of the list's array.
 *
 * Between two records T may lie anywhere as long as the later record is the only trace of its
 * operation (`SUDDEN`): all effects of it come with its own step. Where the later record belongs to
 * a longer operation (a block is filled, a chunk is cut) T is the instant of the earlier record.
 */
import { Ev, RECORDS_MAX } from "../../assembly/abi/events.ts";
import { Stop } from "../../assembly/abi/stop.ts";
import type { Machine } from "../../workers/machine.ts";
import { type Choices, bits, decodeRecords } from "../core/support.ts";
import { FOLLOWED, type TraceRecord } from "./twin.ts";

const SUDDEN: ReadonlySet<Ev> = new Set([Ev.INCREF, Ev.LIST_SET, Ev.DECREF, Ev.INT_FREE]);

const ENDS: ReadonlySet<Ev> = new Set([
  ...SUDDEN,
  ...[Ev.INT_BLOCK, Ev.INT_TAKE, Ev.LIST_NEW, Ev.LIST_DEALLOC, Ev.PHASE],
  ...[Ev.CLEAR_BEGIN, Ev.BLOCK_KEEP, Ev.BLOCK_FREE, Ev.CLEAR_END],
]);

/** All records that the twin follows, in order, read in windows of the machine's buffer. */
export function traceOf(machine: Machine): TraceRecord[] {
  const kinds = bits(...FOLLOWED);
  const trace: TraceRecord[] = [];
  for (let from = 0; ; ) {
    const stop = machine.run({ recordFrom: from, kinds, limit: RECORDS_MAX });
    const window = decodeRecords(machine.records());
    if (window.some((record) => record.times !== 1))
      throw new Error("a record stands for several events");
    if (stop !== Stop.RECORDS_FULL) return [...trace, ...window];
    // The last instant may have more records than fitted: it is read again with the next window.
    const last = window.at(-1)?.ir ?? from;
    if (last === from)
      throw new Error(`more events happen at instant ${from} than one window holds`);
    for (const record of window) if (record.ir < last) trace.push(record);
    from = last;
  }
}

/** A comparison: after `followed` records of the trace the machine, parked at `target`, is hashed. */
export interface Comparison {
  followed: number;
  target: number;
}

/** At most `count` instants of the trace at which both hold a whole state, in order. */
export function comparisons(
  trace: readonly TraceRecord[],
  count: number,
  choices: Choices,
): Comparison[] {
  const chosen = new Map<number, Comparison>();
  for (let i = 0; i < count; i++) {
    const index = choices.between(0, trace.length - 1);
    const [record, next] = [trace[index], trace[index + 1]];
    if (record === undefined || !ENDS.has(record.kind)) continue;
    const until = next === undefined ? record.ir : next.ir - 1;
    if (until < record.ir) continue;
    const free = next !== undefined && SUDDEN.has(next.kind);
    const target = free ? choices.between(record.ir, until) : record.ir;
    chosen.set(index, { followed: index + 1, target });
  }
  return [...chosen.values()].sort((a, b) => a.followed - b.followed);
}
