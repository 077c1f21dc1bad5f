/**
 * Processes (Linux kernel/fork.c, kernel/exit.c; spec 07 sections 4 and 6; ADR 0007).
 *
 * The machine runs one process at a time, from the program's first instruction. fork() returns in two
 * runs: in the parent's it returns the child's number, in the child's it returns 0. Which process a run
 * is about stands in its `Self` words, as the numbers of the processes on the way to it; until the last
 * of them is born the run repeats its ancestors' steps. Calls whose outcome others decide (wait) look
 * their answer up among the facts; without one the run stops with Stop.BLOCKED, and the host runs the
 * others first (workers/processes.ts).
 *
 *   sys_fork()            child's number, 0 in the child, -EAGAIN
 *   sys_wait(pid)         number of the child that ended, -ECHILD; wait_status() has its status
 *   sys_exit_group(code)  ends the run
 *   sys_sleep(us)         the machine's clock goes on, the process's does not
 *   at_pause()            the process is about to sleep, to wait or to end: others may have their turn
 *   at_resume(tick)       what another process did makes this one run on at `tick`: for pipes and locks
 */
import { Ev } from "../abi/events";
import {
  FactKind,
  PROCESSES_MAX,
  PageLog,
  ProcessLog,
  SELF_WORDS,
  Schedule,
  Self,
} from "../abi/process";
import { Stop } from "../abi/stop";
import { halt } from "../base/fault";
import { block_on, find_fact, outbox, publish } from "../base/facts";
import { Table, table_add, table_at, table_init } from "../base/memory";
import { console_bytes } from "../events/console";
import {
  log_pages,
  log_process,
  logging,
  page_log,
  process_log,
  start_logging,
} from "../events/process_log";
import { emit } from "../events/ring";
import { begin_asked, restart_counts } from "./asked";
import { set_huge_pages } from "./huge_memory";
import { Gauge } from "../abi/samples";
import { clock, tick } from "../meter/ledger";
import { set_gauge } from "../meter/samples";
import { drop_uncopied_pages, page_counts, write_protect_pages } from "./page_table";

/** Error numbers of Linux; a call returns them negative. */
export const ECHILD: i64 = 10;
export const EAGAIN: i64 = 11;

const STATUS_SHIFT: i64 = 8;
const STATUS_MASK: i64 = 255;
/** A fork that failed. */
const NO_CHILD: u64 = 0;
/** The process did not leave with _exit. */
export const NOT_LEFT: i32 = -1;
/** sys_wait: any child. */
export const ANY_CHILD: i64 = -1;
const CHILDREN_MAX: u32 = 1 << 20;

@unmanaged
class Process {
  pid: u64;
  parent: u64;
  /** The number for the next child that no fact names. */
  next_pid: u64;
  /** Forks of this process so far. */
  forks: u32;
  /** Ancestors' forks that led here. */
  depth: u32;
  /** Children not waited for. */
  living: u32;
  /** Status that the last wait reported. */
  status: i32;
  /** Exit status, for exit_group. */
  exit: i32;
  /** Forks whose children this process has let begin, or 1 where it has let its parent go on (Schedule). */
  handed: u32;
}

/** A child: its number, and whether it was waited for. */
@unmanaged
class Child {
  pid: u64;
  reaped: u64;
}

const PROCESS_BYTES: usize = 56;
const process_at: usize = memory.data(PROCESS_BYTES, 8);
const self_at: usize = memory.data(8 * SELF_WORDS, 8);
const children_at: usize = memory.data(32, 8);
const CHILD_BYTES: u32 = 16;
const CHILDREN_SHIFT: u32 = 6;

function current(): Process {
  return changetype<Process>(process_at);
}

function self(word: u32): u64 {
  return load<u64>(self_at + ((<usize>word) << 3));
}

function children(): Table {
  return changetype<Table>(children_at);
}

function child(index: u32): Child {
  return changetype<Child>(table_at(children(), index));
}

/** Where the host writes whose run it is (`Self`). */
export function self_address(): usize {
  return self_at;
}

export function processes_reset(): void {
  memory.fill(process_at, 0, PROCESS_BYTES);
  table_init(children(), CHILD_BYTES, CHILDREN_SHIFT, CHILDREN_MAX);
  current().pid = self(Self.FIRST_PID);
  current().parent = current().pid - 1;
  current().next_pid = self(Self.NEXT_PID);
  current().exit = NOT_LEFT;
  set_huge_pages(self(Self.HUGE_PAGES) !== 0);
}

/** Whether nothing yet depends on which process the run is about, or on what it was told. */
export function is_before_forks(): bool {
  const p = current();
  return p.depth === 0 && p.forks === 0 && process_log().count === 0 && outbox().count === 0;
}

/** The memory of such a run was restored for the process that `Self` names now. */
export function process_restored(): void {
  if (is_before_forks()) current().next_pid = self(Self.NEXT_PID);
}

/** Whether the run has come to the process that it is about. */
export function is_self(): bool {
  return <u64>current().depth === self(Self.DEPTH);
}

/** The run begins: for the first process, what was asked of it holds at once. */
export function begin_process(): void {
  if (is_self()) begin_asked();
}

export function sys_getpid(): u64 {
  return current().pid;
}

export function sys_getppid(): u64 {
  return current().parent;
}

/** The number that the next child gets; the host goes on from here. */
export function next_pid(): u64 {
  return current().next_pid;
}

/** Forks: the child's number, 0 in the child, or -EAGAIN. */
export function sys_fork(): i64 {
  const p = current();
  const answer = find_fact(FactKind.FORK, p.pid, p.forks);
  const pid = answer === 0 ? number_for_child() : load<u64>(answer);
  const start = answer === 0 ? tick() : load<u64>(answer, 8);
  if (is_self()) {
    const fact = publish(FactKind.FORK, p.pid, p.forks, 2);
    store<u64>(fact, pid);
    store<u64>(fact, start, 8);
  }
  p.forks += 1;
  if (pid === NO_CHILD) return -EAGAIN;
  const wanted = !is_self() && self(Self.PATH + p.depth) === pid;
  copy_page_range(pid);
  if (wanted) {
    const late = schedule() === Schedule.PARENT_FIRST ? handover(p.pid, p.forks - 1) : start;
    become_child(pid, late > start ? late : start);
    return 0;
  }
  const row = child(table_add(children()));
  row.pid = pid;
  row.reaped = 0;
  p.living += 1;
  emit(Ev.FORK, 0, pid, 0);
  if (schedule() === Schedule.CHILD_FIRST) {
    at_resume(handover(pid, 0));
    if (is_self()) log_process(ProcessLog.RESUME, 0, 0);
  }
  return pid;
}

function schedule(): Schedule {
  return <Schedule>(<i32>self(Self.SCHEDULE));
}

/** When process `a` lets another one have its turn (FactKind.HANDOVER). */
function handover(a: u64, b: u64): u64 {
  const answer = find_fact(FactKind.HANDOVER, a, b);
  if (answer === 0) block_on(FactKind.HANDOVER, a, b);
  return load<u64>(answer);
}

/** The process is about to sleep, to ask for what another one does, or to end. */
export function at_pause(): void {
  const p = current();
  if (schedule() === Schedule.PARALLEL || !is_self()) return;
  if (schedule() === Schedule.PARENT_FIRST) {
    for (; p.handed < p.forks; p.handed++) {
      store<u64>(publish(FactKind.HANDOVER, p.pid, p.handed, 1), tick());
    }
  } else if (p.handed === 0) {
    p.handed = 1;
    store<u64>(publish(FactKind.HANDOVER, p.pid, 0, 1), tick());
  }
}

/** The next number, or NO_CHILD where the machine has no room for another process. */
function number_for_child(): u64 {
  const p = current();
  if (self(Self.OTHERS) + p.living + 1 >= <u64>PROCESSES_MAX) return NO_CHILD;
  p.next_pid += 1;
  return p.next_pid - 1;
}

/** Pages are write-protected and counted; the first fork says which there are. */
function copy_page_range(pid: u64): void {
  const first = is_self() && !logging();
  if (first) start_logging();
  page_counts().copied_ptes += write_protect_pages(first);
  if (!is_self()) return;
  if (first) {
    log_process(ProcessLog.WRITE, 1, console_bytes(1));
    log_process(ProcessLog.WRITE, 2, console_bytes(2));
  }
  log_pages(PageLog.FORK, pid, 1);
  log_process(ProcessLog.FORK, pid, page_log().count);
}

/** The run is about this child, or about one of its descendants: its own clock and counters begin. */
function become_child(pid: u64, start: u64): void {
  const p = current();
  p.parent = p.pid;
  p.pid = pid;
  p.forks = 0;
  p.handed = 0;
  p.depth += 1;
  p.living = 0;
  children().count = 0;
  drop_uncopied_pages();
  const counts = page_counts();
  counts.faults = 0;
  set_gauge(Gauge.FAULTS, 0);
  counts.zeroed = 0;
  counts.copied = 0;
  counts.cow = 0;
  counts.copied_ptes = 0;
  counts.huge_faults = 0;
  counts.huge_splits = 0;
  restart_counts(start);
  if (!is_self()) return;
  start_logging();
  log_process(ProcessLog.WRITE, 1, console_bytes(1));
  log_process(ProcessLog.WRITE, 2, console_bytes(2));
  begin_asked();
  emit(Ev.FORK, 0, 0, 0);
}

/** The status of the child that the last wait returned. */
export function wait_status(): i32 {
  return current().status;
}

/**
 * Waits for child `pid`, or for the one that ends first; -ECHILD where there is none. `hang` = false
 * returns 0 where none has ended by now (WNOHANG).
 */
export function sys_wait(pid: i64, hang: bool): i64 {
  at_pause();
  let chosen: u32 = u32.MAX_VALUE;
  let chosen_end: u64 = u64.MAX_VALUE;
  let candidates: u32 = 0;
  for (let i: u32 = 0; i < children().count; i++) {
    const c = child(i);
    if (c.reaped !== 0 || (pid !== ANY_CHILD && c.pid !== <u64>pid)) continue;
    candidates += 1;
    const answer = find_fact(FactKind.END, c.pid, 0);
    if (answer === 0) block_on(FactKind.END, c.pid, 0);
    const end = load<u64>(answer, 8);
    if (end < chosen_end) {
      chosen = i;
      chosen_end = end;
    }
  }
  if (candidates === 0) return -ECHILD;
  if (!hang && chosen_end > tick()) return 0;
  // All of them wait for something that never comes: so does this process.
  if (chosen === u32.MAX_VALUE) block_on(FactKind.END, 0, current().pid);
  return reap(chosen, chosen_end);
}

function reap(index: u32, end: u64): i64 {
  const c = child(index);
  at_resume(end);
  c.reaped = 1;
  current().living -= 1;
  current().status = load<i32>(find_fact(FactKind.END, c.pid, 0));
  const status: i64 = current().status;
  if (is_self()) log_process(ProcessLog.WAIT, c.pid, status);
  emit(Ev.WAIT, 0, c.pid, status);
  return c.pid;
}

/** The process runs on at `end` of the machine's clock, if that is not past. */
export function at_resume(end: u64): void {
  if (end > tick()) clock().tick_offset += end - tick();
}

/** The process sleeps: a stage of its history. */
export function sys_sleep(microseconds: u64): void {
  at_pause();
  const from = tick();
  const to = from + microseconds * self(Self.TICKS_PER_MICROSECOND);
  if (is_self()) log_process(ProcessLog.SLEEP, microseconds, to);
  at_resume(to);
}

/** Exit status of a process that left with _exit, NOT_LEFT for any other. */
export function exit_group_status(): i32 {
  return current().exit;
}

/** Notes the end of the process: its status as wait reports it. */
export function process_ends(code: i32): void {
  at_pause();
  if (!is_self()) return;
  const status = (<i64>code & STATUS_MASK) << STATUS_SHIFT;
  log_process(ProcessLog.EXIT, status, current().exit === NOT_LEFT ? 0 : 1);
  const fact = publish(FactKind.END, current().pid, 0, 2);
  store<u64>(fact, status);
  store<u64>(fact, tick(), 8);
}

/** A signal ends the process, which waits for something else: at `at`, or now where that is past. */
export function process_ends_with(signal: i32, at: u64): void {
  at_resume(at);
  at_pause();
  if (!is_self()) return;
  log_process(ProcessLog.EXIT, signal, 1);
  const fact = publish(FactKind.END, current().pid, 0, 2);
  store<u64>(fact, signal);
  store<u64>(fact, tick(), 8);
}

/** _exit: the process ends where it is. */
export function sys_exit_group(code: i32): void {
  current().exit = code;
  process_ends(code);
  halt(Stop.PROGRAM_END);
}
