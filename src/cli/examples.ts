/** The example programs by name: those of `public/examples/`, and the compiled C program. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cBenchmarkText } from "../../workers/c-program.ts";
import { parseExamples } from "../state/examples.ts";

/** An example program: its text for a given N; the same text for any N where it has none. */
export interface NamedExample {
  name: string;
  about: string;
  /** The N that it has unless another is asked for; null where its text has no such number. */
  defaultN: number | null;
  text(n: number): string;
}

/** What makes a number of a program its N: `range(300)` or `ITEMS = 10000`, once in the text. */
const SIZE = /(?<=\bx?range\(|^ITEMS = )\d{3,}(?=\)|$)/g;
/** `range` is the bare call, without the comment that its file has for readers: its costs are recorded. */
const RANGE_DEFAULT_N = 300;
const C_DEFAULT_N = 10_000_000;

/** All examples that the command line knows. Throws where the list cannot be read. */
export function readExamples(folder: string): NamedExample[] {
  const list = parseExamples(readFileSync(join(folder, "index.json"), "utf8"));
  if ("why" in list) throw new Error(list.why);
  const programs = list.examples.map(({ name, about, file }) =>
    name === "range"
      ? { name, about, defaultN: RANGE_DEFAULT_N, text: (n: number) => `range(${n})` }
      : exampleOf(name, about, readFileSync(join(folder, file), "utf8")),
  );
  const inC: NamedExample = {
    name: "c-benchmark",
    about: "A compiled C program fills an array of N ints; range(N) runs beside it.",
    defaultN: C_DEFAULT_N,
    text: cBenchmarkText,
  };
  return [...programs, inC];
}

function exampleOf(name: string, about: string, text: string): NamedExample {
  const code = text.split("\n").filter((line) => !line.startsWith("#"));
  const numbers = code.flatMap((line) => line.match(SIZE) ?? []);
  const [literal] = numbers;
  if (literal === undefined || numbers.length > 1) {
    return { name, about, defaultN: null, text: () => text };
  }
  const withN = (n: number) =>
    text
      .split("\n")
      .map((line) => (line.startsWith("#") ? line : line.replace(SIZE, String(n))))
      .join("\n");
  return { name, about, defaultN: Number(literal), text: withN };
}
