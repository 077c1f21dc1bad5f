/**
 * Writes `public/builds/*.json` and the traces under `tests/traces/` from the recorded truth.
 *
 *   npm run convert -- TRUTH_DIR        (default ../shared/truth)
 *
 * It runs the machine itself: the law of the text is what the recorded runs have beyond what the
 * machine counts. A build file is written only when everything about it could be converted.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Fn } from "../assembly/abi/functions.ts";
import { rowsOfLedger } from "../src/instruments/callgrind.ts";
import { type Build, type LaunchState, type ProfileRow, parseBuild } from "../src/tables/build.ts";
import { lawTotal, modelledOf, modelledPass } from "../workers/baseline.ts";
import { instantiate } from "../workers/core.ts";
import { Machine } from "../workers/machine.ts";
import { readProgram } from "../workers/program.ts";
import { ensureCore } from "./build-core.ts";
import { convertEntry } from "./convert/entry.ts";
import { type Beyond, fitRow } from "./convert/law.ts";
import { type Bundles, convertPrices, opcodeBundles } from "./convert/prices.ts";
import {
  type EntryFile,
  type MallocPaths,
  type MemsetTable,
  type Phases,
  type ProfileRun,
  type RecordedEntry,
  type SegmentsFile,
  applyDelta,
  readJson,
} from "./convert/truth.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const TRACES = join(ROOT, "tests", "traces");

interface BuildFacts {
  name: string;
  title: string;
  pie: boolean;
  refcntOffset: number;
  buffersInPools: boolean;
  /** The build whose opcode split and phases stand in, or its own. */
  phases: string;
  /** Offsets in the image, from `nm -D` of the measured binary; 0 where there is no binary here. */
  symbols: Build["symbols"];
}

const BUILDS: BuildFacts[] = [
  {
    name: "2.7.18-debian-release",
    title: "Python 2.7.18, Debian, release",
    pie: true,
    refcntOffset: 0,
    buffersInPools: false,
    phases: "2.7.18-debian-release",
    symbols: { PyInt_Type: 0x3095e0, PyList_Type: 0x309e00 },
  },
  {
    name: "2.7.18-debian-pydebug",
    title: "Python 2.7.18, Debian, pydebug",
    pie: true,
    refcntOffset: 16,
    buffersInPools: false,
    phases: "2.7.18-debian-pydebug",
    symbols: { PyInt_Type: 0x2f9e40, PyList_Type: 0x2fac20 },
  },
  {
    name: "2.7.12-pydebug-valgrind",
    title: "Python 2.7.12, pydebug with valgrind support (the article's)",
    pie: false,
    refcntOffset: 16,
    buffersInPools: true,
    phases: "2.7.18-debian-pydebug",
    symbols: { PyInt_Type: 0, PyList_Type: 0 },
  },
];

/** main_arena in Debian's glibc 2.36, from the library's load address (libc6-dbg). */
const MAIN_ARENA = 0x1d3c60;
/** valgrind keeps 8 MiB of address space for brk. */
const BRK_LIMIT = 8 * 1024 * 1024;
const CLONE = /\.(lto_priv|part|isra|constprop|cold)(\.\d+)?/g;

/** Rows with compiler clones merged, as the command line's contract names them. */
function mergedRows(fns: Record<string, ProfileRow>): Record<string, ProfileRow> {
  const rows: Record<string, ProfileRow> = {};
  for (const [key, [self, inclusive, calls]] of Object.entries(fns)) {
    const merged = key.replace(CLONE, "");
    const row = rows[merged] ?? [0, 0, 0];
    rows[merged] = [row[0] + self, row[1] + inclusive, row[2] + calls];
  }
  return rows;
}

/** "name|file" of every C function that some recorded profile of this binary shows. */
function rowNames(runs: ProfileRun[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const run of runs) {
    for (const key of Object.keys(mergedRows(run.fns))) {
      const [name = "", file] = key.split("|");
      if (FILES[name] !== undefined && FILES[name] !== file) continue;
      if (!names.has(name)) names.set(name, key);
    }
  }
  return names;
}

/** Symbols under which callgrind shows functions that have another name in C. */
const SYMBOLS: Record<string, string> = { memset: "__memset_avx2_unaligned_erms" };
/** Files of functions whose name occurs in several. */
const FILES: Record<string, string> = { fill_free_list: "intobject.c" };
/** Functions that some build inlines, and where: only real if no profile shows the function. */
const INLINE_SITES: [string, string][] = [
  ["PyInt_FromLong", "builtin_range"],
  ["get_len_of_range", "builtin_range"],
  ["int_dealloc", "list_dealloc"],
  ["call_function", "PyEval_EvalFrameEx"],
  ["clear_freelists", "collect"],
];

function convertBundles(bundles: Bundles, names: Map<string, string>, phases: Phases): Build["bundles"] {
  const run = { ...phases.programs.pass?.functions?.run, ...phases.programs["range(0)"]?.functions_differing_from_pass?.run };
  const totals = new Map<string, number>();
  for (const helpers of Object.values(bundles)) {
    for (const [name, ir] of Object.entries(helpers)) totals.set(name, (totals.get(name) ?? 0) + ir);
  }
  const result: Build["bundles"] = {};
  for (const [segment, helpers] of Object.entries(bundles)) {
    const rows: Record<string, [number, number]> = {};
    for (const [name, ir] of Object.entries(helpers)) {
      const key = names.get(name) ?? `${name}|`;
      const [selfRun, callsRun] = run[key] ?? [ir, 1];
      // Calls were recorded for the whole run phase: they are shared out by cost.
      rows[key] = [ir, Math.max(1, Math.round((callsRun * ir) / Math.max(selfRun, totals.get(name) ?? ir)))];
    }
    result[segment] = rows;
  }
  return result;
}

function launches(facts: BuildFacts, truth: EntryFile, runs: ProfileRun[], phases: Phases): Build["launches"] {
  const recorded = truth.builds[facts.name];
  if (recorded === undefined) throw new Error(`no entry state of ${facts.name}`);
  const passNet = runs.find((run) => run.program === "pass")?.ir_net ?? 0;
  const own = facts.phases === facts.name;
  const result: Build["launches"] = {};
  for (const [launch, states] of Object.entries(recorded.launches)) {
    const options = { pie: facts.pie, buffersInPools: facts.buffersInPools };
    const native = { ...options, underValgrind: false, brkLimit: 0 };
    const range = applyDelta<RecordedEntry>(states.pass, states["range(300)_delta"]);
    const state: LaunchState = {
      ...passPhases(passNet, phases, own, launch),
      native: { pass: convertEntry(states.pass, native), range: convertEntry(range, native) },
    };
    if (launch === "recipe") {
      const inside = recorded.under_valgrind_recipe;
      const pass = applyDelta<RecordedEntry>(states.pass, inside.pass_delta_to_native);
      const within = applyDelta<RecordedEntry>(pass, inside["range(300)_delta_to_pass"]);
      const callgrind = { ...options, underValgrind: true, brkLimit: BRK_LIMIT };
      const { last_successful_brk, first_refused_brk } = inside.brk;
      if (last_successful_brk > BRK_LIMIT || first_refused_brk <= BRK_LIMIT) {
        throw new Error(`brk of ${facts.name} does not end at ${BRK_LIMIT}`);
      }
      state.callgrind = { pass: convertEntry(pass, callgrind), range: convertEntry(within, callgrind) };
    }
    result[launch as "recipe"] = state;
  }
  return result;
}

/** Other launches' start-up moves by a measured total that is recorded separately (launches.json). */
function passPhases(net: number, phases: Phases, own: boolean, launch: string) {
  const pass = phases.programs.pass;
  if (pass === undefined) throw new Error("the phases of pass were not recorded");
  const share = net / pass.net;
  const exit = own ? pass.phases.exit : Math.round(pass.phases.exit * share);
  const run = pass.phases.run;
  return {
    passNet: net,
    passPhases: { start: net - run - exit, run, exit },
    passBasis: (own && launch === "recipe" ? "measured" : "estimated") as LaunchState["passBasis"],
  };
}

function provenance(truthDir: string, facts: BuildFacts): Record<string, string> {
  const about = readJson<EntryFile & { units: Record<string, string> }>(truthDir, "entry-state.json").units;
  return {
    machine: about.machine ?? "",
    profile: `callgrind-${facts.name}.json, launch recipe: env -i LC_ALL=C, -S -E -B p.py`,
    segments: "segments.json: instruction clusters, residual 0",
    malloc: "tests/traces/glibc-2.36/malloc-paths.json",
    memset: "tests/traces/glibc-2.36/memset.json",
    opcodes: `tests/traces/${facts.phases}/phases.json${facts.phases === facts.name ? "" : " (another build: estimated)"}`,
    entry: "entry-state.json",
  };
}

/**
 * The converter runs twice: the machine first shows what the recorded exit saves once the heap is no
 * longer contiguous (from one n before and one after), then that is a price like the others.
 */
async function convert(truthDir: string, facts: BuildFacts): Promise<void> {
  const first = await assemble(truthDir, facts, 0);
  const saved = await exitSaving(first, readRuns(truthDir, facts));
  const build = await assemble(truthDir, facts, saved);
  writeTraces(facts.name, readRuns(truthDir, facts));
  write(join(ROOT, "public", "builds", `${facts.name}.json`), JSON.stringify(build));
}

function readRuns(truthDir: string, facts: BuildFacts): ProfileRun[] {
  return readJson<{ runs: ProfileRun[] }>(truthDir, `callgrind-${facts.name}.json`).runs;
}

/** n whose heap still grows by brk, and n whose heap no longer does; the others are held out. */
const [CONTIGUOUS_N, MAPPED_N] = [100_000, 500_000];

async function exitSaving(build: Build, runs: ProfileRun[]): Promise<number> {
  const machine = await machineOf(build);
  const row = build.rows._int_free ?? "";
  const miss = (n: number) => {
    const run = runs.find((r) => r.program === "range" && r.n === n);
    const mine = modelledOf(machine, build, "recipe", "callgrind", readProgram(`range(${n})`));
    return (mergedRows(run?.fns ?? {})[row]?.[0] ?? 0) - (rowsOfLedger(build, mine.ledger).get(row)?.[0] ?? 0);
  };
  return Math.max(0, miss(CONTIGUOUS_N) - miss(MAPPED_N));
}

async function machineOf(build: Build): Promise<Machine> {
  await ensureCore();
  const machine = new Machine(await instantiate(readFileSync(join(ROOT, "build", "core.wasm"))));
  machine.use(build);
  return machine;
}

async function assemble(truthDir: string, facts: BuildFacts, exitContiguous: number): Promise<Build> {
  const runs = readRuns(truthDir, facts);
  const segments = readJson<SegmentsFile>(truthDir, "segments.json").builds[facts.name];
  if (segments === undefined) throw new Error(`no segments of ${facts.name}`);
  const phases = readJson<Phases>(TRACES, facts.phases, "phases.json");
  const names = rowNames(runs);
  const traceRefs = facts.refcntOffset > 0;
  const pass = runs.find((run) => run.program === "pass");
  if (pass === undefined) throw new Error("no profile of pass");
  const alive = runs.filter((run) => run.program === "x_range" && run.n === 1000000)[0];
  const recordedEntry = launches(facts, readJson<EntryFile>(truthDir, "entry-state.json"), runs, phases);
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
    symbols: facts.symbols,
    rows: {},
    inlined: [],
    prices: convertPrices({
      exact: segments.functions_exact,
      keptThenDead: keptThenDead(alive, runs, segments.n_intobjects),
      phases,
      phasesOwn: facts.phases === facts.name,
      malloc: readJson<MallocPaths>(TRACES, "glibc-2.36", "malloc-paths.json"),
      memset: readJson<MemsetTable>(TRACES, "glibc-2.36", "memset.json"),
      traceRefs,
      exitContiguous,
    }),
    bundles: convertBundles(opcodeBundles(phases), names, phases),
    passRows: mergedRows(pass.fns),
    textLaw: {},
    textLawExit: 0,
    passMallocSizes: {},
    passBlocksFilled: recordedEntry.recipe?.native.pass.intBlocks.length ?? 0,
    exitShares: exitShares(mergedRows(pass.fns)),
    bounds: {},
    launches: recordedEntry,
  };
  for (const fn of Object.keys(Fn).filter((key) => Number.isNaN(Number(key)))) {
    build.rows[fn] = names.get(SYMBOLS[fn] ?? fn) ?? `${SYMBOLS[fn] ?? fn}|`;
  }
  const shown = new Set([...names.keys()]);
  build.inlined = INLINE_SITES.filter(([callee, caller]) => {
    const priced = Object.keys(build.prices).some((key) => key.startsWith(`${callee}__`) && key.endsWith(`@${caller}`));
    return priced || !shown.has(callee);
  }).map(([callee, caller]) => `${callee}@${caller}`);
  build.bundles.Py_Finalize__recorded_contiguous_tests = {
    [build.rows._int_free ?? ""]: [exitContiguous, 0],
  };
  await addTextLaw(build, runs, phases, facts.phases === facts.name);
  return build;
}

/** Ir per block of a list that is alive at the first call of PyInt_ClearFreeList and dead at the second. */
function keptThenDead(run: ProfileRun | undefined, runs: ProfileRun[], slots: number): number {
  const base = runs.find((r) => r.program === "range" && r.n === 0);
  const key = "PyInt_ClearFreeList|intobject.c";
  if (run?.n == null || base === undefined) throw new Error("x = range(n) was not recorded");
  const blocks = Math.ceil((run.n - 257 - (slots > 30 ? 14 : 15)) / slots);
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

async function addTextLaw(build: Build, runs: ProfileRun[], phases: Phases, own: boolean): Promise<void> {
  const machine = await machineOf(build);
  const pass = modelledPass(machine, build, "recipe", "callgrind");
  const passRows = rowsOfLedger(build, pass.ledger);
  const beyond = new Map<number, Beyond>();
  const range = runs.filter((run) => run.program === "range" && run.n !== null);
  for (const run of range) {
    if (run.n === null) continue;
    const program = readProgram(`range(${run.n})`);
    const mine = rowsOfLedger(build, modelledOf(machine, build, "recipe", "callgrind", program).ledger);
    const rows: Beyond = new Map();
    for (const [key, row] of Object.entries(fullRows(run, phases, own, build))) {
      if (key.startsWith("(other)")) continue;
      const now = mine.get(key) ?? [0, 0, 0];
      const then = passRows.get(key) ?? [0, 0, 0];
      const recorded = build.passRows[key] ?? [0, 0, 0];
      const at = (i: 0 | 1 | 2) => row[i] - recorded[i] - now[i] + then[i];
      rows.set(key, [at(0), at(1), at(2)]);
    }
    beyond.set(run.n, rows);
  }
  const loader = /\|(dl-|rtld|do-rel|ldsodefs|get-dynamic)/;
  for (const key of beyond.get(0)?.keys() ?? []) {
    if (loader.test(key)) continue;
    const law = fitRow(key, beyond, LIBC_FILES.test(key));
    if (law !== null) build.textLaw[key] = law;
  }
  addRemainder(build, range, machine, pass.run + pass.exit);
  build.textLawExit = exitOfText(phases, own);
}

/** glibc's allocator: how its bins lie at N = 0 is the text's doing, the rest is the machine's. */
const LIBC_FILES = /\|(malloc\.c|morecore\.c|sbrk\.c|brk_call\.h|mmap64\.c|memset.*)$/;

/** Rows of a recorded run; `range(0)` was also recorded with all its functions (phases.json). */
function fullRows(run: ProfileRun, phases: Phases, own: boolean, build: Build): Record<string, ProfileRow> {
  const rows = mergedRows(run.fns);
  if (run.n !== 0 || !own) return rows;
  const pass = phases.programs.pass?.functions;
  const differing = phases.programs["range(0)"]?.functions_differing_from_pass;
  if (pass === undefined || differing === undefined) return rows;
  const result: Record<string, ProfileRow> = { ...rows };
  const keys = new Set(["start", "run", "exit"].flatMap((phase) => Object.keys(differing[phase] ?? {})));
  for (const key of keys) {
    if (result[key] !== undefined) continue;
    let self = 0;
    let calls = 0;
    for (const phase of ["start", "run", "exit"]) {
      const row = differing[phase]?.[key] ?? pass[phase]?.[key] ?? [0, 0];
      self += row[0];
      calls += row[1];
    }
    const inclusive = build.passRows[key]?.[1] ?? self;
    result[key] = [self, inclusive, calls];
  }
  return result;
}

/** What no row of its own explains at N = 0, 1, 10 and 257 joins the law under "(other)". */
function addRemainder(build: Build, range: ProfileRun[], machine: Machine, passTotal: number): void {
  const left = new Map<number, Beyond>();
  const passNet = build.launches.recipe?.passNet ?? 0;
  for (const run of range) {
    if (run.n === null) continue;
    const modelled = modelledOf(machine, build, "recipe", "callgrind", readProgram(`range(${run.n})`));
    const beyond = run.ir_net - passNet - (modelled.run + modelled.exit - passTotal);
    left.set(run.n, new Map([["(other)|", [beyond - lawTotal(build, run.n), 0, 0]]]));
  }
  const base = left.get(0)?.get("(other)|") ?? [0, 0, 0];
  const residuals = [...left].map(([n, rows]) => `${n}: ${(rows.get("(other)|")?.[0] ?? 0) - base[0]}`);
  build.textLaw["(other)|"] = { base, positive: [0, 0, 0], literal: [0, 0, 0], digit: [0, 0, 0] };
  console.error(`${build.name}: residual of total net Ir by n: ${residuals.join(", ")}`);
}

/** The exit of `range(0)` beyond that of `pass`: its code object has more to drop. */
function exitOfText(phases: Phases, own: boolean): number {
  const range0 = phases.programs["range(0)"]?.phases.exit ?? 0;
  const pass = phases.programs.pass?.phases.exit ?? 0;
  return own ? range0 - pass : 0;
}

/** Copies the recorded `range` runs that the trace tests compare with. */
function writeTraces(name: string, runs: ProfileRun[]): void {
  const kept = runs
    .filter((run) => run.program === "range")
    .map((run) => ({ n: run.n, net: run.ir_net, rows: mergedRows(run.fns) }))
    .sort((a, b) => (a.n ?? 0) - (b.n ?? 0));
  const text = {
    what: "callgrind profiles of range(n): [self Ir, inclusive Ir, calls] per \"name|file\"",
    provenance: `recorded truth callgrind-${name}.json, launch recipe; compiler clones merged`,
    runs: kept,
  };
  write(join(TRACES, name, "range.json"), `${JSON.stringify(text)}\n`);
}

/** Written beside the target and renamed, so that a reader never sees half a file. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  if (path.includes("builds")) parseBuild(text);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
}

const truthDir = process.argv[2] ?? join(ROOT, "..", "shared", "truth");
for (const facts of BUILDS) await convert(truthDir, facts);
