/** The recorded profiles of small programs (scripts/measure/programs.py), read into chains of names. */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

/** Cost of one row under one chain of callers. */
export interface Chain {
  /** "name|file". */
  row: string;
  /** C names from the frame of the evaluator or the module down to the row's own function. */
  path: readonly string[];
  self: number;
  /** Calls from the last but one of the path, and from the function itself. */
  calls: number;
  again: number;
}

/** What a recorded program is for: "fresh" ones were written and recorded once the prices were there. */
export type RecordedSet = "fit" | "held-out" | "fresh" | "fresh-2";

export interface RecordedProgram {
  name: string;
  text: string;
  set: RecordedSet;
  /** Whether prices may be fitted to it; the others judge the fit. */
  heldOut: boolean;
  /** Net Ir per phase. */
  start: number;
  run: number;
  exit: number;
  chains: readonly Chain[];
}

interface File {
  names: string[];
  chains: number[][];
  programs: Record<string, { net: [number, number, number]; run: number[] }>;
}

const ROOT = join(import.meta.dirname, "..", "..");

/** The programs of all folders of one build; a fit reads the first two only. */
export function readRecorded(
  build: string,
  sets: readonly RecordedSet[] = ["fit", "held-out", "fresh", "fresh-2"],
): RecordedProgram[] {
  return sets.flatMap((set) => readFolder(build, set));
}

function readFolder(build: string, folder: RecordedSet): RecordedProgram[] {
  const path = join(ROOT, "tests", "traces", build, "programs", `${folder}.json`);
  if (!existsSync(path)) return [];
  const file = JSON.parse(readFileSync(path, "utf8")) as File;
  const texts = programTexts(folder);
  return Object.entries(file.programs).map(([name, { net, run }]) => ({
    name,
    text: texts.get(name) ?? "",
    set: folder,
    heldOut: folder !== "fit",
    start: net[0],
    run: net[1],
    exit: net[2],
    chains: chainsOf(file, run),
  }));
}

/** Program name -> text. */
export function programTexts(folder: string): Map<string, string> {
  const path = join(ROOT, "tests", "calibration", folder);
  const files = readdirSync(path).filter((file) => file.endsWith(".py"));
  return new Map(
    files.map((file) => [basename(file, ".py"), readFileSync(join(path, file), "utf8")]),
  );
}

/** The C name behind a symbol: glibc's versions and the processor's variants of string functions. */
export function plainName(symbol: string): string {
  const bare = symbol.replace(/@.*$/, "");
  const variant = /^__(\w+?)_(?:avx|avx2|evex|sse2)(?:_\w+)?$/.exec(bare);
  if (variant?.[1] !== undefined) return variant[1];
  return /^__(\w+)_chk$/.exec(bare)?.[1] ?? bare;
}

/** How a function's text in the binary calls another: not directly, only its split-off part, or as a whole. */
export type CallSite = "none" | "part" | "whole";
export type CallSites = (caller: string, callee: string) => CallSite;

/** The direct calls of a build's text (scripts/measure/call_sites.py), or null where they were not recorded. */
export function readCallSites(build: string): CallSites | null {
  const path = join(ROOT, "tests", "traces", build, "call-sites.json");
  if (!existsSync(path)) return null;
  const { calls } = JSON.parse(readFileSync(path, "utf8")) as { calls: Record<string, string> };
  const sites = new Map(
    Object.entries(calls).map(([caller, callees]) => [
      caller,
      new Set(callees.split(" ").map(plainName)),
    ]),
  );
  return (caller, callee) => {
    const calls = sites.get(caller);
    if (calls === undefined || calls.has(callee)) return "whole";
    return calls.has(`${callee}.part`) ? "part" : "none";
  };
}

const CHAIN_FIELDS = 4;

function chainsOf(file: File, run: number[]): Chain[] {
  const chains: Chain[] = [];
  for (let i = 0; i < run.length; i += CHAIN_FIELDS) {
    const [row = "", ...callers] = (file.chains[run[i] ?? 0] ?? []).map((n) => file.names[n] ?? "");
    const path = [...callers.reverse(), row.slice(0, row.lastIndexOf("|"))].map(plainName);
    chains.push({
      row,
      path,
      self: run[i + 1] ?? 0,
      calls: run[i + 2] ?? 0,
      again: run[i + 3] ?? 0,
    });
  }
  return chains;
}
