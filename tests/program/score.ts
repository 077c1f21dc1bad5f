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
import { type Met, answersTo } from "./answers.ts";
import { type RecordedProgram, firstDifference, recordedPrograms } from "./outcomes.ts";

const SECONDS = 30;
const AT_ONCE = 1;
/** Names shown of one group. */
const NAMES = 12;

function failureOf(program: RecordedProgram, met: Met): string | null {
  return "broken" in met ? `broken: ${met.broken}` : firstDifference(program.outcome, met);
}

/** What failures have in common: their message without the numbers and the quoted lines. */
function groupOf(failure: string): string {
  if (!failure.startsWith("std")) return failure;
  const last = failure.match(/the machine "(\w+(?:Error|Exception)?: .*)"$/);
  if (last?.[1] !== undefined) return `the machine raises ${last[1]}`;
  return failure.replace(/ line \d+: .*/, " differs");
}

function printGroups(failures: readonly (readonly [string, string])[]): void {
  const groups = new Map<string, (readonly [string, string])[]>();
  for (const failure of failures) {
    const group = groupOf(failure[1]);
    groups.set(group, [...(groups.get(group) ?? []), failure]);
  }
  const bySize = [...groups].sort((a, b) => b[1].length - a[1].length);
  for (const [group, members] of bySize) {
    console.log(`\n${members.length} × ${group}`);
    for (const [name, failure] of members.slice(0, NAMES)) {
      console.log(failure === group ? `    ${name}` : `    ${name}\n        ${failure}`);
    }
    if (members.length > NAMES) console.log(`    and ${members.length - NAMES} more (--list)`);
  }
}

const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const chosen = recordedPrograms().filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);
await ensureCore();
const met = await answersTo(
  chosen.map(({ text }) => text),
  { atOnce: AT_ONCE, seconds: SECONDS },
);
const failures = chosen.flatMap((program, i) => {
  const failure = failureOf(program, met[i] ?? { broken: "no answer" });
  return failure === null ? [] : [[program.name, failure] as const];
});
if (process.argv.includes("--list")) {
  for (const [name, failure] of failures) console.log(`${name}: ${failure}`);
} else {
  printGroups(failures);
}
if (process.argv.includes("--gaps") && words.length === 0) {
  const gaps = JSON.stringify(Object.fromEntries(failures), null, 2);
  writeFileSync("tests/program/outputs/gaps.json", `${gaps}\n`);
}
console.log(`\n${chosen.length - failures.length} of ${chosen.length} programs pass`);
