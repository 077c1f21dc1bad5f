/** The machine's surface, continued: whose run it is, what it is told and what it tells (ADR 0007). */
import { outbox } from "./base/facts";
import { stop_reason } from "./base/fault";
import { memory_reserve_front, table_at } from "./base/memory";
import { page_log, process_log } from "./events/process_log";
import { is_before_forks, next_pid, self_address } from "./kernel/process";

/** Whether the run, which paused, is up to here that of every process of the machine: 1 or 0. */
export function is_common(): u32 {
  return is_before_forks() ? 1 : 0;
}

/** Where the host writes whose run it is: `Self` words. */
export function self(): usize {
  return self_address();
}

/** Room for `bytes` bytes of facts (abi/process.ts), which the next runs are given. */
export function facts(bytes: u32): usize {
  return memory_reserve_front(bytes);
}

/** Facts that the last run published: how many, and where each of them lies. */
export function published(): u32 {
  return outbox().count;
}

export function published_at(index: u32): usize {
  return <usize>load<u32>(table_at(outbox(), index));
}

/** The fact that the run stopped for (Stop.BLOCKED): its FactKind and numbers. */
export function waits_for(index: u32): u64 {
  const reason = stop_reason();
  return index === 0 ? <u64>reason.waits_kind : index === 1 ? reason.waits_a : reason.waits_b;
}

/** The number that the process's next child would get. */
export function next_process(): f64 {
  return <f64>next_pid();
}

/** A log of the last run (0: ProcessLog rows, 1: PageLog rows): how many rows it has. */
export function log_rows(which: u32): u32 {
  return which === 0 ? process_log().count : page_log().count;
}

/** Where row `row` of a log lies, and how many rows lie behind each other from there on. */
export function log_at(which: u32, row: u32): usize {
  return table_at(which === 0 ? process_log() : page_log(), row);
}

export function log_together(which: u32, row: u32): u32 {
  const table = which === 0 ? process_log() : page_log();
  const piece: u32 = 1 << table.shift;
  const left = piece - (row & (piece - 1));
  return left < table.count - row ? left : table.count - row;
}
