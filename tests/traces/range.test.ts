/**
 * `range(n)` against the recorded callgrind profiles: every recorded n, every build, as differences to
 * n = 0. The bounds are those of the recorded truth (docs/fidelity.md).
 */
import { beforeAll, describe, expect, it } from "vitest";
import type { Machine } from "../../workers/machine.ts";
import { BUILDS, type BuildName, buildOf, newMachine } from "../core/support.ts";
import { EXACT_ROWS, GLIBC_EACH, GLIBC_ROWS, GLIBC_SUM, MEMSET, totalBound } from "./rows.ts";
import {
  type Compared,
  type RecordedRun,
  type Simulated,
  missTable,
  phaseRow,
  readTrace,
  recordedPhases,
  recordedRow,
  recordedRuns,
  recorderFloor,
  simulate,
  simulatedRow,
} from "./recorded.ts";

const ALL_N = [
  0, 1, 10, 41, 42, 100, 256, 257, 258, 300, 1000, 1e4, 1e5, 2e5, 3e5, 5e5, 1e6, 2e6, 5e6, 1e7,
];

/** Rows times the 19 n above 0; "unrecorded" ones were below the recorder's floor at 8 of the n. */
const COUNTS: Record<BuildName, { compared: number; unrecorded: number }> = {
  "2.7.18-debian-release": { compared: 8 * 19, unrecorded: 0 },
  "2.7.18-debian-pydebug": { compared: 27 * 19 - 16, unrecorded: 16 },
  "2.7.12-pydebug-valgrind": { compared: 27 * 19, unrecorded: 0 },
};

/** Bytes up to which memset is a loop, and from which malloc maps a region of its own. */
const [VECTOR_MAX, MMAP_MIN] = [2048, 131_072];

describe.each(BUILDS)("range(n) under callgrind in %s", (build) => {
  const recorded = recordedRuns(build);
  const simulated = new Map<number, Simulated>();
  let machine: Machine;

  beforeAll(async () => {
    machine = await newMachine();
    for (const { n } of recorded) simulated.set(n, simulate(machine, build, n));
  });

  const zero = (): { run: RecordedRun; mine: Simulated } => pair(0);

  function pair(n: number): { run: RecordedRun; mine: Simulated } {
    const run = recorded.find((r) => r.n === n);
    const mine = simulated.get(n);
    if (run === undefined || mine === undefined) throw new Error(`range(${n}) was not recorded`);
    return { run, mine };
  }

  /** One row as the difference to n = 0: self Ir and calls. Null where it was not recorded. */
  function compareRow(n: number, key: string, bound: number): Compared[] | null {
    const { run, mine } = pair(n);
    const [there, base] = [recordedRow(build, run, key), recordedRow(build, zero().run, key)];
    if (there === null || base === null) return null;
    const [here, mineBase] = [simulatedRow(mine, key), simulatedRow(zero().mine, key)];
    const what = `n = ${n} ${key}`;
    return [
      { what: `${what} self`, recorded: there[0] - base[0], simulated: here[0] - mineBase[0], bound },
      { what: `${what} calls`, recorded: there[1] - base[1], simulated: here[1] - mineBase[1], bound },
    ];
  }

  /** Self Ir of a glibc row as the difference to n = 0. */
  function glibcSelf(n: number, key: string): Compared {
    const { run, mine } = pair(n);
    const at = (r: RecordedRun) => r.rows[key]?.[0] ?? 0;
    return {
      what: `n = ${n} ${key}`,
      recorded: at(run) - at(zero().run),
      simulated: simulatedRow(mine, key)[0] - simulatedRow(zero().mine, key)[0],
      bound: GLIBC_EACH,
    };
  }

  it("was recorded at twenty n from 0 to ten million", () => {
    expect(recorded.map(({ n }) => n)).toEqual(ALL_N);
  });

  it("has the recorded self Ir and calls in every hot function of CPython, exactly", () => {
    const compared: Compared[] = [];
    let unrecorded = 0;
    for (const n of ALL_N.slice(1)) {
      for (const key of EXACT_ROWS[build]) {
        const row = compareRow(n, key, 0);
        if (row !== null) compared.push(...row);
        else {
          unrecorded += 1;
          const { run, mine } = pair(n);
          expect(simulatedRow(mine, key)[0], `${key} at n = ${n} was below the recorder's floor`).toBeLessThan(
            recorderFloor(run),
          );
        }
      }
    }
    expect(missTable(compared)).toBe("");
    expect({ compared: compared.length / 2, unrecorded }).toEqual(COUNTS[build]);
  });

  it("compares rows that really count something: each one moves between n = 0 and ten million", () => {
    for (const key of EXACT_ROWS[build]) {
      const self = (n: number) => simulatedRow(pair(n).mine, key)[0];
      expect(self(1e7) - self(0), key).toBeGreaterThan(0);
    }
  });

  it("has each function of glibc within 400 Ir, at small n too", () => {
    const compared = ALL_N.flatMap((n) => GLIBC_ROWS.map((key) => glibcSelf(n, key)));
    expect(missTable(compared)).toBe("");
    expect(compared).toHaveLength(20 * GLIBC_ROWS.length);
  });

  it("has the sum over glibc within its bound at every n", () => {
    const compared = ALL_N.map((n) => {
      const rows = GLIBC_ROWS.map((key) => glibcSelf(n, key));
      const sum = (of: (row: Compared) => number) => rows.reduce((total, row) => total + of(row), 0);
      return {
        what: `n = ${n} sum over glibc`,
        recorded: sum((row) => row.recorded),
        simulated: sum((row) => row.simulated),
        bound: GLIBC_SUM,
      };
    });
    expect(missTable(compared)).toBe("");
  });

  it("fills memory at the recorded cost: exactly above 2,048 bytes, by the table below", () => {
    const guards = buildOf(build).layout.debugBytes;
    const compared = ALL_N.slice(1).flatMap((n) => {
      const bytes = 8 * n;
      // Three digits and more: start-up fills a copy of the text on a shorter path, n < 257 lacks that.
      const bound = bytes <= VECTOR_MAX ? 3 : bytes < MMAP_MIN ? 0 : 2;
      const row = compareRow(n, MEMSET, guards === 0 ? 0 : bound);
      if (row === null) throw new Error(`memset was not recorded at n = ${n}`);
      return row.slice(0, 1);
    });
    expect(missTable(compared)).toBe("");
    expect(compared).toHaveLength(19);
  });

  it("has the recorded total net Ir within the bound of each n", () => {
    const base = zero();
    const compared = ALL_N.map((n) => {
      const { run, mine } = pair(n);
      return {
        what: `n = ${n} total net Ir`,
        recorded: run.net - base.run.net,
        simulated: mine.run.total - base.mine.run.total,
        bound: totalBound(build, n),
      };
    });
    expect(missTable(compared)).toBe("");
    expect(base.mine.run.total).toBe(base.run.net);
  });

  it("adds its rows up to the total", () => {
    for (const n of ALL_N) {
      const { run, rows } = pair(n).mine;
      const sum = [...rows.values()].reduce((total, row) => total + row.self, 0);
      expect(sum, `n = ${n}`).toBe(run.total);
      const other = rows.get("(other)|")?.self ?? 0;
      expect(Math.abs(other), `n = ${n}: what no row explains`).toBeLessThan(run.total / 1000);
    }
  });
});

const PHASED = ["2.7.18-debian-release", "2.7.18-debian-pydebug"] as const;

describe.each(PHASED)("the run phase of %s", (build) => {
  const recorded = recordedPhases(build);
  let machine: Machine;

  beforeAll(async () => {
    machine = await newMachine();
  });

  it.each([0, 10, 300, 1000] as const)("takes the recorded Ir for range(%i), exactly", (n) => {
    const { run, rows } = simulate(machine, build, n);
    const stretch = run.stretches.find(({ name }) => name === "run");
    expect((stretch?.to ?? 0) - (stretch?.from ?? 0)).toBe(recorded[`range(${n})`].phases.run);
    const keys = [...EXACT_ROWS[build], ...GLIBC_ROWS, MEMSET];
    const compared = keys.flatMap((key): Compared[] => {
      const [self, calls] = phaseRow(recorded, `range(${n})`, "run", key);
      const mine = rows.get(key);
      return [
        { what: `${key} self`, recorded: self, simulated: mine?.selfRun ?? 0, bound: 0 },
        { what: `${key} calls`, recorded: calls, simulated: mine?.callsRun ?? 0, bound: 0 },
      ];
    });
    expect(missTable(compared)).toBe("");
    expect(compared.filter((row) => row.recorded > 0).length).toBeGreaterThan(n === 0 ? 5 : 9);
  });
});

describe("the recorded table of memset", () => {
  interface MemsetTrace {
    runs: Record<"0" | "16", [number, number, number][]>;
    above_2048: { constants: number[] };
  }
  const trace = readTrace<MemsetTrace>("glibc-2.36", "memset.json");
  /** Destinations modulo 64 in the order of the price table. */
  const ALIGNMENTS = ["0", "16"] as const;

  function tableIr(alignment: "0" | "16", size: number): number {
    const found = trace.runs[alignment].find(([from, to]) => from <= size && size <= to);
    if (found === undefined) throw new Error(`the table has no size ${size}`);
    return found[2];
  }

  it.each(BUILDS)("is the price of every size and alignment in %s", (build) => {
    const price = buildOf(build).prices.memset__vector?.price;
    if (typeof price !== "object" || !("table" in price)) throw new Error("memset has no table");
    const wanted = ALIGNMENTS.flatMap((alignment) =>
      Array.from({ length: VECTOR_MAX + 1 }, (_, size) => tableIr(alignment, size)),
    );
    expect(price.table).toEqual(wanted);
    expect(buildOf(build).prices.memset__rep_stosb_setup?.price).toBe(trace.above_2048.constants[0]);
  });

  it("explains what the release build's one fill of the item array was recorded to cost", () => {
    const runs = recordedRuns("2.7.18-debian-release");
    const memset = (run: RecordedRun | undefined) => run?.rows[MEMSET]?.[0] ?? Number.NaN;
    const base = memset(runs.find(({ n }) => n === 0));
    const fits = runs.filter(({ n }) => n > 0 && 8 * n <= VECTOR_MAX);
    for (const run of fits) {
      const possible = ALIGNMENTS.map((alignment) => tableIr(alignment, 8 * run.n));
      expect(possible, `n = ${run.n}`).toContain(memset(run) - base);
    }
    expect(fits.map(({ n }) => n)).toEqual([1, 10, 41, 42, 100, 256]);
  });
});
