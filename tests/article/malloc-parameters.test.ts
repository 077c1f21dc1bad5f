/**
 * malloc's parameters: memory calls of native runs with other settings of tcache, top_pad and thresholds, as
 * strace counted them (malloc-parameters.json). Compared are differences to `pass`: start-up is recorded
 * with the C library's own settings.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { Ev, RECORD_FIELDS } from "../../assembly/abi/events.ts";
import type { Machine } from "../../workers/machine.ts";
import { MallocProblem, parseMalloc, withMalloc } from "../../workers/malloc-parameters.ts";
import type { Launch } from "../../workers/protocol.ts";
import { loadRun } from "../../workers/run.ts";
import { buildOf, newMachine } from "../core/support.ts";
import { type Compared, missTable, readTrace } from "../traces/recorded.ts";

interface Row {
  launch: Launch;
  malloc: string;
  program: string;
  syscalls: Record<"brk" | "mmap" | "munmap", number>;
  brk_steps: Record<string, number>;
}

/** What the issue allows against a live strace of the same launch. */
const CALLS_BOUND = 5;
/** Under other settings start-up itself leaves another top: up to 32 pages, grown a page at a time. */
const PAGE_STEPS_BOUND = 32;
/** And it leaves other holes: trims of a page each then end a few dozen pages apart. */
const TRIMS_BOUND = 40;
/** The large trim of a list that is alive at exit: start-up's holes again, in bytes. */
const TRIM_BYTES_BOUND = 131_072;
const LARGE_TRIM = -1_000_000;

function boundOf({ malloc, syscalls }: Row, call: "brk" | "mmap" | "munmap"): number {
  if (call !== "brk" || malloc === "-") return CALLS_BOUND;
  if (syscalls.brk > 60_000) return TRIMS_BOUND;
  return syscalls.brk > 500 ? PAGE_STEPS_BOUND : CALLS_BOUND;
}

function textOf(program: string): string {
  return program.replace(/10\*\*(\d)/, (_, power: string) => String(10 ** Number(power)));
}

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

describe.each([
  "2.7.18-debian-release",
  "2.7.18-debian-pydebug",
] as const)("malloc's parameters in %s", (name) => {
  const { rows } = readTrace<{ rows: Row[] }>(name, "malloc-parameters.json");

  function simulated({ launch, malloc, program }: Row) {
    const parameters = malloc === "-" ? {} : { malloc: parseMalloc(malloc) };
    const text = textOf(program);
    const request = { buildJson: "", text, launch, under: "native", ...parameters } as const;
    return loadRun(machine, buildOf(name), request);
  }

  function lastTrim(): number {
    let least = 0;
    machine.run({ recordFrom: 0, kinds: 1 << Ev.BRK, limit: 0 });
    const exit = machine.records();
    for (let i = 0; i < exit.length; i += RECORD_FIELDS) least = Math.min(least, exit[i + 3] ?? 0);
    return least;
  }

  it("were recorded with and without a tcache, for each threshold", () => {
    expect(rows.length).toBeGreaterThan(25);
    expect(rows.some(({ syscalls }) => syscalls.brk > 60_000)).toBe(true);
  });

  it("make the recorded memory calls", () => {
    const before = new Map<string, { run: number[]; row: Row }>();
    const compared = rows.flatMap((row): Compared[] => {
      const counts = simulated(row).measured.eventCounts;
      const mine = [counts[Ev.BRK] ?? 0, counts[Ev.MMAP] ?? 0, counts[Ev.MUNMAP] ?? 0];
      const key = `${row.launch} ${row.malloc}`;
      if (row.program === "pass") before.set(key, { run: mine, row });
      const pass = before.get(key);
      if (pass === undefined) throw new Error("pass comes first");
      const calls = (["brk", "mmap", "munmap"] as const).map((call, i) => ({
        what: `${key} ${row.program} ${call}`,
        recorded: row.syscalls[call] - pass.row.syscalls[call],
        simulated: (mine[i] ?? 0) - (pass.run[i] ?? 0),
        bound: boundOf(row, call),
      }));
      const large = Object.keys(row.brk_steps)
        .map(Number)
        .filter((step) => step < LARGE_TRIM);
      if (row.program.startsWith("range") || large.length === 0) return calls;
      const trim = {
        what: `${key} ${row.program} largest trim`,
        recorded: Math.min(...large),
        simulated: lastTrim(),
        bound: TRIM_BYTES_BOUND,
      };
      return [...calls, trim];
    });
    expect(missTable(compared)).toBe("");
  }, 120_000);
});

describe("a build with other parameters of malloc", () => {
  it("keeps its dynamic thresholds unless one of the sizes is set by hand", () => {
    const build = buildOf("2.7.18-debian-release");
    expect(withMalloc(build, undefined)).toBe(build);
    expect(withMalloc(build, parseMalloc("tcache=off")).libc).toMatchObject({
      tcacheCount: 0,
      dynamicThresholds: true,
      topPad: build.libc.topPad,
    });
    expect(withMalloc(build, parseMalloc("top_pad=0")).libc).toMatchObject({
      topPad: 0,
      dynamicThresholds: false,
    });
    expect(withMalloc(build, parseMalloc("glibc=2.23")).libc).toMatchObject({
      version: "2.23",
      tcacheCount: 0,
    });
  });

  it.each([
    ["tcach=off", /"tcach=off" is no parameter; there are glibc, tcache, top_pad/],
    ["", /"" is no parameter/],
    ["tcache=-1", /tcache is "-1"; it takes off or a whole number from 0 to 65535/],
    ["tcache=65536", /to 65535/],
    ["top_pad=", /top_pad is ""/],
    ["top_pad=1e9", /top_pad is "1e9"/],
    ["top_pad=1,top_pad=2", /top_pad is given twice/],
    ["mmap_threshold=99999999999999", /to 1099511627776/],
    ["glibc=2.31", /glibc is "2.31"; valid: 2.36, 2.23/],
    ["glibc=2.23,tcache=7", /glibc 2.23 has no tcache/],
  ])("is refused for %j", (text, message) => {
    expect(() => parseMalloc(text)).toThrow(MallocProblem);
    expect(() => parseMalloc(text)).toThrow(message);
  });
});
