/**
 * Many ints at once whose addresses lie in a row of the machine's own memory: items of a list, references kept
 * aside. For ints in slots all over the place, where no law helps: each is found, changed and its page written, and
 * nothing else is done for each. Nobody records events or watches words meanwhile (references.ts, `in_bulk`).
 */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import { touch_write } from "../../kernel/fault";
import { NO_BLOCK, block_of, start_of } from "./block_pages";
import { SLOT_FREE, SLOT_LIVE, SLOT_RECORD, coalesce, slot_written, slots } from "./blocks";
import { free_list_grew, free_list_push_slot } from "./free_list";
import { FORM_SLOTS, block } from "./groups";

/** The block in which the last int lay. */
@unmanaged
class Cursor {
  /** Its ints' addresses lie in [first, end); both 0 where none is known. */
  first: u64;
  end: u64;
  number: u32;
  slot: u32;
}

const cursor_at: usize = memory.data(24, 8);

function cursor(): Cursor {
  return changetype<Cursor>(cursor_at);
}

/** The slot of the last int that was changed. */

export function last_slot(): u32 {
  return cursor().slot;
}

/** Whether the int at `op`, if it is one, lies in a block whose slots are written out. */
export function is_written(op: u64): bool {
  const number = block_of(op);
  return number !== NO_BLOCK && block(number).form === FORM_SLOTS;
}

/** Goes to the block of `op`; false where that is no int, or one of a block in short form. */
function reach(op: u64): bool {
  const c = cursor();
  const number = block_of(op);
  if (number === NO_BLOCK || block(number).form !== FORM_SLOTS) return false;
  c.number = number;
  c.first = start_of(number) + cfg(Cfg.BLOCK_HEAD);
  c.end = c.first + <u64>slots() * cfg(Cfg.INT_BYTES);
  return true;
}

/** 2^32 / INT_BYTES, rounded up: a distance within a block times this, without its low half, is a number of ints. */
function inverse(): u64 {
  return ((<u64>1) << 32) / cfg(Cfg.INT_BYTES) + 1;
}

/**
 * `change` references more to each of at most `count` ints whose addresses lie `step` bytes apart from `at` on: as
 * long as they live on in blocks that are written out. How many.
 */
export function add_references_at(at: usize, step: isize, count: u64, change: i64): u64 {
  const c = cursor();
  const factor = inverse();
  const offset = cfg(Cfg.REFCNT_OFFSET);
  const ascending = cfg(Cfg.INT_ASCENDING) !== 0;
  const last = slots() - 1;
  let from = at;
  let page: u64 = 0;
  let first: u64 = 0;
  let end: u64 = 0;
  let records: usize = 0;
  for (let done: u64 = 0; done < count; done++) {
    const op = load<u64>(from);
    if (op < first || op >= end) {
      if (!reach(op)) return done;
      first = c.first;
      end = c.end;
      records = slot_written(c.number, 0);
    }
    const place = <u32>(((op - first) * factor) >> 32);
    const record = records + <usize>(ascending ? last - place : place) * SLOT_RECORD;
    const refcnt = load<i64>(record, 8) + change;
    if (load<u64>(record) !== SLOT_LIVE || refcnt < 1) return done;
    store<i64>(record, refcnt, 8);
    const here = (op + offset) >> 12;
    if (here !== page) touch_write(op + offset, 8);
    page = here;
    from = <usize>(<isize>from + step);
  }
  return count;
}

/**
 * At most `count` ints whose addresses lie `step` bytes apart from `at` on lose their last reference and go to the
 * free list: as long as they have one only and lie in blocks that are written out. How many.
 */
export function free_ints_at(at: usize, step: isize, count: u64): u64 {
  const c = cursor();
  const factor = inverse();
  const bytes = cfg(Cfg.INT_BYTES);
  const ascending = cfg(Cfg.INT_ASCENDING) !== 0;
  const last = slots() - 1;
  let from = at;
  let page: u64 = 0;
  let done: u64 = 0;
  let first: u64 = 0;
  let end: u64 = 0;
  let records: usize = 0;
  while (done < count) {
    const op = load<u64>(from);
    if (op < first || op >= end) {
      if (!reach(op)) break;
      first = c.first;
      end = c.end;
      records = slot_written(c.number, 0);
    }
    const place = <u32>(((op - first) * factor) >> 32);
    const slot = ascending ? last - place : place;
    const record = records + <usize>slot * SLOT_RECORD;
    if (load<u64>(record) !== SLOT_LIVE || load<i64>(record, 8) !== 1) break;
    store<u64>(record, SLOT_FREE);
    store<i64>(record, 0, 8);
    c.slot = slot;
    free_list_push_slot(c.number, slot);
    const here = (op + bytes - 1) >> 12;
    if (here !== page || op >> 12 !== page) touch_write(op, bytes);
    page = here;
    done += 1;
    from = <usize>(<isize>from + step);
    if (slot === last) {
      coalesce(c.number);
      end = 0;
    }
  }
  free_list_grew(done);
  return done;
}
