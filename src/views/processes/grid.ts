/** Where the pages of all lanes are drawn: pages that no process has are left out; one grid for every lane. Pure. */
import { type FamilyPages, PageState } from "../../../workers/protocol-processes.ts";
import { WEIGHT } from "./looks.ts";

const PAGE = 4096;
/** Cells of a lane: more pages share a cell. */
const CELLS_MAX = 1600;
const CELL_LARGE = 10;
const CELL_SMALL = 6;
/** Lanes of fewer pages than this have large cells. */
const FEW_PAGES = 500;

export interface Grid {
  /** Indices into the lanes of the pages that are shown, in address order. */
  shown: Int32Array;
  /** Pages in a cell, cells in a row, rows, CSS pixels of a cell. */
  perCell: number;
  columns: number;
  rows: number;
  size: number;
}

export function gridOf(pages: FamilyPages, width: number): Grid {
  const total = pages.owners.length;
  const shown: number[] = [];
  for (let i = 0; i < total; i++) {
    if (pages.lanes.some(({ states }) => (states[i] ?? 0) > PageState.UNTOUCHED)) shown.push(i);
  }
  const perCell = Math.max(1, Math.ceil(shown.length / CELLS_MAX));
  const cells = Math.ceil(shown.length / perCell);
  const size = cells <= FEW_PAGES ? CELL_LARGE : CELL_SMALL;
  const columns = Math.max(1, Math.floor(width / size));
  return {
    shown: Int32Array.from(shown),
    perCell,
    columns,
    rows: Math.ceil(cells / columns),
    size,
  };
}

export function cellCount({ shown, perCell }: Grid): number {
  return Math.ceil(shown.length / perCell);
}

/** What a cell shows: of its pages the state that tells most. */
export function stateOfCell(grid: Grid, states: Uint8Array, cell: number): PageState {
  let found: PageState = PageState.NONE;
  for (let i = cell * grid.perCell; i < (cell + 1) * grid.perCell && i < grid.shown.length; i++) {
    const state: PageState = states[grid.shown[i] ?? 0] ?? PageState.NONE;
    if (WEIGHT[state] > WEIGHT[found]) found = state;
  }
  return found;
}

/** Index into the lanes of a cell's page: the one that the cell shows. */
export function pageOfCell(grid: Grid, states: Uint8Array, cell: number): number {
  const wanted = stateOfCell(grid, states, cell);
  for (let i = cell * grid.perCell; i < (cell + 1) * grid.perCell && i < grid.shown.length; i++) {
    const index = grid.shown[i] ?? 0;
    if (states[index] === wanted) return index;
  }
  return grid.shown[cell * grid.perCell] ?? 0;
}

export function addressOf({ regions }: FamilyPages, index: number): number {
  let left = index;
  for (const { start, pages } of regions) {
    if (left < pages) return start + left * PAGE;
    left -= pages;
  }
  return 0;
}

/** Index into the lanes of the page that holds an address, -1 for none. */
export function indexOf({ regions }: FamilyPages, addr: number): number {
  let before = 0;
  for (const { start, pages } of regions) {
    if (addr >= start && addr < start + pages * PAGE)
      return before + Math.floor((addr - start) / PAGE);
    before += pages;
  }
  return -1;
}

/** The cell that shows a page, -1 for none. */
export function cellOf(grid: Grid, index: number): number {
  const at = grid.shown.indexOf(index);
  return at < 0 ? -1 : Math.floor(at / grid.perCell);
}
