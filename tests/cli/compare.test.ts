/** `--compare`: two managers run one program, aligned by bytecode; the words that ask for it, and wrong ones. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureCore } from "../../scripts/build-core.ts";
import { UsageError, parseArgs } from "../../src/cli/args.ts";
import { type Comparison, compareManagers, comparisonLines } from "../../src/cli/compare.ts";
import { readExamples } from "../../src/cli/examples.ts";
import { ProgramProblem } from "../../workers/program.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const NAME = "2.7.18-debian-release";
const EXAMPLES = readExamples(join(ROOT, "public", "examples"));
const READS = `import os
x = [n + 1000 for n in range(20000)]
for i in xrange(100):
    a = [i]
    a.append(a)
if os.fork() == 0:
    for v in x: pass
    os._exit(0)
os.wait()
y = range(1000)
`;

const parse = (text: string) => parseArgs(text.split(" "), [NAME], EXAMPLES);

async function compare(first: string, second: string, at: number[]): Promise<Comparison> {
  const build = readFileSync(join(ROOT, "public", "builds", `${NAME}.json`), "utf8");
  return compareManagers(
    async () => readFileSync(join(ROOT, "build", "core.wasm")),
    { buildJson: build, text: READS, launch: "recipe", under: "native" },
    [{ name: first }, { name: second }],
    at,
  );
}

beforeAll(ensureCore);

describe("a comparison of two managers", () => {
  it("has each figure of both, at the same bytecodes", async () => {
    const found = await compare("refcount", "generational", [3000, 141_000]);
    expect(found.sides.map(({ name, basis }) => [name, basis])).toEqual([
      ["refcount", "calibrated"],
      ["generational", "estimated"],
    ]);
    expect(found.positions.map(({ bytecode }) => bytecode)).toEqual([3000, 141_000]);
    for (const { bytecode, sides } of found.positions)
      expect(sides.map(({ bytecodes }) => bytecodes)).toEqual([bytecode, bytecode]);
    const [counts, generational] = found.sides.map(({ whole }) => whole);
    expect(counts?.writes_refcount).toBeGreaterThan(40_000);
    expect(generational?.writes_refcount).toBe(0);
    expect(typeof counts?.ir).toBe("number");
    expect(generational?.ir).toEqual({ low: expect.any(Number), high: expect.any(Number) });
    // The nursery is a mapping of 4 MiB.
    expect(Number(generational?.peak_heap_bytes)).toBeGreaterThan(4 << 20);
    // A hundred cycles were dropped: CPython's collector came by once, the other one has not come yet.
    const [, late] = found.positions;
    const [kept, waits] = (late?.sides ?? []).map(({ garbage_waiting }) => Number(garbage_waiting));
    expect(kept).toBeGreaterThan(50);
    expect(kept).toBeLessThan(99);
    expect(waits).toBeGreaterThan(99);
    const [child] = found.children;
    expect(child?.copied_pages[0]).toBeGreaterThan(110);
    // What every child writes at its birth, and none of the 80 pages of ints.
    expect(child?.copied_pages[1]).toBeLessThan(40);
    expect(found.same_output).toBe(true);
    expect(found.sides[1]?.ranges).toContain("never materialised");
    const lines = comparisonLines(found);
    expect(lines.filter((line) => /instructions .*○/.test(line))).toHaveLength(1);
    expect(lines.join("\n")).toContain("at bytecode 141");
  }, 60_000);

  it("refuses a bytecode that the program does not have", async () => {
    await expect(compare("bitmap", "immortal", [9_000_000])).rejects.toThrow(ProgramProblem);
  });
});

describe("the words of a comparison", () => {
  it("name a manager, its settings and places", () => {
    const command = parse(
      "run --example range --collector bitmap --compare mark-sweep --compare-at 5 --collect-at 7 --gc-growth 3",
    );
    expect(command).toMatchObject({
      collector: { name: "bitmap", growth: 3, collectAt: [7] },
      compare: { with: { name: "mark-sweep", growth: 3, collectAt: [7] }, at: [5] },
    });
    expect(parse("run --example range --collect-at 9 --collect-at 7")).toMatchObject({
      collector: { name: "refcount", collectAt: [7, 9] },
    });
  });

  it.each([
    ["--compare wishful", "wishful"],
    ["--compare-at 5", "--compare NAME"],
    ["--compare bitmap --compare-at five", "five"],
    ["--collect-at -1", "-1"],
  ])("%s is refused", (words, message) => {
    expect(() => parse(`run --example range ${words}`)).toThrow(UsageError);
    expect(() => parse(`run --example range ${words}`)).toThrow(message);
  });
});
