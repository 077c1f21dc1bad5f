/**
 * What the map knows of memory: page texels of the whole layout, words of the pages that are large
 * on screen, values of the words that are large enough to read. Each piece remembers the moment it
 * shows; what is visible and older than the present is pulled again, a piece at a time, and stays
 * on screen until its replacement arrives.
 */
import { PAGE_TEXEL_BYTES, WORD_TEXEL_BYTES } from "../../../workers/protocol.ts";
import { Owner, type Word } from "../../../assembly/abi/layout.ts";
import { ask } from "../../state/engine.ts";
import { CHUNK, PAGE, PAGE_WORDS, type Layout } from "./layout.ts";
import { State, stateOfPage, stateOfWord, STATE_COUNT } from "./states.ts";
import { TEXEL, TEXTURE_WIDTH, WORD_PAGES, WORDS_WIDTH } from "./textures.ts";
import { ownerAndLook } from "../words.ts";
import { wordEdges } from "./edges.ts";

/** Most pages in one answer, so that a gesture never waits long behind a pull. */
const PAGES_PER_PULL = 8192;
const WORD_PAGES_PER_PULL = 32;

/** Asks for one piece; false when there was nobody to answer. */
type Pull = () => Promise<boolean>;

/** A stretch of one band's pages: what the viewport needs. */
export interface PageSpan {
  addr: number;
  /** Number of the first page among all pages of the map. */
  first: number;
  count: number;
}

/** In a collector's heap the lowest bit says that the page has other objects than ints. */
function secondShare(share: number, owner: Owner, state: State): number {
  if (state < State.REACHED) return share;
  return share - (share % 2) + (owner === Owner.LIST ? 1 : 0);
}

export class MemoryStore {
  pageTexels = new Uint8Array(0);
  extraTexels = new Uint8Array(0);
  readonly wordTexels = new Uint8Array(WORDS_WIDTH * WORD_PAGES * TEXEL);
  /** From this scale on words are drawn; it grows with the canvas, so that they always fit. */
  nearScale = 48;
  /** Grows whenever a page got or lost its row of words. */
  rowsVersion = 0;
  private readonly values = new Map<number, { stamp: number; words: Uint32Array }>();
  private chunkStamps = new Uint32Array(0);
  private readonly wordRows = new Map<number, { row: number; stamp: number; used: number }>();
  private moment = 1;
  private use = 0;
  private pagesChanged = true;
  private wordsChanged = true;
  private pulling = false;

  constructor(private readonly changed: () => void) {}

  /** Makes room for a layout; of bands that stay, the page texels are kept until they are pulled. */
  reset(layout: Layout, before: Layout | null): void {
    const old = this.pageTexels;
    const rows = Math.max(1, Math.ceil(layout.pages / TEXTURE_WIDTH));
    this.pageTexels = new Uint8Array(rows * TEXTURE_WIDTH * TEXEL);
    this.extraTexels = new Uint8Array(rows * TEXTURE_WIDTH * TEXEL);
    this.chunkStamps = new Uint32Array(Math.ceil((rows * TEXTURE_WIDTH) / CHUNK));
    for (const band of layout.bands) {
      const same = before?.bands.find(({ start }) => start === band.start);
      if (same === undefined) continue;
      const from = same.firstPage * TEXEL;
      const kept = old.subarray(from, from + Math.min(same.room, band.room) * TEXEL);
      this.pageTexels.set(kept, band.firstPage * TEXEL);
    }
    for (let at = 3; at < this.pageTexels.length; at += TEXEL) this.pageTexels[at] = 0;
    this.wordRows.clear();
    this.rowsVersion += 1;
    this.values.clear();
    this.moment += 1;
    this.pagesChanged = true;
  }

  /** Memory may have changed: everything visible is pulled again. */
  advance(): void {
    this.moment += 1;
  }

  takePagesChanged(): boolean {
    const changed = this.pagesChanged;
    this.pagesChanged = false;
    return changed;
  }

  takeWordsChanged(): boolean {
    const changed = this.wordsChanged;
    this.wordsChanged = false;
    return changed;
  }

  touchPages(): void {
    this.pagesChanged = true;
  }

  touchWords(): void {
    this.wordsChanged = true;
  }

  /** Row of the word texture that holds a page, null when its words are not loaded. */
  rowOf(page: number): number | null {
    return this.wordRows.get(page)?.row ?? null;
  }

  /** The words of the page at `addr` with their values, four numbers each, if they are loaded. */
  valuesAt(addr: number): Uint32Array | null {
    return this.values.get(addr)?.words ?? null;
  }

  /**
   * Starts pulling what is visible and old; one pull is under way at a time. `near` are the pages
   * whose words are drawn, `readable` says that their values are drawn too.
   */
  pull(near: readonly PageSpan[], all: readonly PageSpan[], readable: boolean): void {
    if (this.pulling) return;
    this.use += 1;
    const next = this.nextPull(near, all, readable);
    if (next === null) return;
    this.pulling = true;
    next().then((answered) => {
      this.pulling = false;
      // Without an answer there is no session: asking again at once would never end.
      if (answered) this.changed();
    });
  }

  /** True when nothing of this is older than the present. */
  isCurrent(near: readonly PageSpan[], all: readonly PageSpan[], readable: boolean): boolean {
    return !this.pulling && this.nextPull(near, all, readable) === null;
  }

  private nextPull(
    near: readonly PageSpan[],
    all: readonly PageSpan[],
    readable: boolean,
  ): Pull | null {
    return this.oldWords(near) ?? (readable ? this.oldValues(near) : null) ?? this.oldPages(all);
  }

  private oldPages(spans: readonly PageSpan[]): Pull | null {
    for (const { addr, first, count } of spans) {
      const isOld = (page: number) => this.chunkStamps[Math.floor(page / CHUNK)] !== this.moment;
      let from = first;
      while (from < first + count && !isOld(from)) from += CHUNK - (from % CHUNK);
      if (from >= first + count) continue;
      const many = Math.min(first + count - from, PAGES_PER_PULL - (from % CHUNK));
      return () => this.pullPages(addr + (from - first) * PAGE, from, many);
    }
    return null;
  }

  private async pullPages(addr: number, first: number, count: number): Promise<boolean> {
    const stamp = this.moment;
    const texels = this.pageTexels;
    const answer = await ask((api) => api.pages(addr, count));
    if (answer === null) return false;
    if (texels !== this.pageTexels) return true;
    for (let i = 0; i < count; i++) {
      const from = i * PAGE_TEXEL_BYTES;
      const to = (first + i) * TEXEL;
      const owner = (answer[from] ?? 0) as Owner;
      const state = stateOfPage(owner, answer[from + 3] ?? 0);
      texels[to] = state;
      texels[to + 1] = answer[from + 1] ?? 0;
      texels[to + 2] = secondShare(answer[from + 2] ?? 0, owner, state);
    }
    this.stampChunks(first, count, stamp);
    this.pagesChanged = true;
    return true;
  }

  /** Spans begin and end with chunks (see `visibleSpans`), so a chunk is pulled whole. */
  private stampChunks(first: number, count: number, stamp: number): void {
    const last = Math.floor((first + count - 1) / CHUNK);
    for (let chunk = Math.floor(first / CHUNK); chunk <= last; chunk++) {
      this.chunkStamps[chunk] = stamp;
    }
  }

  private oldWords(spans: readonly PageSpan[]): Pull | null {
    for (const { addr, first, count } of spans) {
      for (let i = 0; i < count; i++) {
        const held = this.wordRows.get(first + i);
        if (held !== undefined) held.used = this.use;
        if (held?.stamp === this.moment) continue;
        const many = Math.min(count - i, WORD_PAGES_PER_PULL);
        return () => this.pullWords(addr + i * PAGE, first + i, many);
      }
    }
    return null;
  }

  private async pullWords(addr: number, first: number, count: number): Promise<boolean> {
    const stamp = this.moment;
    const texels = this.pageTexels;
    const answer = await ask((api) => api.words(addr, count * PAGE_WORDS));
    if (answer === null) return false;
    if (texels !== this.pageTexels) return true;
    for (let i = 0; i < count; i++) {
      const row = this.takeRow(first + i, stamp);
      const from = i * PAGE_WORDS * WORD_TEXEL_BYTES;
      this.writeWords(row, answer.subarray(from, from + PAGE_WORDS * WORD_TEXEL_BYTES));
    }
    this.wordsChanged = true;
    this.pagesChanged = true;
    this.rowsVersion += 1;
    return true;
  }

  private writeWords(row: number, described: Uint8Array): void {
    const edges = wordEdges(described);
    for (let word = 0; word < PAGE_WORDS; word++) {
      const at = (row * WORDS_WIDTH + word) * TEXEL;
      const kind = (described[word * 2] ?? 0) as Word;
      const { owner, look } = ownerAndLook(described[word * 2 + 1] ?? 0);
      const state = stateOfWord(kind, owner, look);
      if (state >= STATE_COUNT) throw new Error(`no state for word ${kind}`);
      this.wordTexels[at] = state;
      this.wordTexels[at + 1] = edges[word] ?? 0;
    }
  }

  /** A row for a page: its own, an unused one, or that of the page not seen for longest. */
  private takeRow(page: number, stamp: number): number {
    let row = this.wordRows.get(page)?.row ?? this.wordRows.size;
    if (row >= WORD_PAGES) {
      let oldest = { page: -1, used: Number.POSITIVE_INFINITY, row: 0 };
      for (const [other, held] of this.wordRows) {
        if (held.used < oldest.used) oldest = { page: other, used: held.used, row: held.row };
      }
      this.wordRows.delete(oldest.page);
      this.pageTexels[oldest.page * TEXEL + 3] = 0;
      row = oldest.row;
    }
    this.wordRows.set(page, { row, stamp, used: this.use });
    this.pageTexels[page * TEXEL + 3] = 1;
    this.extraTexels[page * TEXEL] = row % 256;
    this.extraTexels[page * TEXEL + 1] = Math.floor(row / 256);
    return row;
  }

  private oldValues(spans: readonly PageSpan[]): Pull | null {
    for (const { addr, count } of spans) {
      for (let i = 0; i < count; i++) {
        const at = addr + i * PAGE;
        if (this.values.get(at)?.stamp === this.moment) continue;
        return () => this.pullValues(at, Math.min(count - i, WORD_PAGES_PER_PULL));
      }
    }
    return null;
  }

  private async pullValues(addr: number, count: number): Promise<boolean> {
    const stamp = this.moment;
    const answer = await ask((api) => api.values(addr, count * PAGE_WORDS));
    if (answer === null) return false;
    if (stamp !== this.moment) return true;
    if (this.values.size > WORD_PAGES) this.values.clear();
    for (let i = 0; i < count; i++) {
      const words = answer.subarray(i * PAGE_WORDS * 4, (i + 1) * PAGE_WORDS * 4);
      this.values.set(addr + i * PAGE, { stamp, words });
    }
    return true;
  }
}
