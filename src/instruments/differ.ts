/** What differs between two runs, in numbers and in one sentence. Pure. */
import { Ev } from "../../assembly/abi/events.ts";
import { Gauge } from "../../assembly/abi/samples.ts";
import type { FunctionRow, Launch, RunSummary, Under } from "../../workers/protocol.ts";
import type { Quantity as Origin } from "./basis.ts";
import { grouped } from "./narrate.ts";

interface Settings {
  text: string;
  build: string;
  launch: Launch;
  under: Under;
  malloc: string;
  manager: string;
  process: number | null;
}

/** A quantity of both runs. */
export interface Quantity {
  name: string;
  unit: "Ir" | "bytes" | "";
  /** What is known about it. */
  from: Origin;
  of(run: RunSummary): number;
}

function stretch(run: RunSummary, name: string): number {
  const found = run.stretches.find((one) => one.name === name);
  return found === undefined ? 0 : found.to - found.from;
}

function peak(run: RunSummary, ...gauges: Gauge[]): number {
  let most = 0;
  for (let row = 0; row < run.samples.length; row += Gauge.COUNT) {
    most = Math.max(
      most,
      gauges.reduce((sum, gauge) => sum + (run.samples[row + gauge] ?? 0), 0),
    );
  }
  return most;
}

function count(kind: Ev): (run: RunSummary) => number {
  return (run) => run.eventCounts[kind] ?? 0;
}

export const QUANTITIES: readonly Quantity[] = [
  { name: "process", unit: "Ir", from: "Ir", of: (run) => run.total },
  { name: "run", unit: "Ir", from: "Ir", of: (run) => stretch(run, "run") },
  { name: "exit", unit: "Ir", from: "Ir", of: (run) => stretch(run, "exit") },
  { name: "int size", unit: "bytes", from: "objects", of: (run) => run.layout.intBytes },
  { name: "int blocks", unit: "", from: "objects", of: count(Ev.INT_BLOCK) },
  { name: "ints made", unit: "", from: "objects", of: count(Ev.INT_TAKE) },
  { name: "malloc calls", unit: "", from: "heap", of: count(Ev.MALLOC) },
  { name: "brk calls", unit: "", from: "calls", of: count(Ev.BRK) },
  {
    name: "page faults",
    unit: "",
    from: "faults",
    of: (run) => run.recorded.faults + count(Ev.FAULT)(run),
  },
  {
    name: "largest heap",
    unit: "bytes",
    from: "heap",
    of: (run) => peak(run, Gauge.HEAP, Gauge.MMAPPED),
  },
  {
    name: "largest RSS",
    unit: "bytes",
    from: "resident",
    of: (run) => run.recorded.residentKb * 1024 + peak(run, Gauge.RSS) * 4096,
  },
];

/** "2.3 times", "12 % fewer": how much `b` is against `a`. */
export function ratioText(a: number, b: number): string {
  if (a === b) return "the same";
  if (a === 0) return `${grouped(b)} instead of none`;
  const ratio = b / a;
  if (ratio >= 2) return `${ratio.toPrecision(2)} times as many`;
  const percent = Math.abs(ratio - 1) * 100;
  const digits = percent < 1 ? percent.toPrecision(1) : percent.toFixed(0);
  return `${digits} % ${ratio > 1 ? "more" : "fewer"}`;
}

/** The same for a narrow column: "= ", "× 2.3", "−12 %". */
export function ratioShort(a: number, b: number): string {
  if (a === b) return "=";
  if (a === 0) return "new";
  const ratio = b / a;
  if (ratio >= 2 || ratio <= 0.5) return `× ${ratio.toPrecision(2)}`;
  const percent = Math.abs(ratio - 1) * 100;
  return `${ratio > 1 ? "+" : "−"}${percent.toPrecision(percent < 1 ? 1 : 2)} %`;
}

/** One sentence: what `b` does differently from `a`. */
export function differenceSentence(a: RunSummary, b: RunSummary): string {
  const runs = [stretch(a, "run"), stretch(b, "run")] as const;
  const parts: string[] = [];
  parts.push(
    runs[0] === runs[1]
      ? `The program's run executes the same ${grouped(runs[1])} instructions`
      : `The program's run executes ${ratioText(...runs)} instructions (${grouped(runs[1])} instead of ${grouped(runs[0])})`,
  );
  const others = QUANTITIES.filter(({ unit, name }) => unit !== "Ir" && name !== "malloc calls")
    .filter((one) => one.of(a) !== one.of(b))
    .map(
      (one) =>
        `${one.name} ${grouped(one.of(b))} instead of ${grouped(one.of(a))}${one.unit === "" ? "" : ` ${one.unit}`}`,
    );
  if (others.length > 0) parts.push(others.slice(0, 3).join(", "));
  return `${parts.join("; ")}.`;
}

/** What was changed, in a few words. */
export function settingsSentence(a: Settings, b: Settings): string {
  const parts: string[] = [];
  if (a.text !== b.text) parts.push(`${firstLine(a.text)} → ${firstLine(b.text)}`);
  if (a.build !== b.build) parts.push(`${a.build} → ${b.build}`);
  if (a.launch !== b.launch) parts.push(`started by ${a.launch} → ${b.launch}`);
  if (a.under !== b.under) parts.push(`${a.under} → ${b.under}`);
  if (a.malloc !== b.malloc)
    parts.push(`malloc ${a.malloc || "default"} → ${b.malloc || "default"}`);
  if (a.manager !== b.manager)
    parts.push(`${a.manager || "refcount"} → ${b.manager || "refcount"}`);
  if (a.process !== b.process)
    parts.push(`process ${a.process ?? "first"} → ${b.process ?? "first"}`);
  return parts.length === 0 ? "Same settings." : `${parts.join(", ")}.`;
}

function firstLine(text: string): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** A function in both runs, by what it costs in the programs' own runs. */
export interface FunctionDifference {
  name: string;
  a: number;
  b: number;
}

/** Functions by how much their own Ir differs, most first. */
export function functionDifferences(
  a: readonly FunctionRow[],
  b: readonly FunctionRow[],
): FunctionDifference[] {
  const rows = new Map<string, FunctionDifference>();
  const add = (list: readonly FunctionRow[], side: "a" | "b") => {
    for (const { name, selfRun } of list) {
      const row = rows.get(name) ?? { name, a: 0, b: 0 };
      row[side] += selfRun;
      rows.set(name, row);
    }
  };
  add(a, "a");
  add(b, "b");
  return [...rows.values()]
    .filter((row) => row.a !== row.b)
    .sort((one, other) => Math.abs(other.b - other.a) - Math.abs(one.b - one.a));
}
