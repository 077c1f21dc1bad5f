/**
 * Pages of the library's own code, process by process (workers/library-pages.ts, measured): a fold over the
 * moments that the machine logged, in the order of its clock. These pages are no page of the simulated
 * address space, so what they add to RSS, PSS and USS is added to what the page logs say.
 *
 * A frame is a number with a count of the processes that map it. A fork shares all anonymous ones; a write
 * copies one that others map, and the last process that has it keeps it.
 */
import { LibraryMoment, ProcessLog } from "../assembly/abi/process.ts";
import type { LibraryPages } from "./library-pages.ts";
import type { ProcessRun } from "./processes.ts";

/** Recorded pages of one process at an instant. */
export interface LibraryUse {
  anonymous: number;
  /** Pages of files that only this family of processes maps. */
  file: number;
  /** Pages of files that other processes of the system map: in RSS, in nobody's USS; of their PSS a sliver. */
  outside: number;
  uss: number;
  pss: number;
}

/**
 * What one page of an outside file adds to a process's PSS, in pages: (PSS - USS) / shared clean pages of a
 * lone process, measured (0.088 to 0.093 in four builds and launches).
 */
const OUTSIDE_SHARE = 0.09;

const IMPORTS_RANDOM = [LibraryMoment.SHAREDCTYPES, LibraryMoment.POOL];

interface Table {
  process: ProcessRun;
  alive: boolean;
  own: number[];
  /** The first so many pages of the family's files. */
  file: number;
  outside: number;
  ctypes: boolean;
}

interface Happening {
  tick: number;
  /** At one instant a fork comes first and an end last. */
  rank: number;
  act: () => void;
}

/** What a moment's pages are in a process that has ctypes or not. */
export type PagesOfMoment = (moment: LibraryMoment, ctypes: boolean) => LibraryPages;

export class LibraryFold {
  private readonly counts: number[] = [];
  private readonly fileCounts: number[] = [];
  private readonly tables: Table[];
  private readonly happenings: Happening[];
  private done = 0;

  /** `file`: pages of files that only the first process maps when it starts, `outside`: the others. */
  constructor(
    processes: readonly ProcessRun[],
    private readonly pagesOfMoment: PagesOfMoment,
    start: { file: number; outside: number } = { file: 0, outside: 0 },
    /** Pages of random, where the program imported it itself: the library's modules do not bring them again. */
    private brought: { anonymous: number; file: number } = { anonymous: 0, file: 0 },
  ) {
    this.tables = processes.map((process) => ({
      process,
      alive: process.parent === null,
      own: [],
      file: 0,
      outside: 0,
      ctypes: false,
    }));
    const [first] = this.tables;
    if (first !== undefined) {
      this.mapFiles(first, start.file);
      first.outside = start.outside;
    }
    this.happenings = this.tables
      .flatMap((table) => this.happeningsOf(table))
      .sort((a, b) => a.tick - b.tick || a.rank - b.rank);
  }

  /** Goes on to `tick`, which is included. */
  advance(tick: number): void {
    for (;;) {
      const next = this.happenings[this.done];
      if (next === undefined || next.tick > tick) return;
      next.act();
      this.done += 1;
    }
  }

  /** Recorded pages of process `pid` now; null where it does not exist yet or any more. */
  useOf(pid: number): LibraryUse | null {
    const table = this.tables.find(({ process }) => process.pid === pid);
    if (table === undefined || !table.alive) return null;
    const shares = table.own.map((frame) => this.counts[frame] ?? 1);
    for (let page = 0; page < table.file; page++) shares.push(this.fileCounts[page] ?? 1);
    return {
      anonymous: table.own.length,
      file: table.file,
      outside: table.outside,
      uss: shares.filter((count) => count === 1).length,
      pss: shares.reduce((sum, count) => sum + 1 / count, table.outside * OUTSIDE_SHARE),
    };
  }

  private happeningsOf(table: Table): Happening[] {
    const { process } = table;
    const rows = process.log.flatMap(({ kind, tick, x }): Happening[] => {
      if (kind === ProcessLog.FORK) return [{ tick, rank: 0, act: () => this.fork(table, x) }];
      if (kind !== ProcessLog.LIBRARY) return [];
      return [{ tick, rank: 1, act: () => this.happens(table, x) }];
    });
    if (process.status === null) return rows;
    // Who ends at an instant is still there at that instant, as in the page fold.
    return [...rows, { tick: process.end + 0.5, rank: 2, act: () => this.end(table) }];
  }

  private happens(table: Table, moment: LibraryMoment): void {
    const { anonymous, file, outside, written } = this.withoutBrought(
      moment,
      this.pagesOfMoment(moment, table.ctypes),
    );
    for (let i = 0; i < Math.min(written, table.own.length); i++) this.write(table, i);
    for (let i = 0; i < anonymous; i++) table.own.push(this.newFrame());
    this.mapFiles(table, file);
    table.outside += outside;
    if (moment === LibraryMoment.SHAREDCTYPES) table.ctypes = true;
  }

  /** tempfile, which shared arrays and pools import, imports random: whichever comes first. */
  private withoutBrought(moment: LibraryMoment, pages: LibraryPages): LibraryPages {
    if (!IMPORTS_RANDOM.includes(moment)) return pages;
    const { anonymous, file } = this.brought;
    this.brought = { anonymous: 0, file: 0 };
    return {
      ...pages,
      anonymous: Math.max(0, pages.anonymous - anonymous),
      file: Math.max(0, pages.file - file),
    };
  }

  private newFrame(): number {
    this.counts.push(1);
    return this.counts.length - 1;
  }

  private write(table: Table, index: number): void {
    const frame = table.own[index] ?? 0;
    const count = this.counts[frame] ?? 1;
    if (count === 1) return;
    this.counts[frame] = count - 1;
    table.own[index] = this.newFrame();
  }

  private mapFiles(table: Table, count: number): void {
    for (let page = table.file; page < table.file + count; page++) {
      this.fileCounts[page] = (this.fileCounts[page] ?? 0) + 1;
    }
    table.file += count;
  }

  private fork(parent: Table, pid: number): void {
    const child = this.tables.find(({ process }) => process.pid === pid);
    if (child === undefined) return;
    child.alive = true;
    child.ctypes = parent.ctypes;
    child.own = parent.own.slice();
    for (const frame of child.own) this.counts[frame] = (this.counts[frame] ?? 0) + 1;
  }

  private end(table: Table): void {
    for (const frame of table.own) this.counts[frame] = (this.counts[frame] ?? 1) - 1;
    for (let page = 0; page < table.file; page++) {
      this.fileCounts[page] = (this.fileCounts[page] ?? 1) - 1;
    }
    table.alive = false;
  }
}
