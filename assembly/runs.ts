/** Runs, as the host asks for them: from the start, and on from where one paused. */
import { DENSE_KINDS } from "./abi/events";
import { Cfg } from "./abi/layout";
import { Stop } from "./abi/stop";
import { cfg } from "./base/config";
import { read_facts } from "./base/facts";
import { stop_reason } from "./base/fault";
import { memory_restored } from "./base/memory";
import { exit_status, resume_process, run_process } from "./interp/pythonrun";
import { ask, stop_asking } from "./kernel/asked";
import { begin_process, process_ends, process_restored } from "./kernel/process";
import { clock } from "./meter/ledger";
import { watch_set } from "./meter/watch";
import { run_c_benchmark } from "./programs/c_benchmark";

/** Negative instants stand for none. */
function ask_of(target: f64, record_from: f64, kinds: u32, limit: u32, sample_step: f64): void {
  // A measuring run (no limit) takes merged records as they come: it keeps its strides.
  const single = limit > 0 && (kinds & DENSE_KINDS) !== 0;
  ask(
    target < 0 ? u64.MAX_VALUE : <u64>target,
    record_from < 0 ? u64.MAX_VALUE : <u64>record_from,
    sample_step > 0 ? <u64>sample_step : 0,
    kinds,
    limit,
    single,
  );
}

/**
 * Runs the process until the clock would pass `target` (Ir). From `record_from` on, events whose bit
 * is set in `kinds` are recorded, until there are `limit` of them (0: the first ones are kept). `sample_step` > 0 samples counters
 * each so many Ir. `strides` = 0 makes every iteration a step of its own.
 */
export function run(
  target: f64,
  record_from: f64,
  kinds: u32,
  limit: u32,
  sample_step: f64,
  strides: u32,
): void {
  ask_of(target, record_from, kinds, limit, sample_step);
  clock().strides = strides;
  begin_process();
  if (cfg(Cfg.C_BENCHMARK) !== 0) run_c_benchmark();
  else run_process();
  process_ends(exit_status());
  stop_reason().stop = Stop.PROGRAM_END;
}

/**
 * Before `run` or `resume`: the run pauses where it can be resumed from `from` on and before `until` (Stop.PAUSED);
 * never where `from` is negative, and at any time where `until` is.
 */
export function pause_from(from: f64, until: f64): void {
  clock().pause_from = from < 0 ? u64.MAX_VALUE : <u64>from;
  clock().pause_until = until < 0 ? u64.MAX_VALUE : <u64>until;
}

/**
 * The host restored the memory of a paused run, and wrote again whose run it is and what it is told: what that run
 * was asked no longer holds.
 */
export function restored(): void {
  memory_restored();
  read_facts();
  process_restored();
  stop_asking();
}

/**
 * A paused run goes on, perhaps in memory that the host restored: with what `run` would be asked, nothing of
 * which concerns an earlier instant.
 */
export function resume(target: f64, record_from: f64, kinds: u32, limit: u32): void {
  stop_reason().stop = Stop.READY;
  ask_of(target, record_from, kinds, limit, 0);
  begin_process();
  resume_process();
  process_ends(exit_status());
  stop_reason().stop = Stop.PROGRAM_END;
}

/**
 * Between `reset` and `run`: watches [low, high) for writes later than `from`; `single` makes turns of
 * loops single from there on. An empty range watches nothing.
 */
export function watch(low: f64, high: f64, from: f64, single: u32): void {
  watch_set(<u64>low, <u64>high, <u64>from, single !== 0);
}
