/** Makes a failing program smaller: statements go, with what is indented below them, while it fails alike. */

/** Says of each text how it fails, null where it does not. */
export type Judge = (texts: readonly string[]) => Promise<(string | null)[]>;

/** How many statements in a row are left out at once. */
const RUNS = [16, 8, 4, 2, 1];

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The line behind a statement and its block. */
function endOf(lines: readonly string[], at: number): number {
  const indent = indentOf(lines[at] ?? "");
  let end = at + 1;
  while (end < lines.length && indentOf(lines[end] ?? "") > indent) end++;
  return end;
}

/** The text without some statements in a row, and without a statement that leaves its block behind. */
function smallerTexts(lines: readonly string[]): string[] {
  const texts: string[][] = [];
  for (let at = 0; at < lines.length; at++) {
    const ends: number[] = [];
    let end = at;
    while (end < lines.length && indentOf(lines[end] ?? "") === indentOf(lines[at] ?? "")) {
      end = endOf(lines, end);
      ends.push(end);
    }
    for (const count of RUNS) {
      const to = ends[count - 1];
      if (to !== undefined) texts.push([...lines.slice(0, at), ...lines.slice(to)]);
    }
    const body = lines.slice(at + 1, endOf(lines, at)).map((line) => line.slice(4));
    if (body.length > 0) {
      texts.push([...lines.slice(0, at), ...body, ...lines.slice(endOf(lines, at))]);
    }
  }
  return texts.map((each) => `${each.join("\n")}\n`);
}

/** The smallest program found that fails as the given one does. */
export async function shrink(
  text: string,
  judge: Judge,
): Promise<{ text: string; failure: string | null }> {
  const [failure = null] = await judge([text]);
  let best = text;
  if (failure === null) return { text, failure };
  for (;;) {
    const smaller = smallerTexts(best.split("\n").slice(0, -1));
    const verdicts = await judge(smaller);
    const alike = smaller.filter((_, i) => verdicts[i] === failure);
    const next = alike.sort((a, b) => a.length - b.length)[0];
    if (next === undefined) return { text: best, failure };
    best = next;
  }
}
