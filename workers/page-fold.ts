/**
 * Whose frames they are (ADR 0007; spec 07 sections 3, 4, 7): a fold over the page logs of all processes
 * in the order of the machine's clock. It answers what one process alone cannot know: whether a first
 * write after a fork copied the page or let its last user keep the frame, and so PSS and USS.
 *
 * A frame is a number with a count of the page-table entries that map it. A process has a table of frames
 * by page, in leaves of 512, and `shared[c]`: how many of its pages have a frame that c processes map. So
 *
 *   USS = shared[1],  PSS = sum of shared[c] / c,  sum of PSS over all processes = frames in use
 *
 * and each step changes the few numbers that it must.
 */
import {
  PAGE_COUNT_SHIFT,
  PAGE_KIND_SHIFT,
  PAGE_LOG_WORDS,
  PageLog,
} from "../assembly/abi/process.ts";
import { clockOffsets } from "./process-clock.ts";
import type { ProcessRun } from "./processes.ts";

const LEAF = 512;
const PAGE_BITS = (1n << BigInt(PAGE_COUNT_SHIFT)) - 1n;
const COUNT_BITS = (1n << BigInt(PAGE_KIND_SHIFT - PAGE_COUNT_SHIFT)) - 1n;

/** What a frame is. */
enum Kind {
  ANONYMOUS,
  SHARED,
}

/** Memory of one process at an instant, in pages. */
export interface ProcessPages {
  anonymous: number;
  shared: number;
  uss: number;
  pss: number;
  copies: number;
  reuses: number;
}

class Table {
  readonly leaves: (Int32Array | undefined)[] = [];
  /** How many pages have a frame that as many processes map as the index says. */
  readonly shared: number[] = [];
  readonly kinds: [number, number] = [0, 0];
  /** Rows of the first writes since the last fork, by page; negative (-1 - row) where the frame was kept. */
  readonly writes = new Map<number, number>();
  copies = 0;
  reuses = 0;
  row = 0;
  alive = false;
  ended = false;

  constructor(
    readonly process: ProcessRun,
    private readonly offsets: readonly [number, number][],
  ) {}

  /** The tick of the process's next event, Infinity for none. */
  next(): number {
    const ir = this.process.pages[this.row * PAGE_LOG_WORDS];
    return ir === undefined ? Number.POSITIVE_INFINITY : this.tickOf(Number(ir));
  }

  /** The machine's clock at instant `ir` of the process's own: what it slept and waited is added. */
  private tickOf(ir: number): number {
    let offset = 0;
    for (const [from, value] of this.offsets) {
      if (from > ir) break;
      offset = value;
    }
    return ir + offset;
  }
}

function rowOf({ pages }: ProcessRun, row: number): { kind: PageLog; page: number; count: number } {
  const what = pages[row * PAGE_LOG_WORDS + 1] ?? 0n;
  return {
    kind: Number(what >> BigInt(PAGE_KIND_SHIFT)),
    count: Number((what >> BigInt(PAGE_COUNT_SHIFT)) & COUNT_BITS),
    page: Number(what & PAGE_BITS),
  };
}

export class PageFold {
  private readonly counts: number[] = [];
  private readonly kindOf: Kind[] = [];
  private readonly free: number[] = [];
  private readonly leafIds = new Map<number, number>();
  private readonly tables: Table[];
  /** Frames of shared mappings, by page: they belong to no process. */
  private readonly objects = new Map<number, number>();
  /** Frames that mremap moved: their users may have them at different pages. */
  private readonly moved = new Set<number>();
  private live = 0;

  constructor(processes: readonly ProcessRun[]) {
    this.tables = processes.map((process) => new Table(process, clockOffsets(process)));
    const [first] = this.tables;
    if (first === undefined) return;
    first.alive = true;
    // It filled its shared arrays before there was a log: what its children map, it had.
    for (const { process } of this.tables) {
      for (let row = 0; row * PAGE_LOG_WORDS < process.pages.length; row++) {
        const { kind, page, count } = rowOf(process, row);
        if (kind !== PageLog.SHARED) continue;
        for (let i = 0; i < count; i++) this.mapObject(first, page + i);
      }
    }
  }

  /** Frames that some process maps. */
  frames(): number {
    return this.live;
  }

  /** Goes on to `tick`: everything that happened until then has happened; who ends there is still there. */
  advance(tick: number): void {
    for (;;) {
      const next = this.soonest(tick);
      if (next === null) return;
      const [table, isEnd] = next;
      if (isEnd) this.end(table);
      else this.row(table);
    }
  }

  /** Whose event comes first, and whether it is its end: the parent's before the child's at one instant. */
  private soonest(until: number): [Table, boolean] | null {
    let found: [Table, boolean] | null = null;
    let at = Number.POSITIVE_INFINITY;
    for (const table of this.tables) {
      if (!table.alive || table.ended) continue;
      const next = table.next();
      if (next <= until && next < at) {
        at = next;
        found = [table, false];
      }
      const { status, end } = table.process;
      // An end follows everything else of its instant.
      if (status === null || end >= until || next <= end) continue;
      if (end + 0.5 < at) {
        at = end + 0.5;
        found = [table, true];
      }
    }
    return found;
  }

  /** Memory of process `pid` now; null where it does not exist yet or any more. */
  pagesOf(pid: number): ProcessPages | null {
    const table = this.tables.find(({ process }) => process.pid === pid);
    if (table === undefined || !table.alive || table.ended) return null;
    const [anonymous, shared] = table.kinds;
    const pss = table.shared.reduce((sum, pages, count) => sum + (pages ?? 0) / (count || 1), 0);
    const { copies, reuses } = table;
    const uss = table.shared[1] ?? 0;
    return { anonymous, shared, uss, pss, copies, reuses };
  }

  /** First writes since a fork, of all processes: those that copied, those that kept the frame. */
  totals(): { copies: number; reuses: number } {
    const sum = (of: "copies" | "reuses") => this.tables.reduce((all, t) => all + t[of], 0);
    return { copies: sum("copies"), reuses: sum("reuses") };
  }

  /** How many processes map the frame that `page` has in process `pid`; 0 where it has none. */
  usersOf(pid: number, page: number): number {
    const table = this.tables.find(({ process }) => process.pid === pid);
    const frame = table === undefined ? 0 : this.frameAt(table, page);
    return frame === 0 ? 0 : (this.counts[frame] ?? 0);
  }

  /** Pages of process `pid` whose anonymous frame nobody else maps, ascending. */
  privatePages(pid: number): number[] {
    const table = this.tables.find(({ process }) => process.pid === pid);
    const pages: number[] = [];
    if (table === undefined || table.ended) return pages;
    for (const [key, id] of this.leafIds) {
      const leaf = table.leaves[id];
      if (leaf === undefined) continue;
      leaf.forEach((frame, i) => {
        if (frame === 0 || this.counts[frame] !== 1 || this.kindOf[frame] !== Kind.ANONYMOUS)
          return;
        pages.push(key * LEAF + i);
      });
    }
    return pages.sort((a, b) => a - b);
  }

  /** The frame of a page in process `pid`, 0 for none: equal numbers are one frame. */
  frameOf(pid: number, page: number): number {
    const table = this.tables.find(({ process }) => process.pid === pid);
    return table === undefined ? 0 : this.frameAt(table, page);
  }

  /** Whether the frame belongs to a shared mapping. */
  isShared(frame: number): boolean {
    return this.kindOf[frame] === Kind.SHARED;
  }

  /** The row of the page log with the page's first write since its process's last fork, and whether it copied. */
  writeOf(pid: number, page: number): { row: number; copied: boolean } | null {
    const row = this.tables.find(({ process }) => process.pid === pid)?.writes.get(page);
    if (row === undefined) return null;
    return row < 0 ? { row: -1 - row, copied: false } : { row, copied: true };
  }

  private row(table: Table): void {
    const { kind, page, count } = rowOf(table.process, table.row);
    table.row += 1;
    if (kind === PageLog.FORK) this.fork(table, page);
    else if (kind === PageLog.MOVE_FROM) this.move(table, page, count);
    else for (let i = 0; i < count; i++) this.change(table, kind, page + i);
  }

  private change(table: Table, kind: PageLog, page: number): void {
    switch (kind) {
      case PageLog.PRESENT:
      case PageLog.ZERO:
      case PageLog.FILE_COPY:
        this.give(table, page);
        break;
      case PageLog.COW:
        this.write(table, page);
        break;
      case PageLog.ZAP:
        this.take(table, page);
        break;
      case PageLog.SHARED:
        this.mapObject(table, page);
        break;
      default:
        break;
    }
  }

  /** Entries of MOVE_FROM, whose row is followed by the one of MOVE_TO, change their pages. */
  private move(table: Table, from: number, count: number): void {
    const to = rowOf(table.process, table.row).page;
    table.row += 1;
    for (let i = 0; i < count; i++) {
      const frame = this.frameAt(table, from + i);
      if (frame === 0) continue;
      this.store(table, from + i, 0);
      this.store(table, to + i, frame);
      if ((this.counts[frame] ?? 0) > 1) this.moved.add(frame);
    }
  }

  private newFrame(kind: Kind): number {
    const frame = this.free.pop() ?? Math.max(1, this.counts.length);
    this.counts[frame] = 0;
    this.kindOf[frame] = kind;
    return frame;
  }

  private leaf(table: Table, page: number, make: boolean): Int32Array | undefined {
    const key = Math.floor(page / LEAF);
    let id = this.leafIds.get(key);
    if (id === undefined) {
      if (!make) return undefined;
      id = this.leafIds.size;
      this.leafIds.set(key, id);
    }
    let leaf = table.leaves[id];
    if (leaf === undefined && make) {
      leaf = new Int32Array(LEAF);
      table.leaves[id] = leaf;
    }
    return leaf;
  }

  private frameAt(table: Table, page: number): number {
    return this.leaf(table, page, false)?.[page % LEAF] ?? 0;
  }

  private store(table: Table, page: number, frame: number): void {
    const leaf = this.leaf(table, page, true);
    if (leaf !== undefined) leaf[page % LEAF] = frame;
  }

  /** One more process maps the frame, at `page`. */
  private map(table: Table, page: number, frame: number): void {
    const count = this.counts[frame] ?? 0;
    if (count === 0) this.live += 1;
    else this.shift(page, frame, count, count + 1, null);
    this.counts[frame] = count + 1;
    table.shared[count + 1] = (table.shared[count + 1] ?? 0) + 1;
    table.kinds[this.kindOf[frame] ?? Kind.ANONYMOUS] += 1;
    this.store(table, page, frame);
  }

  /** A process maps the frame no more. */
  private unmap(table: Table, page: number, frame: number): void {
    const count = this.counts[frame] ?? 0;
    this.store(table, page, 0);
    table.shared[count] = (table.shared[count] ?? 0) - 1;
    const kind = this.kindOf[frame] ?? Kind.ANONYMOUS;
    table.kinds[kind] -= 1;
    this.counts[frame] = count - 1;
    if (count > 1) this.shift(page, frame, count, count - 1, table);
    else {
      this.live -= 1;
      // A frame of a shared mapping stays in its object.
      if (kind === Kind.ANONYMOUS) this.free.push(frame);
      this.moved.delete(frame);
    }
  }

  /** The frame's users other than `but` share it with more or fewer processes from now on. */
  private shift(page: number, frame: number, from: number, to: number, but: Table | null): void {
    const anywhere = this.moved.has(frame);
    for (const table of this.tables) {
      if (table === but || !table.alive || table.ended) continue;
      const has = anywhere ? this.hasAnywhere(table, frame) : this.frameAt(table, page) === frame;
      if (!has) continue;
      table.shared[from] = (table.shared[from] ?? 0) - 1;
      table.shared[to] = (table.shared[to] ?? 0) + 1;
    }
  }

  private hasAnywhere(table: Table, frame: number): boolean {
    return table.leaves.some((leaf) => leaf?.includes(frame));
  }

  private give(table: Table, page: number): void {
    if (this.frameAt(table, page) === 0) this.map(table, page, this.newFrame(Kind.ANONYMOUS));
  }

  private take(table: Table, page: number): void {
    const frame = this.frameAt(table, page);
    if (frame === 0) return;
    this.unmap(table, page, frame);
    table.writes.delete(page);
  }

  private mapObject(table: Table, page: number): void {
    if (this.frameAt(table, page) !== 0) return;
    let frame = this.objects.get(page);
    if (frame === undefined) {
      frame = this.newFrame(Kind.SHARED);
      this.objects.set(page, frame);
    }
    this.map(table, page, frame);
  }

  /** A first write since a fork: a copy while others map the frame, else the frame itself. */
  private write(table: Table, page: number): void {
    const frame = this.frameAt(table, page);
    const row = table.row - 1;
    if (frame === 0 || (this.counts[frame] ?? 0) === 1) {
      table.reuses += 1;
      table.writes.set(page, -1 - row);
      return;
    }
    table.copies += 1;
    table.writes.set(page, row);
    this.unmap(table, page, frame);
    this.map(table, page, this.newFrame(Kind.ANONYMOUS));
  }

  /** The child gets every anonymous entry. */
  private fork(parent: Table, pid: number): void {
    const child = this.tables.find(({ process }) => process.pid === pid);
    if (child === undefined) return;
    child.alive = true;
    for (const [key, id] of this.leafIds) {
      const leaf = parent.leaves[id];
      leaf?.forEach((frame, i) => {
        if (frame === 0 || this.kindOf[frame] !== Kind.ANONYMOUS) return;
        this.map(child, key * LEAF + i, frame);
        if (this.moved.has(frame)) this.moved.add(frame);
      });
    }
  }

  private end(table: Table): void {
    for (const [key, id] of this.leafIds) {
      const leaf = table.leaves[id];
      leaf?.forEach((frame, i) => {
        if (frame !== 0) this.unmap(table, key * LEAF + i, frame);
      });
    }
    table.ended = true;
  }
}
