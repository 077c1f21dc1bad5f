/** The machine's clock and those of its processes (ADR 0007), for both sides of the protocol. Pure. */
import type { ProcessInfo } from "./protocol-processes.ts";

/** The machine's clock at instant `ir` of a process's own; a sleep's ticks follow its instant. */
export function tickAt({ start, moments }: ProcessInfo, ir: number): number {
  let offset = start;
  for (const moment of moments) {
    if (moment.ir >= ir) break;
    offset = moment.until - moment.ir;
  }
  return ir + offset;
}

/** Whether a process has memory at a tick: until its end, and for ever where it never ends or still waits. */
export function livesAt({ start, end, status }: ProcessInfo, tick: number): boolean {
  return start <= tick && (status === null || tick <= end);
}

/** The last instant of a process at or before a tick: where it stood then, from its birth to its end. */
export function irAt({ start, moments, ir }: ProcessInfo, tick: number): number {
  let offset = start;
  for (const moment of moments) {
    if (tick < moment.until) return Math.max(0, Math.min(tick - offset, moment.ir));
    offset = moment.until - moment.ir;
  }
  return Math.max(0, Math.min(tick - offset, ir));
}

/** Stretches of the clock in which a process computes. */
function busy({ start, end, moments }: ProcessInfo): [number, number][] {
  const stretches: [number, number][] = [];
  let from = start;
  for (const { tick, until } of moments) {
    if (until <= tick) continue;
    stretches.push([from, tick]);
    from = until;
  }
  return [...stretches, [from, end]];
}

/** Stretches between 0 and the end in which nobody computes. */
export function idleStretches(processes: readonly ProcessInfo[]): [number, number][] {
  const all = processes.flatMap(busy).sort((a, b) => a[0] - b[0]);
  const idle: [number, number][] = [];
  let reached = 0;
  for (const [from, to] of all) {
    if (from > reached) idle.push([reached, from]);
    reached = Math.max(reached, to);
  }
  return idle;
}
