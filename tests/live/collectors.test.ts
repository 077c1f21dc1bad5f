/** 2,000 random programs in all under the other memory managers: the same output, and an oracle that agrees. */
import { describe, expect, it } from "vitest";
import { CollectorStat } from "../../assembly/abi/collectors.ts";
import { Bench, EAGER, OTHERS, TELLS_MANAGERS_APART, difference } from "../collectors/support.ts";
import { generate } from "../fuzz/generate.ts";
import { toolsFor } from "./tools.ts";

const PROGRAMS = 2000;
const FIRST_SEED = 60_000;

/** Where CI runs: it takes minutes. */
const { mustRun } = toolsFor();

describe.skipIf(!mustRun)("random programs", () => {
  it("print the same under every manager, and nothing is lost or kept", async () => {
    const bench = new Bench();
    const wrong: string[] = [];
    let compared = 0;
    let collections = 0;
    for (let seed = FIRST_SEED; compared < PROGRAMS; seed++) {
      const text = generate(seed);
      if (TELLS_MANAGERS_APART.test(text)) continue;
      // A collection at the end sees all that the program left.
      const collecting = `import gc\n${text}gc.collect()\n`;
      const counted = await bench.run(collecting);
      if (typeof counted === "string") continue;
      const name = OTHERS[compared % OTHERS.length] ?? "";
      const other = await bench.run(collecting, { name, ...EAGER });
      const found = difference(counted, other);
      if (found !== null) wrong.push(`seed ${seed} under ${name}: ${found}`);
      if (typeof other !== "string") collections += other.stats[CollectorStat.COLLECTIONS] ?? 0;
      compared += 1;
    }
    expect(wrong).toEqual([]);
    expect(collections).toBeGreaterThan(PROGRAMS / 2);
  }, 600_000);
});
