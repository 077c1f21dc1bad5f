/** The scoreboard that the window shows is what the machine says now, and meets the bars. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { programsTable } from "../../scripts/programs-table.ts";
import { kendall, scoreboard, summary } from "../../scripts/calibrate/score.ts";
import { type Scoreboard, parseScoreboard } from "../../src/tables/scoreboard.ts";
import { BUILDS, type BuildName, buildOf, newMachine } from "../core/support.ts";
import { recordedRuns } from "../traces/recorded.ts";
import { EXACT_ROWS, GLIBC_EACH, GLIBC_ROWS } from "../traces/rows.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "public", "calibration");

/** From here on brk has failed and regions are mapped. */
const LARGE_N = 500_000;
/** In the order of the page's columns. */
const DOCUMENTED: BuildName[] = [
  "2.7.18-debian-release",
  "2.7.18-debian-pydebug",
  "2.7.12-pydebug-valgrind",
];
/** Bar for the whole process. */
const TOTAL_IR = 500;

function boardOf(build: string): Scoreboard {
  const board = parseScoreboard(readFileSync(join(FOLDER, `${build}.json`), "utf8"));
  if (board === null) throw new Error(`${build} has no scoreboard`);
  return board;
}

it("docs/fidelity.md counts the programs and rows that there are (else: npm run docs)", () => {
  const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "fidelity.md"), "utf8");
  expect(page).toContain(programsTable(DOCUMENTED.map(buildOf)).join("\n"));
});

describe.each(BUILDS)("the scoreboard of %s", (build) => {
  it("is what the machine says now (else: npm run docs)", async () => {
    const now = scoreboard(await newMachine(), buildOf(build), recordedRuns(build));
    expect(boardOf(build)).toEqual(now);
  });

  it("has CPython's hot functions with no residual, self Ir and calls", () => {
    const { rows } = boardOf(build);
    const exact = rows.filter(({ basis }) => basis === "exact").map(({ key }) => key);
    const called = EXACT_ROWS[build].filter((key) => rows.some((row) => row.key === key));
    expect(called.length).toBeGreaterThan(5);
    // The digits' copies move these by an instruction.
    const digits = ["decoding_fgets|tokenizer.c", "PyOS_strtoul|mystrtoul.c"];
    expect(called.filter((key) => !exact.includes(key) && !digits.includes(key))).toEqual([]);
  });

  it("has glibc's functions and the total within the bars at large n", () => {
    const { rows, totals } = boardOf(build);
    const off = rows
      .filter(({ key }) => GLIBC_ROWS.includes(key))
      .flatMap(({ points }) => points.filter(([n]) => n >= LARGE_N))
      .map(([, mine, recorded]) => Math.abs(mine - recorded));
    expect(off.length).toBeGreaterThan(20);
    expect(Math.max(...off)).toBeLessThanOrEqual(GLIBC_EACH);
    const large = totals.filter(([n]) => n >= LARGE_N);
    expect(large).toHaveLength(5);
    for (const [n, mine, recorded] of large) {
      expect(Math.abs(mine - recorded), `n = ${n}`).toBeLessThanOrEqual(TOTAL_IR);
    }
  });

  it("beats a constant per int by far, and orders the heaviest functions as recorded", () => {
    const { machine, naive, worst } = summary(boardOf(build));
    expect(machine.tau).toBeGreaterThan(0.9);
    expect(machine.tau).toBeGreaterThanOrEqual(naive.tau);
    // The baseline's errors are 50 times the machine's in release, more elsewhere.
    expect(machine.total * 20).toBeLessThan(naive.total);
    expect(Math.abs(worst.residual)).toBeLessThanOrEqual(GLIBC_EACH);
  });
});

describe("Kendall's tau", () => {
  it("is 1 for the same order, -1 for the reverse, and counts ties", () => {
    expect(
      kendall([
        [1, 10],
        [2, 20],
        [3, 30],
      ]),
    ).toBe(1);
    expect(
      kendall([
        [1, 30],
        [2, 20],
        [3, 10],
      ]),
    ).toBe(-1);
    expect(
      kendall([
        [1, 1],
        [1, 2],
        [2, 3],
      ]),
    ).toBeCloseTo(2 / Math.sqrt(6));
  });
});

describe("a scoreboard's file", () => {
  it("is refused when it is something else", () => {
    expect(parseScoreboard("<!doctype html>")).toBeNull();
    expect(parseScoreboard('{"format":2,"rows":[],"totals":[]}')).toBeNull();
  });
});
