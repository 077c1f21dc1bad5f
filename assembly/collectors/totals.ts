/** What a manager counts: collections and their pauses, writes by kind, objects. */
import { CollectorStat, PAUSES_MAX } from "../abi/collectors";
import { clock } from "../meter/ledger";
import { forced_done } from "./forced";
import { has_own_heap } from "./manager";
import { mark_stack_count } from "./mark_stack";
import { Phase, phase } from "./progress";
import { live_ints } from "../objects/intobject/intobject";

@unmanaged
export class Totals {
  collections: u64;
  mark_writes: u64;
  link_writes: u64;
  barrier_writes: u64;
  freed: u64;
  live: u64;
  /** Bytes that were live after the last collection, and that were allocated since. */
  live_bytes: u64;
  since: u64;
  lost: u64;
  kept: u64;
  /** Where on the clock the running collection began. */
  began: u64;
  /** Objects that were made, and whose last reference went; bytes of item arrays in use. */
  births: u64;
  deaths: u64;
  array_bytes: u64;
  /** Objects of the heap when the program begins. */
  live_before: u64;
  /** Births and deaths when the run ended: at exit objects of the start-up die, too. */
  run_births: u64;
  run_deaths: u64;
  /** Changes of immortal objects' counts, which are not written. */
  skipped: u64;
  minors: u64;
  moved_bytes: u64;
  /** Lists of range() that were not made, and those that a write made after all. */
  lazy: u64;
  written_out: u64;
  /** Of the bytes that were live after the last collection: item arrays. */
  live_arrays: u64;
}

const TOTALS_BYTES: usize = 184;
const totals_at: usize = memory.data(184, 8);
const pauses_at: usize = memory.data(8 * PAUSES_MAX, 8);
const stats_at: usize = memory.data(8 * 32, 8);

export function totals(): Totals {
  return changetype<Totals>(totals_at);
}

export function totals_reset(): void {
  memory.fill(totals_at, 0, TOTALS_BYTES);
}

/** The program begins: what setting up made is not its own. */
export function totals_begin(): void {
  const t = totals();
  t.births = 0;
  t.deaths = 0;
  t.link_writes = 0;
  t.skipped = 0;
  t.live_before = t.live + live_ints();
}

/** The module's code has ended. */
export function totals_end_run(): void {
  const t = totals();
  t.run_births = t.births;
  t.run_deaths = t.deaths;
}

/** A collection begins: its pause is measured from here. */
export function pause_begins(): void {
  totals().began = clock().ir;
}

export function pause_ends(): void {
  const index = totals().collections;
  totals().collections = index + 1;
  if (index >= <u64>PAUSES_MAX) return;
  store<f64>(pauses_at + ((<usize>index) << 3), <f64>(clock().ir - totals().began));
}

export function pauses_address(): usize {
  return pauses_at;
}

function set_stat(stat: CollectorStat, value: u64): void {
  store<f64>(stats_at + ((<usize>stat) << 3), <f64>value);
}

/** Objects that are there beyond those of the start-up, of which some may have died: never less than none. */
function made_since(t: Totals): u64 {
  const now = t.live + live_ints();
  return now > t.live_before ? now - t.live_before : 0;
}

/** Fills and returns the table of `CollectorStat`. */
export function collector_stats(): usize {
  const t = totals();
  const own = has_own_heap();
  const ended = clock().exit_at !== 0;
  const births = ended ? t.run_births : t.births;
  const deaths = ended ? t.run_deaths : t.deaths;
  set_stat(CollectorStat.COLLECTIONS, t.collections);
  set_stat(CollectorStat.PAUSES, min(t.collections, <u64>PAUSES_MAX));
  set_stat(CollectorStat.BIRTHS, births);
  set_stat(CollectorStat.DEATHS, deaths);
  set_stat(CollectorStat.SKIPPED, t.skipped);
  set_stat(CollectorStat.MINORS, t.minors);
  set_stat(CollectorStat.MOVED_BYTES, t.moved_bytes);
  set_stat(CollectorStat.LAZY_RANGES, t.lazy);
  set_stat(CollectorStat.WRITTEN_OUT, t.written_out);
  set_stat(CollectorStat.MARK_WRITES, t.mark_writes);
  set_stat(CollectorStat.LINK_WRITES, t.link_writes);
  set_stat(CollectorStat.BARRIER_WRITES, t.barrier_writes);
  set_stat(CollectorStat.FREED, own ? t.freed : deaths);
  set_stat(CollectorStat.LIVE, own ? made_since(t) : births - deaths);
  set_stat(CollectorStat.LIVE_BYTES, t.live_bytes);
  set_stat(CollectorStat.SINCE, t.since);
  set_stat(CollectorStat.LOST, t.lost);
  set_stat(CollectorStat.KEPT, t.kept);
  set_stat(CollectorStat.FORCED, forced_done());
  const under_way = phase() !== Phase.NONE;
  set_stat(CollectorStat.PHASE, <u64>phase());
  set_stat(CollectorStat.PAUSE_SO_FAR, under_way ? clock().ir - t.began : 0);
  set_stat(CollectorStat.FRONT, under_way ? <u64>mark_stack_count() : 0);
  return stats_at;
}
