import { beforeAll, describe, expect, it } from "vitest";
import { FN_COUNT, Fn } from "../../assembly/abi/functions.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import type { Machine } from "../../workers/machine.ts";
import { functionOf } from "../../workers/image.ts";
import type { Build } from "../../src/tables/build.ts";
import type { LoadedRun } from "../../workers/run.ts";
import { BUILDS, Choices, modelledInstants, newMachine, open, stat } from "./support.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

/** Segments with one price wherever they run: their executions alone tell their cost. */
function flatPrices(build: Build): Map<string, number> {
  const flat = new Map<string, number>();
  for (const [key, { price }] of Object.entries(build.prices)) {
    const [segment = ""] = key.split("@");
    const sameElsewhere = flat.get(segment) === undefined || flat.get(segment) === price;
    flat.set(segment, typeof price === "number" && sameElsewhere ? price : Number.NaN);
  }
  return flat;
}

/** Ir of the recorded stretches that end at an instant or before: no function is charged for them. */
function recordedUntil(run: LoadedRun, ir: number): number {
  const recorded = run.stretches.flatMap((stretch) => stretch.recorded);
  return recorded.reduce((sum, [from, to]) => sum + (to <= ir ? to - from : 0), 0);
}

describe.each(BUILDS)("the ledger of %s", (name) => {
  it.each([0, 300, 5000])("adds up to the clock at any instant of range(%i)", (n) => {
    const run = open(machine, name, n);
    for (const target of modelledInstants(run, 60, new Choices(n + 1))) {
      machine.run({ target });
      const self = [...machine.ledger().functions.values()].reduce((sum, [ir]) => sum + ir, 0);
      const ir = stat(machine, Stat.IR);
      expect(self + recordedUntil(run, ir), `instant ${target}`).toBe(ir);
      expect(stat(machine, Stat.IR)).toBeLessThanOrEqual(target);
    }
  });

  it("charges a function that is inlined nowhere its executions times their prices", () => {
    const run = open(machine, name, 3000);
    const prices = flatPrices(run.build);
    const callees = new Set(run.build.inlined.map((pair) => pair.split("@")[0]));
    const hosts = new Set(run.build.inlined.map((pair) => pair.split("@")[1]));
    const segmentsOf = (fn: string) =>
      [...prices.keys()].filter((segment) => functionOf(segment) === fn);
    const plain = Array.from({ length: FN_COUNT }, (_, i) => Fn[i] ?? "").filter((fn) => {
      const priced = segmentsOf(fn).every((segment) => !Number.isNaN(prices.get(segment)));
      return priced && segmentsOf(fn).length > 0 && !callees.has(fn) && !hosts.has(fn);
    });
    expect(plain.length).toBeGreaterThan(5);
    for (const target of modelledInstants(run, 40, new Choices(7))) {
      machine.run({ target });
      const { functions, executed } = machine.ledger();
      for (const fn of plain) {
        const cost = segmentsOf(fn).reduce(
          (sum, s) => sum + (executed.get(s) ?? 0) * (prices.get(s) ?? 0),
          0,
        );
        const recorded = [...executed.keys()].some(
          (s) => functionOf(s) === fn && s.includes("__recorded"),
        );
        if (!recorded) expect(functions.get(fn)?.[0], `${fn} at ${target}`).toBe(cost);
      }
    }
  });

  it("gives main all of the clock that was not recorded when the process has ended", () => {
    const run = open(machine, name, 300);
    machine.run();
    expect(machine.ledger().functions.get("main")?.[1]).toBe(
      run.total - recordedUntil(run, run.total),
    );
    expect(stat(machine, Stat.IR)).toBe(run.total);
  });
});
