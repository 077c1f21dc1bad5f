/** What a build knows about each way of launching it: state at entry, `pass`, and what exit adds. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type {
  Build,
  EntryState,
  ForkedPages,
  ImportCalls,
  LaunchState,
  ProgramStates,
  StartDict,
} from "../../src/tables/build.ts";
import { ImportCall } from "../../assembly/abi/import_calls.ts";
import { type BuildFacts, recordingsOf } from "./build.ts";
import { type EntryOptions, convertEntry } from "./entry.ts";
import {
  applyDelta,
  type EntryFile,
  type LaunchesFile,
  type MallocLog,
  type NativeFile,
  type Phases,
  type RecordedEntry,
  readJson,
} from "./truth.ts";

const IMPORTS_FILE = "imports.json";
const CALLS_FILE = "import-calls.json";
const BLOCKS_FILE = "debug-blocks.json";

interface BlocksFile {
  serialno: Record<string, Record<string, number>>;
}
const FORK_PAGES_FILE = "fork-pages.json";

/** By launch and module. */
type ImportsFile = Record<string, Record<string, RecordedEntry>>;

type LaunchName = keyof Build["launches"];

/** valgrind keeps 8 MiB of address space for brk. */
export const BRK_LIMIT = 8 * 1024 * 1024;

/**
 * The launches of a build. `passNet` is the recorded total of `pass` under the recipe; `moreRequests`:
 * how many more requests its debug layer counts than that of the build whose phases stand in for it.
 */
export function convertLaunches(
  truthDir: string,
  facts: BuildFacts,
  passNet: number,
  moreRequests: number,
): Build["launches"] {
  const recorded = readJson<EntryFile>(truthDir, "entry-state.json").builds[facts.name];
  if (recorded === undefined) throw new Error(`no entry state of ${facts.name}`);
  const result: Build["launches"] = {};
  for (const [name, states] of Object.entries(recorded.launches)) {
    const launch = name as LaunchName;
    const options = { pie: facts.pie, buffersInPools: facts.buffersInPools };
    const native = { ...options, underValgrind: false, brkLimit: 0 };
    const range = applyDelta<RecordedEntry>(states.pass, states["range(300)_delta"]);
    const pass = convertEntry(states.pass, native);
    const state: LaunchState = {
      ...passPhases(facts, launch, passNet),
      ...exitRecorded(facts, launch, pass),
      ...serialNumbers(facts, launch, moreRequests),
      ...internedStrs(facts, launch),
      native: { pass, range: convertEntry(range, native) },
    };
    const imports = importedEntries(facts, launch, native);
    if (imports !== null) state.native.imports = imports;
    addForkedPages(state, facts, launch);
    addImportCalls(state, facts, launch);
    if (launch === "recipe") state.callgrind = insideValgrind(recorded, states.pass, options);
    result[launch] = state;
  }
  return result;
}

/** The interned strs of a launch that was recorded by itself (scripts/measure/start_dicts.py). */
function internedStrs(facts: BuildFacts, launch: LaunchName): Pick<LaunchState, "interned"> {
  const file = `start-dicts-${launch}.json`;
  if (!existsSync(join(recordingsOf(facts), file)) || facts.phases !== facts.name) return {};
  const { mask, entries } = readJson<{ interned: StartDict }>(recordingsOf(facts), file).interned;
  return { interned: { mask, entries } };
}

/** What the debug layer had counted when the module's code began (scripts/measure/debug_blocks.py). */
function serialNumbers(
  facts: BuildFacts,
  launch: LaunchName,
  moreRequests: number,
): Pick<LaunchState, "serialno"> {
  if (!existsSync(join(recordingsOf(facts), BLOCKS_FILE))) return {};
  const counts = readJson<BlocksFile>(recordingsOf(facts), BLOCKS_FILE).serialno[launch];
  if (counts === undefined) return {};
  const own = facts.phases === facts.name;
  const at = (program: string) => (counts[program] ?? 0) + moreRequests;
  return {
    serialno: {
      pass: at("pass"),
      range: at("range(300)"),
      basis: own ? "measured" : "estimated",
    },
  };
}

/** States after imports (scripts/measure/imports.py), for builds that have a binary here. */
function importedEntries(
  facts: BuildFacts,
  launch: LaunchName,
  options: EntryOptions,
): NonNullable<ProgramStates["imports"]> | null {
  if (!existsSync(join(recordingsOf(facts), IMPORTS_FILE)) || facts.phases !== facts.name)
    return null;
  const recorded = readJson<ImportsFile>(recordingsOf(facts), IMPORTS_FILE)[launch] ?? {};
  return Object.fromEntries(
    Object.entries(recorded).map(([module, entry]) => [module, convertEntry(entry, options)]),
  );
}

/** Calls of malloc of imports (scripts/measure/import_calls.py), for builds that have a binary here. */
function addImportCalls(state: LaunchState, facts: BuildFacts, launch: string): void {
  if (!existsSync(join(recordingsOf(facts), CALLS_FILE)) || facts.phases !== facts.name) return;
  const file = readJson<Record<string, ImportCalls>>(recordingsOf(facts), CALLS_FILE);
  const recorded = file[launch];
  if (recorded === undefined) return;
  const { pass, imports } = state.native;
  const kept = imports?.random === undefined ? 0 : livingInts(imports.random) - livingInts(pass);
  const ints = kept > 0 ? [ImportCall.INTS, 0, kept] : [];
  state.native.importCalls = { ...recorded, random: [...(recorded.random ?? []), ...ints] };
}

function livingInts({ intLive }: EntryState): number {
  return intLive.length;
}

/** Pages that children write (scripts/measure/fork_pages.py), for builds that have a binary here. */
export function addForkedPages(state: LaunchState, facts: BuildFacts, launch: string): void {
  if (!existsSync(join(recordingsOf(facts), FORK_PAGES_FILE)) || facts.phases !== facts.name)
    return;
  const recorded = readJson<Record<string, ForkedPages>>(recordingsOf(facts), FORK_PAGES_FILE)[
    launch
  ];
  if (recorded === undefined) return;
  const { containers, born } = recorded;
  state.native.forked = { containers, born: { pages: born.pages, faults: born.faults } };
}

function insideValgrind(
  recorded: EntryFile["builds"][string],
  native: RecordedEntry,
  options: { pie: boolean; buffersInPools: boolean },
): NonNullable<LaunchState["callgrind"]> {
  const inside = recorded.under_valgrind_recipe;
  const pass = applyDelta<RecordedEntry>(native, inside.pass_delta_to_native);
  const range = applyDelta<RecordedEntry>(pass, inside["range(300)_delta_to_pass"]);
  const { last_successful_brk, first_refused_brk } = inside.brk;
  if (last_successful_brk > BRK_LIMIT || first_refused_brk <= BRK_LIMIT) {
    throw new Error(`brk inside valgrind ends at ${last_successful_brk}, not at ${BRK_LIMIT}`);
  }
  const callgrind = { ...options, underValgrind: true, brkLimit: BRK_LIMIT };
  return { pass: convertEntry(pass, callgrind), range: convertEntry(range, callgrind) };
}

type Pass = Pick<LaunchState, "passNet" | "passPhases" | "passBasis">;

/** `pass` as measured under this launch; a build without a binary here scales another one's exit. */
function passPhases(facts: BuildFacts, launch: LaunchName, passNet: number): Pass {
  if (facts.phases === facts.name) {
    const { net, phases } = readJson<LaunchesFile>(recordingsOf(facts), "launches.json").callgrind[
      launch
    ];
    if (launch === "recipe" && net !== passNet)
      throw new Error(`pass is ${net} here, ${passNet} in the truth`);
    return { passNet: net, passPhases: phases, passBasis: "measured" };
  }
  const pass = readJson<Phases>(recordingsOf(facts), "phases.json").programs.pass;
  if (pass === undefined) throw new Error("the phases of pass were not recorded");
  const { run } = pass.phases;
  const exit = Math.round((pass.phases.exit * passNet) / pass.net);
  const start = passNet - run - exit;
  return { passNet, passPhases: { start, run, exit }, passBasis: "estimated" };
}

type Exit = Pick<LaunchState, "exitRecorded" | "exitBasis">;

/** Memory when `pass` enters exit, beyond what it had when its code started. */
function exitRecorded(facts: BuildFacts, launch: LaunchName, entry: EntryState): Exit {
  if (facts.phases !== facts.name) {
    return { exitRecorded: { rssKb: 0, ussKb: 0, pssKb: 0, faults: 0 }, exitBasis: "estimated" };
  }
  const { rows } = readJson<NativeFile>(recordingsOf(facts), "native.json");
  const row = rows.find((r) => r.launch === launch && r.program === "pass");
  if (row === undefined) throw new Error(`native.json lacks pass, launch ${launch}`);
  const { rss_kb, uss_kb, pss_kb, minor_faults } = row.at_exit;
  const { rss, uss, pss } = entry.recordedKb;
  return {
    exitRecorded: {
      rssKb: rss_kb - rss,
      ussKb: uss_kb - uss,
      pssKb: pss_kb - pss,
      faults: minor_faults - entry.faults,
    },
    exitBasis: "measured",
  };
}

/** Requests reaching malloc, launch recipe: of `pass`, and of `range(0)` beyond them. */
export function mallocSizes(
  truthDir: string,
  facts: BuildFacts,
): Pick<Build, "passMallocSizes" | "rangeMallocSizes"> {
  const { name } = facts;
  const log = readJson<MallocLog>(truthDir, "instruments.json").malloc_log;
  const logged = log.find((row) => row.build === name && row.n === "pass");
  if (logged === undefined) throw new Error(`malloc requests of ${name} were not recorded`);
  if (facts.phases !== name) {
    // No binary of this build is at hand: the recorded log kept only the sizes of blocks.
    return {
      passMallocSizes: { 992: logged.size_992, 1000: logged.size_1000 },
      rangeMallocSizes: {},
    };
  }
  const { pass, "range(0)": range } = readJson<LaunchesFile>(recordingsOf(facts), "launches.json")
    .malloc.recipe;
  const own = pass.sizes.malloc;
  if ((own[992] ?? 0) !== logged.size_992 || (own[1000] ?? 0) !== logged.size_1000) {
    throw new Error(`the blocks that ${name} requests differ from the truth's`);
  }
  const sizes = Object.keys({ ...own, ...range.sizes.malloc });
  const beyond = sizes.map(
    (size) => [size, (range.sizes.malloc[size] ?? 0) - (own[size] ?? 0)] as const,
  );
  return {
    passMallocSizes: own,
    rangeMallocSizes: Object.fromEntries(beyond.filter(([, count]) => count !== 0)),
  };
}
