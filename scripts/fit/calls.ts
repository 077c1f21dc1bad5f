/**
 * Compares calls: what the machine calls against what the profiles show. Says which calls a build
 * inlines, through which helpers a modelled call is reached, and where the two disagree.
 */
import type { Machine } from "../../workers/machine.ts";
import type { Build } from "../../src/tables/build.ts";
import { isAlwaysCalled } from "../convert/fitted.ts";
import { type Attributed, type Model, attribute } from "./attribute.ts";
import { type Counted, countAll, edgesOf } from "./counts.ts";
import { wronglyInlined } from "./inlining.ts";
import type { CallSites, RecordedProgram } from "./recorded.ts";

/** A program that the machine ran, with its costs given to modelled functions. */
export interface Compared {
  program: RecordedProgram;
  cells: Extract<Counted, { cells: unknown }>["cells"];
  /** "caller>callee" -> calls, by the machine and in the profile. */
  machine: Map<string, number>;
  attributed: Attributed;
}

export interface Comparison {
  compared: Compared[];
  /** Program -> why it did not run. */
  failures: Map<string, string>;
  inlined: string[];
  /** Pairs of which only the callee's quick path is inlined. */
  quick: string[];
  /** Those of them whose callee has rows elsewhere: inlined here only, or not called by the real one. */
  doubtful: string[];
}

/** Rounds of learning what is inlined; each may move calls to a caller further up. */
const ROUNDS = 30;

/** Runs everything until no new inlined call is found. */
export function compareCalls(
  machine: Machine,
  build: Build,
  programs: readonly RecordedProgram[],
  sites: CallSites | null = null,
): Comparison {
  const rows = rowNames(programs.filter(({ heldOut }) => !heldOut));
  const inlined = new Set(build.inlined.filter(mayBeInlined));
  const quick = new Set<string>();
  const through = new Set<string>();
  const refuted = new Set<string>();
  for (let round = 0; ; round++) {
    const counted = countAll(machine, build, [...inlined], [...quick], programs);
    const failures = new Map<string, string>();
    const compared: Compared[] = [];
    const known = new Set<string>();
    for (const one of counted) {
      if ("failure" in one) failures.set(one.program.name, one.failure);
      else for (const edge of edgesOf(one.cells).keys()) known.add(edge);
    }
    const model: Model = {
      calls: (edge) => known.has(edge),
      passes: (triple) => through.has(triple),
    };
    for (const one of counted) {
      if ("failure" in one) continue;
      const { program, cells } = one;
      compared.push({
        program,
        cells,
        machine: edgesOf(cells),
        attributed: attribute(program, model),
      });
    }
    // Programs that are held out judge what is learnt here, too: they teach nothing.
    const learnt = compared.filter(({ program }) => !program.heldOut);
    const [unseen, others] = newlyInlined(learnt, rows, inlined, !build.layout.traceRefs, sites);
    const never = unseen.filter((pair) => !refuted.has(pair));
    const split = newlySplit(learnt, inlined, quick, !build.layout.traceRefs, sites).filter(
      (pair) => !refuted.has(pair),
    );
    const passed = never.length === 0 && learnPasses(learnt, through);
    const news = (passed || never.length > 0 ? never : others).filter((pair) => !refuted.has(pair));
    for (const pair of split) quick.add(pair);
    const settled = news.length + split.length === 0 && !passed;
    const wrong =
      settled && refuted.size === 0
        ? wronglyInlined(
            (whole, part) => {
              const runs = learnt.map((one) => one.program);
              return countAll(machine, build, whole, [...quick, ...part], runs);
            },
            inlined,
            direct(learnt),
            (edge) => known.has(edge),
            through,
          )
        : { called: [], quick: [] };
    for (const pair of wrong.quick) quick.add(pair);
    for (const pair of [...wrong.called, ...wrong.quick]) {
      refuted.add(pair);
      inlined.delete(pair);
    }
    const changed = wrong.called.length + wrong.quick.length > 0;
    if ((settled && !changed) || round >= ROUNDS) {
      const doubtful = [...inlined].filter((pair) => rows.has(pair.split("@")[0] ?? "")).sort();
      return {
        compared,
        failures,
        inlined: [...inlined].sort(),
        quick: [...quick].sort(),
        doubtful,
      };
    }
    for (const pair of news) inlined.add(pair);
  }
}

/** C names that have a row of their own in any profile. */
function rowNames(programs: readonly RecordedProgram[]): Set<string> {
  const names = new Set<string>();
  for (const { chains } of programs) for (const { path } of chains) names.add(path.at(-1) ?? "");
  return names;
}

/** Sums over all programs. */
function totals(maps: Iterable<Map<string, number>>): Map<string, number> {
  const sum = new Map<string, number>();
  for (const map of maps) for (const [key, n] of map) sum.set(key, (sum.get(key) ?? 0) + n);
  return sum;
}

/** Fewer calls than this share of the machine's are another number of calls. */
const PARTLY = 0.9;
/** In so many programs the profile may still show more calls than the machine makes. */
const STRAY = 0.05;

/** Frames that a profile always shows: what runs in them is never given to another. */
const FRAMES = ["PyEval_EvalCode", "PyEval_EvalCodeEx", "PyEval_EvalFrameEx"];

/** What a module does when it starts is gathered in this one, whoever calls it. */
const MODULE_START = "init_builtin";

/** Functions measured one by one have rows in every build, if not in the small programs recorded here. */
function mayBeInlined(pair: string): boolean {
  const callee = pair.slice(0, pair.indexOf("@"));
  return !FRAMES.includes(callee) && callee !== MODULE_START && !isAlwaysCalled(callee);
}

/**
 * "callee@caller" of calls that are inlined and were not known to be. First those of functions that have
 * no row anywhere; then those that the profile never shows under the caller and that the binary's text has no
 * direct call of; where that is not known, where the caller itself is called as often as the profile says, those that the
 * profile never shows under it, or, with an optimising compiler, shows less often: the part of the
 * callee that is still called is then a helper's share of the caller.
 */
function newlyInlined(
  compared: readonly Compared[],
  rows: ReadonlySet<string>,
  inlined: ReadonlySet<string>,
  optimised: boolean,
  sites: CallSites | null,
): [string[], string[]] {
  const machine = totals(compared.map((one) => one.machine));
  const recorded = totals(compared.map((one) => one.attributed.edges));
  const calledAsRecorded = agreeing(machine, recorded);
  const seen = direct(compared);
  const never: string[] = [];
  const elsewhere: string[] = [];
  const partly: string[] = [];
  for (const [edge, calls] of machine) {
    const [caller = "", callee = ""] = edge.split(">");
    const pair = `${callee}@${caller}`;
    if (calls === 0 || caller === callee || inlined.has(pair) || !mayBeInlined(pair)) continue;
    if (SOME_SITES.includes(pair)) continue;
    const shown = recorded.get(edge) ?? 0;
    if (!rows.has(callee)) never.push(pair);
    else if (sites?.(caller, callee) === "part") continue;
    else if (sites?.(caller, callee) === "none" && !seen.has(edge)) elsewhere.push(pair);
    else if (!calledAsRecorded(caller)) continue;
    else if (shown === 0) elsewhere.push(pair);
    else if (optimised && shown < PARTLY * calls && rarelyMore(compared, edge)) partly.push(pair);
  }
  return [never, elsewhere.length > 0 ? elsewhere : partly];
}

/** "caller>callee" of calls that some profile shows without a helper between the two. */
function direct(compared: readonly Compared[]): Set<string> {
  const edges = new Set<string>();
  for (const { program } of compared) {
    for (const { path } of program.chains) {
      for (let i = 1; i < path.length; i++) edges.add(`${path[i - 1]}>${path[i]}`);
    }
  }
  return edges;
}

/** Pairs of which a compiler inlined some sites: the machine enters the others as it enters split-off parts. */
const SOME_SITES = [
  "PyObject_RichCompareBool@listsort",
  "PyDict_GetItem@_PyObject_GenericGetAttrWithDict",
];

/** Pairs whose callee is called by its split-off part only: its quick path is the caller's. */
function newlySplit(
  compared: readonly Compared[],
  inlined: ReadonlySet<string>,
  quick: ReadonlySet<string>,
  optimised: boolean,
  sites: CallSites | null,
): string[] {
  const found = new Set<string>();
  for (const { machine } of compared) {
    for (const edge of machine.keys()) {
      const [caller = "", callee = ""] = edge.split(">");
      const pair = `${callee}@${caller}`;
      if (sites === null || inlined.has(pair) || quick.has(pair) || !mayBeInlined(pair)) continue;
      if (sites(caller, callee) === "part") found.add(pair);
      // A build without any other inlining has none here, either.
      if (SOME_SITES.includes(pair) && optimised) found.add(pair);
    }
  }
  return [...found];
}

/** Says of a function whether the profile shows nearly all calls of it that the machine makes. */
function agreeing(
  machine: ReadonlyMap<string, number>,
  recorded: ReadonlyMap<string, number>,
): (name: string) => boolean {
  const into = (edges: ReadonlyMap<string, number>) => {
    const calls = new Map<string, number>();
    for (const [edge, n] of edges) {
      const callee = edge.slice(edge.indexOf(">") + 1);
      calls.set(callee, (calls.get(callee) ?? 0) + n);
    }
    return calls;
  };
  const [mine, shown] = [into(machine), into(recorded)];
  return (name) =>
    FRAMES.includes(name) || (shown.get(name) ?? 0) >= PARTLY * (mine.get(name) ?? 1);
}

function rarelyMore(compared: readonly Compared[], edge: string): boolean {
  const both = compared.filter((one) => one.machine.has(edge) || one.attributed.edges.has(edge));
  const more = both.filter(
    (one) => (one.attributed.edges.get(edge) ?? 0) > (one.machine.get(edge) ?? 0),
  );
  return more.length <= STRAY * both.length;
}

/** Lets calls pass through a helper where that brings the counts nearer to the machine's. */
function learnPasses(compared: readonly Compared[], through: Set<string>): boolean {
  const before = through.size;
  const gain = new Map<string, number>();
  for (const { machine, attributed } of compared) {
    for (const [triple, calls] of attributed.through) {
      if (through.has(triple)) continue;
      const [caller = "", , callee = ""] = triple.split(">");
      const edge = `${caller}>${callee}`;
      const missing = (machine.get(edge) ?? 0) - (attributed.edges.get(edge) ?? 0);
      const nearer = Math.abs(missing) - Math.abs(missing - calls);
      gain.set(triple, (gain.get(triple) ?? 0) + nearer);
    }
  }
  for (const [triple, nearer] of gain) if (nearer > 0) through.add(triple);
  return through.size > before;
}

/** A call whose counts differ. */
export interface Difference {
  edge: string;
  programs: string[];
  /** Of the first program. */
  machine: number;
  recorded: number;
}

/** Differing calls, those that most programs show first. */
export function differences(compared: readonly Compared[]): Difference[] {
  const found = new Map<string, Difference>();
  for (const { program, machine, attributed } of compared) {
    for (const edge of new Set([...machine.keys(), ...attributed.edges.keys()])) {
      const pair = { machine: machine.get(edge) ?? 0, recorded: attributed.edges.get(edge) ?? 0 };
      if (pair.machine === pair.recorded || edge.startsWith("run_mod>")) continue;
      const known = found.get(edge);
      if (known === undefined) found.set(edge, { edge, programs: [program.name], ...pair });
      else known.programs.push(program.name);
    }
  }
  return [...found.values()].sort((a, b) => b.programs.length - a.programs.length);
}
