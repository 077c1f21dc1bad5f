/** A run as files of the real tools: callgrind, Massif, DHAT. */
import { Stat } from "../assembly/abi/layout.ts";
import { ProcessLog } from "../assembly/abi/process.ts";
import { type CallgrindCall, callgrindFile } from "../src/formats/callgrind.ts";
import { type DhatSite, dhatFile } from "../src/formats/dhat.ts";
import { massifFile } from "../src/formats/massif.ts";
import {
  type Accesses,
  blockAccesses,
  itemAccesses,
  type RangeAccesses,
} from "../src/instruments/accesses.ts";
import type { HeapSite } from "../src/instruments/heap.ts";
import { accessTable } from "../src/tables/accesses.ts";
import { type HeapRun, type Paths, heapRun, massifOf, profileOf } from "./heap.ts";
import { lookAt } from "./look.ts";
import type { Machine } from "./machine.ts";
import type { History } from "./processes.ts";
import { type LoadedRun, functionRows } from "./run.ts";

/** Kinds of file that a run can be written as. */
export const EXPORT_KINDS = ["callgrind", "dhat", "massif"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Massif's trees are this deep (--depth). */
const DEPTH = 30;

/** A process's file, as valgrind writes one for each with --trace-children=yes. */
export interface ExportedFile {
  pid: number;
  text: string;
}

/** One file for each process, the first one's first. The machine is used for runs of its own. */
export function exportRun(machine: Machine, run: LoadedRun, kind: ExportKind): ExportedFile[] {
  const { processes, facts } = run.measured.history;
  return processes.map(({ pid, identity }) => {
    const looked = lookAt(machine, run, pid);
    machine.port.become(identity, facts);
    return { pid, text: exportProcess(machine, looked, pid, kind) };
  });
}

/**
 * The text of one process's file. A forked process's holds its ancestors' past, as with the real tools; of
 * the instructions of that past it is said only how many there were.
 */
function exportProcess(machine: Machine, run: LoadedRun, pid: number, kind: ExportKind): string {
  const command = commandOf(run);
  const inherited = run.look === undefined ? 0 : inheritedIr(run.measured.history, pid);
  if (kind === "callgrind") {
    const rows = run.look?.functions() ?? functionRows(machine, run);
    const { paths } = heapRun(machine, run, inherited);
    const past = inherited === 0 ? [] : [{ ...BEFORE_FORK, self: inherited, inclusive: inherited }];
    return callgrindFile([...rows, ...past], callsOf(paths, run), command, pid);
  }
  const accesses = kind === "dhat" ? accessesOf(machine, run) : null;
  const heap = heapRun(machine, run, inherited);
  const frames = (site: HeapSite) => framesOf(heap, run, site);
  if (kind === "massif") return massifFile(massifOf(heap), command, frames);
  const place = (site: HeapSite): DhatSite => {
    const path = frames(site);
    return { frames: ["malloc (malloc.c)", ...path], accesses: accesses?.(path) ?? null };
  };
  return dhatFile(profileOf(heap), command, pid, place);
}

/** The row of a forked process for what its ancestors did before it was born. */
const BEFORE_FORK = { name: "(before the fork)", file: "", calls: 0, basis: "estimated" } as const;

/** Instructions that a process's ancestors had run when it, or the ancestor it is a child of, was forked. */
function inheritedIr(history: History, pid: number): number {
  const { processes } = history;
  const parent = processes.find((one) => one.pid === pid)?.parent ?? null;
  const forks = processes.find((one) => one.pid === parent)?.log ?? [];
  const born = forks.find(({ kind, x }) => kind === ProcessLog.FORK && x === pid);
  return parent === null ? 0 : (born?.ir ?? 0) + inheritedIr(history, parent);
}

function commandOf(run: LoadedRun): string {
  if (run.program.language === "c") return `./benchmark (LENGTH ${run.program.n})`;
  return `${run.build.name} p.py (${run.program.text.trim().split("\n").at(0)})`;
}

function rowOf(run: LoadedRun, name: string): string {
  return run.build.rows[name] ?? `${name}|`;
}

/** Functions from the one that asked malloc to the outermost. */
function framesOf({ paths }: HeapRun, run: LoadedRun, site: HeapSite): string[] {
  if (site.node < 0) return ["start-up (recorded, places unknown)"];
  const frames: string[] = [];
  for (let at = site.node; at > 0 && frames.length < DEPTH; at = paths.parent[at] ?? 0) {
    const [name = "", file = ""] = rowOf(run, paths.name[at] ?? "").split("|");
    frames.push(`${name} (${file || "???"})`);
  }
  return frames;
}

/** Calls between rows: edges of the call tree, added up. Inclusive Ir is the subtree's. */
function callsOf(paths: Paths, run: LoadedRun): CallgrindCall[] {
  const inclusive = [...paths.self];
  for (let node = inclusive.length - 1; node > 0; node--) {
    const parent = paths.parent[node] ?? 0;
    inclusive[parent] = (inclusive[parent] ?? 0) + (inclusive[node] ?? 0);
  }
  const edges = new Map<string, CallgrindCall>();
  for (let node = 1; node < inclusive.length; node++) {
    const parent = paths.parent[node] ?? 0;
    if (parent === 0) continue;
    const caller = rowOf(run, paths.name[parent] ?? "");
    const callee = rowOf(run, paths.name[node] ?? "");
    const edge = edges.get(`${caller} ${callee}`) ?? { caller, callee, calls: 0, inclusive: 0 };
    edge.calls += paths.calls[node] ?? 0;
    edge.inclusive += inclusive[node] ?? 0;
    edges.set(`${caller} ${callee}`, edge);
  }
  return [...edges.values()];
}

/** Accesses by place: of one `range(n)` in the builds that were compared with DHAT, and of the C program. */
export function accessesOf(
  machine: Machine,
  run: LoadedRun,
): ((path: readonly string[]) => Accesses | null) | null {
  const { n, language } = run.program;
  if (n === null) return null;
  if (language === "c") {
    const written = n * INT_BYTES;
    return () => ({ read: 0, written, words: [] });
  }
  const found = rangeAccesses(machine, run);
  if (found === null) return null;
  const { blocks, items } = found;
  return (path) => {
    const made = (name: string) => path.some((frame) => frame.startsWith(`${name} `));
    return made("fill_free_list") ? blocks : made("PyList_New") ? items : null;
  };
}

/** The same for one `range(n)`, with the names of a block's words; null for programs and builds without. */
export function rangeAccesses(machine: Machine, run: LoadedRun): RangeAccesses | null {
  const { n, language } = run.program;
  const table = accessTable(run.build);
  if (n === null || language === "c" || table === null) return null;
  machine.run({ target: 0 });
  const freeBefore = machine.stats()[Stat.FREE_INTS] ?? 0;
  const { executed } = run.measured.ledger;
  const { intSlots } = run.build.layout;
  const counts = { executed, intSlots, freeBefore, items: n };
  const { head, slot, tail } = table;
  return {
    blocks: blockAccesses(table, counts),
    items: itemAccesses(table, counts),
    names: { head, slot, tail },
  };
}

/** sizeof(int): each is stored once. */
const INT_BYTES = 4;
