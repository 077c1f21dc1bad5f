/**
 * The sweep of one block: dead cells are linked in the order of their addresses. An eager sweep passes
 * over all blocks in one pause and clears marks; a lazy one passes over a block when its cells are needed.
 */
import { Ev } from "../abi/events";
import { Cfg } from "../abi/layout";
import { Seg } from "../abi/segments";
import { cfg } from "../base/config";
import { emit } from "../events/ring";
import { touch_write } from "../kernel/fault";
import { store64 } from "../kernel/words";
import { enter, leave, retire } from "../meter/ledger";
import { Fn } from "../abi/functions";
import { block_drop } from "../objects/intobject/block_life";
import {
  SLOT_FREE,
  SLOT_LIVE,
  SLOT_VIRGIN,
  coalesce,
  live_slots,
  materialise,
  set_slot,
  slot_state,
  slot_value,
  slots,
  slots_address,
} from "../objects/intobject/blocks";
import { FORM_RUN, own_block } from "../objects/intobject/groups";
import { free_list_clear, free_list_push } from "../objects/intobject/free_list";
import { add_live_ints } from "../objects/intobject/intobject";
import {
  DEAD,
  MARKED,
  OCCUPIED,
  block_cell_state,
  cell_address,
  cells_rewind,
  cells_unlink_empty,
} from "./cells";
import { HEAP_HEADER, give_block, heap_block, heap_blocks, return_arenas } from "./heap";
import {
  int_all_marked,
  int_block_ends,
  int_is_marked,
  int_none_marked,
  old_ints,
} from "./int_marks";
import { has_nursery } from "./manager";
import { note_swept } from "./progress";
import { totals } from "./totals";

/** Int blocks in a block of the heap. */
export const INTS_PER_BLOCK: u32 = 4;

/** Cells of the block that is swept: live, and linked as free. */
@unmanaged
class Swept {
  live: u64;
  dead: u64;
}

const swept_at: usize = memory.data(16, 8);

function swept(): Swept {
  return changetype<Swept>(swept_at);
}

/** No cell is free until a sweep finds it. */
export function sweep_rewind(): void {
  free_list_clear();
  cells_rewind();
}

/** Sweeps a block; with `eager` its header and the marks of its live cells are written too. */
export function sweep_block(number: u32, eager: bool = false): void {
  const b = heap_block(number);
  enter(Fn.heap_sweep);
  retire(Seg.heap_sweep__block);
  b.unswept = 0;
  swept().live = 0;
  swept().dead = 0;
  const first = b.addr + HEAP_HEADER;
  if (b.cell_bytes === 0) {
    for (let i: u32 = 0; i < INTS_PER_BLOCK; i++) sweep_ints(b.ints + i, eager);
    if (eager) touch_used_ints(b.ints);
    else push_block(b.ints);
  } else {
    sweep_cells(number, eager);
    if (eager && b.fresh > 0) touch_write(first, <u64>b.fresh * <u64>b.cell_bytes);
  }
  // The free list's head and the count stand in the header: a block without dead cells is not written by a lazy sweep.
  if (eager || swept().dead > 0) touch_write(b.addr, HEAP_HEADER);
  if (eager) {
    retire(Seg.heap_sweep__live, swept().live);
    retire(Seg.heap_sweep__dead, swept().dead);
    totals().mark_writes += swept().live;
  } else {
    retire(Seg.heap_sweep__late_live, swept().live);
    retire(Seg.heap_sweep__late_dead, swept().dead);
  }
  totals().link_writes += swept().dead * 2;
  if (eager) note_swept(number);
  emit(Ev.SWEEP, b.addr, swept().live, swept().dead);
  leave();
}

/** Rebuilds the chain of a block's free cells; a lazy sweep puts those that died in front of it. */
function sweep_cells(number: u32, eager: bool): void {
  const b = heap_block(number);
  if (eager) b.free = 0;
  for (let index = b.fresh; index > 0; index--) {
    const state = block_cell_state(b, index - 1);
    if ((state.flags & OCCUPIED) !== 0) {
      state.flags &= ~MARKED;
      swept().live += 1;
      continue;
    }
    if ((state.flags & DEAD) !== 0) b.used -= 1;
    else if (!eager) continue;
    state.flags = 0;
    store64(cell_address(b, index - 1), b.free);
    b.free = cell_address(b, index - 1);
    swept().dead += 1;
  }
}

/** The unmarked ints of a block are free slots from now on; all its free slots join the list. */
function sweep_ints(number: u32, eager: bool): void {
  const before = live_slots(number);
  if (!eager && !has_nursery()) link_dead_slots(number);
  if (int_none_marked(number)) free_all(number);
  else if (!int_all_marked(number)) free_unmarked(number);
  const live = live_slots(number);
  add_live_ints(<i64>live - <i64>before);
  totals().freed += <u64>(before - live);
  if (has_nursery()) {
    // Unboxed ints have no header, and their slots no memory.
    swept().live += <u64>old_ints(number, 0, slots());
    return;
  }
  swept().live += <u64>live;
  if (eager) link_free_slots(number);
}

/** Slots that died since the last sweep: each gets a link. */
function link_dead_slots(number: u32): void {
  if (int_all_marked(number)) return;
  for (let slot: u32 = 0; slot < slots(); slot++) {
    if (slot_state(number, slot) !== SLOT_LIVE || int_is_marked(number, slot)) continue;
    swept().dead += 1;
    touch_write(slots_address(number, slot, 1), 8);
  }
}

function free_all(number: u32): void {
  const b = own_block(number);
  if (b.form === FORM_RUN) {
    b.live_from = <u8>slots();
    b.refcnt = 1;
    return;
  }
  free_unmarked(number);
}

function free_unmarked(number: u32): void {
  materialise(number);
  for (let slot: u32 = 0; slot < slots(); slot++) {
    if (slot_state(number, slot) !== SLOT_LIVE || int_is_marked(number, slot)) continue;
    set_slot(number, slot, SLOT_FREE, 0, slot_value(number, slot));
  }
  coalesce(number);
}

/** Slots that were used and are free: each gets a link anew. */
function link_free_slots(number: u32): void {
  for (let slot: u32 = 0; slot < slots(); slot++) {
    if (slot_state(number, slot) !== SLOT_FREE) continue;
    swept().dead += 1;
    touch_write(slots_address(number, slot, 1), 8);
  }
}

/** Live and free slots that were ever used are written by an eager sweep. */
function touch_used_ints(first: u32): void {
  for (let i: u32 = 0; i < INTS_PER_BLOCK; i++) {
    const last = slots() - 1;
    // Slots are used from the last one on: those never used are the lowest.
    let from: u32 = 0;
    while (from <= last && slot_state(first + i, from) === SLOT_VIRGIN) from += 1;
    if (from <= last) {
      const count = slots() - from;
      touch_write(slots_address(first + i, from, count), <u64>count * cfg(Cfg.INT_BYTES));
    }
  }
}

/** After an eager sweep: blocks without objects are given back, whole mappings to the system. */
export function sweep_ends(): void {
  cells_unlink_empty();
  for (let number: u32 = 0; number < heap_blocks(); number++) {
    const b = heap_block(number);
    if (b.empty !== 0 || b.cell_bytes !== 0) continue;
    let live: u32 = 0;
    for (let i: u32 = 0; i < INTS_PER_BLOCK; i++) live += live_slots(b.ints + i);
    if (live > 0) continue;
    retire(Seg.heap_collect__give_block);
    drop_int_block(number);
  }
  rebuild_free_ints();
  return_arenas();
}

function drop_int_block(number: u32): void {
  const first = heap_block(number).ints;
  for (let i = INTS_PER_BLOCK; i > 0; i--) {
    int_block_ends(first + i - 1);
    block_drop(first + i - 1);
  }
  give_block(number);
}

/** The list of free slots of the blocks that are left, the first block's on top. */
export function rebuild_free_ints(): void {
  free_list_clear();
  for (let number = heap_blocks(); number > 0; number--) {
    const b = heap_block(number - 1);
    if (b.empty !== 0 || b.cell_bytes !== 0) continue;
    push_block(b.ints);
  }
}

/** The free slots of a block's four int blocks. */
export function push_block(first: u32): void {
  for (let i = INTS_PER_BLOCK; i > 0; i--) push_free_slots(first + i - 1);
}

/** Stretches of free slots up to `last`, so that the one with the lowest address is the next to be taken. */
export function push_free_slots(number: u32, last: u32 = slots() - 1): void {
  let low: i32 = -1;
  for (let slot: u32 = 0; slot <= last + 1; slot++) {
    const free = slot <= last && slot_state(number, slot) !== SLOT_LIVE;
    if (free && low < 0) low = <i32>slot;
    if (!free && low >= 0) {
      free_list_push(number, <u32>low, slot - 1);
      low = -1;
    }
  }
}
