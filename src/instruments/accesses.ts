/**
 * How often each word of the blocks of one `range(n)` was read and written: a fold of how often each step
 * ran (the machine) and what a step accesses (src/tables/accesses.ts).
 */
import { type Access, type AccessStep, type AccessTable, Per } from "../tables/accesses.ts";

const WORD = 8;

/** What the fold needs to know of a run. */
export interface AccessCounts {
  /** How often each segment ran. */
  executed: ReadonlyMap<string, number>;
  /** Ints in a block, and how many slots were free before the program. */
  intSlots: number;
  freeBefore: number;
  /** Items of the list. */
  items: number;
}

export interface Accesses {
  /** Bytes read and written. */
  read: number;
  written: number;
  /** Accesses of each word, over all blocks; empty where words are not told apart. */
  words: number[];
}

/** What one `range(n)` does to its blocks and its array, and what the words of a block are called. */
export interface RangeAccesses {
  blocks: Accesses;
  items: Accesses;
  names: Pick<AccessTable, "head" | "slot" | "tail">;
}

/** Accesses of all int blocks that the program made. */
export function blockAccesses(table: AccessTable, counts: AccessCounts): Accesses {
  const totals = sumOf(table.block, counts);
  const blocks = counts.executed.get("fill_free_list__link_block") ?? 0;
  const at = (word: string): Access => totals.get(word) ?? [0, 0];
  const perSlot = table.slot.map((word) => sum(at(word)) / counts.intSlots);
  const words = [
    ...table.head.map((word) => sum(at(word))),
    ...Array.from({ length: counts.intSlots }, () => perSlot).flat(),
    ...table.tail.map((word) => sum(at(word))),
  ];
  return { ...bytesOf(totals), words: blocks === 0 ? [] : words };
}

/** Accesses of the list's array. */
export function itemAccesses(table: AccessTable, counts: AccessCounts): Accesses {
  return { ...bytesOf(sumOf(table.items, counts)), words: [] };
}

function sum([reads, writes]: Access): number {
  return reads + writes;
}

function bytesOf(totals: Map<string, Access>): Pick<Accesses, "read" | "written"> {
  let [read, written] = [0, 0];
  for (const [reads, writes] of totals.values()) {
    read += WORD * reads;
    written += WORD * writes;
  }
  return { read, written };
}

function sumOf(steps: readonly AccessStep[], counts: AccessCounts): Map<string, Access> {
  const totals = new Map<string, Access>();
  for (const step of steps) {
    const times = timesOf(step, counts);
    for (const [word, [reads, writes]] of Object.entries(step.words)) {
      const [r, w] = totals.get(word) ?? [0, 0];
      totals.set(word, [r + reads * times, w + writes * times]);
    }
  }
  return totals;
}

function timesOf({ segment, per }: AccessStep, counts: AccessCounts): number {
  const executed = counts.executed.get(segment) ?? 0;
  const blocks = counts.executed.get("fill_free_list__link_block") ?? 0;
  switch (per) {
    case Per.STEP:
      return executed;
    case Per.OWN_INT:
      return Math.max(0, executed - counts.freeBefore);
    case Per.OWN_INT_BUT_ONE:
      return Math.max(0, executed - counts.freeBefore - 1);
    case Per.BLOCK:
      return blocks;
    case Per.ARRAY:
      return 1;
    case Per.SLOT:
      return blocks * counts.intSlots;
    case Per.ITEM:
      return counts.items;
  }
}
