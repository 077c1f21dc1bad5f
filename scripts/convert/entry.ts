/** Recorded entry states -> the entry states of a build file. */
import { ChunkState, PageState, VmaKind } from "../../assembly/abi/layout.ts";
import type { EntryState } from "../../src/tables/build.ts";
import { convertObjects } from "./objects.ts";
import type { RecordedEntry } from "./truth.ts";

/** First mapped byte of a position-independent program without randomisation, and under valgrind. */
const PIE_BASE = 0x555555554000;
const PIE_BASE_VALGRIND = 0x108000;
/** Where a program that is not position-independent is linked to. */
const FIXED_BASE = 0x400000;
/** The dynamic loader ends here, the stack there, without randomisation. */
const LOADER_END = 0x7ffff7fff000;
const STACK_END = 0x7ffffffff000;
/** valgrind maps libraries above the 8 MiB it keeps for brk; only distances matter there. */
const LIBC_BASE_VALGRIND = 0x4b00000;
/** Where in a page of static data the collector's words are put. */
const STATIC_OFFSET = 3584;

export interface EntryOptions {
  pie: boolean;
  underValgrind: boolean;
  brkLimit: number;
  buffersInPools: boolean;
}

/** Converts one recorded state. */
export function convertEntry(recorded: RecordedEntry, options: EntryOptions): EntryState {
  const pieBase = options.underValgrind ? PIE_BASE_VALGRIND : PIE_BASE;
  const imageBase = options.pie ? pieBase : FIXED_BASE;
  const heapStart = imageBase + recorded.glibc.heap_start_rel_image;
  const libcBase = options.underValgrind ? LIBC_BASE_VALGRIND : nativeLibcBase(recorded);
  const arenas = recorded.obmalloc.arenas.map((arena) => libcBase + arena.base_rel_libc);
  const bypassed = options.underValgrind && options.buffersInPools;
  const place = (ref: string | number) => {
    if (typeof ref === "number") return heapStart + ref;
    const match = /^a(\d+)\+(\d+)$/.exec(ref);
    if (match === null) throw new Error(`unknown address ${ref}`);
    const base = arenas[Number(match[1])];
    if (base === undefined) throw new Error(`no arena for ${ref}`);
    return base + Number(match[2]);
  };
  const { glibc, ints } = recorded;
  if (ints.small_misplaced.length > 0) throw new Error("a small int is not at its usual place");
  const staticPage = staticsAt(recorded, imageBase, libcBase, options.underValgrind);
  const mapped = options.underValgrind
    ? valgrindMappings(recorded, heapStart, libcBase, arenas, staticPage)
    : nativeMappings(recorded, imageBase, libcBase);
  const pools = bypassed ? noPools() : convertPools(recorded, place);
  return {
    ...mapped,
    heapStart,
    imageBase,
    libcBase,
    brkEnd: glibc.brk_end,
    brkLimit: options.brkLimit,
    top: glibc.top,
    lastRemainder: glibc.last_remainder,
    haveFastchunks: glibc.have_fastchunks !== 0,
    chunks: convertChunks(glibc.chunks, glibc.top, glibc.brk_end),
    tcache: fromHeads(glibc.tcache, (bytes) => (bytes - 32) / 16),
    fastbins: fromHeads(glibc.fastbins, (bytes) => bytes).map(([, at]) => at),
    bins: convertBins(glibc),
    binmap: glibc.binmap,
    intBlocks: ints.blocks,
    blockList: ints.block_list_order,
    intFree: ints.free_list,
    smallRefcounts: ints.small_refcounts,
    intLive: ints.other_live.map(([b, s, value, refs]) => [b, s, exactInt(value), refs]),
    literal: literalIndex(ints.other_live),
    listFree: recorded.freelists.list.objects.map(place),
    poolsBypassed: bypassed,
    ...pools,
    ...convertObjects(recorded, place),
    staticData: staticPage + STATIC_OFFSET,
    syscallsBefore: countCalls(recorded.syscalls.before_entry),
    syscallsAfter: countCalls(recorded.syscalls.after_module),
    faults: recorded.minor_faults_since_exec,
    recordedKb: recordedKb(recorded),
  };
}

/** JSON reads 2^63-1 as 2^63: the only value of that size that was recorded. */
function exactInt(value: number): string {
  return value === 2 ** 63 ? "9223372036854775807" : String(value);
}

/** The recorded program with a literal is range(300). */
function literalIndex(live: [number, number, number, number][]): number | null {
  const index = live.findIndex(([, , value]) => value === 300);
  return index < 0 ? null : index;
}

function recordedKb(recorded: RecordedEntry): EntryState["recordedKb"] {
  const kb = recorded.pages.totals_kb;
  const of = (key: string) => kb[key] ?? 0;
  return {
    rss: of("Rss"),
    pss: of("Pss"),
    uss: of("Private_Dirty") + of("Private_Clean"),
    anonymous: of("Anonymous"),
  };
}

function nativeLibcBase(recorded: RecordedEntry): number {
  const loader = recorded.pages.rows.filter(([name]) => name.startsWith("ld-linux"));
  const last = loader[loader.length - 1];
  if (last === undefined) throw new Error("the loader's mappings were not recorded");
  return LOADER_END - last[2] - last[3];
}

type Mappings = Pick<EntryState, "vmas" | "pages">;

function nativeMappings(recorded: RecordedEntry, imageBase: number, libcBase: number): Mappings {
  const bases: Record<string, number> = { image: imageBase, libc: libcBase, stack_end: STACK_END };
  const vmas: EntryState["vmas"] = [];
  const pages: EntryState["pages"] = [];
  for (const [name, relativeTo, start, bytes, , , , , pattern] of recorded.pages.rows) {
    const at = (bases[relativeTo] ?? 0) + start;
    const kind = vmaKind(name);
    vmas.push([at, at + bytes, kind]);
    if (pattern !== undefined) pages.push(...pageRuns(at, pattern));
  }
  return { vmas, pages };
}

function vmaKind(name: string): VmaKind {
  if (name === "[heap]") return VmaKind.HEAP;
  if (name === "[stack]") return VmaKind.STACK;
  return name === "(anonymous)" ? VmaKind.ANON : VmaKind.FILE;
}

/** "98P 8. 1P": runs of present anonymous, absent and present file pages. */
function pageRuns(at: number, pattern: string): EntryState["pages"] {
  const runs: EntryState["pages"] = [];
  let address = at;
  for (const token of pattern.split(" ")) {
    const count = Number(token.slice(0, -1));
    const mark = token.slice(-1);
    const state = mark === "P" ? PageState.ANON : mark === "F" ? PageState.FILE : PageState.ABSENT;
    if (state !== PageState.ABSENT) runs.push([address, count, state]);
    address += count * 4096;
  }
  return runs;
}

/** Inside valgrind page states were not recorded: what is in use is present. */
function valgrindMappings(
  recorded: RecordedEntry,
  heapStart: number,
  libcBase: number,
  arenas: number[],
  staticPage: number,
): Mappings {
  const { top, brk_end } = recorded.glibc;
  const libcData = libcBase + 1912832;
  const vmas: EntryState["vmas"] = [
    [heapStart, heapStart + brk_end, VmaKind.HEAP],
    [libcData, libcData + 8192, VmaKind.FILE],
    [staticPage, staticPage + 4096, VmaKind.ANON],
  ];
  const pages: EntryState["pages"] = [
    [heapStart, Math.floor(top / 4096) + 1, PageState.ANON],
    [libcData, 2, PageState.ANON],
    [staticPage, 1, PageState.ANON],
  ];
  for (const base of arenas) {
    vmas.push([base, base + 262144, VmaKind.ANON]);
    pages.push([base, 64, PageState.ANON]);
  }
  vmas.sort((a, b) => a[0] - b[0]);
  return { vmas, pages };
}

/**
 * The first page of the interpreter's zeroed static data: the anonymous mapping behind its image, or behind
 * the library that holds its code. The real places of those words are not recorded. Where valgrind maps the
 * library is not recorded either: a page that nothing else takes stands for it.
 */
function staticsAt(
  recorded: RecordedEntry,
  imageBase: number,
  libcBase: number,
  underValgrind: boolean,
): number {
  const { rows } = recorded.pages;
  const index = rows.findIndex(
    ([name], i) => name === "(anonymous)" && rows[i - 1]?.[0] === "(interpreter)",
  );
  const row = rows[index];
  if (row === undefined) throw new Error("the interpreter's static data was not recorded");
  if (row[1] === "image") return imageBase + row[2];
  return underValgrind ? libcBase - LIBRARY_DISTANCE : libcBase + row[2];
}

const LIBRARY_DISTANCE = 0x100000;

const CHUNK_STATES: Record<string, ChunkState> = {
  t: ChunkState.TCACHE,
  f: ChunkState.FASTBIN,
  b: ChunkState.BIN,
};

/** "41 6 3*3 49t": size / 16, state, repetition; in address order from the heap's start. */
function convertChunks(text: string, top: number, brkEnd: number): EntryState["chunks"] {
  const chunks: EntryState["chunks"] = [];
  let at = 0;
  for (const token of text.split(" ")) {
    const match = /^(\d+)([tfb]?)(?:\*(\d+))?$/.exec(token);
    if (match === null) throw new Error(`unknown chunk ${token}`);
    const bytes = Number(match[1]) * 16;
    const count = Number(match[3] ?? 1);
    chunks.push([at, bytes, count, CHUNK_STATES[match[2] ?? ""] ?? ChunkState.IN_USE]);
    at += bytes * count;
  }
  if (at !== top) throw new Error(`the chunks end at ${at}, the top chunk begins at ${top}`);
  chunks.push([top, brkEnd - top, 1, ChunkState.TOP]);
  return chunks;
}

/** Lists that are recorded from the head, in the order in which their entries were put. */
function fromHeads(
  lists: Record<string, number[]>,
  index: (bytes: number) => number,
): [number, number][] {
  return Object.entries(lists).flatMap(([bytes, chunks]) =>
    [...chunks].reverse().map((at): [number, number] => [index(Number(bytes)), at]),
  );
}

/** Bin number and chunk, each bin from its back to its front. */
function convertBins(glibc: RecordedEntry["glibc"]): [number, number][] {
  const bins: [number, number][] = [];
  const add = (bin: number, fromFront: number[]) => {
    for (const at of [...fromFront].reverse()) bins.push([bin, at]);
  };
  add(
    1,
    glibc.unsorted.map(([at]) => at),
  );
  for (const [bytes, chunks] of Object.entries(glibc.smallbins)) add(Number(bytes) / 16, chunks);
  for (const [bin, chunks] of Object.entries(glibc.largebins))
    add(
      Number(bin),
      chunks.map(([at]) => at),
    );
  return bins;
}

type Pools = Pick<EntryState, "arenaTable" | "arenas" | "usableArenas" | "pools">;

function noPools(): Pools {
  return { arenaTable: 0, arenas: [], usableArenas: [], pools: [] };
}

/** The arenas with their pools, and the rings of the pools in use. */
function convertPools(recorded: RecordedEntry, place: (ref: string) => number): Pools {
  const { arenas, classes, alignment, usable_arenas, arena_table } = recorded.obmalloc;
  return {
    arenaTable: arena_table ?? 0,
    arenas: arenas.map((arena, index) => ({
      base: place(`a${index}+0`),
      free: arena.nfreepools,
      pools: arena.pools,
      empty: arena.freepools,
    })),
    usableArenas: usable_arenas,
    pools: Object.entries(classes).flatMap(([bytes, { partial }]) =>
      partial.map(([ref, used, next, chain]): EntryState["pools"][number] => {
        const match = /^a(\d+)\+(\d+)$/.exec(ref);
        if (match === null) throw new Error(`unknown pool ${ref}`);
        const index = Number(bytes) / alignment - 1;
        return [Number(match[1]), Number(match[2]), index, used, next, chain];
      }),
    ),
  };
}

function countCalls(calls: (string | [string, ...unknown[]])[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const call of calls) {
    if (typeof call === "string") continue;
    counts[call[0]] = (counts[call[0]] ?? 0) + 1;
  }
  return counts;
}
