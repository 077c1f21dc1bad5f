/**
 * References that a C function kept aside are dropped one after the other. Far from any stop, ints that
 * all die go together; the caller counts its own step for each.
 */
import { has_own_ints } from "../../collectors/manager";
import { recording } from "../../events/ring";
import { NO_BLOCK, block_of } from "../intobject/block_pages";
import { slot_of, slot_refcnt } from "../intobject/blocks";
import { free_slots, int_dealloc_begin, int_dealloc_end } from "../intobject/int_dealloc";
import { Py_XDECREF } from "../object/refcount";
import { _Py_Dealloc_begin, _Py_Dealloc_end } from "../object/tracing";
import { aside } from "./aside";

/** Whether `op` is an int that dies with this reference. */
function dies(op: u64): bool {
  const number = op === 0 ? NO_BLOCK : block_of(op);
  return number !== NO_BLOCK && slot_refcnt(number, slot_of(number, op)) === 1;
}

/** How many of `most` references from `first` on, `step` (1 or -1) apart, go together: at least one. */
export function aside_alike(mark: u32, first: u32, step: i32, most: u64): u64 {
  if (most <= 1 || recording() || has_own_ints()) return 1;
  let count: u64 = 0;
  while (count < most && dies(aside(mark, first + <u32>count * step))) count += 1;
  return count === 0 ? 1 : count;
}

/** Drops `count` references that `aside_alike` found. */
export function drop_aside_items(mark: u32, first: u32, step: i32, count: u64): void {
  if (count === 1) {
    Py_XDECREF(aside(mark, first));
    return;
  }
  _Py_Dealloc_begin(count);
  int_dealloc_begin(count);
  let number: u32 = 0;
  let slot: u32 = 0;
  for (let i: u64 = 0; i < count; i++) {
    const op = aside(mark, first + <u32>i * step);
    number = block_of(op);
    slot = slot_of(number, op);
    free_slots(number, slot, 1);
  }
  int_dealloc_end(number, slot, count);
  _Py_Dealloc_end();
}
