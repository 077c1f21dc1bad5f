/** What multiprocessing asks the kernel for: shared memory, processes, waiting. */
import { FactKind, ProcessLog } from "../../abi/process";
import { Stop } from "../../abi/stop";
import { block_on, find_fact, publish } from "../../base/facts";
import { halt } from "../../base/fault";
import { console_bytes } from "../../events/console";
import { log_process } from "../../events/process_log";
import {
  at_pause,
  is_self,
  process_ends_with,
  sys_exit_group,
  sys_fork,
  sys_getpid,
  sys_wait,
  wait_status,
} from "../../kernel/process";
import { sys_mmap_shared } from "../../kernel/syscalls";
import { tick } from "../../meter/ledger";
import { apply_writes, publish_writes, share_writes } from "./shared_writes";
import { posix_error } from "../os_functions";

/** Where a wait status has the exit code, and the number of a signal. */
const STATUS_SHIFT: i32 = 8;
const SIGNAL_MASK: i32 = 127;

/** The number of the running process. */
export function current_pid(): u64 {
  return sys_getpid();
}

/** A new anonymous shared mapping of `bytes` (whole pages); its address. */
export function map_shared(bytes: u64): u64 {
  return sys_mmap_shared(bytes);
}

/** The number of the new child, 0 in the child, or negative with an OSError. */
export function fork(): i64 {
  const pid = sys_fork();
  share_writes();
  if (pid < 0) posix_error(-pid);
  return pid;
}

/** Waits for child `pid`: its exit code, negative where a signal ended it. */
export function wait_child(pid: u64): i64 {
  sys_wait(pid, true);
  apply_writes(pid, 0);
  const status = wait_status();
  const signal = status & SIGNAL_MASK;
  return signal !== 0 ? -signal : status >> STATUS_SHIFT;
}

/** Whether child `pid` has ended by now. */
export function poll_child(pid: u64): bool {
  at_pause();
  const end = find_fact(FactKind.END, pid, 0);
  if (end === 0) block_on(FactKind.END, pid, 0);
  return load<u64>(end, 8) <= tick();
}

/** Tells child `pid` to end. It hears of it where it waits. */
export function signal_child(pid: u64, signal: i64): void {
  if (!is_self()) return;
  const words = publish(FactKind.SIGNAL, pid, 0, 2);
  store<i64>(words, signal);
  store<u64>(words, tick(), 8);
}

/** Message `number` of `pipe` is not there yet: the process waits for it, or for its end by a signal. */
export function await_message(pipe: u64, number: u64): usize {
  const signal = find_fact(FactKind.SIGNAL, current_pid(), 0);
  if (signal !== 0) {
    process_ends_with(<i32>load<u64>(signal), load<u64>(signal, 8));
    halt(Stop.PROGRAM_END);
  }
  block_on(FactKind.MESSAGE, pipe, number);
  return 0;
}

/** Leaves with os._exit, after it has emptied the buffers of stdout and stderr. */
export function end_process(code: i64): void {
  if (is_self()) log_process(ProcessLog.FLUSH, 1, console_bytes(1));
  publish_writes(current_pid(), 0);
  sys_exit_group(<i32>code);
}
