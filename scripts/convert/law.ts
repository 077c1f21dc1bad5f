/**
 * The law of the text: what compiling and dropping `range(N)` costs in each row of the profile, as a
 * function of N's digits. It is what the recorded runs have beyond `pass` and beyond what the machine
 * counts itself; glibc's rows take only the part at N = 0, because their wobble is not the text's.
 */
import { rowsOfLedger } from "../../src/instruments/callgrind.ts";
import type { Build, ProfileRow, TextLaw } from "../../src/tables/build.ts";
import { lawRow, lawTotal, modelledOf, modelledPass } from "../../workers/baseline.ts";
import type { Machine } from "../../workers/machine.ts";
import { readProgram } from "../../workers/program.ts";
import { machineOf } from "./machine.ts";
import { mergedRows } from "./rows.ts";
import type { Phases, ProfileRun } from "./truth.ts";

/** What a run has beyond `pass` and the machine, by row. */
type Beyond = Map<string, ProfileRow>;

const ZERO: ProfileRow = [0, 0, 0];

function minus(a: ProfileRow, b: ProfileRow): ProfileRow {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

const MEMSET = /^__memset/;

/** The largest change a digit makes to a row: anything above is not the text's doing. */
const DIGIT_IR_MAX = 200;
/** What a fitted row may miss at any recorded N: string routines move by an instruction or two. */
const MISS_IR_MAX = 5;

/**
 * Fits one row: N = 0 gives the base, N = 1 the first positive N, 10 the second digit, 257 against 256
 * the literal that is no shared int. A row that misses other N by more keeps only its base.
 */
function fitRow(key: string, runs: Map<number, Beyond>, onlyBase: boolean): TextLaw | null {
  const at = (n: number) => runs.get(n)?.get(key);
  const base = at(0);
  if (base === undefined) return null;
  const flat: TextLaw = { base, positive: ZERO, literal: ZERO, digit: ZERO };
  const [one, ten, small, large] = [at(1), at(10), at(256), at(257)];
  // Fills of the digits' copies: the string routine's shorter path begins at three digits.
  if (MEMSET.test(key) && large !== undefined) flat.literal = minus(large, base);
  if (
    onlyBase ||
    one === undefined ||
    ten === undefined ||
    small === undefined ||
    large === undefined
  ) {
    return isZero(base) && isZero(flat.literal) ? null : flat;
  }
  const law: TextLaw = {
    base,
    positive: minus(one, base),
    literal: minus(large, small),
    digit: minus(ten, one),
  };
  const fits = [...runs].every(([n, rows]) => {
    const row = rows.get(key);
    return row === undefined || Math.abs(lawRow(law, n)[0] - row[0]) <= MISS_IR_MAX;
  });
  if (!fits || Math.abs(law.digit[0]) > DIGIT_IR_MAX) return isZero(base) ? null : flat;
  return [law.base, law.positive, law.literal, law.digit].every(isZero) ? null : law;
}

function isZero(row: ProfileRow): boolean {
  return row.every((value) => value === 0);
}

/** Adds the law of the text to a build, and the build's remainder under "(other)". */
export async function addTextLaw(
  build: Build,
  runs: ProfileRun[],
  phases: Phases,
  own: boolean,
): Promise<void> {
  const machine = await machineOf(build);
  const pass = modelledPass(machine, build, "recipe", "callgrind");
  const passRows = rowsOfLedger(build, pass.ledger);
  const beyond = new Map<number, Beyond>();
  const range = runs.filter((run) => run.program === "range" && run.n !== null);
  const recordedPass = mergedRows(runs.find((run) => run.program === "pass")?.fns ?? {});
  for (const run of range) {
    if (run.n === null) continue;
    const program = readProgram(`range(${run.n})`);
    const mine = rowsOfLedger(
      build,
      modelledOf(machine, build, "recipe", "callgrind", program).ledger,
    );
    const rows: Beyond = new Map();
    for (const [key, row] of Object.entries(fullRows(run, phases, own, recordedPass))) {
      if (key.startsWith("(other)")) continue;
      const now = mine.get(key) ?? [0, 0, 0];
      const then = passRows.get(key) ?? [0, 0, 0];
      const recorded = recordedPass[key] ?? [0, 0, 0];
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
  const empty = modelledOf(machine, build, "recipe", "callgrind", readProgram("range(0)"));
  build.textLawExit = own ? exitOfText(phases) - (empty.exit - pass.exit) : 0;
}

/** glibc's allocator: how its bins lie at N = 0 is the text's doing, the rest is the machine's. */
const LIBC_FILES = /\|(malloc\.c|morecore\.c|sbrk\.c|brk_call\.h|mmap64\.c|memset.*)$/;

/**
 * Rows of a recorded run; `range(0)` was also recorded with all its functions (phases.json). That
 * recording is without the loader, so what it has beyond its own `pass` is added to `recordedPass`.
 */
function fullRows(
  run: ProfileRun,
  phases: Phases,
  own: boolean,
  recordedPass: Record<string, ProfileRow>,
): Record<string, ProfileRow> {
  const rows = mergedRows(run.fns);
  if (run.n !== 0 || !own) return rows;
  const pass = phases.programs.pass?.functions;
  const differing = phases.programs["range(0)"]?.functions_differing_from_pass;
  if (pass === undefined || differing === undefined) return rows;
  const result: Record<string, ProfileRow> = { ...rows };
  const keys = new Set(Object.values(differing).flatMap((phase) => Object.keys(phase)));
  for (const key of keys) {
    if (result[key] !== undefined) continue;
    let [self, inclusive, calls] = recordedPass[key] ?? [0, 0, 0];
    for (const [phase, changed] of Object.entries(differing)) {
      const [selfNow, callsNow] = changed[key] ?? pass[phase]?.[key] ?? [0, 0];
      const [selfThen, callsThen] = pass[phase]?.[key] ?? [0, 0];
      self += selfNow - selfThen;
      inclusive += selfNow - selfThen;
      calls += callsNow - callsThen;
    }
    result[key] = [self, inclusive, calls];
  }
  return result;
}

/** What no row of its own explains at N = 0 joins the law under "(other)", the same for every N. */
function addRemainder(
  build: Build,
  range: ProfileRun[],
  machine: Machine,
  passTotal: number,
): void {
  const passNet = build.launches.recipe?.passNet ?? 0;
  const run = range.find(({ n }) => n === 0);
  if (run === undefined) throw new Error("range(0) was not recorded");
  const modelled = modelledOf(machine, build, "recipe", "callgrind", readProgram("range(0)"));
  const beyond = run.ir_net - passNet - (modelled.run + modelled.exit - passTotal);
  const base: ProfileRow = [beyond - lawTotal(build, 0), 0, 0];
  build.textLaw["(other)|"] = { base, positive: ZERO, literal: ZERO, digit: ZERO };
}

/** The recorded exit of `range(0)` beyond that of `pass`: its code object has more to drop. */
function exitOfText(phases: Phases): number {
  const range0 = phases.programs["range(0)"]?.phases.exit ?? 0;
  const pass = phases.programs.pass?.phases.exit ?? 0;
  return range0 - pass;
}
