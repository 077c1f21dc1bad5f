/** Random programs, asked of this machine's python2.7: stdout, status and stderr are the simulated ones. */
import { beforeAll, describe, expect, it } from "vitest";
import { refusedAtMost } from "../fuzz/bound.ts";
import { generate } from "../fuzz/generate.ts";
import { outcomesOf } from "../fuzz/real.ts";
import { type Met, answersTo, failureOf } from "../program/answers.ts";
import type { Outcome } from "../program/outcomes.ts";
import { toolsFor } from "./tools.ts";

const SEEDS = Array.from({ length: 2_000 }, (_, i) => i + 1);
/** Differences that are shown with their programs' seeds. */
const SHOWN = 20;

const { missing, mustRun, reason } = toolsFor();

describe.skipIf(!mustRun)(`random programs on this machine${reason}`, () => {
  let outcomes: Outcome[];
  let met: Met[];

  beforeAll(async () => {
    expect(missing, "tools that CI must have").toEqual([]);
    const texts = SEEDS.map(generate);
    outcomes = await outcomesOf(texts);
    met = await answersTo(texts, { atOnce: 2, seconds: 60 });
  }, 1_200_000);

  it("end on python2.7 in every way: normally, with an exception, with a status", () => {
    const failed = outcomes.filter(({ status }) => status !== 0).length;
    expect(outcomes).toHaveLength(SEEDS.length);
    expect(failed).toBeGreaterThan(SEEDS.length / 20);
    expect(failed).toBeLessThan(SEEDS.length / 2);
  });

  it("print, fail and end on the machine as on python2.7, unless it says that it cannot", () => {
    const differences = SEEDS.flatMap((seed, i) => {
      const [outcome, answer] = [outcomes[i], met[i]];
      if (outcome === undefined || (answer !== undefined && "refused" in answer)) return [];
      const failure = failureOf(outcome, answer);
      return failure === null ? [] : [`seed ${seed}: ${failure}`];
    });
    expect(differences.slice(0, SHOWN), `${differences.length} programs differ`).toEqual([]);
  });

  it("are simulated nearly all", () => {
    const refused = met.filter((each) => "refused" in each).length;
    console.log(`${refused} of ${SEEDS.length} random programs are not simulated`);
    expect(refused).toBeLessThanOrEqual(refusedAtMost(SEEDS.length));
  });
});
