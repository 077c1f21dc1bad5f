/**
 * The machine against its naive twin (tests/reference): 200 seeded runs, each compared at random
 * instants. And the twin against itself: one that is wrong in one respect must be found out.
 */
import { beforeAll, describe, expect, it } from "vitest";
import type { Build, EntryState } from "../../src/tables/build.ts";
import type { ProgramEntry } from "../../workers/program.ts";
import type { Machine } from "../../workers/machine.ts";
import { entryFor } from "../../workers/program.ts";
import type { Under } from "../../workers/protocol.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import type { Buffers } from "../reference/buffers.ts";
import { Ints } from "../reference/ints.ts";
import { comparisons, traceOf } from "../reference/trace.ts";
import { Twin } from "../reference/twin.ts";
import { BUILDS, Choices, buildOf, newMachine, open } from "./support.ts";

const RUNS = 200;
/** Runs that vitest counts as one test, so that a failure names a short list of seeds. */
const PER_TEST = 10;
const INSTANTS = 40;

/** Where something changes: shared and own ints, blocks, a chunk from the top or a mapping of its own. */
const EDGES = [
  ...[0, 1, 2, 60, 61, 255, 256, 257, 258, 259],
  ...Array.from({ length: 43 }, (_, i) => 271 + i),
  ...[
    500, 1000, 2048, 4095, 16_375, 16_376, 16_377, 16_379, 16_380, 16_381, 16_382, 16_383, 16_892,
  ],
];

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

/** Seeds 0 to 2 are the large runs; of the others most are at edges, the rest anywhere below 3,000. */
function lengthOf(seed: number, choices: Choices): number {
  if (seed < 2) return 100_000 - seed;
  if (seed < 6) return choices.between(10_000, 40_000);
  if (choices.next() < 0.6) return choices.of(EDGES);
  return choices.between(0, choices.next() < 0.8 ? 1500 : 6000);
}

type TwinClass = new (build: Build, entry: ProgramEntry, length: number) => Twin;

/** Follows the whole run with a twin and compares hashes; returns how often. Throws at a difference. */
function accompany(run: LoadedRun, makeTwin: TwinClass, choices: Choices): number {
  const { build, request, program } = run;
  const entry = entryFor(build, request.launch, request.under, program);
  const twin = new makeTwin(build, entry, program.n ?? 0);
  const trace = traceOf(machine);
  const instants = comparisons(trace, trace.length > 100_000 ? 4 : INSTANTS, choices);
  let followed = 0;
  for (const { followed: until, target } of instants) {
    for (; followed < until; followed++) twin.follow(trace[followed] ?? never());
    machine.run({ target });
    if (machine.hashForTwin(twin.listAddress) !== twin.hash())
      throw new Error(`the states differ at instant ${target}`);
  }
  for (; followed < trace.length; followed++) twin.follow(trace[followed] ?? never());
  machine.run();
  if (machine.hashForTwin(twin.listAddress) !== twin.hash())
    throw new Error("the states differ at the end");
  return instants.length + 1;
}

function never(): never {
  throw new Error("the trace ended too early");
}

function accompanySeed(seed: number, makeTwin: TwinClass): number {
  const choices = new Choices(seed);
  const name = choices.of(BUILDS);
  const under: Under = choices.of(["native", "callgrind"]);
  const n = lengthOf(seed, choices);
  try {
    return accompany(open(machine, name, n, under), makeTwin, choices);
  } catch (error) {
    throw new Error(`seed ${seed}: range(${n}) in ${name}, ${under}: ${(error as Error).message}`);
  }
}

describe("the machine and its twin hold the same state", () => {
  const groups = Array.from({ length: RUNS / PER_TEST }, (_, i) => i * PER_TEST);
  it.each(groups)("at random instants of ten runs, seeds from %i", (first) => {
    let compared = 0;
    for (let seed = first; seed < first + PER_TEST; seed++) compared += accompanySeed(seed, Twin);
    expect(compared).toBeGreaterThan(PER_TEST);
  });
});

describe.each(BUILDS)("the machine and its twin in %s", (name) => {
  // 16,380 and 16,892 items: a pydebug build's guards behind the array lie in a page of their own.
  it.each([0, 256, 258, 16_380, 16_892])("agree on range(%i), native and under callgrind", (n) => {
    for (const under of ["native", "callgrind"] as const) {
      expect(accompany(open(machine, name, n, under), Twin, new Choices(n))).toBeGreaterThan(1);
    }
  });

  it.each([
    200_000, 600_000, 1_200_000,
  ])("agree where brk refuses %i bytes above the entry's heap", (room) => {
    const build = structuredClone(buildOf(name));
    const state = build.launches.recipe;
    if (state === undefined) throw new Error("the recipe was not recorded");
    const limited = (entry: EntryState) => ({ ...entry, brkLimit: entry.brkEnd + room });
    state.native = { pass: limited(state.native.pass), range: limited(state.native.range) };
    const request = {
      buildJson: "",
      text: "range(40000)",
      launch: "recipe",
      under: "native",
    } as const;
    const run = loadRun(machine, build, request);
    expect(accompany(run, Twin, new Choices(room))).toBeGreaterThan(1);
  });
});

describe("a twin that is wrong in one respect is found out", () => {
  it("when it hands a new block's slots out from the front to the rear", () => {
    class FrontToRearInts extends Ints {
      protected override chain(block: number): void {
        for (const slot of this.slots(block).reverse()) this.push(slot);
      }
    }
    class FrontToRear extends Twin {
      protected override makeInts(build: Build, entry: EntryState, buffers: Buffers): Ints {
        return new FrontToRearInts(this.memory, build, entry, buffers);
      }
    }
    const run = open(machine, "2.7.18-debian-release", 300);
    expect(() => accompany(run, FrontToRear, new Choices(1))).toThrow(
      /INT_TAKE.*addr is 0x[0-9a-f]+, the twin expects 0x[0-9a-f]+/,
    );
  });

  it("when one word of its memory differs, by nothing but the hash", () => {
    class Forgetful extends Twin {
      override hash(): string {
        const [addr = 0, word = 0n] = [...this.memory.words][7] ?? [];
        this.memory.words.set(addr, word ^ 1n);
        const hash = super.hash();
        this.memory.words.set(addr, word);
        return hash;
      }
    }
    const run = open(machine, "2.7.18-debian-pydebug", 300);
    expect(() => accompany(run, Forgetful, new Choices(1))).toThrow("the states differ");
  });
});
