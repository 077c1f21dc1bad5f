/** Int blocks by groups (assembly/objects/intobject/groups.ts): the machine's own memory hardly grows with a list. */
import { expect, it } from "vitest";
import { type BuildName, newMachine, open } from "./support.ts";

const SMALL = 100_000;
const LARGE = 4_000_000;
/** A record for each block took 0.6 bytes an int; page table entries alone take 0.07. */
const BYTES_AN_INT_MAX = 0.3;

it.each<BuildName>([
  "2.7.18-debian-release",
  "2.7.18-debian-pydebug",
])("ints in a row of %s share what is kept of their blocks", async (build) => {
  const machine = await newMachine();
  const bytesOf = (n: number) => {
    open(machine, build, n);
    machine.run();
    return machine.memoryUsed();
  };
  expect((bytesOf(LARGE) - bytesOf(SMALL)) / (LARGE - SMALL)).toBeLessThan(BYTES_AN_INT_MAX);
});
