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
]);

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
 * The instant of a new run that shows what `ir` shows in the old one: the mark of the same kind with
 * the same number. So a change of n or of the build keeps the picture where that is possible.
 */
export function sameMoment(old: RunSummary, ir: number, next: RunSummary): number {
  if (ir <= beginning(old)) return beginning(next);
  if (ir >= old.total) return next.total;
  const reached = old.marks.filter((mark) => mark.ir <= ir);
  const last = reached.at(-1);
  if (last === undefined) return beginning(next);
  const number = reached.filter(sameKind(last)).length;
  return next.marks.filter(sameKind(last))[number - 1]?.ir ?? beginning(next);
}

function sameKind(one: Mark): (other: Mark) => boolean {
  return (other) => other.kind === one.kind;
}
