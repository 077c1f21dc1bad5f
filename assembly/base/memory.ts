/**
 * The machine's own memory: a bump allocator above the static data, emptied by a reset, and tables
 * of equal records that grow by whole pieces and never move.
 *
 * A run that follows another one finds its predecessor's bytes; every piece is zeroed when it is
 * handed out, as the kernel does for a process, so that a run depends on nothing but its input.
 */
import { Fault } from "../abi/stop";
import { check, fail } from "./fault";

@unmanaged
class Heap {
  next: usize;
  end: usize;
}

const heap_at: usize = memory.data(8, 8);
const WASM_PAGE: usize = 65536;

function heap(): Heap {
  return changetype<Heap>(heap_at);
}

/** What the host wrote for the next runs lies in front of the machine's own memory. */
const front_at: usize = memory.data(8, 8);

export function memory_front(): usize {
  return (__heap_base + 63) & ~63;
}

export function memory_front_bytes(): usize {
  return <usize>load<u64>(front_at);
}

/** Room in front is given by so many bytes: a few facts more do not move what lies behind. */
const FRONT_STEP: usize = 16384;

/** Makes room for `bytes` bytes of the host's in front and returns where; runs keep them. */
export function memory_reserve_front(bytes: usize): usize {
  const room = (bytes + FRONT_STEP) & ~(FRONT_STEP - 1);
  store<u64>(front_at, room);
  const end = memory_front() + room;
  const size = <usize>memory.size() * WASM_PAGE;
  if (end > size && memory.grow(<i32>((end - size + WASM_PAGE - 1) / WASM_PAGE)) < 0) {
    fail(Fault.OUT_OF_WASM_MEMORY, bytes);
  }
  return memory_front();
}

/** Forgets everything that was allocated. */
export function memory_reset(): void {
  heap().next = (memory_front() + memory_front_bytes() + 63) & ~63;
  heap().end = <usize>memory.size() * WASM_PAGE;
}

/** The host wrote an earlier state back: linear memory may have grown since. */
export function memory_restored(): void {
  heap().end = <usize>memory.size() * WASM_PAGE;
}

/** `bytes` zeroed bytes, aligned to 64. Never returns 0. */
export function allocate(bytes: usize): usize {
  check(bytes > 0, bytes);
  const at = heap().next;
  const next = (at + bytes + 63) & ~63;
  if (next > heap().end) {
    const pages = <i32>((next - heap().end + WASM_PAGE - 1) / WASM_PAGE);
    if (memory.grow(pages) < 0) fail(Fault.OUT_OF_WASM_MEMORY, bytes);
    heap().end = <usize>memory.size() * WASM_PAGE;
  }
  memory.fill(at, 0, bytes);
  heap().next = next;
  return at;
}

const SPREAD: u64 = 0x9e3779b97f4a7c15;

/** One word more in a sum; of two words that differ come two sums that differ. */
function summed(sum: u64, word: u64): u64 {
  const mixed = (sum ^ word) * SPREAD;
  return mixed ^ (mixed >> 29);
}

/**
 * A sum of `bytes` bytes from `at` on, a multiple of 32; 0 if and only if all of them are zero. Four lanes, so that
 * the processor need not wait for one word's product before the next.
 */
export function memory_sum(at: usize, bytes: usize): u64 {
  let some: u64 = 0;
  let a: u64 = 1;
  let b: u64 = 2;
  let c: u64 = 3;
  let d: u64 = 4;
  for (const end = at + bytes; at < end; at += 32) {
    const first = load<u64>(at);
    const second = load<u64>(at, 8);
    const third = load<u64>(at, 16);
    const fourth = load<u64>(at, 24);
    some |= first | second | third | fourth;
    a = summed(a, first);
    b = summed(b, second);
    c = summed(c, third);
    d = summed(d, fourth);
  }
  if (some === 0) return 0;
  const sum = summed(summed(summed(a, b), c), d);
  return sum === 0 ? 1 : sum;
}

/** Bytes of linear memory that the current run uses. */
export function memory_used(): usize {
  return heap().next;
}

/** A table of records of one size. Pieces of 2^shift records are added as needed and never move. */
@unmanaged
export class Table {
  count: u32;
  record_bytes: u32;
  shift: u32;
  pieces: u32;
  pieces_max: u32;
  directory: usize;
}

/** Makes `table` empty, with room for `records_max` records in pieces of 2^shift. */
export function table_init(table: Table, record_bytes: u32, shift: u32, records_max: u32): void {
  table.count = 0;
  table.record_bytes = record_bytes;
  table.shift = shift;
  table.pieces = 0;
  table.pieces_max = (records_max >> shift) + 1;
  table.directory = allocate(<usize>table.pieces_max * 4);
}

/** The address of record `index`, which exists. */
export function table_at(table: Table, index: u32): usize {
  const piece = load<u32>(table.directory + ((<usize>(index >> table.shift)) << 2));
  const within = index & ((1 << table.shift) - 1);
  return <usize>piece + <usize>within * <usize>table.record_bytes;
}

/** Adds a zeroed record and returns its index. */
export function table_add(table: Table): u32 {
  const index = table.count;
  const piece = index >> table.shift;
  if (piece === table.pieces) {
    if (piece >= table.pieces_max) fail(Fault.TABLE_FULL, table.record_bytes);
    const bytes = (<usize>table.record_bytes) << table.shift;
    store<u32>(table.directory + ((<usize>piece) << 2), <u32>allocate(bytes));
    table.pieces = piece + 1;
  }
  table.count = index + 1;
  return index;
}
