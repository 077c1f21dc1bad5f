/**
 * Writes src/tables/heap.json from the recorded runs of DHAT: what start-up asks of malloc and leaves alive
 * when `range(n)` begins.
 *
 *   npx tsx scripts/convert/instruments.ts TRUTH_DIR
 *
 * The figures come from n = 10^5; tests/article holds out the other n.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HeapBefore } from "../../src/instruments/heap.ts";
import { ROOT } from "./machine.ts";

interface DhatRun {
  build: string;
  n: number | "pass";
  total_bytes: number;
  total_blocks: number;
  tgmax_bytes: number;
  tgmax_blocks: number;
  top?: { blocks: number; bytes: number }[];
}

const FITTED_AT = 100_000;
const [truth = join(ROOT, "..", "shared", "truth")] = process.argv.slice(2);
const { dhat } = JSON.parse(readFileSync(join(truth, "instruments.json"), "utf8")) as {
  dhat: DhatRun[];
};

const result: Record<string, HeapBefore> = {};
for (const run of dhat.filter(({ n, build }) => n === FITTED_AT && !build.includes(","))) {
  const own = run.top ?? [];
  const bytes = own.reduce((sum, site) => sum + site.bytes, 0);
  const blocks = own.reduce((sum, site) => sum + site.blocks, 0);
  result[run.build] = {
    liveBytes: run.tgmax_bytes - bytes,
    liveBlocks: run.tgmax_blocks - blocks,
    totalBytes: run.total_bytes - bytes,
    totalBlocks: run.total_blocks - blocks,
  };
}
writeFileSync(join(ROOT, "src", "tables", "heap.json"), `${JSON.stringify(result, null, 2)}\n`);
