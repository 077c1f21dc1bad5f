/**
 * Blocks of ints that die in ascending order, after a collection turned their list round: the exit of a program that
 * keeps its ints until then. By strides and one by one it is the same at instants and at the end.
 */
import { describe, expect, it } from "vitest";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { BUILDS, Choices, buildOf, newMachine, whole } from "./support.ts";

const machine = await newMachine();
const PROGRAMS = {
  "kept until exit": "x = range(60000)\n",
  "kept, with gaps": "x = range(60000)\ndel x[::7]\n",
  "a collection, then all die": "import gc\nx = range(60000)\ngc.collect()\ndel x\ngc.collect()\n",
  "two lists, one dies":
    "import gc\nx = range(30000)\ny = range(30000)\ngc.collect()\ndel x\ngc.collect()\n",
  "after a fork": "import os\nx = range(60000)\nif os.fork() == 0: os._exit(0)\nos.wait()\n",
};
const INSTANTS = 6;

function opened(build: (typeof BUILDS)[number], text: string): LoadedRun {
  const request = { buildJson: "", text, launch: "recipe", under: "native" } as const;
  return loadRun(machine, buildOf(build), request);
}

function sameAt(target: number): void {
  machine.run({ target });
  const strided = whole(machine);
  machine.run({ target, strides: false });
  expect(whole(machine), `instant ${target}`).toEqual(strided);
}

describe.each(BUILDS)("blocks that die in ascending order, %s", (build) => {
  it.each(Object.entries(PROGRAMS))("%s", (_, text) => {
    const run = opened(build, text);
    const exit = run.stretches.find(({ name }) => name === "exit") ?? { from: 0, to: run.total };
    const choices = new Choices(run.total);
    sameAt(run.total);
    for (let i = 0; i < INSTANTS; i++) sameAt(choices.between(exit.from, exit.to));
  });
});
