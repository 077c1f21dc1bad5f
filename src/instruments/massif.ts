/**
 * What Massif tells of a run (valgrind --tool=massif --stacks=yes): a fold of the changes of the heap.
 *
 * Massif looks for a new peak whenever memory is about to shrink, and takes it only if it is more than
 * 1 % above the last one. With stacks that is at every return of a function, so the peak it shows lies
 * up to 1 % below the true one.
 */
import type { HeapBefore, HeapProfile, HeapSite, HeapStep } from "./heap.ts";

/** Bytes of administration that Massif adds for every block (--heap-admin). */
const HEAP_ADMIN = 8;
/** Valgrind's own allocator rounds requests up to this. */
const ALIGNMENT = 16;
/** From this size on a block has pages of its own, of which some bytes are the allocator's. */
const OWN_PAGES_FROM = 1024 * 1024;
const PAGE = 4096;
const SUPERBLOCK_BYTES = 64;
/** A new peak is this much above the last one (--peak-inaccuracy). */
const PEAK_FACTOR = 1.01;
/** The most snapshots that are kept (--max-snapshots). */
const SNAPSHOTS_MAX = 100;

/** Extra bytes of one block, as Massif counts them. */
export function extraBytes(request: number): number {
  const usable =
    request < OWN_PAGES_FROM
      ? Math.max(ALIGNMENT, Math.ceil(request / ALIGNMENT) * ALIGNMENT)
      : Math.ceil((request + SUPERBLOCK_BYTES) / PAGE) * PAGE - SUPERBLOCK_BYTES;
  return usable - request + HEAP_ADMIN;
}

export interface MassifSnapshot {
  ir: number;
  useful: number;
  extra: number;
  stacks: number;
  total: number;
}

export interface MassifProfile {
  snapshots: MassifSnapshot[];
  /** Where in `snapshots` the peak is. */
  peak: number;
  /** Live bytes of each place at the peak. */
  shares: Map<HeapSite, number>;
}

/** Folds changes of the heap into Massif's snapshots. */
export class MassifFold {
  private useful: number;
  private extra: number;
  private readonly stacks: number;
  private peak: MassifSnapshot;
  private shares = new Map<HeapSite, number>();
  private readonly live = new Map<HeapSite, number>();
  private snapshots: MassifSnapshot[] = [];
  private due = 0;

  constructor(
    before: HeapBefore,
    private readonly end: number,
  ) {
    this.useful = before.liveBytes;
    this.extra = before.extraBytes;
    this.stacks = before.stackBytes;
    this.peak = this.now(0);
    this.snapshots.push(this.now(0));
  }

  private now(ir: number): MassifSnapshot {
    const { useful, extra, stacks } = this;
    return { ir, useful, extra, stacks, total: useful + extra + stacks };
  }

  /** Blocks that came are looked at one by one: any of them may be the one that makes a new peak. */
  step({ ir, times, added, removed, site }: HeapStep): void {
    const extra =
      (added === null ? 0 : extraBytes(added)) - (removed === null ? 0 : extraBytes(removed));
    const useful = (added ?? 0) - (removed ?? 0);
    let left = times;
    while (left > 0) {
      const some = useful + extra > 0 ? Math.min(left, this.untilPeak(useful + extra)) : left;
      this.useful += some * useful;
      this.extra += some * extra;
      this.live.set(site, (this.live.get(site) ?? 0) + some * useful);
      left -= some;
      const total = this.useful + this.extra + this.stacks;
      if (total > this.peak.total * PEAK_FACTOR) {
        this.peak = this.now(ir);
        this.shares = new Map(this.live);
      }
    }
    if (ir < this.due) return;
    this.snapshots.push(this.now(ir));
    this.due = ir + this.end / SNAPSHOTS_MAX;
  }

  /** How many blocks of `bytes` in all each it takes to pass the threshold of a new peak. */
  private untilPeak(bytes: number): number {
    const total = this.useful + this.extra + this.stacks;
    return Math.max(1, Math.floor((this.peak.total * PEAK_FACTOR - total) / bytes) + 1);
  }

  result(profile: HeapProfile): MassifProfile {
    const snapshots = [...this.snapshots.filter(({ ir }) => ir !== this.peak.ir), this.peak];
    snapshots.sort((a, b) => a.ir - b.ir);
    if (snapshots.at(-1)?.ir !== profile.end) snapshots.push(this.now(profile.end));
    return { snapshots, peak: snapshots.indexOf(this.peak), shares: this.shares };
  }
}
