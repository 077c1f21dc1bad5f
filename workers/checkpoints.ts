/**
 * Checkpoints (ADRs 0021, 0034): copies of the machine's linear memory at a few instants at which a run pauses, so
 * that a seek in a long run repeats only what lies behind the nearest one before it.
 *
 *   pages of 64 KiB; one of zeros is not kept, one that is as it is in the checkpoint before or behind is shared with it
 *   the next one is due when as much was run as keeping one takes; any run may leave one in a gap
 *   what lies before the first fork is common to all processes, and outlives the change from one to another
 *   where the budget is spent the one goes without which least running is repeated; where memory is
 *   refused all go
 *
 * They change no answer: without them the same run begins at its start (tests/core/checkpoints.test.ts).
 */
import type { CoreExports } from "./core.ts";

/** Where one had to go, the next ones lie farther apart. */
const MORE_SPACE = 1.25;
const PAGE_BYTES = 65536;

/** Pages with equal sums are taken as equal: of pages that differ in more than one word, one pair in 2^64 has one sum. */
interface Page {
  sum: bigint;
  bytes: Uint8Array;
  /** Checkpoints that have it. */
  users: number;
}

/** How near to each other checkpoints may lie, and what they may cost. */
export interface Spacing {
  /** Milliseconds of running between two of them, at least. */
  spacingMs: number;
  /** And at least so many times what keeping one takes. */
  worth: number;
  /** Bytes that all of them may hold. */
  budgetBytes: number;
}

/** The machine's memory at an instant. */
interface Checkpoint {
  ir: number;
  /** Milliseconds of running since the checkpoint before. */
  worked: number;
  /** Whether it is one of every process of the machine, not only of the one that the run was about. */
  isCommon: boolean;
  /** Bytes in front of the machine's own memory, which lies elsewhere where they are more. */
  front: number;
  /** null for zeros. */
  pages: (Page | null)[];
}

export class Checkpoints {
  /** By their instants. */
  private kept: Checkpoint[] = [];
  private pages = 0;
  /** What the checkpoints are about: the process and what it was told. */
  private about = "";
  private refused = false;
  private spacing: number;
  /** Milliseconds that keeping a byte took, at best: the first times are slow. */
  private costOfByte = Number.POSITIVE_INFINITY;

  constructor(
    private readonly core: CoreExports,
    private readonly limits: Spacing,
  ) {
    this.spacing = limits.spacingMs;
  }

  /** Nothing of what was kept holds for the runs that follow. */
  clear(): void {
    this.kept = [];
    this.pages = 0;
    this.spacing = this.limits.spacingMs;
    this.refused = false;
  }

  /** The runs that follow are about this process. */
  attend(about: string): void {
    if (about !== this.about) {
      for (const { pages } of this.kept.filter(({ isCommon }) => !isCommon)) this.release(pages);
      this.kept = this.kept.filter(({ isCommon }) => isCommon);
    }
    this.about = about;
  }

  /** Where they lie on the clock. */
  get instants(): number[] {
    return this.kept.map(({ ir }) => ir);
  }

  /** How many there are, and the bytes that they hold. */
  get size(): { count: number; bytes: number } {
    return { count: this.kept.length, bytes: this.pages * PAGE_BYTES };
  }

  /**
   * Puts the machine back to the last checkpoint at or before `ir`, or to the last one that all processes have in
   * common: its instant, or null without one. `tell` writes again what the host tells the process.
   */
  restore(ir: number | "common", tell: () => void): number | null {
    const front = this.core.memory_front_bytes();
    const isBefore = (checkpoint: Checkpoint) =>
      ir === "common" ? checkpoint.isCommon : checkpoint.ir <= ir;
    const found = this.kept.findLast((kept) => kept.front === front && isBefore(kept));
    if (found === undefined) return null;
    const memory = new Uint8Array(this.core.memory.buffer);
    found.pages.forEach((page, i) => {
      if (page === null) memory.fill(0, i * PAGE_BYTES, (i + 1) * PAGE_BYTES);
      else memory.set(page.bytes, i * PAGE_BYTES);
    });
    tell();
    this.core.restored();
    return found.ir;
  }

  /** Whether one is due of `used` bytes after so many milliseconds of running since the last. */
  isDue(worked: number, used: number): boolean {
    const cost = Number.isFinite(this.costOfByte) ? this.costOfByte * used : 0;
    return worked >= Math.max(this.spacing, this.limits.worth * cost);
  }

  /**
   * Keeps the paused machine's memory, `used` bytes of it, as it is at `ir`, after `worked` ms of running since
   * the checkpoint before.
   */
  keep(ir: number, used: number, worked: number): void {
    const index = this.kept.findLastIndex((checkpoint) => checkpoint.ir <= ir) + 1;
    if (this.refused || this.kept[index - 1]?.ir === ir) return;
    const started = performance.now();
    try {
      const isCommon = this.core.is_common() !== 0;
      const front = this.core.memory_front_bytes();
      const pages = this.copied(index, used);
      this.kept.splice(index, 0, { ir, worked, isCommon, front, pages });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The browser has no memory left: it needs what there is for other things.
      this.clear();
      this.refused = true;
      return;
    }
    const next = this.kept[index + 1];
    if (next !== undefined) next.worked = Math.max(0, next.worked - worked);
    while (this.size.bytes > this.limits.budgetBytes) this.dropOne();
    this.costOfByte = Math.min(this.costOfByte, (performance.now() - started) / used);
  }

  /** The one goes whose absence makes the shortest gap longer; the last one stays: what lies behind it has no other. */
  private dropOne(): void {
    const gaps = this.kept.slice(1).map(({ worked }, i) => worked + (this.kept[i]?.worked ?? 0));
    const index = Math.max(0, gaps.indexOf(Math.min(...gaps)));
    const [gone] = this.kept.splice(index, 1);
    this.release(gone?.pages ?? []);
    const next = this.kept[index];
    if (next !== undefined && gone !== undefined) next.worked += gone.worked;
    this.spacing *= MORE_SPACE;
  }

  /** A checkpoint that had these pages is gone. */
  private release(pages: Checkpoint["pages"]): void {
    for (const page of pages) {
      if (page === null) continue;
      page.users -= 1;
      if (page.users === 0) this.pages -= 1;
    }
  }

  /** The pages of the checkpoint that becomes number `index`. */
  private copied(index: number, used: number): (Page | null)[] {
    const neighbours = [this.kept[index - 1]?.pages, this.kept[index]?.pages];
    const memory = new Uint8Array(this.core.memory.buffer);
    return Array.from({ length: Math.ceil(used / PAGE_BYTES) }, (_, i) => {
      const at = i * PAGE_BYTES;
      const sum = this.core.memory_sum(at, PAGE_BYTES);
      if (sum === 0n) return null;
      for (const pages of neighbours) {
        const page = pages?.[i];
        if (page?.sum !== sum) continue;
        page.users += 1;
        return page;
      }
      this.pages += 1;
      return { sum, bytes: memory.slice(at, at + PAGE_BYTES), users: 1 };
    });
  }
}
