/**
 * Requests of malloc and system calls of a process: recorded start-up, the model, recorded exit. Apart from the
 * report, so that the window's first visit fetches no fold of pages.
 */
import { Ev } from "../assembly/abi/events.ts";
import { Stat } from "../assembly/abi/layout.ts";
import type { CallCounts } from "./protocol.ts";
import type { Report } from "./report.ts";
import type { LoadedRun } from "./run.ts";

/** Requests reaching malloc by size: in the whole process, and those given for its run. */
export function mallocSizes(
  run: LoadedRun,
  inRun: Map<number, number>,
): Pick<Report, "malloc_sizes" | "malloc_sizes_run"> {
  const sizes = new Map<number, number>();
  const add = (size: number, count: number) => {
    if (count !== 0) sizes.set(size, (sizes.get(size) ?? 0) + count);
  };
  for (const [size, count] of Object.entries(run.build.passMallocSizes)) add(Number(size), count);
  if (run.program.n !== null) {
    for (const [size, count] of Object.entries(run.build.rangeMallocSizes))
      add(Number(size), count);
  }
  for (const [size, count] of run.measured.requests) add(size, count);
  return { malloc_sizes: bySize(sizes), malloc_sizes_run: bySize(inRun) };
}

/** malloc requests and system calls of a whole process, as the window lists them. */
export function callCounts(run: LoadedRun): CallCounts {
  const { malloc_sizes } = mallocSizes(run, new Map());
  const { syscalls, syscalls_run } = syscallsOf(run);
  const sizes = Object.entries(malloc_sizes);
  return {
    mallocSizes: sizes.map(([bytes, times]) => [Number(bytes), times]),
    syscalls: Object.entries(syscalls).map(([name, all]) => [name, all, syscalls_run[name] ?? 0]),
  };
}

function bySize(sizes: Map<number, number>): Record<string, number> {
  return Object.fromEntries(
    [...sizes].filter(([, count]) => count > 0).sort((a, b) => a[0] - b[0]),
  );
}

/** Memory calls as strace counts them: recorded start-up, the model, recorded exit. */
export function syscallsOf(run: LoadedRun): Pick<Report, "syscalls" | "syscalls_run"> {
  const { entry } = run;
  const { eventCounts, stats } = run.measured;
  const modelled: Record<string, number> = {
    brk: eventCounts[Ev.BRK] ?? 0,
    mmap: eventCounts[Ev.MMAP] ?? 0,
    munmap: eventCounts[Ev.MUNMAP] ?? 0,
    mremap: eventCounts[Ev.MREMAP] ?? 0,
  };
  const after = { ...entry.syscallsAfter };
  // The recorded exit trims the heap only where its end was left as the start-up left it.
  if ((stats[Stat.HEAP_USED] ?? 0) !== entry.top) delete after.brk;
  const syscalls_run = sum(modelled, after);
  return { syscalls: sum(syscalls_run, entry.syscallsBefore), syscalls_run };
}

function sum(a: Record<string, number>, b: Record<string, number>): Record<string, number> {
  const result = { ...a };
  for (const [key, value] of Object.entries(b)) result[key] = (result[key] ?? 0) + value;
  return result;
}
