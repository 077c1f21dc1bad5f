/**
 * How the machine stops in the middle of a step. The host runs it inside one wasm call; leaving is a
 * trap, after the reason was stored in `clock`. All state is in linear memory, so whatever completed
 * before the trap can be read, and a later run starts again from the program's beginning.
 */
import { Fault, Stop } from "../abi/stop";

/** The reason of the last stop. Fixed address: the host reads it after a trap. */
@unmanaged
export class StopReason {
  stop: u32;
  fault: u32;
  /** A number that says more about the fault: a segment, a size, an index. */
  detail: u64;
  /** After Stop.BLOCKED, the fact that is missing: its kind and numbers. */
  waits_a: u64;
  waits_b: u64;
  waits_kind: u32;
}

const reason_at: usize = memory.data(40, 8);

export function stop_reason(): StopReason {
  return changetype<StopReason>(reason_at);
}

/** Ends the running wasm call. Never returns. */
export function halt(stop: Stop): void {
  stop_reason().stop = stop;
  unreachable();
}

/** Ends the running call because something that must hold does not. */
export function fail(fault: Fault, detail: u64): void {
  stop_reason().fault = fault;
  stop_reason().detail = detail;
  halt(Stop.FAULT);
}

/** An assertion that stays on in every build: `detail` is shown to whoever reads the fault. */
export function check(condition: bool, detail: u64): void {
  if (!condition) fail(Fault.ASSERTION, detail);
}

/**
 * Ends the run because the program needs what the machine does not model: `what` completes the
 * sentence "the simulator does not do ... yet".
 */
export function not_simulated(what: string): void {
  fail(Fault.NOT_SIMULATED, <u64>changetype<usize>(what));
}
