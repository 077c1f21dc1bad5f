/** Pages of two runs in one grid: same address, same square. Pure. */
import { type Owner, VmaKind } from "../../../assembly/abi/layout.ts";
import type { Vma } from "../../../workers/protocol.ts";
import { State, stateOfPage } from "./states.ts";
import { TEXEL } from "./textures.ts";

const PAGE = 4096;

/** A stretch of addresses that one of the runs has mapped. */
export interface Region {
  start: number;
  pages: number;
}

/** Which state tells most where several pages share a square. */
const WEIGHT: Partial<Record<State, number>> = {
  [State.FRONT]: 12,
  [State.GARBAGE]: 11,
  [State.JUDGED]: 11,
  [State.REACHED]: 10,
  [State.LIVE]: 9,
  [State.ITEM_OWN]: 8,
  [State.FREE]: 7,
  [State.VIRGIN]: 6,
  [State.LIST]: 5,
  [State.OTHER]: 4,
  [State.FREE_CHUNK]: 3,
  [State.TOP]: 2,
  [State.UNKNOWN]: 2,
  [State.ABSENT]: 1,
};

/** The regions that either run has mapped, program and library files left out, in address order. */
export function regionsOf(mappings: readonly (readonly Vma[])[]): Region[] {
  const all = mappings
    .flat()
    .filter(({ kind }) => kind !== VmaKind.FILE)
    .sort((a, b) => a.start - b.start);
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of all) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged.map(({ start, end }) => ({ start, pages: (end - start) / PAGE }));
}

/** The state of each page of a region, from its texels and the mappings of the run. */
export function statesOf(
  { start, pages }: Region,
  texels: Uint8Array,
  vmas: readonly Vma[],
): Uint8Array {
  const states = new Uint8Array(pages);
  const mine = vmas.filter((vma) => vma.end > start && vma.start < start + pages * PAGE);
  for (const vma of mine) {
    const from = Math.max(0, (vma.start - start) / PAGE);
    const to = Math.min(pages, (vma.end - start) / PAGE);
    for (let page = from; page < to; page++) {
      const owner = (texels[page * TEXEL] ?? 0) as Owner;
      states[page] = stateOfPage(owner, texels[page * TEXEL + TEXEL - 1] ?? 0);
    }
  }
  return states;
}

/** Squares of `perCell` pages each: the state that tells most. */
export function cellsOf(states: Uint8Array, perCell: number): Uint8Array {
  const cells = new Uint8Array(Math.ceil(states.length / perCell));
  states.forEach((state, page) => {
    const cell = Math.floor(page / perCell);
    if (weight(state) > weight(cells[cell] ?? 0)) cells[cell] = state;
  });
  return cells;
}

function weight(state: number): number {
  return WEIGHT[state as State] ?? 0;
}

/** Pages that are not the same in both. */
export function differing(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((count, state, page) => count + (state === b[page] ? 0 : 1), 0);
}
