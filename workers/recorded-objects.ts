/** Objects of the start-up, as rows of the entry image (abi/layout.ts, Section). */
import { ImportedModule } from "../assembly/abi/import_calls.ts";
import type { AddressRun, EntryState } from "../src/tables/build.ts";
import type { ProgramEntry } from "./program.ts";

type Row = (number | bigint)[];

/** Bytes of a block's link before its first slot. */
const BLOCK_HEAD = 8;
const CALL_WORDS = 3;
const PAGE = 4096;
const WORD = 8;
/** A full collection finds the oldest generation's list first, then what was merged with it. */
const MERGED_ORDER = [2, 0, 1];

/** Rows of each section about objects. */
export interface ObjectRows {
  generations: Row[];
  dictFree: Row[];
  tupleFree: Row[];
  floatBlocks: Row[];
  floatFree: Row[];
  floatLive: Row[];
}

/** `floatBytes` is the size of a float object: that of an int. */
export function objectRows(entry: EntryState, floatBytes: number): ObjectRows {
  const { blocks, free, live } = entry.floats;
  const slotAddress = (block: number, slot: number) =>
    (blocks[block] ?? 0) + BLOCK_HEAD + slot * floatBytes;
  return {
    generations: entry.gc.generations,
    dictFree: addressesOf(entry.dictFree).map((at) => [at]),
    tupleFree: entry.tupleFree.flatMap(([size, runs]) => addressesOf(runs).map((at) => [size, at])),
    floatBlocks: [...blocks].reverse().map((at) => [at]),
    floatFree: [...free].reverse().map(([block, slot]) => [slotAddress(block, slot)]),
    floatLive: live.map(([block, slot, refs, value]) => [
      slotAddress(block, slot),
      refs,
      bitsOf(value),
    ]),
  };
}

function addressesOf(runs: readonly AddressRun[]): number[] {
  return runs.flatMap(([start, step, count]) =>
    Array.from({ length: count }, (_, i) => start + step * i),
  );
}

function bitsOf(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  return bits.getBigUint64(0);
}

/** Each call of an import with the module's number. */
export function importCallRows({ importCalls }: Pick<ProgramEntry, "importCalls">): Row[] {
  return Object.entries(importCalls).flatMap(([module, calls]) => {
    const number = ImportedModule[module as keyof typeof ImportedModule];
    return Array.from({ length: calls.length / CALL_WORDS }, (_, i): Row => {
      return [number, ...calls.slice(i * CALL_WORDS, (i + 1) * CALL_WORDS)];
    });
  });
}

/** A word of each page with heads of containers, and its generation. */
export function containerRows({ containers }: Pick<ProgramEntry, "containers">): Row[] {
  return MERGED_ORDER.flatMap((generation) =>
    steps(containers[generation] ?? [], () => 1).map(
      ([page, word]): Row => [page * PAGE + word * WORD, generation],
    ),
  );
}

/** Pages that a child of os.fork has written at its birth: address, pages. */
export function bornRows({ born }: Pick<ProgramEntry, "born">): Row[] {
  return steps(born.pages, (count) => count).map(([page, count]): Row => [page * PAGE, count]);
}

/** Pairs of skipped pages and a number, with the page where each pair begins; `length`: the pages of a pair. */
function steps(pairs: readonly number[], length: (number: number) => number): [number, number][] {
  const found: [number, number][] = [];
  let at = 0;
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    const number = pairs[i + 1] ?? 0;
    at += pairs[i] ?? 0;
    found.push([at, number]);
    at += length(number);
  }
  return found;
}
