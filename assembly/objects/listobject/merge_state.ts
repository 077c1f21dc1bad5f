/**
 * What list.sort keeps while it merges (Objects/listobject.c: MergeState): a stack of pending runs, the
 * galloping threshold, a temporary array for the shorter run.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { check } from "../../base/fault";
import { load64, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import { PyMem_FREE, PyMem_MALLOC } from "../obmalloc/mem";

export const MAX_MERGE_PENDING: u32 = 85;
/** Wins in a row after which a merge begins to gallop. */
export const MIN_GALLOP: i64 = 7;
/** Items of the temporary array that C keeps on its stack. */
const MERGESTATE_TEMP_SIZE: u64 = 256;
const STATES: u32 = 64;

/** MergeState: the stack of runs, the galloping threshold, the temporary array. */
@unmanaged
class MergeState {
  min_gallop: i64;
  /** A buffer from the heap and how many items fit, or 0: the part of the C stack. */
  buffer: u64;
  room: u64;
  pending: u64;
}

const RUNS_OFFSET: usize = 32;
const TEMP_OFFSET: usize = 32 + 16 * 85;
const STATE_BYTES: usize = 32 + 16 * 85 + 8 * 256;
/** Marks an address in the machine's own memory: the part of the temporary array on the C stack. */
const OWN_MEMORY: u64 = 1 << 63;
const states_at: usize = memory.data((32 + 16 * 85 + 8 * 256) * 64, 8);
const nesting_at: usize = memory.data(8, 8);

export function ms(): MergeState {
  return changetype<MergeState>(states_at + <usize>(load<u32>(nesting_at) - 1) * STATE_BYTES);
}

function run_at(index: u64): usize {
  return changetype<usize>(ms()) + RUNS_OFFSET + <usize>index * 16;
}

export function run_base(index: u64): u64 {
  return load<u64>(run_at(index));
}

export function run_len(index: u64): u64 {
  return load<u64>(run_at(index), 8);
}

export function set_run(index: u64, base: u64, length: u64): void {
  store<u64>(run_at(index), base);
  store<u64>(run_at(index), length, 8);
}

/** How many sorts are under way, this one included: from 1 on. */
export function merge_nesting(): u32 {
  return load<u32>(nesting_at);
}

export function merge_reset(): void {
  store<u32>(nesting_at, 0);
}

/** Begins a sort; a comparison may sort another list meanwhile. */
export function merge_init(): void {
  enter(Fn.merge_init);
  retire(Seg.merge_init__store);
  check(load<u32>(nesting_at) < STATES, STATES);
  store<u32>(nesting_at, load<u32>(nesting_at) + 1);
  ms().min_gallop = MIN_GALLOP;
  ms().buffer = 0;
  ms().room = MERGESTATE_TEMP_SIZE;
  ms().pending = 0;
  leave();
}

export function merge_freemem(): void {
  enter(Fn.merge_freemem);
  retire(Seg.merge_freemem__check);
  free_buffer();
  store<u32>(nesting_at, load<u32>(nesting_at) - 1);
  leave();
}

function free_buffer(): void {
  if (ms().buffer !== 0) PyMem_FREE(ms().buffer, ms().room * 8);
  ms().buffer = 0;
  ms().room = MERGESTATE_TEMP_SIZE;
}

/** Room for `need` items in the temporary array. */
export function merge_getmem(need: u64): void {
  enter(Fn.merge_getmem);
  if (need <= ms().room) retire(Seg.merge_getmem__enough);
  else {
    retire(Seg.merge_getmem__allocate);
    free_buffer();
    ms().buffer = PyMem_MALLOC(need * 8);
    ms().room = need;
  }
  leave();
}

/** The temporary array. */
export function temp(): u64 {
  if (ms().buffer !== 0) return ms().buffer;
  return OWN_MEMORY | <u64>(changetype<usize>(ms()) + TEMP_OFFSET);
}

export function get(addr: u64): u64 {
  return addr < OWN_MEMORY ? load64(addr) : load<u64>(<usize>(addr & ~OWN_MEMORY));
}

export function put(addr: u64, word: u64): void {
  if (addr < OWN_MEMORY) store64(addr, word);
  else store<u64>(<usize>(addr & ~OWN_MEMORY), word);
}

/** memmove of `count` words. */
export function move(to: u64, from: u64, count: i64): void {
  const words = <u64>count;
  if (to <= from || from >= OWN_MEMORY) {
    for (let i: u64 = 0; i < words; i++) put(to + i * 8, get(from + i * 8));
  } else for (let i = words; i > 0; i--) put(to + i * 8 - 8, get(from + i * 8 - 8));
}

export function item(base: u64, index: i64): u64 {
  return get(base + <u64>(index * 8));
}
