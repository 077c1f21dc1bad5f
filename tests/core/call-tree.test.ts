/** The call tree says the same as the ledger, and what it says does not depend on strides. */
import { describe, expect, it } from "vitest";
import { Stat } from "../../assembly/abi/layout.ts";
import { TreeGatherer } from "../../workers/call-tree.ts";
import { findInt } from "../../workers/find.ts";
import { flameOf, functionsOf, neighboursOf, partOf } from "../../src/instruments/call-tree.ts";
import { BUILDS, newMachine, open } from "./support.ts";

/** Functions that are called inside themselves while range(1000) runs and exits. */
const RECURSIVE = new Set(["_Py_Dealloc", "dict_dealloc"]);

describe.each(BUILDS)("the call tree of range(1000) in %s", async (name) => {
  const machine = await newMachine();
  const { total } = open(machine, name, 1000);

  function treeAt(...cuts: number[]) {
    const gathered = new TreeGatherer();
    for (const cut of cuts) gathered.take(machine, cut);
    return gathered.tree();
  }

  it("has the ledger's Ir and calls of every function", () => {
    const tree = treeAt(total);
    const { functions } = machine.ledger();
    const rows = functionsOf(partOf(tree, -1, 0));
    expect(rows.length).toBeGreaterThan(30);
    expect(tree.lost).toBe(0);
    for (const row of rows) {
      const [self, inclusive, calls] = functions.get(row.name) ?? [0, 0, 0];
      expect([row.name, row.self, row.calls]).toEqual([row.name, self, calls]);
      // The ledger adds up all calls of a recursive function, as callgrind does; here inner ones do not count.
      if (RECURSIVE.has(row.name)) expect(row.inclusive).toBeLessThan(inclusive);
      else expect([row.name, row.inclusive]).toEqual([row.name, inclusive]);
    }
  });

  it("adds up: two parts are the whole, callers' calls are the calls", () => {
    const middle = Math.floor((total * 9) / 10);
    const tree = treeAt(middle, total);
    const [a, b, whole] = [partOf(tree, -1, 0), partOf(tree, 0, 1), partOf(tree, -1, 1)];
    expect(a.total + b.total).toBe(whole.total);
    const calls = functionsOf(whole).find((row) => row.name === "malloc")?.calls;
    const { callers } = neighboursOf(whole, "malloc");
    expect(callers.reduce((sum, caller) => sum + caller.calls, 0)).toBe(calls);
    expect(callers.length).toBeGreaterThan(0);
  });

  it("draws boxes that lie inside their callers", () => {
    const from = machine.stats()[Stat.RUN_AT] ?? 0;
    const tree = treeAt(from, from + 2000, from + 9000, total);
    const boxes = flameOf(tree);
    for (const box of boxes.filter(({ depth }) => depth > 0)) {
      const above = boxes.filter(({ node }) => node === tree.parent[box.node]);
      const isHeld = above.some(
        ({ left, right }) => left <= box.left + 1e-9 && right >= box.right - 1e-9,
      );
      expect([tree.names[box.node], isHeld]).toEqual([tree.names[box.node], true]);
    }
  });

  it("finds an int by its value", () => {
    machine.run({ target: total - 1_000_000 });
    const found = findInt(machine, 5, 0);
    expect(found).not.toBeNull();
    const words = machine.values(found ?? 0, 1);
    expect(words[2]).toBe(5);
  });
});
