/**
 * Whose frames they are, found out in the plainest way: one map from page to frame a process, one count a
 * frame, every row of every page log in the order of the machine's clock. For small machines only.
 */
import {
  PAGE_COUNT_SHIFT,
  PAGE_KIND_SHIFT,
  PAGE_LOG_WORDS,
  PageLog,
  ProcessLog,
} from "../../assembly/abi/process.ts";
import type { ProcessRun } from "../../workers/processes.ts";

const PAGE_MASK = (1n << BigInt(PAGE_COUNT_SHIFT)) - 1n;
const COUNT_MASK = (1n << BigInt(PAGE_KIND_SHIFT - PAGE_COUNT_SHIFT)) - 1n;

/** Pages of one process at an instant. */
export interface NaivePages {
  anonymous: number;
  shared: number;
  uss: number;
  pss: number;
  /** Pages of the machine's own that only this process maps. */
  privatePages: number[];
}

interface Frame {
  count: number;
}

interface Row {
  tick: number;
  order: number;
  pid: number;
  kind: PageLog;
  count: number;
  page: number;
}

/** Clock values from which on a process's clock and the machine's differ by so much. */
function tickOf(process: ProcessRun, ir: number): number {
  let offset = process.start;
  for (const { kind, ir: at, tick, y } of process.log) {
    if (at > ir) break;
    if (kind === ProcessLog.SLEEP) offset = y - at;
    else if (kind === ProcessLog.WAIT || kind === ProcessLog.RESUME) offset = tick - at;
  }
  return ir + offset;
}

function rowsOf(process: ProcessRun): Row[] {
  const { pages, pid } = process;
  return Array.from({ length: pages.length / PAGE_LOG_WORDS }, (_, order) => {
    const ir = Number(pages[order * PAGE_LOG_WORDS]);
    const what = pages[order * PAGE_LOG_WORDS + 1] ?? 0n;
    return {
      tick: tickOf(process, ir),
      order,
      pid,
      kind: Number(what >> BigInt(PAGE_KIND_SHIFT)),
      count: Number((what >> BigInt(PAGE_COUNT_SHIFT)) & COUNT_MASK),
      page: Number(what & PAGE_MASK),
    };
  });
}

/** The pages of every process that lives at `tick`, by its number. */
export function naivePages(
  processes: readonly ProcessRun[],
  tick: number,
): Map<number, NaivePages> {
  const tables = new Map<number, Map<number, Frame>>();
  const objects = new Map<number, Frame>();
  const first = processes[0];
  if (first !== undefined) tables.set(first.pid, new Map());
  const drop = (table: Map<number, Frame>, page: number) => {
    const frame = table.get(page);
    if (frame !== undefined) frame.count -= 1;
    table.delete(page);
  };
  const put = (table: Map<number, Frame>, page: number, frame: Frame) => {
    drop(table, page);
    frame.count += 1;
    table.set(page, frame);
  };
  const perform = ({ pid, kind, count, page: start }: Row, next: Row | undefined) => {
    const table = tables.get(pid);
    if (table === undefined) return;
    if (kind === PageLog.FORK) {
      const child = new Map<number, Frame>();
      for (const [page, frame] of table) {
        if (objects.get(page) !== frame) put(child, page, frame);
      }
      tables.set(start, child);
      return;
    }
    for (let page = start; page < start + count; page++) {
      const frame = table.get(page);
      if (kind === PageLog.PRESENT || kind === PageLog.ZERO || kind === PageLog.FILE_COPY) {
        if (frame === undefined) put(table, page, { count: 0 });
      } else if (kind === PageLog.COW && frame !== undefined && frame.count > 1) {
        put(table, page, { count: 0 });
      } else if (kind === PageLog.ZAP) drop(table, page);
      else if (kind === PageLog.SHARED) {
        const object = objects.get(page) ?? { count: 0 };
        objects.set(page, object);
        if (frame === undefined) put(table, page, object);
      } else if (kind === PageLog.MOVE_FROM && frame !== undefined && next !== undefined) {
        table.delete(page);
        table.set(next.page + page - start, frame);
      }
    }
  };
  // The first process filled its shared arrays before there was a log: what its children map, it had.
  const logged = processes.flatMap(rowsOf).filter(({ kind }) => kind === PageLog.SHARED);
  const mapped = first === undefined ? undefined : tables.get(first.pid);
  for (const { page: start, count } of logged) {
    for (let page = start; page < start + count; page++) {
      if (mapped === undefined || objects.has(page)) continue;
      const object = { count: 0 };
      objects.set(page, object);
      put(mapped, page, object);
    }
  }
  const ends = processes
    .filter(({ status, end }) => status !== null && end < tick)
    .map(({ pid, end }) => ({ tick: end, pid }));
  const rows = processes
    .flatMap(rowsOf)
    .filter((row) => row.tick <= tick)
    .sort((a, b) => a.tick - b.tick || a.pid - b.pid || a.order - b.order);
  rows.forEach((row, i) => {
    for (const end of ends.splice(0, ends.filter((e) => e.tick < row.tick).length)) {
      for (const page of [...(tables.get(end.pid)?.keys() ?? [])]) {
        const table = tables.get(end.pid);
        if (table !== undefined) drop(table, page);
      }
      tables.delete(end.pid);
    }
    perform(row, rows[i + 1]);
  });
  for (const { pid } of ends) {
    const table = tables.get(pid);
    for (const page of [...(table?.keys() ?? [])]) if (table !== undefined) drop(table, page);
    tables.delete(pid);
  }
  return new Map([...tables].map(([pid, table]) => [pid, summed(table, objects)]));
}

function summed(table: Map<number, Frame>, objects: Map<number, Frame>): NaivePages {
  const own = [...table].filter(([page, frame]) => objects.get(page) !== frame);
  return {
    anonymous: own.length,
    shared: table.size - own.length,
    uss: [...table.values()].filter(({ count }) => count === 1).length,
    pss: [...table.values()].reduce((sum, { count }) => sum + 1 / count, 0),
    privatePages: own.filter(([, { count }]) => count === 1).map(([page]) => page),
  };
}
