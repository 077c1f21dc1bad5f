/** The small-object allocator's state at entry, as rows of the entry image (abi/layout.ts, Section). */
import type { EntryState } from "../src/tables/build.ts";

const POOL_BYTES = 4096;
const POOL_OVERHEAD = 48;

type Row = (number | bigint)[];

/** Rows of each section about pools and arenas. */
export interface PoolRows {
  arenas: Row[];
  usable: Row[];
  pages: Row[];
  pools: Row[];
  free: Row[];
}

/** Lists that end at a head are loaded from their last item to the first. */
export function poolRows(entry: EntryState, alignment: number): PoolRows {
  const rows: PoolRows = { arenas: [], usable: [], pages: [], pools: [], free: [] };
  for (const { base, free, pools, empty } of entry.arenas) {
    const tokens = pools === "" ? [] : pools.split(" ");
    rows.arenas.push([base, tokens.length * POOL_BYTES, free]);
    tokens.forEach((token, page) => {
      if (token.startsWith("F")) {
        rows.pages.push([base + page * POOL_BYTES, Number(token.slice(1)), 1]);
      }
    });
    for (const page of [...empty].reverse()) rows.pages.push([base + page * POOL_BYTES, 0, 0]);
  }
  for (const index of [...entry.usableArenas].reverse()) {
    rows.usable.push([entry.arenas[index]?.base ?? 0]);
  }
  for (const [arena, offset, index, used, next, chain] of [...entry.pools].reverse()) {
    const base = (entry.arenas[arena]?.base ?? 0) + offset;
    rows.pools.push([base, index, used, next]);
    for (const block of expandChain(chain).reverse()) {
      rows.free.push([base + POOL_OVERHEAD + block * (index + 1) * alignment]);
    }
  }
  return rows;
}

/** "46 47 49:1:12": block numbers from the head; start:step:count abbreviates a run. */
function expandChain(chain: string): number[] {
  if (chain === "") return [];
  return chain.split(" ").flatMap((token) => {
    const [start = 0, step = 0, count = 1] = token.split(":").map(Number);
    return Array.from({ length: count }, (_, i) => start + step * i);
  });
}
