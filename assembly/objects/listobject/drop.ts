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
import { free_ints_at, is_written, last_slot } from "../intobject/many";
import { aside, aside_address, aside_left } from "./aside";

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

/**
 * Of at most `most` references from `first` on, those that are ints which die, as far as they follow each other:
 * they are dropped before their steps are counted. How many, perhaps none.
 */
export function drop_aside_many(mark: u32, first: u32, most: u64): u64 {
  let done: u64 = 0;
  let slot: u32 = 0;
  while (done < most) {
    const index = first + <u32>done;
    const op = aside(mark, index);
    if (is_written(op)) {
      const here = min<u64>(most - done, aside_left(mark, index));
      const freed = free_ints_at(aside_address(mark, index), 8, here);
      if (freed === 0) break;
      done += freed;
      slot = last_slot();
      continue;
    }
    if (!dies(op)) break;
    const number = block_of(op);
    slot = slot_of(number, op);
    free_slots(number, slot, 1);
    done += 1;
  }
  if (done === 0) return 0;
  const last = block_of(aside(mark, first + <u32>done - 1));
  _Py_Dealloc_begin(done);
  int_dealloc_begin(done);
  int_dealloc_end(last, slot, done);
  _Py_Dealloc_end();
  return done;
}
