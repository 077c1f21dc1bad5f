/** What DHAT and Massif said about recorded runs: instruments.json of the truth, and its copies in tests/traces. */

/** A run under DHAT of range(n), or of `pass`; bytes and blocks. */
export interface DhatRun {
  n: number | "pass";
  total_bytes: number;
  total_blocks: number;
  /** When the heap was largest, and at the end. */
  tgmax_bytes: number;
  tgmax_blocks: number;
  end_bytes: number;
  end_blocks: number;
  top: DhatPlace[];
}

/** One place that asked for memory. */
export interface DhatPlace {
  blocks: number;
  bytes: number;
  /** Mean age at death in per cent of the run. */
  avg_lifetime_pct: number;
  read: number;
  written: number;
  /** From the one that asked outwards. */
  at: string[];
  accesses_by_byte_per_block?: number[];
}

/** The peak that Massif saw, in bytes. */
export interface MassifRun {
  n: number | "pass";
  useful: number;
  extra: number;
  stacks: number;
  total: number;
}
