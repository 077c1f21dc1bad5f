/** Fits the prices of all steps of a build, row by row, with the helpers' shares (bundles). */
import { TallyKind } from "../../assembly/abi/ledger.ts";
import type { PriceEntry, PriceValue } from "../../src/tables/build.ts";
import type { TallyCell } from "../../workers/machine.ts";
import type { Compared } from "./calls.ts";
import { joinedSteps, solve } from "./solve.ts";

/** A price that has one unknown: a segment's own, one table entry, or a part of a loop. */
export interface Step {
  segment: string;
  /** The row that is charged. */
  where: string;
  part: "flat" | "fixed" | "turn" | number;
}

export interface RowFit {
  row: string;
  steps: Step[];
  prices: number[];
  /** Whether the row's costs come out exactly in every program. */
  exact: boolean;
  /** Ir of the worst program, and its name. */
  largest: number;
  worst: string;
  joined: string[][];
  /** Per step: helper row -> [Ir, calls]. */
  bundles: Map<string, [number, number]>[];
  /** Recorded cost per program, helpers included, and what the fit says. */
  cost: Map<number, [number, number]>;
}

/** Fits every row to the programs that are not held out, and judges it on all. */
export function fitRows(compared: readonly Compared[]): RowFit[] {
  const rows = new Map<string, Map<string, { step: Step; counts: Map<number, number> }>>();
  compared.forEach(({ cells }, program) => {
    for (const cell of cells) {
      for (const [step, times] of stepsOf(cell)) {
        const steps = rows.get(step.where) ?? new Map();
        rows.set(step.where, steps);
        const key = `${step.segment} ${step.part}`;
        const known = steps.get(key) ?? { step, counts: new Map<number, number>() };
        steps.set(key, known);
        known.counts.set(program, (known.counts.get(program) ?? 0) + times);
      }
    }
  });
  return [...rows].map(([row, steps]) => fitRow(row, [...steps.values()], compared));
}

function stepsOf({ kind, name, where, index, times }: TallyCell): [Step, number][] {
  const step = (part: Step["part"]): Step => ({ segment: name, where, part });
  if (kind === TallyKind.FLAT) return [[step("flat"), times]];
  if (kind === TallyKind.TABLE) return [[step(index), times]];
  if (kind === TallyKind.EDGE) return [];
  return [
    [step("fixed"), times],
    [step("turn"), times * index],
  ];
}

function fitRow(
  row: string,
  steps: { step: Step; counts: Map<number, number> }[],
  compared: readonly Compared[],
): RowFit {
  const counts = steps.map((s) => s.counts);
  const share = (program: number) => compared[program]?.attributed.shares.get(row);
  const judged = compared.flatMap((_, program) =>
    share(program) !== undefined || counts.some((c) => c.has(program)) ? [program] : [],
  );
  const fitted = judged.filter((program) => !compared[program]?.program.heldOut);
  const own = solve(counts, new Map(fitted.map((p) => [p, share(p)?.self ?? 0])));
  const bundles = steps.map(() => new Map<string, [number, number]>());
  const helpers = new Set(judged.flatMap((p) => [...(share(p)?.bundle.keys() ?? [])]));
  for (const helper of helpers) {
    const part = (i: 0 | 1) =>
      solve(counts, new Map(fitted.map((p) => [p, share(p)?.bundle.get(helper)?.[i] ?? 0])));
    const [ir, calls] = [part(0), part(1)];
    steps.forEach((_, j) => {
      const pair: [number, number] = [ir.prices[j] ?? 0, calls.prices[j] ?? 0];
      if (pair[0] > 0) bundles[j]?.set(helper, pair);
    });
  }
  const prices = own.prices.map((price, j) =>
    [...(bundles[j] ?? [])].reduce((sum, [, [ir]]) => sum + ir, price),
  );
  const cost = new Map<number, [number, number]>();
  let largest = 0;
  let worst = "";
  for (const program of judged) {
    const { self = 0, bundle = new Map<string, [number, number]>() } = share(program) ?? {};
    const real = [...bundle.values()].reduce((sum, [ir]) => sum + ir, self);
    const told = counts.reduce((sum, c, j) => sum + (c.get(program) ?? 0) * (prices[j] ?? 0), 0);
    cost.set(program, [real, told]);
    if (Math.abs(real - told) <= Math.abs(largest)) continue;
    largest = real - told;
    worst = compared[program]?.program.name ?? "";
  }
  const names = steps.map(({ step }) => `${step.segment} ${step.part}`);
  const joined = joinedSteps(names, counts);
  const exact = largest === 0;
  return {
    row,
    steps: steps.map((s) => s.step),
    prices,
    exact,
    largest,
    worst,
    joined,
    bundles,
    cost,
  };
}

/** The prices as the build's JSON has them: "segment" or "segment@charged". */
export function priceEntries(fits: readonly RowFit[]): Record<string, PriceEntry> {
  const entries: Record<string, PriceEntry> = {};
  for (const { row, steps, prices, exact } of fits) {
    const bySegment = new Map<string, Map<Step["part"], number>>();
    steps.forEach(({ segment, part }, j) => {
      const parts = bySegment.get(segment) ?? new Map();
      bySegment.set(segment, parts.set(part, prices[j] ?? 0));
    });
    for (const [segment, parts] of bySegment) {
      const own = segment.slice(0, segment.lastIndexOf("__")) === row;
      const price = priceOf(parts);
      entries[own ? segment : `${segment}@${row}`] = {
        price,
        basis: exact ? "measured" : "estimated",
      };
    }
  }
  return entries;
}

function priceOf(parts: ReadonlyMap<Step["part"], number>): PriceValue {
  const flat = parts.get("flat");
  if (flat !== undefined) return flat;
  if (parts.has("turn")) {
    return { fixed: parts.get("fixed") ?? 0, round: parts.get("turn") ?? 0, unroll: 1, rest: 0 };
  }
  const length = Math.max(...[...parts.keys()].map(Number)) + 1;
  return { table: Array.from({ length }, (_, i) => parts.get(i) ?? 0) };
}
