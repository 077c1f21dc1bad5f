/** The timeline's lanes of RSS, PSS and USS show the command line's figures. */
import { describe, expect, it } from "vitest";
import { Gauge } from "../../assembly/abi/samples.ts";
import { sharesOf } from "../../src/state/family-shares.ts";
import { shares } from "../../src/state/shares.ts";
import { lanesOf, rowAt } from "../../src/views/timeline/lanes.ts";
import { FamilyView } from "../../workers/family-view.ts";
import { report } from "../../workers/report.ts";
import { summarise } from "../../workers/run.ts";
import { history, machine } from "./support.ts";

const FORKS = `import os
x = range(20000)
if os.fork() == 0:
    for v in x: pass
    os._exit(0)
os.wait()
`;

describe("lanes of memory", () => {
  it.each([
    "2.7.18-debian-release",
    "2.7.18-debian-pydebug",
  ] as const)("are the figures of a stage of range(5000), to the kB (%s)", async (build) => {
    const run = await history("range(5000)\n", build);
    const summary = summarise(machine(), run);
    const rows = summary.samples;
    const middle = Gauge.COUNT * Math.floor(rows.length / Gauge.COUNT / 2);
    const at = rows[middle + Gauge.IR] ?? 0;
    const { processes } = report(machine(), run, {
      version: "",
      stagesAt: [at],
      progress: () => {},
    });
    const [stage] = processes[0]?.stages ?? [];
    const kb = Object.fromEntries(
      lanesOf(summary).map(({ name, read }) => [name, read(summary, middle) / 1024]),
    );
    expect(stage?.at).toBe(at);
    expect([kb.RSS, kb.PSS, kb.USS]).toEqual([stage?.rss_kb, stage?.pss_kb, stage?.uss_kb]);
  });

  it("of several processes are known when the family is, and fall when a child shares the pages", async () => {
    const run = await history(FORKS);
    const summary = summarise(machine(), run);
    expect(lanesOf(summary).map(({ name }) => name)).not.toContain("PSS");
    const view = new FamilyView(machine(), run);
    const known = view.family;
    shares.value = sharesOf(known, view.series(), summary.process);
    try {
      const names = lanesOf(summary).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(["RSS", "PSS", "USS"]));
      const fork = known.processes[0]?.moments.find(({ kind }) => kind === "fork")?.ir ?? 0;
      const read = (name: string, ir: number) =>
        lanesOf(summary)
          .find((lane) => lane.name === name)
          ?.read(summary, rowAt(summary, ir)) ?? Number.NaN;
      const step = 20_000;
      expect(read("USS", fork + step)).toBeLessThan(read("USS", fork - step));
      expect(read("RSS", fork + step)).toBeGreaterThanOrEqual(read("RSS", fork - step));
    } finally {
      shares.value = null;
    }
  });
});
