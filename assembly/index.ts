import { Cfg, Stat } from "./abi/layout";
import { Stop } from "./abi/stop";
import { cfg, config_address } from "./base/config";
import { stop_reason } from "./base/fault";
import { memory_reset } from "./base/memory";
import { console_bytes, console_copy } from "./events/console";
import { event_counts, ring_count, ring_records, ring_reset } from "./events/ring";
import { forced_places, waiting_garbage } from "./collectors/forced";
import { collectors_reset } from "./collectors/heap_memory";
import { has_own_heap } from "./collectors/manager";
import { collector_stats, pauses_address, totals_begin } from "./collectors/totals";
import { free_containers } from "./inspect/free_containers";
import { state_hash, twin_hash } from "./inspect/hash";
import { fill_pages, fill_sums, fill_words, peek } from "./inspect/pages";
import { code_number, opcode_offset, set_ticker } from "./interp/ceval/state";
import { load_entry, forget_faults } from "./interp/entry";
import {
  load_program,
  program_address,
  program_capacity,
  program_is_recorded,
} from "./interp/load_program";
import { exit_status, set_program } from "./interp/pythonrun";
import { reset_interpreter, reset_objects } from "./interp/reset";
import { make_startup_objects } from "./interp/startup";
import { set_up } from "./kernel/fault";
import { mm_reset, vma, vma_count, vms_pages } from "./kernel/mm";
import { page_counts, page_table_reset } from "./kernel/page_table";
import { program_break, syscalls_reset } from "./kernel/syscalls";
import { words_reset } from "./kernel/words";
import { arena_reset, heap_used, mp_ } from "./libc/malloc/arena";
import { chunks_reset } from "./libc/malloc/chunks";
import { clock, ledger_reset, ledger_table } from "./meter/ledger";
import { heap_log_reset } from "./meter/heap_log";
import { requests_reset } from "./meter/requests";
import { samples_reset } from "./meter/samples";
import { watch as watch_of, watch_set } from "./meter/watch";
import { gcmodule_reset } from "./modules/gcmodule/generations";
import { recorded_heads_reset } from "./modules/gcmodule/recorded_heads";
import { blocks_in_use } from "./objects/intobject/block_life";
import { blocks_reset } from "./objects/intobject/blocks";
import { free_list, free_list_length, free_list_reset } from "./objects/intobject/free_list";
import { intobject_reset, live_ints } from "./objects/intobject/intobject";
import { items_reset, recent_items } from "./objects/listobject/items";
import { listobject_reset, load_recorded_lists } from "./objects/listobject/listobject";
import { load_recorded_floats } from "./objects/floatobject/floatobject";
import { load_recorded_dicts } from "./objects/dictobject/dictobject";
import { load_recorded_tuples } from "./objects/tupleobject/tupleobject";
import { set_placing } from "./objects/obmalloc/placing";
import { obmalloc_reset } from "./objects/obmalloc/obmalloc";
import { facts_reset } from "./base/facts";
import { process_log_reset } from "./events/process_log";
import {
  NOT_LEFT,
  exit_group_status,
  processes_reset,
  sys_getpid,
  sys_getppid,
} from "./kernel/process";

export {
  heap_log,
  heap_piece,
  heap_records,
  requests,
  request_slots,
  tally,
  tallied,
  tally_slots,
  call_tree,
  call_tree_at,
  call_tree_nodes,
  call_tree_lost,
  samples,
  sample_count,
} from "./counters";
export { memory_front_bytes, memory_sum, memory_used } from "./base/memory";
export { pause_from, restored, resume, run, watch } from "./runs";
export {
  facts,
  is_common,
  log_at,
  log_rows,
  log_together,
  next_process,
  published,
  published_at,
  self,
  waits_for,
} from "./processes";

const INPUT_WORDS: usize = 32768;
const OUTPUT_BYTES: usize = 1 << 20;
const input_at: usize = memory.data(8 * 32768, 8);
const output_at: usize = memory.data(1 << 20, 8);
const stats_at: usize = memory.data(8 * 64, 8);

/** Where the host writes the parameters (one 64-bit word per `Cfg`). */
export function config(): usize {
  return config_address();
}

/** Where the host writes the entry image; `input_words` is its capacity. */
export function input(): usize {
  return input_at;
}

export function input_words(): u32 {
  return <u32>INPUT_WORDS;
}

/** A table of the ledger (`LedgerTable`). */
export function ledger(table: u32): usize {
  return ledger_table(table);
}

/** Forgets the last run and loads the entry state that the host wrote. */
export function reset(): void {
  memory_reset();
  facts_reset();
  process_log_reset();
  processes_reset();
  ledger_reset();
  // Setting up asks malloc, too, where a program's text was compiled: that is forgotten below.
  heap_log_reset();
  ring_reset();
  requests_reset();
  samples_reset();
  mm_reset();
  page_table_reset();
  words_reset();
  syscalls_reset();
  chunks_reset();
  arena_reset();
  obmalloc_reset();
  gcmodule_reset();
  recorded_heads_reset();
  collectors_reset();
  blocks_reset();
  free_list_reset();
  intobject_reset();
  items_reset();
  listobject_reset();
  reset_objects();
  reset_interpreter();
  stop_reason().stop = Stop.READY;
  stop_reason().fault = 0;
  stop_reason().detail = 0;
  load_entry(input_at);
  if (cfg(Cfg.C_BENCHMARK) === 0) set_up_interpreter();
  // What setting up did is not the process's: its steps, events, requests and faults are forgotten.
  forget_faults();
  totals_begin();
  ledger_reset();
  ring_reset();
  requests_reset();
  watch_set(0, 0, 0, false);
  heap_log_reset();
}

/** The objects that an interpreter has when the module's code starts, and the program. */
function set_up_interpreter(): void {
  set_up(true);
  set_placing(true);
  // Nothing may be placed where these are.
  if (!has_own_heap()) load_recorded_floats();
  make_startup_objects();
  // Another manager keeps no dead objects.
  if (!has_own_heap()) {
    load_recorded_lists();
    load_recorded_dicts();
    load_recorded_tuples();
  }
  set_up(program_is_recorded());
  set_placing(program_is_recorded());
  set_program(load_program());
  set_placing(false);
  set_up(false);
  set_ticker(<i32>cfg(Cfg.TICKER));
}

/** `count` bytes of stream 1 (stdout) or 2 (stderr), from byte `from` on, in the output buffer. */
export function console_at(stream: u32, from: u32, count: u32): usize {
  assert(<usize>count <= OUTPUT_BYTES);
  console_copy(stream, from, count, output_at);
  return output_at;
}

/** Where the host writes the compiled program (interp/load_program.ts), and how many bytes fit. */
export function program(): usize {
  return program_address();
}

export function program_bytes(): u32 {
  return program_capacity();
}

/** What was written, five 64-bit floats: how often, clock of the first and last, their C functions. */
export function watched(): usize {
  const w = watch_of();
  store<f64>(output_at, <f64>w.times);
  store<f64>(output_at, <f64>w.first, 8);
  store<f64>(output_at, <f64>w.last, 16);
  store<f64>(output_at, <f64>w.first_fn, 24);
  store<f64>(output_at, <f64>w.last_fn, 32);
  store<f64>(output_at, <f64>w.first_addr, 40);
  return output_at;
}

/** Where the host writes the places of `count` forced collections, for the runs that follow. */
export function forced(count: u32): usize {
  return forced_places(count);
}

/** Objects that a full collection would free where the machine is parked; only `reset` may follow. */
export function garbage(): f64 {
  return <f64>waiting_garbage();
}

/** Why the last run stopped (`Stop`). */
export function stop(): u32 {
  return stop_reason().stop;
}

/** What went wrong (`Fault`) after `Stop.FAULT`, and a number that says more. */
export function fault(): u32 {
  return stop_reason().fault;
}

export function fault_detail(): u64 {
  return stop_reason().detail;
}

/** Fills and returns the table of counters (`Stat`), 64-bit floats. */
export function stats(): usize {
  set_stat(Stat.IR, clock().ir);
  set_stat(Stat.PHASE, clock().phase);
  set_stat(Stat.DEPTH, clock().depth);
  set_stat(Stat.OPCODE_OFFSET, opcode_offset());
  set_stat(Stat.CODE_NUMBER, code_number());
  set_stat(Stat.STDOUT_BYTES, console_bytes(1));
  set_stat(Stat.STDERR_BYTES, console_bytes(2));
  const left = exit_group_status();
  set_stat(Stat.EXIT_STATUS, left === NOT_LEFT ? exit_status() : left);
  set_stat(Stat.RUN_AT, clock().run_at);
  set_stat(Stat.EXIT_AT, clock().exit_at);
  set_stat(Stat.FINALIZE_AT, clock().finalize_at);
  set_stat(Stat.CLEARED_AT, clock().cleared_at);
  set_stat(Stat.PARKED_SEGMENT, clock().parked_segment);
  set_stat(Stat.BRK_END, program_break());
  set_stat(Stat.HEAP_USED, heap_used());
  set_stat(Stat.MMAPPED_BYTES, mp_().mmapped_bytes);
  set_stat(Stat.LIVE_INTS, live_ints());
  set_stat(Stat.FREE_INTS, free_list_length());
  set_stat(Stat.INT_BLOCKS, blocks_in_use());
  set_stat(Stat.FREE_LIST, free_list());
  set_stat(Stat.RSS_ANON_PAGES, page_counts().anon);
  set_stat(Stat.RSS_FILE_PAGES, page_counts().file);
  set_stat(Stat.VMS_PAGES, vms_pages());
  set_stat(Stat.FAULTS, page_counts().faults);
  set_stat(Stat.ZEROED_PAGES, page_counts().zeroed);
  set_stat(Stat.COPIED_PAGES, page_counts().copied);
  set_stat(Stat.ITEMS_ADDR, recent_items().addr);
  set_stat(Stat.ITEMS_LENGTH, recent_items().length);
  set_stat(Stat.ITEMS_FILLED, recent_items().filled);
  set_stat(Stat.UNPRICED, clock().unpriced);
  set_stat(Stat.RSS_SHARED_PAGES, page_counts().shared);
  set_stat(Stat.COW_FAULTS, page_counts().cow);
  set_stat(Stat.COPIED_PTES, page_counts().copied_ptes);
  set_stat(Stat.PID, sys_getpid());
  set_stat(Stat.PARENT_PID, sys_getppid());
  set_stat(Stat.TICK_OFFSET, clock().tick_offset);
  set_stat(Stat.HUGE_PAGES, page_counts().huge);
  set_stat(Stat.HUGE_FAULTS, page_counts().huge_faults);
  set_stat(Stat.HUGE_SPLITS, page_counts().huge_splits);
  return stats_at;
}

function set_stat(stat: Stat, value: u64): void {
  store<f64>(stats_at + ((<usize>stat) << 3), <f64>value);
}

/** The table of `CollectorStat`, and the pauses of the collections so far: 64-bit floats. */
export function collector(): usize {
  return collector_stats();
}

export function pauses(): usize {
  return pauses_address();
}

/** The table of `FreeContainers`. */
export function containers(): usize {
  return free_containers();
}

/** The state hash as two 32-bit lanes. */
export function hash(): u64 {
  return state_hash();
}

/** The hash of what the naive twin models, with its list at `list`. */
export function hash_for_twin(list: f64): u64 {
  return twin_hash(<u64>list);
}

/** Events of each kind so far: `EV_COUNT` 64-bit words. */
export function counts(): usize {
  return event_counts();
}

export function records(): usize {
  return ring_records();
}

export function record_count(): u32 {
  return ring_count();
}

/** The output buffer, after filling it with page texels, word bytes or described words. */
export function view_pages(addr: f64, pages: u32): usize {
  assert(<usize>pages * 4 <= OUTPUT_BYTES);
  fill_pages(<u64>addr, pages, output_at);
  return output_at;
}

/** Sums of pages, 8 bytes each: see `fill_sums`. */
export function view_sums(addr: f64, pages: u32): usize {
  assert(<usize>pages * 8 <= OUTPUT_BYTES);
  fill_sums(<u64>addr, pages, output_at);
  return output_at;
}

export function view_words(addr: f64, words: u32): usize {
  assert(<usize>words * 2 <= OUTPUT_BYTES);
  fill_words(<u64>addr, words, output_at);
  return output_at;
}

export function view_values(addr: f64, words: u32): usize {
  assert(<usize>words * 16 <= OUTPUT_BYTES);
  peek(<u64>addr, words, output_at);
  return output_at;
}

/** VMAs in address order: triples of start, end, `VmaKind`, as 64-bit floats in the output buffer. */
export function view_vmas(): usize {
  for (let i: u32 = 0; i < vma_count(); i++) {
    const at = output_at + <usize>i * 24;
    store<f64>(at, <f64>vma(i).start);
    store<f64>(at, <f64>vma(i).end, 8);
    store<f64>(at, <f64>vma(i).kind, 16);
  }
  return output_at;
}

export function vmas(): u32 {
  return vma_count();
}
