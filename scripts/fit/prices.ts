/** Fits the prices of all steps of a build, row by row, with the helpers' shares (bundles). */
import { TallyKind } from "../../assembly/abi/ledger.ts";
import type { Build, PriceEntry, PriceValue } from "../../src/tables/build.ts";
import { functionOf } from "../../workers/image.ts";
import type { TallyCell } from "../../workers/machine.ts";
import { isAlwaysCalled, isHot, isMeasured } from "../convert/fitted.ts";
import type { Compared } from "./calls.ts";
import { joinedSteps, solve } from "./solve.ts";

/** A price that has one unknown: a segment's own, one table entry, or a part of a loop. */
export interface Step {
  segment: string;
  /** The row that is charged. */
  where: string;
  part: "flat" | "fixed" | "turn" | "word" | "words" | number;
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
  /** Executions of each step over all programs. */
  times: number[];
  /** Per step: helper row -> [Ir, calls]. */
  bundles: Map<string, [number, number]>[];
  /** Recorded cost per program, helpers included, and what the fit says. */
  cost: Map<number, [number, number]>;
}

/** One step and how often it ran, per program. */
interface StepCounts {
  step: Step;
  counts: Map<number, number>;
  /** The own price that is known: only helpers' shares are fitted to this step. */
  known: number | undefined;
}

/** Steps of one row with their counts, and what its measured steps cost, per program. */
interface RowCounts {
  steps: Map<string, StepCounts>;
  measured: Map<number, number>;
}

/** Fits every row to the programs that are not held out, and judges it on all. */
export function fitRows(
  compared: readonly Compared[],
  build: Build,
  truth: Build["prices"] = build.prices,
): RowFit[] {
  const rows = new Map<string, RowCounts>();
  compared.forEach(({ cells }, program) => {
    for (const cell of cells) {
      if (cell.kind === TallyKind.EDGE) continue;
      const row = rows.get(cell.where) ?? { steps: new Map(), measured: new Map() };
      rows.set(cell.where, row);
      const price = measuredPrice(truth, cell);
      if (price !== undefined) {
        const cost = cell.times * costOf(price, cell.index);
        row.measured.set(program, (row.measured.get(program) ?? 0) + cost);
        if (isMeasuredHere(cell)) continue;
      }
      for (const [step, times] of stepsOf(cell)) {
        const key = `${step.segment} ${step.part}`;
        const found = row.steps.get(key) ?? {
          step,
          counts: new Map<number, number>(),
          known: typeof price === "number" ? price : undefined,
        };
        row.steps.set(key, found);
        found.counts.set(program, (found.counts.get(program) ?? 0) + times);
      }
    }
  });
  const recorded = recordedObjects(compared);
  const fits = [...rows].map(([row, { steps, measured }]) =>
    fitRow(row, [...steps.values()], measured, compared, COLLECTOR.test(row) ? recorded : null),
  );
  if (recorded !== null) gatherWalks(fits, recorded.step.where, build);
  return fits;
}

/** The price of a segment that was measured piece by piece, if it is one. */
function measuredPrice(truth: Build["prices"], { name, where }: TallyCell): PriceValue | undefined {
  const key = priceKey(name, where);
  if (isHot(key) && typeof truth[key]?.price === "number") return truth[key].price;
  return isMeasuredHere({ name, where }) ? truth[key]?.price : undefined;
}

/** Measured where it is called; what a compiler makes of a function on bytes in its caller is another thing. */
function isMeasuredHere({ name, where }: Pick<TallyCell, "name" | "where">): boolean {
  return isMeasured(priceKey(name, where)) && (functionOf(name) === where || !isOnBytes(name));
}

function isOnBytes(segment: string): boolean {
  return isMeasured(segment) && !isAlwaysCalled(functionOf(segment));
}

/** Ir of one execution at a table index or with so many turns. */
export function costOf(price: PriceValue, index: number): number {
  if (typeof price === "number") return price * Math.max(1, index);
  if ("table" in price) return price.table[index] ?? 0;
  const { fixed, round, unroll, rest } = price;
  return fixed + Math.floor(index / unroll) * round + (index % unroll) * rest;
}

/** "segment", or "segment@charged" where another row is charged. */
function priceKey(segment: string, where: string): string {
  return functionOf(segment) === where ? segment : `${segment}@${where}`;
}

function stepsOf({ kind, name, where, index, times }: TallyCell): [Step, number][] {
  const step = (part: Step["part"]): Step => ({ segment: name, where, part });
  if (kind === TallyKind.FLAT) return [[step("flat"), times]];
  if (kind === TallyKind.TABLE && isOnBytes(name)) return stepsOnBytes(step, index, times);
  // The long tables of measured functions are not fitted again where they are inlined.
  if (kind === TallyKind.TABLE) return [[step(isMeasured(name) ? "flat" : index), times]];
  return [
    [step("fixed"), times],
    [step("turn"), times * index],
  ];
}

/** Bytes that an expanded copy moves at once. */
const WORD = 8;
/** Sizes of memset's table: for each of them there are two rows. */
const MEMSET_SIZES = 2049;
/** Rows of the table that an expanded function on bytes gets. */
const EXPANDED_BYTES = 512;

/** Expanded in its caller such a function has a price for each size below a word, then one for each word. */
function stepsOnBytes(
  step: (part: Step["part"]) => Step,
  index: number,
  times: number,
): [Step, number][] {
  const bytes = index % MEMSET_SIZES;
  if (bytes < WORD) return [[step(smallSize(bytes)), times]];
  return [
    [step("word"), times],
    [step("words"), times * Math.floor(bytes / WORD)],
  ];
}

/** 0, 1, 2 and 3, 4 to 7: what an expansion tells apart. */
function smallSize(bytes: number): number {
  return bytes < 2 ? bytes : bytes < 4 ? 2 : 4;
}

function expandedTable(parts: ReadonlyMap<Step["part"], number>): number[] {
  return Array.from({ length: EXPANDED_BYTES + 1 }, (_, bytes) =>
    bytes < WORD
      ? (parts.get(smallSize(bytes)) ?? parts.get("word") ?? 0)
      : (parts.get("word") ?? 0) + Math.floor(bytes / WORD) * (parts.get("words") ?? 0),
  );
}

/** The programs that the builds were first made for: their profiles stay right. */
const PINNED = /^(pass|range-\d+)$/;

/** Functions that walk over containers: the recorded ones of the start-up cost them far more than known ones. */
const COLLECTOR =
  /^(collect|update_refs|subtract_refs|move_unreachable|untrack_dicts|visit_\w+|\w*traverse|_PyTuple_MaybeUntrack|_PyDict_MaybeUntrack|gc_list_\w+|PyDict_Next)$/;
/** The segment that takes what walking over recorded objects costs in rows that it does not own. */
const RECORDED_WALK = "subtract_refs__recorded_object";
const RECORDED = /__recorded_object$/;
/** No step of the collector on a known object takes more. */
const COLLECTOR_STEP_MAX = 80;

/** How many recorded objects collections walked over, per program. */
function recordedObjects(compared: readonly Compared[]): StepCounts | null {
  const counts = new Map<number, number>();
  let where = "";
  compared.forEach(({ cells }, program) => {
    for (const cell of cells) {
      if (cell.name !== RECORDED_WALK || cell.kind === TallyKind.EDGE) continue;
      counts.set(program, (counts.get(program) ?? 0) + cell.times);
      where = cell.where;
    }
  });
  if (where === "") return null;
  return { step: { segment: RECORDED_WALK, where, part: "flat" }, counts, known: undefined };
}

/** Moves what recorded objects cost in other rows to the segment that walks over them, as its helpers' share. */
function gatherWalks(fits: readonly RowFit[], owner: string, build: Build): void {
  const at = (fit: RowFit) => fit.steps.findIndex(({ segment }) => segment === RECORDED_WALK);
  const home = fits.find((fit) => fit.row === owner);
  if (home === undefined) return;
  const target = at(home);
  const bundle = home.bundles[target] ?? new Map<string, [number, number]>();
  for (const fit of fits) {
    const j = at(fit);
    if (fit === home || j < 0) continue;
    const own: [string, [number, number]] = [
      build.rows[fit.row] ?? `${fit.row}|`,
      [fit.prices[j] ?? 0, 0],
    ];
    const shares = [...(fit.bundles[j] ?? [])];
    own[1][0] -= shares.reduce((sum, [, [ir]]) => sum + ir, 0);
    for (const [row, [ir, calls]] of [own, ...shares]) {
      const [irNow, callsNow] = bundle.get(row) ?? [0, 0];
      if (ir > 0) bundle.set(row, [irNow + ir, callsNow + calls]);
    }
    home.prices[target] = (home.prices[target] ?? 0) + (fit.prices[j] ?? 0);
    for (const list of [fit.steps, fit.prices, fit.bundles, fit.times]) list.splice(j, 1);
  }
}

const NEVER: ReadonlyMap<number, number> = new Map();

function fitRow(
  row: string,
  steps: StepCounts[],
  measured: ReadonlyMap<number, number>,
  compared: readonly Compared[],
  recorded: StepCounts | null,
): RowFit {
  // In the collector's rows the recorded objects are a step of their own: another row's segment.
  const walk = recorded !== null && !steps.some(({ step }) => RECORDED.test(step.segment));
  if (walk) steps.push(recorded);
  const counts = steps.map((s) => s.counts);
  const share = (program: number) => compared[program]?.attributed.shares.get(row);
  const judged = compared.flatMap((_, program) =>
    share(program) !== undefined || measured.has(program) || counts.some((c) => c.has(program))
      ? [program]
      : [],
  );
  const fitted = judged.filter((program) => !compared[program]?.program.heldOut);
  const pinned = new Set(fitted.filter((p) => PINNED.test(compared[p]?.program.name ?? "")));
  const own = solve(
    steps.map(({ counts: c, known }) => (known === undefined ? c : NEVER)),
    new Map(fitted.map((p) => [p, (share(p)?.self ?? 0) - (measured.get(p) ?? 0)])),
    pinned,
  );
  const bundles = steps.map(() => new Map<string, [number, number]>());
  const helpers = new Set(judged.flatMap((p) => [...(share(p)?.bundle.keys() ?? [])]));
  for (const helper of helpers) {
    const part = (i: 0 | 1) =>
      solve(
        steps.map(({ step, counts: c }) =>
          recorded === null || RECORDED.test(step.segment) ? c : NEVER,
        ),
        new Map(fitted.map((p) => [p, share(p)?.bundle.get(helper)?.[i] ?? 0])),
        pinned,
      );
    const [ir, calls] = [part(0), part(1)];
    steps.forEach((_, j) => {
      const pair: [number, number] = [ir.prices[j] ?? 0, calls.prices[j] ?? 0];
      if (pair[0] > 0) bundles[j]?.set(helper, pair);
    });
  }
  if (recorded !== null) {
    steps.forEach(({ step }, j) => {
      if (RECORDED.test(step.segment)) return;
      own.prices[j] = Math.min(own.prices[j] ?? 0, COLLECTOR_STEP_MAX);
    });
  }
  const helped = steps.map((_, j) =>
    [...(bundles[j] ?? [])].reduce((sum, [, [ir]]) => sum + ir, 0),
  );
  const prices = steps.map(({ known }, j) => (known ?? own.prices[j] ?? 0) + (helped[j] ?? 0));
  // What is known is part of `measured` already.
  const beyond = steps.map(({ known }, j) => (prices[j] ?? 0) - (known ?? 0));
  const cost = new Map<number, [number, number]>();
  let largest = 0;
  let worst = "";
  for (const program of judged) {
    const { self = 0, bundle = new Map<string, [number, number]>() } = share(program) ?? {};
    const real = [...bundle.values()].reduce((sum, [ir]) => sum + ir, self);
    const told = counts.reduce(
      (sum, c, j) => sum + (c.get(program) ?? 0) * (beyond[j] ?? 0),
      measured.get(program) ?? 0,
    );
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
    times: counts.map((c) => [...c.values()].reduce((sum, n) => sum + n, 0)),
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
      entries[priceKey(segment, row)] = {
        price: priceOf(parts, isOnBytes(segment)),
        basis: exact ? "measured" : "estimated",
      };
    }
  }
  return entries;
}

/** A row that ran a segment for less than this share of all its runs does not tell its helpers. */
const NEARLY_ALL = 0.95;

/**
 * Helpers' shares by price key. The profile knows how often a segment ran, not for whom: of a segment
 * that several rows are charged for, only a row that ran it nearly always tells its helpers' share.
 */
export function bundleEntries(fits: readonly RowFit[]): Build["bundles"] {
  const ran = new Map<string, number>();
  for (const { steps, times } of fits) {
    steps.forEach(({ segment }, j) => {
      ran.set(segment, (ran.get(segment) ?? 0) + (times[j] ?? 0));
    });
  }
  const entries: Build["bundles"] = {};
  for (const { row, steps, bundles, times } of fits) {
    steps.forEach(({ segment }, j) => {
      const bundle = bundles[j] ?? new Map();
      if (bundle.size === 0 || (times[j] ?? 0) < NEARLY_ALL * (ran.get(segment) ?? 0)) return;
      entries[priceKey(segment, row)] = Object.fromEntries(bundle);
    });
  }
  return entries;
}

function priceOf(parts: ReadonlyMap<Step["part"], number>, onBytes: boolean): PriceValue {
  const flat = parts.get("flat");
  if (flat !== undefined) return flat;
  if (onBytes) return { table: expandedTable(parts) };
  if (parts.has("turn")) {
    return { fixed: parts.get("fixed") ?? 0, round: parts.get("turn") ?? 0, unroll: 1, rest: 0 };
  }
  const length = Math.max(...[...parts.keys()].map(Number)) + 1;
  // What no program reached costs what the place before it does.
  const table: number[] = [];
  for (let i = 0; i < length; i++) table.push(parts.get(i) ?? table[i - 1] ?? 0);
  return { table };
}
