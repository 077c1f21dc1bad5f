import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import type { Machine } from "../../workers/machine.ts";
import { type BuildName, BUILDS, buildOf, newMachine, open, stat } from "./support.ts";

/** n and the blocks that range(n) fills, measured at the edges (issue 2, ground truth section 4). */
const EDGES: Record<BuildName, readonly (readonly [number, number])[]> = {
  "2.7.18-debian-release": [
    [0, 0],
    [257, 0],
    [271, 0],
    [272, 1],
    [312, 1],
    [313, 2],
  ],
  "2.7.18-debian-pydebug": [
    [0, 0],
    [257, 0],
    [272, 0],
    [273, 1],
    [296, 1],
    [297, 2],
  ],
  "2.7.12-pydebug-valgrind": [
    [0, 0],
    [257, 0],
    [272, 0],
    [273, 1],
    [296, 1],
    [297, 2],
  ],
};

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

describe.each(BUILDS)("blocks of %s", (name) => {
  it.each(EDGES[name])("range(%i) fills %i blocks", (n, blocks) => {
    open(machine, name, n);
    machine.run();
    expect(machine.eventCounts()[Ev.INT_BLOCK]).toBe(blocks);
    expect(machine.ledger().functions.get("fill_free_list")?.[2]).toBe(blocks);
  });

  it("range(n) makes n - 257 ints and takes a block for each full set beyond the free slots", () => {
    const { intSlots } = buildOf(name).layout;
    for (const n of [256, 258, 1000, 4321, 50_000]) {
      const run = open(machine, name, n);
      machine.run({ target: run.stretches[2]?.from ?? 0 });
      const free = stat(machine, Stat.FREE_INTS);
      machine.run();
      const counts = machine.eventCounts();
      const made = Math.max(0, n - 257);
      expect(counts[Ev.INT_TAKE]).toBe(made);
      // The program's own literal dies with the module's code, if it is no shared int.
      expect(counts[Ev.INT_FREE]).toBe(made + (n > 256 ? 1 : 0));
      expect(counts[Ev.INT_BLOCK]).toBe(Math.max(0, Math.ceil((made - free) / intSlots)));
    }
  });
});
