/**
 * What a program of processes can do wrong: it ends with CPython's own error, or at a limit with a sentence, in
 * the command line's report and in the session of the window alike, and all processes can be looked at.
 */
import { describe, expect, it } from "vitest";
import { PROCESSES_MAX } from "../../assembly/abi/process.ts";
import { report } from "../../workers/report.ts";
import { Session } from "../../workers/session.ts";
import { buildJson, wasm } from "../core/support.ts";
import { history, machine } from "./support.ts";

const RELEASE = "2.7.18-debian-release";
/** Instructions of all processes together: a child that never ends has spent them in a moment. */
const LIMIT = 30_000_000;

/** More children than there is room for: the program goes on with those it has. */
const MANY = `import os, time
made = 0
try:
    for i in range(100):
        if os.fork() == 0:
            time.sleep(1)
            os._exit(0)
        made += 1
except OSError as error:
    print made, error
for i in range(made): os.wait()
try:
    os.wait()
except OSError as error:
    print error
`;
/** A worker that leaves takes its task along: python2.7 waits for the result for ever. */
const NEVER = `import os
from multiprocessing import Pool
def f(x):
    os._exit(1)
p = Pool(2)
print p.map(f, [1])
`;
/** A child under multiprocessing that never ends. */
const ENDLESS = `from multiprocessing import Process
def f():
    while 1: pass
p = Process(target=f)
p.start()
p.join()
`;
const RAISES = `from multiprocessing import Process
def f():
    raise ValueError('no')
p = Process(target=f)
p.start()
p.join()
print p.exitcode
`;

describe("the command line's report", () => {
  it("of more processes than there is room for has errno 11, and of waiting for nobody errno 10", async () => {
    const { measured } = await history(MANY);
    expect(measured.stdout).toBe(
      `${PROCESSES_MAX - 1} [Errno 11] Resource temporarily unavailable\n[Errno 10] No child processes\n`,
    );
    expect(measured.exit).toEqual({ status: 0, stderr: "", limit: null });
  });

  it("of a child that raises has the library's traceback and the status 1", async () => {
    const { measured } = await history(RAISES);
    expect(measured.exit.stderr).toContain(
      "Process Process-1:\nTraceback (most recent call last):\n",
    );
    expect(measured.exit.stderr).toContain("\nValueError: no\n");
    expect(measured.stdout).toBe("1\n");
  });

  it.each([
    ["waiting for what never happens", NEVER, 3, "waiting for what never happens"],
    ["a child that never ends", ENDLESS, 2, "instructions"],
  ])("of %s has a limit and every process's stages", async (_, text, count, limit) => {
    const run = await history(text, RELEASE, LIMIT);
    expect(run.measured.exit.status).toBe(1);
    expect(run.measured.exit.limit).toContain(limit);
    const { processes } = report(machine(), run, { version: "", stagesAt: [], progress: () => {} });
    expect(processes).toHaveLength(count);
    for (const { stages } of processes) expect(stages.at(-1)?.rss_kb).toBeGreaterThan(0);
  });
});

describe("what is not simulated", () => {
  it.each([
    ["from multiprocessing import Manager\nm = Manager()\nq = m.Queue()\n", "a manager's Queue", 3],
    ["from multiprocessing import Manager\nm = Manager()\nq = m.Lock()\n", "a manager's Lock", 3],
    ["from multiprocessing import Manager\nm = Manager()\nd = m.dict()\n", "a manager's dict", 3],
    ["from multiprocessing import Queue\nq = Queue()\n", "multiprocessing.Queue", 2],
    ["import multiprocessing\np = multiprocessing.Pipe()\n", "multiprocessing.Pipe", 2],
    ["import os\nos.kill(1, 9)\n", "os.kill", 2],
  ])("is refused by name: %j", async (text, name, line) => {
    const refusal = await history(text).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ problem: { message: `not simulated: ${name}`, line } });
  });
});

describe("the window's session", () => {
  it.each([
    ["waiting for what never happens", NEVER],
    ["a child that never ends", ENDLESS],
  ])("shows all processes of %s, and goes on with another program", async (_, text) => {
    const session = new Session(wasm);
    const request = { buildJson: buildJson(RELEASE), launch: "recipe", under: "native" } as const;
    const opened = await session.open({ ...request, text, limitIr: LIMIT });
    if ("problem" in opened) throw new Error(opened.problem.message);
    expect(opened.summary.exit.limit).not.toBeNull();
    const family = await session.family();
    expect(family.processes.map(({ pid }) => pid)).toEqual(opened.summary.processes);
    const { ticks } = await session.familySeries();
    const { processes } = await session.familyMemory(ticks.at(-1) ?? 0);
    expect(processes.length).toBeGreaterThan(1);
    for (const { rss } of processes) expect(rss).toBeGreaterThan(0);
    // Any instant of the stopped process can still be reached.
    expect((await session.seek(opened.summary.total / 2))?.ir).toBeGreaterThan(0);
    const again = await session.open({ ...request, text: "print 1\n" });
    expect("summary" in again && again.summary.stdout).toBe("1\n");
  });
});
