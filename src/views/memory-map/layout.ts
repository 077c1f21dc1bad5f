/**
 * Where each page of the address space lies on the map.
 *
 *   band  = one mapping: pages row by row, `columns` to a row, in address order
 *   fold  = a run of recorded mappings (libraries, stack): one thin strip, not spread out
 *   gap   = room above each band for its label; unmapped address ranges take no room at all
 *
 * Coordinates count pages: x to the right, y down. A page is a square of 64 rows of 64 bytes, so a
 * row inside a page is a cache line and a word is 8 wide and 1 high.
 * The heap's band has room for all the heap the run will use: nothing below it moves while it grows.
 */
import { Gauge } from "../../../assembly/abi/samples.ts";
import { VmaKind } from "../../../assembly/abi/layout.ts";
import { group } from "../format.ts";
import type { RunSummary, Vma } from "../../../workers/protocol.ts";

export const PAGE = 4096;
export const WORD = 8;
/** Words in a row of a page, and rows in a page. */
export const ROW_WORDS = 8;
export const PAGE_ROWS = 64;
export const PAGE_WORDS = PAGE / WORD;

/** The break grows in steps of 33 pages; two steps are room enough beyond the fullest heap. */
const HEAP_RESERVE = 66 * PAGE;
/** Pages that are remembered, asked for and replaced together; every band starts a new group. */
export const CHUNK = 256;
/** An anonymous mapping with fewer pages is folded with its neighbours. */
const SPREAD_MIN = 16;
/** Space the labels need, as a share of the map's height. */
const GAP_SHARE = 0.04;
/** Width by height of the map when it is seen whole. */
const ASPECT = 1.35;

export interface Band {
  kind: "pages" | "fold";
  label: string;
  start: number;
  /** End of what is mapped now. */
  end: number;
  y: number;
  rows: number;
  /** Number of the band's first page among all pages of the map. */
  firstPage: number;
  /** Pages the band has room for. */
  room: number;
}

export interface Layout {
  columns: number;
  height: number;
  bands: Band[];
  /** Pages of all bands together. */
  pages: number;
}

interface Piece {
  kind: Band["kind"];
  label: string;
  start: number;
  end: number;
  room: number;
}

/** Lays out the mappings of an instant; `entry` are those the process had when the run began. */
export function layOut(vmas: readonly Vma[], entry: readonly Vma[], run: RunSummary): Layout {
  const columns = columnsFor(entry, run);
  const pieces = toPieces(vmas, entry, run);
  const rows = pieces.reduce((sum, { room }) => sum + Math.ceil(room / columns), 0);
  const gap = Math.max(0.5, rows * GAP_SHARE);
  const bands: Band[] = [];
  let y = 0;
  let firstPage = 0;
  for (const piece of pieces) {
    y += gap;
    const bandRows = piece.kind === "fold" ? gap * 0.35 : Math.ceil(piece.room / columns);
    bands.push({ ...piece, y, rows: bandRows, firstPage });
    y += bandRows;
    firstPage += Math.ceil(piece.room / CHUNK) * CHUNK;
  }
  return { columns, height: y + gap, bands, pages: firstPage };
}

/** The width of the map depends on the whole run, not on the instant: pages keep their columns. */
function columnsFor(entry: readonly Vma[], run: RunSummary): number {
  const spread = entry.filter(({ kind }) => kind === VmaKind.ANON);
  const anonymous = spread.reduce((sum, { start, end }) => sum + pagesOf(end - start), 0);
  const heap = pagesOf(fullest(run, Gauge.HEAP) + HEAP_RESERVE);
  const pages = heap + anonymous + pagesOf(fullest(run, Gauge.MMAPPED));
  return Math.max(8, Math.ceil(Math.sqrt(pages * ASPECT)));
}

function toPieces(vmas: readonly Vma[], entry: readonly Vma[], run: RunSummary): Piece[] {
  const pieces: Piece[] = [];
  let folded: Vma[] = [];
  const fold = () => {
    if (folded.length > 0) pieces.push(foldedPiece(folded));
    folded = [];
  };
  let own = 0;
  for (const vma of vmas.flatMap((one) => splitOwn(one, entry))) {
    const isOwn = vma.kind === VmaKind.ANON && !entry.some(({ end }) => end === vma.end);
    own += isOwn ? 1 : 0;
    const isSmall = pagesOf(vma.end - vma.start) < SPREAD_MIN && !isOwn;
    if (vma.kind === VmaKind.HEAP || (vma.kind === VmaKind.ANON && !isSmall)) {
      fold();
      pieces.push(vma.kind === VmaKind.HEAP ? heapPiece(vma, run) : anonymousPiece(vma, isOwn));
    } else folded.push(vma);
  }
  fold();
  return own === 0 ? withRoomForMapping(pieces, run) : pieces;
}

/** The kernel merges a new mapping with an anonymous neighbour; the map shows the new part apart. */
function splitOwn(vma: Vma, entry: readonly Vma[]): Vma[] {
  const before = entry.find(({ end, kind }) => end === vma.end && kind === VmaKind.ANON);
  if (before === undefined || before.start <= vma.start) return [vma];
  return [
    { ...vma, end: before.start },
    { ...vma, start: before.start },
  ];
}

function pagesOf(bytes: number): number {
  return Math.ceil(bytes / PAGE);
}

function heapPiece(vma: Vma, run: RunSummary): Piece {
  const most = fullest(run, Gauge.HEAP) + HEAP_RESERVE;
  const room = pagesOf(Math.max(vma.end - vma.start, most));
  return { kind: "pages", label: "[heap]", start: vma.start, end: vma.end, room };
}

function anonymousPiece(vma: Vma, isOwn: boolean): Piece {
  const label = isOwn ? "mapping made by malloc" : "anonymous";
  return {
    kind: "pages",
    label,
    start: vma.start,
    end: vma.end,
    room: pagesOf(vma.end - vma.start),
  };
}

function foldedPiece(vmas: readonly Vma[]): Piece {
  const pages = vmas.reduce((sum, { start, end }) => sum + pagesOf(end - start), 0);
  const stacks = vmas.filter(({ kind }) => kind === VmaKind.STACK).length;
  const names: string[] = [];
  if (vmas.length > stacks) names.push("program and library files");
  if (stacks > 0) names.push("the stack");
  const start = vmas[0]?.start ?? 0;
  const end = vmas.at(-1)?.end ?? 0;
  return {
    kind: "fold",
    label: `${names.join(", ")}: ${group(pages)} pages, folded`,
    start,
    end,
    room: 0,
  };
}

/** While the list has no mapping of its own yet but will get one, its room is kept below the heap. */
function withRoomForMapping(pieces: Piece[], run: RunSummary): Piece[] {
  const room = pagesOf(fullest(run, Gauge.MMAPPED));
  const heap = pieces.findIndex(({ label }) => label === "[heap]");
  if (room === 0 || heap < 0) return pieces;
  const label = "not mapped now: room for mappings made by malloc";
  const empty: Piece = { kind: "pages", label, start: -1, end: -1, room };
  return [...pieces.slice(0, heap + 1), empty, ...pieces.slice(heap + 1)];
}

/** The largest value of a gauge in the whole run. */
function fullest(run: RunSummary, gauge: Gauge): number {
  let most = 0;
  for (let at: number = gauge; at < run.samples.length; at += Gauge.COUNT) {
    most = Math.max(most, run.samples[at] ?? 0);
  }
  return most;
}

export function bandOf(layout: Layout, addr: number): Band | null {
  return layout.bands.find(({ start, end }) => addr >= start && addr < end) ?? null;
}

export interface WordRect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Corner and size of a word on the map, null where the map does not spread its mapping out. */
export function wordRect(layout: Layout, addr: number): WordRect | null {
  const page = pagePlace(layout, addr);
  if (page === null) return null;
  const word = Math.floor((addr % PAGE) / WORD);
  return {
    x: page.x + (word % ROW_WORDS) / ROW_WORDS,
    y: page.y + Math.floor(word / ROW_WORDS) / PAGE_ROWS,
    width: 1 / ROW_WORDS,
    height: 1 / PAGE_ROWS,
  };
}

/** Where the page that holds an address lies. */
export function pagePlace(layout: Layout, addr: number): { x: number; y: number } | null {
  const band = bandOf(layout, addr);
  if (band === null || band.kind === "fold") return null;
  const page = Math.floor((addr - band.start) / PAGE);
  return { x: page % layout.columns, y: band.y + Math.floor(page / layout.columns) };
}

/** The address of the word at a point of the map, null where nothing is mapped. */
export function addressAt(layout: Layout, x: number, y: number): number | null {
  if (x < 0 || x >= layout.columns) return null;
  const band = layout.bands.find((one) => y >= one.y && y < one.y + one.rows);
  if (band === undefined || band.kind === "fold") return null;
  const page = Math.floor(y - band.y) * layout.columns + Math.floor(x);
  const row = Math.floor(((y - band.y) % 1) * PAGE_ROWS);
  const word = row * ROW_WORDS + Math.floor((x % 1) * ROW_WORDS);
  const addr = band.start + page * PAGE + word * WORD;
  return addr < band.end ? addr : null;
}
