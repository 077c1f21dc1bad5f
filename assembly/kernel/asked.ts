/**
 * What the host asked of a run. It holds for the process that the run is about: on the way to it, while
 * its ancestors' steps are repeated, the run does not stop, nothing is recorded or sampled, and what was
 * counted is forgotten when the process comes into being (ADR 0007).
 */
import { ring_select, ring_restart } from "../events/ring";
import { tree_restart } from "../meter/call_tree";
import { heap_log_restart } from "../meter/heap_log";
import { clear_counts, clock, frame } from "../meter/ledger";
import { requests_reset } from "../meter/requests";
import { watch_restart } from "../meter/watch";

@unmanaged
class Asked {
  target: u64;
  record_from: u64;
  sample_step: u64;
  kinds: u32;
  limit: u32;
  single: u32;
  /** From where on a watch wants single turns (meter/watch.ts). */
  single_from: u64;
}

const asked_at: usize = memory.data(48, 8);

function asked(): Asked {
  return changetype<Asked>(asked_at);
}

/** Keeps what is asked; `begin_asked` makes it hold. `single`: loops turn one by one from record_from on. */
export function ask(
  target: u64,
  record_from: u64,
  sample_step: u64,
  kinds: u32,
  limit: u32,
  single: bool,
): void {
  const a = asked();
  a.target = target;
  a.record_from = record_from;
  a.sample_step = sample_step;
  a.kinds = kinds;
  a.limit = limit;
  a.single = single ? 1 : 0;
  a.single_from = clock().single_from;
}

/** What an earlier run was asked holds no longer. */
export function stop_asking(): void {
  const c = clock();
  c.target = u64.MAX_VALUE;
  c.record_from = u64.MAX_VALUE;
  c.single_from = u64.MAX_VALUE;
  c.sample_at = u64.MAX_VALUE;
  c.sample_step = 0;
}

/** The process that the run is about begins. */
export function begin_asked(): void {
  const c = clock();
  const a = asked();
  c.target = a.target;
  c.record_from = a.record_from;
  c.single_from = a.single_from;
  if (a.single !== 0 && a.record_from < c.single_from) c.single_from = a.record_from;
  c.sample_step = a.sample_step;
  c.sample_at = a.sample_step > 0 ? 0 : u64.MAX_VALUE;
  ring_select(a.kinds, a.limit);
}

/** A new process: its clock and counters start, the calls that are under way go on in it. */
export function restart_counts(tick: u64): void {
  const c = clock();
  clear_counts();
  tree_restart();
  heap_log_restart();
  c.ir = 0;
  c.modelled = 0;
  c.unpriced = 0;
  c.run_at = 0;
  c.exit_at = 0;
  c.finalize_at = 0;
  c.cleared_at = 0;
  c.tick_offset = tick;
  for (let i: u32 = 0; i < c.depth; i++) {
    frame(i).entry_ir = 0;
    frame(i).entry_modelled = 0;
  }
  ring_restart();
  requests_reset();
  watch_restart();
}
