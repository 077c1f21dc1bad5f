/**
 * The words of glibc's main_arena and tcache: arrays of addresses, written out as the links that a
 * debugger would see after every change. No chunk list: a chunk is where its size word is.
 */
import { type Memory, hex } from "./memory.ts";

export const SMALLEST = 32;
export const HEADER = 16;
export const LARGE = 1024;
export const FASTEST = 128;
export const CACHED = 1040;
export const UNSORTED = 1;

const IN_USE_BEFORE = 1n;

/** A stored link is mangled with the address it is stored at (safe linking). */
function mangled(at: number, target: number): bigint {
  return BigInt(Math.floor(at / 4096)) ^ BigInt(target);
}

export class Arena {
  /** Bins by number, front first; fastbins by size and tcache bins by index, newest last. */
  private readonly bins = new Map<number, number[]>();
  private readonly fastbins = new Map<number, number[]>();
  private readonly caches = new Map<number, number[]>();

  constructor(
    readonly memory: Memory,
    private readonly address: number,
    private readonly cacheRoom: number,
  ) {}

  size(chunk: number): number {
    return Number(this.memory.read(chunk + 8) & ~7n);
  }

  /** A head is written: the chunk before is in use, or the chunk is a mapping of its own (2). */
  setHead(chunk: number, bytes: number, flags = 1): void {
    this.memory.write(chunk + 8, bytes + flags);
  }

  previousInUse(chunk: number): boolean {
    return (this.memory.read(chunk + 8) & IN_USE_BEFORE) !== 0n;
  }

  /** Whether a chunk is in use stands in the chunk after it, whose first word is its size if not. */
  markInUse(chunk: number, used: boolean): void {
    const next = chunk + this.size(chunk);
    if (used) this.memory.forget(next, 8);
    const head = this.memory.read(next + 8) & ~IN_USE_BEFORE;
    this.memory.write(next + 8, used ? head | IN_USE_BEFORE : head);
  }

  inUse(chunk: number): boolean {
    return this.previousInUse(chunk + this.size(chunk));
  }

  get top(): number {
    return Number(this.memory.read(this.address + 96));
  }

  set top(chunk: number) {
    this.memory.write(this.address + 96, chunk);
  }

  get lastRemainder(): number {
    return Number(this.memory.readStatic(this.address + 104));
  }

  set lastRemainder(chunk: number) {
    this.memory.write(this.address + 104, chunk);
  }

  get haveFastchunks(): boolean {
    return this.memory.readStatic(this.address + 8) !== 0n;
  }

  set haveFastchunks(value: boolean) {
    this.memory.write(this.address + 8, value ? 1 : 0);
  }

  bin(number: number): readonly number[] {
    return this.bins.get(number) ?? [];
  }

  /** A bin has new members: every link of it is written again. */
  setBin(number: number, members: readonly number[]): void {
    this.bins.set(number, [...members]);
    const head = this.address + 112 + (number - 1) * 16 - 16;
    const ring = [head, ...members, head];
    for (let i = 1; i < ring.length; i++) {
      const [before = head, after = head] = [ring[i - 1], ring[i]];
      this.memory.write(after + 24, before);
      this.memory.write(before + 16, after);
    }
    this.writeSizes(number, members);
  }

  /** Large chunks: the first of each size is in a ring of sizes, all others have null links. */
  private writeSizes(number: number, members: readonly number[]): void {
    const large = members.filter((chunk) => this.size(chunk) >= LARGE);
    const firsts = large.filter(
      (chunk, i) => i === 0 || this.size(large[i - 1] ?? 0) !== this.size(chunk),
    );
    for (const chunk of large) {
      const at = number === UNSORTED ? -1 : firsts.indexOf(chunk);
      const [smaller, larger] = [firsts[(at + 1) % firsts.length], firsts.at(at - 1)];
      this.memory.write(chunk + 32, at < 0 ? 0 : (smaller ?? 0));
      this.memory.write(chunk + 40, at < 0 ? 0 : (larger ?? 0));
    }
  }

  /** Takes a chunk out of whichever bin holds it; its links have no content then. */
  unlink(chunk: number): void {
    for (const [number, members] of this.bins) {
      if (!members.includes(chunk)) continue;
      this.setBin(
        number,
        members.filter((member) => member !== chunk),
      );
      this.memory.forget(chunk + HEADER, this.size(chunk) >= LARGE ? 32 : 16);
      return;
    }
    throw new Error(`the chunk at ${hex(chunk)} is in no bin`);
  }

  /** Bits of the binmap, bin 0 lowest: a set bit says that the bin may hold something. */
  binmap(): bigint {
    const [low, high] = [
      this.memory.readStatic(this.address + 2144),
      this.memory.readStatic(this.address + 2152),
    ];
    return (high << 64n) | low;
  }

  /** One bit of the binmap: only the word that holds it is written. */
  setBinmapBit(number: number, value: boolean): void {
    const at = this.address + 2144 + (number >= 64 ? 8 : 0);
    const bit = 1n << BigInt(number % 64);
    const word = this.memory.readStatic(at);
    this.memory.write(at, value ? word | bit : word & ~bit);
  }

  fastbin(bytes: number): readonly number[] {
    return this.fastbins.get(bytes) ?? [];
  }

  pushFast(chunk: number): void {
    const bytes = this.size(chunk);
    const bin = this.fastbin(bytes);
    this.memory.write(chunk + 16, mangled(chunk + 16, bin.at(-1) ?? 0));
    this.setFast(bytes, [...bin, chunk]);
  }

  popFast(bytes: number): number {
    const bin = this.fastbin(bytes);
    const chunk = bin.at(-1);
    if (chunk === undefined) throw new Error(`the fastbin of ${bytes} bytes is empty`);
    this.setFast(bytes, bin.slice(0, -1));
    this.memory.forget(chunk + 16, 8);
    return chunk;
  }

  /** All chunks of a fastbin, newest first; the bin is empty then. */
  drainFast(bytes: number): number[] {
    const chunks = [...this.fastbin(bytes)].reverse();
    if (chunks.length > 0) this.setFast(bytes, []);
    for (const chunk of chunks) this.memory.forget(chunk + 16, 8);
    return chunks;
  }

  private setFast(bytes: number, chunks: number[]): void {
    this.fastbins.set(bytes, chunks);
    this.memory.write(this.address + 16 + (bytes / 16 - 2) * 8, chunks.at(-1) ?? 0);
  }

  cached(bytes: number): number {
    return bytes > CACHED ? 0 : (this.caches.get(bytes) ?? []).length;
  }

  cacheHasRoom(bytes: number): boolean {
    return bytes <= CACHED && this.cached(bytes) < this.cacheRoom;
  }

  /** The key, which is random in glibc, is 0 here. */
  pushCache(chunk: number, bytes: number): void {
    const bin = this.caches.get(bytes) ?? [];
    const below = bin.at(-1);
    this.memory.write(chunk + 24, 0);
    this.memory.write(chunk + 16, mangled(chunk + 16, below === undefined ? 0 : below + HEADER));
    this.setCache(bytes, [...bin, chunk]);
  }

  popCache(bytes: number): number {
    const bin = this.caches.get(bytes) ?? [];
    const chunk = bin.at(-1);
    if (chunk === undefined) throw new Error(`the tcache bin of ${bytes} bytes is empty`);
    this.setCache(bytes, bin.slice(0, -1));
    this.memory.touch(chunk + 24, 8);
    return chunk;
  }

  /** The tcache is the heap's first chunk: 64 counts of 16 bits, then 64 heads. */
  private setCache(bytes: number, chunks: number[]): void {
    this.caches.set(bytes, chunks);
    const index = (bytes - SMALLEST) / 16;
    const head = chunks.at(-1);
    const tcache = this.memory.heapStart + HEADER;
    this.memory.write(tcache + 128 + index * 8, head === undefined ? 0 : head + HEADER);
    const at = tcache + Math.floor(index / 4) * 8;
    const shift = BigInt((index % 4) * 16);
    const others = this.memory.readStatic(at) & ~(0xffffn << shift);
    this.memory.write(at, others | (BigInt(chunks.length) << shift));
  }
}
