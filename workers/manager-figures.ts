/** What a run's memory manager did, for a comparison of two (docs/collectors.md). */
import { CollectorStat } from "../assembly/abi/collectors.ts";
import { collectorReport, DEFAULT_COLLECTOR } from "./collectors.ts";
import type { FamilyView } from "./family-view.ts";
import type { Machine } from "./machine.ts";
import type { ManagerFigures } from "./protocol-collectors.ts";
import type { LoadedRun } from "./run.ts";

/** `stats`: the manager's counters at the instant on screen. */
export function managerFigures(
  machine: Machine,
  run: LoadedRun,
  view: FamilyView,
  stats: Float64Array,
  bytecodes: number,
): ManagerFigures {
  const { measured, request } = run;
  const copied = view.family.processes.slice(1).map(({ pid, end }) => ({
    pid,
    pages: view.foldsAt(end).pages.pagesOf(pid)?.copies ?? 0,
  }));
  const first = view.find(view.family.processes[0]?.pid ?? 0);
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
    freed: report.freed,
    estimate: report.ir_estimate,
    now: {
      collections: at(CollectorStat.COLLECTIONS),
      live: at(CollectorStat.LIVE),
      since: at(CollectorStat.SINCE),
      freed: at(CollectorStat.FREED),
    },
    bytecodes,
    copied,
  };
}
