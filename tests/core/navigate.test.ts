/** Searches find what a run that is recorded turn by turn shows. */
import { beforeAll, describe, expect, it } from "vitest";
import { Ev, FaultKind, RECORD_FIELDS } from "../../assembly/abi/events.ts";
import { Stat } from "../../assembly/abi/layout.ts";
import type { Machine } from "../../workers/machine.ts";
import { Navigator } from "../../workers/navigate.ts";
import type { EventName, Moment } from "../../workers/protocol.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { BUILDS, type Record6, allRecords, bits, buildOf, newMachine } from "./support.ts";

const TEXT = `
x = range(3000)
s = 0
for v in x:
    s += v
del x
y = [k for k in range(400)]
import gc
gc.collect()
print s
`;

let machine: Machine;
let run: LoadedRun;
let navigator: Navigator;

beforeAll(async () => {
  machine = await newMachine();
  const request = { buildJson: "", text: TEXT, launch: "recipe", under: "native" } as const;
  run = loadRun(machine, buildOf(BUILDS[0]), request);
  navigator = new Navigator(machine, run);
});

async function instant(from: number, moment: Moment): Promise<number | null> {
  return (await navigator.find(from, moment))?.ir ?? null;
}

const KINDS: [EventName, Ev, (record: Record6) => boolean][] = [
  ["block", Ev.INT_BLOCK, () => true],
  ["brk", Ev.BRK, () => true],
  ["fault", Ev.FAULT, () => true],
  ["list", Ev.LIST_NEW, () => true],
  ["malloc", Ev.MALLOC, () => true],
];

describe("a search for an event", () => {
  it.each(KINDS)("finds each %s forwards, backwards and by number", async (kind, ev, matches) => {
    const irs = allRecords(machine, bits(ev))
      .filter(matches)
      .map(({ ir }) => ir);
    const distinct = [...new Set(irs)];
    expect(irs.length).toBeGreaterThan(0);
    for (const i of [0, Math.floor(irs.length / 2), irs.length - 1]) {
      expect(await instant(0, { at: "event", kind, k: i + 1 })).toBe(irs[i]);
    }
    expect(await instant(0, { at: "event", kind, k: irs.length + 1 })).toBeNull();
    for (const i of [0, Math.floor(distinct.length / 2), distinct.length - 1]) {
      const here = distinct[i] ?? 0;
      expect(await instant(here - 1, { at: "next", kind })).toBe(here);
      expect(await instant(here, { at: "next", kind })).toBe(distinct[i + 1] ?? null);
      expect(await instant(here + 1, { at: "previous", kind })).toBe(here);
      expect(await instant(here, { at: "previous", kind })).toBe(distinct[i - 1] ?? null);
    }
  });

  it("finds the collection", async () => {
    const ir = await instant(0, { at: "event", kind: "collection", k: 1 });
    expect(ir).not.toBeNull();
    machine.run({ target: ir ?? 0 });
    expect(machine.stack().map(({ fn }) => fn)).toContain("collect");
  });
});

describe("a search for what never happens", () => {
  it("finds nothing", async () => {
    const faults = allRecords(machine, bits(Ev.FAULT));
    expect(faults.filter(({ a }) => a !== FaultKind.ZERO_FRAME)).toEqual([]);
    expect(await instant(0, { at: "next", kind: "copy" })).toBeNull();
    expect(await instant(0, { at: "next", addr: 4096, bytes: 8 })).toBeNull();
  });
});

describe("a search for a write", () => {
  /** The int that the loop reaches first behind the shared ones, and where the loop passes it. */
  function references(): { addr: number; irs: number[] } {
    const records = allRecords(machine, bits(Ev.INCREF, Ev.DECREF, Ev.INT_TAKE, Ev.INT_FREE));
    const taken = records.find(({ kind, a }) => kind === Ev.INT_TAKE && a === 1500);
    const addr = taken?.addr ?? 0;
    return { addr, irs: records.filter((each) => each.addr === addr).map(({ ir }) => ir) };
  }

  it("to a reference count finds each, and the function that wrote", async () => {
    const { addr, irs } = references();
    expect(irs.length).toBeGreaterThan(4);
    const found: number[] = [];
    let at = (irs[0] ?? 0) - 1;
    for (;;) {
      const next = await navigator.find(at, { at: "next", addr, bytes: 8 });
      if (next === null) break;
      found.push(next.ir);
      at = next.ir;
    }
    for (const ir of irs) expect(found).toContain(ir);
    const last = await navigator.find(at + 1, { at: "previous", addr, bytes: 8 });
    expect(last?.ir).toBe(at);
    expect(last?.fn).not.toBe("");
  });

  it("to a page finds the first after its fault", async () => {
    const faults = allRecords(machine, bits(Ev.FAULT));
    const { ir, addr } = faults.at(-3) as Record6;
    expect(await instant(0, { at: "next", addr, bytes: 4096 })).toBe(ir);
    expect(await instant(ir, { at: "previous", addr, bytes: 4096 })).toBeNull();
  });
});

describe("a search for a condition", () => {
  it("finds where live ints pass a limit, forwards and backwards", async () => {
    machine.run({ target: 0 });
    const value = (machine.stats()[Stat.LIVE_INTS] ?? 0) + 1000;
    const moment = { gauge: "ints", compare: ">=", value } as const;
    const up = await instant(0, { at: "next", ...moment });
    for (const [ir, holds] of [
      [(up ?? 0) - 1, false],
      [up ?? 0, true],
    ] as const) {
      machine.run({ target: ir });
      expect((machine.stats()[Stat.LIVE_INTS] ?? 0) >= value).toBe(holds);
    }
    expect(await instant(run.total, { at: "previous", ...moment })).toBe(up);
  });

  it("knows the phases", async () => {
    const exit = run.stretches.find(({ name }) => name === "exit");
    expect(await instant(0, { at: "phase", name: "exit" })).toBe(exit?.from);
    expect(await instant(0, { at: "phase", name: "end" })).toBe(run.total);
  });
});

it("every record has its fields", () => {
  machine.run({ recordFrom: 0, limit: 10 });
  expect(machine.records().length).toBe(10 * RECORD_FIELDS);
});
