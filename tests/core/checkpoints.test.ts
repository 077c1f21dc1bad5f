/**
 * Checkpoints change no answer: a machine that pauses as often as it can and goes on from copies of its
 * memory is, at random instants, in windows and in searches for writes, what a machine is that runs
 * every time from the start.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { Stat } from "../../assembly/abi/layout.ts";
import { instantiate } from "../../workers/core.ts";
import { Machine } from "../../workers/machine.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { type BuildName, Choices, buildOf, wasm, whole } from "./support.ts";

const INSTANTS = 12;
const WINDOW = 200;
/** Pauses wherever it can, and keeps what it can. */
const EAGER = { pollMs: 0, spacingMs: 0, worth: 0, budgetBytes: 256 * 2 ** 20 };

const PROGRAMS: Record<string, string> = {
  "appends, a gap, a refill and aliases": `x = []
for i in xrange(3000): x.append(i)
del x[::2]
for i in xrange(1500): x.append(i)
y = x
z = x[:]
y[5] = 7
del z
`,
  "functions that call functions": `def inner(n, step=1):
    total = 0
    for i in range(n):
        if i % 7 == 3: total += step
    return total
def outer(n):
    parts = []
    for i in range(n): parts.append(inner(i, step=2))
    return parts
total = 0
for part in outer(90): total += part
print total
`,
  "exceptions on their way through frames": `def fall(n):
    if n == 0: raise ValueError("end")
    try:
        return fall(n - 1)
    finally:
        seen.append(n)
seen = []
for i in range(40):
    try:
        fall(20)
    except ValueError:
        seen.append(-1)
print len(seen)
`,
  "lists that range() fills": `def filled(n):
    return range(n, 0, -1)
x = range(20000)
y = filled(4000)
for v in x: pass
del x
z = [len(range(v)) for v in range(600)]
print y[-1], z[-1]
`,
  "calls that cannot be resumed": `def key(v):
    total = 0
    for i in range(v % 50): total += i
    return total
x = sorted(range(300), key=key)
y = map(key, x)
print y[-1]
`,
};

let eager: Machine;
let plain: Machine;
beforeAll(async () => {
  eager = new Machine(await instantiate(await wasm()), EAGER);
  plain = new Machine(await instantiate(await wasm()), null);
});

function opened(machine: Machine, build: BuildName, text: string): LoadedRun {
  return loadRun(machine, buildOf(build), {
    buildJson: "",
    text,
    launch: "recipe",
    under: "native",
  });
}

describe.each(Object.entries(PROGRAMS))("%s", (name, text) => {
  let run: LoadedRun;
  beforeAll(() => {
    run = opened(eager, "2.7.18-debian-release", text);
    opened(plain, "2.7.18-debian-release", text);
    eager.run();
  });

  const instants = (count: number, seed: number) => {
    const choices = new Choices(seed);
    const { from, to } = run.stretches.find(({ name }) => name === "run") ?? { from: 0, to: 0 };
    return Array.from({ length: count }, () => choices.between(from, to));
  };

  it("leaves checkpoints", () => {
    const { count } = eager.runner.checkpoints.size;
    if (name.startsWith("calls")) expect(count).toBeGreaterThan(0);
    else expect(count).toBeGreaterThan(3);
  });

  it("is the same at random instants and at the end", () => {
    for (const target of [...instants(INSTANTS, 5), run.total]) {
      eager.run({ target });
      plain.run({ target });
      expect(whole(eager), `instant ${target}`).toEqual(whole(plain));
    }
  });

  it("has the same records in windows", () => {
    for (const recordFrom of instants(INSTANTS, 6)) {
      eager.run({ recordFrom, limit: WINDOW });
      plain.run({ recordFrom, limit: WINDOW });
      expect(eager.records(), `instant ${recordFrom}`).toEqual(plain.records());
    }
  });

  it("has the same records from a checkpoint's own instant on", () => {
    for (const recordFrom of eager.runner.checkpoints.instants.slice(0, 2 * INSTANTS)) {
      eager.run({ recordFrom, limit: WINDOW });
      plain.run({ recordFrom, limit: WINDOW });
      expect(eager.records(), `instant ${recordFrom}`).toEqual(plain.records());
    }
  });

  it("sees the same writes", () => {
    plain.run();
    const list = plain.stats()[Stat.ITEMS_ADDR] ?? 0;
    for (const from of instants(3, 7)) {
      const watch = { addr: list, bytes: 4096, from, exact: true };
      eager.run({ watch });
      plain.run({ watch });
      expect(eager.writes(), `instant ${from}`).toEqual(plain.writes());
    }
  });
});

describe("the budget", () => {
  it("is kept to, by fewer checkpoints or none", async () => {
    const budgetBytes = 40 * 2 ** 20;
    const machine = new Machine(await instantiate(await wasm()), { ...EAGER, budgetBytes });
    opened(machine, "2.7.18-debian-release", PROGRAMS["functions that call functions"] ?? "");
    machine.run();
    const { count, bytes } = machine.runner.checkpoints.size;
    expect(bytes).toBeLessThanOrEqual(budgetBytes);
    expect(count).toBeGreaterThan(0);
    const poor = new Machine(await instantiate(await wasm()), { ...EAGER, budgetBytes: 65536 });
    opened(poor, "2.7.18-debian-release", PROGRAMS["functions that call functions"] ?? "");
    expect(poor.runner.checkpoints.size.count).toBe(0);
  });

  it("another program begins without those of the one before", () => {
    for (const machine of [eager, plain]) {
      opened(machine, "2.7.18-debian-release", "range(300)");
      machine.run();
    }
    expect(whole(eager)).toEqual(whole(plain));
  });
});
