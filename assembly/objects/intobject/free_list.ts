/**
 * The int free list (Objects/intobject.c: free_list): a stack of stretches of slots.
 *
 * A stretch is slots hi, hi-1 ... lo of one block, or `count` whole blocks with consecutive numbers
 * (ascending or descending), each from its last slot to slot 0. The head of the free list is the
 * first slot of the uppermost stretch. Each free slot's link is the slot after it in this order, so
 * links need no memory of their own.
 */
import { Gauge } from "../../abi/samples";
import { check } from "../../base/fault";
import { Table, table_add, table_at, table_init } from "../../base/memory";
import { set_gauge } from "../../meter/samples";
import { slot_address, slots } from "./blocks";

@unmanaged
export class Stretch {
  block: u32;
  count: u32;
  /** +1 or -1: the number of the next block of a stretch of several. */
  step: i32;
  hi: u16;
  lo: u16;
}

const STRETCH_RECORD: u32 = 16;
const STRETCHES_MAX: u32 = 1 << 23;
const stack_at: usize = memory.data(32, 8);
const length_at: usize = memory.data(8, 8);

function stack(): Table {
  return changetype<Table>(stack_at);
}

export function free_list_reset(): void {
  table_init(stack(), STRETCH_RECORD, 12, STRETCHES_MAX);
  set_length(0);
}

function set_length(length: u64): void {
  store<u64>(length_at, length);
  set_gauge(Gauge.FREE_INTS, length);
}

/** Slots on the free list. */
export function free_list_length(): u64 {
  return load<u64>(length_at);
}

/** Stretches on the stack; the uppermost has index count - 1. */
export function stretch_count(): u32 {
  return stack().count;
}

export function stretch(index: u32): Stretch {
  return changetype<Stretch>(table_at(stack(), index));
}

function head(): Stretch {
  return stretch(stack().count - 1);
}

function is_whole(s: Stretch): bool {
  return s.lo === 0 && <u32>s.hi === slots() - 1;
}

function push_stretch(block: u32, count: u32, step: i32, hi: u32, lo: u32): void {
  const s = changetype<Stretch>(table_at(stack(), table_add(stack())));
  s.block = block;
  s.count = count;
  s.step = step;
  s.hi = <u16>hi;
  s.lo = <u16>lo;
}

/** Address of the head of the free list, 0 when it is empty (the C variable's value). */
export function free_list(): u64 {
  return stack().count === 0 ? 0 : slot_address(head().block, head().hi);
}

export function head_block(): u32 {
  return head().block;
}

export function head_slot(): u32 {
  return head().hi;
}

/** Address of the free slot `depth` links behind the head, 0 behind the last one. */
export function free_slot(depth: u32): u64 {
  let left = depth;
  for (let i = <i32>stack().count - 1; i >= 0; i--) {
    const s = stretch(i);
    for (let k: u32 = 0; k < s.count; k++) {
      const here = <u32>(s.hi - s.lo) + 1;
      if (left < here) return slot_address(s.block + k * s.step, s.hi - left);
      left -= here;
    }
  }
  return 0;
}

/** How many slots from the head lie in the head's block, one below the other. */
export function head_length(): u32 {
  return <u32>(head().hi - head().lo) + 1;
}

/** Empties the free list. */
export function free_list_clear(): void {
  stack().count = 0;
  set_length(0);
}

/** Takes `taken` slots, all in the head's block, off the list. */
export function free_list_pop(taken: u32): void {
  check(taken > 0 && taken <= head_length(), taken);
  set_length(free_list_length() - taken);
  const s = head();
  const whole = taken === head_length();
  if (s.count > 1) {
    const block = s.block;
    s.block += s.step;
    s.count -= 1;
    if (!whole) push_stretch(block, 1, 1, slots() - 1 - taken, 0);
    return;
  }
  if (whole) stack().count -= 1;
  else s.hi -= <u16>taken;
}

/** Puts slots lo ... hi of a block on the list, slot lo first, so that slot hi is the new head. */
export function free_list_push(block: u32, lo: u32, hi: u32): void {
  check(lo <= hi && hi < slots(), block);
  set_length(free_list_length() + (hi - lo + 1));
  if (stack().count > 0) {
    const s = head();
    if (s.count === 1 && s.block === block && <u32>s.hi + 1 === lo) {
      s.hi = <u16>hi;
      join_whole_blocks();
      return;
    }
  }
  push_stretch(block, 1, 1, hi, lo);
  join_whole_blocks();
}

/** Puts one slot on the list; the caller says how many in the end: `free_list_grew`. */
export function free_list_push_slot(block: u32, slot: u32): void {
  const count = stack().count;
  if (count > 0) {
    const s = stretch(count - 1);
    if (s.count === 1 && s.block === block && <u32>s.hi + 1 === slot) {
      s.hi = <u16>slot;
      if (is_whole(s)) join_whole_blocks();
      return;
    }
  }
  push_stretch(block, 1, 1, slot, slot);
}

/** Takes the head, a stretch of one slot, off the list; the caller says how many in the end. */
export function free_list_pop_slot(): void {
  check(head().count === 1 && head().hi === head().lo, head().block);
  stack().count -= 1;
}

/** How many slots more there are on the list. */
export function free_list_grew(count: u64): void {
  set_length(free_list_length() + count);
}

/** Puts `count` whole blocks on the list, from `block` downwards in number. */
export function free_list_push_blocks(block: u32, count: u32): void {
  // The first one may join what lies below it, the others then join it.
  free_list_push(block, 0, slots() - 1);
  if (count === 1) return;
  const s = head();
  const joins = s.count === 1 || s.step === 1;
  set_length(free_list_length() + <u64>(count - 1) * slots());
  if (joins) {
    s.step = 1;
    s.block = block - (count - 1);
    s.count += count - 1;
  } else push_stretch(block - (count - 1), count - 1, 1, slots() - 1, 0);
}

/** Joins the uppermost stretch, when it is a whole block, to whole blocks numbered next to it. */
function join_whole_blocks(): void {
  if (stack().count < 2) return;
  const upper = head();
  const lower = stretch(stack().count - 2);
  if (upper.count !== 1 || !is_whole(upper) || !is_whole(lower)) return;
  const step = <i32>lower.block - <i32>upper.block;
  if (step !== 1 && step !== -1) return;
  if (lower.count > 1 && lower.step !== step) return;
  lower.block = upper.block;
  lower.count += 1;
  lower.step = step;
  stack().count -= 1;
}
