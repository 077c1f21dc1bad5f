/** The state hash of assembly/inspect/hash.ts, of the twin's own words, pages and counters. */
import type { Memory } from "./memory.ts";

const LOW = 0x9e3779b9;
const HIGH = 0x7f4a7c15;
/** High halves of the addresses under which pages and counters are hashed. */
const PAGE_FACT = 1 << 30;
const COUNTER_FACT = 1 << 29;
const TWO_32 = 4294967296;

function mix(seed: number, addrLow: number, addrHigh: number, low: number, high: number): number {
  let x = Math.imul(seed ^ addrLow, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x ^ addrHigh, 0xc2b2ae35);
  x ^= x >>> 16;
  x = Math.imul(x ^ low, 0x27d4eb2f);
  x ^= x >>> 15;
  x = Math.imul(x ^ high, 0x165667b1);
  return x ^ (x >>> 13);
}

class Sum {
  private low = 0;
  private high = 0;

  add(addrLow: number, addrHigh: number, low: number, high: number): void {
    this.low = (this.low + mix(LOW, addrLow, addrHigh, low, high)) | 0;
    this.high = (this.high + mix(HIGH, addrLow, addrHigh, low, high)) | 0;
  }

  text(): string {
    return [this.high, this.low].map((lane) => (lane >>> 0).toString(16).padStart(8, "0")).join("");
  }
}

export interface HashedInts {
  live: number;
  head: number;
}

/** 16 hexadecimal digits, as Machine.hash() writes them. */
export function stateHash(memory: Memory, ints: HashedInts): string {
  const sum = new Sum();
  for (const [addr, word] of memory.words) {
    const low = Number(word & 0xffffffffn);
    sum.add(addr | 0, Math.floor(addr / TWO_32), low | 0, Number(word >> 32n) | 0);
  }
  let own = 0;
  for (const [page, entry] of memory.pages) {
    if (entry !== 1) own += 1;
    sum.add(page | 0, PAGE_FACT | Math.floor(page / TWO_32), entry, 0);
  }
  const files = memory.pages.size - own;
  const counters = [
    memory.brk,
    memory.faults,
    own,
    files,
    memory.mappedPages(),
    ints.live,
    ints.head,
  ];
  for (const [i, value] of counters.entries()) {
    sum.add(i, COUNTER_FACT, value | 0, Math.floor(value / TWO_32));
  }
  return sum.text();
}
