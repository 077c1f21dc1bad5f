/** Runs what the article ran and gathers the figures that it states, by their paths in figures.json. */
import { Ev, RECORD_FIELDS } from "../../assembly/abi/events.ts";
import type { MassifProfile } from "../../src/instruments/massif.ts";
import type { Build } from "../../src/tables/build.ts";
import type { Seg } from "../../assembly/abi/segments.ts";
import { cBenchmarkText } from "../../workers/c-program.ts";
import { accessesOf } from "../../workers/exports.ts";
import { type HeapRun, heapRun, massifOf, profileOf } from "../../workers/heap.ts";
import type { Machine } from "../../workers/machine.ts";
import { parseMalloc } from "../../workers/malloc-parameters.ts";
import type { RunRequest } from "../../workers/protocol.ts";
import { type Report, report } from "../../workers/report.ts";
import { type LoadedRun, loadRun } from "../../workers/run.ts";
import { storedAgain } from "./memset.ts";

/** The article's length, and the smaller one it compares with. */
export const N = 10_000_000;
const SMALLER_N = 1_000_000;
/** Blocks of ints that the debug build filled before the module ran: Massif counts them too. */
const INT_BLOCK_BYTES = 1000;

export const RELEASE = "2.7.18-debian-release";
export const DEBUG = "2.7.12-pydebug-valgrind";

export type Figures = Map<string, number>;

/**
 * What is simulated of each stated figure. The article's shares are of a total with site's start-up:
 * `totalOfShares`, which callgrind counted for its command.
 */
export function simulateArticle(
  machine: Machine,
  buildOf: (name: string) => Build,
  totalOfShares: number,
): Figures {
  const figures: Figures = new Map();
  const load = (build: string, request: Omit<RunRequest, "buildJson">) =>
    loadRun(machine, buildOf(build), { buildJson: "", ...request });
  simulateC(
    machine,
    load(RELEASE, { text: cBenchmarkText(N), launch: "recipe", under: "native" }),
    figures,
  );
  const malloc = parseMalloc("glibc=2.23");
  const text = `range(${N})`;
  simulateRelease(
    machine,
    load(RELEASE, { text, launch: "site", under: "native", malloc }),
    figures,
  );
  const smaller = load(DEBUG, {
    text: `range(${SMALLER_N})`,
    launch: "recipe",
    under: "callgrind",
  });
  const debug = load(DEBUG, { text, launch: "recipe", under: "callgrind" });
  simulateDebug(machine, debug, { smaller: smaller.total, ofShares: totalOfShares }, figures);
  return figures;
}

function reportOf(machine: Machine, run: LoadedRun): Report {
  return report(machine, run, { version: "", stagesAt: [], progress: () => {} });
}

function self(whole: Report, names: readonly string[]): number {
  return whole.functions
    .filter(({ name }) => names.includes(name))
    .reduce((sum, row) => sum + row.self, 0);
}

function calls(whole: Report, name: string): number {
  return whole.functions.find((row) => row.name === name)?.calls ?? 0;
}

/** What DHAT puts in the place of the C library's malloc costs it nothing. */
const MALLOC_FAMILY = [
  ...["malloc", "free", "_int_malloc", "_int_free", "unlink_chunk", "malloc_consolidate"],
  ...["sysmalloc", "sysmalloc_mmap", "sysmalloc_mmap_fallback", "munmap_chunk", "systrim"],
  ...["alloc_perturb", "__glibc_morecore", "sbrk", "brk", "mmap", "munmap"],
  ...["ptmalloc_init", "tcache_init", "getrandom"],
];

function simulateC(machine: Machine, run: LoadedRun, into: Figures): void {
  const set = setter(into, "c_benchmark");
  const whole = reportOf(machine, run);
  const executed = run.measured.ledger.executed;
  const times = (seg: keyof typeof Seg) => executed.get(seg) ?? 0;
  const price = (seg: string) => {
    const found = run.build.prices[seg]?.price;
    return typeof found === "number" ? found : 0;
  };
  const cost = (seg: keyof typeof Seg) => times(seg) * price(seg);
  set("n", whole.n ?? 0);
  set("callgrind_ir", whole.ir.total_net);
  const heap = heapRun(machine, run);
  const profile = profileOf(heap);
  const accesses = accessesOf(machine, run)?.([]);
  set("dhat.guest_insns", whole.ir.total_net - self(whole, MALLOC_FAMILY));
  set("dhat.max_live_bytes", profile.maxBytes);
  set("dhat.max_live_blocks", profile.maxBlocks);
  set("dhat.tot_alloc_bytes", profile.totalBytes);
  set("dhat.tot_alloc_blocks", profile.totalBlocks);
  set("dhat.reads_per_byte", (accesses?.read ?? Number.NaN) / profile.totalBytes);
  set("dhat.writes_per_byte", (accesses?.written ?? Number.NaN) / profile.totalBytes);
  setMassif(set, heap);
  set("ltrace.0.bytes", Number(Object.keys(whole.malloc_sizes)[0]));
  // free unmaps the whole chunk: its request, the header, whole pages.
  mappedBytes(machine).forEach((bytes, at) => {
    set(`strace_tail.${at}.bytes`, bytes);
  });
  const loop = cost("main__test") + cost("main__increment") + cost("main__last_test");
  set("self_percent.for_loop", (loop / whole.ir.total_net) * 100);
  set("self_percent.store", (cost("main__store") / whole.ir.total_net) * 100);
  set("instructions_per_integer", (loop + cost("main__store")) / N);
}

/** Bytes of the mappings that the program makes and removes: for calls of mmap and of munmap. */
function mappedBytes(machine: Machine): number[] {
  return [Ev.MMAP, Ev.MUNMAP].map((kind) => {
    machine.run({ recordFrom: 0, kinds: 1 << kind, limit: 0 });
    const records = machine.records();
    let bytes = 0;
    for (let at = 0; at < records.length; at += RECORD_FIELDS) bytes += records[at + 3] ?? 0;
    return bytes;
  });
}

function simulateRelease(machine: Machine, run: LoadedRun, into: Figures): void {
  const set = setter(into, "range_release");
  const whole = reportOf(machine, run);
  const { brk = 0, mmap = 0, munmap = 0, mprotect = 0 } = whole.syscalls;
  set("n", whole.n ?? 0);
  set("ltrace_calls.malloc", calls(whole, "malloc"));
  set("ltrace_calls.free", calls(whole, "free"));
  for (const size of [80_000_000, 992]) set(`malloc_sizes.${size}`, whole.malloc_sizes[size] ?? 0);
  set("strace_calls.brk", brk);
  set("strace_calls.munmap", munmap);
  set("strace_calls.total", brk + mmap + munmap + mprotect);
}

function simulateDebug(
  machine: Machine,
  run: LoadedRun,
  totals: { smaller: number; ofShares: number },
  into: Figures,
): void {
  const set = setter(into, "range_debug");
  const whole = reportOf(machine, run);
  const total = whole.ir.total_net;
  set("n", whole.n ?? 0);
  set("callgrind_ir", total);
  set("callgrind_ir_at_1000000", totals.smaller);
  for (const [stated, ours] of Object.entries(ROWS)) {
    const row = whole.functions.find(({ name }) => name === ours);
    set(`inclusive_percent.${stated}`, ((row?.inclusive ?? Number.NaN) / totals.ofShares) * 100);
  }
  set("calls.fill_free_list", whole.events.int_blocks_filled_run ?? 0);
  set("calls.PyInt_FromLong_initialised", whole.events.ints_made_run ?? 0);
  set("instructions_per_integer.python", total / N);
  set("instructions_per_integer.c", into.get("c_benchmark.instructions_per_integer") ?? Number.NaN);
  into.delete("c_benchmark.instructions_per_integer");
  const accesses = accessesOf(machine, run);
  const heap = heapRun(machine, run);
  setMassifSites(set, heap, setMassif(set, heap), run.build.passBlocksFilled);
  setDhat(set, heap, accesses);
  set("dhat.guest_insns", total - self(whole, MALLOC_FAMILY));
}

/** The article ran a string, here a file runs: the function above the module's run has another name. */
const ROWS: Record<string, string> = {
  PyRun_SimpleStringFlags: "PyRun_SimpleFileExFlags",
  builtin_range: "builtin_range",
  PyList_New: "PyList_New",
  PyInt_FromLong: "PyInt_FromLong",
  fill_free_list: "fill_free_list",
  _Py_NewReference: "_Py_NewReference",
  _Py_AddToAllObjects: "_Py_AddToAllObjects",
  list_dealloc: "list_dealloc",
  Py_Finalize: "Py_Finalize",
  PyInt_ClearFreeList: "PyInt_ClearFreeList",
};

type Set = (name: string, value: number) => void;

function setter(into: Figures, prefix: string): Set {
  return (name, value) => into.set(`${prefix}.${name}`, value);
}

function setMassif(set: Set, heap: HeapRun): MassifProfile {
  const massif = massifOf(heap);
  const at = massif.snapshots[massif.peak];
  set("massif.peak_total_bytes", at?.total ?? Number.NaN);
  set("massif.peak_useful_heap_bytes", at?.useful ?? Number.NaN);
  set("massif.peak_extra_heap_bytes", at?.extra ?? Number.NaN);
  return massif;
}

function madeBy(heap: HeapRun, node: number, name: string): boolean {
  const { parent, name: names } = heap.paths;
  for (let at = node; at > 0; at = parent[at] ?? 0) if (names[at] === name) return true;
  return false;
}

function setMassifSites(
  set: Set,
  heap: HeapRun,
  massif: MassifProfile,
  blocksBefore: number,
): void {
  const total = massif.snapshots[massif.peak]?.total ?? Number.NaN;
  const bytesOf = (name: string) =>
    [...massif.shares]
      .filter(([site]) => madeBy(heap, site.node, name))
      .reduce((sum, [, bytes]) => sum + bytes, 0);
  const blocks = bytesOf("fill_free_list") + blocksBefore * INT_BLOCK_BYTES;
  set("massif.fill_free_list_bytes", blocks);
  set("massif.fill_free_list_percent", (blocks / total) * 100);
  set("massif.PyList_New_bytes", bytesOf("PyList_New"));
  set("massif.PyList_New_percent", (bytesOf("PyList_New") / total) * 100);
}

function setDhat(set: Set, heap: HeapRun, accesses: ReturnType<typeof accessesOf>): void {
  const profile = profileOf(heap);
  set("dhat.max_live_bytes", profile.maxBytes);
  set("dhat.max_live_blocks", profile.maxBlocks);
  set("dhat.tot_alloc_bytes", profile.totalBytes);
  set("dhat.tot_alloc_blocks", profile.totalBlocks);
  for (const name of ["fill_free_list", "PyList_New"]) {
    const site = profile.sites.find(({ node }) => madeBy(heap, node, name));
    if (site === undefined) throw new Error(`nothing was asked for by ${name}`);
    const { read = Number.NaN, written = Number.NaN } = accesses?.([`${name} `]) ?? {};
    set(`dhat.${name}.bytes`, site.totalBytes);
    set(`dhat.${name}.blocks`, site.totalBlocks);
    set(`dhat.${name}.avg_block_bytes`, site.totalBytes / site.totalBlocks);
    set(`dhat.${name}.deaths`, site.totalBlocks - site.blocksAtEnd);
    const age = site.lifetimes / site.totalBlocks / profile.end;
    set(`dhat.${name}.avg_age_percent_of_lifetime`, age * 100);
    set(`dhat.${name}.reads_per_byte`, read / site.totalBytes);
    const again = name === "fill_free_list" ? storedAgain() * site.totalBlocks : 0;
    set(`dhat.${name}.writes_per_byte`, (written + again) / site.totalBytes);
  }
}
