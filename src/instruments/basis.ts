/**
 * Where a number on the screen comes from and how far off it may be: the mark that stands beside it, and the words
 * behind the mark. The bounds are those that the tests hold (tests/traces); docs/fidelity.md has the tables.
 */
import { grouped } from "./narrate.ts";

/** Measured and equal; simulated within a bound; estimated. */
export type Basis = "exact" | "bounded" | "estimated";

export const MARKS: Record<Basis, string> = { exact: "●", bounded: "◐", estimated: "○" };

/** Largest differences between the machine and the real tools, of `range(n)`, at every recorded n. */
export const BOUNDS = {
  /** Ir of the whole process beyond that of range(0), against callgrind. */
  processIr: 400,
  /** Ir of one function that is not exact, against callgrind. */
  functionIr: 400,
  /** kB of resident memory at exit, against /proc. */
  residentKb: 64,
  /** Minor faults of the process, against /proc. */
  faults: 1,
  /** Calls of brk, mmap and munmap of the process, against strace. */
  calls: 1,
} as const;

export type Quantity =
  /** Instructions: the clock, totals, costs. */
  | "Ir"
  /** Ints, blocks, slots, objects and their addresses. */
  | "objects"
  /** Numbers that a debug build gives its requests for memory. */
  | "requests"
  /** The heap's bytes and requests to malloc. */
  | "heap"
  | "resident"
  | "mapped"
  | "faults"
  /** Kernel work that no tool counts by itself. */
  | "kernel"
  /** System calls. */
  | "calls";

export interface Provenance {
  basis: Basis;
  words: string;
}

const OF_RANGE: Record<Quantity, Provenance> = {
  Ir: bounded(`within ${BOUNDS.processIr} Ir of callgrind at every recorded n`),
  objects: bounded("no difference to what gdb read at n = 10, 300 and 1,000"),
  requests: bounded("the numbers that gdb read in 2.7.18 after range(1000); 2.7.12 is estimated"),
  heap: bounded("requests to malloc as counted; the break as strace saw it, give or take one step"),
  resident: bounded(`within ${BOUNDS.residentKb} kB of /proc at exit, up to 418 MB`),
  mapped: bounded("recorded when the module starts; from there the mappings that strace saw"),
  faults: bounded(`within ${BOUNDS.faults} of those that the kernel counted`),
  kernel: bounded("from the modelled faults, which are within 1 of the kernel's"),
  calls: bounded(`within ${BOUNDS.calls} of strace`),
};

const OF_OTHERS: Record<Quantity, Provenance> = {
  Ir: estimated("prices of other programs are fitted to recorded ones"),
  objects: bounded("the allocators are those of range(n); what compiling leaves is placed by them"),
  requests: estimated("compiling is not stepped through: counted from what start-up had counted"),
  heap: bounded(
    "lists that grow and shrink resize their mappings as strace saw; brk within 2 of it",
  ),
  resident: estimated("modelled as for range(n), not compared with a recording"),
  mapped: estimated("modelled as for range(n), not compared with a recording"),
  faults: estimated("modelled as for range(n), not compared with a recording"),
  kernel: estimated("modelled as for range(n), not compared with a recording"),
  calls: bounded("within 2 of strace for programs whose lists grow and shrink"),
};

const OF_C: Partial<Record<Quantity, Provenance>> = {
  Ir: { basis: "exact", words: "measured: equal to callgrind's at every recorded n" },
  calls: { basis: "exact", words: "measured: equal to strace's at every recorded n" },
};

/** With other parameters of malloc than the recorded machine's. */
const OF_OTHER_MALLOC: Partial<Record<Quantity, Provenance>> = {
  Ir: estimated("malloc's prices are those of glibc 2.36 with its own parameters"),
  heap: bounded("the break as strace saw it, give or take 5 calls; without a tcache 40 of 61,832"),
  calls: bounded("within 5 of strace; without a tcache within 40 of 61,832"),
};

/** `range(N)` or `pass` alone: every recorded n was compared. */
const COMPARED = /^(\s*(#[^\n]*)?\n)*(range\(\d+\)|pass)\s*$/;
const C = /^\s*#include\b/;

/** What is known about a quantity of a program's run, with `malloc`'s own parameters or others. */
export function provenance(quantity: Quantity, text: string, malloc = ""): Provenance {
  const changed = malloc === "" ? undefined : OF_OTHER_MALLOC[quantity];
  if (changed !== undefined) return changed;
  const ofC = C.test(text) ? OF_C[quantity] : undefined;
  return ofC ?? (COMPARED.test(text) ? OF_RANGE : OF_OTHERS)[quantity];
}

/** The words behind a function's mark. */
export const FUNCTION_BASIS: Record<Basis, string> = {
  exact: "measured: equal to callgrind's at every recorded n",
  bounded: `simulated: within ${grouped(BOUNDS.functionIr)} Ir of callgrind at every recorded n`,
  estimated: "estimated: fitted to recorded programs, docs/fidelity.md has the errors of others",
};

function bounded(words: string): Provenance {
  return { basis: "bounded", words: `simulated: ${words}` };
}

function estimated(words: string): Provenance {
  return { basis: "estimated", words: `estimated: ${words}` };
}
