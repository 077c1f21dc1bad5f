/**
 * What the library's own code does to a process's memory: importing it, and starting a process with it.
 * None of that code is run here; the pages it needs are recorded (measured) per build and launch.
 */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";

/** Whether the library keeps a worker's last task and result until the next one is there (2.7.12). */
export function keeps_last_task(): bool {
  return cfg(Cfg.KEEPS_LAST_TASK) !== 0;
}

/** from multiprocessing import pool: threads and queues. */
export function import_pool(): void {}

/** from multiprocessing import managers: sockets, hashes and arrays. */
export function import_managers(): void {}

/** The pool's three threads begin. */
export function make_pool_threads(): void {}

/** from multiprocessing import sharedctypes: ctypes and its libraries are mapped. */
export function import_sharedctypes(): void {}

/** The child, until it is ready to run its target. */
export function after_fork(): void {}

/** The child, about to call its target. */
export function before_job(): void {}

/** The parent, once a child has been started. */
export function parent_after_fork(): void {}
