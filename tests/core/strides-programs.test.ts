/**
 * Strides of the evaluation loop change nothing: programs with loops of every kind, the recorded corpus
 * and random programs are the same at random instants and at the end, in state, ledger, events and
 * windows of records, whether their loops advance by strides or turn by turn.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Ev } from "../../assembly/abi/events.ts";
import type { Machine } from "../../workers/machine.ts";
import { ProgramProblem } from "../../workers/program.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { generate } from "../fuzz/generate.ts";
import { recordedPrograms } from "../program/outcomes.ts";
import { BUILDS, type BuildName, Choices, buildOf, newMachine, whole } from "./support.ts";

const LOOPS = join(import.meta.dirname, "loops");
/** Random instants of a program of the folder, of the corpus. */
const INSTANTS = 10;
const FEW_INSTANTS = 2;
/** Longer programs of the corpus would take minutes turn by turn. */
const CORPUS_IR_MAX = 20_000_000;
const CORPUS_MS = 120_000;
const ONE_IN = 4;
/** A record window. */
const WINDOW = 300;
const SEEDS = 40;
const FIRST_SEED = 70_000;

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

function opened(build: BuildName, text: string): LoadedRun | null {
  const request = { buildJson: "", text, launch: "recipe", under: "native" } as const;
  try {
    return loadRun(machine, buildOf(build), request);
  } catch (error) {
    if (error instanceof ProgramProblem) return null;
    throw error;
  }
}

function sameAt(target: number | undefined): void {
  const at = target === undefined ? {} : { target };
  machine.run(at);
  const strided = whole(machine);
  machine.run({ ...at, strides: false });
  expect(whole(machine), `instant ${target ?? "end"}`).toEqual(strided);
}

function sameAtInstants(run: LoadedRun, count: number, seed: number): void {
  sameAt(undefined);
  const choices = new Choices(seed);
  const { from, to } = run.stretches.find(({ name }) => name === "run") ?? { from: 0, to: 0 };
  for (let i = 0; i < count; i++) sameAt(choices.between(from, to));
}

describe.each(BUILDS)("loops in %s", (build) => {
  const programs = readdirSync(LOOPS).filter((file) => file.endsWith(".py"));
  it.each(programs)("%s is the same with and without strides", (file) => {
    const run = opened(build, readFileSync(join(LOOPS, file), "utf8"));
    expect(run).not.toBeNull();
    if (run !== null) sameAtInstants(run, INSTANTS, file.length);
  });
});

describe("windows", () => {
  it.each(["sums.py", "walks.py"])("of %s hold the same records", (file) => {
    const run = opened(BUILDS[0], readFileSync(join(LOOPS, file), "utf8"));
    const choices = new Choices(21);
    const { from, to } = run?.stretches.find(({ name }) => name === "run") ?? { from: 0, to: 0 };
    for (let i = 0; i < INSTANTS; i++) {
      const recordFrom = choices.between(from, to);
      machine.run({ recordFrom, limit: WINDOW });
      const near = machine.records();
      machine.run({ recordFrom, limit: WINDOW, strides: false });
      expect(machine.records(), `instant ${recordFrom}`).toEqual(near);
    }
  });
});

describe("a stride", () => {
  it.each([
    "for i in xrange(20000): pass",
    "x = [0] * 20000\nfor i in xrange(300, 20000): x[i] = i",
    "x = [0] * 15000\nk = 300\nwhile k < 15000:\n    x[k] = 7\n    k += 1",
  ])("is taken: ten times the turns of a loop are not ten times the work: %s", (text) => {
    // Records of a run that is only measured are merged: few of them stand for many bytecodes.
    opened(BUILDS[0], text);
    machine.run({ recordFrom: 0, kinds: 1 << Ev.OPCODE, limit: 0 });
    const merged = machine.records().length / 6;
    expect(machine.eventCounts()[Ev.OPCODE]).toBeGreaterThan(60_000);
    expect(merged).toBeLessThan(4000);
  });
});

describe("the corpus", () => {
  it(
    "is the same with and without strides",
    () => {
      const compared: string[] = [];
      const programs = recordedPrograms("corpus", "examples", "programs");
      for (const { name, text } of programs.filter((_, i) => i % ONE_IN === 0)) {
        const run = opened(BUILDS[0], text);
        if (run === null || run.total > CORPUS_IR_MAX) continue;
        sameAtInstants(run, FEW_INSTANTS, name.length);
        compared.push(name);
      }
      expect(compared.length).toBeGreaterThan(80);
    },
    CORPUS_MS,
  );

  it("and so are random programs", () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
      const run = opened(BUILDS[0], generate(seed));
      if (run !== null) sameAtInstants(run, FEW_INSTANTS, seed);
    }
  });
});
