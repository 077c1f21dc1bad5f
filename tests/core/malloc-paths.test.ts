/**
 * Rarer ways through malloc, each by a program that takes it, at the price that was measured for it
 * (tests/traces/glibc-2.36/malloc-paths.json).
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Machine } from "../../workers/machine.ts";
import { parseMalloc } from "../../workers/malloc-parameters.ts";
import { loadRun } from "../../workers/run.ts";
import { buildOf, newMachine } from "./support.ts";

const BUILD = "2.7.18-debian-release";
const { decomposition } = JSON.parse(
  readFileSync(
    join(import.meta.dirname, "..", "traces", "glibc-2.36", "malloc-paths.json"),
    "utf8",
  ),
) as { decomposition: Record<string, { prices: Record<string, [number, string]> }> };

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

function executed(text: string, malloc?: string): Map<string, number> {
  const more = malloc === undefined ? {} : { malloc: parseMalloc(malloc) };
  const request = { buildJson: "", text, launch: "recipe", under: "native", ...more } as const;
  return loadRun(machine, buildOf(BUILD), request).measured.ledger.executed;
}

/** The second text takes the path, the first does not. */
const PATHS: [string, string[], string, string, string?][] = [
  [
    "malloc__tcache_empty_tiny",
    ["malloc:m.small", "malloc:m.tiny"],
    "range(2)",
    "range(1)",
    "tcache=off",
  ],
  [
    "_int_malloc__fastbin_empty_tiny",
    ["_int_malloc:im.fast_class", "_int_malloc:im.tiny"],
    "x = [range(1)] * 400",
    "x = [range(1) for i in range(400)]",
  ],
  [
    "_int_malloc__fastbin_hit_tiny",
    ["_int_malloc:im.fast_hit", "_int_malloc:im.fast_full", "_int_malloc:im.tiny"],
    "range(2)",
    "range(1)",
    "tcache=off",
  ],
  [
    "malloc__tcache_hit_tiny",
    ["malloc:m.tcache", "malloc:m.tiny"],
    "range(2); range(2)",
    "range(1); range(1)",
  ],
  [
    "sysmalloc__extend_below_highest",
    ["sysmalloc:s.brk", "sysmalloc:s.brk_was_higher"],
    "for i in range(5): a = [i] * 10000, [i] * 12000, [i] * 12000\n",
    "for i in range(5):\n    a = [i] * 10000, [i] * 12000, [i] * 12000\n    a = 0\n",
  ],
  [
    "free__mapped_fixed_thresholds",
    ["free:f.mmapped", "free:f.off"],
    "range(1000)",
    "range(100000)",
    "top_pad=131072",
  ],
];

describe("malloc's rarer paths", () => {
  it.each(PATHS)("%s costs what was measured, and is taken where it should be", (...path) => {
    const [segment, pieces, without, taking, malloc] = path;
    const price = pieces
      .map((piece) => piece.split(":"))
      .reduce(
        (sum, [fn = "", name = ""]) => sum + (decomposition[fn]?.prices[name]?.[0] ?? Number.NaN),
        0,
      );
    expect(buildOf(BUILD).prices[segment]?.price).toBe(price);
    const times = (text: string) => executed(text, malloc).get(segment) ?? 0;
    expect(times(taking)).toBeGreaterThan(times(without));
  });

  it("are all in the price list: no measured piece is left out but those that cost nothing", () => {
    const sources = join(import.meta.dirname, "..", "..", "scripts", "convert", "malloc-prices.ts");
    const text = readFileSync(sources, "utf8");
    const indexed = /^im\.(file_)?index\d$/;
    // Gauge: pieces that never occur apart, of which one has the price; the other scan is the same step.
    const none = ["im.pos_empty", "im.pos_smallest", "im.scan_only_marked_empty"];
    const missing = Object.values(decomposition)
      .flatMap(({ prices }) => Object.keys(prices))
      .filter((name) => !text.includes(`${name}"`) && !indexed.test(name) && !none.includes(name));
    expect(missing).toEqual([]);
  });
});
