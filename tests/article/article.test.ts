/** Every figure that the article states (figures.json) beside what the machine computes: docs/article.md. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { storedAgain, storedBytes } from "../../scripts/article/memset.ts";
import { ruleOf } from "../../scripts/article/rules.ts";
import {
  type Row,
  articlePage,
  articleRows,
  articleTable,
  statedFigures,
} from "../../scripts/article/table.ts";
import { type BuildName, buildOf, newMachine } from "../core/support.ts";

const read = (name: string) => JSON.parse(readFileSync(join(import.meta.dirname, name), "utf8"));
const figures = read("figures.json");
const paths = statedFigures(figures).map(([path]) => path);

let rows: Row[];
beforeAll(async () => {
  rows = articleTable(await newMachine(), (name) => buildOf(name as BuildName));
}, 120_000);

describe("the article's figures", () => {
  it("are all there, each a row with a rule", () => {
    expect(paths).toHaveLength(87);
    expect(rows.map(({ path }) => path)).toEqual(paths);
    const ruled = rows.filter(({ rule }) => rule.kind === "equal" || rule.why.length > 20);
    expect(ruled).toHaveLength(rows.length);
  });

  it("were measured here under names that the article has", () => {
    const { figures: measured } = read("measured.json");
    expect(Object.keys(measured).filter((path) => !paths.includes(path))).toEqual([]);
  });

  it("are what the machine computes, within each row's rule", () => {
    expect(rows.filter(({ holds }) => !holds)).toEqual([]);
    expect(rows.filter(({ simulated }) => simulated !== null).length).toBeGreaterThan(60);
  });

  it("are recorded only where they are outside the simulation by design", () => {
    const outside =
      /time_seconds|ltrace_calls\.(mem|str|realloc)|malloc_sizes\.36|mmap$|mprotect$|stacks/;
    const recorded = rows.filter(({ rule }) => rule.kind === "recorded").map(({ path }) => path);
    expect(recorded.filter((path) => !outside.test(path))).toEqual([]);
  });

  it("stand in docs/article.md as they are now (else: npm run docs)", () => {
    const page = join(import.meta.dirname, "..", "..", "docs", "article.md");
    expect(readFileSync(page, "utf8")).toBe(articlePage(rows));
  });
});

describe("a row", () => {
  const simulatedAs = (change: number) => {
    const path = "range_debug.dhat.max_live_bytes";
    const stated = { range_debug: { dhat: { max_live_bytes: 1000 } } };
    return articleRows(stated, {}, new Map([[path, 1000 + change]]))[0]?.holds;
  };

  it("does not hold beyond its bound", () => {
    expect([-11, -9, 0, 9, 11].map(simulatedAs)).toEqual([false, true, true, true, false]);
  });

  it("is equal when it is cut off, not when it is rounded", () => {
    const path = "range_debug.dhat.fill_free_list.writes_per_byte";
    const stated = { range_debug: { dhat: { fill_free_list: { writes_per_byte: 4.46 } } } };
    const holds = [4.4599, 4.46, 4.4699, 4.47].map(
      (mine) => articleRows(stated, {}, new Map([[path, mine]]))[0]?.holds,
    );
    expect(holds).toEqual([false, true, true, false]);
  });

  it("of writes counts what the article's memset stores twice", () => {
    // 968 and 1,000 bytes: 32, seven times 128, 128; guards of 7 and 8: 4 and 8 from both ends.
    expect([968, 1000, 7, 8].map((bytes) => storedBytes(bytes, 0))).toEqual([1056, 1056, 8, 16]);
    expect([968, 1000].map((bytes) => storedBytes(bytes, 16))).toEqual([1056, 1056]);
    expect(storedAgain()).toBe(88 + 56 + 1 + 8);
  });

  it("is refused without a rule, and without a figure of the machine", () => {
    expect(ruleOf("range_release.colour")).toBeNull();
    expect(() => articleRows({ other: 1 }, {}, new Map())).toThrow("other has no rule");
    expect(() => articleRows({ range_debug: { n: 1 } }, {}, new Map())).toThrow("not simulated");
  });
});
