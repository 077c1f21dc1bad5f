/** Rows of recorded profiles: compiler clones merged, and which row stands for which C function. */
import type { ProfileRow } from "../../src/tables/build.ts";
import type { Phases, ProfileRun } from "./truth.ts";

const CLONE = /\.(lto_priv|part|isra|constprop|cold)(\.\d+)?/g;

/** Rows with compiler clones merged, as the command line's contract names them. */
export function mergedRows(fns: Record<string, ProfileRow>): Record<string, ProfileRow> {
  const rows: Record<string, ProfileRow> = {};
  for (const [key, [self, inclusive, calls]] of Object.entries(fns)) {
    const merged = key.replace(CLONE, "");
    const row = rows[merged] ?? [0, 0, 0];
    rows[merged] = [row[0] + self, row[1] + inclusive, row[2] + calls];
  }
  return rows;
}

/** "name|file" of every C function that some recorded profile of this binary shows. */
export function rowNames(runs: ProfileRun[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const run of runs) {
    for (const key of Object.keys(mergedRows(run.fns))) {
      const [name = "", file] = key.split("|");
      if (FILES[name] !== undefined && FILES[name] !== file) continue;
      if (!names.has(name)) names.set(name, key);
    }
  }
  return names;
}

/** Symbols under which callgrind shows functions that have another name in C. */
export const SYMBOLS: Record<string, string> = { memset: "__memset_avx2_unaligned_erms" };

/** Files of functions whose name occurs in several. */
const FILES: Record<string, string> = { fill_free_list: "intobject.c" };

/** [self Ir, calls] per row of `pass` without the dynamic loader's own object. */
function withoutLoader(phases: Phases): Map<string, [number, number]> {
  const rows = new Map<string, [number, number]>();
  for (const phase of Object.values(phases.programs.pass?.functions ?? {})) {
    for (const [key, [self, calls]] of Object.entries(phase)) {
      const row = rows.get(key) ?? [0, 0];
      rows.set(key, [row[0] + self, row[1] + calls]);
    }
  }
  if (rows.size === 0) throw new Error("the rows of pass were not recorded by phase");
  return rows;
}

/**
 * The profile of `pass` without the dynamic loader's own object. The truth's rows hold it, and share
 * some names with it; the recording by phases does not. `sibling` is the truth's profile of the binary
 * that was recorded by phases: the rows that only the loader has are the same in every binary. What is
 * left between the rows and the net total goes to "(other)".
 */
export function passRows(
  pass: ProfileRun,
  phases: Phases,
  sibling: ProfileRun,
): Record<string, ProfileRow> {
  const known = withoutLoader(phases);
  const loaderOnly = Object.keys(mergedRows(sibling.fns)).filter((key) => !known.has(key));
  const rows = mergedRows(pass.fns);
  for (const key of loaderOnly) delete rows[key];
  if (pass === sibling) {
    for (const [key, [self, calls]] of known) rows[key] = [self, rows[key]?.[1] ?? self, calls];
  }
  const attributed = Object.values(rows).reduce((sum, [self]) => sum + self, 0);
  if (attributed !== pass.ir_net) rows["(other)|"] = [pass.ir_net - attributed, 0, 0];
  return rows;
}
