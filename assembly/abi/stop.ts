/** Why the machine returned to its host. The same file is AssemblyScript and TypeScript. */
export enum Stop {
  /** The machine was set up and has not run yet. */
  READY = 0,
  /** The clock would have passed the requested instruction; the machine is parked before that step. */
  TARGET = 1,
  /** The record buffer is full; the machine is parked after the last record. */
  RECORDS_FULL = 2,
  /** The simulated process has ended. */
  PROGRAM_END = 3,
  /** An invariant of the machine does not hold; `fault` says which. */
  FAULT = 4,
  /** The process asked for more memory than the run allows. */
  MEMORY_LIMIT = 5,
  /** A call needs a fact about another process that the run was not given (ADR 0007). */
  BLOCKED = 6,
  /** Between two bytecodes, at the host's wish: the run goes on with `resume` (ADR 0021). */
  PAUSED = 7,
}

/** What went wrong when `Stop.FAULT` is reported. */
export enum Fault {
  NONE = 0,
  ASSERTION = 1,
  OUT_OF_WASM_MEMORY = 2,
  TABLE_FULL = 3,
  NOT_SIMULATED = 5,
  STACK_OVERFLOW = 6,
  BAD_ENTRY_STATE = 7,
  BAD_FACTS = 8,
}

/** Phases of a run, as the command line's contract defines them. */
export enum Phase {
  START = 0,
  COMPILE = 1,
  RUN = 2,
  EXIT = 3,
  ENDED = 4,
}

/** Whose rules the kernel follows: the real one, or callgrind's, whose brk segment ends. */
export enum Under {
  NATIVE = 0,
  CALLGRIND = 1,
}
