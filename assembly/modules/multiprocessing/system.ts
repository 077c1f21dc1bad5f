/** What multiprocessing asks the kernel for: shared memory and the process's number. */
import { not_simulated } from "../../base/fault";
import { sys_mmap } from "../../kernel/syscalls";

/** The number of the running process. */
export function current_pid(): u64 {
  return 1;
}

/** A new anonymous shared mapping of `bytes` (whole pages); its address. */
export function map_shared(bytes: u64): u64 {
  return sys_mmap(bytes);
}

/** The number of the new child, 0 in the child, or negative with an OSError. */
export function fork(): i64 {
  not_simulated("multiprocessing.Process");
  return -1;
}

/** Waits for child `pid`: its exit code. */
export function wait_child(_pid: u64): i64 {
  return 0;
}

/** Whether child `pid` has ended by now. */
export function poll_child(_pid: u64): bool {
  return false;
}

export function signal_child(_pid: u64, _signal: i64): void {}

/** Leaves with os._exit. */
export function end_process(_code: i64): void {}
