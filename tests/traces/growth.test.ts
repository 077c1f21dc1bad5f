/**
 * Lists that grow by realloc and mremap, shrink, and are given back by the collector: memory calls of native runs as
 * strace counted them, and each mapping's old and new size (growth.json).
 */
import { beforeAll, describe, expect, it } from "vitest";
import { Ev, RECORD_FIELDS } from "../../assembly/abi/events.ts";
import type { Machine } from "../../workers/machine.ts";
import { loadRun } from "../../workers/run.ts";
import { buildOf, newMachine } from "../core/support.ts";
import { readTrace } from "./recorded.ts";

interface Row {
  name: string;
  program: string;
  syscalls: Record<"brk" | "mmap" | "munmap" | "mremap", number>;
  mremap: [number, number][];
}

/** Compiling is not stepped through, so the heap's top lies elsewhere by what it leaves: a call or two of brk. */
const BRK_BOUND = 2;

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

describe.each(["2.7.18-debian-release", "2.7.18-debian-pydebug"] as const)("%s", (name) => {
  const { rows } = readTrace<{ rows: Row[] }>(name, "growth.json");
  const pass = rows.find((row) => row.name === "pass");
  const programs = rows.filter((row) => row.name !== "pass");

  it("was recorded with mappings that are resized, and with blocks that the collector gives back", () => {
    expect(programs.reduce((sum, { mremap }) => sum + mremap.length, 0)).toBeGreaterThan(40);
    const brk = (of: string) => rows.find((row) => row.name === of)?.syscalls.brk ?? 0;
    expect(brk("ints twice, collected between")).toBeGreaterThan(brk("ints twice") + 50);
  });

  it.each(programs)("$name: makes the recorded calls", ({ program, syscalls, mremap }) => {
    const request = { buildJson: "", text: program, launch: "recipe", under: "native" } as const;
    const run = loadRun(machine, buildOf(name), request);
    const counts = run.measured.eventCounts;
    const beyond = (call: keyof Row["syscalls"]) => syscalls[call] - (pass?.syscalls[call] ?? 0);
    expect(counts[Ev.MMAP]).toBe(beyond("mmap"));
    expect(counts[Ev.MUNMAP]).toBe(beyond("munmap"));
    machine.run({ recordFrom: 0, kinds: 1 << Ev.MREMAP, limit: 0 });
    const records = machine.records();
    const resized: number[][] = [];
    for (let at = 0; at < records.length; at += RECORD_FIELDS)
      resized.push([records[at + 3] ?? 0, records[at + 4] ?? 0]);
    expect(resized).toEqual(mremap);
    expect(Math.abs((counts[Ev.BRK] ?? 0) - beyond("brk"))).toBeLessThanOrEqual(BRK_BOUND);
  });
});
