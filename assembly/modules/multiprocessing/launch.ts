/**
 * What the library's own Python code does: importing it, starting a process with it. None of that code is
 * run here. Its pages are recorded per build and launch (workers/library-pages.ts, measured); the machine
 * says only when they are touched. Instructions of imports are recorded stretches of the clock.
 */
import { LibraryMoment, ProcessLog } from "../../abi/process";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { log_process } from "../../events/process_log";
import { is_self } from "../../kernel/process";
import { retire_recorded } from "../../meter/ledger";

/** A bit for each moment that happened in this process or before it was born: imports happen once. */
const done_at: usize = memory.data(8, 8);

export function launch_reset(): void {
  store<u64>(done_at, 0);
}

function moment(which: LibraryMoment): void {
  if (is_self()) log_process(ProcessLog.LIBRARY, which, 0);
}

/** Whether a moment comes for the first time. */
function first(which: LibraryMoment): bool {
  const bit = (<u64>1) << (<u64>which);
  if ((load<u64>(done_at) & bit) !== 0) return false;
  store<u64>(done_at, load<u64>(done_at) | bit);
  return true;
}

/** Whether the library keeps a worker's last task and result until the next one is there (2.7.12). */
export function keeps_last_task(): bool {
  return cfg(Cfg.KEEPS_LAST_TASK) !== 0;
}

/** import multiprocessing. */
export function import_multiprocessing(): void {
  if (!first(LibraryMoment.IMPORT)) return;
  moment(LibraryMoment.IMPORT);
  retire_recorded(
    Seg.import_submodule__recorded_multiprocessing,
    cfg(Cfg.RECORDED_MULTIPROCESSING),
  );
}

/** from multiprocessing import sharedctypes: ctypes and its libraries are mapped. */
export function import_sharedctypes(): void {
  import_multiprocessing();
  if (!first(LibraryMoment.SHAREDCTYPES)) return;
  moment(LibraryMoment.SHAREDCTYPES);
  retire_recorded(Seg.import_submodule__recorded_sharedctypes, cfg(Cfg.RECORDED_SHAREDCTYPES));
}

/** from multiprocessing import pool: threads and queues. */
export function import_pool(): void {
  if (first(LibraryMoment.POOL)) moment(LibraryMoment.POOL);
}

/** from multiprocessing import managers: sockets, hashes and arrays. */
export function import_managers(): void {
  if (first(LibraryMoment.MANAGERS)) moment(LibraryMoment.MANAGERS);
}

/** The pool's three threads begin. */
export function make_pool_threads(): void {
  moment(LibraryMoment.THREADS);
}

/** The child, about to call its target. */
export function before_job(): void {
  moment(LibraryMoment.CHILD);
}

/** A worker of a pool, about to wait for its first task; and when that is there. */
export function before_tasks(): void {
  moment(LibraryMoment.WORKER);
}

export function at_task(): void {
  if (first(LibraryMoment.TASK)) moment(LibraryMoment.TASK);
}

/** A child of os.fork, at its first instruction. */
export function forked_child(): void {
  moment(LibraryMoment.FORKED);
}

/** The parent, once a child has been started. */
export function parent_after_fork(): void {
  moment(LibraryMoment.PARENT);
}
