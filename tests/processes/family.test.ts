/** The rows of a program that forks, as the command line reports them. */
import { describe, expect, it } from "vitest";
import { readFileSync } from "node:fs";
import { report } from "../../workers/report.ts";
import { LOOP } from "./loop.ts";
import { history, machine } from "./support.ts";

/**
 * Pages that the loop of LOOP makes private in its child, measured (pagemap, between the two sleeps) on
 * Debian's python2.7 and python2.7-dbg, launches recipe and site, and the child's RSS after it, in kB.
 * The recorded experiments with more imports and a longer text have 3 to 8 more at every n (docs/processes.md):
 * imports and compiling leave more holes, which the first blocks of ints fill. Two numbers: the least and the most
 * in four environments, whose variables change the holes of the start-up.
 */
const MEASURED: [number, "release" | "pydebug", "recipe" | "site", number[], number][] = [
  [10_000, "release", "recipe", [70], 4052],
  [10_000, "release", "site", [65, 66], 4600],
  [10_000, "pydebug", "recipe", [113], 5144],
  [10_000, "pydebug", "site", [108, 111], 5964],
  [100_000, "release", "recipe", [611], 6916],
  [100_000, "release", "site", [606, 607], 7600],
  [100_000, "pydebug", "recipe", [1036], 9636],
  [100_000, "pydebug", "site", [1031, 1034], 10_300],
  [1_000_000, "release", "recipe", [6013], 35_476],
  [1_000_000, "pydebug", "recipe", [10_264], 53_464],
];
/** Where holes of the heap lie decides by a page or two whether blocks share one. */
const PAGES_NEAR = 2;
const [SHARE, PAGES_100_KB] = [0.02, 400];

describe("a child that reads a list", () => {
  it.each(
    MEASURED,
  )("of %i ints, %s, %s: writes the pages that were measured", async (n, ...row) => {
    const [build, launch, pages, rss] = row;
    const run = await history(LOOP(n), `2.7.18-debian-${build}`, null, launch);
    const { processes } = report(machine(), run, { version: "", stagesAt: [], progress: () => {} });
    const [born, before, after] = processes[1]?.stages ?? [];
    const written = ((after?.uss_kb ?? 0) - (before?.uss_kb ?? 0)) / 4;
    expect(written).toBeGreaterThanOrEqual(Math.min(...pages) - PAGES_NEAR);
    expect(written).toBeLessThanOrEqual(Math.max(...pages) + PAGES_NEAR);
    // Its resident memory does not show it: no frame came, other frames did.
    expect(after?.rss_kb).toBe(born?.rss_kb);
    const off = Math.abs((after?.rss_kb ?? 0) - rss);
    expect(off).toBeLessThanOrEqual(Math.max(SHARE * rss, PAGES_100_KB));
  });
});

/** Minor faults of such a child when it sleeps first, measured (/proc/PID/stat, 10^4 ints). */
const BIRTH: ["release" | "pydebug", "recipe" | "site", number][] = [
  ["release", "recipe", 45],
  ["release", "site", 44],
  ["pydebug", "recipe", 60],
  ["pydebug", "site", 59],
];
/** Pages that the program's own first steps write differ by a few. */
const FAULTS_NEAR = 10;

describe("a child that does nothing yet", () => {
  it.each(BIRTH)("%s, %s: has the faults that were measured, files included", async (...row) => {
    const [build, launch, faults] = row;
    const run = await history(LOOP(10_000), `2.7.18-debian-${build}`, null, launch);
    const { processes } = report(machine(), run, { version: "", stagesAt: [], progress: () => {} });
    const [born, asleep] = processes[1]?.stages ?? [];
    expect(born?.minor_faults).toBe(0);
    expect(Math.abs((asleep?.minor_faults ?? 0) - faults)).toBeLessThanOrEqual(FAULTS_NEAR);
  });
});

/** Pages that other readings of 10^5 ints make private, measured in the same way (release, recipe). */
const READINGS: [string, number][] = [
  ["v = 7 in x", 4],
  ["v = x[0]", 4],
  ["v = len(x)", 5],
  ["for i in xrange(0, 100000, 668): x[i]", 156],
  ["for i in xrange(50000): x[i]", 311],
];
const READINGS_SHARE = 0.01;

describe("a child that reads a part of a list", () => {
  it.each(READINGS)("%s: writes %i pages", async (read, pages) => {
    const run = await history(LOOP(100_000, read));
    const { processes } = report(machine(), run, { version: "", stagesAt: [], progress: () => {} });
    const [, before, after] = processes[1]?.stages ?? [];
    const written = ((after?.uss_kb ?? 0) - (before?.uss_kb ?? 0)) / 4;
    expect(Math.abs(written - pages)).toBeLessThanOrEqual(READINGS_SHARE * pages);
  });
});

/** Five children sleep, read and sleep; the machine's clock at the second sleep of all is asked for. */
const FIVE = `import os, time
x = range(10000)
for i in range(5):
    if os.fork() == 0:
        time.sleep(1)
        for v in x: pass
        time.sleep(2)
        os._exit(0)
for i in range(5): os.wait()
`;

/**
 * Memory of that program, in kB, measured on python2.7 of Debian 12 (-B p.py, five children) at the second
 * sleep; the tolerance is the one of all rows of processes.
 */
const REAL = { rss: 4560, pss: 990, uss: 384 };
const NEAR_KB = 400;

describe("a family of processes", () => {
  it("has what was measured, at an instant of the machine's clock, and the kernel's work is everybody's", async () => {
    const run = await history(FIVE, "2.7.18-debian-release", null, "site");
    const clock = (run.measured.history.processes[5]?.start ?? 0) + 2e9;
    const { processes, kernel } = report(machine(), run, {
      version: "",
      stagesAt: [clock],
      progress: () => {},
    });
    const asked = processes.map(({ stages }) => stages.find(({ name }) => name === `ir ${clock}`));
    expect(asked.map((stage) => stage !== undefined)).toEqual(Array(6).fill(true));
    // Its own clock stands where it sleeps.
    const [, child] = asked;
    expect(child?.at).toBe(processes[1]?.stages.find(({ name }) => name === "sleep 2")?.at);
    for (const stage of asked.slice(1)) {
      expect(Math.abs((stage?.rss_kb ?? 0) - REAL.rss)).toBeLessThanOrEqual(NEAR_KB);
      expect(Math.abs((stage?.pss_kb ?? 0) - REAL.pss)).toBeLessThanOrEqual(NEAR_KB);
      expect(Math.abs((stage?.uss_kb ?? 0) - REAL.uss)).toBeLessThanOrEqual(NEAR_KB);
    }
    const copies = processes.map(({ stages }) => stages.at(-1)?.cow_copies ?? 0);
    expect(kernel.copied_pages).toBe(copies.reduce((sum, count) => sum + count, 0));
    expect(kernel.copied_pages).toBeGreaterThan(5 * 64);
  });

  it("copied no page where there is one process", async () => {
    const run = await history("x = range(10000)\n");
    const { kernel } = report(machine(), run, { version: "", stagesAt: [], progress: () => {} });
    expect([kernel.copied_pages, kernel.reused_pages]).toEqual([0, 0]);
  });
});

/** What python2.7 of Debian 12 prints for the menu's programs that fork. */
const PRINTED: Record<string, string> = {
  "fork-array": "the child has ended\n",
  "fork-collect": "5000 rows\n",
  "fork-exit": "10000 ints\n",
  "fork-iterate": "10000 ints\n",
};

describe("the examples that fork", () => {
  const menu = JSON.parse(readFileSync("public/examples/index.json", "utf8")) as { name: string }[];

  it.each(
    Object.keys(PRINTED),
  )("%s is in the menu and prints what the real one does", async (name) => {
    expect(menu.map((row) => row.name)).toContain(name);
    const run = await history(readFileSync(`public/examples/${name}.py`, "utf8"));
    expect(run.measured.stdout).toBe(PRINTED[name]);
    expect(run.measured.history.processes).toHaveLength(2);
  });
});
