/** Failed programs, printed for somebody who wants to know what to mend first. */

/** The program's name and what went wrong. */
export type Failure = readonly [name: string, failure: string];

/** Names shown of one group. */
const NAMES = 12;

/** What failures have in common: their message without the numbers and the quoted lines. */
export function groupOf(failure: string): string {
  if (!failure.startsWith("std")) return failure;
  const [, end] = failure.split("; it ends with ");
  if (end !== undefined) return `the machine ends with ${end}`;
  return failure.replace(/ line \d+: .*/, " differs");
}

/** The failures by what they have in common, the most frequent first, or all of them line by line. */
export function printFailures(failures: readonly Failure[], isList: boolean): void {
  if (isList) {
    for (const [name, failure] of failures) console.log(`${name}: ${failure}`);
    return;
  }
  const groups = new Map<string, Failure[]>();
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
