/**
 * Writes src/tables/heap.json from the recorded runs of DHAT and Massif: what start-up asks of malloc and
 * leaves alive when the module runs.
 *
 *   npx tsx scripts/convert/instruments.ts TRUTH_DIR
 *
 * It is what the recorded `range(10**5)` has beyond what the machine itself counts; tests/article holds out
 * the other n.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type HeapBefore, heapProfile } from "../../src/instruments/heap.ts";
import { extraBytes } from "../../src/instruments/massif.ts";
import { parseBuild } from "../../src/tables/build.ts";
import { NOTHING } from "../../src/tables/heap.ts";
import { heapRun } from "../../workers/heap.ts";
import { loadRun } from "../../workers/run.ts";
import type { DhatRun, MassifRun } from "./instrument-runs.ts";
import { ROOT, machineOf } from "./machine.ts";

interface OfBuild {
  build: string;
}

const FITTED_AT = 100_000;
const BUILDS = ["2.7.18-debian-release", "2.7.18-debian-pydebug", "2.7.12-pydebug-valgrind"];
const [truth = join(ROOT, "..", "shared", "truth")] = process.argv.slice(2);
const { dhat, massif } = JSON.parse(readFileSync(join(truth, "instruments.json"), "utf8")) as {
  dhat: (DhatRun & OfBuild)[];
  massif: (MassifRun & OfBuild)[];
};

function recorded<T extends OfBuild & { n: number | "pass" }>(runs: T[], build: string): T {
  const found = runs.find((run) => run.build === build && run.n === FITTED_AT);
  if (found === undefined) throw new Error(`${build} was not recorded at ${FITTED_AT}`);
  return found;
}

async function before(name: string): Promise<HeapBefore> {
  const build = parseBuild(readFileSync(join(ROOT, "public", "builds", `${name}.json`), "utf8"));
  const machine = await machineOf(build);
  const request = { buildJson: "", launch: "recipe", under: "callgrind" } as const;
  const run = loadRun(machine, build, { ...request, text: `range(${FITTED_AT})` });
  const heap = heapRun(machine, run);
  const d = recorded(dhat, name);
  const m = recorded(massif, name);
  // The machine's own blocks come one after the other; at Massif's peak some of the last are missing.
  let bytes = 0;
  let extra = 0;
  const liveBytes = d.tgmax_bytes - heapProfile(heap.log, NOTHING, heap.end, () => 0).maxBytes;
  heapProfile(
    heap.log,
    NOTHING,
    heap.end,
    () => 0,
    ({ times, added, removed }) => {
      for (let i = 0; i < times && bytes < m.useful - liveBytes; i++) {
        bytes += (added ?? 0) - (removed ?? 0);
        if (added !== null) extra += extraBytes(added);
        if (removed !== null) extra -= extraBytes(removed);
      }
    },
  );
  if (bytes !== m.useful - liveBytes) throw new Error(`${name}: Massif's peak lies between blocks`);
  const own = heapProfile(heap.log, NOTHING, heap.end, () => 0);
  return {
    liveBytes,
    liveBlocks: d.tgmax_blocks - own.maxBlocks,
    totalBytes: d.total_bytes - own.totalBytes,
    totalBlocks: d.total_blocks - own.totalBlocks,
    endBytes: d.end_bytes,
    endBlocks: d.end_blocks,
    extraBytes: m.extra - extra,
    stackBytes: m.stacks,
  };
}

const result: Record<string, HeapBefore> = {};
for (const name of BUILDS) result[name] = await before(name);
writeFileSync(join(ROOT, "src", "tables", "heap.json"), `${JSON.stringify(result, null, 2)}\n`);
