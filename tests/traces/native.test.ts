/**
 * Memory and memory calls of whole native runs, as strace and /proc showed them on the real
 * interpreters (native.json): every launch, `pass` and range(n) up to 10^7.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { BOUNDS } from "../../src/instruments/basis.ts";
import type { Machine } from "../../workers/machine.ts";
import type { Launch } from "../../workers/protocol.ts";
import { report } from "../../workers/report.ts";
import { loadRun } from "../../workers/run.ts";
import { buildOf, newMachine } from "../core/support.ts";
import { type Compared, missTable, readTrace } from "./recorded.ts";

interface NativeRow {
  launch: Launch;
  program: string;
  syscalls: Record<"brk" | "mmap" | "munmap", number>;
  at_exit?: { minor_faults: number; rss_kb: number; uss_kb: number };
}

// The largest misses that were measured. One read-around of a file maps up to 16 pages at once, in one fault; one
// brk at one n: the recorded exit trims or does not trim by where other chunks happen to lie.
const { residentKb: KB_BOUND, calls: CALLS_BOUND, faults: FAULTS_BOUND } = BOUNDS;

/** "range(10**6)" is recorded as people write it. */
function textOf(program: string): string {
  return program.replace(/10\*\*(\d)/, (_, power: string) => String(10 ** Number(power)));
}

describe.each(["2.7.18-debian-release", "2.7.18-debian-pydebug"] as const)("native runs of %s", (name) => {
  const { rows } = readTrace<{ rows: NativeRow[] }>(name, "native.json");
  let machine: Machine;
  beforeAll(async () => {
    machine = await newMachine();
  });

  it("were recorded for every launch, with memory at exit", () => {
    expect(new Set(rows.map((row) => row.launch))).toEqual(new Set(["recipe", "site", "c"]));
    expect(rows.filter((row) => row.at_exit !== undefined).length).toBeGreaterThan(5);
  });

  it("make the recorded memory calls and leave the recorded memory at exit", () => {
    const compared = rows.flatMap((row): Compared[] => {
      const { launch, program, syscalls, at_exit } = row;
      const request = { buildJson: "", text: textOf(program), launch, under: "native" } as const;
      const run = loadRun(machine, buildOf(name), request);
      const options = { version: "", stagesAt: [], limitIr: null, progress: () => {} };
      const simulated = report(machine, run, options);
      const what = `${launch} ${program}`;
      const calls = (["brk", "mmap", "munmap"] as const).map((call) => ({
        what: `${what} ${call}`,
        recorded: syscalls[call],
        simulated: simulated.syscalls[call] ?? Number.NaN,
        bound: CALLS_BOUND,
      }));
      const exit = simulated.processes[0]?.stages.at(-1);
      if (at_exit === undefined || exit === undefined) return calls;
      return [
        ...calls,
        { what: `${what} RSS`, recorded: at_exit.rss_kb, simulated: exit.rss_kb, bound: KB_BOUND },
        { what: `${what} USS`, recorded: at_exit.uss_kb, simulated: exit.uss_kb, bound: KB_BOUND },
        {
          what: `${what} minor faults`,
          recorded: at_exit.minor_faults,
          simulated: exit.minor_faults,
          bound: FAULTS_BOUND,
        },
      ];
    });
    expect(missTable(compared)).toBe("");
  });
});
