/**
 * Events: counted always, recorded while a window is open. The machine announces; it does not know
 * who listens. A full window ends the run.
 */
import {
  EV_COUNT,
  Ev,
  RECORDS_MAX,
  RECORD_BYTES,
  RECORD_FUNCTIONS,
  RECORD_KINDS,
} from "../abi/events";
import { Stop } from "../abi/stop";
import { check, halt } from "../base/fault";
import { clock, frame } from "../meter/ledger";

@unmanaged
class Ring {
  count: u32;
  /** A bit per kind: kinds that are recorded. */
  kinds: u32;
  /** Records after which the run ends; 0: it goes on, and the first RECORDS_MAX are kept. */
  limit: u32;
}

const ring_at: usize = memory.data(16, 8);
/** How often each kind happened; behind it, where the clock stood when it was last announced. */
const counts_at: usize = memory.data(16 * EV_COUNT, 8);
const CLOCKS: usize = 8 * EV_COUNT;
const records_at: usize = memory.data(RECORDS_MAX * RECORD_BYTES, 8);

function ring(): Ring {
  return changetype<Ring>(ring_at);
}

export function ring_reset(): void {
  ring_restart();
  ring().kinds = 0xffffffff;
  ring().limit = <u32>RECORDS_MAX;
}

/** A new process: nothing has happened in it. */
export function ring_restart(): void {
  ring().count = 0;
  memory.fill(counts_at, 0, 16 * EV_COUNT);
}

/**
 * Records only the kinds whose bits are set, and ends the run after `limit` of them; with a limit of 0
 * the run goes on and keeps the first RECORDS_MAX.
 */
export function ring_select(kinds: u32, limit: u32): void {
  check(limit <= <u32>RECORDS_MAX, limit);
  ring().kinds = kinds;
  ring().limit = limit;
}

export function ring_count(): u32 {
  return ring().count;
}

export function ring_records(): usize {
  return records_at;
}

export function event_counts(): usize {
  return counts_at;
}

/** Whether what happens now may be recorded: only then does it matter how it is described. */
export function recording(): bool {
  return clock().ir >= clock().record_from;
}

/** `times` events of `kind` happened, the last of them as described. */
export function emit(kind: Ev, addr: u64, a: i64, b: i64, times: u64 = 1): void {
  const c = clock();
  // A page faults in the first of equal turns only, and when a stride moves the state ahead.
  if (times === 0 || (c.turns === 0 && kind !== Ev.FAULT)) return;
  const turns: u64 = kind === Ev.FAULT ? 1 : c.turns;
  const cell = counts_at + ((<usize>kind) << 3);
  store<u64>(cell, load<u64>(cell) + times * turns);
  store<u64>(cell, c.ir, CLOCKS);
  if (c.ir < c.record_from || ((ring().kinds >> <u32>kind) & 1) === 0) return;
  if (ring().count === <u32>RECORDS_MAX) return;
  const fn = c.depth === 0 ? 0 : frame(c.depth - 1).fn;
  const at = records_at + <usize>ring().count * RECORD_BYTES;
  store<f64>(at, <f64>c.ir);
  const where = <u64>fn + RECORD_FUNCTIONS * <u64>c.depth;
  store<f64>(at, <f64>(<u64>kind + RECORD_KINDS * where), 8);
  store<f64>(at, <f64>addr, 16);
  store<f64>(at, <f64>a, 24);
  store<f64>(at, <f64>b, 32);
  store<f64>(at, <f64>(times * turns), 40);
  ring().count += 1;
  if (ring().count === ring().limit) halt(Stop.RECORDS_FULL);
}
