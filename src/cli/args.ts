/** The command line's words (shared contract): options, defaults, and what is wrong with them. */
import {
  GLIBCS,
  MALLOC_NAMES,
  MallocProblem,
  parseMalloc,
} from "../../workers/malloc-parameters.ts";
import { COLLECTOR_NAMES, DEFAULT_COLLECTOR } from "../../workers/collectors.ts";
import { EXPORT_KINDS, type ExportKind } from "../../workers/exports.ts";
import type {
  CollectorChoice,
  Launch,
  MallocParameters,
  Moment,
  Under,
} from "../../workers/protocol.ts";
import {
  DEFAULT_SCHEDULE,
  DEFAULT_THP,
  SCHEDULE_NAMES,
  type ScheduleName,
  THP_NAMES,
  type ThpName,
} from "../../workers/process-port.ts";
import { N_MAX } from "../../workers/program.ts";
import type { NamedExample } from "./examples.ts";
import { FINDS, momentOf } from "./find.ts";

export const DEFAULT_BUILD = "2.7.18-debian-release";
export const UNDERS: readonly Under[] = ["native", "callgrind"];
export const LAUNCHES: readonly Launch[] = ["recipe", "site", "c"];
export const EXPORTS: readonly ExportKind[] = EXPORT_KINDS;

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
  schedule: ScheduleName;
  thp: ThpName;
  exports: { kind: ExportKind; path: string }[];
  /** Absent where no manager was asked for. */
  collector: CollectorChoice | undefined;
  /** The manager that runs the program besides, and the bytecodes at which both are looked at. */
  compare: { with: CollectorChoice; at: number[] } | undefined;
  /** Instants to look for, and where the looking begins. */
  finds: { what: string; moment: Moment }[];
  findFrom: number;
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

/** The command line in short. */
export const usage = (
  examples: readonly NamedExample[],
): string => `rangescope run (FILE.py | --example NAME) [options]
rangescope list [--json]

  --example NAME        one of ${examples.length} programs, among them range and c-benchmark (see "list")
  --n N                 replaces the example's N: 0 to ${N_MAX}
  --build NAME          a measured interpreter (default ${DEFAULT_BUILD}; see "list")
  --under NAME          ${UNDERS.join(" or ")} (default native): whose rules brk follows
  --launch NAME         ${LAUNCHES.join(", ")} (default recipe): how the interpreter was started
  --collector NAME      ${COLLECTOR_NAMES.join(", ")}: the memory manager
  --gc-threshold BYTES, --gc-growth FACTOR, --gc-count-arrays 0|1, --gc-granularity BYTES,
  --nursery BYTES       settings of its heap (docs/collectors.md)
  --collect-at K        a full collection after K bytecodes; may be repeated
  --compare NAME        runs the program under this manager too and shows both, bytecode by bytecode
  --compare-at K        where both are looked at (default: each quarter of the program); may be repeated
  --stage-at IR         reports memory at this instant too; may be repeated
  --find WHAT           tells at which instruction that happens; may be repeated. WHAT is ${FINDS}
  --find-from IR        where next: and previous: are seen from (default 0)
  --malloc NAME=VALUE,… parameters of the C library's malloc: ${MALLOC_NAMES.join(", ")}
                        (tcache: off or chunks per bin; sizes in bytes; glibc: ${GLIBCS.join(" or ")})
  --schedule NAME       ${SCHEDULE_NAMES.join(", ")} (default ${DEFAULT_SCHEDULE}): whose turn it is after a fork
  --thp NAME            ${THP_NAMES.join(" or ")} (default ${DEFAULT_THP}): the kernel's transparent huge pages
  --limit-ir N          ends the program after N instructions (default 20 000 000 000)
  --limit-bytes N       ends it when it asks for more than N bytes of address space (default 8 GiB)
  --export KIND=PATH    writes the run as a file of ${EXPORTS.join(", ")}; may be repeated.
                        Each further process gets a file PATH.PID; %p in PATH is the number
  --json                one JSON object instead of a table
  --help, --version
`;

/** Understands the words after the program's name. Throws a UsageError. */
export function parseArgs(
  words: readonly string[],
  builds: readonly string[],
  examples: readonly NamedExample[],
): Command {
  if (words.includes("--help") || words.includes("-h")) return { command: "help" };
  if (words.includes("--version")) return { command: "version" };
  const [command, ...rest] = words;
  if (command === undefined) throw new UsageError("a command is missing: run or list");
  if (command === "list") return parseList(rest);
  if (command === "run") return parseRun(rest, builds, examples);
  throw new UsageError(`"${command}" is no command; there are run and list`);
}

function parseList(words: readonly string[]): Command {
  for (const word of words) {
    if (word !== "--json") throw new UsageError(`list knows --json, not "${word}"`);
  }
  return { command: "list", json: words.includes("--json") };
}

function parseRun(
  words: readonly string[],
  builds: readonly string[],
  examples: readonly NamedExample[],
): RunCommand {
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
  const collector = collectorOf(last, values.get("--collect-at") ?? []);
  return {
    command: "run",
    source: sourceOf(files, last("--example"), last("--n"), examples),
    build: oneOf("--build", last("--build") ?? DEFAULT_BUILD, builds),
    under: oneOf("--under", last("--under") ?? "native", UNDERS),
    launch: oneOf("--launch", last("--launch") ?? "recipe", LAUNCHES),
    stageAt: (values.get("--stage-at") ?? []).map((text) => wholeNumber("--stage-at", text)),
    collector,
    compare: compareOf(last, values.get("--compare-at") ?? [], collector?.collectAt),
    limitIr: limit("--limit-ir"),
    limitBytes: limit("--limit-bytes"),
    malloc: mallocOf(last("--malloc")),
    schedule: oneOf("--schedule", last("--schedule") ?? DEFAULT_SCHEDULE, SCHEDULE_NAMES),
    thp: oneOf("--thp", last("--thp") ?? DEFAULT_THP, THP_NAMES),
    exports: (values.get("--export") ?? []).map(exportOf),
    finds: (values.get("--find") ?? []).map(findOf),
    findFrom: limit("--find-from") ?? 0,
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
  ...["--gc-threshold", "--gc-growth", "--gc-count-arrays", "--gc-granularity", "--nursery"],
  ...["--collect-at", "--compare", "--compare-at"],
  ...["--find", "--find-from"],
  "--stage-at",
  "--limit-ir",
  "--limit-bytes",
  "--malloc",
  "--schedule",
  "--thp",
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

function findOf(what: string): RunCommand["finds"][number] {
  const moment = momentOf(what);
  if (moment === null) throw new UsageError(`--find is "${what}"; valid: ${FINDS}`);
  return { what, moment };
}

function exportOf(text: string): RunCommand["exports"][number] {
  const [name = "", path = ""] = text.split(/=(.*)/s);
  const kind = oneOf("--export", name, EXPORTS);
  if (path === "") throw new UsageError(`--export ${kind} needs a file: --export ${kind}=PATH`);
  return { kind, path };
}

/** The settings of a manager's heap, as the command line calls them. */
const HEAP_OPTIONS = {
  "--gc-threshold": "threshold",
  "--gc-growth": "growth",
  "--gc-count-arrays": "countArrays",
  "--gc-granularity": "granularity",
  "--nursery": "nursery",
} as const;

function collectorOf(
  last: (name: string) => string | undefined,
  collectAt: readonly string[],
): CollectorChoice | undefined {
  const given = Object.entries(HEAP_OPTIONS).filter(([option]) => last(option) !== undefined);
  const name = last("--collector");
  const places = collectAt.map((text) => wholeNumber("--collect-at", text)).sort((a, b) => a - b);
  if (name === undefined) {
    const [first] = given;
    if (first !== undefined && last("--compare") === undefined)
      throw new UsageError(`${first[0]} belongs to a manager: give --collector NAME too`);
    return places.length === 0 ? undefined : { name: DEFAULT_COLLECTOR, collectAt: places };
  }
  const choice = withSettings(oneOf("--collector", name, COLLECTOR_NAMES), last);
  return places.length === 0 ? choice : { ...choice, collectAt: places };
}

/** A manager with the settings that were given; they hold for both managers of a comparison. */
function withSettings(name: string, last: (name: string) => string | undefined): CollectorChoice {
  const choice: CollectorChoice = { name };
  for (const [option, setting] of Object.entries(HEAP_OPTIONS)) {
    const text = last(option);
    if (text !== undefined) choice[setting] = decimal(option, text);
  }
  return choice;
}

function compareOf(
  last: (name: string) => string | undefined,
  at: readonly string[],
  collectAt: CollectorChoice["collectAt"],
): RunCommand["compare"] {
  const name = last("--compare");
  if (name === undefined) {
    if (at.length > 0) throw new UsageError("--compare-at belongs to --compare NAME");
    return undefined;
  }
  const choice = withSettings(oneOf("--compare", name, COLLECTOR_NAMES), last);
  return {
    // Both collect where it was asked for.
    with: collectAt === undefined ? choice : { ...choice, collectAt },
    at: at.map((text) => wholeNumber("--compare-at", text)),
  };
}

function decimal(option: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text))
    throw new UsageError(`${option} is "${text}"; it takes a number`);
  return Number(text);
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
  name: string | undefined,
  n: string | undefined,
  examples: readonly NamedExample[],
): RunCommand["source"] {
  if (files.length > 1) throw new UsageError(`one program at a time, not ${files.join(" and ")}`);
  const [file] = files;
  if (file !== undefined) {
    if (name !== undefined) throw new UsageError("give a FILE or --example, not both");
    if (n !== undefined) throw new UsageError("--n belongs to an example, not to a FILE");
    return { file };
  }
  const names = examples.map((example) => example.name);
  if (name === undefined)
    throw new UsageError(`give a FILE or --example NAME: ${names.join(", ")}`);
  oneOf("--example", name, names);
  const found = examples.find((example) => example.name === name);
  if (found === undefined) throw new Error("a valid example exists");
  if (n === undefined) return { text: found.text(found.defaultN ?? 0) };
  if (found.defaultN === null) throw new UsageError(`the example ${name} has no N to replace`);
  return { text: found.text(sizeOf(n)) };
}

function sizeOf(text: string): number {
  const n = Number(text);
  if (!/^\d+$/.test(text) || n > N_MAX) {
    throw new UsageError(`--n is "${text}"; it takes a whole number from 0 to ${N_MAX}`);
  }
  return n;
}
