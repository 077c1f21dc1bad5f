/** What a run's memory manager did, for a comparison of two (docs/collectors.md). */
import { CollectorStat } from "../assembly/abi/collectors.ts";
import { Stat, VmaKind } from "../assembly/abi/layout.ts";
import { Ev } from "../assembly/abi/events.ts";
import { collectorReport, DEFAULT_COLLECTOR } from "./collectors.ts";
import type { FamilyView } from "./family-view.ts";
import type { Machine } from "./machine.ts";
import type { ManagerFigures } from "./protocol-collectors.ts";
import type { LoadedRun } from "./run.ts";

/** What a machine that stands at the instant on screen tells. */
export interface ManagerInstant {
  stats: Float64Array;
  bytecodes: number;
  waiting: number | null;
}

/** Reads it; the machine stands nowhere afterwards. */
export function managerInstant(machine: Machine): ManagerInstant {
  const bytecodes = machine.eventCounts()[Ev.OPCODE] ?? 0;
  const stats = machine.collectorStats();
  return { stats, bytecodes, waiting: machine.forced.garbage() };
}

function runningOf(at: (stat: CollectorStat) => number): ManagerFigures["running"] {
  const phase = at(CollectorStat.PHASE);
  if (phase === 0) return null;
  return {
    phase: phase === 1 ? "marks" : "sweeps",
    pauseSoFar: at(CollectorStat.PAUSE_SO_FAR),
    front: at(CollectorStat.FRONT),
  };
}

export function managerFigures(
  machine: Machine,
  run: LoadedRun,
  view: FamilyView,
  { stats, bytecodes, waiting }: ManagerInstant,
): ManagerFigures {
  const { measured, request } = run;
  const copied = view.family.processes.slice(1).map(({ pid, end }) => ({
    pid,
    pages: view.foldsAt(end).pages.pagesOf(pid)?.copies ?? 0,
  }));
  const first = view.find(view.family.processes[0]?.pid ?? 0);
  if (first !== undefined) view.park(first, 0);
  const heap = machine.vmas().filter(({ kind }) => kind === VmaKind.HEAP || kind === VmaKind.ANON);
  const heapBytes = heap.reduce((all, { start, end }) => all + end - start, 0);
  const vmsPages = machine.stats()[Stat.VMS_PAGES] ?? 0;
  if (first !== undefined) view.park(first, run.total);
  const { ledger, eventCounts } = measured;
  const name = request.collector?.name ?? DEFAULT_COLLECTOR;
  const report = collectorReport(machine, name, ledger.executed, eventCounts, run.total);
  const at = (stat: CollectorStat) => stats[stat] ?? 0;
  return {
    name,
    basis: report.basis,
    collections: report.collections,
    pauses: Float64Array.from(report.pauses_ir),
    writes: report.writes,
    start: { heapBytes, vmsPages },
    freed: report.freed,
    estimate: report.ir_estimate,
    now: {
      collections: at(CollectorStat.COLLECTIONS),
      live: at(CollectorStat.LIVE),
      since: at(CollectorStat.SINCE),
      freed: at(CollectorStat.FREED),
    },
    running: runningOf(at),
    waiting,
    ranges:
      report.nursery === null
        ? null
        : {
            lazy: at(CollectorStat.LAZY_RANGES) - at(CollectorStat.WRITTEN_OUT),
            writtenOut: at(CollectorStat.WRITTEN_OUT),
          },
    forced: at(CollectorStat.FORCED),
    bytecodes,
    copied,
  };
}
