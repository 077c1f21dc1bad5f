/**
 * The report of a whole run: the object that the command line prints as JSON
 * (shared contract: fields may be added, never renamed). Everything in it is derived from the build's
 * recorded data and from what the machine counted.
 */
import { Ev } from "../assembly/abi/events.ts";
import { Owner, Stat, VmaKind } from "../assembly/abi/layout.ts";
import { mallocSizes, syscallsOf } from "./call-counts.ts";
import { type CollectorReport, DEFAULT_COLLECTOR, collectorReport } from "./collectors.ts";
import { familyKernel, familyRows } from "./family.ts";
import type { Machine } from "./machine.ts";
import { DEFAULT_THP } from "./process-port.ts";
import type { FunctionRow } from "./protocol.ts";
import { type LoadedRun, functionRows } from "./run.ts";

const PAGE_KB = 4;
const PAGE = 4096;
/** Pages asked for at once: the machine's output buffer holds 2^18 texels. */
const PAGES_AT_ONCE = 1 << 18;
/** Bits of a page texel's last byte (assembly/inspect/pages.ts). */
const TEXEL_ANON = 2;

export interface StageReport {
  name: string;
  at: number;
  vms_kb: number;
  rss_kb: number;
  pss_kb: number;
  uss_kb: number;
  minor_faults: number;
  cow_copies: number;
  cow_reuses: number;
  private_pages: Record<"int_blocks" | "heap" | "anon" | "static" | "stack", number>;
}

export interface Report {
  build: string;
  program: string;
  n: number | null;
  under: string;
  launch: string;
  /** The kernel's policy for transparent huge pages. */
  thp: string;
  /** The manager's name; what it did, where one was asked for by name. */
  collector: string | CollectorReport;
  exit: { status: number; stderr: string; limit: string | null };
  stdout: string;
  ir: {
    total_net: number;
    baseline: number;
    program: number;
    phases: Record<"start" | "compile" | "run" | "exit", number>;
  };
  functions: {
    name: string;
    file: string;
    self: number;
    inclusive: number;
    calls: number;
    self_run: number;
    calls_run: number;
    basis: FunctionRow["basis"];
  }[];
  events: Record<string, number>;
  malloc_sizes: Record<string, number>;
  malloc_sizes_run: Record<string, number>;
  syscalls: Record<string, number>;
  syscalls_run: Record<string, number>;
  processes: {
    pid: number;
    parent: number | null;
    role: string;
    ir: number;
    stages: StageReport[];
  }[];
  kernel: Record<string, number>;
  sim: { wall_ms: number; wasm_bytes: number; state_hash: string; version: string };
  /** Of the C program: `range(N)` with the same length, build and launch. */
  beside?: Beside;
}

/** What is compared of two programs of one length. */
export type Beside = Pick<
  Report,
  "build" | "program" | "n" | "exit" | "ir" | "malloc_sizes_run" | "syscalls_run" | "kernel"
>;

/** The part of a report that another one shows beside itself. */
export function beside(report: Report): Beside {
  const { build, program, n, exit, ir, malloc_sizes_run, syscalls_run, kernel } = report;
  return { build, program, n, exit, ir, malloc_sizes_run, syscalls_run, kernel };
}

/** What the caller adds to a report. */
export interface ReportOptions {
  version: string;
  /** Clock values at which a stage is reported besides the exit. */
  stagesAt: number[];
  /** Told which part of the work begins, for a progress bar. */
  progress: (part: string, done: number, parts: number) => void;
}

/** The process id that the simulated interpreter gets. */
const PID = 1000;

/** Runs everything that the report needs. */
export function report(machine: Machine, run: LoadedRun, options: ReportOptions): Report {
  const parts = ["profile", "memory"];
  const step = (index: number) => options.progress(parts[index] ?? "", index, parts.length);
  const { measured } = run;
  const { exit, stdout } = measured;
  // The measuring run left the machine at its end.
  const hash = machine.hash();
  const atEnd = sightOf(machine);
  const manager = managerOf(machine, run);
  step(0);
  const functions = functionRows(machine, run);
  const inRun = countsOf(machine);
  step(1);
  machine.run({ target: 0 });
  const first = machine.stats();
  const stages = options.stagesAt.map((at) => {
    machine.run({ target: at });
    return stage(run, `ir ${at}`, at, first, sightOf(machine));
  });
  stages.push(stage(run, exit.limit === null ? "exit" : "limit", run.total, first, atEnd));
  return {
    build: run.build.name,
    program: run.program.text,
    n: run.program.n,
    under: run.request.under,
    launch: run.request.launch,
    thp: run.request.thp ?? DEFAULT_THP,
    collector: collectorOf(run, manager),
    exit: {
      ...exit,
      limit: exit.limit === null ? null : `stopped after ${exit.limit}`,
    },
    stdout,
    ir: irOf(run),
    functions: functions.map(({ selfRun, callsRun, basis, ...row }) => ({
      ...row,
      self_run: selfRun,
      calls_run: callsRun,
      basis,
    })),
    events: eventsOf(run, functions, inRun.events),
    ...mallocSizes(run, inRun.requests),
    ...syscallsOf(run),
    processes:
      measured.history.processes.length > 1
        ? familyRows(machine, run, options.stagesAt)
        : [{ pid: PID, parent: null, role: "main", ir: run.total, stages }],
    kernel: familyKernel(measured.history.processes),
    sim: {
      wall_ms: measured.wallMs,
      wasm_bytes: measured.wasmBytes,
      state_hash: hash,
      version: options.version,
    },
  };
}

/** What the manager did, where the request named one. */
function managerOf(machine: Machine, run: LoadedRun): CollectorReport | null {
  const { collector } = run.request;
  if (collector === undefined) return null;
  const { ledger, eventCounts } = run.measured;
  return collectorReport(machine, collector.name, ledger.executed, eventCounts, run.total);
}

function collectorOf(run: LoadedRun, manager: CollectorReport | null): Report["collector"] {
  if (run.program.language === "c") return "none";
  return manager ?? DEFAULT_COLLECTOR;
}

interface Counts {
  events: Float64Array;
  requests: Map<number, number>;
}

function countsOf(machine: Machine): Counts {
  return { events: machine.eventCounts(), requests: machine.requests() };
}

function irOf(run: LoadedRun): Report["ir"] {
  const baseline = run.build.launches[run.request.launch]?.passNet ?? 0;
  const phases = { start: 0, compile: 0, run: 0, exit: 0 };
  for (const { name, from, to } of run.stretches) phases[name] = to - from;
  return { total_net: run.total, baseline, program: run.total - baseline, phases };
}

/** Calls of a row in the whole process, recorded start-up included. */
function callsOf(functions: FunctionRow[], name: string, file: string): number {
  return functions.find((row) => row.name === name && row.file === file)?.calls ?? 0;
}

function eventsOf(run: LoadedRun, functions: FunctionRow[], inRun: Float64Array): Report["events"] {
  const { build } = run;
  const whole = run.measured.eventCounts;
  const at = (counts: Float64Array, kind: Ev) => counts[kind] ?? 0;
  return {
    int_blocks_filled: build.passBlocksFilled + at(whole, Ev.INT_BLOCK),
    int_blocks_filled_run: at(inRun, Ev.INT_BLOCK),
    int_blocks_freed: at(whole, Ev.BLOCK_FREE),
    ints_made_run: at(inRun, Ev.INT_TAKE),
    mallocs: callsOf(functions, "malloc", "malloc.c"),
    mallocs_run: at(inRun, Ev.MALLOC),
    frees: callsOf(functions, "free", "malloc.c"),
    frees_run: at(inRun, Ev.FREE),
    collections: callsOf(functions, "collect", "gcmodule.c"),
  };
}

/** What the machine shows where it stands. */
interface Sight {
  stats: Float64Array;
  private_pages: StageReport["private_pages"];
}

function sightOf(machine: Machine): Sight {
  return { stats: machine.stats(), private_pages: privatePages(machine) };
}

/**
 * Memory at one instant: what was recorded at entry, plus the pages that the model added or removed;
 * at exit also what the recorded exit itself touches.
 */
function stage(
  run: LoadedRun,
  name: string,
  at: number,
  first: Float64Array,
  { stats: now, private_pages }: Sight,
): StageReport {
  const { entry } = run;
  const launch = run.build.launches[run.request.launch];
  const none = { rssKb: 0, ussKb: 0, pssKb: 0, faults: 0 };
  const exit = name === "exit" ? (launch?.exitRecorded ?? none) : none;
  const change = (stat: Stat) => (now[stat] ?? 0) - (first[stat] ?? 0);
  const anon = change(Stat.RSS_ANON_PAGES) * PAGE_KB;
  const resident = anon + change(Stat.RSS_FILE_PAGES) * PAGE_KB;
  return {
    name,
    at,
    vms_kb: (now[Stat.VMS_PAGES] ?? 0) * PAGE_KB,
    rss_kb: entry.recordedKb.rss + resident + exit.rssKb,
    pss_kb: entry.recordedKb.pss + anon + exit.pssKb,
    uss_kb: entry.recordedKb.uss + anon + exit.ussKb,
    minor_faults: entry.faults + (now[Stat.FAULTS] ?? 0) + exit.faults,
    cow_copies: 0,
    cow_reuses: 0,
    private_pages,
  };
}

/** Anonymous pages by what they hold: int blocks, other heap, other mappings, data, stack. */
function privatePages(machine: Machine): StageReport["private_pages"] {
  const pages = { int_blocks: 0, heap: 0, anon: 0, static: 0, stack: 0 };
  const kinds = {
    [VmaKind.HEAP]: "heap",
    [VmaKind.ANON]: "anon",
    [VmaKind.FILE]: "static",
    [VmaKind.STACK]: "stack",
    // Shared mappings hold no private page.
    [VmaKind.SHARED]: "anon",
  } as const;
  for (const { start, end, kind } of machine.vmas()) {
    for (let at = start; at < end; at += PAGES_AT_ONCE * PAGE) {
      const texels = machine.pages(at, Math.min(PAGES_AT_ONCE, (end - at) / PAGE));
      for (let i = 0; i < texels.length; i += 4) {
        if (((texels[i + 3] ?? 0) & TEXEL_ANON) === 0) continue;
        const owner = texels[i] ?? 0;
        const ints = owner === Owner.INT_LIVE || owner === Owner.INT_FREE;
        pages[ints ? "int_blocks" : kinds[kind]] += 1;
      }
    }
  }
  return pages;
}
