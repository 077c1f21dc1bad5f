/** A run that is open: its build, program and baseline, and the facts about it as a whole. */
import { Ev, RECORD_FIELDS } from "../assembly/abi/events.ts";
import { Stat } from "../assembly/abi/layout.ts";
import { Phase, Stop } from "../assembly/abi/stop.ts";
import { type CallgrindRow, profile, rowsOfLedger } from "../src/instruments/callgrind.ts";
import { markLabel } from "../src/instruments/narrate.ts";
import { constantRepr } from "../src/program/constant-text.ts";
import { decode } from "../src/program/dis.ts";
import { Op } from "../assembly/abi/opcodes.ts";
import type { Build } from "../src/tables/build.ts";
import { type Modelled, lawRow, modelledOf, modelledPass, recordedStretches } from "./baseline.ts";
import type { RecordedStretches } from "./image.ts";
import type { Ledger, Machine } from "./machine.ts";
import {
  type Program,
  type ProgramEntry,
  entryFor,
  imageOf,
  launchOf,
  readProgram,
} from "./program.ts";
import type {
  BytecodeLine,
  FunctionRow,
  Instant,
  Mark,
  RunRequest,
  RunSummary,
  Stretch,
} from "./protocol.ts";

/** Rows of gauges over the modelled stretches of a run. */
const SAMPLES = 1024;
/** Marks of a dense kind are drawn only up to this many. */
const MARKS_MAX = 200;
const PAGE_KB = 4;

export interface LoadedRun {
  build: Build;
  /** The recorded state that the program starts from. */
  entry: ProgramEntry;
  program: Program;
  request: RunRequest;
  pass: Modelled;
  recorded: RecordedStretches;
  total: number;
  stretches: Stretch[];
  /** Puts the run into a machine, which may have held another one. */
  load(machine: Machine): void;
  /** The instant itself, or the nearer end of the recorded stretch that it lies in. */
  landing(ir: number): number;
  /** The end of the recorded stretch that holds `ir`. */
  afterStretch(ir: number): number;
  priceOf(segment: string): NonNullable<Instant["segment"]>;
  /** The source position of a bytecode. */
  placeOf(code: number, offset: number): NonNullable<Instant["place"]>;
}

/** Compiles the program and sets a machine up for it. Throws ProgramProblem or BuildError. */
export function loadRun(machine: Machine, build: Build, request: RunRequest): LoadedRun {
  const program = readProgram(request.text);
  const launch = launchOf(build, request.launch);
  const entry = entryFor(build, request.launch, request.under, program);
  machine.use(build);
  const pass = modelledPass(machine, build, request.launch, request.under);
  const recorded = recordedStretches(build, launch, pass, program);
  const load = (into: Machine) => {
    into.use(build);
    into.load(entry, imageOf(program), recorded);
  };
  load(machine);
  machine.run();
  const total = machine.stats()[0] ?? 0;
  const stretches = stretchesOf(machine, recorded, total);
  const inside = (ir: number) =>
    stretches.flatMap((s) => s.recorded).find(([from, to]) => ir > from && ir < to);
  return {
    build,
    entry,
    program,
    request,
    pass,
    recorded,
    total,
    stretches,
    load,
    landing(ir) {
      const stretch = inside(ir);
      if (stretch === undefined) return ir;
      return ir - stretch[0] < stretch[1] - ir ? stretch[0] : stretch[1];
    },
    afterStretch: (ir) => inside(ir)?.[1] ?? ir,
    priceOf: (segment) => priceOf(build, segment),
    placeOf: (code, offset) => ({ code, offset, line: lineOf(program, offset) }),
  };
}

function priceOf(build: Build, segment: string): NonNullable<Instant["segment"]> {
  const key = Object.keys(build.prices).find((k) => k === segment || k.startsWith(`${segment}@`));
  const entry = key === undefined ? undefined : build.prices[key];
  const flat = typeof entry?.price === "number" ? entry.price : null;
  return {
    name: segment,
    ir: segment.includes("__recorded") ? null : flat,
    basis: entry?.basis ?? "estimated",
  };
}

/** Where the phases lie on the clock, and which parts of them are recorded. */
function stretchesOf(machine: Machine, recorded: RecordedStretches, total: number): Stretch[] {
  const kinds = (1 << Ev.PHASE) | (1 << Ev.CLEAR_BEGIN) | (1 << Ev.CLEAR_END);
  const stop = machine.run({ recordFrom: 0, kinds });
  if (stop !== Stop.PROGRAM_END) throw new Error("a run has fewer phases than records");
  const records = machine.records();
  const at = (kind: Ev, value: number | null) => {
    for (let i = 0; i < records.length; i += RECORD_FIELDS) {
      const what = (records[i + 1] ?? 0) % 256;
      if (what === kind && (value === null || records[i + 3] === value)) return records[i] ?? 0;
    }
    throw new Error(`a run without ${Ev[kind]}`);
  };
  const run = at(Ev.PHASE, Phase.RUN);
  const exit = at(Ev.PHASE, Phase.EXIT);
  const { start, exitBeforeCollect, exitBeforeFini, exitEnd } = recorded;
  const cleared = at(Ev.CLEAR_END, null);
  return [
    { name: "start", phase: Phase.START, from: 0, to: start, recorded: [[0, start]] },
    { name: "compile", phase: Phase.COMPILE, from: start, to: run, recorded: [[start, run]] },
    { name: "run", phase: Phase.RUN, from: run, to: exit, recorded: [] },
    {
      name: "exit",
      phase: Phase.EXIT,
      from: exit,
      to: total,
      recorded: [
        [exit, exit + exitBeforeCollect],
        [cleared, cleared + exitBeforeFini],
        [total - exitEnd, total],
      ],
    },
  ];
}

/** One measuring run: counters over the clock, event counts, marks. */
export function summarise(machine: Machine, run: LoadedRun): RunSummary {
  const started = performance.now();
  machine.run();
  const wallMs = performance.now() - started;
  const eventCounts = machine.eventCounts();
  const recorded = run.stretches
    .flatMap((s) => s.recorded)
    .reduce((sum, [from, to]) => sum + to - from, 0);
  machine.run({ sampleStep: Math.max(1, Math.floor((run.total - recorded) / SAMPLES)) });
  const samples = machine.samples();
  const { layout } = run.build;
  machine.run({ target: 0 });
  const first = machine.stats();
  const modelledPages = (first[Stat.RSS_ANON_PAGES] ?? 0) + (first[Stat.RSS_FILE_PAGES] ?? 0);
  return {
    build: run.build.name,
    text: run.program.text,
    total: run.total,
    stretches: run.stretches,
    samples,
    marks: marksOf(machine, eventCounts),
    eventCounts,
    codes: [{ name: "<module>", lines: bytecodeOf(run.program) }],
    stdout: "",
    exit: { status: 0, stderr: "", limit: null },
    recorded: {
      residentKb: run.entry.recordedKb.rss - modelledPages * PAGE_KB,
      faults: run.entry.faults,
    },
    layout: {
      intBytes: layout.intBytes,
      intSlots: layout.intSlots,
      blockBytes: layout.blockBytes,
      refcntOffset: layout.refcntOffset,
      traceRefs: layout.traceRefs,
    },
    wallMs,
    wasmBytes: machine.wasmBytes(),
  };
}

/** Rare events always, dense ones only where they are few. */
function marksOf(machine: Machine, counts: Float64Array): Mark[] {
  const always = [Ev.LIST_NEW, Ev.LIST_DEALLOC, Ev.MMAP, Ev.MUNMAP, Ev.CLEAR_BEGIN];
  const ifFew = [Ev.BRK, Ev.INT_BLOCK];
  const few = (kind: Ev) => (counts[kind] ?? 0) <= MARKS_MAX;
  const kinds = [...always, ...ifFew].filter(few).reduce((mask, kind) => mask | (1 << kind), 0);
  machine.run({ recordFrom: 0, kinds });
  const records = machine.records();
  const marks: Mark[] = [];
  for (let i = 0; i < records.length; i += RECORD_FIELDS) {
    const [ir = 0, what = 0, addr = 0, a = 0] = records.slice(i, i + RECORD_FIELDS);
    const kind = (what % 256) as Ev;
    marks.push({ ir, kind, label: markLabel(kind, addr, a) });
  }
  return marks;
}

function lineOf(program: Program, offset: number): number {
  return bytecodeOf(program).findLast((line) => line.offset <= offset)?.line ?? 1;
}

function bytecodeOf(program: Program): BytecodeLine[] {
  let line = program.code.co_firstlineno;
  return decode(program.code).map(({ offset, opcode, arg, line: starts }) => {
    line = starts ?? line;
    return {
      offset,
      line,
      name: Op[opcode] ?? "?",
      argument: arg,
      meaning: meaningOf(program, opcode, arg),
    };
  });
}

function meaningOf(program: Program, opcode: Op, arg: number | null): string {
  if (arg === null) return "";
  const { code } = program;
  if (opcode === Op.LOAD_CONST) {
    const constant = code.co_consts[arg];
    return constant === undefined ? "" : constantRepr(constant);
  }
  if (opcode === Op.LOAD_NAME || opcode === Op.STORE_NAME) return code.co_names[arg] ?? "";
  return opcode === Op.CALL_FUNCTION ? `${arg} positional` : "";
}

/** Wrappers of the module's run: they are entered before the run phase begins. */
const BEFORE_RUN = [
  "main",
  "Py_Main",
  "PyRun_AnyFileExFlags",
  "PyRun_SimpleFileExFlags",
  "PyRun_FileExFlags",
  "run_mod",
  "Py_Finalize",
];

/** The profile of the whole process, with the run phase apart. */
export function functionRows(machine: Machine, run: LoadedRun): FunctionRow[] {
  const { build, program, request } = run;
  const whole = modelledOf(machine, build, request.launch, request.under, program).ledger;
  const law = (key: string): [number, number, number] => {
    const found = build.textLaw[key];
    return found === undefined || program.n === null ? [0, 0, 0] : lawRow(found, program.n);
  };
  run.load(machine);
  const inRun = rowsOfLedger(build, runLedger(machine, run));
  const rows: CallgrindRow[] = profile(build, whole, run.pass.ledger, law, run.total);
  return rows.map((row) => {
    const [selfRun = 0, , callsRun = 0] = inRun.get(`${row.name}|${row.file}`) ?? [];
    return { ...row, selfRun, callsRun };
  });
}

/** What the machine counted between the run phase's first and last instruction. */
function runLedger(machine: Machine, run: LoadedRun): Ledger {
  const exit = run.stretches.find((s) => s.name === "exit");
  machine.run({ target: exit?.from ?? run.total });
  const { functions, executed } = machine.ledger();
  for (const name of BEFORE_RUN) functions.set(name, [0, 0, 0]);
  return { functions, executed };
}
