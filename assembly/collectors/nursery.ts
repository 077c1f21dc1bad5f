/**
 * Manager 4: generational, as PyPy 7.3 does it (incminimark; spec 09 section 3).
 *
 *   nursery     a mapping that is filled by bumping a pointer; full, a minor collection empties it
 *   minor       young objects that a root or an old object reaches move to the old space, the others are gone
 *   major       marks in headers and a sweep, as manager 2 does it, over the old space
 *   unboxed     ints that only lists of ints refer to are values in those lists: they never move, have no header
 *               and no page. A list with another item refers to boxed ints, which the next collection moves.
 *
 * An object has its address in the old space from birth (as PyPy reserves it when id() asks for it); until it moves
 * there what it writes meets no page of the old space, but pages of the nursery.
 */
import { Cfg } from "../abi/layout";
import { Ev } from "../abi/events";
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { cfg } from "../base/config";
import { emit } from "../events/ring";
import { set_up, touch_write } from "../kernel/fault";
import { mmap } from "../libc/malloc/sysmalloc";
import { enter, leave, retire } from "../meter/ledger";
import { NO_BLOCK, block_of } from "../objects/intobject/block_pages";
import {
  SLOT_FREE,
  SLOT_LIVE,
  coalesce,
  materialise,
  set_slot,
  slot_address,
  slot_state,
  slot_value,
  slots,
  slots_address,
} from "../objects/intobject/blocks";
import { FORM_FREED, block, block_numbers } from "../objects/intobject/groups";
import { add_live_ints } from "../objects/intobject/intobject";
import { PyList_GET_ITEM, PyList_GET_SIZE } from "../objects/listobject/access";
import { short_items } from "../objects/listobject/items";
import { Py_TYPE, get_field } from "../objects/object/refcount";
import { CellState, YOUNG, cell_room, is_large } from "./cells";
import { heap_block_at, move_to_block } from "./heap";
import { int_grows_old, int_is_marked, int_is_old, ints_grow_old, is_whole_run } from "./int_marks";
import { mark_for_minor } from "./reach";
import { rebuild_free_ints } from "./sweep";
import { pause_begins, pause_ends, totals } from "./totals";
import { trace_young } from "./tracing";

/** A major collection is not due below so many nurseries of old objects. */
const NURSERIES_BEFORE_MAJOR: u64 = 8;
const WORD_BYTES: u64 = 8;
const PER_MILLE: u64 = 1000;
/** From one major collection to the next the threshold grows by 1.4 at most. */
const THRESHOLD_GROWTH: u64 = 1400;
/** Objects of more bytes are allocated outside the nursery. */
const LARGE_OBJECT: u64 = (16384 + 512) * 8;
const OB_ITEM: u64 = 1;

@unmanaged
class Nursery {
  addr: u64;
  used: u64;
  /** A major collection is due from so many bytes outside the nursery on; 0 before the first one. */
  threshold: u64;
}

const NURSERY_BYTES: usize = 24;
const nursery_at: usize = memory.data(24, 8);

function nursery(): Nursery {
  return changetype<Nursery>(nursery_at);
}

export function nursery_reset(): void {
  memory.fill(nursery_at, 0, NURSERY_BYTES);
}

/** Bytes that are left in the nursery. */
export function nursery_room(): u64 {
  return cfg(Cfg.GC_NURSERY) - nursery().used;
}

/** Takes `bytes` of the nursery; false where it is full. */
export function nursery_take(bytes: u64): bool {
  const n = nursery();
  if (bytes > min(LARGE_OBJECT, cfg(Cfg.GC_NURSERY))) return true;
  if (n.addr === 0) n.addr = mmap(cfg(Cfg.GC_NURSERY));
  if (n.used + bytes > cfg(Cfg.GC_NURSERY)) return false;
  touch_write(n.addr + n.used, bytes);
  n.used += bytes;
  return true;
}

/** Whether a list's items are all ints: their values lie in the list. */
export function is_list_of_ints(op: u64): bool {
  if (Py_TYPE(op) !== Ty.list) return false;
  const size = PyList_GET_SIZE(op);
  if (size === 0) return true;
  const short = short_items(get_field(op, OB_ITEM));
  if (short !== null && short.disturbed === 0) return true;
  for (let i: u64 = 0; i < size; i++) {
    const item = PyList_GET_ITEM(op, i);
    if (item !== 0 && block_of(item) === NO_BLOCK) return false;
  }
  return true;
}

/** Empties the nursery; whether a major collection is due. */
export function minor_collect(): bool {
  pause_begins();
  enter(Fn.minor_collect);
  retire(Seg.minor_collect__begin);
  emit(Ev.COLLECT, 0, totals().collections, 2);
  const freed = totals().freed;
  mark_for_minor(true);
  trace_young();
  mark_for_minor(false);
  free_young_ints();
  nursery().used = 0;
  totals().minors += 1;
  leave();
  emit(Ev.COLLECT, 0, totals().freed - freed, 3);
  pause_ends();
  return totals().live_bytes + totals().since > major_threshold();
}

/** Below so many bytes outside the nursery there is no major collection. */
function least_threshold(): u64 {
  return NURSERIES_BEFORE_MAJOR * cfg(Cfg.GC_NURSERY);
}

function major_threshold(): u64 {
  return max(nursery().threshold, least_threshold());
}

/** A major collection has ended: when the next one is due (set_major_threshold_from of PyPy's incminimark). */
export function major_ends(): void {
  const live = totals().live_bytes;
  const wanted = live + (live * cfg(Cfg.GC_GROWTH)) / PER_MILLE;
  const most = (major_threshold() * THRESHOLD_GROWTH) / PER_MILLE;
  nursery().threshold = max(least_threshold(), min(wanted, most));
}

/** A young object that is reached moves to the old space. */
export function move_object(op: u64, state: CellState): void {
  state.flags &= ~YOUNG;
  if (is_large(op)) return;
  moved(op, cell_room(op), 1);
}

/** Boxed ints of slots [low, low + count) that are reached move, those that are old already not. */
export function move_ints(number: u32, low: u32, count: u32): void {
  if (is_whole_run(number, low, count) && ints_grow_old(number)) {
    const from = <u32>block(number).live_from;
    const live = slots() - from;
    moved(slots_address(number, from, live), <u64>live * cfg(Cfg.INT_BYTES), live);
    return;
  }
  for (let slot = low; slot < low + count; slot++) {
    if (slot_state(number, slot) !== SLOT_LIVE || !int_grows_old(number, slot)) continue;
    moved(slot_address(number, slot), cfg(Cfg.INT_BYTES), 1);
  }
}

function moved(addr: u64, bytes: u64, count: u64): void {
  retire(Seg.minor_collect__object, count);
  retire(Seg.minor_collect__word, bytes / WORD_BYTES);
  totals().moved_bytes += bytes;
  totals().since += bytes;
  move_to_block(heap_block_at(addr) - 1, addr, bytes);
}

/** Young ints that nothing reaches: no memory is written. */
function free_young_ints(): void {
  for (let number: u32 = 0; number < block_numbers(); number++) {
    if (block(number).form === FORM_FREED) continue;
    let died: u32 = 0;
    for (let slot: u32 = 0; slot < slots(); slot++) {
      if (slot_state(number, slot) !== SLOT_LIVE) continue;
      if (int_is_marked(number, slot) || int_is_old(number, slot)) continue;
      materialise(number);
      set_slot(number, slot, SLOT_FREE, 0, slot_value(number, slot));
      died += 1;
    }
    if (died === 0) continue;
    coalesce(number);
    add_live_ints(-(<i64>died));
    totals().freed += died;
  }
  rebuild_free_ints();
}

/** Objects die young without a write. */
export function quietly(on: bool): void {
  set_up(on);
}
