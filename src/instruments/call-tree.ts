/**
 * Folds of the machine's call tree: what a part of the clock cost, by function, by caller, by path. All
 * numbers are sums of counted steps; nothing is guessed from a flat profile.
 */
import type { CallTree } from "../../workers/protocol.ts";

/** A part of the clock: what each path cost between two cuts. */
export interface TreePart {
  names: readonly string[];
  parent: Int32Array;
  /** Children of each node, in the order of their first call. */
  children: readonly (readonly number[])[];
  self: Float64Array;
  /** Own Ir and that of everything below. */
  inclusive: Float64Array;
  calls: Float64Array;
  /** Bytes asked of malloc by the path itself. */
  bytes: Float64Array;
  /** Ir of the whole part. */
  total: number;
}

/** One function of a part. */
export interface FunctionCost {
  name: string;
  self: number;
  inclusive: number;
  calls: number;
}

/** The part between two cuts, by their places in the list; `from` = -1 is the start of the process. */
export function partOf(tree: CallTree, from: number, to: number): TreePart {
  const nodes = tree.parent.length;
  const part = (table: Float64Array) => {
    const result = table.slice(to * nodes, (to + 1) * nodes);
    for (let node = 0; from >= 0 && node < nodes; node++) {
      result[node] = (result[node] ?? 0) - (table[from * nodes + node] ?? 0);
    }
    return result;
  };
  const self = part(tree.self);
  const inclusive = self.slice();
  const children: number[][] = Array.from({ length: nodes }, () => []);
  // Parents come before their children: backwards, every child is complete before it is added.
  for (let node = nodes - 1; node > 0; node--) {
    const parent = tree.parent[node] ?? 0;
    inclusive[parent] = (inclusive[parent] ?? 0) + (inclusive[node] ?? 0);
    children[parent]?.unshift(node);
  }
  return {
    names: tree.names,
    parent: tree.parent,
    children,
    self,
    inclusive,
    calls: part(tree.calls),
    bytes: part(tree.bytes),
    total: inclusive[0] ?? 0,
  };
}

/** Functions by name. Inclusive Ir of a function that calls itself counts its outermost calls only. */
export function functionsOf(part: TreePart): FunctionCost[] {
  const rows = new Map<string, FunctionCost>();
  for (let node = 1; node < part.names.length; node++) {
    const name = part.names[node] ?? "";
    const row = rows.get(name) ?? { name, self: 0, inclusive: 0, calls: 0 };
    row.self += part.self[node] ?? 0;
    row.calls += part.calls[node] ?? 0;
    if (!isInside(part, node, name)) row.inclusive += part.inclusive[node] ?? 0;
    rows.set(name, row);
  }
  return [...rows.values()].filter(({ inclusive, calls }) => inclusive > 0 || calls > 0);
}

/** Whether a function of this name is among the callers of a node. */
function isInside(part: TreePart, node: number, name: string): boolean {
  for (let at = part.parent[node] ?? -1; at > 0; at = part.parent[at] ?? -1) {
    if (part.names[at] === name) return true;
  }
  return false;
}

/** Who calls a function and what those calls cost; who it calls. Heaviest first. */
export function neighboursOf(
  part: TreePart,
  name: string,
): { callers: FunctionCost[]; callees: FunctionCost[] } {
  const callers = new Map<string, FunctionCost>();
  const callees = new Map<string, FunctionCost>();
  const add = (rows: Map<string, FunctionCost>, other: string, node: number) => {
    const row = rows.get(other) ?? { name: other, self: 0, inclusive: 0, calls: 0 };
    row.self += part.self[node] ?? 0;
    row.inclusive += part.inclusive[node] ?? 0;
    row.calls += part.calls[node] ?? 0;
    rows.set(other, row);
  };
  for (let node = 1; node < part.names.length; node++) {
    const parent = part.parent[node] ?? 0;
    if (part.names[node] === name && parent > 0) add(callers, part.names[parent] ?? "", node);
    if (parent > 0 && part.names[parent] === name) add(callees, part.names[node] ?? "", node);
  }
  const sorted = (rows: Map<string, FunctionCost>) =>
    [...rows.values()]
      .filter(({ inclusive, calls }) => inclusive > 0 || calls > 0)
      .sort((a, b) => b.inclusive - a.inclusive);
  return { callers: sorted(callers), callees: sorted(callees) };
}

/** Functions from the outermost one down to a node. */
export function pathOf(part: Pick<TreePart, "names" | "parent">, node: number): string[] {
  const path: string[] = [];
  for (let at = node; at > 0; at = part.parent[at] ?? -1) path.unshift(part.names[at] ?? "");
  return path;
}

/** A path that asked malloc for memory. */
export interface AllocationSite {
  node: number;
  path: string[];
  /** Calls of malloc on this path, and the bytes they asked for. */
  calls: number;
  bytes: number;
}

/** Paths that asked malloc for memory, largest first. */
export function allocationSites(part: TreePart): AllocationSite[] {
  const sites: AllocationSite[] = [];
  for (let node = 1; node < part.names.length; node++) {
    const bytes = part.bytes[node] ?? 0;
    if (bytes <= 0) continue;
    sites.push({ node, path: pathOf(part, node), calls: part.calls[node] ?? 0, bytes });
  }
  return sites.sort((a, b) => b.bytes - a.bytes);
}

/** A rectangle of the flame chart: fractions of the chart's width. */
export interface FlameBox {
  node: number;
  depth: number;
  left: number;
  right: number;
}

/**
 * The flame chart over the clock. Between two cuts the order of calls is not known, so each column is
 * filled from its left, heaviest path first; neighbouring boxes of a path that fill their columns join.
 */
export function flameOf(tree: CallTree): FlameBox[] {
  const boxes: FlameBox[] = [];
  const first = tree.cuts[0] ?? 0;
  const span = (tree.cuts.at(-1) ?? 1) - first;
  if (span <= 0) return boxes;
  const open = new Map<number, FlameBox>();
  for (let cut = 1; cut < tree.cuts.length; cut++) {
    const part = partOf(tree, cut - 1, cut);
    const left = ((tree.cuts[cut - 1] ?? 0) - first) / span;
    const width = ((tree.cuts[cut] ?? 0) - (tree.cuts[cut - 1] ?? 0)) / span;
    if (width <= 0) continue;
    const per = 1 / span;
    placeChildren(part, 0, 0, left, per, boxes, open);
  }
  return boxes;
}

/** Gaps smaller than this share of the chart are joined: floating point, not time. */
const JOIN = 1e-9;

function placeChildren(
  part: TreePart,
  node: number,
  depth: number,
  left: number,
  per: number,
  boxes: FlameBox[],
  open: Map<number, FlameBox>,
): void {
  const sorted = [...(part.children[node] ?? [])]
    .filter((child) => (part.inclusive[child] ?? 0) > 0)
    // What was open at the end of the column before goes on first.
    .sort(
      (a, b) =>
        wasOpen(open, b, left) - wasOpen(open, a, left) || weight(part, b) - weight(part, a),
    );
  let at = left;
  for (const child of sorted) {
    const right = at + weight(part, child) * per;
    const before = open.get(child);
    if (before !== undefined && Math.abs(before.right - at) < JOIN) before.right = right;
    else {
      const box = { node: child, depth, left: at, right };
      boxes.push(box);
      open.set(child, box);
    }
    placeChildren(part, child, depth + 1, at, per, boxes, open);
    at = right;
  }
}

function weight(part: TreePart, node: number): number {
  return part.inclusive[node] ?? 0;
}

function wasOpen(open: Map<number, FlameBox>, node: number, left: number): number {
  const box = open.get(node);
  return box !== undefined && Math.abs(box.right - left) < JOIN ? 1 : 0;
}
