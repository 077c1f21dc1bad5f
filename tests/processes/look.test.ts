/** A window that shows another process than the first: its own clock, memory and output. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { Stat } from "../../assembly/abi/layout.ts";
import { ensureCore } from "../../scripts/build-core.ts";
import { Session } from "../../workers/session.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const BUILD = readFileSync(join(ROOT, "public/builds/2.7.18-debian-release.json"), "utf8");
const TEXT = `import os, sys
x = range(5000)
print 'one'
sys.stdout.flush()
if os.fork() == 0:
    for v in x: pass
    print 'two'
    sys.exit(3)
os.wait()
print 'three'
`;

beforeAll(ensureCore);

async function open(session: Session, process?: number) {
  return session.open({ buildJson: BUILD, text: TEXT, launch: "recipe", under: "native", process });
}

it("shows a child from its birth to its end, and the first process again", async () => {
  const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
  const first = await open(session);
  if (!("summary" in first)) throw new Error(first.problem.message);
  expect(first.summary.processes).toEqual([1000, 1001]);
  const family = await session.family();
  const main = await session.seek(first.summary.total);
  const child = await open(session, 1001);
  if (!("summary" in child)) throw new Error(child.problem.message);
  expect(child.summary.process).toBe(1001);
  expect(child.summary.total).toBe(family.processes[1]?.ir);
  const end = await session.seek(child.summary.total);
  expect(end?.stats[Stat.PID]).toBe(1001);
  expect(end?.stats[Stat.EXIT_STATUS]).toBe(3);
  expect(end?.stats[Stat.COW_FAULTS]).toBeGreaterThan(40);
  const start = await session.seek(0);
  expect(start?.ir).toBe(0);
  expect(start?.stats[Stat.COW_FAULTS]).toBe(0);
  // The view of all processes does not disturb whose window it is.
  await session.familyMemory(0);
  expect((await session.step(0, "bytecode", 1))?.stats[Stat.PID]).toBe(1001);
  const rows = await session.functions();
  const self = rows.reduce((sum, row) => sum + row.self, 0);
  expect(self).toBe(child.summary.total);
  const again = await open(session);
  expect("summary" in again).toBe(true);
  expect((await session.seek(first.summary.total))?.hash).toBe(main?.hash);
});

it("refuses a process that the program does not have, and keeps the run", async () => {
  const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
  await open(session);
  const before = await session.seek(6_000_000);
  const answer = await open(session, 1009);
  if (!("problem" in answer)) throw new Error("there is no such process");
  expect(answer.problem.message).toContain("1009");
  expect(answer.problem.remedy).toContain("1000, 1001");
  expect((await session.seek(6_000_000))?.hash).toBe(before?.hash);
});

it("says at each instant of the first process how much all processes have written", async () => {
  const session = new Session(async () => readFileSync(join(ROOT, "build", "core.wasm")));
  const opened = await open(session);
  if (!("summary" in opened)) throw new Error(opened.problem.message);
  const { stdout, total, stretches } = opened.summary;
  expect(stdout).toBe("one\ntwo\nthree\n");
  const family = await session.family();
  const fork = family.processes[1]?.start ?? 0;
  const written = async (ir: number) => stdout.slice(0, (await session.seek(ir))?.stdoutBytes);
  expect(await written(stretches[0]?.from ?? 0)).toBe("");
  expect(await written(fork)).toBe("one\n");
  // The child's text leaves when the child ends; the first process waits for that.
  expect(await written(fork + 20_000)).toBe("one\ntwo\n");
  expect(await written(total)).toBe(stdout);
});
