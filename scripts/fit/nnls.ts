/**
 * Least squares with non-negative unknowns (Lawson and Hanson's active set), on normal equations.
 * Columns enter one at a time and stay independent, so a system of lower rank gets a solution in
 * which the dependent columns are zero.
 */

/** A column as (row, value) pairs. */
export interface SparseColumn {
  rows: number[];
  values: number[];
}

/** A pivot smaller than this part of its diagonal means: dependent on the columns already in. */
const DEPENDENT = 1e-9;
/** A gradient below this is no reason to let a column in. */
const GRADIENT = 1e-7;

/**
 * x >= 0 that minimises sum(weight * (A x - b)^2). `begin` is a solution to start from: the columns that
 * are positive there are in from the beginning.
 */
export function nnls(
  columns: readonly SparseColumn[],
  b: readonly number[],
  weight: readonly number[],
  begin: readonly number[] = [],
): number[] {
  const n = columns.length;
  const scale = columns.map((c) => Math.sqrt(weighted(c, c, weight)) || 1);
  const gram = gramOf(columns, weight, scale);
  const target = columns.map((c, j) => {
    let sum = 0;
    c.rows.forEach((row, k) => {
      sum += (c.values[k] ?? 0) * (weight[row] ?? 0) * (b[row] ?? 0);
    });
    return sum / (scale[j] ?? 1);
  });
  const size = Math.sqrt(b.reduce((sum, v, i) => sum + v * v * (weight[i] ?? 0), 0)) || 1;
  const x = columns.map((_, j) => Math.max(0, begin[j] ?? 0) * (scale[j] ?? 1));
  const factor = new Factor(gram, target);
  for (let j = 0; j < n; j++) if ((x[j] ?? 0) > 0 && !factor.append(j)) x[j] = 0;
  settle(x, factor);
  const refused = new Set<number>();
  for (let turn = 0; turn < 3 * n + 10; turn++) {
    const enter = steepest(gram, target, x, factor.inside, refused, GRADIENT * size);
    if (enter < 0) break;
    if (!factor.append(enter)) {
      refused.add(enter);
      continue;
    }
    if ((factor.solve().at(-1) ?? 0) <= 0) {
      factor.remove(factor.inside.length - 1);
      refused.add(enter);
      continue;
    }
    settle(x, factor);
    refused.clear();
  }
  return x.map((v, j) => v / (scale[j] ?? 1));
}

/** Takes columns out until the solution on those inside is positive, and puts it into x. */
function settle(x: number[], factor: Factor): void {
  let solution = factor.solve();
  while (solution.some((v) => v <= 0)) {
    factor.remove(stepToBound(x, factor.inside, solution));
    solution = factor.solve();
  }
  factor.inside.forEach((j, k) => {
    x[j] = solution[k] ?? 0;
  });
}

function weighted(a: SparseColumn, b: SparseColumn, weight: readonly number[]): number {
  let sum = 0;
  let k = 0;
  for (let i = 0; i < a.rows.length; i++) {
    const row = a.rows[i] ?? 0;
    while (k < b.rows.length && (b.rows[k] ?? 0) < row) k++;
    if (b.rows[k] === row) sum += (a.values[i] ?? 0) * (b.values[k] ?? 0) * (weight[row] ?? 0);
  }
  return sum;
}

function gramOf(
  columns: readonly SparseColumn[],
  weight: readonly number[],
  scale: readonly number[],
): Float64Array[] {
  const gram = columns.map(() => new Float64Array(columns.length));
  for (let i = 0; i < columns.length; i++) {
    for (let j = i; j < columns.length; j++) {
      const [a, c] = [columns[i], columns[j]];
      if (a === undefined || c === undefined) continue;
      const value = weighted(a, c, weight) / ((scale[i] ?? 1) * (scale[j] ?? 1));
      (gram[i] as Float64Array)[j] = value;
      (gram[j] as Float64Array)[i] = value;
    }
  }
  return gram;
}

function steepest(
  gram: Float64Array[],
  target: number[],
  x: number[],
  inside: number[],
  refused: Set<number>,
  least: number,
): number {
  const taken = new Set(inside);
  let best = -1;
  let most = least;
  for (let j = 0; j < x.length; j++) {
    if (refused.has(j) || taken.has(j)) continue;
    const row = gram[j] as Float64Array;
    let gradient = target[j] ?? 0;
    for (const i of inside) gradient -= (row[i] as number) * (x[i] as number);
    if (gradient > most) {
      most = gradient;
      best = j;
    }
  }
  return best;
}

/** Moves x towards the solution until the first unknown reaches zero; says which one that is. */
function stepToBound(x: number[], inside: readonly number[], solution: readonly number[]): number {
  let alpha = 1;
  let leave = 0;
  inside.forEach((j, k) => {
    const [from, to] = [x[j] ?? 0, solution[k] ?? 0];
    if (to > 0) return;
    const part = from - to === 0 ? 0 : from / (from - to);
    if (part <= alpha) {
      alpha = part;
      leave = k;
    }
  });
  inside.forEach((j, k) => {
    x[j] = (x[j] ?? 0) + alpha * ((solution[k] ?? 0) - (x[j] ?? 0));
  });
  x[inside[leave] ?? 0] = 0;
  return leave;
}

/** The Cholesky factor of the columns inside, kept while columns come and go. */
class Factor {
  readonly inside: number[] = [];
  private readonly rows: Float64Array[] = [];

  constructor(
    private readonly gram: Float64Array[],
    private readonly target: number[],
  ) {}

  /** False where the column depends on those inside; it stays out then. */
  append(column: number): boolean {
    const n = this.inside.length;
    const row = new Float64Array(n + 1);
    const g = this.gram[column] as Float64Array;
    for (let j = 0; j < n; j++) {
      const lj = this.rows[j] as Float64Array;
      let sum = g[this.inside[j] as number] as number;
      for (let k = 0; k < j; k++) sum -= (row[k] as number) * (lj[k] as number);
      row[j] = sum / (lj[j] as number);
    }
    let rest = g[column] as number;
    for (let k = 0; k < n; k++) rest -= (row[k] as number) ** 2;
    if (rest < DEPENDENT) return false;
    row[n] = Math.sqrt(rest);
    this.rows.push(row);
    this.inside.push(column);
    return true;
  }

  /** Takes the column at a place out; those behind it are factored again. */
  remove(place: number): void {
    const behind = this.inside.splice(place).slice(1);
    this.rows.splice(place);
    for (const column of behind) this.append(column);
  }

  solve(): number[] {
    const n = this.inside.length;
    const x = this.inside.map((j) => this.target[j] ?? 0);
    for (let i = 0; i < n; i++) {
      const row = this.rows[i] as Float64Array;
      let sum = x[i] as number;
      for (let k = 0; k < i; k++) sum -= (row[k] as number) * (x[k] as number);
      x[i] = sum / (row[i] as number);
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = x[i] as number;
      for (let k = i + 1; k < n; k++) {
        sum -= ((this.rows[k] as Float64Array)[i] as number) * (x[k] as number);
      }
      x[i] = sum / ((this.rows[i] as Float64Array)[i] as number);
    }
    return x;
  }
}
