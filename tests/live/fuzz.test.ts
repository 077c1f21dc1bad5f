/** Random programs, asked of this machine's python2.7: stdout, status and stderr are the simulated ones. */
import { beforeAll, describe, expect, it } from "vitest";
import { refusedAtMost } from "../fuzz/bound.ts";
import { generate } from "../fuzz/generate.ts";
import { outcomesOf } from "../fuzz/real.ts";
import { type Met, answersTo, failureOf } from "../program/answers.ts";
import type { Outcome } from "../program/outcomes.ts";
import { toolsFor } from "./tools.ts";

const SEEDS = Array.from({ length: 2_000 }, (_, i) => i + 1);
/** So many of them run in the pydebug build, too. */
const IN_PYDEBUG = 500;
/** Differences that are shown with their programs' seeds. */
const SHOWN = 20;

const { missing, mustRun, reason } = toolsFor();

describe.skipIf(!mustRun)(`random programs on this machine${reason}`, () => {
  let outcomes: Outcome[];
  let met: Met[];
  let metByPydebug: Met[];

  beforeAll(async () => {
    expect(missing, "tools that CI must have").toEqual([]);
    const texts = SEEDS.map(generate);
    outcomes = await outcomesOf(texts);
    met = await answersTo(texts, { atOnce: 2, seconds: 60 });
    const build = "2.7.18-debian-pydebug";
    const some = texts.slice(0, IN_PYDEBUG);
    metByPydebug = await answersTo(some, { atOnce: 2, seconds: 60, build });
  }, 1_200_000);

  it("end on python2.7 in every way: normally, with an exception, with a status", () => {
    const failed = outcomes.filter(({ status }) => status !== 0).length;
    expect(outcomes).toHaveLength(SEEDS.length);
    expect(failed).toBeGreaterThan(SEEDS.length / 20);
    expect(failed).toBeLessThan(SEEDS.length / 2);
  });

  function differencesOf(answers: readonly Met[]): string[] {
    return answers.flatMap((answer, i) => {
      const outcome = outcomes[i];
      if (outcome === undefined || "refused" in answer) return [];
      const failure = failureOf(outcome, answer);
      return failure === null ? [] : [`seed ${SEEDS[i]}: ${failure}`];
    });
  }

  it("print, fail and end on the machine as on python2.7, unless it says that it cannot", () => {
    const differences = differencesOf(met);
    expect(met).toHaveLength(SEEDS.length);
    expect(differences.slice(0, SHOWN), `${differences.length} programs differ`).toEqual([]);
  });

  it("do so in the pydebug build, too", () => {
    const differences = differencesOf(metByPydebug);
    expect(metByPydebug).toHaveLength(IN_PYDEBUG);
    expect(differences.slice(0, SHOWN), `${differences.length} programs differ`).toEqual([]);
  });

  it("are simulated nearly all", () => {
    const refused = met.filter((each) => "refused" in each).length;
    console.log(`${refused} of ${SEEDS.length} random programs are not simulated`);
    expect(refused).toBeLessThanOrEqual(refusedAtMost(SEEDS.length));
  });
});
