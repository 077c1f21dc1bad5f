/**
 * Lists that programs disturb: items stored, moved, popped and shared. Their short forms and the
 * strides that fill and empty them change no state that anybody can see.
 */
import { describe, expect, it } from "vitest";
import type { Machine } from "../../workers/machine.ts";
import { loadRun } from "../../workers/run.ts";
import { BUILDS, Choices, buildOf, modelledInstants, newMachine } from "./support.ts";

const PROGRAMS = {
  "an item stored, popped and shared": `x = range(1000)
y = x[700]
x[5] = 'a'
x.pop()
x.append(4)
del x
y = 1
z = range(2000)
`,
  "concatenated, reversed, sorted, cut": `x = range(3000)
for i in x:
    if i == 500: break
x = x + range(5, 600)
x.reverse()
x.sort()
del x[3:8]
x = 1
range(5000)
`,
  "steps and items that outlive their list": `x = range(10, 4000)
y = x[::7]
x = None
z = range(0, 9000, 3)
z = None
q = range(8000)
q = 5
r = range(100)
y = None
r = range(300)
`,
};

const INSTANTS = 10;

function seen(machine: Machine): unknown {
  const stats = [...machine.stats()];
  return { hash: machine.hash(), stats };
}

describe.each(BUILDS)("lists in %s", (name) => {
  it.each(Object.entries(PROGRAMS))("%s: the same with and without strides", async (_, text) => {
    const machine = await newMachine();
    const request = { buildJson: "", text, launch: "recipe", under: "native" } as const;
    const run = loadRun(machine, buildOf(name), request);
    for (const target of [...modelledInstants(run, INSTANTS, new Choices(text.length)), -1]) {
      machine.run({ target });
      const strided = seen(machine);
      machine.run({ target, strides: false });
      expect(seen(machine), `instant ${target}`).toEqual(strided);
    }
  });
});
