/**
 * PSS and USS of the process on screen where a run has several: they change with what the others do, so
 * that they come from the whole family (family.ts, fetched then) and not from the process's own samples.
 */
import { effect, signal } from "@preact/signals";
import { summary } from "./cells.ts";

/** Rows over the process's own clock, in pages. */
export interface Shares {
  ir: readonly number[];
  pss: readonly number[];
  uss: readonly number[];
}

export const shares = signal<Shares | null>(null);

/** Whether PSS and USS of the run follow from its own samples alone. */
export function isAlone(run: { processes: readonly number[] }): boolean {
  return run.processes.length === 1;
}

/** Keeps the shares in step with the run on screen while a view shows them. */
export function followShares(): () => void {
  let stopFamily: (() => void) | null = null;
  let isOver = false;
  const stop = effect(() => {
    const run = summary.value;
    if (run === null || isAlone(run) || stopFamily !== null) return;
    stopFamily = () => undefined;
    void import("./family-shares.ts").then(
      ({ followFamilyShares }) => {
        if (!isOver) stopFamily = followFamilyShares();
      },
      // Without a connection the lanes stay away; the next run tries again.
      () => {
        stopFamily = null;
      },
    );
  });
  return () => {
    isOver = true;
    stop();
    stopFamily?.();
  };
}
