/** The memory managers and what the machine tells about the one that runs (docs/collectors.md). */

/**
 * Addresses of more bits than this are beyond any address space. A manager that keeps no reference counts has them
 * there all the same, as shadows: C code whose meaning depends on them behaves alike, and no page is written.
 */
export const SHADOW_BITS: i32 = 48;

/** Which manager runs; the command line's names stand in workers/collectors.ts. */
export enum Collector {
  /** Reference counting and the cyclic collector: CPython 2.7, calibrated. */
  REFCOUNT,
  /** Mark and sweep with a mark bit in each object's header. */
  MARK_SWEEP,
  /** Mark and sweep with mark bits in bitmaps beside the heap. */
  BITMAP,
  /** Reference counting with immortal objects and gc.freeze, as CPython 3.12 does it. */
  IMMORTAL,
  /** A nursery and an old space, marks in headers, unboxed lists of ints: as PyPy 7.3 does it. */
  GENERATIONAL,
}

/** Counters of the manager, as the host reads them: 64-bit floats. */
export enum CollectorStat {
  /** Collections so far, and how many of their pauses are kept. */
  COLLECTIONS,
  PAUSES,
  /** Writes by kind: marks, links of free cells, write barriers. */
  MARK_WRITES,
  LINK_WRITES,
  BARRIER_WRITES,
  /** Objects that the manager gave back, and objects that are there now (garbage that waits included). */
  FREED,
  LIVE,
  /** Bytes of cells that were live after the last collection, and bytes allocated since. */
  LIVE_BYTES,
  SINCE,
  /** What the oracle found wrong: reachable objects that were freed, unreachable ones that were kept. */
  LOST,
  KEPT,
  /** Objects that were made with one reference, and objects whose last one went. */
  BIRTHS,
  DEATHS,
  /** Changes of a count that were not written, because the object is immortal. */
  SKIPPED,
  /** Minor collections, and bytes that they moved to the old space. */
  MINORS,
  MOVED_BYTES,
  /** Lists of range() that are in no memory, and how many of them a write brought there. */
  LAZY_RANGES,
  WRITTEN_OUT,
  /** Collections that a person asked for (forced.ts). */
  FORCED,
  /** The collection under way: 0 none, 1 marks, 2 sweeps; instructions since it began; objects on the mark front. */
  PHASE,
  PAUSE_SO_FAR,
  FRONT,
  COUNT,
}

/** Pauses that are kept, one 64-bit float each; later ones are counted only. */
export const PAUSES_MAX: i32 = 4096;

/** Collections that a person may ask for in one run. */
export const FORCED_MAX: i32 = 64;
