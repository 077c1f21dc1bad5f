/**
 * Random programs on the machine and on real python2.7:
 *
 *   npx tsx tests/fuzz/score.ts [FIRST_SEED [COUNT]] [--list]    default: 1 200
 *   npx tsx tests/fuzz/score.ts --show SEED                      prints the program
 *   npx tsx tests/fuzz/score.ts --shrink SEED                    a smaller program that fails alike
 *   npx tsx tests/fuzz/score.ts --compare FILE                   what both make of a program
 *
 * With --pydebug, in any place, the machine is the pydebug build.
 */
import { readFileSync } from "node:fs";
import { ensureCore } from "../../scripts/build-core.ts";
import { answersTo, failureOf } from "../program/answers.ts";
import { type Failure, groupOf, printFailures } from "../program/failures.ts";
import { generate } from "./generate.ts";
import { outcomesOf } from "./real.ts";
import { shrink } from "./shrink.ts";

const PYDEBUG = "--pydebug";
const words = process.argv.slice(2).filter((word) => word !== PYDEBUG);
const build = `2.7.18-debian-${process.argv.includes(PYDEBUG) ? "pydebug" : "release"}`;
const ASK = { atOnce: 1, seconds: 20, build };

const flag = words.find((word) => word.startsWith("--"));
const values = words.filter((word) => !word.startsWith("--"));
const [first = 1, count = 200] = values.map(Number);

async function failuresOf(texts: readonly string[]): Promise<(string | null)[]> {
  const met = await answersTo(texts, ASK);
  const outcomes = await outcomesOf(texts);
  return outcomes.map((outcome, i) => failureOf(outcome, met[i]));
}

async function score(): Promise<void> {
  const seeds = Array.from({ length: count }, (_, i) => first + i);
  const found = await failuresOf(seeds.map(generate));
  const failures = seeds.flatMap((seed, i): Failure[] => {
    const failure = found[i] ?? null;
    return failure === null ? [] : [[`seed ${seed}`, failure]];
  });
  printFailures(failures, flag === "--list");
  console.log(`\n${seeds.length - failures.length} of ${seeds.length} programs behave alike`);
}

async function compare(file: string): Promise<void> {
  const texts = [readFileSync(file, "latin1")];
  const [real] = await outcomesOf(texts);
  const [ours] = await answersTo(texts, ASK);
  if (real === undefined) throw new Error("python2.7 gave no answer");
  console.log("python2.7", real, "\nthe machine", ours, `\n${failureOf(real, ours) ?? "alike"}`);
}

await ensureCore();
if (flag === "--show") process.stdout.write(generate(first));
else if (flag === "--compare") await compare(values[0] ?? "");
else if (flag === "--shrink") {
  const kind = (failure: string | null) => (failure === null ? null : groupOf(failure));
  const small = await shrink(generate(first), async (texts) => (await failuresOf(texts)).map(kind));
  process.stdout.write(small.text);
  console.log(`# ${small.failure}`);
} else await score();
