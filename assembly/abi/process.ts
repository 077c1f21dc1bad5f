/**
 * What a process is told before it runs and what it tells afterwards (ADR 0007). The same file is
 * AssemblyScript and TypeScript.
 *
 * A process is a run from the program's first instruction: `Self` says which process of the machine the
 * run is about, and *facts* say what its calls of the kernel are answered. A run that needs a fact that
 * is not there stops with Stop.BLOCKED and names it; workers/processes.ts finds it out and runs again.
 */

/** Words that say whose run it is (assembly/kernel/process.ts); the host writes them before a run. */
export enum Self {
  /** Number of the first process. */
  FIRST_PID,
  /** The number that the next forked process gets, where no fact says otherwise. */
  NEXT_PID,
  /** Processes of the machine that are alive besides this one and the children it makes in this run. */
  OTHERS,
  /** Ticks of the machine's clock that a microsecond of sleep takes. */
  TICKS_PER_MICROSECOND,
  /** Whose turn it is after a fork (Schedule). */
  SCHEDULE,
  /** 1 where the kernel's policy for transparent huge pages is `always` (kernel/huge_memory.ts). */
  HUGE_PAGES,
  /** How many forks lead from the first process to this one; 0: it is the first process. */
  DEPTH,
  /** The numbers of the processes on that way, the first one left out, this one last. */
  PATH,
}

/** Words that `Self` has room for. */
export const SELF_WORDS: i32 = 80;

/**
 * Whose turn it is after a fork. A process *pauses* where it sleeps, asks for another process's end or message,
 * or ends.
 */
export enum Schedule {
  /** Every process has a processor of its own; at one tick the parent comes before its child. */
  PARALLEL,
  /** A child begins when its parent pauses for the first time after the fork. */
  PARENT_FIRST,
  /** A parent goes on when the child that it forked pauses for the first time. */
  CHILD_FIRST,
}

/** The most processes that are alive at a time; one more fork fails with EAGAIN. */
export const PROCESSES_MAX: i32 = 64;

/**
 * Facts: what calls are answered. A fact is four words (kind, a, b, count) and `count` words more; the
 * host writes their number, then the facts one behind the other. There is one set for the whole machine:
 * numbers of processes are unique, so every run may be given all facts that are known.
 */
export enum FactKind {
  NONE,
  /** Process a's fork number b (from 0) made: the child's number (0: none, EAGAIN), the tick at which it starts. */
  FORK,
  /** Process a ended (b = 0): its wait status, the tick of its end. */
  END,
  /** Process a's stop number b (a sleep or wait that took time) ended: the tick at which it runs on. */
  RESUME,
  /** Words of shared memory that process a wrote: (tick, address, value) each; b = 0. */
  SHARED,
  /** A message in pipe or queue a, number b: written and read by the modules that have such. */
  MESSAGE,
  /** Process a was sent a signal (b = 0): its number, the tick at which it was sent. */
  SIGNAL,
  /**
   * The tick of a pause that lets another process run: CHILD_FIRST, the first one of process a (b = 0);
   * PARENT_FIRST, the first one of process a after its fork number b.
   */
  HANDOVER,
}

/** Words of a fact before its own. */
export const FACT_HEAD: i32 = 4;

/** What the process log keeps: five words a row (LOG_WORDS): kind, clock (Ir), tick, x, y. */
export enum ProcessLog {
  NONE,
  /** x = child, y = rows of the page log at that moment. */
  FORK,
  /** x = microseconds; the tick is that of its beginning, y the one of its end. */
  SLEEP,
  /** x = process that was waited for, y = its status. */
  WAIT,
  /** x = status as wait reports it, y = 1 where buffers of files were not written (_exit, a signal). */
  EXIT,
  /** x = stream (1 stdout, 2 stderr), y = bytes that it has now. */
  WRITE,
  /** The process ran on after it had waited for a message; the tick is that of its going on. */
  RESUME,
  /** The library did something whose pages are recorded: x = LibraryMoment. */
  LIBRARY,
  /** x = stream whose buffer the program emptied, y = bytes that it had then. */
  FLUSH,
}

/** Moments at which the library's own code, which is not run, does something to memory. */
export enum LibraryMoment {
  NONE,
  /** import multiprocessing. */
  IMPORT,
  /** Its module sharedctypes, with ctypes. */
  SHAREDCTYPES,
  /** Pool(): queues, locks, threads' modules. */
  POOL,
  /** Manager(): sockets, hashes, array. */
  MANAGERS,
  /** The pool's three threads run. */
  THREADS,
  /** A child is about to call its target; a worker is about to wait for its first task. */
  CHILD,
  WORKER,
  /** A parent went on after a fork. */
  PARENT,
  /** A worker has its first task. */
  TASK,
  /** A child of os.fork begins: it maps pages of files again. */
  FORKED,
}

export const LOG_WORDS: i32 = 5;
/** Rows kept; a process that writes more often loses the order of its later writes, not their bytes. */
export const LOG_MAX: i32 = 262144;

/**
 * What happened to pages since there is more than one process: two words a row, the clock (Ir) and
 * page | pages << PAGE_COUNT_SHIFT | kind << PAGE_KIND_SHIFT. The process's own view: whether a first
 * write after a fork had to copy depends on the others and is found out by workers/page-fold.ts.
 */
export enum PageLog {
  NONE,
  /** Present and anonymous when the first process forked for the first time. */
  PRESENT,
  /** First write to a page that a fork had write-protected. */
  COW,
  /** A new zeroed frame. */
  ZERO,
  /** A page of a private file mapping got a frame of its own. */
  FILE_COPY,
  /** The pages are gone, and their frames where nobody else has them. */
  ZAP,
  /** The frames are taken from these pages ... */
  MOVE_FROM,
  /** ... and mapped at these. */
  MOVE_TO,
  /** Pages of a shared mapping are present now. */
  SHARED,
  /** The process forked: `page` is the child's number. */
  FORK,
}

export const PAGE_LOG_WORDS: i32 = 2;
/**
 * Above its clock, a COW row's first word says what wrote: which word of the page (the first page's, where the
 * row has several), and the C function.
 */
export const PAGE_WORD_SHIFT: i32 = 40;
export const PAGE_FN_SHIFT: i32 = 49;
export const PAGE_COUNT_SHIFT: i32 = 36;
export const PAGE_KIND_SHIFT: i32 = 60;
/** The most pages in one row. */
export const PAGE_COUNT_MAX: i32 = 16777215;
