/**
 * Counts as sums of a few known columns: how often an instruction or a function's cost of `range(n)`
 * repeats, in terms of what happens in that program. Everything is a difference to n = 0.
 */

/** Column -> factor. The columns are named in `columnsAt`. */
export type Combination = Record<string, number>;

/** What decides how often things happen in `range(n)`. */
export interface IntLayout {
  /** Ints per block. */
  slots: number;
  /** Ints on the free list when range() runs. */
  freeAtCall: number;
}

/** Ints from 0 on that are shared and never allocated. */
export const SHARED_INTS = 257;

/**
 * n; I: ints taken from the free list; F: blocks filled; pos: 1 when n > 0; lit: 1 when the literal is an
 * int object of its own; DIG: digits of the literal after the first.
 */
export function columnsAt(n: number, { slots, freeAtCall }: IntLayout): Combination {
  const taken = Math.max(0, n - SHARED_INTS);
  return {
    n,
    I: taken,
    F: Math.max(0, Math.ceil((taken - freeAtCall) / slots)),
    pos: n > 0 ? 1 : 0,
    lit: n >= SHARED_INTS ? 1 : 0,
    DIG: String(n).length - 1,
  };
}

/** A vector that others are made of. */
export interface Part {
  name: string;
  values: readonly number[];
}

/** More parts than this are not combined: what needs more has another cause. */
const PARTS_MAX = 4;

/**
 * The combination of fewest parts with whole factors that gives `wanted` everywhere, or null. Among equally
 * short ones the parts that are listed first win.
 */
export function combine(wanted: readonly number[], parts: readonly Part[]): Combination | null {
  if (wanted.every((v) => v === 0)) return {};
  for (let size = 1; size <= Math.min(PARTS_MAX, parts.length); size++) {
    for (const chosen of subsets(parts, size)) {
      const factors = solveExactly(
        chosen.map((part) => part.values),
        wanted,
      );
      if (factors === null || factors.some((f) => f === 0)) continue;
      return Object.fromEntries(chosen.map(({ name }, i) => [name, factors[i] ?? 0]));
    }
  }
  return null;
}

function* subsets<T>(items: readonly T[], size: number, from = 0): Generator<T[]> {
  if (size === 0) yield [];
  else {
    for (let i = from; i <= items.length - size; i++) {
      for (const rest of subsets(items, size - 1, i + 1)) yield [items[i] as T, ...rest];
    }
  }
}

/** Whole factors with which the columns add up to `wanted` in every row, or null. */
function solveExactly(
  columns: readonly (readonly number[])[],
  wanted: readonly number[],
): number[] | null {
  const rows = wanted.map((value, r) => [...columns.map((column) => column[r] ?? 0), value]);
  const size = columns.length;
  for (let c = 0; c < size; c++) {
    const pivot = rows.findIndex((row, r) => r >= c && Math.abs(row[c] ?? 0) > EPSILON);
    if (pivot < 0) return null;
    [rows[c], rows[pivot]] = [rows[pivot] as number[], rows[c] as number[]];
    const top = rows[c] as number[];
    for (let r = 0; r < rows.length; r++) {
      const row = rows[r] as number[];
      const factor = (row[c] ?? 0) / (top[c] ?? 1);
      if (r === c || factor === 0) continue;
      for (let k = c; k <= size; k++) row[k] = (row[k] ?? 0) - factor * (top[k] ?? 0);
    }
  }
  const factors = columns.map((_, c) => Math.round((rows[c]?.[size] ?? 0) / (rows[c]?.[c] ?? 1)));
  const exact = wanted.every(
    (value, r) =>
      columns.reduce((sum, column, c) => sum + (factors[c] ?? 0) * (column[r] ?? 0), 0) === value,
  );
  return exact ? factors : null;
}

/** Rounding of the elimination; the result is checked in whole numbers. */
const EPSILON = 1e-9;

/** The columns as parts, over the given n, as differences to n = 0. */
export function columnParts(ns: readonly number[], layout: IntLayout): Part[] {
  const names = Object.keys(columnsAt(0, layout));
  return names.map((name) => ({
    name,
    values: ns.map((n) => columnsAt(n, layout)[name] ?? 0),
  }));
}
