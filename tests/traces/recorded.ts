/** Recorded profiles and what the simulator says about the same runs, row by row. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProfileRow } from "../../src/tables/build.ts";
import type { Machine } from "../../workers/machine.ts";
import type { FunctionRow } from "../../workers/protocol.ts";
import { type LoadedRun, functionRows } from "../../workers/run.ts";
import { type BuildName, open } from "../core/support.ts";

const TRACES = import.meta.dirname;

export function readTrace<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(TRACES, ...path), "utf8")) as T;
}

export interface RecordedRun {
  n: number;
  net: number;
  rows: Record<string, ProfileRow>;
}

interface RecordedPhases {
  net: number;
  loader: number;
  phases: { start: number; run: number; exit: number };
  functions?: Record<string, Record<string, [number, number]>>;
  functions_differing_from_pass?: Record<string, Record<string, [number, number]>>;
}

/** The recorded runs of `range(n)`, smallest n first. */
export function recordedRuns(build: BuildName): RecordedRun[] {
  return readTrace<{ runs: RecordedRun[] }>(build, "range.json").runs;
}

export type PhasedProgram = "pass" | "range(0)" | "range(10)" | "range(300)" | "range(1000)";

/** Programs that were recorded phase by phase, with every row; 2.7.12 has no such recording. */
export function recordedPhases(build: BuildName): Record<PhasedProgram, RecordedPhases> {
  return readTrace<{ programs: Record<PhasedProgram, RecordedPhases> }>(build, "phases.json").programs;
}

/** [self Ir, calls] of a row in one phase of a program. */
export function phaseRow(
  recorded: Record<PhasedProgram, RecordedPhases>,
  program: PhasedProgram,
  phase: "start" | "run" | "exit",
  key: string,
): [number, number] {
  const own = recorded[program].functions_differing_from_pass?.[phase]?.[key];
  return own ?? recorded.pass.functions?.[phase]?.[key] ?? [0, 0];
}

/**
 * [self Ir, calls] of a row of `range(n)`, from the recorded profile or, where that one left out what
 * was cheap, from the recording by phases. Null where neither has it.
 */
export function recordedRow(build: BuildName, run: RecordedRun, key: string): [number, number] | null {
  const row = run.rows[key];
  if (row !== undefined) return [row[0], row[2]];
  const program = `range(${run.n})` as PhasedProgram;
  if (build === "2.7.12-pydebug-valgrind") return null;
  const phases = recordedPhases(build);
  if (phases[program] === undefined) return null;
  const parts = (["start", "run", "exit"] as const).map((phase) => phaseRow(phases, program, phase, key));
  return [parts.reduce((sum, [self]) => sum + self, 0), parts.reduce((sum, [, calls]) => sum + calls, 0)];
}

/** Most that the dynamic loader takes in any recorded run. */
const LOADER_MAX = 500_000;

/** The recorder left out rows (but no hot one) below a thousandth of the total, loader included. */
export function recorderFloor(run: RecordedRun): number {
  return Math.floor((run.net + LOADER_MAX) / 1000);
}

export interface Simulated {
  run: LoadedRun;
  rows: Map<string, FunctionRow>;
}

/** `range(n)` under callgrind as the product reports it. */
export function simulate(machine: Machine, build: BuildName, n: number): Simulated {
  const run = open(machine, build, n, "callgrind");
  const rows = functionRows(machine, run);
  return { run, rows: new Map(rows.map((row) => [`${row.name}|${row.file}`, row])) };
}

/** [self Ir, calls] of a simulated row; a row that is not there was never called. */
export function simulatedRow({ rows }: Simulated, key: string): [number, number] {
  const row = rows.get(key);
  return row === undefined ? [0, 0] : [row.self, row.calls];
}

/** One compared figure. */
export interface Compared {
  what: string;
  recorded: number;
  simulated: number;
  /** Largest residual that is allowed. */
  bound: number;
}

/** The figures that miss by more than allowed, as a table; empty when all hold. */
export function missTable(compared: readonly Compared[]): string {
  const wrong = compared.filter((c) => !(Math.abs(c.simulated - c.recorded) <= c.bound));
  if (wrong.length === 0) return "";
  const lines = wrong.map(({ what, recorded, simulated, bound }) =>
    [what.padEnd(62), recorded, simulated, simulated - recorded, bound].map((x) => String(x).padStart(14)).join(" "),
  );
  const head = ["what".padEnd(62), "recorded", "simulated", "residual", "allowed"];
  return ["", head.map((x) => x.padStart(14)).join(" "), ...lines].join("\n");
}

/** The largest residual of some figures. */
export function worst(compared: readonly Compared[]): number {
  return Math.max(0, ...compared.map((c) => Math.abs(c.simulated - c.recorded)));
}
