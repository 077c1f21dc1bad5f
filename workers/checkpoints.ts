/**
 * Checkpoints (ADR 0021): copies of the machine's linear memory at a few instants between two bytecodes, so
 * that a seek in a long irregular run repeats only what lies behind the nearest one before it.
 *
 *   pages of 64 KiB; a page that is as it was in the checkpoint before is shared with it
 *   where the budget is spent the one goes without which least running is repeated; where memory is
 *   refused all go
 *
 * They change no answer: without them the same run begins at its start (tests/core/checkpoints.test.ts).
 */
import type { CoreExports } from "./core.ts";

/** Where one had to go, the next ones lie farther apart. */
const MORE_SPACE = 1.25;
const PAGE_BYTES = 65536;
const PAGE_WORDS = PAGE_BYTES / 8;

/** The machine's memory at an instant. */
interface Checkpoint {
  ir: number;
  /** Milliseconds of running since the checkpoint before. */
  worked: number;
  pages: Uint8Array[];
}

export class Checkpoints {
  private kept: Checkpoint[] = [];
  /** What the checkpoints are about: the process and what it was told. */
  private about = "";
  private refused = false;
  /** Milliseconds of running after which the next checkpoint is due. */
  spacing: number;

  constructor(
    private readonly core: CoreExports,
    private readonly limits: { spacingMs: number; budgetBytes: number },
  ) {
    this.spacing = limits.spacingMs;
  }

  /** Nothing of what was kept holds for the runs that follow. */
  clear(): void {
    this.kept = [];
    this.spacing = this.limits.spacingMs;
    this.refused = false;
  }

  /** The runs that follow are about this process. */
  attend(about: string): void {
    if (about !== this.about) this.clear();
    this.about = about;
  }

  /** How many there are, and the bytes that they hold. */
  get size(): { count: number; bytes: number } {
    const pages = new Set(this.kept.flatMap(({ pages }) => pages));
    return { count: this.kept.length, bytes: pages.size * PAGE_BYTES };
  }

  /** Puts the machine back to the last checkpoint at or before `ir`: its instant, or null without one. */
  restore(ir: number): number | null {
    const found = this.kept.findLast((checkpoint) => checkpoint.ir <= ir);
    if (found === undefined) return null;
    const memory = new Uint8Array(this.core.memory.buffer);
    found.pages.forEach((page, i) => {
      memory.set(page, i * PAGE_BYTES);
    });
    return found.ir;
  }

  /** Keeps the paused machine's memory, `used` bytes of it, as it is at `ir`, after `worked` ms of running. */
  keep(ir: number, used: number, worked: number): void {
    if (this.refused || ir <= (this.kept.at(-1)?.ir ?? 0)) return;
    try {
      this.kept.push({ ir, worked, pages: this.copied(used) });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The browser has no memory left: it needs what there is for other things.
      this.kept = [];
      this.refused = true;
      return;
    }
    while (this.size.bytes > this.limits.budgetBytes) this.dropOne();
  }

  /** The one goes whose absence makes the shortest gap longer; the newest one stays to be compared with. */
  private dropOne(): void {
    const gaps = this.kept.slice(1).map(({ worked }, i) => worked + (this.kept[i]?.worked ?? 0));
    const index = gaps.indexOf(Math.min(...gaps));
    const [gone] = this.kept.splice(Math.max(0, index), 1);
    const next = this.kept[Math.max(0, index)];
    if (next !== undefined && gone !== undefined) next.worked += gone.worked;
    this.spacing *= MORE_SPACE;
  }

  private copied(used: number): Uint8Array[] {
    const before = this.kept.at(-1)?.pages ?? [];
    const { buffer } = this.core.memory;
    return Array.from({ length: Math.ceil(used / PAGE_BYTES) }, (_, i) => {
      const same = before[i];
      if (
        same !== undefined &&
        isSame(same, new BigUint64Array(buffer, i * PAGE_BYTES, PAGE_WORDS))
      )
        return same;
      return new Uint8Array(buffer, i * PAGE_BYTES, PAGE_BYTES).slice();
    });
  }
}

function isSame(page: Uint8Array, words: BigUint64Array): boolean {
  const kept = new BigUint64Array(page.buffer, page.byteOffset, PAGE_WORDS);
  for (let i = 0; i < PAGE_WORDS; i++) if (kept[i] !== words[i]) return false;
  return true;
}
