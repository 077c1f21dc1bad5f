/**
 * 2,000 random programs under each of the memory managers: the same output, and an oracle that agrees after every
 * collection.
 * Several programs make one, each behind its own `try`: starting an interpreter takes longer than they do.
 */
import { describe, expect, it } from "vitest";
import { CollectorStat } from "../../assembly/abi/collectors.ts";
import {
  Bench,
  CHECKED,
  EAGER,
  OTHERS,
  TELLS_MANAGERS_APART,
  difference,
} from "../collectors/support.ts";
import { generate } from "../fuzz/generate.ts";
import { toolsFor } from "./tools.ts";

const PROGRAMS = 2000;
const IN_ONE = 8;
const FIRST_SEED = 60_000;

/** Where CI runs: it takes a minute. */
const { mustRun } = toolsFor();

/** A program whose end by an exception ends itself only. */
function guarded(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const body = lines.map((line) => `    ${line}\n`).join("");
  return `try:\n${body}except Exception, e:\n    print type(e), e\n`;
}

function* programs(): Generator<string, never> {
  for (let seed = FIRST_SEED; ; seed++) {
    const text = generate(seed);
    if (!TELLS_MANAGERS_APART.test(text)) yield guarded(text);
  }
}

describe.skipIf(!mustRun)("random programs", () => {
  it("print the same under every manager, and nothing is lost or kept", async () => {
    const bench = new Bench();
    const source = programs();
    const wrong: string[] = [];
    let compared = 0;
    const collections: Record<string, number> = {};
    for (let turn = 0; compared < PROGRAMS; turn++) {
      const several = Array.from({ length: IN_ONE }, () => source.next().value);
      // A collection at the end sees all that the programs left.
      const text = `import gc\n${several.join("")}gc.collect()\n`;
      const counted = await bench.run(text, CHECKED);
      if (typeof counted === "string") continue;
      for (const name of OTHERS) {
        const other = await bench.run(text, { name, ...EAGER });
        const found = difference(counted, other);
        if (found !== null) wrong.push(`programs of turn ${turn} under ${name}: ${found}`);
        if (typeof other === "string") continue;
        collections[name] =
          (collections[name] ?? 0) + (other.stats[CollectorStat.COLLECTIONS] ?? 0);
      }
      compared += IN_ONE;
    }
    expect(wrong).toEqual([]);
    expect(compared).toBe(PROGRAMS);
    expect(Object.keys(collections)).toEqual(OTHERS);
    expect(Math.min(...Object.values(collections))).toBeGreaterThanOrEqual(PROGRAMS / IN_ONE);
  }, 600_000);
});
