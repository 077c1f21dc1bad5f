/**
 * Where the machine is parked, and what happened near before: who asks for the same instant again, or for the
 * event just before it, needs no run, or one.
 *
 *   park       a run to the instant; the last NEAR Ir are recorded step by step
 *   previous   from those records; where none is near, from the counts: each kind's last clock
 */
import { Stop } from "../assembly/abi/stop.ts";
import { TOLD_KINDS } from "./grains.ts";
import type { Machine } from "./machine.ts";
import { recordsBefore, tallied } from "./nearest-event.ts";
import type { EventRecord } from "./protocol.ts";
import { lastRecord } from "./records.ts";

/** Ir before an instant that are always stepped one by one, to know its last event. */
export const NEAR = 4096;

const NONE = new Float64Array();

export class Parked {
  private at = -1;
  /** How many runs the machine had made when it was parked there: any other has moved it. */
  private runs = -1;
  /** All events of TOLD_KINDS in the NEAR Ir before an instant. */
  private seen: { at: number; records: Float64Array } | null = null;

  constructor(readonly machine: Machine) {}

  /** Another run is loaded. */
  forget(): void {
    this.at = -1;
    this.seen = null;
  }

  private isAt(ir: number): boolean {
    return this.at === ir && this.runs === this.machine.runs;
  }

  private standsAt(ir: number): void {
    this.at = ir;
    this.runs = this.machine.runs;
  }

  /** The machine, standing at `ir`. */
  stand(ir: number): Machine {
    if (!this.isAt(ir)) this.machine.run({ target: ir });
    this.standsAt(ir);
    return this.machine;
  }

  /** Parks the machine: the events near before `ir`; none where they are too many. */
  park(ir: number): Float64Array {
    const { machine, seen } = this;
    if (this.isAt(ir) && seen?.at === ir) return seen.records;
    const recordFrom = Math.max(0, ir - NEAR);
    const stop = machine.run({ target: ir, recordFrom, kinds: TOLD_KINDS });
    if (stop === Stop.RECORDS_FULL) {
      this.seen = null;
      this.stand(ir);
      return NONE;
    }
    const records = machine.records();
    this.seen = { at: ir, records };
    this.standsAt(ir);
    return records;
  }

  /** The last event of `kinds` with a clock below `ir`. */
  previous(ir: number, kinds: number): EventRecord | null {
    if (this.seen?.at !== ir || (kinds & ~TOLD_KINDS) !== 0) return this.searched(ir, kinds);
    return lastRecord(this.seen.records, kinds, ir) ?? this.counted(ir, ir, kinds);
  }

  /**
   * The last event of `kinds` below `before`, where the machine is parked at `ir` and saw none near it: the counts
   * tell about where that was, and a machine that is parked there if it is so. Else it is searched.
   */
  counted(ir: number, before: number, kinds: number): EventRecord | null {
    if (this.isAt(ir)) {
      const { count, last } = tallied(this.machine, kinds);
      const found = last < before ? lastRecord(this.park(last), kinds) : null;
      if (found !== null && tallied(this.machine, kinds).count === count) return found;
    }
    return this.searched(before, kinds);
  }

  private searched(ir: number, kinds: number): EventRecord | null {
    return lastRecord(recordsBefore(this.machine, ir, kinds, 1));
  }
}
