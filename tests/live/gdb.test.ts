/**
 * gdb, asked again on this machine: where a native run of the real interpreter has its int blocks, its
 * free list, the item array and every item. Address randomisation is off, so addresses are absolute.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import type { Machine } from "../../workers/machine.ts";
import type { LoadedRun } from "../../workers/run.ts";
import { blockList, blockPlaces, freeList, items } from "../core/ints.ts";
import { instantOf, newMachine, open, stat } from "../core/support.ts";
import { readTrace } from "../traces/recorded.ts";
import { type Provenance, binaryDifferences } from "./measured.ts";
import { INSTALLABLE, measure, toolsFor } from "./tools.ts";

interface Moment {
  int_blocks: number[];
  free_list: number[];
}

interface GdbState {
  heap_start: number;
  provenance: Provenance;
  at_call: Moment;
  at_return: Moment & { ob_item: number; item_address: number[] };
  at_finalize: Moment;
  after_clear: Moment;
}

const { missing, mustRun, reason } = toolsFor("gdb");

describe.skipIf(!mustRun).each(INSTALLABLE)(`gdb on this machine, %s${reason}`, (build) => {
  describe.each([10, 300, 1000])("range(%i)", (n) => {
    let live: GdbState;
    let binaries: string;
    let machine: Machine;
    let run: LoadedRun;
    let places: number[];

    beforeAll(async () => {
      expect(missing, "tools that CI must have").toEqual([]);
      live = await measure<GdbState>(
        "gdb_range_state.py",
        "--build",
        build,
        "--source",
        `range(${n})`,
      );
      const recorded = readTrace<{ provenance: Provenance }>(
        build,
        `gdb-range-${n}.json`,
      ).provenance;
      const others = binaryDifferences(recorded, live.provenance);
      binaries = others.length === 0 ? "" : `not the recorded binary: ${others.join(", ")}`;
      machine = await newMachine();
      run = open(machine, build, n);
      places = blockPlaces(machine, run);
    }, 120_000);

    /** Instants at which gdb stopped; the list dies in the step that ends at its event. */
    function instants(): Record<"at_call" | "at_return" | "at_finalize" | "after_clear", number> {
      const stretch = (name: string) => run.stretches.find((s) => s.name === name);
      return {
        at_call: stretch("run")?.from ?? Number.NaN,
        at_return: instantOf(machine, Ev.LIST_DEALLOC) - 1,
        at_finalize: (stretch("exit")?.recorded[0]?.[1] ?? Number.NaN) - 1,
        after_clear: instantOf(machine, Ev.CLEAR_END),
      };
    }

    it("shows the heap where the simulator has it", () => {
      const heap = machine.vmas().find((vma) => vma.kind === 1);
      expect(heap?.start, binaries).toBe(live.heap_start);
    });

    it("shows the simulated int blocks and free list when range() begins and returns, and at exit", () => {
      for (const [moment, target] of Object.entries(instants())) {
        machine.run({ target });
        const real = live[moment as keyof ReturnType<typeof instants>];
        expect(real.int_blocks.length, moment).toBeGreaterThan(0);
        expect(blockList(machine, places), `${moment} ${binaries}`).toEqual(real.int_blocks);
        expect(freeList(machine, run), `${moment} ${binaries}`).toEqual(real.free_list);
      }
    });

    it("shows the simulated item array with every item at its simulated address", () => {
      machine.run({ target: instants().at_return });
      expect(stat(machine, Stat.ITEMS_ADDR), binaries).toBe(live.at_return.ob_item);
      expect(live.at_return.item_address).toHaveLength(n);
      expect(items(machine), binaries).toEqual(live.at_return.item_address);
    });
  });
});
