/** The page fold says what the naive one says, and its frames add up, at every stage of small machines. */
import { describe, expect, it } from "vitest";
import { PageFold } from "../../workers/page-fold.ts";
import { naivePages } from "./naive-fold.ts";
import { history } from "./support.ts";

const PROGRAMS = {
  reading: `import os, time
x = range(3000)
for i in range(3):
    if os.fork() == 0:
        for v in x: pass
        y = range(2000 * i)
        time.sleep(0.1)
        del y
        os._exit(0)
for v in x: pass
for i in range(3):
    os.wait()
for v in x: pass
`,
  generations: `import os
x = range(2000)
if os.fork() == 0:
    if os.fork() == 0:
        sum(x)
        os._exit(0)
    os.wait()
    sum(x)
    os._exit(0)
os.wait()
sum(x)
`,
};

describe.each(Object.entries(PROGRAMS))("frames of %s", (_, text) => {
  it("are those of the naive fold, and the sum of PSS is their number", async () => {
    const { measured } = await history(text);
    const { processes } = measured.history;
    const last = Math.max(...processes.map(({ end }) => end));
    const first = Math.min(...processes.slice(1).map(({ start }) => start));
    const fold = new PageFold(processes);
    let sharers = 0;
    for (let step = 0; step <= 60; step++) {
      const tick = Math.floor(first + ((last - first) * step) / 60);
      fold.advance(tick);
      const naive = naivePages(processes, tick);
      let sum = 0;
      for (const [pid, pages] of naive) {
        const mine = fold.pagesOf(pid);
        sum += mine?.pss ?? 0;
        sharers = Math.max(sharers, fold.pagesOf(1000)?.copies ?? 0);
        expect([pid, mine?.anonymous, mine?.uss]).toEqual([pid, pages.anonymous, pages.uss]);
        expect(mine?.pss).toBeCloseTo(pages.pss, 6);
        expect(fold.privatePages(pid)).toEqual(pages.privatePages.sort((a, b) => a - b));
      }
      expect(sum).toBeCloseTo(fold.frames(), 6);
    }
    expect(sharers).toBeGreaterThan(0);
  });
});
