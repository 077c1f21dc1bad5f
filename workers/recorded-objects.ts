/** Objects of the start-up, as rows of the entry image (abi/layout.ts, Section). */
import type { AddressRun, EntryState } from "../src/tables/build.ts";

type Row = (number | bigint)[];

/** Bytes of a block's link before its first slot. */
const BLOCK_HEAD = 8;

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
