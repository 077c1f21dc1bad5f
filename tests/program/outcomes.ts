/**
 * What a program prints and how it ends: as real python2.7 did it (scripts/record-outputs.py wrote it
 * down), as the machine does it, and the first difference between the two.
 */
import { readFileSync } from "node:fs";
import { Fault } from "../../assembly/abi/stop.ts";
import type { Build } from "../../src/tables/build.ts";
import { type Machine, MachineFault, type RunOptions } from "../../workers/machine.ts";
import { ProgramProblem } from "../../workers/program.ts";
import type { RunRequest } from "../../workers/protocol.ts";
import { report } from "../../workers/report.ts";
import { loadRun } from "../../workers/run.ts";

const HERE = "tests/program";

/** Where the programs of each recording are. */
export const FOLDERS = {
  corpus: `${HERE}/corpus`,
  programs: `${HERE}/programs`,
  examples: "public/examples",
} as const;

export type Folder = keyof typeof FOLDERS;

/** What a process leaves behind. A character of its texts is one byte. */
export interface Outcome {
  stdout: string;
  status: number;
  stderr: string;
}

/** One program with what python2.7 did. */
export interface RecordedProgram {
  /** "programs/list-append": the folder's short name and the file's. */
  name: string;
  text: string;
  outcome: Outcome;
}

interface Recording {
  /** Programs whose output cannot be compared, with the reason. */
  left_out: Record<string, string>;
  outputs: Record<string, Outcome>;
}

export function outputsOf(folder: Folder): Recording {
  return JSON.parse(readFileSync(`${HERE}/outputs/${folder}.json`, "utf8")) as Recording;
}

/** All recorded programs, or those of one folder. */
export function recordedPrograms(...folders: Folder[]): RecordedProgram[] {
  const all = Object.keys(FOLDERS) as Folder[];
  return (folders.length === 0 ? all : folders).flatMap((folder) =>
    Object.entries(outputsOf(folder).outputs).map(([name, outcome]) => ({
      name: `${folder}/${name}`,
      text: readFileSync(`${FOLDERS[folder]}/${name}.py`, "utf8"),
      outcome,
    })),
  );
}

/** What the machine answers to a program that python2.7 runs: an outcome, or why there is none. */
export type Answer = Outcome | { refused: string };

/** How a caller of the machine asks for a program. */
function requestFor(text: string): RunRequest {
  return { buildJson: "", text, launch: "recipe", under: "native" };
}

/** Runs a program as the command line does. Faults of the machine are thrown. */
export function answerOf(machine: Machine, build: Build, text: string): Answer {
  try {
    const run = loadRun(machine, build, requestFor(text));
    const options = { version: "", stagesAt: [], limitIr: null, progress: () => {} };
    const { stdout, exit } = report(machine, run, options);
    return { stdout, status: exit.status, stderr: exit.stderr };
  } catch (error) {
    if (error instanceof ProgramProblem) return { refused: error.problem.message };
    if (error instanceof MachineFault && error.fault === Fault.NOT_SIMULATED) {
      return { refused: error.message };
    }
    throw error;
  }
}

/** What a run left: the state hash and all that was written, in one text. */
type End = string;

/** The machine at the end of a program: run, run again, and run without strides. */
export interface Ends {
  first: End;
  again: End;
  withoutStrides: End;
}

/** Runs a program three times and reads the state and the output each time. */
export function endsOf(machine: Machine, build: Build, text: string): Ends {
  const run = loadRun(machine, build, requestFor(text));
  const endAfter = (options: RunOptions): End => {
    run.load(machine);
    machine.run(options);
    return `${machine.hash()}\n${machine.written(1)}\n${machine.written(2)}`;
  };
  return { first: endAfter({}), again: endAfter({}), withoutStrides: endAfter({ strides: false }) };
}

/** The first line that differs, in words; null when the two are equal. */
export function firstDifference(real: Outcome, ours: Answer): string | null {
  if ("refused" in ours) return `refused: ${ours.refused}`;
  for (const stream of ["stdout", "stderr"] as const) {
    if (real[stream] === ours[stream]) continue;
    const [there, here] = [real[stream].split("\n"), ours[stream].split("\n")];
    const line = there.findIndex((text, i) => text !== here[i]);
    const at = line === -1 ? there.length : line;
    const [wanted, found] = [quoted(there[at]), quoted(here[at])];
    return `${stream} line ${at + 1}: python2.7 has ${wanted}, the machine ${found}${unlikeEnd(real, ours)}`;
  }
  if (real.status === ours.status) return null;
  return `status: python2.7 ends with ${real.status}, the machine with ${ours.status}`;
}

function quoted(line: string | undefined): string {
  return line === undefined ? "the end" : `"${line}"`;
}

/** The exception that ends the machine's run and not the real one: usually all that is wrong. */
function unlikeEnd(real: Outcome, ours: Outcome): string {
  const last = (text: string) => text.trimEnd().split("\n").at(-1) ?? "";
  const end = last(ours.stderr);
  return end === "" || end === last(real.stderr) ? "" : `; it ends with ${end}`;
}
