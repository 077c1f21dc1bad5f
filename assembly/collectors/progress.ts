/**
 * How far the collection under way is, for whoever looks at memory while the machine is parked in it
 * (inspect/collected.ts). It costs nothing and decides nothing.
 */

/** What the collection under way does. */
export enum Phase {
  NONE,
  MARK,
  SWEEP,
}

@unmanaged
class Progress {
  phase: u32;
  /** An eager sweep passes over the blocks from the last one down: those from here on it has behind it. */
  swept_from: u32;
}

const progress_at: usize = memory.data(8, 8);

function progress(): Progress {
  return changetype<Progress>(progress_at);
}

export function progress_reset(): void {
  phase_begins(Phase.NONE);
}

export function phase_begins(phase: Phase): void {
  progress().phase = phase;
  progress().swept_from = u32.MAX_VALUE;
}

export function phase(): Phase {
  return <Phase>(<i32>progress().phase);
}

/** The sweep has passed over the block `number`. */
export function note_swept(number: u32): void {
  progress().swept_from = number;
}

/** Whether the sweep under way has still to pass over the block `number`. */
export function waits_for_sweep(number: u32): bool {
  return phase() === Phase.SWEEP && number < progress().swept_from;
}
