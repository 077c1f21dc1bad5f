/** Tables of the ledger that the host reads or, for the last ones, writes before a run. */
export enum LedgerTable {
  /** u64 per segment: executions. */
  EXECUTED,
  /** u64 per function: self Ir. */
  SELF,
  /** u64 per function: calls. */
  CALLS,
  /** u64 per function: inclusive Ir. */
  INCLUSIVE,
  /** u8 per callee and caller: 1 where the build inlines the callee into that caller. */
  INLINED,
  /** u32 per segment: where in the price pool its owners stand; 0 for no price. */
  PRICE_INDEX,
  /** u32 words: the price 0, then prices (see `Price`) and owners: count, pairs of function and price. */
  PRICE_POOL,
  /** The call stack: records of 32 bytes (fn u32, charged u32, entry_ir u64, times u64, entry_modelled u64). */
  FRAMES,
}

/** First word of a price in the pool, and what follows it. */
export enum Price {
  /** Ir of one execution. */
  FLAT,
  /** Length, then one Ir per index. */
  TABLE,
  /** fixed, round, unroll, rest: fixed + (k / unroll) * round + (k % unroll) * rest. */
  LOOP,
}

/** What a cell of the tally counts (assembly/meter/tally.ts). */
export enum TallyKind {
  /** Executions of a straight-line segment. */
  FLAT,
  /** Executions of a segment with a table; the key's index is the table's. */
  TABLE,
  /** Executions of a loop; the key's index is the number of its turns. */
  LOOP,
  /** Calls of a function (what) by a charged function (where). */
  EDGE,
}

/** Where the fields of a tally's key begin. */
export enum TallyKey {
  WHERE_SHIFT = 32,
  WHAT_SHIFT = 44,
  KIND_SHIFT = 58,
}

/** How a build inlines a call, in the order of how much of the callee is inlined. */
export enum Inlined {
  NO,
  /** Its quick path only. */
  QUICK,
  WHOLE,
}
