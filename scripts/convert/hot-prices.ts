/**
 * Prices of the steps of `range(n)` that are repeated: which step an instruction belongs to is told by how
 * often it ran. Instructions of equally frequent steps cannot be told apart; such steps are joined: the
 * first one is charged, the others cost nothing.
 */
import { type Combination, type Part, combine } from "./columns.ts";
import type { ExactFunction } from "./truth.ts";

/** A step of a C function and how often it runs, in the columns of columns.ts. */
interface Step {
  segment: string;
  count: Combination;
}

/** A C function on the path, its caller there, and its steps; of joined steps the first is charged. */
interface HotFunction {
  name: string;
  file: string;
  /** The function that a compiler may build it into. */
  caller?: string;
  steps: Step[];
}

const SMALL = { n: 1, I: -1 };

/** Functions with several steps whose number depends on n. */
export const HOT_FUNCTIONS: readonly HotFunction[] = [
  {
    name: "builtin_range",
    file: "bltinmodule.c",
    steps: [
      { segment: "builtin_range__item", count: { n: 1 } },
      { segment: "builtin_range__not_empty", count: { pos: 1 } },
    ],
  },
  {
    name: "PyInt_FromLong",
    file: "intobject.c",
    caller: "builtin_range",
    steps: [
      { segment: "PyInt_FromLong__small_int", count: SMALL },
      { segment: "PyInt_FromLong__take_head", count: { I: 1 } },
      { segment: "PyInt_FromLong__free_list_empty", count: { F: 1 } },
    ],
  },
  {
    name: "fill_free_list",
    file: "intobject.c",
    caller: "PyInt_FromLong",
    steps: [{ segment: "fill_free_list__get_block", count: { F: 1 } }],
  },
  {
    name: "int_dealloc",
    file: "intobject.c",
    caller: "list_dealloc",
    steps: [{ segment: "int_dealloc__to_free_list", count: { I: 1 } }],
  },
  {
    name: "list_dealloc",
    file: "listobject.c",
    steps: [
      { segment: "list_dealloc__item", count: { n: 1 } },
      { segment: "list_dealloc__item_lives", count: SMALL },
      { segment: "list_dealloc__item_dies", count: { I: 1 } },
      { segment: "list_dealloc__has_items", count: { pos: 1 } },
    ],
  },
];

/** What the converter prices: key ("segment" or "segment@row's function") -> Ir, and the joined steps. */
export interface HotPrices {
  prices: Record<string, number | { fixed: number; round: number; unroll: number; rest: number }>;
  /** "callee@caller" of functions that this binary has built into others. */
  inlined: string[];
  /** Steps that always run together in one function: only the first carries a price. */
  joined: string[][];
}

type Exact = Record<string, ExactFunction>;

/** Says whether the cost of a row depends on how many ints are made: then it is called for them. */
function isCalled(exact: Exact, { name, file }: HotFunction): boolean {
  const delta = exact[`${name}|${file}`]?.delta_vs_range0 ?? {};
  return ["n", "I", "F"].some((column) => (delta[column] ?? 0) !== 0);
}

/** The function whose row shows the steps of `fn`. */
function hostOf(exact: Exact, fn: HotFunction): string {
  if (fn.caller === undefined || isCalled(exact, fn)) return fn.name;
  const caller = HOT_FUNCTIONS.find(({ name }) => name === fn.caller);
  return caller === undefined ? fn.caller : hostOf(exact, caller);
}

export function hotPrices(exact: Exact, slots: number): HotPrices {
  const result: HotPrices = { prices: {}, inlined: [], joined: [] };
  const hosted = new Map<string, Step[]>();
  for (const fn of HOT_FUNCTIONS) {
    const host = hostOf(exact, fn);
    if (fn.caller !== undefined && !isCalled(exact, fn)) {
      result.inlined.push(`${fn.name}@${fn.caller}`);
    }
    const key = (segment: string) => (host === fn.name ? segment : `${segment}@${host}`);
    const steps = fn.steps.map((step) => ({ ...step, segment: key(step.segment) }));
    // Of joined steps the callee's own are charged: its body is what the instructions are.
    hosted.set(host, [...(hosted.get(host) ?? []), ...steps]);
  }
  for (const [host, steps] of hosted) {
    const file = HOT_FUNCTIONS.find(({ name }) => name === host)?.file ?? "";
    priceRow(exact, `${host}|${file}`, host, steps, slots, result);
  }
  return result;
}

/** Columns that belong to the text or to the list's array, not to an element. */
const ASIDE = ["lit", "DIG"];

function priceRow(
  exact: Exact,
  row: string,
  host: string,
  steps: Step[],
  slots: number,
  result: HotPrices,
): void {
  const found = exact[row];
  if (found === undefined) throw new Error(`no exact row ${row}`);
  const parts = steps.map(({ segment, count }) => partOf(segment, count));
  reportJoined(parts, result);
  const total = new Map(steps.map(({ segment }) => [segment, 0]));
  const fill = FILL.map((segment) => (host === "fill_free_list" ? segment : `${segment}@${host}`));
  const loop = steps.some(({ segment }) => segment.startsWith("fill_free_list"))
    ? loopOf(found, slots)
    : null;
  if (loop !== null) addLoop(loop, fill, result);
  for (const { count, instructions } of found.segments ?? []) {
    const wanted = without(count, ASIDE);
    if (loop !== null && isOnly(wanted, "F") && (wanted.F ?? 0) > 1) continue;
    const split = combine(partOf("", wanted).values, parts);
    if (split === null) {
      throw new Error(`${row}: instructions that run ${JSON.stringify(count)} belong to no step`);
    }
    for (const [segment, times] of Object.entries(split)) {
      total.set(segment, (total.get(segment) ?? 0) + times * instructions);
    }
  }
  for (const [segment, ir] of total) {
    if (ir < 0) throw new Error(`${segment} would cost ${ir} Ir: the counts do not fit its steps`);
    result.prices[segment] = ir;
  }
}

const COLUMNS = ["n", "I", "F", "pos"];

function partOf(name: string, count: Combination): Part {
  return { name, values: COLUMNS.map((column) => count[column] ?? 0) };
}

function reportJoined(parts: readonly Part[], result: HotPrices): void {
  const groups = new Map<string, string[]>();
  for (const { name, values } of parts) {
    const key = values.join();
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  for (const group of groups.values()) if (group.length > 1) result.joined.push(group);
}

function without(count: Combination, columns: readonly string[]): Combination {
  return Object.fromEntries(Object.entries(count).filter(([name]) => !columns.includes(name)));
}

function isOnly(count: Combination, column: string): boolean {
  return Object.keys(count).length === 1 && count[column] !== undefined;
}

/** Steps of fill_free_list besides the call of malloc: one per block, one per link, one at the end. */
const FILL = [
  "fill_free_list__link_block",
  "fill_free_list__link_slot",
  "fill_free_list__end_chain",
] as const;

/** The loop that links the slots of a block. */
interface Loop {
  /** Instructions of one round, and how many slots a round links. */
  round: number;
  unroll: number;
  /** Instructions of the loop's test, which runs once more than its body. */
  test: number;
  /** What else runs more than once a block, together. */
  beside: number;
}

/**
 * A block of N slots has N - 1 links. What runs N - 1 times a block is the body, N times the test; in an
 * unrolled loop a divisor of N - 1 of which most is made.
 */
function loopOf(found: ExactFunction, slots: number): Loop {
  const links = slots - 1;
  const often = (found.segments ?? []).flatMap(({ count, instructions }) => {
    const wanted = without(count, ASIDE);
    const times = wanted.F ?? 0;
    return isOnly(wanted, "F") && times > 1 ? [{ times, instructions }] : [];
  });
  const at = (times: number) =>
    often.filter((o) => o.times === times).reduce((sum, o) => sum + o.instructions, 0);
  const divisors = [...new Set(often.map((o) => o.times))].filter((t) => links % t === 0);
  const turns = divisors.sort((a, b) => b * at(b) - a * at(a))[0];
  const main = turns ?? (at(slots) > 0 ? links : 0);
  if (main === 0) throw new Error("the loop that fills a block was not found");
  const test = main === links ? at(slots) : 0;
  const others = often.filter((o) => o.times !== main && !(test > 0 && o.times === slots));
  return {
    round: at(main) + test,
    unroll: links / main,
    test,
    beside: others.reduce((sum, o) => sum + o.times * o.instructions, 0),
  };
}

function addLoop(
  { round, unroll, test, beside }: Loop,
  fill: readonly string[],
  into: HotPrices,
): void {
  const [block = "", slot = "", end = ""] = fill;
  into.prices[block] = beside;
  into.prices[slot] =
    unroll === 1 ? round : { fixed: 0, round, unroll, rest: Math.ceil(round / unroll) };
  into.prices[end] = test;
}
