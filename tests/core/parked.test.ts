/**
 * The event before an instant, as a parked machine knows it, is the one that a search finds, and it takes no
 * more than a run or two: one step back is as quick as a seek.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { instantiate } from "../../workers/core.ts";
import { GRAIN_KINDS } from "../../workers/grains.ts";
import { Machine } from "../../workers/machine.ts";
import { recordsBefore } from "../../workers/nearest-event.ts";
import { Parked } from "../../workers/parked.ts";
import type { Grain } from "../../workers/protocol.ts";
import { lastRecord } from "../../workers/records.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { Choices, buildOf, wasm } from "./support.ts";

const INSTANTS = 20;
const GRAINS: Grain[] = ["bytecode", "call", "allocator", "phase"];

const PROGRAMS: Record<string, string> = {
  "a list": "range(100000)\n",
  "a loop": "for i in range(30000): pass\n",
  "a loop that counts": "i = 0\nwhile i < 50000: i += 1\n",
  appends: "x = []\nfor i in xrange(20000): x.append(i)\ndel x[::2]\n",
};

let plain: Machine;
let parked: Parked;
beforeAll(async () => {
  plain = new Machine(await instantiate(await wasm()), null);
  parked = new Parked(new Machine(await instantiate(await wasm())));
});

function opened(machine: Machine, text: string): LoadedRun {
  const request = { buildJson: "", text, launch: "recipe", under: "native" } as const;
  return loadRun(machine, buildOf("2.7.18-debian-release"), request);
}

describe.each(Object.entries(PROGRAMS))("%s", (_name, text) => {
  let run: LoadedRun;
  beforeAll(() => {
    run = opened(plain, text);
    opened(parked.machine, text);
    parked.forget();
  });

  it.each(GRAINS)("the %s before random instants", (grain) => {
    const choices = new Choices(11);
    const kinds = GRAIN_KINDS[grain];
    for (let i = 0; i < INSTANTS; i++) {
      const ir = run.landing(choices.between(run.stretches[0]?.to ?? 0, run.total));
      const searched = lastRecord(recordsBefore(plain, ir, kinds, 1));
      parked.park(ir);
      expect(parked.previous(ir, kinds)?.ir, `instant ${ir}`).toBe(searched?.ir);
    }
  });

  it("takes one run where the step before is a bytecode", () => {
    const choices = new Choices(12);
    const { from, to } = run.stretches.find(({ name }) => name === "run") ?? { from: 0, to: 0 };
    for (let i = 0; i < INSTANTS; i++) {
      const ir = choices.between(from, to);
      parked.park(ir);
      const before = parked.machine.runs;
      const found = parked.previous(ir, GRAIN_KINDS.bytecode);
      parked.park(found?.ir ?? 0);
      expect(parked.machine.runs - before, `instant ${ir}`).toBeLessThanOrEqual(1);
    }
  });

  it("asked for the same instant again, the machine stays, and after another use it goes back", () => {
    const ir = Math.round(run.total / 2);
    const records = parked.park(ir);
    const hash = parked.machine.hash();
    const before = parked.machine.runs;
    expect(parked.park(ir)).toBe(records);
    expect(parked.machine.runs).toBe(before);
    parked.machine.run({ target: 0 });
    expect(parked.stand(ir).hash()).toBe(hash);
  });
});
