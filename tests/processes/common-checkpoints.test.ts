/**
 * Processes begin at checkpoints that all of them have in common (ADR 0034), and nothing tells: a machine that
 * leaves one wherever it can has the same history, and the same processes at random instants, as one that runs
 * each of them from the machine's start.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { instantiate } from "../../workers/core.ts";
import { Machine } from "../../workers/machine.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { type BuildName, Choices, buildOf, wasm, whole } from "../core/support.ts";

const EAGER = { pollMs: 0, spacingMs: 0, worth: 0, budgetBytes: 256 * 2 ** 20 };
const INSTANTS = 6;

const PROGRAMS: Record<string, string> = {
  "children that read, one of which raises": `import os, time
x = range(3000)
time.sleep(0.01)
for c in range(3):
    if os.fork() == 0:
        for i in x: pass
        if c == 1: raise ValueError(c)
        os._exit(c)
for c in range(3): print os.wait()[1]
`,
  "a child of a child": `import os
x = range(2000)
y = [i for i in xrange(500)]
if os.fork() == 0:
    z = range(1000)
    if os.fork() == 0:
        for i in x: pass
        os._exit(3)
    print os.wait()[1]
    os._exit(4)
print os.wait()[1]
`,
  "a pool": `from multiprocessing import Pool
x = range(1000)
def read(n):
    return sum(x[:n])
p = Pool(2)
print p.map(read, [10, 500, 1000])
p.close()
p.join()
`,
  "a shared array": `from multiprocessing import Array, Process
a = Array('i', range(50))
a[0] = 7
def add():
    for i in range(50): a[i] += 1
p = Process(target=add)
p.start()
p.join()
print a[0], a[49]
`,
};

let eager: Machine;
let plain: Machine;
beforeAll(async () => {
  eager = new Machine(await instantiate(await wasm()), EAGER);
  plain = new Machine(await instantiate(await wasm()), null);
});

describe.each([
  "2.7.18-debian-release",
  "2.7.18-debian-pydebug",
] as const)("%s", (build: BuildName) => {
  describe.each(Object.entries(PROGRAMS))("%s", (_name, text) => {
    const opened = (machine: Machine): LoadedRun =>
      loadRun(machine, buildOf(build), { buildJson: "", text, launch: "recipe", under: "native" });

    it("has the same history", () => {
      const { history, exit } = opened(eager).measured;
      expect(eager.runner.checkpoints.size.count).toBeGreaterThan(0);
      const other = opened(plain).measured;
      expect(history.processes).toEqual(other.history.processes);
      expect(history.stdout).toBe(other.history.stdout);
      expect(exit).toEqual(other.exit);
    });

    it("has the same processes at random instants, and in windows", () => {
      const run = opened(eager);
      opened(plain);
      const choices = new Choices(21);
      const { processes, facts } = run.measured.history;
      for (const { identity, ir } of [...processes, ...processes]) {
        for (const machine of [eager, plain]) machine.port.become(identity, facts);
        for (let i = 0; i < INSTANTS; i++) {
          const target = choices.between(1, Math.max(2, ir));
          for (const machine of [eager, plain]) machine.run({ target });
          expect(whole(eager), `instant ${target}`).toEqual(whole(plain));
          for (const machine of [eager, plain]) machine.run({ recordFrom: target, limit: 100 });
          expect(eager.records(), `from ${target}`).toEqual(plain.records());
        }
      }
    });
  });
});
