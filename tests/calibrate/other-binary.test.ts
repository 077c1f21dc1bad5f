/**
 * A binary that nobody had fitted before: 2.7.18 built with -O3 --enable-shared, other inlining, its code
 * in a library. What `npm run calibrate` recorded of it is converted and proven again, without the binary.
 */
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type RecordedRange, scoreboard, summary } from "../../scripts/calibrate/score.ts";
import { type Transfer, transfers } from "../../scripts/calibrate/sheet.ts";
import { calibratedFacts, convert, readRuns } from "../../scripts/convert/build.ts";
import { hotPrices } from "../../scripts/convert/hot-prices.ts";
import { readSegments } from "../../scripts/convert/segments.ts";
import { type Build, parseBuild } from "../../src/tables/build.ts";
import type { Scoreboard } from "../../src/tables/scoreboard.ts";
import { newMachine } from "../core/support.ts";

const NAME = "2.7.18-o3-shared";
const FOLDER = join(import.meta.dirname, "..", "traces", NAME);
const HELD_OUT = [5000, 200_000, 1_000_000];

describe("an interpreter built with -O3 --enable-shared", () => {
  let build: Build;
  let board: Scoreboard;
  let held: Transfer[];

  beforeAll(async () => {
    const facts = calibratedFacts(NAME);
    if (facts === undefined) throw new Error("it was not recorded");
    const converted = await convert(FOLDER, facts);
    build = parseBuild(converted.build);
    const { runs } = JSON.parse(converted.trace) as { runs: RecordedRange[] };
    const machine = await newMachine();
    board = scoreboard(machine, build, runs, HELD_OUT);
    held = transfers(machine, build, readRuns(FOLDER, NAME));
  });

  it("has the prices that its machine code shows", () => {
    const price = (key: string) => build.prices[key]?.price;
    expect(price("builtin_range__item")).toBe(12);
    expect([price("PyInt_FromLong__small_int"), price("PyInt_FromLong__take_head")]).toEqual([
      7, 16,
    ]);
    // Filling a block: 178 Ir with its 40 links.
    const fill = [
      "PyInt_FromLong__free_list_empty",
      "fill_free_list__get_block@PyInt_FromLong",
      "fill_free_list__link_block@PyInt_FromLong",
      "fill_free_list__end_chain@PyInt_FromLong",
    ].reduce((sum, key) => sum + Number(price(key)), 0);
    expect(fill + 40 * Number(price("fill_free_list__link_slot@PyInt_FromLong"))).toBe(178);
    expect(price("int_dealloc__to_free_list")).toBe(7);
    expect(price("PyInt_ClearFreeList__dead_block")).toBe(220);
  });

  it("has other functions inlined than Debian's build, and steps that are said to be joined", () => {
    expect(build.inlined).toContain("fill_free_list@PyInt_FromLong");
    expect(build.inlined).toContain("get_len_of_range@builtin_range");
    expect(build.inlined).not.toContain("PyInt_FromLong@builtin_range");
    expect(build.inlined).not.toContain("int_dealloc@list_dealloc");
    const facts = calibratedFacts(NAME);
    if (facts === undefined) throw new Error("it was not recorded");
    const { functions_exact, n_intobjects } = readSegments(FOLDER, facts);
    expect(hotPrices(functions_exact, n_intobjects).joined).toEqual([
      ["PyInt_FromLong__free_list_empty", "fill_free_list__get_block@PyInt_FromLong"],
    ]);
  });

  it("is exact in every hot function, also at n and in programs that it was not fitted to", () => {
    const hot =
      /^(builtin_range|PyInt_FromLong|list_dealloc|int_dealloc|PyInt_ClearFreeList|PyList_New)\|/;
    const rows = board.rows.filter(({ key }) => hot.test(key));
    expect(rows).toHaveLength(6);
    expect(rows.filter(({ basis }) => basis !== "exact")).toEqual([]);
    expect(rows.every(({ points }) => HELD_OUT.every((n) => points.some((p) => p[0] === n)))).toBe(
      true,
    );
    expect(held.length).toBeGreaterThan(10);
    for (const { simulated, recorded } of held) expect(simulated).toEqual(recorded);
  });

  it("has its total within 500 Ir at every n, and a baseline far behind", () => {
    expect(board.totals.length).toBeGreaterThan(15);
    for (const [n, mine, recorded] of board.totals) {
      expect(Math.abs(mine - recorded), `n = ${n}`).toBeLessThanOrEqual(500);
    }
    const { machine, naive } = summary(board);
    expect(machine.tau).toBe(1);
    expect(naive.total).toBeGreaterThan(20 * machine.total);
  });
});
