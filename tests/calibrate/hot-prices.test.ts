/** Prices from how often instructions ran: other compilers' inlining, unrolled loops, joined steps, refusals. */
import { describe, expect, it } from "vitest";
import { columnParts, columnsAt, combine } from "../../scripts/convert/columns.ts";
import { hotPrices } from "../../scripts/convert/hot-prices.ts";
import { exactFunctions } from "../../scripts/convert/segments.ts";
import type { ExactFunction } from "../../scripts/convert/truth.ts";

const LAYOUT = { slots: 41, freeAtCall: 14 };
const NS = [0, 1, 10, 41, 100, 256, 257, 258, 271, 272, 300, 1000, 10_000, 100_000];

/** A function as recorded: instructions, each with how often it runs at n. */
type Recorded = [times: (c: Record<string, number>) => number, instructions: number][];

function recorded(functions: Record<string, Recorded>): Record<string, ExactFunction> {
  const rows = Object.fromEntries(
    Object.entries(functions).map(([row, clusters]) => [
      row,
      clusters.map(([times, count]): [number[], number] => [
        NS.map((n) => times(columnsAt(n, LAYOUT) as Record<string, number>)),
        count,
      ]),
    ]),
  );
  return exactFunctions({ n: NS, rows }, LAYOUT);
}

const at =
  (column: string, factor = 1) =>
  (c: Record<string, number>) =>
    factor * (c[column] ?? 0);
const small = (c: Record<string, number>) => (c.n ?? 0) - (c.I ?? 0);

/** Everything a function of its own. */
const SEPARATE: Record<string, Recorded> = {
  "builtin_range|bltinmodule.c": [
    [() => 1, 40],
    [at("n"), 12],
    [at("pos"), 5],
  ],
  "PyInt_FromLong|intobject.c": [
    [at("n"), 4],
    [small, 3],
    [at("I"), 12],
    [at("F"), 5],
  ],
  "fill_free_list|intobject.c": [
    [at("F"), 16],
    [at("F", 40), 4],
    [at("F", 41), 2],
  ],
  "int_dealloc|intobject.c": [[(c) => (c.I ?? 0) + (c.lit ?? 0), 7]],
  "list_dealloc|listobject.c": [
    [() => 9, 1],
    [at("n"), 9],
    [(c) => (c.I ?? 0) + (c.lit ?? 0), 4],
  ],
};

describe("columns", () => {
  it("count shared ints, fresh ones and blocks", () => {
    expect(columnsAt(257, LAYOUT)).toEqual({ n: 257, I: 0, F: 0, pos: 1, lit: 1, DIG: 2 });
    expect([271, 272, 312, 313].map((n) => columnsAt(n, LAYOUT).F)).toEqual([0, 1, 1, 2]);
    expect(columnsAt(10_000_000, LAYOUT).F).toBe(243_896);
  });

  it("are combined with the fewest parts, in whole factors only", () => {
    const parts = columnParts(NS, LAYOUT);
    const values = (of: (c: Record<string, number>) => number) =>
      NS.map((n) => of(columnsAt(n, LAYOUT) as Record<string, number>));
    expect(combine(values(at("n")), parts)).toEqual({ n: 1 });
    expect(
      combine(
        values((c) => (c.n ?? 0) - (c.F ?? 0)),
        parts,
      ),
    ).toEqual({ n: 1, F: -1 });
    expect(
      combine(
        values(() => 0),
        parts,
      ),
    ).toEqual({});
    expect(
      combine(
        values((c) => (c.n ?? 0) ** 2),
        parts,
      ),
    ).toBeNull();
    expect(
      combine(
        values((c) => (c.I ?? 0) / 2),
        parts,
      ),
    ).toBeNull();
  });
});

describe("prices of the steps of range(n)", () => {
  it("come out of functions that are all called", () => {
    const { prices, inlined, joined } = hotPrices(recorded(SEPARATE), LAYOUT.slots);
    expect(inlined).toEqual([]);
    expect(joined).toEqual([]);
    expect(prices).toMatchObject({
      builtin_range__item: 12,
      builtin_range__not_empty: 5,
      PyInt_FromLong__small_int: 7,
      PyInt_FromLong__take_head: 16,
      PyInt_FromLong__free_list_empty: 5,
      fill_free_list__get_block: 16,
      fill_free_list__link_slot: 6,
      fill_free_list__end_chain: 2,
      int_dealloc__to_free_list: 7,
      list_dealloc__item: 9,
      list_dealloc__item_lives: 0,
      list_dealloc__item_dies: 4,
    });
  });

  it("are charged to the callers that functions were built into, also two deep", () => {
    const inside: Record<string, Recorded> = {
      "builtin_range|bltinmodule.c": [
        ...([
          [at("n"), 12],
          [at("I"), 4],
          [small, 3],
        ] satisfies Recorded),
        ...([
          [at("F"), 20],
          [at("F", 5), 18],
        ] satisfies Recorded),
      ],
      "list_dealloc|listobject.c": [
        [at("n"), 9],
        [at("I"), 13],
      ],
    };
    const { prices, inlined, joined } = hotPrices(recorded(inside), LAYOUT.slots);
    expect(inlined).toEqual([
      "PyInt_FromLong@builtin_range",
      "fill_free_list@PyInt_FromLong",
      "int_dealloc@list_dealloc",
    ]);
    expect(prices["PyInt_FromLong__take_head@builtin_range"]).toBe(4);
    expect(prices["PyInt_FromLong__small_int@builtin_range"]).toBe(3);
    expect(prices["fill_free_list__link_slot@builtin_range"]).toEqual({
      fixed: 0,
      round: 18,
      unroll: 8,
      rest: 3,
    });
    // What cannot be told apart is said to be joined, and charged once.
    expect(joined).toContainEqual([
      "PyInt_FromLong__free_list_empty@builtin_range",
      "fill_free_list__get_block@builtin_range",
    ]);
    expect(joined).toContainEqual([
      "int_dealloc__to_free_list@list_dealloc",
      "list_dealloc__item_dies",
    ]);
    expect(prices["int_dealloc__to_free_list@list_dealloc"]).toBe(13);
    expect(prices.list_dealloc__item_dies).toBe(0);
  });

  it("give what an alternative path saves to the step that avoids it", () => {
    const { prices } = hotPrices(
      recorded({
        ...SEPARATE,
        "PyInt_FromLong|intobject.c": [
          ...([
            [small, 7],
            [at("I"), 9],
          ] satisfies Recorded),
          ...([
            [(c) => (c.I ?? 0) - (c.F ?? 0), 7],
            [at("F"), 18],
          ] satisfies Recorded),
        ],
      }),
      LAYOUT.slots,
    );
    expect(prices.PyInt_FromLong__take_head).toBe(16);
    expect(prices.PyInt_FromLong__free_list_empty).toBe(11);
  });

  it("are refused where the counts do not fit: never guessed", () => {
    const odd = (times: (c: Record<string, number>) => number) => () =>
      hotPrices(
        recorded({
          ...SEPARATE,
          "builtin_range|bltinmodule.c": [
            [at("n"), 12],
            [times, 3],
          ],
        }),
        LAYOUT.slots,
      );
    // A row with such an instruction is not exact: it has no price.
    expect(odd((c) => Math.floor((c.n ?? 0) / 3))).toThrow("no exact row builtin_range");
    expect(odd(at("DIG"))).not.toThrow();
    expect(odd((c) => (c.pos ?? 0) * 2 - 20 * (c.n ?? 0))).toThrow("would cost");
  });
});
