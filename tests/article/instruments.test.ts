/** DHAT's and Massif's figures of range(n) against the real tools (tests/traces/<build>/instruments.json). */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { extraBytes } from "../../src/instruments/massif.ts";
import { cBenchmarkText } from "../../workers/c-program.ts";
import type { DhatRun, MassifRun } from "../../scripts/convert/instrument-runs.ts";
import { type ExportKind, accessesOf, exportRun } from "../../workers/exports.ts";
import { heapRun, massifOf, profileOf } from "../../workers/heap.ts";
import type { Machine } from "../../workers/machine.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { type BuildName, buildOf, newMachine } from "../core/support.ts";
import { readTrace } from "../traces/recorded.ts";

interface Instruments {
  dhat: DhatRun[];
  massif: MassifRun[];
}

const BUILDS: BuildName[] = [
  "2.7.18-debian-release",
  "2.7.18-debian-pydebug",
  "2.7.12-pydebug-valgrind",
];
/** Start-up's part was taken from n = 10^5. */
const LENGTHS = [100_000, 1_000_000, 10_000_000];
/** One more digit in the text is a byte more in a buffer of start-up. */
const DIGITS_BOUND = 2;
/** DHAT replaces malloc: its clock lacks malloc's own instructions. */
const AGE_BOUND = 7;

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

function runOf(name: BuildName, text: string): LoadedRun {
  const request = { buildJson: "", text, launch: "recipe", under: "callgrind" } as const;
  return loadRun(machine, buildOf(name), request);
}

function readable(path: readonly string[], name: string): boolean {
  return path.some((frame) => frame.split(".")[0] === name);
}

describe.each(BUILDS)("instruments of %s", (name) => {
  const recorded = readTrace<Instruments>(name, "instruments.json");

  it.each(LENGTHS)("are DHAT's and Massif's for n = %i", (n) => {
    const dhat = recorded.dhat.find((run) => run.n === n);
    const massif = recorded.massif.find((run) => run.n === n);
    const run = runOf(name, `range(${n})`);
    const accesses = accessesOf(machine, run);
    const heap = heapRun(machine, run);
    const profile = profileOf(heap);
    expect(profile).toMatchObject({
      ...{ maxBytes: dhat?.tgmax_bytes, maxBlocks: dhat?.tgmax_blocks },
      ...{ endBytes: dhat?.end_bytes, endBlocks: dhat?.end_blocks },
      totalBlocks: dhat?.total_blocks,
    });
    expect(Math.abs(profile.totalBytes - (dhat?.total_bytes ?? 0))).toBeLessThanOrEqual(
      DIGITS_BOUND,
    );
    const { snapshots, peak } = massifOf(heap);
    const { useful, extra, stacks, total } = massif ?? {};
    expect(snapshots[peak]).toMatchObject({ useful, extra, stacks, total });
    for (const site of dhat?.top ?? []) {
      const mine = profile.sites.find(
        (s) => s.totalBytes === site.bytes && s.totalBlocks === site.blocks,
      );
      const own = readable(site.at, "fill_free_list") ? "fill_free_list " : "PyList_New ";
      const { read, written } = accesses?.([own]) ?? {};
      expect({ read, written }).toEqual({ read: site.read, written: site.written });
      const age = ((mine?.lifetimes ?? 0) / site.blocks / run.total) * 100;
      expect(Math.abs(age - site.avg_lifetime_pct)).toBeLessThan(AGE_BOUND);
    }
  });

  it("count the accesses of every word of a block", () => {
    const site = recorded.dhat.find((run) => run.n === 100_000)?.top[0];
    const run = runOf(name, "range(100000)");
    const words = accessesOf(machine, run)?.(["fill_free_list "])?.words ?? [];
    const bytes = site?.accesses_by_byte_per_block ?? [];
    expect(bytes.length).toBeGreaterThan(20);
    const mine = bytes.map((_, at) => (words[Math.floor(at / 8)] ?? 0) / (site?.blocks ?? 1));
    const misses = bytes.map((recordedCount, at) => Math.abs(recordedCount - (mine[at] ?? 0)));
    // Recorded figures have three decimals; which slots of the last block stay unused is averaged.
    expect(Math.max(...misses)).toBeLessThan(0.0025);
  });
});

describe("instruments", () => {
  it("count what valgrind's allocator rounds up", () => {
    expect([992, 1000, 800_032].map(extraBytes)).toEqual([8, 16, 8]);
    expect(extraBytes(40_000_000)).toBe(1_480);
  });

  it("have no accesses of programs that were not compared with DHAT", () => {
    expect(accessesOf(machine, runOf("2.7.18-debian-release", "x = range(300)"))).toBeNull();
  });

  it("follow a list that grows by realloc to its end", () => {
    const text = "x = []\nfor i in range(5000):\n    x.append(i)\nx = None\n";
    const heap = heapRun(machine, runOf("2.7.18-debian-release", text));
    const grown = profileOf(heap).sites.find(({ node }) => heap.paths.name[node] === "listappend");
    expect(grown?.maxBytes).toBeGreaterThan(5000 * 8);
    expect(grown?.maxBlocks).toBe(1);
    expect(grown?.bytesAtEnd).toBe(0);
  });

  it("leave the answers of a run as they are", () => {
    const run = runOf("2.7.18-debian-release", "for i in xrange(3000):\n    y = [i]\n");
    machine.run();
    const before = [machine.hash(), ...machine.stats()].slice(0, 20);
    heapRun(machine, run);
    machine.run();
    expect([machine.hash(), ...machine.stats()].slice(0, 20)).toEqual(before);
  });
});

describe("files of the real tools", () => {
  const folder = mkdtempSync(join(tmpdir(), "rangescope-"));
  const read = (tool: string, text: string) => {
    const file = join(folder, "file");
    writeFileSync(file, text);
    const { stdout, stderr, error } = spawnSync(tool, [file], { encoding: "utf8" });
    rmSync(file);
    return error === undefined ? { stdout, stderr } : null;
  };
  /** The file of a program's one process. */
  const exported = (run: LoadedRun, kind: ExportKind) =>
    exportRun(machine, run, kind)[0]?.text ?? "";
  const installed = spawnSync("ms_print", ["--version"]).error === undefined;
  const mustRun = installed || process.env.CI === "true";

  it.runIf(mustRun)("are read by ms_print", () => {
    const run = runOf("2.7.12-pydebug-valgrind", "range(100000)");
    const printed = read("ms_print", exported(run, "massif"));
    expect(printed?.stderr).toBe("");
    expect(printed?.stdout).toContain("2.7.12-pydebug-valgrind p.py (range(100000))");
    expect(printed?.stdout).toMatch(/6,018,880 +5,885,578 +130,262 +3,040/);
    expect(printed?.stdout).toMatch(/4,145,000B\) 0x0: PyObject_Malloc/);
  });

  it.runIf(mustRun)("are read by callgrind_annotate", () => {
    const run = runOf("2.7.18-debian-release", "range(100000)");
    const printed = read("callgrind_annotate", exported(run, "callgrind"));
    expect(printed?.stdout).toContain(`${run.total.toLocaleString("en-US")} (100.0%)`);
    expect(printed?.stdout).toMatch(/2,144,349 \(14.68%\) +listobject.c:list_dealloc/);
  });

  it("hold DHAT's fields, places and frames", () => {
    const run = runOf("2.7.18-debian-release", "range(1000)");
    const file = JSON.parse(exported(run, "dhat"));
    expect(file).toMatchObject({ dhatFileVersion: 2, mode: "heap", bklt: true, bkacc: true });
    const [names, ...rest] = [file.ftbl as string[], ...file.pps];
    const blocks = rest.find((place) => place.fs.some((f: number) => names[f]?.startsWith("fill")));
    expect(blocks).toMatchObject({ tbk: 18, tb: 18 * 992, eb: 0 });
    const bytes = blocks.acc.filter((count: number) => count < 0);
    expect(bytes.reduce((sum: number, count: number) => sum - count, 0)).toBe(992);
  });

  it("are written of the C program too: one block, each byte written once", () => {
    const run = runOf("2.7.18-debian-release", cBenchmarkText(10_000_000));
    const { pps } = JSON.parse(exported(run, "dhat"));
    expect(pps).toHaveLength(1);
    expect(pps[0]).toMatchObject({ tb: 40_000_000, tbk: 1, gb: 40_000_000, rb: 0, wb: 40_000_000 });
    const massif = exported(run, "massif");
    expect(massif).toContain("mem_heap_B=40000000\nmem_heap_extra_B=1480");
  });
});
