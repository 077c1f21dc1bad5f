/**
 * Random programs on the machine alone (tests/live/fuzz.test.ts compares with python2.7): they compile,
 * the machine's invariants hold, a second run ends in the same state, and so does one without strides.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { compileProgram } from "../../src/program/index.ts";
import { type Met, answersTo } from "../program/answers.ts";
import { generate } from "./generate.ts";
import { refusedAtMost } from "./bound.ts";

const SEEDS = Array.from({ length: 200 }, (_, i) => i + 1);
/** Other seeds than these are compared with python2.7, so that more programs are seen. */
const FIRST_SEED = 10_000;

const programs = SEEDS.map((seed) => ({
  seed: FIRST_SEED + seed,
  text: generate(FIRST_SEED + seed),
}));

describe("the generator", () => {
  it("writes the same program for the same seed, another for another", () => {
    expect(programs.map(({ seed }) => generate(seed))).toEqual(programs.map(({ text }) => text));
    expect(new Set(programs.map(({ text }) => text)).size).toBe(programs.length);
  });

  it("writes programs that compile", () => {
    const refused = programs.filter(({ text }) => "diagnostics" in compileProgram(text, "p.py"));
    expect(refused.map(({ seed }) => seed)).toEqual([]);
  });
});

describe("the machine", () => {
  let met: Met[];

  beforeAll(async () => {
    const texts = programs.map(({ text }) => text);
    met = await answersTo(texts, { atOnce: 2, seconds: 60, ends: true });
  }, 600_000);

  it("keeps its invariants", () => {
    const broken = met.flatMap((each, i) =>
      "broken" in each ? [`seed ${programs[i]?.seed}: ${each.broken}`] : [],
    );
    expect(broken).toEqual([]);
  });

  it("ends in the same state, with the same output, when run again, and without strides", () => {
    const different = met.flatMap((each, i) => {
      if ("broken" in each || each.ends === undefined) return [];
      const { first, again, withoutStrides } = each.ends;
      return first === again && first === withoutStrides ? [] : [`seed ${programs[i]?.seed}`];
    });
    expect(different).toEqual([]);
  });

  it("simulates nearly all of them", () => {
    const refused = met.filter((each) => "refused" in each);
    expect(refused.length).toBeLessThanOrEqual(refusedAtMost(programs.length));
  });
});
