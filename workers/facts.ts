/**
 * Facts (assembly/abi/process.ts, ADR 0007): what the calls of processes are answered. One set for all
 * processes of a machine; it only grows.
 */
import { FACT_HEAD, type FactKind } from "../assembly/abi/process.ts";

/** A fact: its kind and numbers, and its own words. */
export interface Fact {
  kind: FactKind;
  a: number;
  b: number;
  words: BigUint64Array;
}

export class Facts {
  private readonly known = new Map<string, Fact>();
  private bytes: Uint8Array | null = null;

  get(kind: FactKind, a: number, b: number): Fact | undefined {
    return this.known.get(keyOf(kind, a, b));
  }

  all(): IterableIterator<Fact> {
    return this.known.values();
  }

  get size(): number {
    return this.known.size;
  }

  /** Adds a fact that was not known. A fact never changes: the first one stays. */
  add(fact: Fact): void {
    const key = keyOf(fact.kind, fact.a, fact.b);
    if (this.known.has(key)) return;
    this.known.set(key, fact);
    this.bytes = null;
  }

  /** As the machine reads them: their number, then head and words of each. */
  encoded(): Uint8Array {
    if (this.bytes !== null) return this.bytes;
    const facts = [...this.known.values()];
    const words = facts.reduce((sum, fact) => sum + FACT_HEAD + fact.words.length, 1);
    const image = new BigUint64Array(words);
    image[0] = BigInt(facts.length);
    let at = 1;
    for (const { kind, a, b, words: own } of facts) {
      image.set([BigInt(kind), BigInt(a), BigInt(b), BigInt(own.length)], at);
      image.set(own, at + FACT_HEAD);
      at += FACT_HEAD + own.length;
    }
    this.bytes = new Uint8Array(image.buffer);
    return this.bytes;
  }
}

function keyOf(kind: FactKind, a: number, b: number): string {
  return `${kind} ${a} ${b}`;
}
