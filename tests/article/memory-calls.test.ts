/**
 * What strace and a counter of malloc saw of the article's programs natively, call by call: how often the break
 * moved and by how much, the list's mapping, sizes of requests (tests/traces/<build>/malloc-parameters.json).
 */
import { beforeAll, describe, expect, it } from "vitest";
import { Ev, RECORD_FIELDS } from "../../assembly/abi/events.ts";
import type { Machine } from "../../workers/machine.ts";
import { parseMalloc } from "../../workers/malloc-parameters.ts";
import { type Report, report } from "../../workers/report.ts";
import { loadRun } from "../../workers/run.ts";
import { buildOf, newMachine } from "../core/support.ts";
import { readTrace } from "../traces/recorded.ts";

interface Row {
  launch: string;
  malloc: string;
  program: string;
  syscalls: Record<"brk" | "mmap" | "munmap", number>;
  brk_steps: Record<string, number>;
}

const N = 10_000_000;
/** The item array of 8 n bytes and a chunk's header, in whole pages. */
const LIST_MAPPING = 80_003_072;
/** Allowed against strace with the same launch. */
const CALLS_BOUND = 5;
/** Start-up leaves its last chunks at other places below the top. */
const SMALL_TRIM = 131_072;

const RECORDED = {
  "2.7.18-debian-release": {
    brk: 1_824,
    untidy: 61_832,
    blocks: 243_905,
    block: 992,
    trim: 245.78,
  },
  "2.7.18-debian-pydebug": {
    brk: 3_114,
    blocks: 416_669,
    block: 1000,
    trim: 419.97,
  },
} as const;

let machine: Machine;
beforeAll(async () => {
  machine = await newMachine();
});

describe.each(Object.keys(RECORDED) as (keyof typeof RECORDED)[])("natively, %s", (name) => {
  const { rows } = readTrace<{ rows: Row[] }>(name, "malloc-parameters.json");
  const wanted = RECORDED[name];

  function traced(program: string, malloc = "-"): Row {
    const row = rows.find(
      (r) => r.launch === "recipe" && r.malloc === malloc && r.program === program,
    );
    if (row === undefined) throw new Error(`${program} was not recorded`);
    return row;
  }

  function run(text: string, malloc?: string): Report {
    const more = malloc === undefined ? {} : { malloc: parseMalloc(malloc) };
    const request = { buildJson: "", text, launch: "recipe", under: "native", ...more } as const;
    const loaded = loadRun(machine, buildOf(name), request);
    return report(machine, loaded, { version: "", stagesAt: [], progress: () => {} });
  }

  /** Bytes of the calls of one kind in the run that is loaded. */
  function bytesOf(kind: Ev): number[] {
    machine.run({ recordFrom: 0, kinds: 1 << kind, limit: 0 });
    const records = machine.records();
    const rows = Array.from(
      { length: records.length / RECORD_FIELDS },
      (_, i) => i * RECORD_FIELDS,
    );
    return rows.flatMap((at) => Array(records[at + 5] ?? 1).fill(records[at + 3] ?? 0));
  }

  it("range(10**7) moves the break as often as strace counted, and maps its list once", () => {
    const { syscalls, malloc_sizes } = run(`range(${N})`);
    expect(traced("range(10**7)").syscalls.brk).toBe(wanted.brk);
    expect(syscalls.brk).toBe(wanted.brk);
    expect(malloc_sizes[wanted.block]).toBe(wanted.blocks);
    expect(bytesOf(Ev.MMAP)).toEqual([LIST_MAPPING]);
    expect(bytesOf(Ev.MUNMAP)).toEqual([LIST_MAPPING]);
  });

  // Elsewhere start-up itself leaves other holes without a tcache: malloc-parameters.test.ts has the bounds.
  it.runIf("untidy" in wanted)("does so without a tcache, a page at a time at exit", () => {
    const { syscalls } = run(`range(${N})`, "tcache=off");
    const recorded = traced("range(10**7)", "tcache=off").syscalls.brk;
    expect("untidy" in wanted && wanted.untidy).toBe(recorded);
    expect(Math.abs((syscalls.brk ?? 0) - recorded)).toBeLessThanOrEqual(CALLS_BOUND);
  });

  it("x = range(10**7), alive at exit, is given back by one large trim", () => {
    const { syscalls } = run(`x = range(${N})`);
    const row = traced("x = range(10**7)");
    expect(Math.abs((syscalls.brk ?? 0) - row.syscalls.brk)).toBeLessThanOrEqual(CALLS_BOUND);
    const trims = bytesOf(Ev.BRK).filter((step) => step < 0);
    const large = trims.filter((step) => step < -SMALL_TRIM);
    const recorded = Math.min(...Object.keys(row.brk_steps).map(Number));
    expect(-recorded / 1e6).toBeCloseTo(wanted.trim, 2);
    expect(large).toEqual([recorded]);
    expect(trims.length - large.length).toBeLessThanOrEqual(2);
  });
});
