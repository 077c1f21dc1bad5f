/**
 * The twin's memory: one word at a time. A word is in the map when it is defined, that is, written
 * since the chunk it lies in was handed out. Pages are present or not; the first write to a page that
 * is not the process's own faults. What the kernel does is noted in `effects`, in order.
 */
import { FaultKind } from "../../assembly/abi/events.ts";
import { VmaKind } from "../../assembly/abi/layout.ts";

/** Bits of a page's entry, as in assembly/kernel/page_table.ts. */
export const FILE_PAGE = 1;
export const OWN_PAGE = 15;

const PAGE = 4096;
const MMAP_BASE = 0x7ffff7fff000;

export interface Mapping {
  start: number;
  end: number;
  kind: VmaKind;
}

export function hex(addr: number): string {
  return `0x${addr.toString(16)}`;
}

export class Memory {
  readonly words = new Map<number, bigint>();
  readonly pages = new Map<number, number>();
  mappings: Mapping[] = [];
  /** What the operation under way did to the system, as text. */
  readonly effects: string[] = [];
  brk = 0;
  faults = 0;

  /** `limit` is the number of bytes from `heapStart` that the break may reach, 0 for any. */
  constructor(
    readonly heapStart: number,
    private readonly limit: number,
  ) {}

  /** A defined word. */
  read(addr: number): bigint {
    const word = this.words.get(addr);
    if (word === undefined) throw new Error(`the word at ${hex(addr)} was read but never written`);
    return word;
  }

  /** A word of static data: 0 until it is written. */
  readStatic(addr: number): bigint {
    return this.words.get(addr) ?? 0n;
  }

  write(addr: number, word: bigint | number): void {
    if (addr % 8 !== 0) throw new Error(`${hex(addr)} is no word's address`);
    this.touch(addr, 8);
    this.words.set(addr, BigInt.asUintN(64, BigInt(word)));
  }

  /** The bytes [addr, addr + bytes) are written with something that nobody looks at. */
  touch(addr: number, bytes: number): void {
    for (let page = Math.floor(addr / PAGE); page * PAGE < addr + bytes; page++)
      this.touchPage(page);
  }

  private touchPage(page: number): void {
    const entry = this.pages.get(page);
    if (entry === OWN_PAGE) return;
    const addr = page * PAGE;
    if (!this.mappings.some((m) => m.start <= addr && addr < m.end)) {
      throw new Error(`a write to ${hex(addr)}, where nothing is mapped`);
    }
    this.pages.set(page, OWN_PAGE);
    this.faults += 1;
    const kind = entry === undefined ? FaultKind.ZERO_FRAME : FaultKind.FILE_COPY;
    this.effects.push(`FAULT ${hex(addr)} ${FaultKind[kind]}`);
  }

  /** The words of [addr, addr + bytes) have no defined content any more. */
  forget(addr: number, bytes: number): void {
    for (let at = addr; at < addr + bytes; at += 8) this.words.delete(at);
  }

  /** Moves the break; false where the tool's brk segment ends. */
  moveBreak(by: number): boolean {
    const end = this.brk + by;
    if (this.limit !== 0 && end - this.heapStart > this.limit) return false;
    const heap = this.mappings.find((m) => m.kind === VmaKind.HEAP);
    if (heap === undefined) throw new Error("there is no heap");
    heap.end = end;
    if (by < 0) this.drop(end, this.brk);
    this.brk = end;
    this.effects.push(`BRK ${hex(end)} ${by}`);
    return true;
  }

  /** Maps whole pages at the highest gap below the mapping base that is large enough. */
  map(bytes: number): number {
    let ceiling = MMAP_BASE;
    const below = this.mappings
      .filter((m) => m.start < MMAP_BASE)
      .sort((a, b) => b.start - a.start);
    for (const { start, end } of below) {
      if (ceiling - end >= bytes) break;
      ceiling = Math.min(ceiling, start);
    }
    const start = ceiling - bytes;
    this.mappings.push({ start, end: ceiling, kind: VmaKind.ANON });
    this.effects.push(`MMAP ${hex(start)} ${bytes}`);
    return start;
  }

  unmap(start: number, bytes: number): void {
    const found = this.mappings.findIndex((m) => m.start === start && m.end === start + bytes);
    if (found < 0) throw new Error(`no mapping of ${bytes} bytes at ${hex(start)}`);
    this.mappings.splice(found, 1);
    this.drop(start, start + bytes);
    this.effects.push(`MUNMAP ${hex(start)} ${bytes}`);
  }

  /** The frames of [start, end) are gone, and what they held. */
  private drop(start: number, end: number): void {
    for (let page = start / PAGE; page < end / PAGE; page++) this.pages.delete(page);
    this.forget(start, end - start);
  }

  mappedPages(): number {
    return this.mappings.reduce((sum, m) => sum + (m.end - m.start) / PAGE, 0);
  }
}
