/**
 * The log of malloc's calls, for instruments that follow every block (Massif, DHAT): one record per call or
 * stride of calls, in the order in which they happened. A run that nobody asks for the log has it switched
 * off. While it is on, loops of a program run turn by turn: their calls may not be merged.
 */
import { HEAP_PIECE, HEAP_RECORDS_MAX, HeapCall, HeapRecord } from "../abi/heap_log";
import { Table, table_add, table_at, table_init } from "../base/memory";
import { growing, tree_current } from "./call_tree";
import { clock } from "./ledger";

const switch_at: usize = memory.data(8, 8);
const table_memory: usize = memory.data(40, 8);
const PIECE_SHIFT: u32 = 12;
/** Instructions of the ancestors of this process: the log holds their calls too, on one clock. */
const inherited_at: usize = memory.data(8, 8);

function log(): Table {
  return changetype<Table>(table_memory);
}

export function heap_log_switch(on: bool): void {
  store<u32>(switch_at, on ? 1 : 0);
}

export function heap_logging(): bool {
  return load<u32>(switch_at) !== 0;
}

export function heap_log_reset(): void {
  store<u64>(inherited_at, 0);
  if (!heap_logging()) return;
  table_init(log(), HeapRecord.WORDS * 8, PIECE_SHIFT, <u32>HEAP_RECORDS_MAX);
}

/** A process is born, whose clock starts anew. */
export function heap_log_restart(): void {
  store<u64>(inherited_at, load<u64>(inherited_at) + clock().ir);
}

export function heap_log_count(): u32 {
  return heap_logging() ? log().count : 0;
}

/** Where the piece of HEAP_PIECE records begins that record `index` is the first of. */
export function heap_log_piece(index: u32): usize {
  return index % <u32>HEAP_PIECE === 0 && index < log().count ? table_at(log(), index) : 0;
}

/** A call of malloc, free or realloc, or `times` equal ones. */
export function log_heap(call: HeapCall, addr: u64, request: u64, pitch: u64, times: u64): void {
  if (!heap_logging()) return;
  const at = table_at(log(), table_add(log()));
  const node: u64 = growing() ? tree_current() : 0;
  store<u64>(at, load<u64>(inherited_at) + clock().ir);
  store<u64>(at, <u64>call + 256 * node, HeapRecord.WHAT * 8);
  store<u64>(at, addr, HeapRecord.ADDR * 8);
  store<u64>(at, request, HeapRecord.REQUEST * 8);
  store<u64>(at, pitch, HeapRecord.PITCH * 8);
  store<u64>(at, times, HeapRecord.TIMES * 8);
}
