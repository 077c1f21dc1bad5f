/**
 * The profile of a whole process, as callgrind's function list shows it: the recorded profile of
 * `pass`, plus what compiling the text costs, plus what the machine counted beyond `pass`.
 */
import type { Build, ProfileRow } from "../tables/build.ts";

/** Counts by modelled C function and by segment (workers/machine.ts reads them). */
export interface LedgerTables {
  functions: Map<string, [number, number, number]>;
  executed: Map<string, number>;
}

export type RowBasis = "exact" | "bounded" | "estimated";

/** One row: Ir and calls of one function in one source file. */
export interface CallgrindRow {
  name: string;
  file: string;
  self: number;
  inclusive: number;
  calls: number;
  basis: RowBasis;
}

const OTHER = "(other)";

/** Rows by "name|file" that a ledger stands for in this build: helpers inside segments included. */
export function rowsOfLedger(build: Build, ledger: LedgerTables): Map<string, ProfileRow> {
  const rows = new Map<string, ProfileRow>();
  const add = (key: string, self: number, inclusive: number, calls: number) => {
    const row = rows.get(key) ?? [0, 0, 0];
    rows.set(key, [row[0] + self, row[1] + inclusive, row[2] + calls]);
  };
  for (const [name, [self, inclusive, calls]] of ledger.functions) {
    add(build.rows[name] ?? `${name}|`, self, inclusive, calls);
  }
  for (const [price, helpers] of Object.entries(build.bundles)) {
    const [segment = "", charged] = price.split("@");
    const times = ledger.executed.get(segment) ?? 0;
    if (times === 0) continue;
    const owner = charged ?? segment.slice(0, segment.lastIndexOf("__"));
    for (const [key, [ir, calls]] of Object.entries(helpers)) {
      add(key, ir * times, ir * times, calls * times);
      add(build.rows[owner] ?? `${owner}|`, -ir * times, 0, 0);
    }
  }
  return rows;
}

/**
 * The rows of a process. `ledger` and `pass` are what the machine counted for the program and for
 * `pass`; `law` gives what the text adds to each row; `total` is the net Ir of the process.
 */
export function profile(
  build: Build,
  ledger: LedgerTables,
  pass: LedgerTables,
  law: (key: string) => ProfileRow,
  total: number,
): CallgrindRow[] {
  const mine = rowsOfLedger(build, ledger);
  const base = rowsOfLedger(build, pass);
  const keys = new Set([
    ...Object.keys(build.passRows),
    ...Object.keys(build.textLaw),
    ...mine.keys(),
  ]);
  const rows: CallgrindRow[] = [];
  let attributed = 0;
  for (const key of keys) {
    const recorded = build.passRows[key] ?? [0, 0, 0];
    const text = law(key);
    const now = mine.get(key) ?? [0, 0, 0];
    const then = base.get(key) ?? [0, 0, 0];
    const at = (i: 0 | 1 | 2) => recorded[i] + text[i] + now[i] - then[i];
    if (at(0) === 0 && at(2) === 0) continue;
    attributed += at(0);
    const [name = "", file = ""] = key.split("|");
    const basis = build.bounds[key]?.basis ?? "exact";
    rows.push({ name, file, self: at(0), inclusive: at(1), calls: at(2), basis });
  }
  rows.sort((a, b) => b.self - a.self || (a.name < b.name ? -1 : 1));
  if (attributed !== total) {
    rows.push({
      name: OTHER,
      file: "",
      self: total - attributed,
      inclusive: 0,
      calls: 0,
      basis: "bounded",
    });
  }
  return rows;
}
