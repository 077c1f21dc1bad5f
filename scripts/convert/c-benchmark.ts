/**
 * Writes src/tables/c-benchmark.json from tests/traces/c-benchmark/gcc-12.2.json: the state in which the
 * C program's main begins, what its C library costs before and after, and the prices of its steps.
 *
 *   npx tsx scripts/convert/c-benchmark.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CBenchmark } from "../../src/tables/c-benchmark.ts";
import { ROOT, TRACES } from "./machine.ts";

type Rows = Record<string, [number, number]>;

interface Trace {
  provenance: { command: string; date: string; packages: string[] };
  empty: {
    rows: Rows;
    net_before_main: number;
    net_after_main: number;
    net: number;
    syscalls: Record<string, number>;
    at_main: CBenchmark["entry"];
    at_exit: { minor_faults: number; rss: number; uss: number; pss: number };
  };
  runs: { n: number; rows: Rows }[];
}

const MAIN = "main|benchmark.c";
/** The lengths whose first call of malloc asks for a small chunk, for a large one. */
const FIRST_CALLS = [10, 10 ** 7];
/** Steps of malloc and sbrk that every build prices. */
const KNOWN = "2.7.18-debian-release";

/** Index of the last class of large bins in the price of a large request. */
const LARGEST_CLASS = 5;

/** Instructions of main's steps in what gcc -g makes of it; a first call through the PLT has five. */
const PLT = 5;
const MAIN_STEPS = {
  main__call_malloc: 5 + PLT,
  main__start_of_loop: 3,
  main__test: 2,
  main__store: 7,
  main__increment: 1,
  main__last_test: 2,
  main__call_free: 3 + PLT,
  main__return: 3,
};

const trace = JSON.parse(
  readFileSync(join(TRACES, "c-benchmark", "gcc-12.2.json"), "utf8"),
) as Trace;
const { prices } = JSON.parse(
  readFileSync(join(ROOT, "public", "builds", `${KNOWN}.json`), "utf8"),
) as { prices: Record<string, { price: number | { table: number[] } }> };

function known(segment: string, index = 0): number {
  const price = prices[segment]?.price;
  if (typeof price === "number") return price;
  const value = price?.table[index];
  if (value === undefined) throw new Error(`${segment} has no price`);
  return value;
}

function self(n: number, row: string): number {
  const found = trace.runs.find((run) => run.n === n)?.rows[row];
  if (found === undefined) throw new Error(`range ${n} was not recorded with ${row}`);
  return found[0];
}

/** What the search for the tcache's own chunk costs behind the bins, where there is no heap yet. */
function firstSearch(): number {
  const words = (count: number) => count * known("_int_malloc__binmap_word");
  const bins = known("_int_malloc__binmap") + known("_int_malloc__binmap_none");
  const forTcache = known("_int_malloc__small_request") + bins + words(2);
  const large = known("_int_malloc__large_request", LARGEST_CLASS);
  const forArray = large + bins + known("_int_malloc__sysmalloc");
  return self(10 ** 7, "_int_malloc|malloc.c") - forTcache - forArray;
}

const steps: Record<string, number | { table: number[] }> = {
  ...MAIN_STEPS,
  ptmalloc_init__call: self(0, "ptmalloc_init|arena.c"),
  getrandom__call: self(0, "getrandom|getrandom.c"),
  tcache_init__call: self(0, "tcache_init|malloc.c"),
  malloc__first_call: {
    table: FIRST_CALLS.map(
      (n, i) =>
        self(n, "malloc|malloc.c") - known(i === 0 ? "malloc__tcache_empty" : "malloc__large"),
    ),
  },
  _int_malloc__first_heap: firstSearch(),
  sysmalloc__first_heap: self(0, "sysmalloc|malloc.c"),
  sbrk__first_call: self(0, "sbrk|sbrk.c") - known("sbrk__move") - known("sbrk__query"),
  brk__query: self(0, "brk|brk_call.h") - known("brk__move"),
};

const { empty } = trace;
const at = empty.at_main;
const result: CBenchmark = {
  compiler: "gcc 12.2 -g",
  provenance: `tests/traces/c-benchmark/gcc-12.2.json: ${trace.provenance.command}, ${trace.provenance.date}, ${trace.provenance.packages.join(", ")}`,
  start: empty.net_before_main,
  exit: empty.net_after_main,
  emptyMain: empty.net - empty.net_before_main - empty.net_after_main,
  prices: steps,
  functions: {
    main: MAIN,
    ptmalloc_init: "ptmalloc_init|arena.c",
    getrandom: "getrandom|getrandom.c",
    tcache_init: "tcache_init|malloc.c",
    __glibc_morecore: "__glibc_morecore|morecore.c",
    mmap: "mmap|mmap64.c",
    munmap: "munmap|syscall-template.S",
  },
  entry: at,
  syscalls: empty.syscalls,
  exitRecorded: {
    rssKb: empty.at_exit.rss - at.recordedKb.rss,
    ussKb: empty.at_exit.uss - at.recordedKb.uss,
    pssKb: empty.at_exit.pss - at.recordedKb.pss,
    faults: empty.at_exit.minor_faults - at.faults,
  },
};
writeFileSync(
  join(ROOT, "src", "tables", "c-benchmark.json"),
  `${JSON.stringify(result, null, 2)}\n`,
);
