/** Instants that have a name: where a run begins, and the boundary before or after an instant. */
import { Ev } from "../../assembly/abi/events.ts";
import type { EventRecord, Mark, RunSummary } from "../../workers/protocol.ts";

/** Where the window opens a run: before the module's first bytecode. */
export function beginning(summary: RunSummary): number {
  return summary.stretches.find(({ name }) => name === "run")?.from ?? 0;
}

/** Events at which running on makes a halt: something begins, ends, or is filled. */
const HALTS: ReadonlySet<Ev> = new Set([
  Ev.PHASE,
  Ev.LIST_NEW,
  Ev.LIST_DEALLOC,
  Ev.CLEAR_BEGIN,
  Ev.BLOCK_FREE,
  Ev.CLEAR_END,
  Ev.FORK,
  Ev.WAIT,
]);

/** Kinds that tell where boundaries lie: page faults and calls, of which there are many, are not among them. */
export const HALT_KINDS = [...HALTS, Ev.INT_BLOCK, Ev.INT_TAKE, Ev.INCREF, Ev.LIST_SET].reduce(
  (mask, kind) => mask | (1 << kind),
  0,
);

/**
 * The clock of the boundary nearest to `ir` in one direction, among records around it;
 * where those hold none, the nearest mark or stretch of the run.
 */
export function boundaryBeside(
  run: RunSummary,
  ir: number,
  records: readonly EventRecord[],
  direction: 1 | -1,
): number {
  const halts = haltsAmong(records);
  const found = direction > 0 ? halts.find((at) => at > ir) : halts.findLast((at) => at < ir);
  return found ?? coarseBoundary(run, ir, direction);
}

/**
 * Clock values of the halts among records. Two are not single events: the list's last reference to a
 * shared int, and its first to an int of its own.
 */
function haltsAmong(records: readonly EventRecord[]): number[] {
  const halts: number[] = [];
  let lastSet: { ir: number; shared: boolean } | null = null;
  let shared = true;
  let isFilling = false;
  for (const { ir, kind } of records) {
    if (HALTS.has(kind)) halts.push(ir);
    // A new block is worth a look when its slots are linked: just before the first of them is taken.
    if (kind === Ev.INT_TAKE && isFilling) halts.push(ir - 1);
    if (kind === Ev.INT_BLOCK || kind === Ev.INT_TAKE) isFilling = kind === Ev.INT_BLOCK;
    if (kind === Ev.INCREF) shared = true;
    if (kind === Ev.INT_TAKE) shared = false;
    if (kind !== Ev.LIST_SET) continue;
    if (lastSet?.shared && !shared) halts.push(lastSet.ir, ir);
    lastSet = { ir, shared };
  }
  return halts.sort((a, b) => a - b);
}

function coarseBoundary(run: RunSummary, ir: number, direction: 1 | -1): number {
  const all = [0, run.total, ...run.stretches.map(({ from }) => from)];
  all.push(...run.marks.map((mark) => mark.ir));
  all.sort((a, b) => a - b);
  const found = direction > 0 ? all.find((at) => at > ir) : all.findLast((at) => at < ir);
  return found ?? ir;
}

/**
 * The instant of a new run that shows what `ir` shows in the old one. A change of n, of the build or of any
 * other setting keeps the moment: the same mark where the instant stands on one, otherwise the same share of
 * the way between the two landmarks that both runs have on either side of it.
 */
export function sameMoment(old: RunSummary, ir: number, next: RunSummary): number {
  if (ir >= old.total) return next.total;
  const onMark = old.marks.filter((mark) => mark.ir <= ir).at(-1);
  if (onMark !== undefined && onMark.ir === ir) {
    const number = old.marks.filter((mark) => mark.ir <= ir).filter(sameKind(onMark)).length;
    const found = next.marks.filter(sameKind(onMark))[number - 1];
    if (found !== undefined) return found.ir;
  }
  const here = landmarksOf(old);
  const there = landmarksOf(next);
  const shared = here.filter(({ key }) => there.some((other) => other.key === key));
  const before = shared.findLast((one) => one.ir <= ir);
  const after = shared.find((one) => one.ir > ir);
  const find = (key: string | undefined) => there.find((other) => other.key === key)?.ir;
  const from = find(before?.key) ?? 0;
  const to = find(after?.key) ?? next.total;
  const length = (after?.ir ?? old.total) - (before?.ir ?? 0);
  const share = length > 0 ? (ir - (before?.ir ?? 0)) / length : 0;
  return Math.round(from + share * (to - from));
}

interface Landmark {
  key: string;
  ir: number;
}

/** Where a phase begins: the process's own, and what the program does to lists. */
function landmarksOf(run: RunSummary): Landmark[] {
  const marks = run.stretches.flatMap(({ name, from, recorded }) => [
    { key: name, ir: from },
    ...recorded.map(([, to], index) => ({ key: `${name} after ${index}`, ir: to })),
  ]);
  const seen = new Map<Ev, number>();
  for (const { kind, ir } of run.marks) {
    if (!LANDMARKS.has(kind)) continue;
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    marks.push({ key: `${kind}.${count}`, ir });
  }
  return marks.sort((a, b) => a.ir - b.ir);
}

const LANDMARKS: ReadonlySet<Ev> = new Set([Ev.LIST_NEW, Ev.LIST_DEALLOC, Ev.CLEAR_BEGIN]);

function sameKind(one: Mark): (other: Mark) => boolean {
  return (other) => other.kind === one.kind;
}

/** A part of the run phase with a name: what the program does to its list. */
export interface Chapter {
  name: string;
  from: number;
  to: number;
}

/** Chapters of the module's run, where it makes one list and drops it; else the run as a whole. */
export function chaptersOf(run: RunSummary): Chapter[] {
  const stretch = run.stretches.find(({ name }) => name === "run");
  if (stretch === undefined) return [];
  const { from, to } = stretch;
  const at = (kind: Ev) => run.marks.filter((mark) => mark.kind === kind).map(({ ir }) => ir);
  const [made, died] = [at(Ev.LIST_NEW), at(Ev.LIST_DEALLOC)];
  const [start = 0, end = 0] = [made[0], died.at(-1)];
  if (made.length !== 1 || died.length !== 1 || start < from || end > to || end <= start) {
    return [{ name: "run", from, to }];
  }
  return [
    { name: "list allocation", from, to: start },
    { name: "fill", from: start, to: end },
    { name: "deallocation", from: end, to },
  ];
}
