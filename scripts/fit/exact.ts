/**
 * Brings prices to what the pinned programs cost to the instruction: small whole corrections of few
 * steps that take the pinned residuals to zero, and do the least to all other programs.
 */

/** A step as the correction sees it. */
export interface Adjustable {
  /** Index of the price. */
  price: number;
  /** Executions per pinned program. */
  counts: readonly number[];
  /** Executions over all programs: what a correction by one does to them. */
  times: number;
}

/** More steps than this are never corrected at once. */
const DEPTH = 4;
/** Steps that are tried at each depth: those that disturb the others least. */
const TRIED = 24;

interface Found {
  harm: number;
  changes: Map<number, number>;
}

/**
 * Changes of prices that take `residuals` (recorded minus fitted, per pinned program) to zero, or null
 * where no few steps do. No price becomes negative.
 */
export function correction(
  steps: readonly Adjustable[],
  prices: readonly number[],
  residuals: readonly number[],
): Map<number, number> | null {
  const usable = steps
    .filter(({ counts }) => counts.some((n) => n > 0))
    .sort((a, b) => a.times - b.times)
    .slice(0, TRIED);
  let best: Found | null = null;
  const search = (left: readonly number[], changes: Map<number, number>, harm: number): void => {
    if (best !== null && harm >= best.harm) return;
    const program = left.findIndex((r) => r !== 0);
    if (program < 0) {
      best = { harm, changes: new Map(changes) };
      return;
    }
    if (changes.size === DEPTH) return;
    for (const { price, counts, times } of usable) {
      if (changes.has(price) || !counts[program]) continue;
      const change = (left[program] ?? 0) / counts[program];
      if (!Number.isInteger(change) || (prices[price] ?? 0) + change < 0) continue;
      changes.set(price, change);
      const next = left.map((r, i) => r - change * (counts[i] ?? 0));
      search(next, changes, harm + Math.abs(change) * times);
      changes.delete(price);
    }
  };
  search(residuals, new Map(), 0);
  const found = best as Found | null;
  return found === null ? null : found.changes;
}
