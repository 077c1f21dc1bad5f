/** A run that is open: its build, program and baseline, and the facts about it as a whole. */
import { SHADOW_BITS } from "../assembly/abi/collectors.ts";
import { FN_COUNT, Fn } from "../assembly/abi/functions.ts";
import { Stat } from "../assembly/abi/layout.ts";
import { Fault, Phase, type Stop } from "../assembly/abi/stop.ts";
import { type CallgrindRow, profile, rowsOfLedger } from "../src/instruments/callgrind.ts";
import { constantRepr } from "../src/program/constant-text.ts";
import { decode } from "../src/program/dis.ts";
import { Op } from "../assembly/abi/opcodes.ts";
import type { Build } from "../src/tables/build.ts";
import type { CodeObject } from "../src/program/code.ts";
import { checkForced, checkRoom, underManager } from "./collectors.ts";
import { type Modelled, lawRow, modelledPass, recordedStretches } from "./baseline.ts";
import { isC, prepareC, readC } from "./c-program.ts";
import type { RecordedStretches } from "./image.ts";
import type { Look } from "./look.ts";
import type { OutputEnd } from "./family-output.ts";
import type { Facts } from "./facts.ts";
import { DEFAULT_SCHEDULE, DEFAULT_THP, FIRST_PROCESS } from "./process-port.ts";
import { markedKinds, marksOf } from "./marks.ts";
import { withMalloc } from "./malloc-parameters.ts";
import { LIMIT_BYTES, type Ledger, type Machine, MachineFault } from "./machine.ts";
import { LIMIT_IR, limitText } from "./limits.ts";
import { type History, runProcesses } from "./processes.ts";
import {
  type Program,
  type ProgramEntry,
  ProgramProblem,
  entryFor,
  launchOf,
  readProgram,
} from "./program.ts";
import { codesOf } from "./program-image.ts";
import type {
  BytecodeLine,
  ExitReport,
  FunctionRow,
  Instant,
  RunRequest,
  RunSummary,
  Stretch,
} from "./protocol.ts";

/** Rows of gauges over the modelled stretches of a run. */
const SAMPLES = 1024;
const PAGE_KB = 4;

/** What one run to the end tells. */
export interface Measured {
  stats: Float64Array;
  ledger: Ledger;
  eventCounts: Float64Array;
  requests: Map<number, number>;
  stdout: string;
  /** When stdout got longer, where it is a family's (`History.stdoutEnds`). */
  stdoutEnds: readonly OutputEnd[];
  /** stdout and exit are the machine's; all other fields are the first process's. */
  exit: ExitReport;
  history: History;
  wallMs: number;
  wasmBytes: number;
}

export interface LoadedRun {
  build: Build;
  /** The recorded state that the program starts from. */
  entry: ProgramEntry;
  program: Program;
  request: RunRequest;
  pass: Modelled;
  recorded: RecordedStretches;
  total: number;
  measured: Measured;
  stretches: Stretch[];
  /** Set where a later process than the first is looked at. */
  look?: Look;
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

/** What a run starts from. */
type Prepared = Pick<LoadedRun, "build" | "program" | "entry" | "pass" | "recorded">;

function preparedPython(machine: Machine, build: Build, request: RunRequest): Prepared {
  const program = readProgram(request.text);
  const launch = launchOf(build, request.launch);
  const entry = entryFor(build, request.launch, request.under, program);
  machine.use(build);
  machine.port.become(FIRST_PROCESS, null);
  const pass = modelledPass(machine, build, request.launch, request.under);
  const recorded = recordedStretches(build, launch, pass, program);
  return { build: underManager(build, request.collector), program, entry, pass, recorded };
}

function preparedC(build: Build, request: RunRequest): Prepared {
  launchOf(build, request.launch);
  const ledger: Ledger = { functions: new Map(), executed: new Map() };
  return {
    ...prepareC(build, request.launch),
    program: readC(request.text),
    pass: { run: 0, exit: 0, ledger },
  };
}

/** Compiles the program and sets a machine up for it. Throws ProgramProblem or BuildError. */
export function loadRun(machine: Machine, chosen: Build, request: RunRequest): LoadedRun {
  checkRoom(request.collector, request.limitBytes ?? LIMIT_BYTES);
  const parameterised = withMalloc(chosen, request.malloc);
  const prepared = isC(request.text)
    ? preparedC(parameterised, request)
    : preparedPython(machine, parameterised, request);
  const { build, program, entry, pass, recorded } = prepared;
  const load = (into: Machine) => {
    into.use(build);
    into.load(entry, program, recorded, request.limitBytes ?? LIMIT_BYTES);
    into.forced.at(request.collector?.collectAt ?? []);
    into.port.schedule = request.schedule ?? DEFAULT_SCHEDULE;
    into.port.thp = request.thp ?? DEFAULT_THP;
    into.port.become(FIRST_PROCESS, facts);
  };
  let facts: Facts | null = null;
  load(machine);
  const codes = codesOf(program.code);
  const measured = measure(machine, request, codes, program);
  checkForced(request.collector, measured.eventCounts, program.language);
  facts = measured.history.facts;
  const total = measured.stats[Stat.IR] ?? 0;
  const stretches = stretchesOf(measured.stats, recorded);
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
    measured,
    stretches,
    load,
    landing(ir) {
      const stretch = inside(ir);
      if (stretch === undefined) return ir;
      return ir - stretch[0] < stretch[1] - ir ? stretch[0] : stretch[1];
    },
    afterStretch: (ir) => inside(ir)?.[1] ?? ir,
    priceOf: (segment) => priceOf(build, segment),
    placeOf: (code, offset) => ({
      code,
      offset,
      line: lineOf(codes[code] ?? program.code, offset),
    }),
  };
}

/**
 * The measuring run: to the end, or to the limit. It leaves the machine at its end. A program that needs
 * more than is simulated is a problem of the program.
 */
function measure(
  machine: Machine,
  request: RunRequest,
  codes: CodeObject[],
  program: Program,
): Measured {
  const limitIr = request.limitIr ?? LIMIT_IR;
  const started = performance.now();
  const history = runProcesses(machine, {
    run: { target: limitIr },
    guard: (run) => refusing(machine, codes, run),
  });
  const wallMs = performance.now() - started;
  const stats = machine.stats();
  const limit = limitText(history, limitIr, request.limitBytes ?? LIMIT_BYTES);
  const status = limit === null ? (stats[Stat.EXIT_STATUS] ?? 0) : 1;
  const eventCounts = machine.eventCounts();
  return {
    stats,
    ledger: machine.ledger(),
    eventCounts,
    requests: machine.requests(),
    stdout: history.stdout,
    stdoutEnds: history.stdoutEnds,
    exit: { status, stderr: program.warnings + history.stderr, limit },
    history,
    wallMs,
    wasmBytes: machine.wasmBytes(),
  };
}

function refusing(machine: Machine, codes: CodeObject[], run: () => Stop): Stop {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof MachineFault) || error.fault !== Fault.NOT_SIMULATED) throw error;
    const stats = machine.stats();
    const code = codes[stats[Stat.CODE_NUMBER] ?? 0];
    const line = code === undefined ? 1 : lineOf(code, stats[Stat.OPCODE_OFFSET] ?? 0);
    throw new ProgramProblem({
      message: `not simulated: ${error.missing}`,
      remedy: "Write the program without it.",
      line,
      column: 0,
    });
  }
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
function stretchesOf(stats: Float64Array, recorded: RecordedStretches): Stretch[] {
  const total = stats[Stat.IR] ?? 0;
  const run = stats[Stat.RUN_AT] || total;
  const exit = stats[Stat.EXIT_AT] || total;
  const { start, exitBeforeCollect, exitBeforeFini, exitEnd } = recorded;
  const stretches: Stretch[] = [
    { name: "start", phase: Phase.START, from: 0, to: start, recorded: [[0, start]] },
    { name: "compile", phase: Phase.COMPILE, from: start, to: run, recorded: [[start, run]] },
    { name: "run", phase: Phase.RUN, from: run, to: exit, recorded: [] },
  ];
  // A program that met a limit has no exit.
  if (exit === total) return stretches;
  const finalize = stats[Stat.FINALIZE_AT] || total;
  const cleared = stats[Stat.CLEARED_AT] || total;
  const inExit: [number, number][] = [
    [finalize, finalize + exitBeforeCollect],
    [cleared, cleared + exitBeforeFini],
    [total - exitEnd, total],
  ];
  return [
    ...stretches,
    { name: "exit", phase: Phase.EXIT, from: exit, to: total, recorded: inExit },
  ];
}

/** The facts about a run as a whole. */
export function summarise(machine: Machine, run: LoadedRun): RunSummary {
  const { measured } = run;
  const { layout } = run.build;
  const recorded = run.stretches
    .flatMap((stretch) => stretch.recorded)
    .reduce((sum, [from, to]) => sum + to - from, 0);
  const sampleStep = Math.max(1, Math.floor((run.total - recorded) / SAMPLES));
  const kinds = markedKinds(measured.eventCounts);
  machine.run({ target: run.total, sampleStep, recordFrom: 0, kinds, limit: 0 });
  const samples = machine.samples();
  const marks = marksOf(machine.records());
  machine.run({ target: 0 });
  const first = machine.stats();
  const modelledPages = (first[Stat.RSS_ANON_PAGES] ?? 0) + (first[Stat.RSS_FILE_PAGES] ?? 0);
  return {
    build: run.build.name,
    text: run.program.text,
    process: measured.history.processes[0]?.pid ?? 0,
    processes: measured.history.processes.map(({ pid }) => pid),
    total: run.total,
    stretches: run.stretches,
    samples,
    marks,
    eventCounts: measured.eventCounts,
    functions: Array.from({ length: FN_COUNT }, (_, fn) => Fn[fn] ?? ""),
    codes: codesOf(run.program.code).map((code) => ({
      name: code.co_name,
      lines: bytecodeOf(code),
    })),
    stdout: measured.stdout,
    exit: measured.exit,
    recorded: {
      residentKb: run.entry.recordedKb.rss - modelledPages * PAGE_KB,
      pssKb: run.entry.recordedKb.pss - modelledPages * PAGE_KB,
      ussKb: run.entry.recordedKb.uss - modelledPages * PAGE_KB,
      faults: run.entry.faults,
    },
    layout: {
      intBytes: layout.intBytes,
      intSlots: layout.intSlots,
      blockBytes: layout.blockBytes,
      refcntOffset: layout.refcntOffset < 2 ** SHADOW_BITS ? layout.refcntOffset : undefined,
      traceRefs: layout.traceRefs,
    },
    types: Object.entries(run.build.types).map(([name, offset]) => [
      run.entry.imageBase + offset,
      name,
    ]),
    wallMs: measured.wallMs,
    wasmBytes: measured.wasmBytes,
  };
}

function lineOf(code: CodeObject, offset: number): number {
  return bytecodeOf(code).findLast((line) => line.offset <= offset)?.line ?? 1;
}

function bytecodeOf(code: CodeObject): BytecodeLine[] {
  let line = code.co_firstlineno;
  return decode(code).map(({ offset, opcode, arg, line: starts }) => {
    line = starts ?? line;
    return {
      offset,
      line,
      name: Op[opcode] ?? "?",
      argument: arg,
      meaning: meaningOf(code, opcode, arg),
    };
  });
}

/** Opcodes whose argument is an index into the names, and into the local variables. */
const NAMING = [
  ...[Op.LOAD_NAME, Op.STORE_NAME, Op.DELETE_NAME, Op.LOAD_GLOBAL, Op.STORE_GLOBAL],
  ...[Op.DELETE_GLOBAL, Op.LOAD_ATTR, Op.STORE_ATTR, Op.DELETE_ATTR],
  ...[Op.IMPORT_NAME, Op.IMPORT_FROM],
];
const LOCAL = [Op.LOAD_FAST, Op.STORE_FAST, Op.DELETE_FAST];
const COMPARISONS = ["<", "<=", "==", "!=", ">", ">=", "in", "not in", "is", "is not", "exception"];

function meaningOf(code: CodeObject, opcode: Op, arg: number | null): string {
  if (arg === null) return "";
  if (opcode === Op.LOAD_CONST) {
    const constant = code.co_consts[arg];
    return constant === undefined ? "" : constantRepr(constant);
  }
  if (NAMING.includes(opcode)) return code.co_names[arg] ?? "";
  if (LOCAL.includes(opcode)) return code.co_varnames[arg] ?? "";
  if (opcode === Op.COMPARE_OP) return COMPARISONS[arg] ?? "";
  if (opcode !== Op.CALL_FUNCTION) return "";
  const keywords = arg >> 8;
  return `${arg & 255} positional${keywords > 0 ? `, ${keywords} keyword` : ""}`;
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
  const { build, program } = run;
  const whole = run.measured.ledger;
  const law = (key: string): [number, number, number] => {
    const found = build.textLaw[key];
    return found === undefined || program.n === null ? [0, 0, 0] : lawRow(found, program.n);
  };
  const inRun = rowsOfLedger(build, runLedger(machine, run));
  const rows: CallgrindRow[] = profile(build, whole, run.pass.ledger, law, run.total);
  return rows.map((row) => {
    const key = `${row.name}|${row.file}`;
    const [selfRun = 0, , callsRun = 0] = inRun.get(key) ?? [];
    // Prices of other programs than the recorded ones are fitted: what they add to `pass` is an estimate.
    const fitted =
      (!program.recorded || build.manager !== undefined) && row.self !== build.passRows[key]?.[0];
    return { ...row, selfRun, callsRun, basis: fitted ? "estimated" : row.basis };
  });
}

/** What the machine counted between the run phase's first and last instruction. */
function runLedger(machine: Machine, run: LoadedRun): Ledger {
  const end = run.stretches.find((s) => s.name === "exit")?.from ?? run.total;
  machine.run({ target: end });
  const { functions, executed } = machine.ledger();
  // Functions that exit's first steps entered before the machine parked are not the run's.
  for (const { fn, since, hasSymbol } of machine.stack()) {
    const row = functions.get(fn);
    if (hasSymbol && since >= end && row !== undefined) row[2] -= 1;
  }
  if (run.program.language === "c") return { functions, executed };
  for (const name of BEFORE_RUN) functions.set(name, [0, 0, 0]);
  return { functions, executed };
}
