/**
 * The machine against gdb: range(10), range(300) and range(1000) in the two interpreters that Debian
 * ships, address randomisation off. What gdb read at four moments must lie at the same addresses here.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import type { Machine } from "../../workers/machine.ts";
import { entryFor } from "../../workers/program.ts";
import type { LoadedRun } from "../../workers/run.ts";
import { blockList, blockPlaces, freeList, items, refcntAt, smallIntPlace } from "./ints.ts";
import { decodeRecords, bits, instantOf, newMachine, open, stat } from "./support.ts";

/** What gdb read at one moment; the item fields only at the return of builtin_range. */
interface Moment {
  int_blocks: number[];
  free_list: number[];
  malloc_top: number;
  break: number;
  small_int_refcounts: number[];
  list: number;
  ob_item: number;
  item_index: number[];
  item_address: number[];
  item_refcount: number[];
  item_value: number[];
  returned: number;
}

interface Recording {
  libc_base: number;
  at_call: Moment;
  at_return: Moment;
  at_finalize: Moment;
  after_clear: Moment;
}

const RECORDED = ["2.7.18-debian-release", "2.7.18-debian-pydebug"] as const;

function recordingOf(build: string, n: number): Recording {
  const path = join(import.meta.dirname, "..", "traces", build, `gdb-range-${n}.json`);
  return JSON.parse(readFileSync(path, "utf8")) as Recording;
}

describe.each(RECORDED)("%s under gdb", (name) => {
  describe.each([10, 300, 1000])("range(%i)", (n) => {
    const recording = recordingOf(name, n);
    let machine: Machine;
    let run: LoadedRun;
    let places: number[];
    let begins: number;
    let collects: number;
    let dies: number;
    let cleared: number;

    beforeAll(async () => {
      machine = await newMachine();
      run = open(machine, name, n);
      places = blockPlaces(machine, run);
      begins = run.stretches.find((s) => s.name === "run")?.from ?? 0;
      const exit = run.stretches.find((s) => s.name === "exit");
      collects = exit?.recorded[0]?.[1] ?? 0;
      dies = instantOf(machine, Ev.LIST_DEALLOC);
      cleared = instantOf(machine, Ev.CLEAR_END);
    });

    /** Parks where gdb stopped. The list dies in the step that ends at `dies`. */
    function at(moment: Exclude<keyof Recording, "libc_base">): Moment {
      const targets = {
        at_call: begins,
        at_return: dies - 1,
        at_finalize: collects - 1,
        after_clear: cleared,
      };
      machine.run({ target: targets[moment] });
      return recording[moment];
    }

    it("enters with the blocks, the free list, the top and the break that gdb read", () => {
      const real = at("at_call");
      expect(blockList(machine, places)).toEqual(real.int_blocks);
      expect(freeList(machine, run)).toEqual(real.free_list);
      expectHeap(real);
    });

    it("puts the list's array and every item where gdb found them", () => {
      const real = at("at_return");
      machine.run({ recordFrom: 0, kinds: bits(Ev.LIST_NEW) });
      const made = decodeRecords(machine.records())[0];
      // The C library lies a page apart in the two recordings, and list objects lie near it.
      const { libcBase } = entryFor(run.build, "recipe", "native", run.program);
      expect((made?.addr ?? 0) - libcBase).toBe(real.list - recording.libc_base);
      expect(made?.b).toBe(real.ob_item);
      at("at_return");
      expect(stat(machine, Stat.ITEMS_ADDR)).toBe(real.ob_item);
      const found = items(machine);
      expect(found).toHaveLength(n);
      expect(real.item_index.map((index) => found[index])).toEqual(real.item_address);
      const values = real.item_address.map((item) => refcntAt(machine, run, item + 16));
      expect(values).toEqual(real.item_value);
    });

    it("has the blocks, the free list, the top and the break that gdb read when range() returns", () => {
      const real = at("at_return");
      expect(blockList(machine, places)).toEqual(real.int_blocks);
      expect(freeList(machine, run)).toEqual(real.free_list);
      expectHeap(real);
    });

    it("counts one reference more for each shared item, and one for each int of the list's own", () => {
      const real = at("at_return");
      const after = smallRefcounts();
      at("at_call");
      const change = after.map((count, i) => count - (smallRefcounts()[i] ?? 0));
      const before = recording.at_call.small_int_refcounts;
      expect(change).toEqual(real.small_int_refcounts.map((count, i) => count - (before[i] ?? 0)));
      at("at_return");
      const own = real.item_address.filter((_, i) => (real.item_index[i] ?? 0) > 256);
      expect(own.every((item) => refcntAt(machine, run, item) === 1)).toBe(true);
    });

    it("has the block list and the free list that gdb read after the list and the code died", () => {
      const real = at("at_finalize");
      expect(blockList(machine, places)).toEqual(real.int_blocks);
      expect(freeList(machine, run)).toEqual(real.free_list);
      expectHeap(real);
    });

    it("has the reference counts of small ints that gdb read when the interpreter ends", () => {
      const real = at("at_finalize");
      expect(smallRefcounts()).toEqual(real.small_int_refcounts);
    });

    it("has the block list and the free list that gdb read after the exit's collection", () => {
      const real = at("after_clear");
      expect(blockList(machine, places)).toEqual(real.int_blocks);
      expect(freeList(machine, run)).toEqual(real.free_list);
      expectHeap(real);
    });

    it("counts the live ints that PyInt_ClearFreeList returned to gdb", () => {
      machine.run({ recordFrom: 0, kinds: bits(Ev.CLEAR_END) });
      expect(decodeRecords(machine.records())[0]?.a).toBe(recording.after_clear.returned);
    });

    function smallRefcounts(): number[] {
      return Array.from({ length: 262 }, (_, i) =>
        refcntAt(machine, run, smallIntPlace(run, places, i - 5)),
      );
    }

    function expectHeap(real: Moment): void {
      const start = machine.vmas().find((vma) => vma.kind === 1)?.start ?? 0;
      expect(start + stat(machine, Stat.HEAP_USED)).toBe(real.malloc_top);
      expect(stat(machine, Stat.BRK_END)).toBe(real.break);
    }
  });
});
