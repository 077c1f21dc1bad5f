/** A build file from the recorded truth: everything about one measured interpreter binary. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Fn } from "../../assembly/abi/functions.ts";
import { rowsOfLedger } from "../../src/instruments/callgrind.ts";
import { startDicts } from "./start-dicts.ts";
import { type Build, type ProfileRow, parseBuild } from "../../src/tables/build.ts";
import { modelledOf } from "../../workers/baseline.ts";
import { readProgram } from "../../workers/program.ts";
import { bounds } from "./bounds.ts";
import { columnsAt } from "./columns.ts";
import { BRK_LIMIT, convertLaunches, mallocSizes } from "./launches.ts";
import { addTextLaw } from "./law.ts";
import { mergeFitted } from "./fitted.ts";
import { TRACES, machineOf } from "./machine.ts";
import { readSegments } from "./segments.ts";
import { type Bundles, convertPrices, opcodeBundles } from "./prices.ts";
import { SYMBOLS, mergedRows, passRows, rowNames } from "./rows.ts";
import {
  type EntryFile,
  type MallocPaths,
  type BytesTables,
  type MemsetTable,
  type Phases,
  type ProfileRun,
  type Segments,
  readJson,
} from "./truth.ts";

/** What is known about a measured binary besides the recordings. */
export interface BuildFacts {
  name: string;
  title: string;
  pie: boolean;
  refcntOffset: number;
  buffersInPools: boolean;
  /** The build whose opcode split and phases stand in, or its own. */
  phases: string;
  /** Folder of the recordings of `npm run calibrate`; the others' are in tests/traces. */
  recordings?: string;
}

/** A build that `npm run calibrate` left in tests/traces, or undefined where it left none. */
export function calibratedFacts(name: string): BuildFacts | undefined {
  const recordings = join(TRACES, name);
  if (!existsSync(join(recordings, "build.json"))) return undefined;
  return { ...readJson<BuildFacts>(recordings, "build.json"), recordings };
}

/** Folder with the recordings by phases, launches, natively, and of the types. */
export function recordingsOf(facts: BuildFacts): string {
  return facts.recordings ?? join(TRACES, facts.phases);
}

export const BUILDS: BuildFacts[] = [
  {
    name: "2.7.18-debian-release",
    title: "Python 2.7.18, Debian, release",
    pie: true,
    refcntOffset: 0,
    buffersInPools: false,
    phases: "2.7.18-debian-release",
  },
  {
    name: "2.7.18-debian-pydebug",
    title: "Python 2.7.18, Debian, pydebug",
    pie: true,
    refcntOffset: 16,
    buffersInPools: false,
    phases: "2.7.18-debian-pydebug",
  },
  {
    name: "2.7.12-pydebug-valgrind",
    title: "Python 2.7.12, pydebug with valgrind support (the article's)",
    pie: false,
    refcntOffset: 16,
    buffersInPools: true,
    phases: "2.7.18-debian-pydebug",
  },
];

/** main_arena in Debian's glibc 2.36, from the library's load address (libc6-dbg). */
const MAIN_ARENA = 0x1d3c60;

/** Functions that some build inlines, and where: only real if no profile shows the function. */
const INLINE_SITES: [string, string][] = [
  ["PyInt_FromLong", "builtin_range"],
  ["get_len_of_range", "builtin_range"],
  ["fill_free_list", "PyInt_FromLong"],
  ["int_dealloc", "list_dealloc"],
  ["call_function", "PyEval_EvalFrameEx"],
  ["clear_freelists", "collect"],
];

function convertBundles(
  bundles: Bundles,
  names: Map<string, string>,
  phases: Phases,
): Build["bundles"] {
  const run = {
    ...phases.programs.pass?.functions?.run,
    ...phases.programs["range(0)"]?.functions_differing_from_pass?.run,
  };
  const totals = new Map<string, number>();
  for (const helpers of Object.values(bundles)) {
    for (const [name, ir] of Object.entries(helpers))
      totals.set(name, (totals.get(name) ?? 0) + ir);
  }
  const result: Build["bundles"] = {};
  for (const [segment, helpers] of Object.entries(bundles)) {
    const rows: Record<string, [number, number]> = {};
    for (const [name, ir] of Object.entries(helpers)) {
      const key = names.get(name) ?? `${name}|`;
      const [selfRun, callsRun] = run[key] ?? [ir, 1];
      // Calls were recorded for the whole run phase: they are shared out by cost.
      rows[key] = [
        ir,
        Math.max(1, Math.round((callsRun * ir) / Math.max(selfRun, totals.get(name) ?? ir))),
      ];
    }
    result[segment] = rows;
  }
  return result;
}

function provenance(truthDir: string, facts: BuildFacts): Record<string, string> {
  const about = readJson<EntryFile & { units: Record<string, string> }>(
    truthDir,
    "entry-state.json",
  ).units;
  const folder = `tests/traces/${facts.phases}`;
  if (facts.recordings !== undefined) {
    return {
      machine: about.machine ?? "",
      profile: `${folder}/callgrind-${facts.name}.json: npm run calibrate, launch recipe: env -i LC_ALL=C, -S -E -B p.py`,
      segments: `${folder}/instructions.json: how often each instruction ran, residual 0`,
      malloc: "tests/traces/glibc-2.36/malloc-paths.json",
      memset: "tests/traces/glibc-2.36/memset.json",
      opcodes: `${folder}/phases.json`,
      entry: `${folder}/entry-state.json`,
      launches: `${folder}/launches.json, native.json`,
    };
  }
  return {
    machine: about.machine ?? "",
    profile: `callgrind-${facts.name}.json, launch recipe: env -i LC_ALL=C, -S -E -B p.py`,
    segments: "segments.json: instruction clusters, residual 0",
    malloc: "tests/traces/glibc-2.36/malloc-paths.json",
    memset: "tests/traces/glibc-2.36/memset.json",
    bytes: "tests/traces/glibc-2.36/strings.json",
    opcodes: `tests/traces/${facts.phases}/phases.json${facts.phases === facts.name ? "" : " (another build: estimated)"}`,
    entry: "entry-state.json",
    launches:
      facts.phases === facts.name
        ? `tests/traces/${facts.name}/launches.json, native.json`
        : "estimated",
  };
}

/** The two files that one recorded interpreter gives. */
export interface Converted {
  /** Text of public/builds/<name>.json. */
  build: string;
  /** Text of tests/traces/<name>/range.json. */
  trace: string;
}

/**
 * Converts one interpreter. The machine first shows what the recorded exit saves once the heap is no
 * longer contiguous (from one n before and one after), then that is a price like the others.
 */
export async function convert(truthDir: string, facts: BuildFacts): Promise<Converted> {
  const runs = readRuns(truthDir, facts.name);
  const first = await assemble(truthDir, facts, 0);
  const saved = await exitSaving(first, runs);
  const build = JSON.stringify(await assemble(truthDir, facts, saved));
  parseBuild(build);
  return { build, trace: traceOf(facts, runs) };
}

/** The recorded runs, those that tell only what is beyond `range(0)` filled up. */
export function readRuns(truthDir: string, build: string): ProfileRun[] {
  const { runs } = readJson<{ runs: ProfileRun[] }>(truthDir, `callgrind-${build}.json`);
  const base = runs.find((run) => run.program === "range" && run.n === 0);
  return runs.map((run) =>
    run.beyond === undefined ? run : { ...run, fns: { ...base?.fns, ...run.fns } },
  );
}

function passOf(runs: ProfileRun[]): ProfileRun {
  const pass = runs.find((run) => run.program === "pass");
  if (pass === undefined) throw new Error("no profile of pass");
  return pass;
}

/** n whose heap still grows by brk, and n whose heap no longer does; the others are held out. */
const [CONTIGUOUS_N, MAPPED_N] = [100_000, 500_000];

async function exitSaving(build: Build, runs: ProfileRun[]): Promise<number> {
  const machine = await machineOf(build);
  const row = build.rows._int_free ?? "";
  const miss = (n: number) => {
    const run = runs.find((r) => r.program === "range" && r.n === n);
    const mine = modelledOf(machine, build, "recipe", "callgrind", readProgram(`range(${n})`));
    return (
      (mergedRows(run?.fns ?? {})[row]?.[0] ?? 0) -
      (rowsOfLedger(build, mine.ledger).get(row)?.[0] ?? 0)
    );
  };
  return Math.max(0, miss(CONTIGUOUS_N) - miss(MAPPED_N));
}

/** How many requests the debug layer counted in the whole process. */
function requestsOf(run: ProfileRun): number {
  return run.fns?.["bumpserialno|obmalloc.c"]?.[2] ?? 0;
}

async function assemble(
  truthDir: string,
  facts: BuildFacts,
  exitContiguous: number,
): Promise<Build> {
  const runs = readRuns(truthDir, facts.name);
  const segments = readSegments(truthDir, facts);
  const phases = readJson<Phases>(recordingsOf(facts), "phases.json");
  const names = rowNames(runs);
  const traceRefs = facts.refcntOffset > 0;
  const pass = passOf(runs);
  const own = facts.phases === facts.name;
  const sibling = own ? pass : passOf(readRuns(truthDir, facts.phases));
  const moreRequests = requestsOf(pass) - requestsOf(sibling);
  const recordedEntry = convertLaunches(truthDir, facts, pass.ir_net, moreRequests);
  const build: Build = {
    format: 1,
    name: facts.name,
    title: facts.title,
    brkLimit: BRK_LIMIT,
    provenance: provenance(truthDir, facts),
    layout: {
      traceRefs,
      intBytes: traceRefs ? 40 : 24,
      intSlots: segments.n_intobjects,
      blockBytes: segments.block_request_bytes - (traceRefs ? 32 : 0),
      refcntOffset: facts.refcntOffset,
      debugBytes: traceRefs ? 32 : 0,
      buffersInPools: facts.buffersInPools,
      poolAlignment: facts.buffersInPools ? 8 : 16,
    },
    libc: {
      version: "2.36",
      topPad: 131072,
      trimThreshold: 131072,
      mmapThreshold: 131072,
      tcacheCount: 7,
      mainArena: MAIN_ARENA,
    },
    ...staticObjects(facts),
    rows: {},
    inlined: [],
    prices: measuredPrices(truthDir, facts, exitContiguous),
    bundles: convertBundles(opcodeBundles(phases), names, phases),
    passRows: passRows(pass, phases, sibling),
    textLaw: {},
    textLawExit: 0,
    ...mallocSizes(truthDir, facts),
    ...startDicts(recordingsOf(facts)),
    passBlocksFilled: recordedEntry.recipe?.native.pass.intBlocks.length ?? 0,
    exitShares: exitShares(mergedRows(pass.fns)),
    bounds: bounds(traceRefs),
    launches: recordedEntry,
  };
  for (const fn of Object.keys(Fn).filter((key) => Number.isNaN(Number(key)))) {
    build.rows[fn] = names.get(SYMBOLS[fn] ?? fn) ?? `${SYMBOLS[fn] ?? fn}|`;
  }
  build.inlined = inlineSites(build.prices, names);
  if (!own) {
    const rows = Object.values(build.bundles).flatMap((helpers) => Object.keys(helpers));
    for (const key of rows)
      build.bounds[key] = { basis: "estimated", ir: 0, reason: "opcodes of 2.7.18" };
  }
  build.bundles.Py_Finalize__recorded_contiguous_tests = {
    [build.rows._int_free ?? ""]: [exitContiguous, 0],
  };
  mergeFitted(build, facts.phases, join(recordingsOf(facts), "programs", "fitted.json"));
  await addTextLaw(build, runs, phases, own);
  return build;
}

/** "callee@caller" of the sites that this binary inlines, as its profiles and prices say. */
export function inlineSites(prices: Build["prices"], shown: Map<string, string>): string[] {
  return INLINE_SITES.filter(([callee, caller]) => {
    const priced = Object.keys(prices).some(
      (key) => key.startsWith(`${callee}__`) && key.endsWith(`@${caller}`),
    );
    return priced || !shown.has(callee);
  }).map(([callee, caller]) => `${callee}@${caller}`);
}

/** The prices that the recorded truth gives by itself, before anything is fitted. */
export function measuredPrices(
  truthDir: string,
  facts: BuildFacts,
  exitContiguous: number,
): Build["prices"] {
  const runs = readRuns(truthDir, facts.name);
  const segments = readSegments(truthDir, facts);
  const alive = runs.filter((run) => run.program === "x_range" && run.n === 1000000)[0];
  return convertPrices({
    exact: segments.functions_exact,
    slots: segments.n_intobjects,
    keptThenDead: keptThenDead(alive, runs, segments),
    phases: readJson<Phases>(recordingsOf(facts), "phases.json"),
    phasesOwn: facts.phases === facts.name,
    malloc: readJson<MallocPaths>(TRACES, "glibc-2.36", "malloc-paths.json"),
    memset: readJson<MemsetTable>(TRACES, "glibc-2.36", "memset.json"),
    bytes: readJson<BytesTables>(TRACES, "glibc-2.36", "strings.json"),
    traceRefs: facts.refcntOffset > 0,
    exitContiguous,
  });
}

/** Where type objects and singletons lie; a build without a binary here shows its sibling's. */
function staticObjects(facts: BuildFacts): Pick<Build, "types" | "singletons"> {
  const found = readJson<Pick<Build, "types" | "singletons">>(recordingsOf(facts), "types.json");
  if (facts.phases === facts.name) return { types: found.types, singletons: found.singletons };
  const moved = <T extends Record<string, number>>(offsets: T): T =>
    Object.fromEntries(
      Object.entries(offsets).map(([name, offset]) => [name, offset - STAND_IN_SHIFT]),
    ) as T;
  return { types: moved(found.types), singletons: moved(found.singletons) };
}

/** Brings the sibling's offsets into the smaller image's data. */
const STAND_IN_SHIFT = 0xe0000;

/** Ir per block of a list that is alive at the first call of PyInt_ClearFreeList and dead at the second. */
function keptThenDead(
  run: ProfileRun | undefined,
  runs: ProfileRun[],
  { n_intobjects, free_ints_at_range_call }: Segments,
): number {
  const base = runs.find((r) => r.program === "range" && r.n === 0);
  const key = "PyInt_ClearFreeList|intobject.c";
  if (run?.n == null || base === undefined) throw new Error("x = range(n) was not recorded");
  const layout = { slots: n_intobjects, freeAtCall: free_ints_at_range_call };
  const blocks = columnsAt(run.n, layout).F ?? 0;
  return Math.round(((run.fns[key]?.[0] ?? 0) - (base.fns[key]?.[0] ?? 0)) / blocks);
}

/** When, within exit, the recorded profile reaches the modelled steps. */
function exitShares(rows: Record<string, ProfileRow>): Build["exitShares"] {
  const inclusive = (name: string) =>
    Object.entries(rows).find(([key]) => key.startsWith(`${name}|`))?.[1][1] ?? 0;
  const exit = inclusive("Py_Finalize") + inclusive("exit");
  const before = inclusive("PyGC_Collect") + inclusive("PyType_ClearCache");
  const after = inclusive("exit") + inclusive("PyFloat_Fini") + inclusive("PyDict_Fini");
  return { beforeCollect: before / exit, beforeFini: (exit - before - after) / exit };
}

/** The recorded `range` runs that the trace tests compare with. */
function traceOf({ name, recordings }: BuildFacts, runs: ProfileRun[]): string {
  const range = runs.filter((run) => run.program === "range");
  const all = range.map((run) => ({ n: run.n, net: run.ir_net, rows: mergedRows(run.fns) }));
  const kept = (recordings === undefined ? all : changingRows(all)).sort(
    (a, b) => (a.n ?? 0) - (b.n ?? 0),
  );
  const text = {
    what: 'callgrind profiles of range(n): [self Ir, inclusive Ir, calls] per "name|file"',
    provenance: `${recordings === undefined ? "recorded truth " : ""}callgrind-${name}.json, launch recipe; compiler clones merged`,
    runs: kept,
  };
  return `${JSON.stringify(text)}\n`;
}

type TraceRun = { n: number | null; net: number; rows: Record<string, ProfileRow> };

/** Runs with only those rows whose self Ir or calls are not the same in all of them. */
function changingRows(runs: TraceRun[]): TraceRun[] {
  const first = runs[0]?.rows ?? {};
  const changes = (key: string) =>
    runs.some(({ rows }) => [0, 2].some((i) => rows[key]?.[i] !== first[key]?.[i]));
  const kept = new Set(runs.flatMap(({ rows }) => Object.keys(rows)).filter(changes));
  return runs.map((run) => ({
    ...run,
    rows: Object.fromEntries(Object.entries(run.rows).filter(([key]) => kept.has(key))),
  }));
}
