/** Records of the log of malloc's calls (assembly/meter/heap_log.ts): six 64-bit words each. */
export enum HeapRecord {
  /** Clock after the call. */
  IR,
  /** HeapCall + 256 * the caller's node in the call tree. */
  WHAT,
  /** User address; of several equal chunks the lowest. */
  ADDR,
  /** Bytes asked for; 0 for a free. */
  REQUEST,
  /** Bytes from one of several chunks to the next; of a realloc the old address. */
  PITCH,
  /** How many calls the record stands for. */
  TIMES,
  WORDS,
}

export enum HeapCall {
  MALLOC,
  FREE,
  /** ADDR is the new address, PITCH the old one. */
  REALLOC,
}

/** Records in one piece of the log. */
export const HEAP_PIECE: i32 = 4096;
/** The most records one run keeps. */
export const HEAP_RECORDS_MAX: i32 = 4194304;
