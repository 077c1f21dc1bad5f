/**
 * `npm run calibrate` on this machine's python2.7: a fresh recording, priced by itself, must come to the
 * prices that are checked in, and prove itself on what it was not fitted to.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { summary } from "../../scripts/calibrate/score.ts";
import { HOT_FUNCTIONS } from "../../scripts/convert/hot-prices.ts";
import { type Build, parseBuild } from "../../src/tables/build.ts";
import { type Scoreboard, parseScoreboard } from "../../src/tables/scoreboard.ts";
import { buildOf } from "../core/support.ts";
import { readTrace } from "../traces/recorded.ts";
import { EXACT_ROWS } from "../traces/rows.ts";
import { type Provenance, cpuDifferences } from "./measured.ts";
import { toolsFor } from "./tools.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const RECORDED = "2.7.18-debian-release";
const NAME = "fresh";
/** Bars for the total: at large n, and below. */
const [TOTAL_IR, TOTAL_SMALL_IR, LARGE_N] = [500, 1000, 500_000];

const { missing, mustRun, reason } = toolsFor("valgrind", "gdb", "gcc", "strace");

describe.skipIf(!mustRun)(`a fresh calibration of this machine's python2.7${reason}`, () => {
  let into: string;
  let sheet: string;
  let build: Build;
  let board: Scoreboard;
  let otherCpu: string[];
  const read = (...path: string[]) => readFileSync(join(into, ...path), "utf8");

  beforeAll(async () => {
    expect(missing, "tools that CI must have").toEqual([]);
    into = mkdtempSync(join(tmpdir(), "calibrated-"));
    const args = ["scripts/calibrate.ts", "--python", "/usr/bin/python2.7", "--build", NAME];
    sheet = await new Promise<string>((resolve, reject) => {
      const command = [
        join(ROOT, "node_modules", "tsx", "dist", "cli.mjs"),
        ...args,
        "--into",
        into,
      ];
      execFile(process.execPath, command, { cwd: ROOT, maxBuffer: 1 << 26 }, (error, stdout) =>
        error === null ? resolve(stdout) : reject(error),
      );
    });
    build = parseBuild(read("public", "builds", `${NAME}.json`));
    const found = parseScoreboard(read("public", "calibration", `${NAME}.json`));
    if (found === null) throw new Error("no scoreboard was written");
    board = found;
    const here = JSON.parse(read("tests", "traces", NAME, `callgrind-${NAME}.json`)) as {
      provenance: Provenance;
    };
    const there = readTrace<{ provenance: Provenance }>(RECORDED, "phases.json").provenance;
    otherCpu = cpuDifferences(there, here.provenance);
  }, 600_000);

  afterAll(() => rmSync(into, { recursive: true, force: true }));

  it("comes to the prices that are checked in, for every step of range(n)", () => {
    const steps = HOT_FUNCTIONS.flatMap(({ name }) =>
      Object.keys(build.prices).filter((key) => key.startsWith(`${name}__`)),
    ).filter((key) => !/__(arguments|untrack)$/.test(key));
    expect(steps.length).toBeGreaterThan(12);
    const prices = (of: Build) =>
      Object.fromEntries(steps.map((key) => [key, of.prices[key]?.price]));
    expect(prices(build)).toEqual(prices(buildOf(RECORDED)));
    const hot = HOT_FUNCTIONS.map(({ name }) => name);
    const among = ({ inlined }: Build) =>
      inlined.filter((pair) => pair.split("@").every((name) => hot.includes(name))).sort();
    expect(among(build)).toEqual(among(buildOf(RECORDED)));
  });

  it("has every exact row exact, at every n, the held-out ones too", () => {
    expect(board.heldOut.length).toBeGreaterThan(1);
    const wrong = board.rows.filter(
      ({ key, basis }) => EXACT_ROWS[RECORDED].includes(key) && basis !== "exact",
    );
    expect(wrong).toEqual([]);
    expect(board.rows.filter(({ basis }) => basis === "exact").length).toBeGreaterThan(10);
    for (const { points } of board.rows) expect(points.length).toBeGreaterThan(0);
  });

  it("has totals within the bounds, and pass as recorded", ({ skip }) => {
    skip(otherCpu.length > 0, `another processor: ${otherCpu.join("; ")}`);
    for (const [n, mine, recorded] of board.totals) {
      expect(recorded).toBeGreaterThan(1e6);
      const bound = n >= LARGE_N ? TOTAL_IR : TOTAL_SMALL_IR;
      expect(Math.abs(mine - recorded), `n = ${n}`).toBeLessThanOrEqual(bound);
    }
    const recorded = buildOf(RECORDED).launches.recipe?.passNet ?? 0;
    expect(Math.abs((build.launches.recipe?.passNet ?? 0) - recorded)).toBeLessThanOrEqual(
      TOTAL_IR,
    );
  });

  it("prints the sheet: functions, held-out programs all exact, the baseline beside", () => {
    const { machine, naive } = summary(board);
    expect(machine.tau).toBeGreaterThan(0.99);
    expect(naive.mape).toBeGreaterThan(10 * machine.mape);
    for (const word of [
      "exact",
      "held out",
      "constant per int",
      "Kendall's tau",
      "worst function",
    ]) {
      expect(sheet).toContain(word);
    }
    const others = sheet
      .split("\n")
      .filter((line) => /^(x_range_del|list_range|range_twice) /.test(line));
    expect(others.length).toBeGreaterThan(6);
    expect(others.filter((line) => !line.endsWith("exact"))).toEqual([]);
  });

  it("stores traces without a path of this machine", () => {
    const files = readdirSync(join(into, "tests", "traces", NAME));
    expect(files).toEqual(
      expect.arrayContaining(["entry-state.json", "instructions.json", "range.json"]),
    );
    for (const file of files) {
      expect(read("tests", "traces", NAME, file), file).not.toMatch(
        /"[^"]*\/(usr|tmp|home|root|lib)\//,
      );
    }
  });
});
