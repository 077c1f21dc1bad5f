/**
 * Chunk headers (glibc malloc/malloc.c, struct malloc_chunk): where each chunk begins, its size and
 * state. Equal neighbours in the same state are one run, so a heap of 243,903 int blocks is a few
 * hundred runs. The header's words are computed from here when somebody looks at them:
 *
 *   chunk ->  +0  prev_size   defined only while the previous chunk is free
 *             +8  size | PREV_INUSE (1) | IS_MMAPPED (2)
 *            +16  user memory; in a free chunk fd, bk (and the nextsize links when large)
 *
 * Runs are kept sorted by address in leaves of at most LEAF_MAX runs.
 */
import { ChunkState } from "../../abi/layout";
import { Fault } from "../../abi/stop";
import { check, fail } from "../../base/fault";
import { allocate } from "../../base/memory";

/** A run of `count` chunks of `bytes` each. */
@unmanaged
export class Run {
  start: u64;
  bytes: u64;
  count: u64;
  state: u64;
}

@unmanaged
class Chunks {
  leaves: u32;
  directory: usize;
  /** Leaf and position of the run found last. */
  leaf: u32;
  position: u32;
}

const RUN_BYTES: usize = 32;
const LEAF_MAX: u32 = 64;
const LEAVES_MAX: u32 = 32768;
/** A leaf: how many runs, then the runs. */
const LEAF_HEAD: usize = 8;
const LEAF_BYTES: usize = LEAF_HEAD + RUN_BYTES * 64;

const chunks_at: usize = memory.data(24, 8);

function chunks(): Chunks {
  return changetype<Chunks>(chunks_at);
}

export function chunks_reset(): void {
  chunks().directory = allocate(<usize>LEAVES_MAX * 4);
  chunks().leaves = 1;
  store<u32>(chunks().directory, <u32>allocate(LEAF_BYTES));
}

export function leaf_count(): u32 {
  return chunks().leaves;
}

function leaf_at(leaf: u32): usize {
  return <usize>load<u32>(chunks().directory + ((<usize>leaf) << 2));
}

export function leaf_runs(leaf: u32): u32 {
  return load<u32>(leaf_at(leaf));
}

export function run_at(leaf: u32, position: u32): Run {
  return changetype<Run>(leaf_at(leaf) + LEAF_HEAD + <usize>position * RUN_BYTES);
}

/** Moves the cursor to the last run that starts at or below `addr`; false where none does. */
function seek(addr: u64): bool {
  const c = chunks();
  let low: u32 = 0;
  let high = c.leaves;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (run_at(middle, 0).start <= addr) low = middle;
    else high = middle;
  }
  c.leaf = low;
  let first: u32 = 0;
  let last = leaf_runs(low);
  while (first < last) {
    const middle = (first + last) >> 1;
    if (run_at(low, middle).start <= addr) first = middle + 1;
    else last = middle;
  }
  if (first === 0) return false;
  c.position = first - 1;
  return true;
}

function run_end(run: Run): u64 {
  return run.start + run.bytes * run.count;
}

/** The run that holds the chunk at `chunk`, which exists. */
export function run_of(chunk: u64): Run {
  const found = seek(chunk);
  check(found, chunk);
  const run = run_at(chunks().leaf, chunks().position);
  check(chunk < run_end(run) && (chunk - run.start) % run.bytes === 0, chunk);
  return run;
}

/** The run that holds address `addr`, or null where no chunk does. */
export function run_holding(addr: u64): Run | null {
  if (!seek(addr)) return null;
  const run = run_at(chunks().leaf, chunks().position);
  return addr < run_end(run) ? run : null;
}

export function chunk_bytes(chunk: u64): u64 {
  return run_of(chunk).bytes;
}

export function chunk_state(chunk: u64): ChunkState {
  return <ChunkState>(<i32>run_of(chunk).state);
}

/** The chunk that ends where `chunk` begins, or 0 for the first one of its region. */
export function chunk_before(chunk: u64): u64 {
  if (!seek(chunk - 1)) return 0;
  const run = run_at(chunks().leaf, chunks().position);
  if (run_end(run) < chunk) return 0;
  return chunk - run.bytes;
}

function insert_run(
  leaf: u32,
  position: u32,
  start: u64,
  bytes: u64,
  count: u64,
  state: u64,
): void {
  if (leaf_runs(leaf) === LEAF_MAX) {
    split_leaf(leaf);
    if (position > LEAF_MAX / 2) {
      insert_run(leaf + 1, position - LEAF_MAX / 2, start, bytes, count, state);
      return;
    }
  }
  const at = leaf_at(leaf) + LEAF_HEAD + <usize>position * RUN_BYTES;
  memory.copy(at + RUN_BYTES, at, <usize>(leaf_runs(leaf) - position) * RUN_BYTES);
  store<u32>(leaf_at(leaf), leaf_runs(leaf) + 1);
  const run = run_at(leaf, position);
  run.start = start;
  run.bytes = bytes;
  run.count = count;
  run.state = state;
}

function split_leaf(leaf: u32): void {
  const c = chunks();
  if (c.leaves >= LEAVES_MAX) fail(Fault.TABLE_FULL, LEAVES_MAX);
  const half = LEAF_MAX / 2;
  const upper = allocate(LEAF_BYTES);
  const from = leaf_at(leaf) + LEAF_HEAD + <usize>half * RUN_BYTES;
  memory.copy(upper + LEAF_HEAD, from, <usize>half * RUN_BYTES);
  store<u32>(upper, half);
  store<u32>(leaf_at(leaf), half);
  const slot = c.directory + ((<usize>(leaf + 1)) << 2);
  memory.copy(slot + 4, slot, <usize>(c.leaves - leaf - 1) * 4);
  store<u32>(slot, <u32>upper);
  c.leaves += 1;
}

function remove_run(leaf: u32, position: u32): void {
  const c = chunks();
  const left = leaf_runs(leaf) - 1;
  const at = leaf_at(leaf) + LEAF_HEAD + <usize>position * RUN_BYTES;
  memory.copy(at, at + RUN_BYTES, <usize>(left - position) * RUN_BYTES);
  store<u32>(leaf_at(leaf), left);
  if (left > 0 || c.leaves === 1) return;
  const slot = c.directory + ((<usize>leaf) << 2);
  memory.copy(slot, slot + 4, <usize>(c.leaves - leaf - 1) * 4);
  c.leaves -= 1;
}

/** Cuts the run under `addr` in two there, if one is. A single chunk is cut into two chunks. */
function cut(addr: u64): void {
  const run = run_holding(addr);
  if (run === null || run.start === addr) return;
  const end = run_end(run);
  if (run.count === 1) {
    run.bytes = addr - run.start;
    insert_run(chunks().leaf, chunks().position + 1, addr, end - addr, 1, run.state);
    return;
  }
  check((addr - run.start) % run.bytes === 0, addr);
  const below = (addr - run.start) / run.bytes;
  const above = run.count - below;
  run.count = below;
  insert_run(chunks().leaf, chunks().position + 1, addr, run.bytes, above, run.state);
}

/** Makes [start, end) hold no chunks: whatever covers it is cut at both ends and dropped. */
export function clear_chunks(start: u64, end: u64): void {
  cut(start);
  cut(end);
  while (seek(end - 1)) {
    if (run_at(chunks().leaf, chunks().position).start < start) return;
    remove_run(chunks().leaf, chunks().position);
  }
}

/** From now on `count` chunks of `bytes` in `state` lie at `start`, instead of what lay there. */
export function set_chunks(start: u64, bytes: u64, count: u64, state: ChunkState): void {
  check(bytes >= 16 && (bytes & 15) === 0 && count > 0, bytes);
  clear_chunks(start, start + bytes * count);
  let joined_start = start;
  let joined_count = count;
  if (seek(start)) {
    const below = run_at(chunks().leaf, chunks().position);
    if (run_end(below) === start && below.bytes === bytes && below.state === <u64>state) {
      joined_start = below.start;
      joined_count += below.count;
      remove_run(chunks().leaf, chunks().position);
    }
  }
  const end = start + bytes * count;
  const above = run_holding(end);
  if (above !== null && above.bytes === bytes && above.state === <u64>state) {
    joined_count += above.count;
    remove_run(chunks().leaf, chunks().position);
  }
  const found = seek(joined_start);
  const position = found ? chunks().position + 1 : 0;
  insert_run(chunks().leaf, position, joined_start, bytes, joined_count, <u64>state);
}

/** Whether the chunk below `chunk` counts as in use (PREV_INUSE): only binned chunks do not. */
export function prev_inuse(chunk: u64): bool {
  const before = chunk_before(chunk);
  return before === 0 || chunk_state(before) !== ChunkState.BIN;
}

/** The size word of a chunk as a debugger shows it. */
export function size_word(chunk: u64): u64 {
  const run = run_of(chunk);
  if (run.state === <u64>ChunkState.MMAPPED) return run.bytes | 2;
  return run.bytes | (prev_inuse(chunk) ? 1 : 0);
}
