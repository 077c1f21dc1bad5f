/** The twin at entry: the recorded state, written down word by word. */
import { ChunkState, PageState, type VmaKind } from "../../assembly/abi/layout.ts";
import type { Build, EntryState } from "../../src/tables/build.ts";
import { Arena } from "./arena.ts";
import { FILE_PAGE, Memory, OWN_PAGE } from "./memory.ts";

const PAGE = 4096;

/** Mappings, pages and the break, as recorded. */
export function memoryAt(entry: EntryState): Memory {
  const memory = new Memory(entry.heapStart, entry.brkLimit);
  memory.brk = entry.heapStart + entry.brkEnd;
  memory.mappings = entry.vmas.map(([start, end, kind]) => ({ start, end, kind: kind as VmaKind }));
  for (const [addr, pages, state] of entry.pages) {
    if (state === PageState.ABSENT) continue;
    for (let i = 0; i < pages; i++) {
      memory.pages.set(addr / PAGE + i, state === PageState.ANON ? OWN_PAGE : FILE_PAGE);
    }
  }
  return memory;
}

/** Every chunk's head, the links of the free ones, and main_arena. */
export function arenaAt(memory: Memory, build: Build, entry: EntryState): Arena {
  const arena = new Arena(memory, entry.libcBase + build.libc.mainArena, build.libc.tcacheCount);
  const heap = (offset: number) => entry.heapStart + offset;
  writeHeads(memory, entry);
  for (let number = 1; number < 127; number++) arena.setBin(number, []);
  for (const [index, chunk] of entry.tcache) arena.pushCache(heap(chunk), 32 + 16 * index);
  for (const chunk of entry.fastbins) arena.pushFast(heap(chunk));
  // Recorded from the back of each bin to its front.
  for (const [number, chunk] of entry.bins)
    arena.setBin(number, [heap(chunk), ...arena.bin(number)]);
  for (let number = 0; number < 128; number++) {
    const word = entry.binmap[Math.floor(number / 32)];
    if (word !== undefined) arena.setBinmapBit(number, ((word >>> (number % 32)) & 1) === 1);
  }
  if (entry.lastRemainder !== 0) arena.lastRemainder = heap(entry.lastRemainder);
  if (entry.haveFastchunks) arena.haveFastchunks = true;
  arena.top = heap(entry.top);
  return arena;
}

function writeHeads(memory: Memory, entry: EntryState): void {
  let previousInUse = 1;
  let end = -1;
  for (const [offset, bytes, count, state] of entry.chunks) {
    if (offset !== end) previousInUse = 1;
    for (let i = 0; i < count; i++) {
      const chunk = entry.heapStart + offset + i * bytes;
      const flags = state === ChunkState.MMAPPED ? 2 : previousInUse;
      // Recorded memory is not touched by being written down.
      memory.words.set(chunk + 8, BigInt(bytes + flags));
      previousInUse = state === ChunkState.BIN ? 0 : 1;
      if (state === ChunkState.BIN) memory.words.set(chunk + bytes, BigInt(bytes));
    }
    end = offset + bytes * count;
  }
}
