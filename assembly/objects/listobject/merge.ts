/**
 * The merging half of list.sort (Objects/listobject.c): a stack of pending runs, galloping search, and
 * merges with a temporary array for the shorter run.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { check } from "../../base/fault";
import { load64, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import { PyMem_FREE, PyMem_MALLOC } from "../obmalloc/mem";
import { is_less } from "./sort";

const MAX_MERGE_PENDING: u32 = 85;
/** Wins in a row after which a merge begins to gallop. */
const MIN_GALLOP: i64 = 7;
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

function ms(): MergeState {
  return changetype<MergeState>(states_at + <usize>(load<u32>(nesting_at) - 1) * STATE_BYTES);
}

function run_at(index: u64): usize {
  return changetype<usize>(ms()) + RUNS_OFFSET + <usize>index * 16;
}

function run_base(index: u64): u64 {
  return load<u64>(run_at(index));
}

function run_len(index: u64): u64 {
  return load<u64>(run_at(index), 8);
}

function set_run(index: u64, base: u64, length: u64): void {
  store<u64>(run_at(index), base);
  store<u64>(run_at(index), length, 8);
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
function merge_getmem(need: u64): void {
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

/** Puts a run on the stack of pending ones. */
export function push_run(base: u64, length: u64): void {
  check(ms().pending < MAX_MERGE_PENDING, length);
  set_run(ms().pending, base, length);
  ms().pending += 1;
}

/** Merges until the pending runs' lengths fall fast enough. */
export function merge_collapse(): bool {
  enter(Fn.merge_collapse);
  let merged = true;
  while (merged && ms().pending > 1) {
    retire(Seg.merge_collapse__check);
    let n = ms().pending - 2;
    const uneven =
      (n > 0 && run_len(n - 1) <= run_len(n) + run_len(n + 1)) ||
      (n > 1 && run_len(n - 2) <= run_len(n - 1) + run_len(n));
    if (uneven) {
      if (run_len(n - 1) < run_len(n + 1)) n -= 1;
      merged = merge_at(n);
    } else if (run_len(n) <= run_len(n + 1)) merged = merge_at(n);
    else break;
  }
  leave();
  return merged;
}

/** Merges all pending runs. */
export function merge_force_collapse(): bool {
  enter(Fn.merge_force_collapse);
  let merged = true;
  while (merged && ms().pending > 1) {
    retire(Seg.merge_force_collapse__check);
    let n = ms().pending - 2;
    if (n > 0 && run_len(n - 1) < run_len(n + 1)) n -= 1;
    merged = merge_at(n);
  }
  leave();
  return merged;
}

/** Merges runs i and i + 1. */
function merge_at(i: u64): bool {
  enter(Fn.merge_at);
  const merged = merge_runs(i);
  leave();
  return merged;
}

function merge_runs(i: u64): bool {
  retire(Seg.merge_at__begin);
  let a = run_base(i);
  let na = <i64>run_len(i);
  const b = run_base(i + 1);
  let nb = <i64>run_len(i + 1);
  set_run(i, a, <u64>(na + nb));
  if (i + 3 === ms().pending) set_run(i + 1, run_base(i + 2), run_len(i + 2));
  ms().pending -= 1;
  // What is in its place already, at the beginning of a and at the end of b, stays out of the merge.
  const skip = gallop_right(load64(b), a, na, 0);
  if (skip < 0) return false;
  a += <u64>skip * 8;
  na -= skip;
  if (na === 0) return true;
  nb = gallop_left(load64(a + <u64>(na - 1) * 8), b, nb, nb - 1);
  if (nb <= 0) return nb === 0;
  return na <= nb ? merge_lo(a, na, b, nb) : merge_hi(a, na, b, nb);
}

/** The temporary array. */
function temp(): u64 {
  if (ms().buffer !== 0) return ms().buffer;
  return OWN_MEMORY | <u64>(changetype<usize>(ms()) + TEMP_OFFSET);
}

function get(addr: u64): u64 {
  return addr < OWN_MEMORY ? load64(addr) : load<u64>(<usize>(addr & ~OWN_MEMORY));
}

function put(addr: u64, word: u64): void {
  if (addr < OWN_MEMORY) store64(addr, word);
  else store<u64>(<usize>(addr & ~OWN_MEMORY), word);
}

/** memmove of `count` words. */
function move(to: u64, from: u64, count: i64): void {
  const words = <u64>count;
  if (to <= from || from >= OWN_MEMORY) {
    for (let i: u64 = 0; i < words; i++) put(to + i * 8, get(from + i * 8));
  } else for (let i = words; i > 0; i--) put(to + i * 8 - 8, get(from + i * 8 - 8));
}

function item(base: u64, index: i64): u64 {
  return get(base + <u64>(index * 8));
}

/** Where `key` belongs among the n items at `a`, before equal ones; -1 with an exception. */
export function gallop_left(key: u64, a: u64, n: i64, hint: i64): i64 {
  enter(Fn.gallop_left);
  retire(Seg.gallop_left__begin);
  const place = search_left(key, a, n, hint);
  leave();
  return place;
}

function search_left(key: u64, a: u64, n: i64, hint: i64): i64 {
  let last: i64 = 0;
  let offset: i64 = 1;
  const below = is_less(item(a, hint), key);
  if (below < 0) return -1;
  const most = below > 0 ? n - hint : hint + 1;
  while (offset < most) {
    retire(Seg.gallop_left__gallop);
    const less = is_less(item(a, below > 0 ? hint + offset : hint - offset), key);
    if (less < 0) return -1;
    if (less !== below) break;
    last = offset;
    offset = (offset << 1) + 1;
  }
  if (offset > most) offset = most;
  let low = below > 0 ? last + hint : hint - offset;
  let high = below > 0 ? offset + hint : hint - last;
  low += 1;
  while (low < high) {
    retire(Seg.gallop_left__halve);
    const middle = low + ((high - low) >> 1);
    const less = is_less(item(a, middle), key);
    if (less < 0) return -1;
    if (less > 0) low = middle + 1;
    else high = middle;
  }
  return high;
}

/** Where `key` belongs among the n items at `a`, behind equal ones; -1 with an exception. */
export function gallop_right(key: u64, a: u64, n: i64, hint: i64): i64 {
  enter(Fn.gallop_right);
  retire(Seg.gallop_right__begin);
  const place = search_right(key, a, n, hint);
  leave();
  return place;
}

function search_right(key: u64, a: u64, n: i64, hint: i64): i64 {
  let last: i64 = 0;
  let offset: i64 = 1;
  const below = is_less(key, item(a, hint));
  if (below < 0) return -1;
  const most = below > 0 ? hint + 1 : n - hint;
  while (offset < most) {
    retire(Seg.gallop_right__gallop);
    const less = is_less(key, item(a, below > 0 ? hint - offset : hint + offset));
    if (less < 0) return -1;
    if (less !== below) break;
    last = offset;
    offset = (offset << 1) + 1;
  }
  if (offset > most) offset = most;
  let low = below > 0 ? hint - offset : last + hint;
  let high = below > 0 ? hint - last : offset + hint;
  low += 1;
  while (low < high) {
    retire(Seg.gallop_right__halve);
    const middle = low + ((high - low) >> 1);
    const less = is_less(key, item(a, middle));
    if (less < 0) return -1;
    if (less > 0) high = middle;
    else low = middle + 1;
  }
  return high;
}

/** How a merge goes on: further, or with what is left of one run. */
enum Left {
  BOTH,
  /** One run is used up. */
  NONE,
  /** One item of the temporary array is left: it goes last (first, from above). */
  ONE,
  FAILED,
}

/** A merge: what is left of both runs and where the next item goes. */
@unmanaged
class Cursor {
  a: u64;
  na: i64;
  b: u64;
  nb: i64;
  dest: u64;
  base_a: u64;
  base_b: u64;
  acount: i64;
  bcount: i64;
}

const CURSOR_BYTES: usize = 72;
const cursors_at: usize = memory.data(72 * 64, 8);

function cursor(): Cursor {
  return changetype<Cursor>(cursors_at + <usize>(load<u32>(nesting_at) - 1) * CURSOR_BYTES);
}

/** Merges from below: the shorter run a is in the temporary array. */
function merge_lo(a: u64, na: i64, b: u64, nb: i64): bool {
  enter(Fn.merge_lo);
  retire(Seg.merge_lo__begin);
  merge_getmem(na);
  move(temp(), a, na);
  const c = cursor();
  c.a = temp();
  c.na = na;
  c.b = b;
  c.nb = nb;
  c.dest = a;
  let left = take_b();
  if (left === Left.BOTH && c.na === 1) left = Left.ONE;
  while (left === Left.BOTH) left = lo_one_by_one();
  if (left === Left.ONE) {
    retire(Seg.merge_lo__copy_b);
    move(c.dest, c.b, c.nb);
    put(c.dest + <u64>c.nb * 8, get(c.a));
  } else if (c.na > 0) {
    retire(Seg.merge_lo__copy_a);
    move(c.dest, c.a, c.na);
  }
  leave();
  return left !== Left.FAILED;
}

function take_a(): Left {
  const c = cursor();
  put(c.dest, get(c.a));
  c.dest += 8;
  c.a += 8;
  c.na -= 1;
  return c.na === 1 ? Left.ONE : Left.BOTH;
}

function take_b(): Left {
  const c = cursor();
  put(c.dest, get(c.b));
  c.dest += 8;
  c.b += 8;
  c.nb -= 1;
  return c.nb === 0 ? Left.NONE : Left.BOTH;
}

/** Item by item until one run wins often, then by galloping. */
function lo_one_by_one(): Left {
  const c = cursor();
  c.acount = 0;
  c.bcount = 0;
  const enough = ms().min_gallop;
  while (c.acount < enough && c.bcount < enough) {
    retire(Seg.merge_lo__compare);
    const less = is_less(get(c.b), get(c.a));
    if (less < 0) return Left.FAILED;
    const left = less > 0 ? take_b() : take_a();
    c.bcount = less > 0 ? c.bcount + 1 : 0;
    c.acount = less > 0 ? 0 : c.acount + 1;
    if (left !== Left.BOTH) return left;
  }
  ms().min_gallop += 1;
  do {
    const left = lo_gallop();
    if (left !== Left.BOTH) return left;
  } while (c.acount >= MIN_GALLOP || c.bcount >= MIN_GALLOP);
  ms().min_gallop += 1;
  return Left.BOTH;
}

function lo_gallop(): Left {
  const c = cursor();
  retire(Seg.merge_lo__gallop);
  if (ms().min_gallop > 1) ms().min_gallop -= 1;
  c.acount = gallop_right(get(c.b), c.a, c.na, 0);
  if (c.acount < 0) return Left.FAILED;
  if (c.acount > 0) {
    move(c.dest, c.a, c.acount);
    c.dest += <u64>c.acount * 8;
    c.a += <u64>c.acount * 8;
    c.na -= c.acount;
    if (c.na === 1) return Left.ONE;
    if (c.na === 0) return Left.NONE;
  }
  if (take_b() === Left.NONE) return Left.NONE;
  c.bcount = gallop_left(get(c.a), c.b, c.nb, 0);
  if (c.bcount < 0) return Left.FAILED;
  if (c.bcount > 0) {
    move(c.dest, c.b, c.bcount);
    c.dest += <u64>c.bcount * 8;
    c.b += <u64>c.bcount * 8;
    c.nb -= c.bcount;
    if (c.nb === 0) return Left.NONE;
  }
  return take_a();
}

/** Merges from above: the shorter run b is in the temporary array. */
function merge_hi(a: u64, na: i64, b: u64, nb: i64): bool {
  enter(Fn.merge_hi);
  retire(Seg.merge_hi__begin);
  merge_getmem(nb);
  move(temp(), b, nb);
  const c = cursor();
  c.dest = b + <u64>(nb - 1) * 8;
  c.base_a = a;
  c.base_b = temp();
  c.b = c.base_b + <u64>(nb - 1) * 8;
  c.a = a + <u64>(na - 1) * 8;
  c.na = na;
  c.nb = nb;
  let left = take_a_down();
  if (left === Left.BOTH && c.nb === 1) left = Left.ONE;
  while (left === Left.BOTH) left = hi_one_by_one();
  if (left === Left.ONE) {
    retire(Seg.merge_hi__copy_a);
    c.dest -= <u64>c.na * 8;
    c.a -= <u64>c.na * 8;
    move(c.dest + 8, c.a + 8, c.na);
    put(c.dest, get(c.b));
  } else if (c.nb > 0) {
    retire(Seg.merge_hi__copy_b);
    move(c.dest - <u64>(c.nb - 1) * 8, c.base_b, c.nb);
  }
  leave();
  return left !== Left.FAILED;
}

function take_a_down(): Left {
  const c = cursor();
  put(c.dest, get(c.a));
  c.dest -= 8;
  c.a -= 8;
  c.na -= 1;
  return c.na === 0 ? Left.NONE : Left.BOTH;
}

function take_b_down(): Left {
  const c = cursor();
  put(c.dest, get(c.b));
  c.dest -= 8;
  c.b -= 8;
  c.nb -= 1;
  return c.nb === 1 ? Left.ONE : Left.BOTH;
}

function hi_one_by_one(): Left {
  const c = cursor();
  c.acount = 0;
  c.bcount = 0;
  const enough = ms().min_gallop;
  while (c.acount < enough && c.bcount < enough) {
    retire(Seg.merge_hi__compare);
    const less = is_less(get(c.b), get(c.a));
    if (less < 0) return Left.FAILED;
    const left = less > 0 ? take_a_down() : take_b_down();
    c.acount = less > 0 ? c.acount + 1 : 0;
    c.bcount = less > 0 ? 0 : c.bcount + 1;
    if (left !== Left.BOTH) return left;
  }
  ms().min_gallop += 1;
  do {
    const left = hi_gallop();
    if (left !== Left.BOTH) return left;
  } while (c.acount >= MIN_GALLOP || c.bcount >= MIN_GALLOP);
  ms().min_gallop += 1;
  return Left.BOTH;
}

function hi_gallop(): Left {
  const c = cursor();
  retire(Seg.merge_hi__gallop);
  if (ms().min_gallop > 1) ms().min_gallop -= 1;
  const keep_a = gallop_right(get(c.b), c.base_a, c.na, c.na - 1);
  if (keep_a < 0) return Left.FAILED;
  c.acount = c.na - keep_a;
  if (c.acount > 0) {
    c.dest -= <u64>c.acount * 8;
    c.a -= <u64>c.acount * 8;
    move(c.dest + 8, c.a + 8, c.acount);
    c.na -= c.acount;
    if (c.na === 0) return Left.NONE;
  }
  if (take_b_down() === Left.ONE) return Left.ONE;
  const keep_b = gallop_left(get(c.a), c.base_b, c.nb, c.nb - 1);
  if (keep_b < 0) return Left.FAILED;
  c.bcount = c.nb - keep_b;
  if (c.bcount > 0) {
    c.dest -= <u64>c.bcount * 8;
    c.b -= <u64>c.bcount * 8;
    move(c.dest + 8, c.b + 8, c.bcount);
    c.nb -= c.bcount;
    if (c.nb === 1) return Left.ONE;
    if (c.nb === 0) return Left.NONE;
  }
  return take_a_down();
}
