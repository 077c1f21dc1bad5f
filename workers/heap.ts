/** The heap of a whole run, block by block: the machine's log of malloc's calls and who made them. */
import { Node, NODE_BYTES } from "../assembly/abi/call_tree.ts";
import { Fn } from "../assembly/abi/functions.ts";
import {
  type HeapBefore,
  type HeapProfile,
  type HeapStep,
  heapProfile,
} from "../src/instruments/heap.ts";
import { MassifFold, type MassifProfile } from "../src/instruments/massif.ts";
import { heapBefore } from "../src/tables/heap.ts";
import type { Machine } from "./machine.ts";
import type { LoadedRun } from "./run.ts";

/** The paths of the call tree: node -> caller's node, function. */
export interface Paths {
  parent: number[];
  name: string[];
  self: number[];
  calls: number[];
}

export interface HeapRun {
  log: Float64Array;
  paths: Paths;
  before: HeapBefore;
  end: number;
}

/** malloc and what serves it: not the place that asked. */
const ALLOCATORS = new Set(["malloc", "realloc", "free", "_int_malloc", "_int_realloc"]);

/**
 * Runs the whole program once more, with the log and the call tree switched on. `inherited`: instructions
 * of the process's ancestors, whose calls are in the log too; the paths hold its own ones only.
 */
export function heapRun(machine: Machine, run: LoadedRun, inherited = 0): HeapRun {
  machine.setCallTree(true);
  machine.setHeapLog(true);
  try {
    machine.run({ target: run.total });
    const python = run.program.language === "python";
    const before = heapBefore(python ? run.build.name : "");
    return { log: machine.heapLog(), paths: pathsOf(machine), before, end: inherited + run.total };
  } finally {
    machine.setCallTree(false);
    machine.setHeapLog(false);
  }
}

function pathsOf(machine: Machine): Paths {
  const { view, nodes } = machine.callTree();
  const paths: Paths = { parent: [], name: [], self: [], calls: [] };
  for (let node = 0; node < nodes; node++) {
    const at = node * NODE_BYTES;
    paths.parent.push(node === 0 ? -1 : view.getUint32(at + Node.PARENT, true));
    paths.name.push(node === 0 ? "" : (Fn[view.getUint32(at + Node.FN, true)] ?? ""));
    paths.self.push(Number(view.getBigUint64(at + Node.SELF, true)));
    paths.calls.push(Number(view.getBigUint64(at + Node.CALLS, true)));
  }
  return paths;
}

/** The place that asked: the innermost function that is no part of malloc. */
export function placeOf(paths: Paths, node: number): number {
  let at = node;
  while (at > 0 && ALLOCATORS.has(paths.name[at] ?? "")) at = paths.parent[at] ?? 0;
  return at;
}

export function profileOf(heap: HeapRun, step?: (change: HeapStep) => void): HeapProfile {
  return heapProfile(heap.log, heap.before, heap.end, (node) => placeOf(heap.paths, node), step);
}

/** The heap as Massif sees it. */
export function massifOf(heap: HeapRun): MassifProfile {
  const fold = new MassifFold(heap.before, heap.end);
  return fold.result(profileOf(heap, (change) => fold.step(change)));
}
