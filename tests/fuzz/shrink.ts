/** Makes a failing program smaller: statements go, with what is indented below them, while it fails alike. */

/** Says of each text how it fails, null where it does not. */
type Judge = (texts: readonly string[]) => Promise<(string | null)[]>;

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** The text without one statement; one that opens a block goes with its block, or leaves it behind. */
function without(lines: readonly string[], at: number): string[] {
  const indent = indentOf(lines[at] ?? "");
  let end = at + 1;
  while (end < lines.length && indentOf(lines[end] ?? "") > indent) end++;
  const cut = [...lines.slice(0, at), ...lines.slice(end)].join("\n");
  if (end === at + 1) return [cut];
  const body = lines.slice(at + 1, end).map((line) => line.slice(4));
  return [cut, [...lines.slice(0, at), ...body, ...lines.slice(end)].join("\n")];
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
    const lines = best.split("\n").slice(0, -1);
    const smaller = lines.flatMap((_, at) => without(lines, at)).map((each) => `${each}\n`);
    const verdicts = await judge(smaller);
    const alike = smaller.filter((_, i) => verdicts[i] === failure);
    const next = alike.sort((a, b) => a.length - b.length)[0];
    if (next === undefined || next.length >= best.length) return { text: best, failure };
    best = next;
  }
}
