/**
 * How each figure of the article is compared, and why one that differs does. The bounds are those of the
 * recorded truth: what the article's own command comes to on the same build with other compilers, loaders and
 * another start-up.
 */

export type Rule =
  /** Equal, at the article's own number of decimals. */
  | { kind: "equal"; why?: string }
  /** Equal when what follows the article's own decimals is cut off. */
  | { kind: "cut"; why: string }
  | { kind: "percent"; bound: number; why: string }
  | { kind: "points"; bound: number; why: string }
  /** Compared without the part that does not grow with n: as the difference to the figure at `other`. */
  | { kind: "growth"; other: string; bound: number; why: string }
  | { kind: "recorded"; why: string };

const LOADER = "callgrind's total holds the dynamic loader, which is no part of net Ir";
const LINES = "a share of a total that holds the loader's instructions";
const SITE = "the article's start-up imports site, which no launch of this build has recorded";
const GCC =
  "gcc 5 compiled other -O0 code for the article: 283.5 Ir per int between 10^6 and 10^7, here 278.4";
const BLOCKS = "start-up with site leaves some 13,000 small blocks more";
const SYSTEM = "start-up of the article's system: its loader, its site, its files";
const SHARE =
  "inclusive Ir as a share of what callgrind counts here for the article's command; gcc 5's code has other shares";
const UNSIMULATED = "a wall clock's seconds: the machine has no clock";
const STRINGS = "the string functions that ltrace counts across libraries belong to start-up";
const CUT =
  "the DHAT of the article's time divides whole numbers: what follows two decimals is cut off";
const STACKS = "the C stack is not simulated";

/** The longest prefix of a figure's path decides. */
export const RULES: Record<string, Rule> = {
  "c_benchmark.": { kind: "equal" },
  "c_benchmark.callgrind_ir": { kind: "percent", bound: 0.2, why: LOADER },
  "c_benchmark.dhat.guest_insns": { kind: "percent", bound: 0.2, why: LOADER },
  "c_benchmark.massif.peak_total_bytes": { kind: "percent", bound: 0.001, why: STACKS },
  "c_benchmark.massif.peak_stacks_bytes": { kind: "recorded", why: STACKS },
  "c_benchmark.self_percent.": { kind: "points", bound: 0.15, why: LINES },
  "range_release.n": { kind: "equal" },
  "range_release.time_seconds.": { kind: "recorded", why: UNSIMULATED },
  "range_release.time_seconds.python3.5.": {
    kind: "recorded",
    why: "Python 3.5's range is lazy and no part of the machine",
  },
  "range_release.ltrace_calls.": { kind: "recorded", why: STRINGS },
  "range_release.ltrace_calls.malloc": { kind: "percent", bound: 0.5, why: SYSTEM },
  "range_release.ltrace_calls.free": { kind: "percent", bound: 0.5, why: SYSTEM },
  "range_release.malloc_sizes.": { kind: "recorded", why: SYSTEM },
  "range_release.malloc_sizes.80000000": { kind: "equal" },
  "range_release.malloc_sizes.992": {
    kind: "percent",
    bound: 0.05,
    why: "ltrace counts every request of 992 bytes; start-up with the article's site has 24 more",
  },
  "range_release.strace_calls.brk": {
    kind: "percent",
    bound: 0.05,
    why: "where start-up leaves the top of the heap moves the count by up to 25",
  },
  "range_release.strace_calls.munmap": { kind: "equal" },
  "range_release.strace_calls.mmap": { kind: "recorded", why: SYSTEM },
  "range_release.strace_calls.mprotect": { kind: "recorded", why: SYSTEM },
  "range_release.strace_calls.total": { kind: "percent", bound: 0.05, why: SYSTEM },
  "range_debug.n": { kind: "equal" },
  "range_debug.callgrind_ir": {
    kind: "growth",
    other: "range_debug.callgrind_ir_at_1000000",
    bound: 2,
    why: `${SITE}; ${GCC}`,
  },
  "range_debug.callgrind_ir_at_1000000": {
    kind: "growth",
    other: "range_debug.callgrind_ir",
    bound: 2,
    why: `${SITE}; ${GCC}`,
  },
  "range_debug.inclusive_percent.": { kind: "points", bound: 0.5, why: SHARE },
  "range_debug.inclusive_percent.builtin_range": {
    kind: "points",
    bound: 2.6,
    why: `${SHARE}: callgrind too counts 45.84 here`,
  },
  "range_debug.inclusive_percent.list_dealloc": {
    kind: "points",
    bound: 1.4,
    why: `${SHARE}: callgrind too counts 37.92 here`,
  },
  "range_debug.inclusive_percent.Py_Finalize": {
    kind: "points",
    bound: 0.8,
    why: `${SHARE}; exit has no modules of site to take down`,
  },
  "range_debug.calls.": { kind: "percent", bound: 0.05, why: SITE },
  "range_debug.instructions_per_integer.python": {
    kind: "percent",
    bound: 4,
    why: `a total divided by n: ${SITE}; ${GCC}`,
  },
  "range_debug.instructions_per_integer.c": { kind: "equal" },
  "range_debug.massif.": {
    kind: "percent",
    bound: 1,
    why: "Massif's peak lies up to 1 % below the true one; which snapshot it takes hangs on start-up",
  },
  "range_debug.massif.peak_extra_heap_bytes": { kind: "percent", bound: 2, why: BLOCKS },
  "range_debug.massif.peak_stacks_bytes": { kind: "recorded", why: STACKS },
  "range_debug.dhat.guest_insns": { kind: "percent", bound: 4, why: `${SITE}; ${GCC}` },
  "range_debug.dhat.max_live_bytes": { kind: "percent", bound: 1, why: BLOCKS },
  "range_debug.dhat.tot_alloc_bytes": { kind: "percent", bound: 1, why: BLOCKS },
  "range_debug.dhat.max_live_blocks": { kind: "percent", bound: 4, why: BLOCKS },
  "range_debug.dhat.tot_alloc_blocks": { kind: "percent", bound: 4, why: BLOCKS },
  "range_debug.dhat.fill_free_list.": { kind: "equal" },
  "range_debug.dhat.fill_free_list.avg_age_percent_of_lifetime": {
    kind: "points",
    bound: 1,
    why: "the clock counts malloc's own instructions, DHAT's does not",
  },
  "range_debug.dhat.fill_free_list.reads_per_byte": {
    kind: "cut",
    why: CUT,
  },
  "range_debug.dhat.fill_free_list.writes_per_byte": {
    kind: "cut",
    why: `${CUT}. In it are 153 bytes a block that the AVX2 memset of glibc 2.23 stores twice; DHAT 3.19, which counts 4.31 here, puts a memset of its own in its place`,
  },
  "range_debug.dhat.PyList_New.": { kind: "equal" },
  "range_debug.dhat.PyList_New.avg_age_percent_of_lifetime": {
    kind: "points",
    bound: 1,
    why: "the clock counts malloc's own instructions, DHAT's does not",
  },
  "range_debug.dhat.PyList_New.reads_per_byte": {
    kind: "cut",
    why: CUT,
  },
  "range_debug.dhat.PyList_New.writes_per_byte": {
    kind: "cut",
    why: CUT,
  },
};

/** The rule for a figure, by the longest prefix of its path. */
export function ruleOf(path: string): Rule | null {
  const prefixes = Object.keys(RULES).filter((prefix) =>
    prefix.endsWith(".") ? path.startsWith(prefix) : path === prefix,
  );
  const longest = prefixes.sort((a, b) => b.length - a.length)[0];
  return longest === undefined ? null : (RULES[longest] ?? null);
}
