/** What people see of processes: the same figures as the command line's, page by page and over time. */
import { describe, expect, it } from "vitest";
import { FamilyPageView } from "../../workers/family-pages.ts";
import { FamilyView } from "../../workers/family-view.ts";
import { PageFold } from "../../workers/page-fold.ts";
import { PageState, WRITE_KINDS } from "../../workers/protocol-processes.ts";
import { report } from "../../workers/report.ts";
import { irAt, tickAt } from "../../workers/machine-clock.ts";
import { history, machine } from "./support.ts";

const READS = `import os, time
x = range(20000)
time.sleep(0.001)
if os.fork() == 0:
    for v in x: pass
    time.sleep(0.01)
    os._exit(0)
os.wait()
`;

async function viewOf(text: string) {
  const run = await history(text);
  const view = new FamilyView(machine(), run);
  return { run, view, pages: new FamilyPageView(machine(), run, view) };
}

describe("memory of a family", () => {
  it("is the command line's at every stage", async () => {
    const { run, view } = await viewOf(READS);
    const rows = report(machine(), run, {
      version: "",
      stagesAt: [],
      progress: () => {},
    }).processes;
    for (const { pid, stages } of rows) {
      const info = view.family.processes.find((process) => process.pid === pid);
      if (info === undefined) throw new Error("a process is missing");
      for (const stage of stages) {
        const sleep = info.moments.find(({ kind, ir }) => kind === "sleep" && ir === stage.at);
        const fork = stage.name === "built" ? -1 : 0;
        const tick = sleep !== undefined ? sleep.until : tickAt(info, stage.at) + fork;
        const { processes } = view.memory(tick);
        const now = processes.find((process) => process.pid === pid);
        const kb = (pages = 0) => Math.round(pages * 4);
        expect([stage.name, kb(now?.rss), kb(now?.uss), kb(now?.pss), kb(now?.vms)]).toEqual([
          stage.name,
          stage.rss_kb,
          stage.uss_kb,
          stage.pss_kb,
          stage.vms_kb,
        ]);
      }
    }
  });

  it("is a series in which a child's USS grows in many steps while its RSS stays", async () => {
    const { view } = await viewOf(READS);
    const { ticks, sumPss, processes } = view.series();
    const [, child] = processes;
    if (child === undefined) throw new Error("no child");
    const lives = [...child.uss].filter((value) => !Number.isNaN(value));
    expect(new Set(lives).size).toBeGreaterThan(50);
    expect(Math.max(...lives) - Math.min(...lives)).toBeGreaterThan(110);
    expect(new Set([...child.rss].filter((value) => !Number.isNaN(value))).size).toBe(1);
    ticks.forEach((_, i) => {
      const all = processes.map(({ pss }) => pss[i] ?? 0).filter((value) => !Number.isNaN(value));
      expect(sumPss[i]).toBeCloseTo(
        all.reduce((sum, value) => sum + value, 0),
        6,
      );
    });
  });

  it("counts every frame once: the sum of PSS is the frames in use", async () => {
    const { run, view } = await viewOf(READS);
    const { processes } = run.measured.history;
    for (const tick of view.series().ticks.filter((at) => at >= view.firstFork)) {
      const fold = new PageFold(processes);
      fold.advance(tick);
      const pss = processes.reduce((sum, { pid }) => sum + (fold.pagesOf(pid)?.pss ?? 0), 0);
      expect(pss).toBeCloseTo(fold.frames(), 6);
    }
  });
});

describe("pages of a family", () => {
  it("names each page's state, and what wrote first", async () => {
    const { view, pages } = await viewOf(READS);
    const [main, child] = view.family.processes;
    if (main === undefined || child === undefined) throw new Error("no child");
    const asleep = child.moments.find(({ kind }) => kind === "sleep");
    const seen = pages.pages((asleep?.tick ?? 0) + 1);
    const [, lane] = seen.lanes;
    expect(lane?.compared).toBeGreaterThan(110);
    // All counts of the list's ints are what they were: the copies hold nothing new.
    expect(lane?.counts[PageState.SAME_COPY]).toBeGreaterThan(110);
    expect(lane?.counts[PageState.SHARED]).toBeGreaterThan(200);
    const byCount = 1 + WRITE_KINDS.indexOf("refcount");
    expect(lane?.kinds.filter((kind) => kind === byCount).length).toBeGreaterThan(110);
  });

  it("tells why: the first write, its field, function, line, and how many bytes differ", async () => {
    const { view, pages } = await viewOf(READS);
    const child = view.family.processes[1];
    const tick = (child?.moments.find(({ kind }) => kind === "sleep")?.tick ?? 0) + 1;
    const seen = pages.pages(tick);
    const lane = seen.lanes[1];
    const same = [...(lane?.states ?? [])].flatMap((state, i) =>
      state === PageState.SAME_COPY ? [i] : [],
    );
    const addr = addressOf(seen.regions, same[60] ?? 0);
    const why = pages.why(child?.pid ?? 0, tick, addr);
    expect(why?.state).toBe(PageState.SAME_COPY);
    expect(why?.copied).toBe(true);
    expect(why?.users).toEqual([child?.pid]);
    expect(why?.differing).toBe(0);
    expect(why?.comparable).toBeGreaterThan(3500);
    expect(why?.write).toMatchObject({ kind: "refcount", object: "an int", field: "ob_refcnt" });
    expect(why?.write?.fn).toBe("listiter_next");
    expect(why?.write?.place?.line).toBe(5);
    // The parent has the frame alone now, without having written.
    const other = pages.why(view.family.processes[0]?.pid ?? 0, tick, addr);
    expect(other?.state).toBe(PageState.ORIGINAL);
    expect(other?.write).toBeNull();
    expect(other?.copies.map(({ pid }) => pid)).toEqual([child?.pid]);
  });
});

function addressOf(regions: readonly { start: number; pages: number }[], index: number): number {
  let left = index;
  for (const { start, pages } of regions) {
    if (left < pages) return start + left * 4096;
    left -= pages;
  }
  throw new Error("no such page");
}

describe("the clocks", () => {
  it("lead from a process's instant to the machine's tick and back", async () => {
    const { view } = await viewOf(READS);
    for (const info of view.family.processes) {
      for (const share of [0, 0.1, 0.5, 0.9, 1]) {
        const ir = Math.floor(info.ir * share);
        expect(irAt(info, tickAt(info, ir))).toBe(ir);
      }
      expect(tickAt(info, info.ir)).toBe(info.end);
    }
  });
});
