/**
 * Kinds of event the machine counts and records. A record is six 64-bit floats, so that the host
 * reads it through one Float64Array: every address (below 2^47) and every clock value (below 2^53)
 * is exact.
 *
 * | field | meaning |
 * |---|---|
 * | 0 ir    | clock after the step that made the event, in Ir from the process's start |
 * | 1 what  | kind + RECORD_KINDS * (innermost C function + RECORD_FUNCTIONS * call depth) |
 * | 2 addr  | simulated address the event is about, 0 if none |
 * | 3, 4    | `a`, `b`: see each kind |
 * | 5 times | 1, or how many equal events a stride merged |
 */
export enum Ev {
  NONE,
  /** A phase begins: a = Phase. */
  PHASE,
  /** A bytecode is dispatched: a = offset in the code, b = opcode. */
  OPCODE,
  /** A C function is entered: a = Fn. */
  CALL,
  /** A C function is left: a = Fn. */
  RETURN,
  /** malloc handed out memory: addr = user address, a = requested bytes, b = MallocPath. */
  MALLOC,
  /** free took memory back: addr = user address, a = chunk bytes, b = FreePath. */
  FREE,
  /** The program break moved: addr = new break, a = change in bytes. */
  BRK,
  /** A mapping was made: addr, a = bytes. */
  MMAP,
  /** A mapping was removed: addr, a = bytes. */
  MUNMAP,
  /** A minor fault: addr = page, a = FaultKind. */
  FAULT,
  /** An int block joined block_list: addr = block, a = its number. */
  INT_BLOCK,
  /** An int object took a free slot: addr, a = value. */
  INT_TAKE,
  /** An int object returned to the free list: addr, a = its old value. */
  INT_FREE,
  /** A reference count rose: addr = object, a = value of a small int, b = new count. */
  INCREF,
  /** A reference count fell and the object lives on: addr, a = value, b = new count. */
  DECREF,
  /** A list object exists: addr, a = length, b = address of its item array. */
  LIST_NEW,
  /** A reference was stored in a list: addr = the slot's address, a = item address, b = index. */
  LIST_SET,
  /** A list dies: addr, a = length. */
  LIST_DEALLOC,
  /** Memory was filled: addr, a = bytes, b = byte value. */
  MEMSET,
  /** PyInt_ClearFreeList starts: a = blocks in block_list. */
  CLEAR_BEGIN,
  /** PyInt_ClearFreeList kept a block: addr, a = live ints in it. */
  BLOCK_KEEP,
  /** PyInt_ClearFreeList freed a block: addr. */
  BLOCK_FREE,
  /** PyInt_ClearFreeList returns: a = live ints. */
  CLEAR_END,
  /** The process wrote to a stream's buffer: a = bytes, b = 1 for stdout, 2 for stderr. */
  OUTPUT,
  /** A mapping changed its length: addr = where it is now, a = old bytes, b = new bytes. */
  MREMAP,
  /** The process slept: a = microseconds. The clock counts instructions, so it stands still. */
  SLEEP,
  /** The process forked: a = the child's number; in the child a = 0. */
  FORK,
  /** wait returned: a = the child's number, b = its status. */
  WAIT,
  /** A collection of another manager than CPython's begins: a = its number, b = 0; or ends: a = objects freed, b = 1. */
  COLLECT,
  /** Objects got their mark: addr = the first of them, a = how many. */
  MARK,
  /** A block of the manager's heap was swept: addr, a = live cells, b = cells linked as free. */
  SWEEP,
}

/** How many kinds `Ev` names. */
export const EV_COUNT: i32 = 32;
/** 64-bit floats in a record. */
export const RECORD_FIELDS: i32 = 6;
/** Kinds and C functions that fit into a record's second field. */
export const RECORD_KINDS: i32 = 256;
export const RECORD_FUNCTIONS: i32 = 4096;
/** Bytes in a record. */
export const RECORD_BYTES: i32 = 48;
/** The most records one window holds. */
export const RECORDS_MAX: i32 = 4096;

/**
 * Kinds that a stride would merge: recording one of them makes every loop turn a step of its own. The
 * others happen between strides, so their instants are exact at any speed.
 */
export const DENSE_KINDS: u32 =
  (1 << Ev.OPCODE) |
  (1 << Ev.CALL) |
  (1 << Ev.RETURN) |
  (1 << Ev.MALLOC) |
  (1 << Ev.FREE) |
  (1 << Ev.FAULT) |
  (1 << Ev.INT_BLOCK) |
  (1 << Ev.INT_TAKE) |
  (1 << Ev.INT_FREE) |
  (1 << Ev.INCREF) |
  (1 << Ev.DECREF) |
  (1 << Ev.LIST_SET) |
  (1 << Ev.MEMSET) |
  (1 << Ev.BLOCK_KEEP) |
  (1 << Ev.MARK) |
  (1 << Ev.SWEEP) |
  (1 << Ev.BLOCK_FREE);

/** Where malloc found the memory it handed out. */
export enum MallocPath {
  TCACHE,
  FASTBIN,
  SMALLBIN,
  UNSORTED,
  LARGEBIN,
  BIN_SPLIT,
  TOP,
  BRK,
  MMAP,
  MMAP_FALLBACK,
}

/** Where free put the memory it took back. */
export enum FreePath {
  TCACHE,
  FASTBIN,
  UNSORTED,
  TOP,
  MUNMAP,
}

/** Kinds of minor fault (Linux mm/memory.c; spec 07 section 3). */
export enum FaultKind {
  /** First write: a zeroed frame. */
  ZERO_FRAME,
  /** Write to a page of a private file mapping: a copy of the file's page. */
  FILE_COPY,
  /** First write to a page since a fork: a copy, or the frame itself where nobody else has it any more. */
  AFTER_FORK,
  /** First touch of a page of a shared mapping; pages around it may come along. */
  SHARED,
  /** First write: 2 MiB of zeros, a transparent huge page. */
  HUGE_FRAME,
  /** As AFTER_FORK, in a huge page: it is split before. */
  HUGE_SPLIT,
}
