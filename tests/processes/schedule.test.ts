/** Whose turn it is after a fork: what programs see of it, and what it does to pages. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ProcessLog } from "../../assembly/abi/process.ts";
import { PageFold } from "../../workers/page-fold.ts";
import { SCHEDULE_NAMES, type ScheduleName } from "../../workers/process-port.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { buildOf, newMachine } from "../core/support.ts";

let shared: Awaited<ReturnType<typeof newMachine>> | null = null;

async function under(schedule: ScheduleName | undefined, text: string): Promise<LoadedRun> {
  shared ??= await newMachine();
  return loadRun(shared, buildOf("2.7.18-debian-release"), {
    buildJson: "",
    text,
    launch: "recipe",
    under: "native",
    limitIr: 200_000_000,
    ...(schedule === undefined ? {} : { schedule }),
  });
}

const BOTH_WRITE = `import os, sys
pid = os.fork()
for i in xrange(3):
    sys.stdout.write('child\\n' if pid == 0 else 'parent\\n')
    sys.stdout.flush()
    for k in xrange(1000): pass
if pid == 0: os._exit(0)
os.wait()
`;
const LINES: Record<ScheduleName, string> = {
  parallel: "parent child parent child parent child",
  "parent-first": "parent parent parent child child child",
  "child-first": "child child child parent parent parent",
};

/** Parent and child read one list: the second of the two to come to a page keeps its frame. */
const BOTH_READ = `import os
x = range(10000)
pid = os.fork()
for v in x: pass
if pid == 0: os._exit(0)
os.wait()
`;
/** Pages of 10^4 ints, less those at the edges that hold something else, too. */
const INT_PAGES = 60;

/** First writes after the fork, by process, when both have read. */
function writes({ measured }: LoadedRun): { copies: number; reuses: number }[] {
  const { processes } = measured.history;
  const fold = new PageFold(processes);
  // Both still live: the parent waits, the child is about to end.
  fold.advance(Math.min(...processes.map(({ end }) => end)));
  return processes.map(({ pid }) => {
    const { copies = 0, reuses = 0 } = fold.pagesOf(pid) ?? {};
    return { copies, reuses };
  });
}

describe("whose turn it is after a fork", () => {
  it.each(SCHEDULE_NAMES)("orders what is written: %s", async (schedule) => {
    const { measured } = await under(schedule, BOTH_WRITE);
    expect(measured.stdout.trim().split("\n").join(" ")).toBe(LINES[schedule]);
  });

  it("is everybody's at once where nobody asks", async () => {
    const [asked, not] = [await under("parallel", BOTH_WRITE), await under(undefined, BOTH_WRITE)];
    expect(not.measured.stdout).toBe(asked.measured.stdout);
    expect(not.measured.history.processes[1]?.start).toBe(
      asked.measured.history.processes[1]?.start,
    );
  });

  it("decides who copies: the first to read does, the second keeps the frames", async () => {
    const [parentFirst, parentChild] = writes(await under("parent-first", BOTH_READ));
    expect(parentFirst?.copies).toBeGreaterThan(INT_PAGES);
    expect(parentChild?.reuses).toBeGreaterThan(INT_PAGES);
    const [childParent, childFirst] = writes(await under("child-first", BOTH_READ));
    expect(childFirst?.copies).toBeGreaterThan(INT_PAGES);
    expect(childFirst?.reuses).toBe(0);
    expect(childParent?.copies).toBeLessThan(INT_PAGES);
  });

  it.each(
    SCHEDULE_NAMES,
  )("keeps the sum of PSS equal to the frames in use: %s", async (schedule) => {
    const text = `import os, time
x = range(3000)
for i in range(4):
    if os.fork() == 0:
        if i % 2: time.sleep(0.001 * i)
        for v in x: pass
        y = range(2000 * i)
        time.sleep(0.01)
        os._exit(0)
    for v in x: pass
for i in range(4): os.wait()
`;
    const { measured } = await under(schedule, text);
    const { processes } = measured.history;
    expect(processes.map(({ status }) => status)).toEqual([0, 0, 0, 0, 0]);
    const fold = new PageFold(processes);
    const last = Math.max(...processes.map(({ end }) => end));
    const ticks = processes.flatMap(({ log, start, end }) => [
      start,
      end,
      ...log.map((r) => r.tick),
    ]);
    const spread = Array.from({ length: 300 }, (_, i) => (last * i) / 300);
    for (const tick of [...ticks, ...spread].sort((a, b) => a - b)) {
      fold.advance(tick);
      const sum = processes.reduce((all, { pid }) => all + (fold.pagesOf(pid)?.pss ?? 0), 0);
      if (tick > (processes[0]?.log[0]?.tick ?? 0)) expect(sum).toBeCloseTo(fold.frames(), 6);
    }
  });

  it("lets a child begin where its parent sleeps, waits or ends, and a parent go on where its child does", async () => {
    const text =
      "import os, time\nif os.fork() == 0:\n    time.sleep(1)\n    os._exit(0)\nx = range(5000)\nos.wait()\n";
    for (const schedule of SCHEDULE_NAMES) {
      const [parent, child] = (await under(schedule, text)).measured.history.processes;
      const fork = parent?.log.find(({ kind }) => kind === ProcessLog.FORK)?.tick ?? 0;
      const slept = child?.log.find(({ kind }) => kind === ProcessLog.SLEEP)?.tick ?? 0;
      const resumed = parent?.log.find(({ kind }) => kind === ProcessLog.RESUME)?.tick;
      if (schedule === "parent-first") expect(child?.start).toBeGreaterThan(fork + 100_000);
      else expect(child?.start).toBe(fork);
      expect(resumed).toBe(schedule === "child-first" ? slept : undefined);
    }
  });

  it.each(SCHEDULE_NAMES)("changes nothing that multiprocessing computes: %s", async (schedule) => {
    for (const name of ["pool-map-and-apply", "process-arguments", "locks"]) {
      const text = readFileSync(`tests/processes/mp-programs/${name}.py`, "latin1");
      const recorded = JSON.parse(readFileSync("tests/processes/mp-outputs.json", "utf8"))[name];
      const { measured } = await under(schedule, text);
      const sorted = (lines: string) => lines.split("\n").sort();
      expect(sorted(measured.stdout)).toEqual(sorted(recorded.stdout));
      expect(measured.exit.status).toBe(recorded.status);
    }
  });

  it.each(SCHEDULE_NAMES)("bounds a fork bomb: %s", async (schedule) => {
    const { measured } = await under(schedule, "import os\nwhile 1:\n    os.fork()\n");
    expect(measured.history.processes.length).toBeLessThanOrEqual(513);
    expect(measured.exit.status === 1 || measured.exit.limit !== null).toBe(true);
  });

  it("gives a process that polls its turn, too", async () => {
    const text = `import os
pid = os.fork()
if pid == 0:
    for k in xrange(1000): pass
    os._exit(3)
turns = 0
while os.waitpid(pid, os.WNOHANG)[0] == 0: turns += 1
print turns > 0
`;
    for (const schedule of SCHEDULE_NAMES) {
      const { measured } = await under(schedule, text);
      expect(measured.stdout).toBe(schedule === "child-first" ? "False\n" : "True\n");
    }
  });
});
