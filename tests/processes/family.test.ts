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
