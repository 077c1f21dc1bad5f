/**
 * Finding instants by what happens there. Every search is a bisection over the clock: runs from the start,
 * with strides, until the place is near, then one run whose loops go turn by turn (ADR 0008).
 *
 *   k-th event      the least instant at which so many of its kind have happened
 *   a write         the least (or greatest) instant after (before) which the range was written
 *   a condition     sampled instants first, then where it changes between two of them
 */
import { Ev, FaultKind, RECORD_FIELDS } from "../assembly/abi/events.ts";
import { Fn } from "../assembly/abi/functions.ts";
import { Stat } from "../assembly/abi/layout.ts";
import { Gauge } from "../assembly/abi/samples.ts";
import type { Machine } from "./machine.ts";
import type { Compare, EventName, GaugeName, Moment } from "./protocol.ts";
import type { LoadedRun } from "./run.ts";

/** Ir that are searched turn by turn. */
const NEAR = 1 << 18;
/** Instants at which a condition is looked at first. */
const SAMPLES = 1024;

/** What is counted, and which records are of it. */
interface Counter {
  count(machine: Machine): number;
  kinds: Ev;
  matches(a: number): boolean;
}

function counted(kind: Ev): Counter {
  return {
    count: (machine) => machine.eventCounts()[kind] ?? 0,
    kinds: kind,
    matches: () => true,
  };
}

const COUNTERS: Record<EventName, Counter> = {
  block: counted(Ev.INT_BLOCK),
  "block-freed": counted(Ev.BLOCK_FREE),
  brk: counted(Ev.BRK),
  mmap: counted(Ev.MMAP),
  munmap: counted(Ev.MUNMAP),
  mremap: counted(Ev.MREMAP),
  fault: counted(Ev.FAULT),
  copy: {
    count: (machine) => machine.stats()[Stat.COPIED_PAGES] ?? 0,
    kinds: Ev.FAULT,
    matches: (a) => (a as FaultKind) !== FaultKind.ZERO_FRAME,
  },
  collection: {
    count: (machine) => machine.ledger().functions.get("collect")?.[2] ?? 0,
    kinds: Ev.CALL,
    matches: (a) => Fn[a] === "collect",
  },
  list: counted(Ev.LIST_NEW),
  "list-freed": counted(Ev.LIST_DEALLOC),
  malloc: counted(Ev.MALLOC),
  free: counted(Ev.FREE),
  bytecode: counted(Ev.OPCODE),
  call: counted(Ev.CALL),
  output: counted(Ev.OUTPUT),
};

const GAUGES: Record<GaugeName, { gauge: Gauge; stat: (stats: Float64Array) => number }> = {
  rss: {
    gauge: Gauge.RSS,
    stat: (stats) => (stats[Stat.RSS_ANON_PAGES] ?? 0) + (stats[Stat.RSS_FILE_PAGES] ?? 0),
  },
  ints: { gauge: Gauge.LIVE_INTS, stat: (stats) => stats[Stat.LIVE_INTS] ?? 0 },
  "free-ints": { gauge: Gauge.FREE_INTS, stat: (stats) => stats[Stat.FREE_INTS] ?? 0 },
};

/** What searches can be for. */
export const EVENT_NAMES = Object.keys(COUNTERS) as EventName[];
export const GAUGE_NAMES = Object.keys(GAUGES) as GaugeName[];

function holds(value: number, compare: Compare, limit: number): boolean {
  if (compare === ">=") return value >= limit;
  if (compare === "<=") return value <= limit;
  return compare === ">" ? value > limit : value < limit;
}

/** Where a moment is, and what is known about it. */
export interface Found {
  ir: number;
  /** The C function that wrote, after a search for a write. */
  fn: string;
}

/** Searches in one run. `goOn` says between two runs of the machine whether the answer is still wanted. */
export class Navigator {
  constructor(
    private readonly machine: Machine,
    private readonly run: LoadedRun,
    private readonly goOn: () => Promise<boolean> = async () => true,
  ) {}

  /** The instant of a moment, seen from `ir`; null where there is none. */
  async find(ir: number, moment: Moment): Promise<Found | null> {
    if (moment.at === "instruction") return { ir: Math.min(moment.ir, this.run.total), fn: "" };
    if (moment.at === "phase") return this.phase(moment.name);
    if (moment.at === "event") return this.nth(moment.kind, moment.k);
    const next = moment.at === "next";
    if ("kind" in moment) {
      const kind = moment.kind;
      const before = this.count(kind, next ? ir : ir - 1);
      return this.nth(kind, next ? before + 1 : before);
    }
    if ("addr" in moment) {
      const range = { addr: moment.addr, bytes: moment.bytes };
      return next ? this.nextWrite(ir, range) : this.lastWrite(ir, range);
    }
    return this.condition(ir, moment);
  }

  private phase(name: string): Found | null {
    if (name === "end") return { ir: this.run.total, fn: "" };
    const stretch = this.run.stretches.find((each) => each.name === name);
    return stretch === undefined ? null : { ir: stretch.from, fn: "" };
  }

  /** Events of a kind with a clock of at most `ir`. */
  private count(kind: EventName, ir: number): number {
    if (ir < 0) return 0;
    this.machine.run({ target: ir });
    return COUNTERS[kind].count(this.machine);
  }

  private async nth(kind: EventName, k: number): Promise<Found | null> {
    const { total } = this.run;
    if (k < 1 || this.count(kind, total) < k) return null;
    let low = -1;
    let high = total;
    let before = 0;
    // At `low` there were fewer than k, `before`; at `high` there are k or more.
    while (high - low > 1) {
      if (!(await this.goOn())) return null;
      if (high - low <= NEAR) {
        const found = this.recorded(kind, low + 1, high, k - before);
        if (found !== null) return { ir: found, fn: "" };
      }
      const middle = Math.floor((low + high) / 2);
      const count = this.count(kind, middle);
      if (count >= k) high = middle;
      else {
        low = middle;
        before = count;
      }
    }
    return { ir: high, fn: "" };
  }

  /** The clock of the k-th record of a kind in [from, to], null where so many do not fit. */
  private recorded(kind: EventName, from: number, to: number, k: number): number | null {
    const { kinds, matches } = COUNTERS[kind];
    this.machine.run({ recordFrom: from, target: to, kinds: 1 << kinds });
    const records = this.machine.records();
    let left = k;
    for (let i = 0; i < records.length; i += RECORD_FIELDS) {
      if (matches(records[i + 3] ?? 0)) left -= 1;
      if (left === 0) return records[i] ?? null;
    }
    return null;
  }

  private written(from: number, to: number, range: Range, exact = false) {
    this.machine.run({ target: to, watch: { ...range, from, exact } });
    return this.machine.writes();
  }

  /** The first write with a clock above `ir`. */
  private async nextWrite(ir: number, range: Range): Promise<Found | null> {
    let low = ir;
    let high = this.run.total;
    if (this.written(ir, high, range).times === 0) return null;
    // Nothing is written in (ir, low]; something is in (low, high].
    while (high - low > NEAR) {
      if (!(await this.goOn())) return null;
      const middle = Math.floor((low + high) / 2);
      if (this.written(ir, middle, range).times > 0) high = middle;
      else low = middle;
    }
    return this.written(low, high, range, true).first;
  }

  /** The last write with a clock below `ir`. */
  private async lastWrite(ir: number, range: Range): Promise<Found | null> {
    let low = 0;
    let high = ir - 1;
    if (high <= 0 || this.written(0, high, range).times === 0) return null;
    const to = high;
    // Something is written in (low, to]; nothing is in (high, to].
    while (high - low > NEAR) {
      if (!(await this.goOn())) return null;
      const middle = Math.floor((low + high) / 2);
      if (this.written(middle, to, range).times > 0) low = middle;
      else high = middle;
    }
    return this.written(low, high, range, true).last;
  }

  /** Where a gauge begins to fulfil a condition: the nearest such change that the samples show. */
  private async condition(
    ir: number,
    moment: { at: string; gauge: GaugeName; compare: Compare; value: number },
  ): Promise<Found | null> {
    const { gauge, stat } = GAUGES[moment.gauge];
    const at = (instant: number): boolean => {
      this.machine.run({ target: instant });
      return holds(stat(this.machine.stats()), moment.compare, moment.value);
    };
    const { total } = this.run;
    const step = Math.max(1, Math.floor(total / SAMPLES));
    this.machine.run({ sampleStep: step });
    const rows = this.machine.samples();
    const points: [number, boolean][] = [];
    for (let i = 0; i < rows.length; i += Gauge.COUNT) {
      const value = rows[i + gauge] ?? 0;
      points.push([rows[i + Gauge.IR] ?? 0, holds(value, moment.compare, moment.value)]);
    }
    points.push([total, at(total)]);
    const changes = points.flatMap(([to, now], i) => {
      const [from = 0, before = false] = points[i - 1] ?? [];
      return now && !before ? [[from, to] as const] : [];
    });
    const wanted =
      moment.at === "next"
        ? changes.find(([, to]) => to > ir)
        : changes.findLast(([from]) => from < ir);
    if (wanted === undefined) return null;
    let [low, high] = wanted;
    if (low === 0 && at(0)) return moment.at === "next" && ir > 0 ? null : { ir: 0, fn: "" };
    while (high - low > 1) {
      if (!(await this.goOn())) return null;
      const middle = Math.floor((low + high) / 2);
      if (at(middle)) high = middle;
      else low = middle;
    }
    return { ir: high, fn: "" };
  }
}

interface Range {
  addr: number;
  bytes: number;
}
