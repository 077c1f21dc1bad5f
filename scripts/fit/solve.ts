/**
 * Non-negative whole prices of steps from counts and costs: one row of a profile at a time.
 *
 *   sum over steps (count of step in program * price of step) = cost of the row in program
 *
 * A consistent system is solved exactly. Where programs contradict each other (a path the machine does
 * not tell apart, a defect), the fit keeps to the majority: least absolute deviations by reweighting.
 */
import { correction } from "./exact.ts";
import { type SparseColumn, nnls } from "./nnls.ts";

/** Counts of one step per program. */
export type Counts = ReadonlyMap<number, number>;

export interface Fit {
  /** Price per step, in the order of the columns. */
  prices: number[];
  /** Recorded minus fitted, per equation. */
  residuals: number[];
  exact: boolean;
  largest: number;
}

/** Turns of reweighting; the majority's solution stands after few. */
const TURNS = 12;
/** Turns after each rounding. */
const TURNS_LEFT = 3;
/** A residual below this counts as none in the weights. */
const NEAR = 0.25;
/** What a pinned program counts for in others. */
const PINNED = 10_000;
/** A step that ran without any cost in more than this share of its programs is free. */
const STRAY = 0.3;

/**
 * Fits prices to the equations of `costs`: program -> cost. A step that ran in a program whose cost is
 * zero has the price zero. Pinned programs come out right before all others.
 */
export function solve(
  steps: readonly Counts[],
  costs: ReadonlyMap<number, number>,
  pinned: ReadonlySet<number> = new Set(),
): Fit {
  const programs = [...costs.keys()];
  const at = new Map(programs.map((program, row) => [program, row]));
  const b = programs.map((program) => costs.get(program) ?? 0);
  const columns = steps.map((counts) => columnOf(counts, at));
  const freeAt = new Set(
    programs.flatMap((p, row) => (pinned.has(p) && b[row] === 0 ? [row] : [])),
  );
  const costsAt = new Set(programs.flatMap((p, row) => (pinned.has(p) && b[row] ? [row] : [])));
  const used = columns.flatMap((column, j) =>
    (mayCost(column, b) || column.rows.some((row) => costsAt.has(row))) &&
    !column.rows.some((row) => freeAt.has(row))
      ? [j]
      : [],
  );
  const chosen = used.map((j) => columns[j] as SparseColumn);
  const prices = new Array<number>(steps.length).fill(0);
  const worth = programs.map((program) => (pinned.has(program) ? PINNED : 1));
  let weight = b.map((v, row) => (worth[row] ?? 1) / (1 + Math.abs(v)));
  let x: number[] = [];
  for (let turn = 0; turn < TURNS && chosen.length > 0; turn++) {
    x = nnls(chosen, b, weight, x);
    used.forEach((j, k) => {
      prices[j] = Math.round(x[k] ?? 0);
    });
    if (isZero(residualsOf(columns, prices, b))) break;
    const off = residualsOf(chosen, x, b);
    weight = off.map((r, row) => (worth[row] ?? 1) / Math.max(Math.abs(r), NEAR));
  }
  if (chosen.length > 0 && !isZero(residualsOf(columns, prices, b))) {
    const whole = roundInTurn(chosen, b, worth, x);
    const off = (values: readonly number[]) =>
      residualsOf(chosen, values, b).reduce(
        (sum, r, row) => sum + Math.abs(r) * (worth[row] ?? 1),
        0,
      );
    if (off(whole) < off(used.map((j) => prices[j] ?? 0))) {
      used.forEach((j, k) => {
        prices[j] = whole[k] ?? 0;
      });
    }
  }
  pin(
    columns,
    used,
    prices,
    b,
    [...pinned].flatMap((p) => at.get(p) ?? []),
  );
  const residuals = residualsOf(columns, prices, b);
  const largest = residuals.reduce((most, r) => (Math.abs(r) > Math.abs(most) ? r : most), 0);
  return { prices, residuals, exact: largest === 0, largest };
}

/** A price so near to a whole number is one. */
const WHOLE = 0.02;

/**
 * Whole prices near `start`: those that are nearly whole, else the one that most costs depend on, are
 * rounded, and the others are fitted to what is left, until none is left.
 */
function roundInTurn(
  columns: readonly SparseColumn[],
  b: readonly number[],
  worth: readonly number[],
  start: readonly number[],
): number[] {
  const prices = [...start];
  let left = [...b];
  let open = columns.map((_, j) => j);
  const isWhole = (j: number) => Math.abs((prices[j] ?? 0) - Math.round(prices[j] ?? 0)) < WHOLE;
  const weightOf = (j: number) => (columns[j]?.values ?? []).reduce((sum, n) => sum + n, 0);
  while (open.length > 0) {
    const nearly = open.filter(isWhole);
    const heaviest = open.reduce((most, j) => (weightOf(j) > weightOf(most) ? j : most));
    const closed = new Set(nearly.length > 0 ? nearly : [heaviest]);
    for (const j of closed) prices[j] = Math.round(prices[j] ?? 0);
    const fixed = [...closed];
    left = residualsOf(
      fixed.map((j) => columns[j] as SparseColumn),
      fixed.map((j) => prices[j] ?? 0),
      left,
    );
    open = open.filter((j) => !closed.has(j));
    if (open.length === 0) break;
    const rest = open.map((j) => columns[j] as SparseColumn);
    let x = open.map((j) => prices[j] ?? 0);
    for (let turn = 0; turn < TURNS_LEFT; turn++) {
      const weight = residualsOf(rest, x, left).map(
        (r, row) => (worth[row] ?? 1) / Math.max(Math.abs(r), NEAR),
      );
      x = nnls(rest, left, weight, x);
    }
    open.forEach((j, k) => {
      prices[j] = x[k] ?? 0;
    });
  }
  return prices;
}

/** Corrects the prices of the columns in use until the pinned rows come out right. */
function pin(
  columns: readonly SparseColumn[],
  used: readonly number[],
  prices: number[],
  b: readonly number[],
  pinned: readonly number[],
): void {
  const off = residualsOf(columns, prices, b);
  const left = pinned.map((row) => off[row] ?? 0);
  if (isZero(left)) return;
  const steps = used.map((price) => {
    const { rows, values } = columns[price] as SparseColumn;
    return {
      price,
      counts: pinned.map((row) => values[rows.indexOf(row)] ?? 0),
      times: values.reduce((sum, n) => sum + n, 0),
    };
  });
  for (const [price, change] of correction(steps, prices, left) ?? []) {
    prices[price] = (prices[price] ?? 0) + change;
  }
}

function columnOf(counts: Counts, at: ReadonlyMap<number, number>): SparseColumn {
  const pairs = [...counts].flatMap(([program, count]) => {
    const row = at.get(program);
    return row === undefined || count === 0 ? [] : [[row, count] as const];
  });
  pairs.sort((a, b) => a[0] - b[0]);
  return { rows: pairs.map(([row]) => row), values: pairs.map(([, count]) => count) };
}

function mayCost(column: SparseColumn, b: readonly number[]): boolean {
  if (column.rows.length === 0) return false;
  const free = column.rows.filter((row) => (b[row] ?? 0) === 0).length;
  return free <= column.rows.length * STRAY;
}

function residualsOf(
  columns: readonly SparseColumn[],
  prices: readonly number[],
  b: readonly number[],
): number[] {
  const residuals = [...b];
  columns.forEach(({ rows, values }, j) => {
    rows.forEach((row, k) => {
      residuals[row] = (residuals[row] ?? 0) - (values[k] ?? 0) * (prices[j] ?? 0);
    });
  });
  return residuals;
}

function isZero(residuals: readonly number[]): boolean {
  return residuals.every((r) => r === 0);
}

/** Names of steps whose counts are equal in all programs: their prices cannot be told apart. */
export function joinedSteps(names: readonly string[], steps: readonly Counts[]): string[][] {
  const groups = new Map<string, string[]>();
  steps.forEach((counts, j) => {
    const key = JSON.stringify([...counts].filter(([, n]) => n > 0).sort((a, b) => a[0] - b[0]));
    const group = groups.get(key) ?? [];
    groups.set(key, [...group, names[j] ?? ""]);
  });
  return [...groups.values()].filter((group) => group.length > 1);
}
