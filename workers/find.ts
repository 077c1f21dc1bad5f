/** Looks for an int object by its value: "where is 257?" */
import { LOOK_SHIFT, Owner, VmaKind, Word } from "../assembly/abi/layout.ts";
import type { Machine } from "./machine.ts";

const WORD = 8;
/** Words looked at in one go: the machine's output buffer holds 2^20 bytes, 16 a word. */
const WORDS_AT_ONCE = 1 << 15;

/** The owner without the collector's look above it. */
const ownerOf = (described: number): Owner => described & ((1 << LOOK_SHIFT) - 1);

/** The lowest address above `after` of a live int object with the value; null for none. */
export function findInt(machine: Machine, value: number, after: number): number | null {
  const wanted = BigInt.asUintN(64, BigInt(value));
  const low = Number(wanted & 0xffffffffn);
  const high = Number(wanted >> 32n);
  for (const { start, end, kind } of machine.vmas()) {
    if (kind !== VmaKind.HEAP && kind !== VmaKind.ANON) continue;
    const from = Math.max(start, after + WORD);
    for (let at = from; at < end; at += WORDS_AT_ONCE * WORD) {
      const words = Math.min(WORDS_AT_ONCE, (end - at) / WORD);
      const found = machine.values(at, words);
      for (let i = 0; i < found.length; i += 4) {
        if (found[i] !== Word.OB_IVAL || ownerOf(found[i + 1] ?? 0) !== Owner.INT_LIVE) continue;
        if (found[i + 2] === low && found[i + 3] === high) return at + (i / 4) * WORD;
      }
    }
  }
  return null;
}
