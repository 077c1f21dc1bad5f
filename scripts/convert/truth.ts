/** The recorded truth as the recorders wrote it: only the parts that the converter reads. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProfileRow } from "../../src/tables/build.ts";

export interface ProfileRun {
  program: string;
  n: number | null;
  source: string;
  ir_net: number;
  fns: Record<string, ProfileRow>;
  /** Set where `fns` has only the rows that cost something else than in `range(0)`. */
  beyond?: "range(0)";
}

export interface Cluster {
  count: Record<string, number>;
  instructions: number;
}

export interface ExactFunction {
  delta_vs_range0: Record<string, number>;
  segments?: Cluster[];
}

/** What is known about the steps of `range(n)` in one binary. */
export interface Segments {
  block_request_bytes: number;
  n_intobjects: number;
  free_ints_at_range_call: number;
  functions_exact: Record<string, ExactFunction>;
}

export interface SegmentsFile {
  builds: Record<string, Segments>;
}

/** instructions.json: what `npm run calibrate` records instead of segments.json. */
export interface InstructionsFile {
  /** The n of the runs, in the order of the counts. */
  n: number[];
  /** Row -> how often an instruction ran in each run, and how many instructions ran so often. */
  rows: Record<string, [number[], number][]>;
}

export interface RecordedInts {
  slots_per_block: number;
  int_size: number;
  blocks: number[];
  block_list_order: number[];
  free_list: [number, number][];
  small_refcounts: number[];
  small_misplaced: unknown[];
  other_live: [number, number, number, number][];
}

export interface RecordedDict {
  object: string | number;
  /** Bytes from the heap's start, or a remark that the table is inside the object. */
  table: string | number;
  fill: number;
  used: number;
  mask: number;
  refcount: number;
  entries?: [number, string][];
}

export interface RecordedEntry {
  minor_faults_since_exec: number;
  pages: {
    rows: [string, string, number, number, string, number, number, number, string?][];
    totals_kb: Record<string, number>;
  };
  ints: RecordedInts;
  freelists: {
    list: { numfree: number; objects: (string | number)[] };
    dict: { numfree: number; objects: (string | number)[] };
    tuple: { numfree: number[]; objects: Record<string, (string | number)[]> };
    cfunction: { numfree: number };
    bound_method: { numfree: number };
  };
  floats: {
    blocks: number[];
    block_list_order: number[];
    free_list: [number, number][];
    live: [number, number, number, number][];
  };
  gc: {
    generations: { threshold: number; count: number; length: number }[];
    long_lived_total: number;
    long_lived_pending: number;
  };
  interp: {
    main_dict: RecordedDict;
    builtin_dict: RecordedDict;
    ticker: number;
    check_interval: number;
  };
  glibc: {
    heap_start_rel_image: number;
    top: number;
    brk_end: number;
    last_remainder: number;
    have_fastchunks: number;
    binmap: number[];
    tcache: Record<string, number[]>;
    fastbins: Record<string, number[]>;
    unsorted: [number, number][];
    smallbins: Record<string, number[]>;
    largebins: Record<string, [number, number][]>;
    chunks: string;
  };
  obmalloc: {
    alignment: number;
    running_on_valgrind?: number;
    arena_table: number | null;
    arenas: {
      base_rel_libc: number;
      pool_address: number;
      nfreepools: number;
      freepools: number[];
      pools: string;
    }[];
    usable_arenas: number[];
    classes: Record<string, { partial: [string, number, number, string][] }>;
  };
  syscalls: {
    before_entry: [string, ...unknown[]][];
    after_module: (string | [string, ...unknown[]])[];
  };
}

export interface EntryFile {
  builds: Record<
    string,
    {
      launches: Record<string, { pass: RecordedEntry; "range(300)_delta": unknown }>;
      under_valgrind_recipe: {
        pass_delta_to_native: unknown;
        "range(300)_delta_to_pass": unknown;
        brk: { last_successful_brk: number; first_refused_brk: number };
      };
    }
  >;
}

export interface Phases {
  programs: Record<
    string,
    {
      net: number;
      phases: { start: number; run: number; exit: number };
      functions?: Record<string, Record<string, [number, number]>>;
      functions_differing_from_pass?: Record<string, Record<string, [number, number]>>;
      opcode_split: {
        opcodes: Record<string, { self: number; callees: Record<string, number> }>;
        around: { before: Record<string, number>; after: Record<string, number> };
      };
    }
  >;
}

export interface MallocPaths {
  decomposition: Record<string, { prices: Record<string, [number, string]> }>;
  leaves: [string, number, string][];
}

export interface MemsetTable {
  runs: Record<string, [number, number, number][]>;
  above_2048: { constants: number[] };
}

/** tests/traces/glibc-2.36/strings.json, written by scripts/measure/strings.py. */
export interface BytesTables {
  runs: Record<string, [number, number, number][]>;
}

/** tests/traces/<build>/launches.json, written by scripts/measure/launches.py. */
export interface LaunchesFile {
  callgrind: Record<Launch, { net: number; phases: { start: number; run: number; exit: number } }>;
  malloc: Record<Launch, Record<"pass" | "range(0)" | "range(300)", MallocRequests>>;
}

type Launch = "recipe" | "site" | "c";

interface MallocRequests {
  sizes: Record<"malloc" | "calloc" | "realloc", Record<string, number>>;
}

/** tests/traces/<build>/native.json, written by scripts/measure/native.py. */
export interface NativeFile {
  rows: {
    launch: string;
    program: string;
    at_exit: { rss_kb: number; uss_kb: number; pss_kb: number; minor_faults: number };
  }[];
}

/** Part of instruments.json. */
export interface MallocLog {
  malloc_log: { build: string; n: number | "pass"; size_992: number; size_1000: number }[];
}

/** A JSON file, read whole. */
export function readJson<T>(...path: string[]): T {
  return JSON.parse(readFileSync(join(...path), "utf8")) as T;
}

/**
 * A recorded difference applied to a recorded state: objects are merged by key, lists replaced,
 * and the keys named under "(absent)" removed.
 */
export function applyDelta<T>(base: T, delta: unknown): T {
  if (typeof delta !== "object" || delta === null || Array.isArray(delta)) return delta as T;
  const result: Record<string, unknown> = { ...(base as Record<string, unknown>) };
  for (const [key, value] of Object.entries(delta)) {
    if (key === "(absent)") for (const gone of value as string[]) delete result[gone];
    else result[key] = key in result ? applyDelta(result[key], value) : value;
  }
  return result as T;
}
