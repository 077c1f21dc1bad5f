/**
 * Data of the compiled C program: written by scripts/convert/c-benchmark.ts from what callgrind, strace
 * and /proc showed of it. What malloc and the kernel do is the build's, as for every program.
 */
import data from "./c-benchmark.json" with { type: "json" };
import type { EntryState, LaunchState, PriceValue } from "./build.ts";

export interface CBenchmark {
  compiler: string;
  provenance: string;
  /** Net Ir before main and after it. */
  start: number;
  exit: number;
  /** Net Ir of an empty main: a program that does nothing has start + emptyMain + exit. */
  emptyMain: number;
  prices: Record<string, PriceValue>;
  /** C function -> its row in the profile, where that is not the build's. */
  functions: Record<string, string>;
  /** When main begins. */
  entry: Pick<
    EntryState,
    "vmas" | "pages" | "heapStart" | "imageBase" | "libcBase" | "faults" | "recordedKb"
  >;
  syscalls: Record<string, number>;
  exitRecorded: LaunchState["exitRecorded"];
}

export const C_BENCHMARK = data as unknown as CBenchmark;
