/**
 * Transparent huge pages as a switch. Measured (python2.7 of Debian 12, Linux 6.18, AnonHugePages of smaps_rollup): a
 * tracer advised every anonymous mapping and every growth of the heap before it was written, which is what
 * policy `always` does. Where the array of 8,003,584 bytes lies is random there: 2 or 3 of its 2 MiB are whole.
 */
import { describe, expect, it } from "vitest";
import { Stat } from "../../assembly/abi/layout.ts";
import { familyKernel } from "../../workers/family.ts";
import { PageFold } from "../../workers/page-fold.ts";
import type { ThpName } from "../../workers/process-port.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { buildOf, newMachine } from "../core/support.ts";

let shared: Awaited<ReturnType<typeof newMachine>> | null = null;

async function under(thp: ThpName | undefined, text: string): Promise<LoadedRun> {
  shared ??= await newMachine();
  return loadRun(shared, buildOf("2.7.18-debian-release"), {
    buildJson: "",
    text,
    launch: "recipe",
    under: "native",
    ...(thp === undefined ? {} : { thp }),
  });
}

const child = (n: number, does: string) => `import os
x = range(${n})
pid = os.fork()
if pid == 0:
    ${does}
    os._exit(0)
os.wait()
`;
const [MANY, MILLION] = [10_000_000, 1_000_000];
/** Huge pages of the array in four launches at 10^6, and at 10^7. */
const MEASURED: [number, number, number][] = [
  [MILLION, 2, 3],
  [MANY, 37, 37],
];
/** Entries of a huge page that need no fault and no copy of their own. */
const SPARED = 511;

const stat = ({ measured }: LoadedRun, index: number, of: Stat) =>
  measured.history.processes[index]?.stats[of] ?? Number.NaN;

describe("transparent huge pages", () => {
  it("are off where nothing is said, and where the policy is madvise", async () => {
    const silent = await under(undefined, child(MILLION, "pass"));
    const madvise = await under("madvise", child(MILLION, "pass"));
    expect(familyKernel(silent.measured.history.processes)).toMatchObject({ huge_faults: 0 });
    expect(silent.measured.history.processes).toEqual(madvise.measured.history.processes);
  });

  it.each(MEASURED)("hold the array of %i ints", async (n, least, most) => {
    const off = await under("madvise", child(n, "for v in x: pass"));
    const on = await under("always", child(n, "for v in x: pass"));
    const huge = stat(on, 0, Stat.HUGE_FAULTS);
    expect(huge).toBeGreaterThanOrEqual(least);
    expect(huge).toBeLessThanOrEqual(most + 1);
    expect(stat(off, 0, Stat.FAULTS) - stat(on, 0, Stat.FAULTS)).toBe(huge * SPARED);
    expect(stat(off, 0, Stat.COPIED_PTES) - stat(on, 0, Stat.COPIED_PTES)).toBe(huge * SPARED);
    // The child reads the array and writes the ints, which lie in the heap: as without (measured, too).
    for (const of of [Stat.COW_FAULTS, Stat.FAULTS, Stat.RSS_ANON_PAGES]) {
      expect(stat(on, 1, of)).toBe(stat(off, 1, of));
    }
    expect([stat(on, 1, Stat.HUGE_PAGES), stat(on, 1, Stat.HUGE_SPLITS)]).toEqual([huge, 0]);
  });

  it("are split by the first write after a fork, which copies 4 KiB (measured: 3 to 2, as many faults)", async () => {
    const does = `x[${MILLION / 2}] = 5`;
    const off = await under("madvise", child(MILLION, does));
    const on = await under("always", child(MILLION, does));
    const [before, after] = [stat(on, 0, Stat.HUGE_FAULTS), stat(on, 1, Stat.HUGE_PAGES)];
    expect([before - after, stat(on, 1, Stat.HUGE_SPLITS)]).toEqual([1, 1]);
    expect(stat(on, 1, Stat.FAULTS)).toBe(stat(off, 1, Stat.FAULTS));
    expect(on.measured.history.processes[1]?.pages).toHaveLength(
      off.measured.history.processes[1]?.pages.length ?? 0,
    );
    expect(familyKernel(on.measured.history.processes).copied_pages).toBe(
      familyKernel(off.measured.history.processes).copied_pages,
    );
  });

  it("come and go with their mapping: none is left, frames in use are those that are counted", async () => {
    const text = `import os
x = range(1000000)
x.extend(range(700000))
y = [0] * 3000000
del y[1000000:]
pid = os.fork()
if pid == 0:
    y.reverse()
    del x[:]
    os._exit(0)
del x, y
os.wait()
`;
    const on = await under("always", text);
    const { processes } = on.measured.history;
    expect(stat(on, 0, Stat.HUGE_FAULTS)).toBeGreaterThan(3);
    expect(stat(on, 0, Stat.HUGE_PAGES)).toBe(0);
    expect(stat(on, 1, Stat.HUGE_SPLITS)).toBeGreaterThan(0);
    const fold = new PageFold(processes);
    for (const at of [0.25, 0.5, 1].map((part) => part * (processes[1]?.end ?? 0))) {
      fold.advance(at);
      const pss = processes.reduce((sum, { pid }) => sum + (fold.pagesOf(pid)?.pss ?? 0), 0);
      expect(pss).toBeCloseTo(fold.frames(), 6);
    }
  });
});
