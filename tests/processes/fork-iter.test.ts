/**
 * Pages of ints that a child of os.fork copies by reading a list: all that hold a count of one of its ints, and
 * none of the list's own array. The recorded experiments (fork_iter: 73, 613, 6,015 and 60,036 pages, pydebug 113,
 * 1,035, 10,263 and 102,549) have the same law with another number of holes: how many pages there are before the
 * blocks follow each other depends on the text, and by 1 or 2 on the variables of the environment.
 */
import { describe, expect, it } from "vitest";
import {
  PAGE_COUNT_SHIFT,
  PAGE_KIND_SHIFT,
  PAGE_LOG_WORDS,
  PageLog,
  ProcessLog,
} from "../../assembly/abi/process.ts";
import type { LoadedRun } from "../../workers/run.ts";
import { type Reading, forkIter } from "./fork-iter.ts";
import { history, machine } from "./support.ts";

const PAGE = 4096;
const PIECE = 4096;
const REFCNT_OFFSET = { release: 0, pydebug: 16 };

/**
 * Measured on python2.7 and python2.7-dbg 2.7.18 of Debian 12, launch site (pagemap): pages with counts, all of them
 * private after the loop, in three environments (38 variables, LC_ALL alone, LC_ALL and one of 500 bytes).
 */
const MEASURED: ["release" | "pydebug", number, number[]][] = [
  ["release", 10_000, [70, 69, 68]],
  ["release", 100_000, [610, 610, 609]],
  ["release", 1_000_000, [6012, 6012, 6011]],
  ["pydebug", 10_000, [111, 109, 111]],
  ["pydebug", 100_000, [1033, 1033, 1034]],
  ["pydebug", 1_000_000, [10_262, 10_261, 10_262]],
];
/** Start-up's holes were recorded in a fourth environment. */
const HOLES_NEAR = 3;

/** Pages that the child wrote first after its fork. */
function written({ measured }: LoadedRun): Set<number> {
  const log = measured.history.processes[1]?.pages ?? new BigUint64Array();
  const bits = (from: number, to: number, of: bigint) =>
    Number((of >> BigInt(from)) & ((1n << BigInt(to - from)) - 1n));
  const pages = new Set<number>();
  for (let at = 0; at < log.length; at += PAGE_LOG_WORDS) {
    const what = log[at + 1] ?? 0n;
    if (Number(what >> BigInt(PAGE_KIND_SHIFT)) !== PageLog.COW) continue;
    const count = bits(PAGE_COUNT_SHIFT, PAGE_KIND_SHIFT, what);
    for (let i = 0; i < count; i++) pages.add(bits(0, PAGE_COUNT_SHIFT, what) + i);
  }
  return pages;
}

/** Pages of the list's ints (their counts) and of its array, read in the child where it sleeps last. */
function pagesOf(run: LoadedRun, build: keyof typeof REFCNT_OFFSET) {
  const { processes, facts } = run.measured.history;
  const child = processes[1];
  const asleep = child?.log.findLast(({ kind }) => kind === ProcessLog.SLEEP);
  if (child === undefined || asleep === undefined) throw new Error("no child that sleeps");
  machine().port.become(child.identity, facts);
  machine().run({ target: asleep.ir });
  const words = (addr: number, count: number) => {
    const values = machine().values(addr, count);
    return Array.from({ length: count }, (_, i) => {
      return (values[4 * i + 2] ?? 0) + (values[4 * i + 3] ?? 0) * 2 ** 32;
    });
  };
  const list = Number(/LIST (\d+)/.exec(run.measured.stdout)?.[1]);
  const [, , size = 0, array = 0] = words(list + REFCNT_OFFSET[build], 4);
  const ints = new Set<number>();
  for (let i = 0; i < size; i += PIECE) {
    for (const addr of words(array + 8 * i, Math.min(PIECE, size - i))) {
      ints.add(Math.floor((addr + REFCNT_OFFSET[build]) / PAGE));
    }
  }
  const items = new Set<number>();
  for (let page = Math.floor(array / PAGE); page * PAGE < array + 8 * size; page++) items.add(page);
  return { ints, items };
}

/** How many pages of ints there are, how many the child wrote, and how many of the array alone. */
async function readBy(build: "release" | "pydebug", size: number, reading: Reading) {
  const run = await history(forkIter(size, reading), `2.7.18-debian-${build}`, null, "site");
  const all = written(run);
  const { ints, items } = pagesOf(run, build);
  const copied = [...ints].filter((page) => all.has(page)).length;
  const array = [...items].filter((page) => all.has(page) && !ints.has(page)).length;
  return { ints: ints.size, copied, array };
}

describe("a child that reads a list of ints", () => {
  it.each(MEASURED)("%s, %i: copies every page with a count", async (build, size, measured) => {
    const { ints, copied, array } = await readBy(build, size, "all");
    expect(copied).toBe(ints);
    expect(ints).toBeGreaterThanOrEqual(Math.min(...measured) - HOLES_NEAR);
    expect(ints).toBeLessThanOrEqual(Math.max(...measured) + HOLES_NEAR);
    // At 10^4 the array is in the heap: its last page may hold something else.
    expect(array).toBeLessThanOrEqual(size < 100_000 ? 1 : 0);
  });
});

/** Recorded at n = 10^6, release: op_half and op_every_668; op_len, op_first and op_missing: 2 to 4; op_gc. */
const [HALF, EVERY_668, NONE, NEVER] = [3015, 1499, 4, 2];
const SHARE = 0.01;

describe("a child that reads a part of 10^6 ints", () => {
  it.each([
    ["half", HALF],
    ["every", EVERY_668],
  ] as const)("%s: within 1 %% of what was recorded", async (reading, recorded) => {
    const { copied, array } = await readBy("release", 1_000_000, reading);
    expect(Math.abs(copied - recorded)).toBeLessThanOrEqual(SHARE * recorded);
    expect(array).toBe(0);
  });

  it.each(["nothing", "length", "first", "search"] as const)("%s: copies none", async (reading) => {
    const { copied } = await readBy("release", 1_000_000, reading);
    expect(copied).toBeLessThanOrEqual(NONE);
  });

  it("collects: copies all but at most 2", async () => {
    const { ints, copied, array } = await readBy("release", 1_000_000, "collect");
    expect(ints - copied).toBeLessThanOrEqual(NEVER);
    expect(array).toBe(0);
  });
});
