/** The recorded heap as the compiler of another text than the recorded one finds it. */
import { ChunkState } from "../assembly/abi/layout.ts";
import type { EntryState } from "../src/tables/build.ts";

const UNSORTED_BIN = 1;
/** Bytes from one small bin to the next, and where large bins begin. */
const BIN_STEP = 16;
const MIN_LARGE_BYTES = 1024;

/**
 * The recorded state is that after `pass` was compiled. Where the only unsorted chunk is the last remainder
 * and the chunk in front of it lies in the tcache, the optimiser's buffer was cut off there: before, both
 * were one chunk of a small bin. What else `pass` took came back to where it was.
 */
export function beforeCompiling(entry: EntryState): EntryState {
  const rest = entry.lastRemainder;
  const unsorted = entry.bins.filter(([bin]) => bin === UNSORTED_BIN);
  const tail = entry.chunks.find(([at]) => at === rest);
  const head = entry.chunks.find(
    ([at, bytes, count, state]) =>
      at + bytes === rest && count === 1 && state === ChunkState.TCACHE,
  );
  if (unsorted.length !== 1 || unsorted[0]?.[1] !== rest || !tail || !head) return entry;
  const bytes = head[1] + tail[1];
  if (bytes >= MIN_LARGE_BYTES) return entry;
  const bin = bytes / BIN_STEP;
  const joined: EntryState["chunks"][number] = [head[0], bytes, 1, ChunkState.BIN];
  return {
    ...entry,
    lastRemainder: 0,
    chunks: entry.chunks.flatMap((row) => (row === head ? [joined] : row === tail ? [] : [row])),
    tcache: entry.tcache.filter(([, at]) => at !== head[0]),
    bins: [...entry.bins.filter((row) => row !== unsorted[0]), [bin, head[0]]],
    binmap: entry.binmap.map((word, i) =>
      i === bin >> 5 ? (word | (1 << (bin & 31))) >>> 0 : word,
    ),
  };
}
