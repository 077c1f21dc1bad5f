/**
 * Which pages a forked child makes private, by manager: 10^6 boxed ints in a list. Measured on CPython 2.7.18
 * (a child that reads the list): 6,015 pages of ints. The other managers have no measurement here: what holds
 * is computed by running their algorithms.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { CollectorStat } from "../../assembly/abi/collectors.ts";
import { Owner, Stat } from "../../assembly/abi/layout.ts";
import type { Machine } from "../../workers/machine.ts";
import {
  PAGE_COUNT_SHIFT,
  PAGE_KIND_SHIFT,
  PAGE_LOG_WORDS,
  PageLog,
} from "../../assembly/abi/process.ts";
import { buildOf } from "../core/support.ts";
import { Bench, type Ran } from "./support.ts";

const N = 1_000_000;
/** 1,020 ints of 16 bytes in each block of 16 KiB: pages of the heap, and of its bitmaps. */
const HEAP_BLOCKS = Math.ceil((N - 257) / 1020);
const BLOCK_PAGES = 4;
const HEAP_PAGES = HEAP_BLOCKS * BLOCK_PAGES;
const BITMAP_PAGES = Math.ceil((HEAP_BLOCKS * 128) / 4096);
/** What a child writes besides: its stack, its frame, the collector's own tables. */
const BESIDES = 32;

const CHILD = {
  none: "pass",
  read: "for v in x: pass",
  collect: "gc.collect()",
  twice: "gc.collect(); gc.collect()",
} as const;
type Doing = keyof typeof CHILD;

/** A million is worked out when the program runs, as the measured one read it: as a literal it would be an int more. */
const MILLION = "c = 100\nx = range(c * c * c)\n";

/** The pages of the list's ints, by the addresses in its array, where the first process forks. */
function pagesOfInts(machine: Machine, { run }: Ran): Set<number> {
  const [parent, child] = run.measured.history.processes;
  if (parent === undefined || child === undefined) throw new Error("nobody forked");
  machine.port.become(parent.identity, run.measured.history.facts);
  machine.run({ target: child.start });
  const items = machine.stats()[Stat.ITEMS_ADDR] ?? 0;
  const pages = new Set<number>();
  for (let at = 0; at < N; at += ITEMS_AT_ONCE) {
    const words = machine.values(items + at * 8, Math.min(ITEMS_AT_ONCE, N - at));
    for (let i = 0; i < words.length; i += 4) {
      pages.add(Math.floor(((words[i + 3] ?? 0) * 2 ** 32 + (words[i + 2] ?? 0)) / PAGE));
    }
  }
  return pages;
}

const ITEMS_AT_ONCE = 32768;

/** Pages of the child that it wrote first since the fork, and pages that it got new. */
async function childPages(bench: Bench, name: string, doing: Doing, before = "") {
  const text = `import os, gc
${MILLION}${before}if os.fork() == 0:
    ${CHILD[doing]}
    os._exit(0)
os.wait()
`;
  const ran = (await bench.run(text, { name })) as Ran;
  const log = ran.run.measured.history.processes[1]?.pages ?? new BigUint64Array();
  const pages = { copied: 0, fresh: 0, data: 0 };
  const written = new Set<number>();
  // The first process ends with its list in place, but under reference counting.
  const machine = await bench.ready();
  for (let at = 0; at < log.length; at += PAGE_LOG_WORDS) {
    const what = log[at + 1] ?? 0n;
    const kind: PageLog = Number(what >> BigInt(PAGE_KIND_SHIFT));
    const bits = BigInt(PAGE_KIND_SHIFT - PAGE_COUNT_SHIFT);
    const count = Number((what >> BigInt(PAGE_COUNT_SHIFT)) & ((1n << bits) - 1n));
    const page = Number(what & ((1n << BigInt(PAGE_COUNT_SHIFT)) - 1n));
    const owner: Owner = machine.pages(page * PAGE, 1)[0] ?? 0;
    if (kind === PageLog.COW) pages.copied += count;
    for (let i = 0; kind === PageLog.COW && i < count; i++) written.add(page + i);
    if (kind === PageLog.COW && DATA.includes(owner)) pages.data += count;
    if (kind === PageLog.ZERO) pages.fresh += count;
  }
  const ints = doing === "none" ? new Set<number>() : pagesOfInts(machine, ran);
  const ofInts = [...ints].filter((one) => written.has(one)).length;
  return {
    ...pages,
    ints: ints.size,
    ofInts,
    collections: ran.stats[CollectorStat.COLLECTIONS] ?? 0,
  };
}

/** Pages with heads of containers that start-up and import os made (recorded). */
function containerPages(): number {
  const recorded = buildOf("2.7.18-debian-release").launches.recipe?.native.forked?.containers.os;
  return (recorded ?? []).reduce((sum, pairs) => sum + pairs.length / 2, 0);
}

const PAGE = 4096;
const DATA = [Owner.INT_LIVE, Owner.ITEMS];
const NAMES = ["refcount", "mark-sweep", "bitmap", "immortal"];
/** What is made of the range before the fork: nothing, a list of ints, a list of boxed ints and a str. */
const LISTS = {
  lazy: "",
  unboxed: "x[0] = 5\ngc.collect()\n",
  boxed: "x.append('tail')\ngc.collect()\n",
};
const seen = new Map<string, Awaited<ReturnType<typeof childPages>>>();
const of = (name: string, doing: Doing) => {
  const found = seen.get(`${name} ${doing}`);
  if (found === undefined) throw new Error(`${name} ${doing} did not run`);
  return found;
};

beforeAll(async () => {
  const bench = new Bench();
  for (const name of NAMES) {
    for (const doing of ["none", "read", "collect"] as const)
      seen.set(`${name} ${doing}`, await childPages(bench, name, doing));
  }
  seen.set("bitmap twice", await childPages(bench, "bitmap", "twice"));
  for (const [list, before] of Object.entries(LISTS)) {
    for (const doing of ["none", "read", "collect"] as const)
      seen.set(`${list} ${doing}`, await childPages(bench, "generational", doing, before));
  }
}, 120_000);

/** 980 blocks of 1,020 ints, the shared ones among them, and two pages of the last one. */
const TRACED_PAGES = 980 * BLOCK_PAGES + 2;

/** Pages of the list's ints, and how many of them the child copied. */
const exactly = (name: string, doing: Doing) => [of(name, doing).ints, of(name, doing).ofInts];

describe("of the pages of 10^6 boxed ints a child copies, to the page,", () => {
  // Measured: 6,015, of which 6,001 follow from the law and 14 from the start-up, where this one has 11.
  it("all 6,012 that this start-up leads to under reference counting, by reading", () => {
    expect(exactly("refcount", "read")).toEqual([6012, 6012]);
  });

  it("all but 3 of 7,847 under CPython 3.12, by reading, and by collecting none", () => {
    expect(exactly("immortal", "read")).toEqual([7847, 7844]);
    expect(exactly("immortal", "collect")).toEqual([7847, 0]);
  });

  it("none by reading under the managers that trace", () => {
    for (const name of ["mark-sweep", "bitmap", "boxed"])
      expect([name, ...exactly(name, "read")]).toEqual([name, TRACED_PAGES, 0]);
  });

  it("all by a major collection with marks in headers, none with bitmaps", () => {
    expect(exactly("mark-sweep", "collect")).toEqual([TRACED_PAGES, TRACED_PAGES]);
    expect(exactly("boxed", "collect")).toEqual([TRACED_PAGES, TRACED_PAGES]);
    expect(exactly("bitmap", "collect")).toEqual([TRACED_PAGES, 0]);
    // The second one sweeps the block where one dead int lies beside ints of the list: its link, and the block's head.
    expect(exactly("bitmap", "twice")).toEqual([TRACED_PAGES, 2]);
  });

  it("none by a major collection where they are unboxed", () => {
    expect(of("unboxed", "collect").data - of("unboxed", "none").data).toBeLessThanOrEqual(2);
  });
});

describe("a forked child with 10^6 boxed ints", () => {
  it("that reads copies the ints under reference counting", () => {
    const copied = of("refcount", "read").copied - of("refcount", "none").copied;
    expect(Math.abs(copied - 6015)).toBeLessThanOrEqual(8);
  });

  it("that reads copies all but the three pages of immortal ints under CPython 3.12's layout", () => {
    const { copied } = of("immortal", "read");
    // 1 and 396 free cells in pools of the start-up, then pools of 510: as 3.12.1 has them.
    const others = N - 257 - 397;
    const last = Math.ceil((48 + (others % 510) * 32) / 4096);
    const pages = 1 + 4 + Math.floor(others / 510) * 4 + last;
    expect(pages + 3).toBe(7847);
    expect(copied - of("immortal", "none").copied).toBeGreaterThanOrEqual(pages);
    expect(copied - of("immortal", "none").copied).toBeLessThanOrEqual(pages + 4);
  });

  it("that collects under it writes no page of ints", () => {
    const { copied, data } = of("immortal", "collect");
    expect(data - of("immortal", "none").data).toBeLessThanOrEqual(5);
    // Heads of the start-up's containers are counted in under every manager with this collector.
    const heads = containerPages();
    expect(heads).toBeGreaterThan(150);
    expect(copied - of("immortal", "none").copied).toBeLessThanOrEqual(heads + BESIDES);
  });

  it.each(["mark-sweep", "bitmap"])("that reads copies no page of live data under %s", (name) => {
    const { data, copied } = of(name, "read");
    // What is copied holds the iterator, a frame, the module's names: cells of temporaries.
    expect(data).toBe(0);
    expect(copied - of(name, "none").copied).toBeLessThanOrEqual(4);
  });

  it("that collects copies every page of ints where the mark is in the header", () => {
    const { copied: all, data } = of("mark-sweep", "collect");
    const copied = all - of("mark-sweep", "none").copied;
    expect(data).toBeGreaterThanOrEqual(HEAP_PAGES - 4);
    expect(copied).toBeGreaterThanOrEqual(HEAP_PAGES - 4);
    expect(copied).toBeLessThanOrEqual(HEAP_PAGES + BESIDES);
  });

  it("that collects writes pages of bitmaps only where the marks are there", () => {
    const { copied, fresh, data } = of("bitmap", "collect");
    expect(data).toBe(0);
    expect(copied + fresh).toBeGreaterThanOrEqual(BITMAP_PAGES);
    expect(copied + fresh).toBeLessThanOrEqual(BITMAP_PAGES + BESIDES);
  });
});

describe("a forked child under the generational manager", () => {
  it.each(Object.keys(LISTS))("that reads copies no page of live data: %s", (list) => {
    expect(of(list, "read").data).toBe(0);
    expect(of(list, "read").copied - of(list, "none").copied).toBeLessThanOrEqual(4);
  });

  it.each(["lazy", "unboxed"])("that collects copies none of unboxed ints: %s", (list) => {
    // A page may hold boxed ints of the interpreter, too.
    expect(of(list, "collect").data).toBeLessThanOrEqual(2);
    expect(of(list, "collect").copied).toBeLessThanOrEqual(BESIDES);
  });

  it("that collects copies all pages of boxed ints", () => {
    expect(of("boxed", "collect").data).toBeGreaterThanOrEqual(HEAP_PAGES - 4);
    expect(of("boxed", "collect").copied).toBeLessThanOrEqual(HEAP_PAGES + BESIDES);
  });
});

describe("range() under the generational manager", () => {
  const stats = async (text: string) => {
    const { run } = (await new Bench().run(text, { name: "generational" })) as Ran;
    const { RSS_ANON_PAGES, VMS_PAGES } = Stat;
    return {
      vms: run.measured.stats[VMS_PAGES] ?? 0,
      rss: run.measured.stats[RSS_ANON_PAGES] ?? 0,
    };
  };

  it("is in no memory until it is written", async () => {
    const none = await stats("x = 1\n");
    const read = await stats(
      "x = range(10000000)\nfor v in x[:3]: pass\nprint len(x), x[77], x.pop()\n",
    );
    expect(read.vms - none.vms).toBeLessThanOrEqual(1100);
    expect(read.rss - none.rss).toBeLessThanOrEqual(8);
    const written = await stats("x = range(1000000)\nx[0] = 5\n");
    expect(written.rss - none.rss).toBeGreaterThanOrEqual(8000000 / 4096);
    expect(written.rss - none.rss).toBeLessThanOrEqual(8000000 / 4096 + 8);
  });
});
