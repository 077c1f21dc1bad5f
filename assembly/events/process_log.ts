/**
 * What a process tells about itself for its machine's history (abi/process.ts): forks, sleeps, waits,
 * writes and its end, and since the first fork what happened to its pages. Both logs are rows in the
 * machine's own memory that the host copies out after the run.
 *
 * Nothing is logged on the way to the process that the run is about: that is its ancestors' history.
 */
import {
  LOG_MAX,
  LOG_WORDS,
  PAGE_COUNT_MAX,
  PAGE_COUNT_SHIFT,
  PAGE_FN_SHIFT,
  PAGE_KIND_SHIFT,
  PAGE_LOG_WORDS,
  PAGE_WORD_SHIFT,
  PageLog,
  ProcessLog,
} from "../abi/process";
import { Table, table_add, table_at, table_init } from "../base/memory";
import { clock, frame, tick } from "../meter/ledger";

const TABLE_BYTES: usize = 32;
const tables_at: usize = memory.data(64, 8);
const on_at: usize = memory.data(8, 8);
const LOG_SHIFT: u32 = 8;
const PAGE_LOG_SHIFT: u32 = 14;
/** 2^26 rows of pages are a gigabyte: the machine's own memory ends before. */
const PAGE_LOG_MAX: u32 = 1 << 26;

/** The process log. */
export function process_log(): Table {
  return changetype<Table>(tables_at);
}

/** The page log. */
export function page_log(): Table {
  return changetype<Table>(tables_at + TABLE_BYTES);
}

export function process_log_reset(): void {
  table_init(process_log(), LOG_WORDS * 8, LOG_SHIFT, LOG_MAX);
  table_init(page_log(), PAGE_LOG_WORDS * 8, PAGE_LOG_SHIFT, PAGE_LOG_MAX);
  store<u32>(on_at, 0);
}

/** Whether pages and writes are logged: since there is more than one process. */
export function logging(): bool {
  return load<u32>(on_at) !== 0;
}

export function start_logging(): void {
  store<u32>(on_at, 1);
}

/** One row of the process log; the last rows are left out once it is full. */
export function log_process(kind: ProcessLog, x: u64, y: u64): void {
  if (process_log().count >= <u32>LOG_MAX) return;
  const at = table_at(process_log(), table_add(process_log()));
  store<u64>(at, <u64>kind);
  store<u64>(at, clock().ir, 8);
  store<u64>(at, tick(), 16);
  store<u64>(at, x, 24);
  store<u64>(at, y, 32);
}

/** A first write since a fork, to the word at `addr`. */
export function log_write(addr: u64): void {
  const c = clock();
  const fn: u64 = c.depth === 0 ? 0 : frame(c.depth - 1).fn;
  const word = (addr & 4095) >> 3;
  log_pages(PageLog.COW, addr >> 12, 1, (word << PAGE_WORD_SHIFT) | (fn << PAGE_FN_SHIFT));
}

/** `pages` pages from `page` on: one row, or more where one cannot count them; `writer` goes above the clock. */
export function log_pages(kind: PageLog, page: u64, pages: u64, writer: u64 = 0): void {
  if (!logging()) return;
  const most: u64 = PAGE_COUNT_MAX;
  const what = (<u64>kind) << PAGE_KIND_SHIFT;
  for (let done: u64 = 0; done < pages; done += most) {
    const left = pages - done;
    const count = left < most ? left : most;
    if (done === 0 && count === 1 && extends_last(what, page)) return;
    const at = table_at(page_log(), table_add(page_log()));
    store<u64>(at, clock().ir | writer);
    store<u64>(at, what | (count << PAGE_COUNT_SHIFT) | (page + done), 8);
  }
}

/** One page more in the last row, where it goes on there at the same instant. */
function extends_last(what: u64, page: u64): bool {
  if (page_log().count === 0) return false;
  const at = table_at(page_log(), page_log().count - 1);
  const ir = load<u64>(at) & (((<u64>1) << PAGE_WORD_SHIFT) - 1);
  if (ir !== clock().ir) return false;
  const row = load<u64>(at, 8);
  const mask = ((<u64>1) << PAGE_KIND_SHIFT) - 1;
  if ((row & ~mask) !== what) return false;
  const count = (row & mask) >> PAGE_COUNT_SHIFT;
  const first = row & (((<u64>1) << PAGE_COUNT_SHIFT) - 1);
  if (first + count !== page || count >= <u64>PAGE_COUNT_MAX) return false;
  store<u64>(at, row + ((<u64>1) << PAGE_COUNT_SHIFT), 8);
  return true;
}
