/**
 * How good a build is for `range(n)`: per function and n what the machine says beside what callgrind
 * counted, as differences to n = 0, and beside it what "a constant per int" would say.
 */
import type { Build, ProfileRow } from "../../src/tables/build.ts";
import type { RowScore, Scoreboard } from "../../src/tables/scoreboard.ts";
import { rowsOfLedger } from "../../src/instruments/callgrind.ts";
import { lawRow, lawTotal, modelledOf, modelledPass } from "../../workers/baseline.ts";
import type { Machine } from "../../workers/machine.ts";
import { readProgram } from "../../workers/program.ts";

/** A recorded run of `range(n)`: rows that do not change with n may be missing. */
export interface RecordedRange {
  n: number;
  net: number;
  rows: Record<string, ProfileRow>;
}

/** What the machine says of one n: total net Ir, and self Ir and calls per row, the text's part included. */
interface Told {
  net: number;
  row(key: string): [number, number];
  keys: Iterable<string>;
}

function tell(machine: Machine, build: Build): (n: number) => Told {
  const pass = modelledPass(machine, build, "recipe", "callgrind");
  const passNet = build.launches.recipe?.passNet ?? 0;
  return (n) => {
    const mine = modelledOf(machine, build, "recipe", "callgrind", readProgram(`range(${n})`));
    const rows = rowsOfLedger(build, mine.ledger);
    return {
      net: passNet + lawTotal(build, n) + mine.run + mine.exit - pass.run - pass.exit,
      keys: rows.keys(),
      row(key) {
        const law = build.textLaw[key];
        const [self = 0, , calls = 0] = rows.get(key) ?? [];
        if (law === undefined) return [self, calls];
        const text = lawRow(law, n);
        return [self + text[0], calls + text[2]];
      },
    };
  };
}

/** Rows whose cost changes with n in the recording or in the machine, and that the machine knows. */
export function scoreboard(
  machine: Machine,
  build: Build,
  runs: readonly RecordedRange[],
  heldOut: readonly number[] = [],
): Scoreboard {
  machine.use(build);
  const at = tell(machine, build);
  const sorted = [...runs].sort((a, b) => a.n - b.n);
  const zero = sorted.find((run) => run.n === 0);
  if (zero === undefined) throw new Error("range(0) was not recorded");
  const told = sorted.map(({ n }) => at(n));
  const base = at(0);
  const keys = new Set([...sorted.flatMap((run) => Object.keys(run.rows)), ...base.keys]);
  const rows: RowScore[] = [];
  for (const key of keys) {
    if (key.startsWith("(other)")) continue;
    const [start, startCalls] = base.row(key);
    // Recorders leave out what is cheap. What `pass` never calls and a run does not show was not called.
    const never: ProfileRow | undefined = build.passRows[key] === undefined ? [0, 0, 0] : undefined;
    const points = sorted.flatMap((run, i): RowScore["points"] => {
      const recorded = run.rows[key] ?? never;
      const before = zero.rows[key] ?? never;
      if (recorded === undefined || before === undefined) return [];
      const [self, calls] = told[i]?.row(key) ?? [0, 0];
      const mine: [number, number] = [self - start, calls - startCalls];
      return [[run.n, mine[0], recorded[0] - before[0], mine[1], recorded[2] - before[2]]];
    });
    const known = told.some(({ row }) => row(key)[0] !== start);
    const moves = points.some(([, mine, recorded]) => mine !== 0 || recorded !== 0);
    if (!moves || (!known && build.textLaw[key] === undefined)) continue;
    rows.push({ key, basis: basisOf(points), points });
  }
  const last = (row: RowScore) => Math.max(...row.points.map(([, , recorded]) => recorded));
  return {
    format: 1,
    build: build.name,
    heldOut: [...heldOut],
    totals: sorted.map((run, i) => [run.n, told[i]?.net ?? 0, run.net]),
    rows: rows.sort((a, b) => last(b) - last(a)),
  };
}

/** A row that misses by more than this share of itself, or by more than the bound, is estimated. */
const BOUND_IR = 400;
const BOUND_SHARE = 1e-3;

function basisOf(points: RowScore["points"]): RowScore["basis"] {
  const miss = Math.max(0, ...points.map(([, mine, recorded]) => Math.abs(mine - recorded)));
  const calls = points.every(([, , , mine, recorded]) => mine === recorded);
  if (miss === 0 && calls) return "exact";
  const most = Math.max(0, ...points.map(([, , recorded]) => Math.abs(recorded)));
  return miss <= Math.max(BOUND_IR, BOUND_SHARE * most) ? "bounded" : "estimated";
}

/** The figures of one predictor of the total. */
export interface Errors {
  /** Sum over n of the total's error, without sign, and the largest. */
  total: number;
  worst: number;
  /** Mean of the error of what a run costs beyond `range(0)`, in percent of it. */
  mape: number;
  /** Order of the ten heaviest functions at the largest n: 1 as recorded, -1 reversed. */
  tau: number;
}

export interface Summary {
  machine: Errors;
  naive: Errors;
  exact: number;
  bounded: number;
  estimated: number;
  /** The function with the largest miss, and that miss. */
  worst: { key: string; n: number; residual: number };
}

export function summary(board: Scoreboard): Summary {
  const { totals, rows } = board;
  const count = (basis: RowScore["basis"]) => rows.filter((row) => row.basis === basis).length;
  const base = totals.find(([n]) => n === 0) ?? [0, 0, 0];
  const largest = totals.at(-1) ?? base;
  const heaviest = rows.slice(0, TOP).map((row) => at(row, largest[0]));
  // A constant per int at its best: taken from the largest n that may be fitted.
  const n0 = Math.max(1, ...totals.map(([n]) => n).filter((n) => !board.heldOut.includes(n)));
  const constant = ((totals.find(([n]) => n === n0)?.[2] ?? 0) - base[2]) / n0;
  let worst = { key: "", n: 0, residual: 0 };
  for (const row of rows) {
    for (const [n, mine, recorded] of row.points) {
      if (Math.abs(recorded - mine) > Math.abs(worst.residual)) {
        worst = { key: row.key, n, residual: recorded - mine };
      }
    }
  }
  const naiveRow = (row: RowScore) => (at(row, n0)[2] / n0) * largest[0];
  return {
    machine: {
      ...errors(totals.map(([n, mine, recorded]) => [n, mine, recorded])),
      tau: kendall(heaviest.map(([, mine, recorded]) => [mine, recorded])),
    },
    naive: {
      ...errors(totals.map(([n, , recorded]) => [n, base[2] + constant * n, recorded])),
      tau: kendall(rows.slice(0, TOP).map((row) => [naiveRow(row), at(row, largest[0])[2]])),
    },
    exact: count("exact"),
    bounded: count("bounded"),
    estimated: count("estimated"),
    worst,
  };
}

const TOP = 10;
function at(row: RowScore, n: number): RowScore["points"][number] {
  return row.points.find((point) => point[0] === n) ?? [n, 0, 0, 0, 0];
}

/** Errors of totals: n, told, recorded. */
function errors(totals: [number, number, number][]): Omit<Errors, "tau"> {
  const base = totals.find(([n]) => n === 0)?.[2] ?? 0;
  const off = totals.map(([, told, recorded]) => Math.abs(told - recorded));
  const shares = totals.flatMap(([n, , recorded], i) =>
    n === 0 ? [] : [(100 * (off[i] ?? 0)) / (recorded - base)],
  );
  return {
    total: off.reduce((sum, e) => sum + e, 0),
    worst: Math.max(0, ...off),
    mape: shares.reduce((sum, e) => sum + e, 0) / Math.max(1, shares.length),
  };
}

/** Kendall's tau-b of pairs. */
export function kendall(pairs: readonly (readonly [number, number])[]): number {
  let [agree, tiedLeft, tiedRight, all] = [0, 0, 0, 0];
  for (const [i, a] of pairs.entries()) {
    for (const b of pairs.slice(i + 1)) {
      const [x, y] = [Math.sign(a[0] - b[0]), Math.sign(a[1] - b[1])];
      agree += x * y;
      tiedLeft += x === 0 ? 1 : 0;
      tiedRight += y === 0 ? 1 : 0;
      all += 1;
    }
  }
  const size = Math.sqrt((all - tiedLeft) * (all - tiedRight));
  return size === 0 ? 1 : agree / size;
}
