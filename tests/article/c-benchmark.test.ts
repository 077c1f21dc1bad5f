/** The C program beside range(n): against callgrind, strace and /proc (tests/traces/c-benchmark). */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { cBenchmarkText, isC, readC } from "../../workers/c-program.ts";
import type { Machine } from "../../workers/machine.ts";
import { ProgramProblem } from "../../workers/program.ts";
import { type Report, report } from "../../workers/report.ts";
import { loadRun, summarise } from "../../workers/run.ts";
import { buildOf, newMachine } from "../core/support.ts";

interface Trace {
  runs: {
    n: number;
    net: number;
    rows: Record<string, [number, number]>;
    syscalls: Record<string, number>;
    at_exit: { minor_faults: number; rss: number; uss: number; pss: number };
  }[];
}

const trace = JSON.parse(readFileSync("tests/traces/c-benchmark/gcc-12.2.json", "utf8")) as Trace;
const BUILD = "2.7.18-debian-release";

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

function request(n: number) {
  return { buildJson: "", text: cBenchmarkText(n), launch: "recipe", under: "native" } as const;
}

function reportOf(n: number): Report {
  const options = { version: "", stagesAt: [], progress: () => {} };
  return report(machine, loadRun(machine, buildOf(BUILD), request(n)), options);
}

describe("the C program", () => {
  it("was recorded on the heap and in a mapping", () => {
    expect(trace.runs.length).toBeGreaterThan(10);
    const mmaps = new Set(trace.runs.map(({ syscalls }) => syscalls.mmap));
    expect(mmaps.size).toBe(2);
  });

  it.each(trace.runs)("is what the tools saw for n = $n", (recorded) => {
    const { n } = recorded;
    const simulated = reportOf(n);
    expect(simulated.ir.total_net).toBe(recorded.net);
    const rows = simulated.functions.filter(({ name }) => name !== "(other)");
    const seen = rows.map(({ name, file, calls }) => [`${name}|${file}`, calls]);
    const wanted = Object.entries(recorded.rows).map(([key, [, calls]]) => [key, calls]);
    expect(seen.sort()).toEqual(wanted.sort());
    const missed = rows.filter(
      ({ name, file, self }) => self !== recorded.rows[`${name}|${file}`]?.[0],
    );
    expect(missed).toEqual([]);
    expect(simulated.syscalls).toEqual(recorded.syscalls);
    const exit = simulated.processes[0]?.stages.at(-1);
    const { minor_faults, rss, uss, pss } = recorded.at_exit;
    expect(exit).toMatchObject({ minor_faults, rss_kb: rss, uss_kb: uss, pss_kb: pss });
  });

  it("has ten instructions an element and 26 around them in main", () => {
    for (const n of [0, 7, 3000]) {
      const main = reportOf(n).functions.find(({ name }) => name === "main");
      expect(main).toMatchObject({ file: "benchmark.c", self: 10 * n + 26, self_run: 10 * n + 26 });
    }
  });

  it("maps 40,001,536 bytes, touches 9,766 pages of them and gives them back", () => {
    const ten = reportOf(10 ** 7);
    expect(ten).toMatchObject({ malloc_sizes: { 40000000: 1 }, collector: "none", n: 10 ** 7 });
    // One more page is the heap's first.
    expect(ten.kernel.zeroed_pages).toBe(9_766 + 1);
    const run = loadRun(machine, buildOf(BUILD), request(10 ** 7));
    const labels = summarise(machine, run).marks.map(({ label }) => label);
    expect(labels.join("; ")).toMatch(/40.001.536/);
  });

  it("takes its array from the heap below the threshold and trims nothing when it is freed", () => {
    const small = reportOf(3000);
    expect(small.syscalls_run).toMatchObject({ brk: 2, mmap: 0, munmap: 0 });
    expect(small.functions.map(({ name }) => name)).toContain("systrim");
  });

  it("is the same by strides and by single steps, at any instant", () => {
    const run = loadRun(machine, buildOf(BUILD), request(5000));
    for (const target of [1_238, 3_000, 20_011, 51_000, run.total]) {
      machine.run({ target });
      const strided = [machine.hash(), ...machine.stats()].slice(0, 20);
      machine.run({ target, strides: false });
      expect([machine.hash(), ...machine.stats()].slice(0, 20)).toEqual(strided);
    }
  });
});

describe("another C program", () => {
  const text = cBenchmarkText(10);

  it.each([
    ["another loop", text.replace("i++", "i += 2")],
    ["no length", text.replace("#define LENGTH 10", "#define LENGTH ten")],
    ["a line more", `${text}int more;\n`],
  ])("is refused: %s", (_, other) => {
    expect(isC(other)).toBe(true);
    expect(() => readC(other)).toThrow(ProgramProblem);
  });

  it("is refused beyond the largest length", () => {
    expect(() => readC(cBenchmarkText(10 ** 9))).toThrow(/n is 1000000000/);
  });

  it("is not what a Python comment makes of a program", () => {
    expect(isC("#include <stdlib.h>\nrange(10)\n")).toBe(false);
  });
});
