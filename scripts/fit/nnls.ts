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

/** x >= 0 that minimises sum(weight * (A x - b)^2). */
export function nnls(
  columns: readonly SparseColumn[],
  b: readonly number[],
  weight: readonly number[],
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
  const x = new Array<number>(n).fill(0);
  const inside: number[] = [];
  const refused = new Set<number>();
  for (let turn = 0; turn < 3 * n + 10; turn++) {
    const enter = steepest(gram, target, x, inside, refused, GRADIENT * size);
    if (enter < 0) break;
    inside.push(enter);
    let solution = solveInside(gram, target, inside);
    if (solution === null || (solution.at(-1) ?? 0) <= 0) {
      inside.pop();
      refused.add(enter);
      continue;
    }
    while (solution?.some((v) => v <= 0)) {
      stepToBound(x, inside, solution);
      solution = solveInside(gram, target, inside);
    }
    if (solution === null) break;
    inside.forEach((j, k) => {
      x[j] = solution[k] ?? 0;
    });
    refused.clear();
  }
  return x.map((v, j) => v / (scale[j] ?? 1));
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
  let best = -1;
  let most = least;
  for (let j = 0; j < x.length; j++) {
    if (refused.has(j) || inside.includes(j)) continue;
    let gradient = target[j] ?? 0;
    for (const i of inside) gradient -= (gram[j]?.[i] ?? 0) * (x[i] ?? 0);
    if (gradient > most) {
      most = gradient;
      best = j;
    }
  }
  return best;
}

/** Moves x towards the solution until the first unknown reaches zero; that one leaves. */
function stepToBound(x: number[], inside: number[], solution: number[]): void {
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
  inside.splice(leave, 1);
}

/** Cholesky on the columns inside; null where the last one depends on the others. */
function solveInside(gram: Float64Array[], target: number[], inside: number[]): number[] | null {
  const n = inside.length;
  const l = inside.map(() => new Float64Array(n));
  const y = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const gi = gram[inside[i] ?? 0] as Float64Array;
    const li = l[i] as Float64Array;
    for (let j = 0; j <= i; j++) {
      const lj = l[j] as Float64Array;
      let sum = gi[inside[j] ?? 0] ?? 0;
      for (let k = 0; k < j; k++) sum -= (li[k] as number) * (lj[k] as number);
      if (i === j) {
        if (sum < DEPENDENT) return null;
        li[i] = Math.sqrt(sum);
      } else li[j] = sum / (lj[j] as number);
    }
    let sum = target[inside[i] ?? 0] ?? 0;
    for (let k = 0; k < i; k++) sum -= (li[k] as number) * (y[k] as number);
    y[i] = sum / (li[i] as number);
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = y[i] as number;
    for (let k = i + 1; k < n; k++) sum -= ((l[k] as Float64Array)[i] as number) * (x[k] as number);
    x[i] = sum / ((l[i] as Float64Array)[i] as number);
  }
  return x;
}
