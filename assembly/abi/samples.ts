/** Columns of a sample row, 64-bit floats; every one but the clock is a gauge that a layer sets. */
export enum Gauge {
  IR,
  /** Bytes of heap below the top chunk. */
  HEAP,
  /** Bytes in mappings of their own. */
  MMAPPED,
  LIVE_INTS,
  FREE_INTS,
  /** Resident pages, as far as they are modelled page by page. */
  RSS,
  /** Pages of address space; minor faults of the process. */
  VMS,
  FAULTS,
  COUNT,
}

/** The most rows one run keeps. */
export const SAMPLES_MAX: i32 = 4096;
