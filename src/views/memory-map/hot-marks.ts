/** Writes the marks of recent events into the texels, and takes the old ones out again. */
import { type Band, bandOf, type Layout, PAGE, WORD } from "./layout.ts";
import type { HotWords } from "./hot.ts";
import type { MemoryStore } from "./store.ts";
import { TEXEL, WORDS_WIDTH } from "./textures.ts";

export type AgedWords = HotWords & { age: number };

export class HotMarks {
  private marks: readonly AgedWords[] = [];
  /** The rows of words the marks were last written for; -1: not yet. */
  private written = -1;
  private pageMarks: number[] = [];
  private wordMarks: number[] = [];

  constructor(private readonly store: MemoryStore) {}

  /** Oldest first, so that the newest mark of a word wins. */
  set(marks: readonly AgedWords[]): void {
    this.marks = marks;
    this.written = -1;
  }

  /** Called before every frame: rows of words may have come or gone since the last one. */
  write(layout: Layout): void {
    if (this.written === this.store.rowsVersion) return;
    this.written = this.store.rowsVersion;
    this.clear();
    for (const mark of this.marks) {
      const band = bandOf(layout, mark.addr);
      if (band !== null && band.kind === "pages") this.writeMark(mark, band);
    }
    if (this.pageMarks.length > 0) this.store.touchPages();
    if (this.wordMarks.length > 0) this.store.touchWords();
  }

  private clear(): void {
    const { extraTexels, wordTexels } = this.store;
    for (const at of this.pageMarks) extraTexels.fill(0, at + 2, at + 4);
    for (const at of this.wordMarks) wordTexels.fill(0, at + 2, at + 4);
    if (this.pageMarks.length > 0) this.store.touchPages();
    if (this.wordMarks.length > 0) this.store.touchWords();
    this.pageMarks = [];
    this.wordMarks = [];
  }

  private writeMark({ addr, words, hot, age }: AgedWords, band: Band): void {
    const { extraTexels, wordTexels } = this.store;
    let lastPage = -1;
    for (let i = 0; i < words && addr + i * WORD < band.end; i++) {
      const offset = addr + i * WORD - band.start;
      const page = band.firstPage + Math.floor(offset / PAGE);
      if (page !== lastPage) {
        extraTexels.set([hot, age], page * TEXEL + 2);
        this.pageMarks.push(page * TEXEL);
        lastPage = page;
      }
      const row = this.store.rowOf(page);
      if (row === null) continue;
      const at = (row * WORDS_WIDTH + Math.floor((offset % PAGE) / WORD)) * TEXEL;
      wordTexels.set([hot, age], at + 2);
      this.wordMarks.push(at);
    }
  }
}
