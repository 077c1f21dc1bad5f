/**
 * What people see of the processes of a run: their memory at a tick and over time, whose their pages are, and
 * why. It runs each process again in samples, so that what a stride does at once has its own instants.
 */
import { Stat } from "../assembly/abi/layout.ts";
import { LibraryMoment, ProcessLog } from "../assembly/abi/process.ts";
import { Gauge } from "../assembly/abi/samples.ts";
import { LibraryFold, type LibraryUse } from "./library-fold.ts";
import { libraryPages } from "./library-pages.ts";
import type { Machine } from "./machine.ts";
import { idleStretches, irAt, livesAt } from "./machine-clock.ts";
import { PageFold } from "./page-fold.ts";
import type { PageWriter } from "./process-port.ts";
import type { ProcessRun } from "./processes.ts";
import type {
  Family,
  FamilyMemory,
  FamilySeries,
  ProcessInfo,
  ProcessMemory,
  ProcessMoment,
} from "./protocol-processes.ts";
import type { LoadedRun } from "./run.ts";

const PAGE_KB = 4;
/** Samples of each process's own clock, and rows of a series. */
const SAMPLES = 512;
const SERIES = 400;
/** Nothing of the library's. */
const NO_LIBRARY: LibraryUse = { anonymous: 0, file: 0, outside: 0, uss: 0, pss: 0 };

/** A process with its page log in samples. */
export interface SampledProcess {
  info: ProcessInfo;
  run: ProcessRun;
  writers: PageWriter[];
  samples: Float64Array;
}

/** The folds at a tick. */
export interface Folds {
  tick: number;
  pages: PageFold;
  library: LibraryFold;
}

const MOMENTS: Partial<Record<ProcessLog, ProcessMoment["kind"]>> = {
  [ProcessLog.FORK]: "fork",
  [ProcessLog.SLEEP]: "sleep",
  [ProcessLog.WAIT]: "wait",
  [ProcessLog.RESUME]: "message",
};

function momentsOf({ log, start }: ProcessRun): ProcessMoment[] {
  const moments: ProcessMoment[] = [];
  let offset = start;
  for (const { kind, ir, tick, x, y } of log) {
    const name = MOMENTS[kind];
    if (name === undefined) continue;
    const until = kind === ProcessLog.SLEEP ? y : tick;
    const pid = name === "fork" || name === "wait" ? x : 0;
    moments.push({ kind: name, ir, tick: ir + offset, until, pid });
    offset = until - ir;
  }
  return moments;
}

function infoOf(run: ProcessRun): ProcessInfo {
  const { pid, parent, start, end, ir, status, log } = run;
  const isWorker = log.some(
    ({ kind, x }) => kind === ProcessLog.LIBRARY && x === LibraryMoment.WORKER,
  );
  const role = parent === null ? "main" : isWorker ? "worker" : "child";
  return { pid, parent, role, start, end, ir, status, moments: momentsOf(run) };
}

/** Processes of a loaded run, without running any: for whoever needs their clocks only. */
export function familyOf(run: LoadedRun): Family {
  const processes = run.measured.history.processes.map(infoOf);
  const end = Math.max(...processes.map((process) => process.end));
  return { processes, end, idle: idleStretches(processes) };
}

/** Row of gauges at or before an instant, as an index; the first one for earlier instants. */
function sampleAt(samples: Float64Array, ir: number): number {
  let low = 0;
  let high = samples.length / Gauge.COUNT - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((samples[middle * Gauge.COUNT] ?? 0) <= ir) low = middle;
    else high = middle - 1;
  }
  return low * Gauge.COUNT;
}

export class FamilyView {
  readonly family: Family;
  /** Tick of the first fork; before it, all pages are the first process's own. */
  readonly firstFork: number;
  private sampled: SampledProcess[] | null = null;
  private folds: Folds | null = null;
  private pagesAtEntry = 0;

  constructor(
    private readonly machine: Machine,
    private readonly run: LoadedRun,
  ) {
    this.family = familyOf(run);
    this.firstFork = this.family.processes[1]?.start ?? Number.POSITIVE_INFINITY;
  }

  /** Processes that live at a tick; who ends there still does. */
  living(tick: number): SampledProcess[] {
    return this.processes().filter(({ info }) => livesAt(info, tick));
  }

  find(pid: number): SampledProcess | undefined {
    return this.processes().find(({ info }) => info.pid === pid);
  }

  /** Puts the machine where a process stands at an instant of its clock. */
  park({ run }: SampledProcess, ir: number): Float64Array {
    this.machine.port.become(run.identity, this.run.measured.history.facts);
    this.machine.run({ target: ir });
    return this.machine.stats();
  }

  memory(tick: number): FamilyMemory {
    const living = this.living(tick);
    const folds = this.foldsAt(tick);
    const processes = living.map((process): ProcessMemory => {
      const { info } = process;
      const ir = irAt(info, tick);
      const now = this.park(process, ir);
      const sizes = this.sizes(process, folds, anonymousOf(now));
      const entryFaults = info.parent === null ? this.run.entry.faults : 0;
      const faults = (now[Stat.FAULTS] ?? 0) + entryFaults;
      return { ...sizes, pid: info.pid, ir, vms: now[Stat.VMS_PAGES] ?? 0, faults };
    });
    return { tick, processes };
  }

  /** Sizes over the clock, denser where processes compute. */
  series(): FamilySeries {
    const ticks = this.seriesTicks();
    const empty = () => new Float64Array(ticks.length).fill(Number.NaN);
    const rows = this.processes().map((process) => ({
      process,
      row: {
        pid: process.info.pid,
        rss: empty(),
        pss: empty(),
        uss: empty(),
        vms: empty(),
        faults: empty(),
      },
    }));
    const sumPss = new Float64Array(ticks.length);
    const folds = this.newFolds();
    ticks.forEach((tick, i) => {
      advance(folds, tick);
      for (const { process, row } of rows) {
        const { info, samples } = process;
        if (!livesAt(info, tick)) continue;
        const at = sampleAt(samples, irAt(info, tick));
        const gauge = (which: Gauge) => samples[at + which] ?? 0;
        const { rss, pss, uss } = this.sizes(process, folds, gauge(Gauge.RSS) - this.filePages());
        row.rss[i] = rss;
        row.pss[i] = pss;
        row.uss[i] = uss;
        row.vms[i] = gauge(Gauge.VMS);
        row.faults[i] = gauge(Gauge.FAULTS) + (info.parent === null ? this.run.entry.faults : 0);
        sumPss[i] = (sumPss[i] ?? 0) + pss;
      }
    });
    return { ticks, sumPss, processes: rows.map(({ row }) => row) };
  }

  /** The folds at a tick; they go forward only, so an earlier tick begins again. */
  foldsAt(tick: number): Folds {
    if (this.folds === null || this.folds.tick > tick) this.folds = this.newFolds();
    advance(this.folds, tick);
    return this.folds;
  }

  /** Anonymous pages come from the page logs once there are any; `alone` counts them until then. */
  private sizes(
    { info }: SampledProcess,
    { pages, library, tick }: Folds,
    alone: number,
  ): Pick<ProcessMemory, "rss" | "pss" | "uss" | "copies" | "reuses" | "recorded"> {
    const use = library.useOf(info.pid) ?? NO_LIBRARY;
    const found = tick < this.firstFork ? null : pages.pagesOf(info.pid);
    const resident = found === null ? alone : found.anonymous + found.shared;
    const recorded = use.anonymous + use.file + use.outside;
    return {
      rss: resident + recorded,
      pss: (found?.pss ?? alone) + use.pss,
      uss: (found?.uss ?? alone) + use.uss,
      copies: found?.copies ?? 0,
      reuses: found?.reuses ?? 0,
      recorded,
    };
  }

  /** Each process once more, in samples. */
  private processes(): SampledProcess[] {
    if (this.sampled !== null) return this.sampled;
    const { processes, facts } = this.run.measured.history;
    const { machine } = this;
    this.sampled = processes.map((run, i) => {
      machine.port.become(run.identity, facts);
      const sampleStep = Math.max(1, Math.floor(run.ir / SAMPLES));
      machine.run({ target: run.ir, sampleStep, kinds: 0, limit: 0 });
      const samples = machine.samples();
      const writers = machine.port.pageWriters();
      const fine: ProcessRun = { ...run, pages: machine.port.pageLog() };
      const info = this.family.processes[i] as ProcessInfo;
      return { info, run: fine, writers, samples };
    });
    const first = this.sampled[0];
    if (first !== undefined) this.pagesAtEntry = this.park(first, 0)[Stat.RSS_ANON_PAGES] ?? 0;
    return this.sampled;
  }

  private modelledAtEntry(): number {
    this.processes();
    return this.pagesAtEntry;
  }

  /** Modelled pages of files, which the gauge of resident pages counts: few, and as at entry. */
  private filePages(): number {
    const first = this.processes()[0];
    const resident = first?.samples[Gauge.RSS] ?? 0;
    return Math.max(0, resident - this.modelledAtEntry());
  }

  private newFolds(): Folds {
    const runs = this.processes().map(({ run }) => run);
    const { build, request } = this.run;
    const { recordedKb } = this.run.entry;
    return {
      tick: -1,
      pages: new PageFold(runs),
      library: new LibraryFold(
        runs,
        (moment, ctypes) => libraryPages(build.name, request.launch, moment, ctypes),
        {
          file: recordedKb.uss / PAGE_KB - this.modelledAtEntry(),
          outside: (recordedKb.rss - recordedKb.uss) / PAGE_KB,
        },
      ),
    };
  }

  private seriesTicks(): Float64Array {
    const { processes, idle, end } = this.family;
    const known = new Set([0, end]);
    for (const { start, end: last, moments } of processes) {
      for (const tick of [start, last]) known.add(tick);
      for (const { tick, until } of moments) known.add(tick).add(until);
    }
    const asleep = idle.reduce((sum, [from, to]) => sum + to - from, 0);
    const step = Math.max(1, Math.floor((end - asleep) / SERIES));
    let from = 0;
    for (const [to, next] of [...idle, [end, end] as const]) {
      for (let tick = from; tick < to; tick += step) known.add(tick);
      from = next;
    }
    return Float64Array.from([...known].filter((tick) => tick <= end)).sort();
  }
}

function anonymousOf(now: Float64Array): number {
  return (now[Stat.RSS_ANON_PAGES] ?? 0) + (now[Stat.RSS_SHARED_PAGES] ?? 0);
}

function advance(folds: Folds, tick: number): void {
  folds.pages.advance(tick);
  folds.library.advance(tick);
  folds.tick = tick;
}
