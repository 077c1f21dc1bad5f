/**
 * Judges a build as it is shipped: what it says about the run phase of every recorded program, beside the
 * recorded profile, row by row. Nothing is fitted here.
 */
import { TallyKind } from "../../assembly/abi/ledger.ts";
import type { Build, PriceValue } from "../../src/tables/build.ts";
import { functionOf } from "../../workers/image.ts";
import type { Machine, TallyCell } from "../../workers/machine.ts";
import { countAll } from "./counts.ts";
import { costOf } from "./prices.ts";
import { type RecordedProgram, type RecordedSet, readRecorded } from "./recorded.ts";

/** Self Ir and calls of a row, recorded and as the build has them. */
export interface JudgedRow {
  /** "name|file". */
  row: string;
  recorded: [number, number];
  told: [number, number];
}

export interface JudgedProgram {
  name: string;
  set: RecordedSet;
  /** Net Ir of the run phase, recorded and as the build has it. */
  run: number;
  told: number;
  rows: JudgedRow[];
}

/** The recorded programs of a build that the machine runs. */
export function judge(
  machine: Machine,
  build: Build,
  sets?: readonly RecordedSet[],
  names?: readonly string[],
): JudgedProgram[] {
  const programs = readRecorded(build.name, sets).filter(
    ({ name }) => names === undefined || names.includes(name),
  );
  const counted = countAll(machine, build, build.inlined, build.inlinedQuick ?? [], programs);
  return counted.flatMap((one) => {
    return "failure" in one ? [] : [judged(one.program, rowsOf(build, one.cells))];
  });
}

function judged(program: RecordedProgram, told: Map<string, [number, number]>): JudgedProgram {
  const recorded = new Map<string, [number, number]>();
  for (const { row, self, calls, again } of program.chains) {
    add(recorded, row, self, calls + again);
  }
  const keys = new Set([...recorded.keys(), ...told.keys()]);
  const rows = [...keys].map((row): JudgedRow => {
    return { row, recorded: recorded.get(row) ?? [0, 0], told: told.get(row) ?? [0, 0] };
  });
  const sum = rows.reduce((ir, row) => ir + row.told[0], 0);
  return { name: program.name, set: program.set, run: program.run, told: sum, rows };
}

const firstOf = new WeakMap<Build, Map<string, PriceValue>>();

/** Per segment the price that stands for places without one: the function's own, else the first. */
function firstPrices(build: Build): Map<string, PriceValue> {
  const known = firstOf.get(build);
  if (known !== undefined) return known;
  const prices = new Map<string, PriceValue>();
  for (const [key, { price }] of Object.entries(build.prices)) {
    const [segment = ""] = key.split("@");
    if (segment === key || !prices.has(segment)) prices.set(segment, price);
  }
  firstOf.set(build, prices);
  return prices;
}

/** The profile of one run phase: every step at its price, helpers' shares in their own rows. */
function rowsOf(build: Build, cells: readonly TallyCell[]): Map<string, [number, number]> {
  const rows = new Map<string, [number, number]>();
  const elsewhere = firstPrices(build);
  const rowOf = (name: string) => build.rows[name] ?? `${name}|`;
  for (const { kind, name, where, index, times } of cells) {
    if (kind === TallyKind.EDGE) {
      add(rows, rowOf(name), 0, times);
      continue;
    }
    const key = functionOf(name) === where ? name : `${name}@${where}`;
    const price = build.prices[key]?.price ?? elsewhere.get(name);
    // What has no price anywhere costs nothing in the machine, too.
    if (price === undefined) continue;
    let own = costOf(price, kind === TallyKind.FLAT ? 0 : index);
    for (const [row, [ir, calls]] of Object.entries(build.bundles[key] ?? {})) {
      add(rows, row, ir * times, calls * times);
      own -= ir;
    }
    add(rows, rowOf(where), own * times, 0);
  }
  return rows;
}

function add(rows: Map<string, [number, number]>, key: string, self: number, calls: number): void {
  const [ir, times] = rows.get(key) ?? [0, 0];
  rows.set(key, [ir + self, times + calls]);
}
