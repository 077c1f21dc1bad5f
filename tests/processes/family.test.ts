/** The rows of a program that forks, as the command line reports them. */
import { describe, expect, it } from "vitest";
import { report } from "../../workers/report.ts";
import { history, machine } from "./support.ts";

/**
 * Int pages that a raw-forked child copies by iterating over range(n), measured on python2.7 of Debian
 * (copy-on-write experiments, program fork_iter, build 2.7.18 release). That script had imported more: 8 pages of
 * its start-up hold ints that a process of the launch "recipe" does not have; constant over all n.
 */
const MEASURED: [number, number][] = [
  [10_000, 73],
  [100_000, 613],
  [1_000_000, 6015],
];
const START_UP_PAGES = 8;

describe("a child that reads a list", () => {
  it.each(
    MEASURED,
  )("of %i ints copies the int pages and nothing of the array", async (n, pages) => {
    const run = await history(`import os
x = range(${n})
if os.fork() == 0:
    for v in x: pass
    os._exit(0)
os.wait()
`);
    const { processes } = report(machine(), run, { version: "", stagesAt: [], progress: () => {} });
    const [born, left] = processes[1]?.stages ?? [];
    expect(left?.private_pages.int_blocks).toBe(pages - START_UP_PAGES);
    // Its resident memory does not show it: no frame came, other frames did.
    expect(left?.rss_kb).toBe(born?.rss_kb);
    expect(born?.uss_kb).toBe(0);
    expect((left?.uss_kb ?? 0) / 4 - pages).toBeLessThan(20);
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
