/** Free containers and the collector's counts that compiling a text leaves, against a real interpreter's. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { FreeContainers } from "../../assembly/abi/compiler_heap.ts";
import type { Machine } from "../../workers/machine.ts";
import { loadRun } from "../../workers/run.ts";
import { buildOf, newMachine } from "../core/support.ts";

const CALIBRATION = join(import.meta.dirname, "..", "calibration");

interface Recorded {
  count: number[];
  list: number;
  dict: number;
  tuple: number[];
}

const { printed, programs } = JSON.parse(
  readFileSync(join(import.meta.dirname, "compiler-containers.json"), "utf8"),
) as { printed: Record<string, string>; programs: Record<string, Recorded> };

function textOf(name: string): string {
  const found = ["held-out", "fit"]
    .map((folder) => join(CALIBRATION, folder, `${name}.py`))
    .find((path) => existsSync(path));
  return readFileSync(found ?? "", "utf8");
}

describe("what a compiler leaves", () => {
  let machine: Machine;
  beforeAll(async () => {
    machine = await newMachine();
  });

  const opened = (text: string) =>
    loadRun(machine, buildOf("2.7.18-debian-release"), {
      buildJson: "",
      text,
      launch: "recipe",
      under: "native",
    });

  it.each(Object.entries(printed))("gc.get_count() in %j", (text, stdout) => {
    opened(text);
    expect(machine.written(1)).toBe(stdout);
  });

  it.each(Object.keys(programs))("%s", (name) => {
    const run = opened(textOf(name));
    run.load(machine);
    machine.run({ target: 1 });
    const found = machine.freeContainers();
    const { TUPLES, LISTS, DICTS } = FreeContainers;
    const recorded = programs[name];
    const tuple = [...found.subarray(TUPLES)];
    while (tuple.at(-1) === 0) tuple.pop();
    expect({
      count: [...found.subarray(0, LISTS)],
      list: found[LISTS],
      dict: found[DICTS],
      tuple,
    }).toEqual(recorded);
  });
});
