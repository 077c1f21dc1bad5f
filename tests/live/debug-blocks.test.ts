/** gdb, asked again on this machine: what pydebug's allocator writes around blocks and into them. */
import { describe, expect, it } from "vitest";
import { readTrace } from "../traces/recorded.ts";
import { type Provenance, binaryDifferences } from "./measured.ts";
import { measure, toolsFor } from "./tools.ts";

const BUILD = "2.7.18-debian-pydebug";

interface Blocks {
  provenance: Provenance;
  serialno: Record<string, unknown>;
  range: unknown;
  blocks: unknown;
}

const { missing, mustRun, reason } = toolsFor("gdb");

describe.skipIf(!mustRun)(`gdb on this machine, pydebug's blocks${reason}`, () => {
  it("reads the recorded words, fills and serial numbers", async () => {
    expect(missing, "tools that CI must have").toEqual([]);
    const live = await measure<Blocks>("debug_blocks.py");
    const recorded = readTrace<Blocks>(BUILD, "debug-blocks.json");
    const others = binaryDifferences(recorded.provenance, live.provenance);
    const binaries = others.length === 0 ? "" : `not the recorded binary: ${others.join(", ")}`;
    const { range, blocks } = recorded;
    // With site, start-up depends on what is installed beside the interpreter.
    const { recipe, c } = recorded.serialno;
    const asked = { serialno: { recipe, c }, range, blocks };
    expect(live, binaries).toMatchObject(asked);
  }, 120_000);
});
