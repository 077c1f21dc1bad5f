/**
 * Collections that a person asked for, between two bytecodes of the first process. A place is a number of bytecodes
 * that began: it is the same under every manager, and a run that is repeated collects there again. Whoever
 * wants to know what a collection would find at an instant lets the parked machine collect, and forgets it then.
 */
import { FORCED_MAX } from "../abi/collectors";
import { Ev } from "../abi/events";
import { event_counts } from "../events/ring";
import { sys_getpid } from "../kernel/process";
import { clock } from "../meter/ledger";
import { PyGC_Collect, collect_scheduled } from "../modules/gcmodule/gcmodule";
import { totals } from "./totals";

@unmanaged
class Forced {
  /** How many places there are, and how many of them are behind. */
  count: u32;
  done: u32;
  /** The next place, u64.MAX_VALUE where none is left. */
  next: u64;
  /** Bytecodes when a loop's last turn ended, and in that turn. */
  turn_began: u64;
  turn_length: u64;
  /** 1 while a collection that an allocation asked for waits for the next bytecode; `next` is 0 then. */
  scheduled: u64;
  /** The first process: a child collects nothing that was asked of its parent. */
  pid: u64;
}

const forced_at: usize = memory.data(48, 8);
const places_at: usize = memory.data(8 * FORCED_MAX, 8);

function forced(): Forced {
  return changetype<Forced>(forced_at);
}

/** Where the host writes the places, rising 64-bit numbers; `count` of them hold for the runs that follow. */
export function forced_places(count: u32): usize {
  forced().count = min(count, <u32>FORCED_MAX);
  return places_at;
}

/** A run begins. */
export function forced_reset(): void {
  const f = forced();
  f.done = 0;
  f.turn_began = 0;
  f.turn_length = 0;
  f.pid = sys_getpid();
  f.scheduled = 0;
  find_next();
}

/** The next place that is left. */
function find_next(): void {
  const f = forced();
  const none = f.done === f.count || sys_getpid() !== f.pid;
  f.next = none ? u64.MAX_VALUE : load<u64>(places_at + ((<usize>f.done) << 3));
}

/** A collection is due at the loop's next safe point: before the next bytecode. */
export function schedule_collection(): void {
  forced().scheduled = 1;
  forced().next = 0;
}

/** Collections that were forced so far. */
export function forced_done(): u32 {
  return forced().done;
}

function bytecodes(): u64 {
  return load<u64>(event_counts() + ((<usize>Ev.OPCODE) << 3));
}

/** Before each bytecode: whether a collection comes first. */
export function forced_is_due(): bool {
  const f = forced();
  if (f.next === u64.MAX_VALUE || bytecodes() < f.next) return false;
  if (f.scheduled !== 0 || sys_getpid() === f.pid) return true;
  f.next = u64.MAX_VALUE;
  return false;
}

/** Collects what is due: as an allocation asked for it, or everything where a person did. */
export function forced_collect(): void {
  const f = forced();
  if (f.scheduled !== 0) {
    f.scheduled = 0;
    find_next();
    return collect_scheduled();
  }
  f.done += 1;
  find_next();
  PyGC_Collect();
}

/** A turn of a loop ended: how many bytecodes it had tells how many turns lie before the next place. */
export function forced_turn(): void {
  const f = forced();
  if (f.next === u64.MAX_VALUE) return;
  f.turn_length = bytecodes() - f.turn_began;
  f.turn_began = bytecodes();
}

/** Of `wanted` turns of a loop as the last one, those that may go as one before the next place. */
export function forced_allows(wanted: u64): u64 {
  const f = forced();
  if (f.next === u64.MAX_VALUE) return wanted;
  if (f.turn_length === 0 || bytecodes() >= f.next) return 0;
  return min(wanted, (f.next - bytecodes()) / f.turn_length);
}

/**
 * How many objects a full collection would free where the machine is parked. The machine must be reset before it is
 * used again.
 */
export function waiting_garbage(): u64 {
  const c = clock();
  c.target = u64.MAX_VALUE;
  c.record_from = u64.MAX_VALUE;
  c.sample_at = u64.MAX_VALUE;
  const before = totals().freed + totals().deaths;
  PyGC_Collect();
  // A lazy sweep counts what is dead when it comes by: the next collection makes it come.
  PyGC_Collect();
  return totals().freed + totals().deaths - before;
}
