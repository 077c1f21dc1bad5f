/**
 * How many recorded programs behave on the machine as on real python2.7, and what the others lack:
 *
 *   npx tsx tests/program/score.ts [--list] [--gaps] [WORD...]
 *
 * Words choose programs whose name contains one of them ("programs/list", "corpus/"). Failures are
 * grouped by their first difference; --list shows one line per program instead, --gaps writes
 * tests/program/outputs/gaps.json, the programs that output.test.ts knows to differ (no words then).
 */
import { writeFileSync } from "node:fs";
import { ensureCore } from "../../scripts/build-core.ts";
import { answersTo, failureOf } from "./answers.ts";
import { type Failure, printFailures } from "./failures.ts";
import { recordedPrograms } from "./outcomes.ts";

const SECONDS = 30;
const AT_ONCE = 1;
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const chosen = recordedPrograms().filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);
await ensureCore();
const met = await answersTo(
  chosen.map(({ text }) => text),
  { atOnce: AT_ONCE, seconds: SECONDS },
);
const failures = chosen.flatMap(({ name, outcome }, i): Failure[] => {
  const failure = failureOf(outcome, met[i]);
  return failure === null ? [] : [[name, failure]];
});
printFailures(failures, process.argv.includes("--list"));
if (process.argv.includes("--gaps") && words.length === 0) {
  const gaps = JSON.stringify(Object.fromEntries(failures), null, 2);
  writeFileSync("tests/program/outputs/gaps.json", `${gaps}\n`);
}
console.log(`\n${chosen.length - failures.length} of ${chosen.length} programs pass`);
