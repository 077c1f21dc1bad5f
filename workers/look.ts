/**
 * A run as another of its processes sees it (ADR 0007): the same history, that process's clock, counters and
 * output. Nothing is measured again but the process itself.
 */
import { Stat } from "../assembly/abi/layout.ts";
import { Phase } from "../assembly/abi/stop.ts";
import { rowsOfLedger } from "../src/instruments/callgrind.ts";
import type { Build } from "../src/tables/build.ts";
import { FamilyView } from "./family-view.ts";
import type { Ledger, Machine } from "./machine.ts";
import type { ProcessRun } from "./processes.ts";
import { ProgramProblem } from "./program.ts";
import type { CallCounts, FunctionRow, RunSummary, Stretch } from "./protocol.ts";
import type { LoadedRun } from "./run.ts";

const PAGE_KB = 4;

/** A run that is looked at as one of its later processes. */
export interface Look {
  process: ProcessRun;
  /** The run as the first process sees it. */
  whole: LoadedRun;
  /** What is said otherwise than for a first process, of which much is recorded. */
  summary(summary: RunSummary): RunSummary;
  functions(): FunctionRow[];
  counts(counts: CallCounts): CallCounts;
}

/** The run of process `pid`; the run itself for the first one. Throws a ProgramProblem for a number that none has. */
export function lookAt(machine: Machine, whole: LoadedRun, pid: number): LoadedRun {
  const { processes, facts } = whole.measured.history;
  const process = processes.find((one) => one.pid === pid);
  if (process === undefined) {
    throw new ProgramProblem({
      message: `The program has no process ${pid}.`,
      remedy: `It has ${processes.map((one) => one.pid).join(", ")}. The run before stays.`,
    });
  }
  if (process === processes[0]) return whole;
  const born = new FamilyView(machine, whole).memory(process.start).processes;
  const residentKb = (born.find((one) => one.pid === pid)?.recorded ?? 0) * PAGE_KB;
  machine.port.become(process.identity, facts);
  machine.run({ target: process.ir });
  const stats = machine.stats();
  const stretches = stretchesOf(stats, process.ir, whole);
  const inside = (ir: number) =>
    stretches.flatMap((one) => one.recorded).find(([from, to]) => ir > from && ir < to);
  const measured = {
    ...whole.measured,
    stats,
    ledger: machine.ledger(),
    eventCounts: machine.eventCounts(),
    requests: machine.requests(),
    stdout: machine.written(1),
    stdoutEnds: [],
  };
  return {
    ...whole,
    total: process.ir,
    stretches,
    measured,
    look: {
      process,
      whole,
      // Recorded when it was born: pages of files and of the library. Shares are a matter of the whole family.
      summary: (summary) => ({
        ...summary,
        process: pid,
        recorded: { residentKb, pssKb: 0, ussKb: 0, faults: 0 },
      }),
      functions: () => lookedFunctions(whole.build, measured.ledger, process.ir),
      counts: (counts) => lookedCounts(counts, measured.requests),
    },
    load: (into) => {
      whole.load(into);
      into.port.become(process.identity, facts);
    },
    landing: (ir) => {
      const stretch = inside(ir);
      if (stretch === undefined) return ir;
      return ir - stretch[0] < stretch[1] - ir ? stretch[0] : stretch[1];
    },
    afterStretch: (ir) => inside(ir)?.[1] ?? ir,
  };
}

/** A child runs from its birth on; one that leaves as an interpreter does has an exit with recorded parts. */
function stretchesOf(stats: Float64Array, total: number, { recorded }: LoadedRun): Stretch[] {
  const exit = stats[Stat.EXIT_AT] || total;
  const run: Stretch = { name: "run", phase: Phase.RUN, from: 0, to: exit, recorded: [] };
  if (exit === total) return [run];
  const finalize = stats[Stat.FINALIZE_AT] || total;
  const cleared = stats[Stat.CLEARED_AT] || total;
  const inExit: [number, number][] = [
    [finalize, finalize + recorded.exitBeforeCollect],
    [cleared, cleared + recorded.exitBeforeFini],
    [total - recorded.exitEnd, total],
  ];
  return [run, { name: "exit", phase: Phase.EXIT, from: exit, to: total, recorded: inExit }];
}

/** The profile of a later process, from its birth on; what is recorded of its end has a row of its own. */
function lookedFunctions(build: Build, ledger: Ledger, total: number): FunctionRow[] {
  const row = (key: string, self: number, inclusive: number, calls: number): FunctionRow => {
    const [name = "", file = ""] = key.split("|");
    const basis = "estimated";
    return { name, file, self, inclusive, calls, selfRun: self, callsRun: calls, basis };
  };
  const rows = [...rowsOfLedger(build, ledger)]
    .filter(([, [self, , calls]]) => self !== 0 || calls !== 0)
    .map(([key, numbers]) => row(key, ...numbers));
  const rest = total - rows.reduce((sum, { self }) => sum + self, 0);
  if (rest !== 0) rows.push(row("(other)|", rest, rest, 0));
  return rows.sort((a, b) => b.self - a.self);
}

/** What a later process asked of malloc and of the kernel. */
function lookedCounts(counts: CallCounts, requests: Map<number, number>): CallCounts {
  return {
    mallocSizes: [...requests].sort((a, b) => a[0] - b[0]),
    syscalls: counts.syscalls.map(([name, , modelled]) => [name, modelled, modelled]),
  };
}
