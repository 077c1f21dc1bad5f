/**
 * Strides change nothing (architecture section 5): a run that advances by strides, one that takes
 * every loop turn by itself and one that parks anywhere agree on every state, count and event.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import type { Machine } from "../../workers/machine.ts";
import type { LoadedRun } from "../../workers/run.ts";
import {
  BUILDS,
  type BuildName,
  Choices,
  allRecords,
  bits,
  modelledInstants,
  newMachine,
  open,
  whole,
} from "./support.ts";

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

const INSTANTS = 20;
/** A run of 10^6 ints without strides takes long: 20 instants are enough for the three builds together. */
const LONG_INSTANTS = 7;

describe.each(BUILDS)("strides in %s", (name) => {
  it.each([
    300, 1000, 20_000,
  ])("range(%i) is the same with and without them at random instants", (n) => {
    const run = open(machine, name, n);
    for (const target of modelledInstants(run, INSTANTS, new Choices(n))) {
      machine.run({ target });
      const strided = whole(machine);
      machine.run({ target, strides: false });
      expect(whole(machine), `instant ${target}`).toEqual(strided);
    }
  });

  it("a run of range(20000) that was parked, sampled or recorded before ends like a straight one", () => {
    const run = open(machine, name, 20_000);
    machine.run();
    const straight = whole(machine);
    machine.run({ strides: false });
    expect(whole(machine)).toEqual(straight);
    machine.run({ sampleStep: 997 });
    expect(whole(machine)).toEqual(straight);
    machine.run({ target: run.total });
    expect(whole(machine)).toEqual(straight);
    for (const target of modelledInstants(run, 5, new Choices(5))) machine.run({ target });
    machine.run();
    expect(whole(machine)).toEqual(straight);
  });

  it("a window of records is the same however the run came there", () => {
    const run = open(machine, name, 20_000);
    for (const recordFrom of modelledInstants(run, 8, new Choices(11))) {
      machine.run({ recordFrom, limit: 500 });
      const near = machine.records();
      machine.run({ recordFrom, limit: 500, strides: false });
      expect(machine.records(), `instant ${recordFrom}`).toEqual(near);
    }
  });

  it("range(10^6) is the same with and without them at instants near the edges of blocks", () => {
    const run = open(machine, name, 1_000_000);
    for (const target of nearBlockEdges(run, name)) {
      machine.run({ target });
      const strided = whole(machine);
      machine.run({ target, strides: false });
      expect(whole(machine), `instant ${target}`).toEqual(strided);
    }
  });

  /** Instants a few instructions before or after an int block was made or freed. */
  function nearBlockEdges(run: LoadedRun, build: BuildName): number[] {
    const choices = new Choices(BUILDS.indexOf(build) + 100);
    const instants: number[] = [];
    while (instants.length < LONG_INSTANTS) {
      const [recordFrom = 0] = modelledInstants(run, 1, choices);
      machine.run({ recordFrom, kinds: bits(Ev.INT_BLOCK, Ev.BLOCK_FREE), limit: 1 });
      const [ir] = machine.records();
      if (ir !== undefined) instants.push(Math.max(recordFrom, ir + choices.between(-60, 60)));
    }
    return instants;
  }
});

describe.each(BUILDS)("seeking in %s", (name) => {
  it("to an instant, away and back gives the same state", () => {
    const run = open(machine, name, 4000);
    // From before the list exists to its middle and back: whatever was left behind would show there.
    const { from, to } = run.stretches.find((stretch) => stretch.name === "run") ?? {
      from: 0,
      to: 0,
    };
    const middle = Math.round((from + to) / 2);
    const instants = [from, middle, ...modelledInstants(run, 38, new Choices(3))];
    for (const [i, a] of instants.entries()) {
      const b = instants[(i + 1) % instants.length] ?? 0;
      machine.run({ target: a });
      const first = whole(machine);
      machine.run({ target: b });
      machine.run({ target: a });
      expect(whole(machine), `instant ${a} after ${b}`).toEqual(first);
    }
  });

  it("the machine of another run leaves no trace", async () => {
    const fresh = await newMachine();
    open(fresh, name, 1234);
    fresh.run();
    open(machine, name, 300_000);
    machine.run();
    open(machine, name, 1234);
    machine.run();
    expect(whole(machine)).toEqual(whole(fresh));
  });

  it("counts as many records of a kind as it has events of it", () => {
    open(machine, name, 2000);
    machine.run();
    const counts = machine.eventCounts();
    for (const kind of [
      Ev.INT_TAKE,
      Ev.INT_FREE,
      Ev.LIST_SET,
      Ev.FAULT,
      Ev.MALLOC,
      Ev.FREE,
      Ev.CALL,
    ]) {
      const records = allRecords(machine, bits(kind));
      const happened = records.reduce((sum, record) => sum + record.times, 0);
      expect(happened, Ev[kind]).toBe(counts[kind]);
    }
  });
});
