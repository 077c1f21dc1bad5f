/**
 * The two clocks of a process (ADR 0007): its own counts its instructions, the machine's goes on while it
 * sleeps and waits, too. Each sleep and wait moves one against the other.
 */
import { ProcessLog } from "../assembly/abi/process.ts";
import type { ProcessRun } from "./processes.ts";

const MOVES_CLOCK = [ProcessLog.SLEEP, ProcessLog.WAIT, ProcessLog.RESUME];

type Timed = Pick<ProcessRun, "log" | "start" | "ir">;

/** Instants of the process's clock from which on the machine's is so much ahead; the first is its birth. */
export function clockOffsets({ log, start }: Pick<Timed, "log" | "start">): [number, number][] {
  const moves = log.filter(({ kind }) => MOVES_CLOCK.includes(kind));
  return [
    [0, start],
    ...moves.map(({ kind, ir, tick, y }): [number, number] => [
      ir,
      (kind === ProcessLog.SLEEP ? y : tick) - ir,
    ]),
  ];
}

/** The instant of the process's own clock at `tick` of the machine's; while it waits, that of its waiting. */
export function ownClock(process: Timed, tick: number): number {
  const offsets = clockOffsets(process);
  let ir = 0;
  offsets.forEach(([from, ahead], i) => {
    const until = offsets[i + 1]?.[0] ?? process.ir;
    if (tick >= from + ahead) ir = Math.min(tick - ahead, until);
  });
  return ir;
}
