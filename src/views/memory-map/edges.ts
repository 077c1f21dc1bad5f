/** Where objects begin and end among the words of a page, so that slots get their outlines. */
import { Owner, Word } from "../../../assembly/abi/layout.ts";
import { ownerAndLook } from "../words.ts";

export const EDGE_START = 1;
export const EDGE_END = 2;

/**
 * One byte a word. Every slot of an int block, used or not, has exactly one word that is its type
 * or its link; the last word of the slot follows it. So a slot ends one word after, and the next one
 * starts there, whatever the build puts in front of the reference count.
 */
export function wordEdges(described: Uint8Array): Uint8Array {
  const words = described.length / 2;
  const edges = new Uint8Array(words);
  const mark = (word: number, edge: number) => {
    if (word >= 0 && word < words) edges[word] = (edges[word] ?? 0) | edge;
  };
  for (let word = 0; word < words; word++) {
    const kind = described[word * 2];
    if (kind === Word.OB_TYPE || kind === Word.FREE_LINK) {
      mark(word + 1, EDGE_END);
      if (isSlot(described[word * 2 + 5] ?? 0)) mark(word + 2, EDGE_START);
    } else if (kind === Word.BLOCK_NEXT) {
      mark(word + 1, EDGE_START);
    } else if (!isSlot(described[word * 2 + 1] ?? 0)) {
      // Every other word stands alone.
      mark(word, EDGE_START | EDGE_END);
    }
  }
  return edges;
}

function isSlot(described: number): boolean {
  const { owner } = ownerAndLook(described);
  return owner === Owner.INT_LIVE || owner === Owner.INT_FREE || owner === Owner.INT_VIRGIN;
}
