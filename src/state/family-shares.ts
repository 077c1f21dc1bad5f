/** Shares of memory of the process on screen over its own clock, out of the family's series. */
import { effect } from "@preact/signals";
import { irAt } from "../../workers/machine-clock.ts";
import type { Family, FamilySeries } from "../../workers/protocol-processes.ts";
import { summary } from "./cells.ts";
import { family, followFamily, series } from "./family.ts";
import { type Shares, shares } from "./shares.ts";

/** The rows of one process; of ticks at one instant of its clock, while it sleeps, the first one holds. */
export function sharesOf(known: Family, over: FamilySeries, pid: number): Shares | null {
  const info = known.processes.find((process) => process.pid === pid);
  const row = over.processes.find((process) => process.pid === pid);
  if (info === undefined || row === undefined) return null;
  const found: { ir: number[]; pss: number[]; uss: number[] } = { ir: [], pss: [], uss: [] };
  over.ticks.forEach((tick, i) => {
    const pss = row.pss[i] ?? Number.NaN;
    const ir = irAt(info, tick);
    if (Number.isNaN(pss) || ir === found.ir.at(-1)) return;
    found.ir.push(ir);
    found.pss.push(pss);
    found.uss.push(row.uss[i] ?? Number.NaN);
  });
  return found;
}

export function followFamilyShares(): () => void {
  const stopFamily = followFamily();
  const stop = effect(() => {
    const [known, over, run] = [family.value, series.value, summary.value];
    shares.value =
      known === null || over === null || run === null ? null : sharesOf(known, over, run.process);
  });
  return () => {
    stop();
    stopFamily();
  };
}
