/** The nearest event of a kind is found by counting as exactly as by recording everything. */
import { beforeAll, describe, expect, it } from "vitest";
import { Ev, RECORD_FIELDS } from "../../assembly/abi/events.ts";
import type { Machine } from "../../workers/machine.ts";
import { eventAfter, recordsBefore } from "../../workers/nearest-event.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { BUILDS, Choices, buildOf, newMachine } from "./support.ts";

/** Its built-in functions take far longer than a search's first windows. */
const TEXT = "x = range(40000)\nfor i in x: pass\ny = sorted(x)\ndel x, y\n";
const INSTANTS = 6;
const KINDS = [
  (1 << Ev.OPCODE) | (1 << Ev.PHASE),
  (1 << Ev.MALLOC) | (1 << Ev.BRK),
  1 << Ev.LIST_NEW,
  1 << Ev.FAULT,
];

let machine: Machine;
let run: LoadedRun;
/** Clocks of all events of each choice of kinds. */
let clocks: number[][];

function all(kinds: number): number[] {
  const found: number[] = [];
  machine.run({ recordFrom: 0, kinds, limit: 0, strides: false });
  for (let i = 0; i < machine.records().length; i += RECORD_FIELDS)
    found.push(machine.records()[i] ?? 0);
  return found;
}

beforeAll(async () => {
  machine = await newMachine();
  const request = { buildJson: "", text: TEXT, launch: "recipe", under: "native" } as const;
  run = loadRun(machine, buildOf(BUILDS[0]), request);
  // A buffer holds so many records: what lies behind the last one is not compared.
  clocks = KINDS.map(all);
});

describe("the nearest event", () => {
  it("before an instant is the last one recorded below it", () => {
    const choices = new Choices(31);
    for (const [index, kinds] of KINDS.entries()) {
      const known = clocks[index] ?? [];
      const end = Math.max(...known);
      for (let i = 0; i < INSTANTS; i++) {
        const ir = choices.between(1, end);
        const found = recordsBefore(machine, ir, kinds, 1)[0];
        expect(found, `kinds ${kinds} before ${ir}`).toBe(known.findLast((at) => at < ir));
      }
    }
  });

  it("after an instant is the first one recorded above it", () => {
    const choices = new Choices(32);
    for (const [index, kinds] of KINDS.entries()) {
      const known = clocks[index] ?? [];
      const end = Math.max(...known) - 1;
      for (let i = 0; i < INSTANTS; i++) {
        const ir = choices.between(0, end);
        const found = eventAfter(machine, ir, run.total, kinds);
        expect(found, `kinds ${kinds} after ${ir}`).toBe(known.find((at) => at > ir));
      }
    }
  });
});
