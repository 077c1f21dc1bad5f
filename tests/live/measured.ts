/** What scripts/measure/live.py prints, checked, and how its machine differs from the recordings'. */

export interface Provenance {
  sha256: Record<string, string>;
  cpu_model: string;
  cpu_flags: Record<string, boolean>;
}

/** One program under callgrind: net Ir and [self Ir, calls] per "name|file". */
export interface LiveProfile {
  net: number;
  rows: Record<string, [number, number]>;
}

export interface LiveProfiles {
  programs: Record<string, LiveProfile>;
  provenance: Provenance;
}

/** Processor features that the C library's string functions are chosen by, as far as valgrind shows them. */
const STRING_FLAGS = ["erms", "avx2", "bmi2"];

/** The processor features that make this machine count memset and its kin differently. */
export function cpuDifferences(recorded: Provenance, here: Provenance): string[] {
  return STRING_FLAGS.filter((flag) => recorded.cpu_flags[flag] !== here.cpu_flags[flag]).map(
    (flag) =>
      `${flag} is ${here.cpu_flags[flag] ?? "unknown"} here, ${recorded.cpu_flags[flag] ?? "unknown"} there`,
  );
}

/** The measured binaries that are not the recorded ones, by name. */
export function binaryDifferences(recorded: Provenance, here: Provenance): string[] {
  const names = Object.keys(recorded.sha256).filter((name) => here.sha256[name] !== undefined);
  if (names.length < 2) throw new Error("the provenance names no binaries to compare");
  return names.filter((name) => recorded.sha256[name] !== here.sha256[name]);
}

/** The profile of one program. Throws when it is missing or counted nothing. */
export function profileOf(measured: LiveProfiles, program: string): LiveProfile {
  const profile = measured.programs[program];
  if (profile === undefined) throw new Error(`callgrind measured no ${program}`);
  if (!(profile.net > 0))
    throw new Error(`callgrind counted ${profile.net} instructions for ${program}`);
  return profile;
}

/** A row that must be there, with instructions in it. */
export function liveRow(profile: LiveProfile, key: string): [number, number] {
  const row = profile.rows[key];
  if (row === undefined) throw new Error(`callgrind shows no ${key}`);
  if (!(row[0] > 0) || !(row[1] > 0)) throw new Error(`callgrind counted nothing in ${key}`);
  return row;
}

/** Variants of memset that a profile shows with instructions in them: the C library chose one by the processor. */
export function memsetVariants(profile: LiveProfile): string[] {
  return Object.entries(profile.rows)
    .filter(([key, [self]]) => /^__memset_\w+\|/.test(key) && self > 0)
    .map(([key]) => key.slice(0, key.indexOf("|")));
}

/** What sets this machine's string functions apart from the recorded ones, in one line; empty when nothing does. */
export function stringFunctions(
  recorded: Provenance,
  here: Provenance,
  variants: readonly string[],
  expected: string,
): string {
  const flags = cpuDifferences(recorded, here);
  const others = variants.filter((name) => name !== expected);
  const chosen =
    variants.includes(expected) && others.length === 0 ? [] : [variants.join(", ") || "no memset"];
  if (flags.length === 0 && chosen.length === 0) return "";
  const fills = chosen.map((names) => `memory is filled by ${names}, not by ${expected}`);
  return [`${here.cpu_model}`, ...flags, ...fills].join("; ");
}
