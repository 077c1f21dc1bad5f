/**
 * What the library's own code does to a process's memory: importing it, and starting a process with it.
 * None of that code is run here; the pages it needs are recorded (measured) per build and launch.
 */

/** from multiprocessing import sharedctypes: ctypes and its libraries are mapped. */
export function import_sharedctypes(): void {}

/** The child, until it is ready to run its target. */
export function after_fork(): void {}

/** The child, about to call its target. */
export function before_job(): void {}

/** The parent, once a child has been started. */
export function parent_after_fork(): void {}
