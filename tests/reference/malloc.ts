/** glibc 2.36's malloc and free written a second time, one chunk and one word at a time (spec 06). */
import { FreePath, MallocPath } from "../../assembly/abi/events.ts";
import { type Arena, FASTEST, HEADER, LARGE, SMALLEST, UNSORTED } from "./arena.ts";
import { type Memory, hex } from "./memory.ts";

const MEBIBYTE = 1048576;
const PAGE = 4096;

export interface MallocParameters {
  topPad: number;
  trimThreshold: number;
  mmapThreshold: number;
}

function roundUp(bytes: number, unit: number): number {
  return Math.ceil(bytes / unit) * unit;
}

/** The bin for chunks of a size. */
function binOf(bytes: number): number {
  if (bytes < LARGE) return bytes / 16;
  const classes = [
    { unit: 64, most: 48, first: 48 },
    { unit: 512, most: 20, first: 91 },
    { unit: 4096, most: 10, first: 110 },
    { unit: 32768, most: 4, first: 119 },
    { unit: 262144, most: 2, first: 124 },
  ];
  const fitting = classes.find(({ unit, most }) => Math.floor(bytes / unit) <= most);
  return fitting === undefined ? 126 : fitting.first + Math.floor(bytes / fitting.unit);
}

interface Found {
  chunk: number;
  path: MallocPath;
}

export class Malloc {
  private trimThreshold: number;
  private mmapThreshold: number;
  private contiguous = true;

  constructor(
    private readonly memory: Memory,
    private readonly arena: Arena,
    private readonly parameters: MallocParameters,
  ) {
    this.trimThreshold = parameters.trimThreshold;
    this.mmapThreshold = parameters.mmapThreshold;
  }

  malloc(request: number): number {
    const bytes = Math.max(SMALLEST, roundUp(request + 8, 16));
    const { chunk, path } = this.find(bytes);
    // What the chunk held before it was handed out is nobody's any more.
    this.memory.forget(chunk + HEADER, bytes - 8);
    this.memory.effects.push(`MALLOC ${hex(chunk + HEADER)} ${request} ${MallocPath[path]}`);
    return chunk + HEADER;
  }

  private find(bytes: number): Found {
    const { arena } = this;
    if (arena.cached(bytes) > 0) return { chunk: arena.popCache(bytes), path: MallocPath.TCACHE };
    if (bytes <= FASTEST && arena.fastbin(bytes).length > 0) return this.fromFastbin(bytes);
    if (bytes < LARGE && arena.bin(binOf(bytes)).length > 0) return this.fromSmallBin(bytes);
    if (bytes >= LARGE && arena.haveFastchunks) this.consolidate();
    while (true) {
      const found =
        this.fromUnsorted(bytes) ?? this.fromLargeBin(bytes) ?? this.fromLargerBin(bytes);
      if (found !== null) return found;
      if (arena.size(arena.top) >= bytes + SMALLEST) return this.cutTop(bytes, MallocPath.TOP);
      if (!arena.haveFastchunks) return this.fromSystem(bytes);
      this.consolidate();
    }
  }

  private fromFastbin(bytes: number): Found {
    const { arena } = this;
    const chunk = arena.popFast(bytes);
    while (arena.cacheHasRoom(bytes) && arena.fastbin(bytes).length > 0) {
      arena.pushCache(arena.popFast(bytes), bytes);
    }
    return { chunk, path: MallocPath.FASTBIN };
  }

  private fromSmallBin(bytes: number): Found {
    const chunk = this.takeOldest(binOf(bytes));
    while (this.arena.cacheHasRoom(bytes) && this.arena.bin(binOf(bytes)).length > 0) {
      this.arena.pushCache(this.takeOldest(binOf(bytes)), bytes);
    }
    return { chunk, path: MallocPath.SMALLBIN };
  }

  /** The last chunk of a bin leaves it, whole. */
  private takeOldest(bin: number): number {
    const chunk = this.arena.bin(bin).at(-1);
    if (chunk === undefined) throw new Error(`bin ${bin} is empty`);
    this.arena.unlink(chunk);
    this.arena.markInUse(chunk, true);
    return chunk;
  }

  /** Walks the unsorted chunks, oldest first; those that do not fit are filed into their bins. */
  private fromUnsorted(bytes: number): Found | null {
    const { arena } = this;
    const path = MallocPath.UNSORTED;
    let cached = false;
    for (let left = arena.bin(UNSORTED); left.length > 0; left = arena.bin(UNSORTED)) {
      const victim = left.at(-1) ?? 0;
      const size = arena.size(victim);
      const remainder = bytes < LARGE && left.length === 1 && victim === arena.lastRemainder;
      if (remainder && size > bytes + SMALLEST) {
        arena.unlink(victim);
        this.split(victim, bytes);
        arena.lastRemainder = victim + bytes;
        return { chunk: victim, path };
      }
      arena.unlink(victim);
      if (size !== bytes) {
        this.file(victim);
        continue;
      }
      arena.markInUse(victim, true);
      if (!arena.cacheHasRoom(bytes)) return { chunk: victim, path };
      arena.pushCache(victim, bytes);
      cached = true;
    }
    return cached ? { chunk: arena.popCache(bytes), path } : null;
  }

  /** Small bins take new chunks at the front; large ones are sorted from large to small. */
  private file(chunk: number): void {
    const { arena } = this;
    const size = arena.size(chunk);
    const number = binOf(size);
    const members = [...arena.bin(number)];
    let at = 0;
    if (size >= LARGE) {
      at = members.findIndex((member) => arena.size(member) <= size);
      if (at < 0) at = members.length;
      // The first of equals keeps its place in the ring of sizes: the new one goes behind it.
      else if (arena.size(members[at] ?? 0) === size) at += 1;
    }
    members.splice(at, 0, chunk);
    arena.setBinmapBit(number, true);
    arena.setBin(number, members);
  }

  private fromLargeBin(bytes: number): Found | null {
    if (bytes < LARGE) return null;
    const { arena } = this;
    const fitting = arena.bin(binOf(bytes)).filter((chunk) => arena.size(chunk) >= bytes);
    const smallest = Math.min(...fitting.map((chunk) => arena.size(chunk)));
    const equals = fitting.filter((chunk) => arena.size(chunk) === smallest);
    // The second of equals is taken rather than the first, to leave the ring of sizes alone.
    const victim = equals[1] ?? equals[0];
    if (victim === undefined) return null;
    this.takeOrSplit(victim, bytes);
    return { chunk: victim, path: MallocPath.LARGEBIN };
  }

  /** The next bin upwards that the binmap knows of; bits of bins that turn out empty are cleared. */
  private fromLargerBin(bytes: number): Found | null {
    const { arena } = this;
    for (let number = binOf(bytes) + 1; number < 128; number++) {
      if (((arena.binmap() >> BigInt(number)) & 1n) === 0n) continue;
      const victim = arena.bin(number).at(-1);
      if (victim === undefined) {
        arena.setBinmapBit(number, false);
        continue;
      }
      const whole = this.takeOrSplit(victim, bytes);
      if (!whole && bytes < LARGE) arena.lastRemainder = victim + bytes;
      return { chunk: victim, path: MallocPath.BIN_SPLIT };
    }
    return null;
  }

  /** True where the chunk was taken whole. */
  private takeOrSplit(victim: number, bytes: number): boolean {
    this.arena.unlink(victim);
    if (this.arena.size(victim) - bytes < SMALLEST) {
      this.arena.markInUse(victim, true);
      return true;
    }
    this.split(victim, bytes);
    return false;
  }

  /** The rest of a chunk goes to the front of the unsorted bin. */
  private split(victim: number, bytes: number): void {
    const remainder = victim + bytes;
    const rest = this.arena.size(victim) - bytes;
    // Bins ask their members' sizes; the head itself is written after the links, as glibc does.
    this.memory.words.set(remainder + 8, BigInt(rest + 1));
    this.arena.setBin(UNSORTED, [remainder, ...this.arena.bin(UNSORTED)]);
    this.arena.setHead(victim, bytes);
    this.arena.setHead(remainder, rest);
    this.memory.write(remainder + rest, rest);
  }

  private cutTop(bytes: number, path: MallocPath): Found {
    const { arena } = this;
    const chunk = arena.top;
    const size = arena.size(chunk);
    arena.top = chunk + bytes;
    arena.setHead(chunk, bytes);
    arena.setHead(chunk + bytes, size - bytes);
    return { chunk, path };
  }

  private fromSystem(bytes: number): Found {
    if (bytes >= this.mmapThreshold) {
      const length = roundUp(bytes + 8, PAGE);
      const chunk = this.memory.map(length);
      this.arena.setHead(chunk, length, 2);
      return { chunk, path: MallocPath.MMAP };
    }
    const old = this.arena.top;
    const oldBytes = this.arena.size(old);
    const size = roundUp(
      bytes + this.parameters.topPad + SMALLEST - (this.contiguous ? oldBytes : 0),
      PAGE,
    );
    if (this.memory.moveBreak(size)) {
      this.arena.setHead(old, oldBytes + size);
      return this.cutTop(bytes, MallocPath.BRK);
    }
    // The first mapping that replaces brk is a multiple of 1 MiB; later ones are not.
    const length = this.contiguous ? roundUp(size + oldBytes, MEBIBYTE) : size;
    const top = this.memory.map(length);
    this.contiguous = false;
    this.arena.top = top;
    this.arena.setHead(top, length);
    this.abandon(old, oldBytes);
    return this.cutTop(bytes, MallocPath.MMAP_FALLBACK);
  }

  /** An old top ends in two fence posts; what is before them is freed. */
  private abandon(old: number, bytes: number): void {
    const rest = Math.floor((bytes - 2 * HEADER) / 16) * 16;
    this.arena.setHead(old, rest === 0 ? HEADER : rest);
    this.arena.setHead(old + rest, HEADER);
    this.arena.setHead(old + rest + HEADER, HEADER);
    if (rest >= SMALLEST) this.freeChunk(old);
  }

  free(user: number): void {
    const chunk = user - HEADER;
    if ((this.memory.read(chunk + 8) & 2n) === 0n) {
      this.freeChunk(chunk);
      return;
    }
    const bytes = this.arena.size(chunk);
    if (bytes > this.mmapThreshold && bytes <= 32 * MEBIBYTE) {
      this.mmapThreshold = bytes;
      this.trimThreshold = 2 * bytes;
    }
    this.freed(chunk, bytes, FreePath.MUNMAP);
    this.memory.unmap(chunk, bytes);
  }

  private freed(chunk: number, bytes: number, path: FreePath): void {
    this.memory.effects.push(`FREE ${hex(chunk + HEADER)} ${bytes} ${FreePath[path]}`);
  }

  private freeChunk(chunk: number): void {
    const { arena } = this;
    const bytes = arena.size(chunk);
    this.memory.forget(chunk + HEADER, bytes - 8);
    if (arena.cacheHasRoom(bytes)) {
      arena.pushCache(chunk, bytes);
      this.freed(chunk, bytes, FreePath.TCACHE);
    } else if (bytes <= FASTEST) {
      arena.pushFast(chunk);
      arena.haveFastchunks = true;
      this.freed(chunk, bytes, FreePath.FASTBIN);
    } else {
      const size = this.merge(chunk);
      this.freed(chunk, bytes, chunk >= arena.top ? FreePath.TOP : FreePath.UNSORTED);
      if (size >= 65536) this.afterLargeFree();
    }
  }

  private afterLargeFree(): void {
    if (this.arena.haveFastchunks) this.consolidate();
    if (this.arena.size(this.arena.top) >= this.trimThreshold) this.trim();
  }

  /**
   * Joins a chunk with its free neighbours: into the top, or to the front of the unsorted bin. Free
   * chunks hold nothing but heads and links, so the heads that end up inside are all there is to forget.
   */
  private merge(freed: number): number {
    const { arena, memory } = this;
    let size = arena.size(freed);
    const next = freed + size;
    let chunk = freed;
    if (!arena.previousInUse(freed)) {
      const before = Number(memory.read(freed));
      chunk -= before;
      size += before;
      arena.unlink(chunk);
    }
    if (next === arena.top) {
      size += arena.size(next);
      memory.forget(next, HEADER);
      if (chunk !== freed) memory.forget(freed, HEADER);
      arena.setHead(chunk, size);
      arena.top = chunk;
      return size;
    }
    if (arena.inUse(next)) arena.markInUse(freed, false);
    else {
      size += arena.size(next);
      arena.unlink(next);
      memory.forget(next, HEADER);
    }
    if (chunk !== freed) memory.forget(freed, HEADER);
    arena.setHead(chunk, size);
    arena.setBin(UNSORTED, [chunk, ...arena.bin(UNSORTED)]);
    memory.write(chunk + size, size);
    return size;
  }

  private consolidate(): void {
    this.arena.haveFastchunks = false;
    for (let bytes = SMALLEST; bytes <= 176; bytes += 16) {
      for (const chunk of this.arena.drainFast(bytes)) this.merge(chunk);
    }
  }

  /** Gives back what the top holds beyond the pad, in whole pages, if the heap ends at the break. */
  private trim(): void {
    const { arena, memory } = this;
    const size = arena.size(arena.top);
    const surplus = size - SMALLEST - 1 - this.parameters.topPad;
    const extra = Math.floor(surplus / PAGE) * PAGE;
    if (surplus <= 0 || extra === 0 || memory.brk !== arena.top + size) return;
    memory.moveBreak(-extra);
    arena.setHead(arena.top, size - extra);
  }
}
