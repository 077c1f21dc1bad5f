/** Managers, their settings and what a run tells about them. */
import { describe, expect, it } from "vitest";
import { CollectorStat } from "../../assembly/abi/collectors.ts";
import { Seg } from "../../assembly/abi/segments.ts";
import bitmap from "../../src/tables/collectors/bitmap.json" with { type: "json" };
import generational from "../../src/tables/collectors/generational.json" with { type: "json" };
import immortal from "../../src/tables/collectors/immortal.json" with { type: "json" };
import markSweep from "../../src/tables/collectors/mark-sweep.json" with { type: "json" };
import { Ev } from "../../assembly/abi/events.ts";
import { Bench, EAGER, OTHERS, type Ran } from "./support.ts";

/** Those whose collections follow one threshold. */
const SWEEPING = ["mark-sweep", "bitmap"];

const bench = new Bench();

/** A program that drops a cycle and makes no other garbage of containers. */
const CYCLE = `
a = [1, 2]
a.append(a)
del a
`;

const freed = async (text: string, name: string) =>
  ((await bench.run(text, { name })) as Ran).stats[CollectorStat.FREED] ?? 0;

describe("floating garbage", () => {
  it("of a cycle stays under reference counting until its collector runs", async () => {
    const none = await freed("import gc\n", "refcount");
    const dropped = await freed(`import gc${CYCLE}`, "refcount");
    const collected = await freed(`import gc${CYCLE}gc.collect()\n`, "refcount");
    expect(collected - (await freed("import gc\ngc.collect()\n", "refcount"))).toBeGreaterThan(
      dropped - none,
    );
  });

  it.each(OTHERS)("of a cycle goes with a collection under %s", async (name) => {
    const with_ = await freed(`import gc${CYCLE}gc.collect()\n`, name);
    expect(with_ - (await freed("import gc\ngc.collect()\n", name))).toBeGreaterThanOrEqual(1);
  });
});

describe("collections come when the rule says so", () => {
  // The array of 8 MB passes the threshold of 4 MiB; the next one comes after as much as is live.
  it.each(
    SWEEPING,
  )("%s: range(10^6) is collected once at its first int, and then not", async (name) => {
    const ran = (await bench.run("x = range(1000000)\n", { name })) as Ran;
    expect(ran.stats[CollectorStat.COLLECTIONS]).toBe(2);
    expect(ran.run.measured.eventCounts[Ev.COLLECT]).toBe(4);
  });

  it.each(
    SWEEPING,
  )("%s: without arrays, at every 4 MiB of cells while less is live", async (name) => {
    const choice = { name, countArrays: 0 };
    const ran = (await bench.run("x = range(1000000)\n", choice)) as Ran;
    // 16 MB of cells: after 4 MiB, then after as much again as lives then, array included.
    expect(ran.stats[CollectorStat.COLLECTIONS]).toBeGreaterThanOrEqual(1);
    expect(ran.stats[CollectorStat.COLLECTIONS]).toBeLessThanOrEqual(3);
  });

  it.each(
    SWEEPING,
  )("%s: range(10^7) is collected twice, without arrays six times", async (name) => {
    const counts = async (countArrays: number) => {
      const ran = (await bench.run("x = range(10000000)\n", { name, countArrays })) as Ran;
      return ran.stats[CollectorStat.COLLECTIONS];
    };
    // At the first int and 80 MB later; else at 4, 8, 16, 32, 64 and 128 MiB of the 160 MB of cells.
    expect([await counts(1), await counts(0)]).toEqual([2, 6]);
  });

  it.each(SWEEPING)("%s: a disabled collector waits for nobody", async (name) => {
    const text = "import gc\ngc.disable()\nfor i in xrange(30000): x = [i]\n";
    const ran = (await bench.run(text, { name, ...EAGER })) as Ran;
    expect(ran.stats[CollectorStat.COLLECTIONS]).toBe(0);
  });
});

describe("bad settings are refused", () => {
  it.each([
    [{ name: "mark-and-pray" }, "mark-and-pray"],
    [{ name: "mark-sweep", threshold: 1 }, "threshold is 1"],
    [{ name: "mark-sweep", growth: 1 }, "growth is 1"],
    [{ name: "bitmap", granularity: 12 }, "granularity is 12"],
    [{ name: "bitmap", nursery: Number.NaN }, "nursery is NaN"],
    [{ name: "generational", nursery: 65537 }, "nursery is 65537"],
    [{ name: "generational", nursery: 2 ** 29 }, "nursery is 536870912"],
    [{ name: "mark-sweep", threshold: 70000.5 }, "threshold is 70000.5"],
    [{ name: "mark-sweep", threshold: 2 ** 31 }, "threshold is 2147483648"],
    [{ name: "mark-sweep", growth: 17 }, "growth is 17"],
    [{ name: "bitmap", countArrays: 2 }, "countArrays is 2"],
    [{ name: "bitmap", oracle: 2 }, "oracle is 2"],
  ])("%j", async (choice, message) => {
    expect(await bench.run("pass", choice)).toContain(message);
  });
});

describe("price tables", () => {
  it.each([
    markSweep,
    bitmap,
    generational,
    immortal,
  ])("$name: prices steps that exist, low to high, marked estimated", (table) => {
    expect(table.basis).toBe("estimated");
    for (const [segment, [low = 0, typical = 0, high = 0]] of Object.entries(table.prices)) {
      expect(Seg[segment as keyof typeof Seg]).toBeDefined();
      expect([low <= typical, typical <= high]).toEqual([true, true]);
    }
  });

  it.each([
    markSweep,
    bitmap,
    generational,
  ])("$name: prices every step that its collections run", async ({ name, prices }) => {
    const text =
      "import gc\nx = [[i, 0.5] for i in xrange(9000)]\ny = x[:]\ndel x\ngc.collect()\nx = [[i] for i in y]\n";
    const ran = (await bench.run(text, { name, ...EAGER })) as Ran;
    const ran_ = [...ran.run.measured.ledger.executed].filter(
      ([key, times]) => /^(heap|minor)_/.test(key) && times > 0,
    );
    expect(ran_.length).toBeGreaterThan(8);
    expect(ran_.map(([key]) => key).filter((key) => !(key in prices))).toEqual([]);
  });
});

describe("write barriers of the generational manager", () => {
  const barriers = async (text: string) => {
    const ran = (await bench.run(`import gc\n${text}`, { name: "generational", oracle: 1 })) as Ran;
    expect([ran.stderr, ran.stats[CollectorStat.LOST]]).toEqual(["", 0]);
    return {
      writes: ran.stats[CollectorStat.BARRIER_WRITES] ?? 0,
      checks: ran.run.measured.ledger.executed.get("write_barrier__check") ?? 0,
    };
  };
  const OLD = "x = ['a'] * 100\nd = {1: x}\ngc.collect()\n";

  it("the first store into an old list or dictionary is a write, until the next minor collection", async () => {
    const none = await barriers(OLD);
    const list = await barriers(`${OLD}for i in xrange(50): x[i] = 'b'\n`);
    const both = await barriers(`${OLD}x[1] = 'b'\nd[2] = x\nd[3] = x\n`);
    const again = await barriers(`${OLD}x[1] = 'b'\ngc.collect()\nx[2] = 'b'\n`);
    expect(list.checks - none.checks).toBeGreaterThanOrEqual(50);
    expect(list.writes - none.writes).toBe(1);
    expect(both.writes - none.writes).toBe(2);
    // The flag is set again by the collection, and cleared by the next store.
    expect(again.writes - (await barriers(`${OLD}gc.collect()\n`)).writes).toBe(3);
  });

  it("numbers in a list of ints pass none; one str makes its items objects for good", async () => {
    const ints = "x = range(100)\nx[0] = 7\ngc.collect()\n";
    const none = await barriers(ints);
    expect((await barriers(`${ints}for i in xrange(50): x[i] = i\n`)).writes).toBe(none.writes);
    const boxed = `${ints}x[3] = 'a'\nx[3] = 3\n`;
    expect((await barriers(boxed)).writes - none.writes).toBe(1);
    const later = await barriers(`${boxed}gc.collect()\nx[4] = 4\n`);
    expect(later.writes - (await barriers(`${boxed}gc.collect()\n`)).writes).toBe(1);
  });

  it.each(OTHERS.filter((name) => name !== "generational"))("%s has none", async (name) => {
    const ran = (await bench.run(`import gc\n${OLD}x[1] = 'b'\n`, { name })) as Ran;
    expect(ran.stats[CollectorStat.BARRIER_WRITES]).toBe(0);
  });
});

describe("as in CPython 3.12", () => {
  const run = async (text: string) => (await bench.run(text, { name: "immortal" })) as Ran;

  it("immortal objects have one count, and it is not written", async () => {
    const text =
      "import sys\nprint sys.getrefcount(7), sys.getrefcount(None), sys.getrefcount('a')\n";
    const { stdout, stats } = await run(text);
    expect(stdout).toBe("4294967295 4294967295 4294967295\n");
    expect(stats[CollectorStat.SKIPPED]).toBeGreaterThan(0);
  });

  it("gc.freeze sets all objects aside, gc.unfreeze gives them back", async () => {
    const text = `import gc
x = [[i] for i in xrange(50)]
before = gc.get_freeze_count()
gc.freeze()
frozen = gc.get_freeze_count()
gc.unfreeze()
print before, frozen > 50, gc.get_freeze_count()
`;
    expect((await run(text)).stdout).toBe("0 True 0\n");
  });

  it("pools of dead ints are given back, and their cells are used again", async () => {
    const text =
      "x = range(70000)\ny = x[100:200]\ndel x\nz = range(80000)\nprint sum(y), sum(z)\n";
    const { stdout, stderr } = await run(text);
    expect([stdout, stderr]).toEqual([`${14950} ${(80000 * 79999) / 2}\n`, ""]);
  });
});
