/** What start-up asks of malloc and leaves alive, per build: written by scripts/convert/instruments.ts. */
import type { HeapBefore } from "../instruments/heap.ts";
import data from "./heap.json" with { type: "json" };

export const NOTHING: HeapBefore = {
  ...{ liveBytes: 0, liveBlocks: 0, totalBytes: 0, totalBlocks: 0 },
  ...{ endBytes: 0, endBlocks: 0, extraBytes: 0, stackBytes: 0 },
};

/** Of a build that was not recorded nothing is known: start-up then has no blocks. */
export function heapBefore(build: string): HeapBefore {
  return (data as Record<string, HeapBefore>)[build] ?? NOTHING;
}
