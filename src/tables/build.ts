/**
 * A build: everything that is data about one measured interpreter binary. The file
 * `public/builds/<name>.json` is written by `npm run convert`, never by hand.
 */

import type { TextFeature } from "../program/features.ts";
import { type PackedBuild, unpackBuild } from "./packed.ts";

/** Where a figure comes from: measured on the real tool, or estimated for this build. */
export type Basis = "measured" | "estimated";

/** Ir of one execution; or of each index; or of a loop of k turns (see abi/ledger.ts, Price). */
export type PriceValue =
  | number
  | { table: number[] }
  | { fixed: number; round: number; unroll: number; rest: number };

export interface PriceEntry {
  price: PriceValue;
  basis: Basis;
}

/** [self Ir, inclusive Ir, calls] of one row of a profile. */
export type ProfileRow = [number, number, number];

/** A law over the program text `range(N)`: what compiling it costs beyond `pass`. */
export interface TextLaw {
  /** For N = 0; added when N > 0; when N > 256; for each digit after the first. */
  base: ProfileRow;
  positive: ProfileRow;
  literal: ProfileRow;
  digit: ProfileRow;
}

/** Absolute addresses: first, distance, how many. */
export type AddressRun = [number, number, number];

/** A dictionary of the start-up; absolute addresses. */
export interface DictState {
  object: number;
  /** 0 for the table inside the object. */
  table: number;
  mask: number;
  fill: number;
  used: number;
  refcount: number;
}

/** A dictionary of strs at start: entries less one, then slot and hash (hexadecimal; null: removed). */
export interface StartDict {
  mask: number;
  entries: [number, string | null][];
}

/** An arena of the small-object allocator. */
export interface ArenaState {
  /** Absolute address. */
  base: number;
  free: number;
  /** A token per pool up to the first never used: F full, P partly used, E empty; size index. */
  pools: string;
  /** Indices of the empty pools, from the head of their list. */
  empty: number[];
}

/**
 * A law over the features of a text (src/program/features.ts): Ir per unit that the text has beyond
 * `pass`.
 */
export type FeatureLaw = Partial<Record<TextFeature, number>>;

/** The machine's memory when the module's code starts. Addresses in bytes from the heap's start. */
export interface EntryState {
  /** start, end, kind as in VmaKind; absolute addresses. */
  vmas: [number, number, number][];
  /** absolute address, pages, state as in PageState. */
  pages: [number, number, number][];
  heapStart: number;
  brkEnd: number;
  /** Bytes from the heap's start that brk may reach, 0 for no limit. */
  brkLimit: number;
  top: number;
  lastRemainder: number;
  haveFastchunks: boolean;
  /** address, bytes, count, state as in ChunkState. */
  chunks: [number, number, number, number][];
  tcache: [number, number][];
  fastbins: number[];
  bins: [number, number][];
  binmap: number[];
  intBlocks: number[];
  blockList: number[];
  intFree: [number, number][];
  smallRefcounts: number[];
  /** block, slot, value (as text: 64 bits), reference count. */
  intLive: [number, number, string, number][];
  /** Index in intLive of the program's own literal, null when the program has none. */
  literal: number | null;
  /** Absolute addresses of list objects on the free list, in the order they were put there. */
  listFree: number[];
  poolsBypassed: boolean;
  /** Bytes from the heap's start to the table of arena objects, 0 for none. */
  arenaTable: number;
  arenas: ArenaState[];
  /** Indices of the arenas with free pools, from the head. */
  usableArenas: number[];
  /**
   * Partly used pools: arena index, offset in it, size index, blocks in use, offset of the first block
   * never used, free chain from its head as text ("3 7:1:4": block numbers, start:step:count). Each
   * ring from its head.
   */
  pools: [number, number, number, number, number, string][];
  /** The collector: threshold, count and list length of each generation. */
  gc: {
    generations: [number, number, number][];
    longLivedTotal: number;
    longLivedPending: number;
  };
  /** Where the collector's own words stand for the interpreter's static ones; absolute. */
  staticData: number;
  /** Dead dict objects, and dead tuples by size, in the order in which they were kept. */
  dictFree: AddressRun[];
  tupleFree: [number, AddressRun[]][];
  /** How many dead built-in functions and bound methods were kept; where is not recorded. */
  cfunctionFree: number;
  methodFree: number;
  /**
   * Float blocks (absolute addresses, from the head of their list), floats in a block, the free list
   * from its head as block and slot, and the live ones: block, slot, references, value.
   */
  floats: {
    blocks: number[];
    slots: number;
    free: [number, number][];
    live: [number, number, number, number][];
  };
  mainDict: DictState;
  /** Slot in the table and MainName. */
  mainNames: [number, number][];
  builtinDict: DictState;
  ticker: number;
  checkInterval: number;
  libcBase: number;
  imageBase: number;
  /** Memory calls before entry and after the module, as strace counts them. */
  syscallsBefore: Record<string, number>;
  syscallsAfter: Record<string, number>;
  /** Minor faults and kilobytes recorded at entry. */
  faults: number;
  recordedKb: { rss: number; pss: number; uss: number; anonymous: number };
}

/** One launch of the build. */
export interface LaunchState {
  /** Total net Ir of the program `pass`, and its phases. */
  passNet: number;
  passPhases: { start: number; run: number; exit: number };
  passBasis: Basis;
  /**
   * Memory of `pass` when it enters exit, beyond its state at entry, in kilobytes, and the minor
   * faults in between: what the recorded exit itself touches. The proportional share depends on the
   * other processes of the machine and may be negative.
   */
  exitRecorded: { rssKb: number; ussKb: number; pssKb: number; faults: number };
  exitBasis: Basis;
  /**
   * Debug builds: how many requests the debug layer had counted (serialno) when the code of `pass` and of
   * `range(300)` began.
   */
  serialno?: { pass: number; range: number; basis: Basis };
  /** The interned strs at start, where they are other ones than under the recipe (start-dicts-site.json). */
  interned?: StartDict;
  native: ProgramStates;
  /** Inside valgrind, where it was recorded. */
  callgrind?: ProgramStates;
}

/** States at entry of the two programs that were recorded; others start from the second one. */
export interface ProgramStates {
  pass: EntryState;
  range: EntryState;
  /**
   * After the library's modules were imported, for programs whose own code begins with it (natively):
   * "os", and "random", which is with os. What imports leave in memory is recorded, not modelled.
   */
  imports?: Partial<Record<ImportedModule, EntryState>>;
  /** Calls of malloc of each module's first import (scripts/measure/import_calls.py), natively, launch site. */
  importCalls?: ImportCalls;
  /** Natively, for builds that have a binary here. */
  forked?: ForkedPages;
}

/** By ImportedModule: three numbers a call, ImportCall, number of the block, bytes (assembly/abi/import_calls.ts). */
export type ImportCalls = Record<string, number[]>;

/** Modules of the library whose traces in memory were recorded. */
export type ImportedModule = "os" | "random";

/** Pages that children write and that no modelled step writes (scripts/measure/fork_pages.py). */
export interface ForkedPages {
  /**
   * By generation: pages with heads of the start-up's containers, as page numbers (how many are skipped before
   * each), each followed by the word in it that a collection writes first. Plainly and after imports.
   */
  containers: Partial<Record<"pass" | ImportedModule, number[][]>>;
  /** Page numbers that every child of os.fork has written: skipped, count; its faults that wrote none. */
  born: { pages: number[]; faults: number };
}

export interface Build {
  format: 1;
  name: string;
  title: string;
  /** Bytes from the heap's start that brk may reach inside valgrind. */
  brkLimit: number;
  provenance: Record<string, string>;
  layout: {
    traceRefs: boolean;
    intBytes: number;
    intSlots: number;
    blockBytes: number;
    refcntOffset: number;
    debugBytes: number;
    buffersInPools: boolean;
    poolAlignment: number;
  };
  libc: {
    version: string;
    topPad: number;
    trimThreshold: number;
    mmapThreshold: number;
    tcacheCount: number;
    /** Absent for true: freeing a mapped chunk raises the thresholds. */
    dynamicThresholds?: boolean;
    /** Offset of main_arena from the C library's load address. */
    mainArena: number;
  };
  /** Offsets of type objects by name (tests/traces/<build>/types.json), and of static objects. */
  types: Record<string, number>;
  singletons: Record<"None" | "True" | "False" | "NotImplemented" | "Ellipsis", number>;
  /** C function -> its row in a profile of this binary: "name|file". */
  rows: Record<string, string>;
  /** "callee@caller" for every inlined call. */
  inlined: string[];
  /** "callee@caller" where only the callee's quick path is inlined: the rest is a call. */
  inlinedQuick?: string[];
  /** "segment" or "segment@charged function". */
  prices: Record<string, PriceEntry>;
  /** Segment -> rows whose cost is part of its price: [self Ir, calls] per execution. */
  bundles: Record<string, Record<string, [number, number]>>;
  /** The recorded profile of `pass`, launch recipe. */
  passRows: Record<string, ProfileRow>;
  /** Rows whose cost depends on the text of `range(N)`. */
  textLaw: Record<string, TextLaw>;
  /** Part of the law's Ir that belongs to the exit phase (code objects that die there). */
  textLawExit: number;
  /** What compiling a text costs beyond `pass`; texts `range(N)` have a law of their own. */
  compileLaw?: FeatureLaw;
  /** What the rest of exit costs beyond `pass` and beyond what the machine models there. */
  exitLaw?: FeatureLaw;
  /**
   * Requests reaching malloc (not calloc, not realloc) in the whole process of `pass`, by size, launch
   * recipe, native. 2.7.12 was recorded with block sizes only.
   */
  passMallocSizes: Record<string, number>;
  /** Requests of `range(0)` beyond those of `pass`, by size; a negative count is a request less. */
  rangeMallocSizes: Record<string, number>;
  /** What look-ups meet when the module's code starts (tests/traces/<build>/start-dicts.json). */
  startDicts?: {
    interned: StartDict;
    sys: StartDict;
    characters: number[];
    /** Type -> slots less one; slot and bits 16 to 31 of the hash of each entry, in 6 hexadecimal digits. */
    types?: Record<string, [number, string]>;
    /** Functions of the C library that nobody has called yet. */
    unbound?: string[];
  };
  /** Blocks filled before the module runs. */
  passBlocksFilled: number;
  /** Where the recorded part of exit is interrupted by modelled steps: shares of exit. */
  exitShares: { beforeCollect: number; beforeFini: number };
  /** How good each row is: rows not listed are recorded and exact for `pass`. */
  bounds: Record<string, { basis: "exact" | "bounded" | "estimated"; ir: number; reason: string }>;
  launches: Partial<Record<"recipe" | "site" | "c", LaunchState>>;
  /** Another memory manager than the interpreter's own: its name and parameters (workers/collectors.ts). */
  manager?: { name: string; floatBytes: number; cfg: Record<number, number> };
}

/** A build file that cannot be used. */
export class BuildError extends Error {
  override name = "BuildError";
}

const REQUIRED = [
  "name",
  "title",
  "layout",
  "libc",
  "types",
  "singletons",
  "rows",
  "inlined",
  "prices",
  "bundles",
  "passRows",
  "textLaw",
  "launches",
] as const;

/** Reads a build file. Throws a BuildError that says what is wrong with it. */
export function parseBuild(text: string): Build {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new BuildError(`the build file is not JSON: ${(error as Error).message}`);
  }
  if (typeof data !== "object" || data === null)
    throw new BuildError("the build file holds no object");
  const build = ("packed" in data ? unpacked(data as PackedBuild) : data) as Record<
    string,
    unknown
  >;
  if (build.format !== 1) {
    throw new BuildError(
      `the build file has format ${JSON.stringify(build.format)}; this version reads 1`,
    );
  }
  for (const key of REQUIRED) {
    if (build[key] === undefined) throw new BuildError(`the build file lacks "${key}"`);
  }
  const parsed = build as unknown as Build;
  checkPrices(parsed);
  checkLayout(parsed);
  return parsed;
}

function unpacked(data: PackedBuild): Build {
  try {
    return unpackBuild(data);
  } catch (error) {
    throw new BuildError((error as Error).message);
  }
}

function checkPrices(build: Build): void {
  for (const [segment, entry] of Object.entries(build.prices)) {
    for (const ir of numbersOf(entry.price)) {
      if (!Number.isInteger(ir) || ir < 0 || ir > 0xffffffff) {
        throw new BuildError(
          `the price of ${segment} is ${ir}; a price is a whole number from 0 on`,
        );
      }
    }
  }
}

function numbersOf(price: PriceValue): number[] {
  if (typeof price === "number") return [price];
  if ("table" in price) return price.table;
  return [price.fixed, price.round, price.unroll, price.rest];
}

function checkLayout(build: Build): void {
  const { intBytes, intSlots, blockBytes } = build.layout;
  if (8 + intBytes * intSlots !== blockBytes) {
    throw new BuildError(
      `a block of ${intSlots} ints of ${intBytes} bytes has ${8 + intBytes * intSlots} bytes, not ${blockBytes}`,
    );
  }
}
