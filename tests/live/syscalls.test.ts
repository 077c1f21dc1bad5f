/** strace, asked again on this machine: the memory calls of native runs. */
import { beforeAll, describe, expect, it } from "vitest";
import { newMachine, open } from "../core/support.ts";
import { report } from "../../workers/report.ts";
import { type Compared, missTable } from "../traces/recorded.ts";
import { INSTALLABLE, measure, toolsFor } from "./tools.ts";

const SIZES = [10, 1000, 100_000, 1_000_000];
const CALLS = ["brk", "mmap", "munmap"] as const;
const { missing, mustRun, reason } = toolsFor("strace");

describe.skipIf(!mustRun).each(INSTALLABLE)(`strace on this machine, %s${reason}`, (build) => {
  let live: Record<string, Record<string, number>>;

  beforeAll(async () => {
    expect(missing, "tools that CI must have").toEqual([]);
    const programs = SIZES.map((n) => `range(${n})`);
    const measured = await measure<{ programs: typeof live }>(
      "live.py",
      "syscalls",
      "--build",
      build,
      ...programs,
    );
    live = measured.programs;
  }, 120_000);

  it("counts the simulated calls of brk, mmap and munmap, give or take one", async () => {
    const machine = await newMachine();
    const compared = SIZES.flatMap((n) => {
      const run = open(machine, build, n, "native");
      const { syscalls } = report(machine, run, {
        version: "",
        stagesAt: [],
        progress: () => {},
      });
      return CALLS.map(
        (call): Compared => ({
          what: `n = ${n} ${call}`,
          recorded: live[`range(${n})`]?.[call] ?? Number.NaN,
          simulated: syscalls[call] ?? Number.NaN,
          bound: 1,
        }),
      );
    });
    expect(missTable(compared)).toBe("");
    expect(compared.every(({ recorded }) => recorded > 0)).toBe(true);
  });
});
