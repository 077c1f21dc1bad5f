/**
 * A forked child that reads its parent's list, on this machine's python2.7: the pages that the loop makes
 * private and the child's resident memory are the simulated ones. Pages come from /proc/PID/smaps_rollup,
 * and where it may be read from /proc/PID/pagemap, which says in which region they lie.
 */
import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { report } from "../../workers/report.ts";
import { LOOP } from "../processes/loop.ts";
import { history, machine } from "../processes/support.ts";
import { toolsFor } from "./tools.ts";

const CASES = [
  [10_000, "release", "recipe"],
  [100_000, "release", "site"],
  [100_000, "pydebug", "recipe"],
] as const;
const PYTHON = { release: "/usr/bin/python2.7", pydebug: "/usr/bin/python2.7-dbg" };
const FLAGS = { recipe: ["-S", "-E", "-B"], site: ["-B"] };
/** The child sleeps for a second before its loop, and reads 10^5 ints in less than this. */
const LOOP_MS = 1600;
const LIMIT_MS = 30_000;
const RUNS = 3;
const [PAGE, PAGE_KB] = [4096, 4];
/** Holes of the heap move with the environment and this machine's C library by a page or two. */
const PAGES_NEAR = 3;
const [RSS_SHARE, RSS_KB] = [0.02, 400];
/** A page of the process's own that nobody else maps (Documentation/admin-guide/mm/pagemap.rst). */
const [PRESENT, OF_A_FILE, EXCLUSIVE] = [63n, 61n, 56n];

interface Memory {
  rss: number;
  uss: number;
  /** Private anonymous pages of the heap; null where pagemap tells nothing. */
  heap: number | null;
}

function kilobytes(pid: number): Memory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const of = (name: string) => Number(new RegExp(`^${name}: +(\\d+)`, "m").exec(text)?.[1] ?? 0);
  return {
    rss: of("Rss"),
    uss: of("Private_Clean") + of("Private_Dirty"),
    heap: process.getuid?.() === 0 ? heapPages(pid) : null,
  };
}

function heapPages(pid: number): number {
  const line = /^([0-9a-f]+)-([0-9a-f]+) .*\[heap\]$/m.exec(
    readFileSync(`/proc/${pid}/maps`, "utf8"),
  );
  const [from, to] = [1, 2].map((i) => Number.parseInt(line?.[i] ?? "0", 16) / PAGE);
  const words = new BigUint64Array((to ?? 0) - (from ?? 0));
  const file = openSync(`/proc/${pid}/pagemap`, "r");
  readSync(file, words, 0, words.byteLength, 8 * (from ?? 0));
  closeSync(file);
  const has = (word: bigint, bit: bigint) => ((word >> bit) & 1n) === 1n;
  return words.filter((w) => has(w, PRESENT) && !has(w, OF_A_FILE) && has(w, EXCLUSIVE)).length;
}

const childOf = (pid: number) =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim());
const sleeps = (pid: number) => /\) S /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));

/** Memory of the child of LOOP in its two sleeps, without stopping it. */
async function measured(python: string, flags: string[], n: number): Promise<[Memory, Memory]> {
  const folder = mkdtempSync(join(tmpdir(), "forked-"));
  writeFileSync(join(folder, "p.py"), LOOP(n));
  let child = 0;
  let parent: ChildProcess | null = null;
  try {
    parent = spawn(python, [...flags, "p.py"], {
      cwd: folder,
      env: { LC_ALL: "C" },
      stdio: "ignore",
    });
    const { pid = 0 } = parent;
    while (child === 0) {
      await pause(20);
      child = childOf(pid);
    }
    await pause(200);
    const before = kilobytes(child);
    await pause(LOOP_MS);
    while (!sleeps(child)) await pause(50);
    return [before, kilobytes(child)];
  } finally {
    if (child !== 0) process.kill(child, "SIGKILL");
    parent?.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of several runs the one in the middle: how many file pages come with each fault depends on what else runs. */
async function typical(python: string, flags: string[], n: number): Promise<[Memory, Memory]> {
  const runs: [Memory, Memory][] = [];
  while (runs.length < RUNS) runs.push(await measured(python, flags, n));
  runs.sort(([, a], [, b]) => a.rss - b.rss);
  return runs[RUNS >> 1] as [Memory, Memory];
}

const { missing, mustRun, reason } = toolsFor();

describe.skipIf(!mustRun)(`a forked child on this machine${reason}`, () => {
  it.each(CASES)(
    "of %i ints, %s, %s: writes the simulated pages",
    async (n, build, launch) => {
      expect(missing, "tools that CI must have").toEqual([]);
      const [before, after] = await typical(PYTHON[build], FLAGS[launch], n);
      const run = await history(LOOP(n), `2.7.18-debian-${build}`, null, launch);
      const { processes } = report(machine(), run, {
        version: "",
        stagesAt: [],
        progress: () => {},
      });
      const [, first, second] = processes[1]?.stages ?? [];
      if (first === undefined || second === undefined) throw new Error("the child did not sleep");
      const written = (after.uss - before.uss) / PAGE_KB;
      const expected = (second.uss_kb - first.uss_kb) / PAGE_KB;
      expect(Math.abs(written - expected), `${written} written`).toBeLessThanOrEqual(PAGES_NEAR);
      if (after.heap !== null && before.heap !== null) {
        const own = ({ private_pages: p }: typeof first) => p.int_blocks + p.heap;
        const inHeap = Math.abs(after.heap - before.heap - (own(second) - own(first)));
        expect(inHeap).toBeLessThanOrEqual(PAGES_NEAR);
      }
      const bar = Math.max(RSS_KB, RSS_SHARE * after.rss);
      expect(Math.abs(after.rss - second.rss_kb)).toBeLessThanOrEqual(bar);
      // What makes copy-on-write so hard to see: resident memory all but stands still.
      expect(after.rss - before.rss).toBeLessThan(RSS_KB);
    },
    LIMIT_MS,
  );
});
