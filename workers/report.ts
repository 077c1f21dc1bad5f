/**
 * The report of a whole run: the object that the command line prints as JSON
 * (shared contract: fields may be added, never renamed). Everything in it is derived from the build's
 * recorded data and from what the machine counted.
 */
import { Ev } from "../assembly/abi/events.ts";
import { Owner, Stat, VmaKind } from "../assembly/abi/layout.ts";
import type { Machine } from "./machine.ts";
import type { FunctionRow } from "./protocol.ts";
import { type LoadedRun, exitOf, functionRows } from "./run.ts";

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
  collector: string;
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
}

/** What the caller adds to a report. */
export interface ReportOptions {
  version: string;
  /** Clock values at which a stage is reported besides the exit. */
  stagesAt: number[];
  /** Clock value at which the program is stopped, null to let it end. */
  limitIr: number | null;
  /** Told which part of the work begins, for a progress bar. */
  progress: (part: string, done: number, parts: number) => void;
}

/** The process id that the simulated interpreter gets. */
const PID = 1000;

/** Runs everything that the report needs. */
export function report(machine: Machine, run: LoadedRun, options: ReportOptions): Report {
  const parts = ["run", "profile", "phases", "memory"];
  const step = (index: number) => options.progress(parts[index] ?? "", index, parts.length);
  step(0);
  run.load(machine);
  const started = performance.now();
  machine.run({ target: options.limitIr ?? run.total });
  const wallMs = performance.now() - started;
  const wasmBytes = machine.wasmBytes();
  const hash = machine.hash();
  const whole = countsOf(machine);
  const exitStats = machine.stats();
  const exit = exitOf(machine, run);
  const stdout = machine.written(1);
  step(1);
  const functions = functionRows(machine, run);
  step(2);
  run.load(machine);
  const [entry, afterRun] = [
    countsAt(machine, phaseStart(run, "run")),
    countsAt(machine, phaseStart(run, "exit")),
  ];
  step(3);
  const stages = options.stagesAt.map((at) => stage(machine, run, `ir ${at}`, at));
  const last = options.limitIr ?? run.total;
  stages.push(stage(machine, run, options.limitIr === null ? "exit" : "limit", last));
  return {
    build: run.build.name,
    program: run.program.text,
    n: run.program.n,
    under: run.request.under,
    launch: run.request.launch,
    collector: "refcount",
    exit: {
      ...exit,
      status: options.limitIr === null ? exit.status : 1,
      limit: limitText(options.limitIr) ?? exit.limit,
    },
    stdout,
    ir: irOf(run),
    functions: functions.map(({ selfRun, callsRun, basis, ...row }) => ({
      ...row,
      self_run: selfRun,
      calls_run: callsRun,
      basis,
    })),
    events: eventsOf(run, functions, whole, minus(afterRun.events, entry.events)),
    ...mallocSizes(run, whole, minusMap(afterRun.requests, entry.requests)),
    ...syscallsOf(run, whole, exitStats),
    processes: [{ pid: PID, parent: null, role: "main", ir: run.total, stages }],
    kernel: kernelOf(exitStats),
    sim: { wall_ms: wallMs, wasm_bytes: wasmBytes, state_hash: hash, version: options.version },
  };
}

function limitText(limitIr: number | null): string | null {
  return limitIr === null ? null : `stopped after ${limitIr} instructions (--limit-ir)`;
}

interface Counts {
  events: Float64Array;
  requests: Map<number, number>;
}

function countsOf(machine: Machine): Counts {
  return { events: machine.eventCounts(), requests: machine.requests() };
}

function countsAt(machine: Machine, target: number): Counts {
  machine.run({ target });
  return countsOf(machine);
}

function phaseStart(run: LoadedRun, name: "run" | "exit"): number {
  const stretch = run.stretches.find((s) => s.name === name);
  if (stretch === undefined) throw new Error(`a run without the phase ${name}`);
  return stretch.from;
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - (b[i] ?? 0));
}

function minusMap(a: Map<number, number>, b: Map<number, number>): Map<number, number> {
  return new Map([...a].map(([key, value]) => [key, value - (b.get(key) ?? 0)]));
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

function eventsOf(
  run: LoadedRun,
  functions: FunctionRow[],
  whole: Counts,
  inRun: Float64Array,
): Report["events"] {
  const { build } = run;
  const at = (counts: Float64Array, kind: Ev) => counts[kind] ?? 0;
  return {
    int_blocks_filled: build.passBlocksFilled + at(whole.events, Ev.INT_BLOCK),
    int_blocks_filled_run: at(inRun, Ev.INT_BLOCK),
    int_blocks_freed: at(whole.events, Ev.BLOCK_FREE),
    ints_made_run: at(inRun, Ev.INT_TAKE),
    mallocs: callsOf(functions, "malloc", "malloc.c"),
    mallocs_run: at(inRun, Ev.MALLOC),
    frees: callsOf(functions, "free", "malloc.c"),
    frees_run: at(inRun, Ev.FREE),
    collections: callsOf(functions, "collect", "gcmodule.c"),
  };
}

function mallocSizes(
  run: LoadedRun,
  whole: Counts,
  inRun: Map<number, number>,
): Pick<Report, "malloc_sizes" | "malloc_sizes_run"> {
  const sizes = new Map<number, number>();
  const add = (size: number, count: number) => {
    if (count !== 0) sizes.set(size, (sizes.get(size) ?? 0) + count);
  };
  for (const [size, count] of Object.entries(run.build.passMallocSizes)) add(Number(size), count);
  if (run.program.n !== null) {
    for (const [size, count] of Object.entries(run.build.rangeMallocSizes))
      add(Number(size), count);
  }
  for (const [size, count] of whole.requests) add(size, count);
  return { malloc_sizes: bySize(sizes), malloc_sizes_run: bySize(inRun) };
}

function bySize(sizes: Map<number, number>): Record<string, number> {
  return Object.fromEntries(
    [...sizes].filter(([, count]) => count > 0).sort((a, b) => a[0] - b[0]),
  );
}

/** Memory calls as strace counts them: recorded start-up, the model, recorded exit. */
function syscallsOf(
  run: LoadedRun,
  whole: Counts,
  exitStats: Float64Array,
): Pick<Report, "syscalls" | "syscalls_run"> {
  const { entry } = run;
  const modelled: Record<string, number> = {
    brk: whole.events[Ev.BRK] ?? 0,
    mmap: whole.events[Ev.MMAP] ?? 0,
    munmap: whole.events[Ev.MUNMAP] ?? 0,
    mremap: 0,
  };
  const after = { ...entry.syscallsAfter };
  // The recorded exit trims the heap only where its end was left as the start-up left it.
  if ((exitStats[Stat.HEAP_USED] ?? 0) !== entry.top) delete after.brk;
  const syscalls_run = sum(modelled, after);
  return { syscalls: sum(syscalls_run, entry.syscallsBefore), syscalls_run };
}

function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const result = { ...a };
  for (const [key, value] of Object.entries(b)) result[key] = (result[key] ?? 0) + value;
  return result;
}

function kernelOf(stats: Float64Array): Report["kernel"] {
  return {
    faults: stats[Stat.FAULTS] ?? 0,
    zeroed_pages: stats[Stat.ZEROED_PAGES] ?? 0,
    copied_pages: stats[Stat.COPIED_PAGES] ?? 0,
    copied_ptes: 0,
  };
}

/**
 * Memory at one instant: what was recorded at entry, plus the pages that the model added or removed;
 * at exit also what the recorded exit itself touches.
 */
function stage(machine: Machine, run: LoadedRun, name: string, at: number): StageReport {
  const { entry } = run;
  machine.run({ target: 0 });
  const first = machine.stats();
  machine.run({ target: at });
  const now = machine.stats();
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
    private_pages: privatePages(machine),
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
