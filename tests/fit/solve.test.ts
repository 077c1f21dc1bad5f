/** Prices come back out of costs that were made from them. */
import { describe, expect, it } from "vitest";
import { type Counts, joinedSteps, solve } from "../../scripts/fit/solve.ts";
import { Choices } from "../core/support.ts";

/** Counts of `steps` steps in `programs` programs, each program using some of them. */
function made(seed: number, steps: number, programs: number) {
  const choices = new Choices(seed);
  const prices = Array.from({ length: steps }, () => choices.between(0, 300));
  const counts = prices.map(() => new Map<number, number>());
  const costs = new Map<number, number>();
  for (let program = 0; program < programs; program++) {
    let cost = 7;
    counts.forEach((column, j) => {
      const times = choices.between(0, 3) > 0 ? 0 : choices.between(1, 400);
      if (times > 0) column.set(program, times);
      cost += times * (prices[j] ?? 0);
    });
    costs.set(program, cost);
  }
  const entry: Counts = new Map(Array.from({ length: programs }, (_, i) => [i, 1]));
  return { prices: [7, ...prices], counts: [entry, ...counts], costs };
}

describe("the solver", () => {
  it.each([1, 2, 3, 4])("finds the prices that the costs were made from (seed %i)", (seed) => {
    const { prices, counts, costs } = made(seed, 60, 150);
    const fit = solve(counts, costs);
    expect(fit.exact).toBe(true);
    expect(fit.prices).toEqual(prices);
  });

  it.each([5, 6])("keeps to the majority where some programs contradict (seed %i)", (seed) => {
    const { prices, counts, costs } = made(seed, 40, 200);
    for (const program of [3, 50, 120, 121]) {
      costs.set(program, (costs.get(program) ?? 0) + 997 + program);
    }
    const fit = solve(counts, costs);
    expect(fit.exact).toBe(false);
    expect(fit.prices).toEqual(prices);
    expect(fit.largest).toBe(997 + 121);
  });

  it("gives steps that always run together one price", () => {
    const together: Counts = new Map([
      [0, 2],
      [1, 5],
    ]);
    const alone: Counts = new Map([
      [0, 1],
      [1, 1],
    ]);
    const costs = new Map([
      [0, 2 * 9 + 4],
      [1, 5 * 9 + 4],
    ]);
    const fit = solve([together, alone, together], costs);
    expect(fit.exact).toBe(true);
    expect((fit.prices[0] ?? 0) + (fit.prices[2] ?? 0)).toBe(9);
    expect(joinedSteps(["a", "b", "c"], [together, alone, together])).toEqual([["a", "c"]]);
  });

  it("never prices below zero", () => {
    const fit = solve(
      [
        new Map([
          [0, 1],
          [1, 2],
        ]),
        new Map([[1, 1]]),
      ],
      new Map([
        [0, 10],
        [1, 15],
      ]),
    );
    expect(fit.prices.every((price) => price >= 0)).toBe(true);
  });
});
