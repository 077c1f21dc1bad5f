/**
 * range(300) as spec 01 section 8 walks through it: which slots the ints take, what the free list is
 * before, during and after, what the exit's collection keeps. In slots and blocks, not in addresses.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import type { Machine } from "../../workers/machine.ts";
import type { LoadedRun } from "../../workers/run.ts";
import { blockList, blockPlaces, freeList, items, refcntAt, smallIntPlace } from "./ints.ts";
import { allRecords, bits, instantOf, newMachine, open, stat } from "./support.ts";

/** The example's figures per build. `newest` is the block that start-up left partly free. */
const EXAMPLES = [
  { name: "2.7.18-debian-release", blocks: 7, made: 1, newest: 12, firstInNew: 271, rest: 12 },
  { name: "2.7.18-debian-pydebug", blocks: 12, made: 2, newest: 13, firstInNew: 272, rest: 20 },
] as const;

/** Whole numbers from `high` down to `low`. */
function down(high: number, low: number): number[] {
  return Array.from({ length: high - low + 1 }, (_, i) => high - i);
}

describe.each(EXAMPLES)("range(300) in $name", ({
  name,
  blocks,
  made,
  newest,
  firstInNew,
  rest,
}) => {
  let machine: Machine;
  let run: LoadedRun;
  let places: number[];
  /** `block:slot`, blocks counted in the order in which they were made. */
  let slot: (addr: number) => string;
  let before: number;
  let returned: number;
  let died: number;
  let cleared: number;

  beforeAll(async () => {
    machine = await newMachine();
    run = open(machine, name, 300);
    places = blockPlaces(machine, run);
    const { intBytes, intSlots } = run.build.layout;
    slot = (addr) => {
      const block = places.findIndex(
        (place) => addr > place && addr < place + 8 + intBytes * intSlots,
      );
      return `${block}:${(addr - (places[block] ?? 0) - 8) / intBytes}`;
    };
    before = run.stretches.find((s) => s.name === "run")?.from ?? 0;
    returned = instantOf(machine, Ev.LIST_DEALLOC) - 1;
    died = run.stretches.find((s) => s.name === "exit")?.from ?? 0;
    cleared = instantOf(machine, Ev.CLEAR_END);
  });

  /** The order of the partly free block: the two newest slots lie the other way round. */
  const partial = () =>
    [newest, newest + 1, ...down(newest - 1, 0)].map((s) => `${blocks - 1}:${s}`);
  const freeSlots = () => freeList(machine, run).map(slot);

  it("starts with a free list of one partly used block", () => {
    machine.run({ target: before });
    expect(stat(machine, Stat.INT_BLOCKS)).toBe(blocks);
    expect(freeSlots()).toEqual(partial());
  });

  it("takes the free list in its order, then new blocks from their last slot down", () => {
    machine.run({ target: returned });
    const last = run.build.layout.intSlots - 1;
    const fresh = Array.from({ length: made }, (_, i) =>
      down(last, 0).map((s) => `${blocks + i}:${s}`),
    ).flat();
    const own = items(machine).slice(257).map(slot);
    expect(own).toEqual([...partial(), ...fresh].slice(0, 43));
    expect(own[firstInNew - 257]).toBe(`${blocks}:${last}`);
    expect(stat(machine, Stat.INT_BLOCKS)).toBe(blocks + made);
    expect(freeSlots()).toEqual(down(rest - 1, 0).map((s) => `${blocks + made - 1}:${s}`));
  });

  it("shares 0 to 256: each has one reference more while the list lives, and as before afterwards", () => {
    const counts = (target: number) => {
      machine.run({ target });
      return Array.from({ length: 257 }, (_, v) =>
        refcntAt(machine, run, smallIntPlace(run, places, v)),
      );
    };
    const [first, during, after] = [counts(before), counts(returned), counts(died)];
    expect(during).toEqual(first.map((count) => count + 1));
    expect(after).toEqual(first);
    machine.run({ target: returned });
    const shared = Array.from({ length: 257 }, (_, v) => smallIntPlace(run, places, v));
    expect(items(machine).slice(0, 257)).toEqual(shared);
  });

  it("drops the items last to first, so that the old chain stands before the new blocks' slots", () => {
    machine.run({ target: died });
    const last = run.build.layout.intSlots - 1;
    const fresh = Array.from({ length: made }, (_, i) =>
      down(last, 0).map((s) => `${blocks + i}:${s}`),
    ).flat();
    const chain = [...partial(), ...fresh];
    expect(freeSlots()).toEqual(chain);
    // Then the code object dies, and its literal's slot becomes the head.
    const freed = allRecords(machine, bits(Ev.INT_FREE)).filter(({ ir }) => ir > died);
    expect(freed[0]?.a).toBe(300);
    machine.run({ target: freed[0]?.ir ?? 0 });
    expect(slot(freed[0]?.addr ?? 0)).toBe(freeSlots()[0]);
    expect(freeSlots().slice(1)).toEqual(chain);
  });

  it("frees the list's blocks in the exit's collection and keeps the others, reversed", () => {
    machine.run({ target: died });
    const newestFirst = blockList(machine, places);
    expect(newestFirst).toEqual([...places].reverse());
    const scans = allRecords(
      machine,
      bits(Ev.CLEAR_BEGIN, Ev.BLOCK_KEEP, Ev.BLOCK_FREE, Ev.CLEAR_END),
    );
    const collection = scans.slice(
      0,
      scans.findIndex((r) => r.kind === Ev.CLEAR_END),
    );
    expect(collection[0]?.a).toBe(blocks + made);
    expect(collection.slice(1).map((r) => r.addr)).toEqual(newestFirst);
    expect(collection.filter((r) => r.kind === Ev.BLOCK_FREE)).toHaveLength(made);
    machine.run({ target: cleared });
    expect(blockList(machine, places)).toEqual(newestFirst.slice(made).reverse());
  });

  it("has all slots below the highest free one on the free list after the collection", () => {
    machine.run({ target: cleared });
    // The literal 300 died with the module's code: its slot, newest + 2, is free too.
    expect(freeSlots()).toEqual(down(newest + 2, 0).map((s) => `${blocks - 1}:${s}`));
  });
});
