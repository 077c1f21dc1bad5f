/** The command line's words (shared contract): options, defaults, and what is wrong with them. */
import {
  GLIBCS,
  MALLOC_NAMES,
  MallocProblem,
  parseMalloc,
} from "../../workers/malloc-parameters.ts";
import type { Launch, MallocParameters, Under } from "../../workers/protocol.ts";
import { cBenchmarkText } from "../../workers/c-program.ts";
import { N_MAX } from "../../workers/program.ts";

export const DEFAULT_BUILD = "2.7.18-debian-release";
export const UNDERS: readonly Under[] = ["native", "callgrind"];
export const LAUNCHES: readonly Launch[] = ["recipe", "site", "c"];
export const COLLECTORS: readonly string[] = ["refcount"];
export const EXPORTS: readonly string[] = [];

/** An example program: its text for a given N. */
export interface Example {
  about: string;
  defaultN: number;
  text(n: number): string;
}

export const EXAMPLES: Record<string, Example> = {
  range: { about: "one list of the ints 0 … N-1", defaultN: 300, text: (n) => `range(${n})` },
  "c-benchmark": {
    about: "a compiled C program that fills an array of N ints, beside range(N)",
    defaultN: 10_000_000,
    text: cBenchmarkText,
  },
};

export interface RunCommand {
  command: "run";
  /** A file to read, or a text that an example gave. */
  source: { file: string } | { text: string };
  build: string;
  under: Under;
  launch: Launch;
  stageAt: number[];
  limitIr: number | null;
  limitBytes: number | null;
  malloc: MallocParameters | undefined;
  json: boolean;
}

export type Command =
  | RunCommand
  | { command: "list"; json: boolean }
  | { command: "help" }
  | { command: "version" };

/** Words that cannot be understood: exit status 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

export const USAGE = `rangescope run (FILE.py | --example NAME) [options]
rangescope list [--json]

  --example NAME        ${Object.keys(EXAMPLES).join(", ")}
  --n N                 replaces the example's N: 0 to ${N_MAX}
  --build NAME          a measured interpreter (default ${DEFAULT_BUILD}; see "list")
  --under NAME          ${UNDERS.join(" or ")} (default native): whose rules brk follows
  --launch NAME         ${LAUNCHES.join(", ")} (default recipe): how the interpreter was started
  --collector NAME      ${COLLECTORS.join(", ")}
  --stage-at IR         reports memory at this instant too; may be repeated
  --malloc NAME=VALUE,… parameters of the C library's malloc: ${MALLOC_NAMES.join(", ")}
                        (tcache: off or chunks per bin; sizes in bytes; glibc: ${GLIBCS.join(" or ")})
  --limit-ir N          ends the program after N instructions (default 20 000 000 000)
  --limit-bytes N       ends it when it asks for more than N bytes of address space (default 8 GiB)
  --json                one JSON object instead of a table
  --help, --version
`;

/** Understands the words after the program's name. Throws a UsageError. */
export function parseArgs(words: readonly string[], builds: readonly string[]): Command {
  if (words.includes("--help") || words.includes("-h")) return { command: "help" };
  if (words.includes("--version")) return { command: "version" };
  const [command, ...rest] = words;
  if (command === undefined) throw new UsageError("a command is missing: run or list");
  if (command === "list") return parseList(rest);
  if (command === "run") return parseRun(rest, builds);
  throw new UsageError(`"${command}" is no command; there are run and list`);
}

function parseList(words: readonly string[]): Command {
  for (const word of words) {
    if (word !== "--json") throw new UsageError(`list knows --json, not "${word}"`);
  }
  return { command: "list", json: words.includes("--json") };
}

function parseRun(words: readonly string[], builds: readonly string[]): RunCommand {
  const values = new Map<string, string[]>();
  const files: string[] = [];
  let json = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (word === "--json") json = true;
    else if (!word.startsWith("--")) files.push(word);
    else {
      const [name = "", inline] = word.split(/=(.*)/s);
      if (!OPTIONS.has(name)) throw new UsageError(`"${name}" is no option of run`);
      const value = inline ?? words[++i];
      if (value === undefined) throw new UsageError(`${name} needs a value`);
      values.set(name, [...(values.get(name) ?? []), value]);
    }
  }
  const last = (name: string) => values.get(name)?.at(-1);
  const limit = (name: string) => {
    const text = last(name);
    return text === undefined ? null : wholeNumber(name, text);
  };
  oneOf("--collector", last("--collector") ?? "refcount", COLLECTORS);
  if (last("--export") !== undefined)
    throw new UsageError("--export: this version writes no files yet");
  return {
    command: "run",
    source: sourceOf(files, last("--example"), last("--n")),
    build: oneOf("--build", last("--build") ?? DEFAULT_BUILD, builds),
    under: oneOf("--under", last("--under") ?? "native", UNDERS),
    launch: oneOf("--launch", last("--launch") ?? "recipe", LAUNCHES),
    stageAt: (values.get("--stage-at") ?? []).map((text) => wholeNumber("--stage-at", text)),
    limitIr: limit("--limit-ir"),
    limitBytes: limit("--limit-bytes"),
    malloc: mallocOf(last("--malloc")),
    json,
  };
}

const OPTIONS = new Set([
  "--example",
  "--n",
  "--build",
  "--under",
  "--launch",
  "--collector",
  "--stage-at",
  "--limit-ir",
  "--limit-bytes",
  "--malloc",
  "--export",
]);

function mallocOf(text: string | undefined): MallocParameters | undefined {
  if (text === undefined) return undefined;
  try {
    return parseMalloc(text);
  } catch (error) {
    if (error instanceof MallocProblem) throw new UsageError(`--malloc: ${error.message}`);
    throw error;
  }
}

function oneOf<T extends string>(option: string, value: string, valid: readonly T[]): T {
  const found = valid.find((name) => name === value);
  if (found === undefined)
    throw new UsageError(`${option} is "${value}"; valid: ${valid.join(", ")}`);
  return found;
}

function wholeNumber(option: string, text: string): number {
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(Number(text))) {
    throw new UsageError(`${option} is "${text}"; it takes a whole number from 0 on`);
  }
  return Number(text);
}

function sourceOf(
  files: string[],
  example: string | undefined,
  n: string | undefined,
): RunCommand["source"] {
  if (files.length > 1) throw new UsageError(`one program at a time, not ${files.join(" and ")}`);
  const [file] = files;
  if (file !== undefined) {
    if (example !== undefined) throw new UsageError("give a FILE or --example, not both");
    if (n !== undefined) throw new UsageError("--n belongs to an example, not to a FILE");
    return { file };
  }
  if (example === undefined)
    throw new UsageError(`give a FILE or --example NAME: ${Object.keys(EXAMPLES).join(", ")}`);
  const found = EXAMPLES[oneOf("--example", example, Object.keys(EXAMPLES))];
  if (found === undefined) throw new Error("a valid example exists");
  return { text: found.text(n === undefined ? found.defaultN : sizeOf(n)) };
}

function sizeOf(text: string): number {
  const n = Number(text);
  if (!/^\d+$/.test(text) || n > N_MAX) {
    throw new UsageError(`--n is "${text}"; it takes a whole number from 0 to ${N_MAX}`);
  }
  return n;
}
