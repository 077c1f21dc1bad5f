/**
 * What a collector's heap looks like where the machine is parked: what is marked, where the mark front is, what is
 * garbage, which cells are free. It reads what the manager knows (collectors/) and changes nothing.
 *
 *   REACHED   marked, while marks count: until the sweep has passed over the block; ROOT: the first of them
 *   FRONT     marked and pushed; its fields are not followed to their end yet
 *   GARBAGE   marking did not reach it, or its last reference is gone. What only garbage refers to looks live
 *             until a collection finds out
 */
import { Cfg, LOOK_SHIFT, Look, Owner, PAGE_SHARES_SHIFT, PageShares } from "../abi/layout";
import { cfg } from "../base/config";
import {
  CellState,
  DEAD,
  MARKED,
  OCCUPIED,
  PENDING,
  ROOTED,
  YOUNG,
  block_cell_state,
  cell_address,
} from "../collectors/cells";
import { HEAP_HEADER, HeapBlock, heap_block, heap_block_at } from "../collectors/heap";
import { int_is_old, int_was_marked, ints_are_alike } from "../collectors/int_marks";
import { has_nursery, has_own_heap } from "../collectors/manager";
import { Phase, phase, waits_for_sweep } from "../collectors/progress";
import { INTS_PER_BLOCK } from "../collectors/sweep";
import { is_defined } from "../kernel/words";
import { SLOT_FREE, SLOT_LIVE, slot_refcnt, slot_state, slots } from "../objects/intobject/blocks";
import { FORM_FREED, block, block_address } from "../objects/intobject/groups";
import { Py_REFCNT } from "../objects/object/refcount";

const PAGE: u64 = 4096;

/** Bytes of a page by what they hold. */
@unmanaged
class Parts {
  live: u64;
  free: u64;
  reached: u64;
  front: u64;
  garbage: u64;
}

const parts_at: usize = memory.data(40, 8);

function parts(): Parts {
  return changetype<Parts>(parts_at);
}

/** The number of the heap's block that holds `addr`, or -1. */
function heap_number(addr: u64): i32 {
  return has_own_heap() ? <i32>heap_block_at(addr) - 1 : -1;
}

/** Whether marks of objects in the block count now, and what has none is garbage. */
function is_judged(number: u32): bool {
  return heap_block(number).unswept !== 0 || waits_for_sweep(number);
}

/** What the word at `addr` of the heap belongs to; NONE outside the heap, and for slots of ints. */
export function heap_owner(addr: u64): Owner {
  const number = heap_number(addr);
  if (number < 0) return Owner.NONE;
  const b = heap_block(number);
  if (addr - b.addr < HEAP_HEADER) return Owner.METADATA;
  if (b.cell_bytes === 0) return Owner.NONE;
  const flags = state_at(b, addr).flags;
  if ((flags & DEAD) !== 0) return Owner.LIST;
  // A young object's cell is not written yet.
  if ((flags & YOUNG) !== 0) return Owner.INT_VIRGIN;
  if ((flags & OCCUPIED) !== 0) return Owner.LIST;
  return index_of(b, addr) < b.fresh ? Owner.CELL_FREE : Owner.INT_VIRGIN;
}

function index_of(b: HeapBlock, addr: u64): u32 {
  return <u32>((addr - b.addr - HEAP_HEADER) / <u64>b.cell_bytes);
}

function state_at(b: HeapBlock, addr: u64): CellState {
  // Behind the last cell some bytes may be left.
  return block_cell_state(b, min(index_of(b, addr), b.cells - 1));
}

/** How the collector sees the object whose word is at `addr`. */
export function heap_look(addr: u64): Look {
  const number = heap_number(addr);
  if (number < 0) return Look.NONE;
  const b = heap_block(number);
  if (b.cell_bytes === 0 || addr - b.addr < HEAP_HEADER) return Look.NONE;
  return cell_look(number, b, index_of(b, addr));
}

function cell_look(number: u32, b: HeapBlock, index: u32): Look {
  if (index >= b.cells) return Look.NONE;
  const flags = block_cell_state(b, index).flags;
  if ((flags & DEAD) !== 0) return Look.GARBAGE;
  if ((flags & OCCUPIED) === 0) return Look.NONE;
  if ((flags & PENDING) !== 0) return Look.FRONT;
  const counts = phase() === Phase.MARK || is_judged(number);
  if (counts && (flags & MARKED) !== 0) {
    return (flags & ROOTED) !== 0 ? Look.ROOT : Look.REACHED;
  }
  const op = cell_address(b, index);
  const lonely = is_defined(op + cfg(Cfg.REFCNT_OFFSET)) && Py_REFCNT(op) === 0;
  return lonely ? Look.GARBAGE : Look.NONE;
}

/** How the collector sees the live int in a slot. */
export function int_look(number: u32, slot: u32): Look {
  const heap = heap_number(block_address(number));
  if (heap < 0) return Look.NONE;
  const judged = is_judged(heap);
  if (judged || phase() === Phase.MARK) {
    if (int_was_marked(number, slot)) return Look.REACHED;
    if (judged) return Look.GARBAGE;
  }
  return slot_refcnt(number, slot) === 0 ? Look.GARBAGE : Look.NONE;
}

/** Whether the live int in a slot is in no memory: unboxed in its lists, or in the nursery. */
export function int_is_elsewhere(number: u32, slot: u32): bool {
  return has_nursery() && !int_is_old(number, slot);
}

/** Fills the texel of a page of the heap: see fill_pages. False for another page. */
export function fill_heap_page(addr: u64, at: usize): bool {
  const number = heap_number(addr);
  if (number < 0) return false;
  memory.fill(parts_at, 0, 40);
  const b = heap_block(number);
  if (b.cell_bytes === 0) count_ints(b, addr);
  else count_cells(number, b, addr);
  write_texel(b.cell_bytes === 0, is_judged(number), at);
  return true;
}

function write_texel(ints: bool, judged: bool, at: usize): void {
  const p = parts();
  const seen = p.reached + p.front;
  const live = p.live + seen + p.garbage;
  if (live > 0) store<u8>(at, ints ? Owner.INT_LIVE : Owner.LIST);
  else if (p.free > 0) store<u8>(at, ints ? Owner.INT_FREE : Owner.CELL_FREE);
  else store<u8>(at, ints ? Owner.INT_VIRGIN : Owner.METADATA);
  const about = shares_about(judged);
  let first = live;
  let second = p.free;
  if (about === PageShares.MARKING || about === PageShares.FRONT) {
    first = seen;
    second = p.live + p.garbage;
  } else if (about === PageShares.JUDGED) {
    first = seen;
    second = p.garbage;
  } else if (about === PageShares.WAITING) {
    first = p.live;
    second = p.garbage;
  }
  store<u8>(at, share_of_page(first), 1);
  store<u8>(at, share_of_page(second), 2);
  store<u8>(at, load<u8>(at, 3) | <u8>(about << PAGE_SHARES_SHIFT), 3);
}

function shares_about(judged: bool): PageShares {
  const p = parts();
  const seen = p.reached + p.front;
  if (seen > 0 && phase() === Phase.MARK) {
    return p.front > 0 ? PageShares.FRONT : PageShares.MARKING;
  }
  if (seen > 0 || (judged && p.garbage > 0)) return PageShares.JUDGED;
  return p.garbage > 0 ? PageShares.WAITING : PageShares.USE;
}

function share_of_page(bytes: u64): u8 {
  return bytes >= PAGE ? 255 : <u8>((bytes * 255) / PAGE);
}

function add_part(look: Look, bytes: u64): void {
  const p = parts();
  if (look === Look.REACHED || look === Look.ROOT) p.reached += bytes;
  else if (look === Look.FRONT) p.front += bytes;
  else if (look === Look.GARBAGE) p.garbage += bytes;
  else p.live += bytes;
}

/** Cells that begin in the page. */
function count_cells(number: u32, b: HeapBlock, addr: u64): void {
  const size = <u64>b.cell_bytes;
  const first = b.addr + HEAP_HEADER;
  let index: u32 = addr <= first ? 0 : <u32>((addr - first + size - 1) / size);
  for (; index < b.fresh && cell_address(b, index) < addr + PAGE; index++) {
    const flags = block_cell_state(b, index).flags;
    if ((flags & YOUNG) !== 0) continue;
    if ((flags & (OCCUPIED | DEAD)) === 0) parts().free += size;
    else add_part(cell_look(number, b, index), size);
  }
}

/** Slots of ints that begin in the page. */
function count_ints(b: HeapBlock, addr: u64): void {
  const step = cfg(Cfg.INT_BYTES);
  for (let i: u32 = 0; i < INTS_PER_BLOCK; i++) {
    const number = b.ints + i;
    if (block(number).form === FORM_FREED) continue;
    const first = block_address(number);
    const end = addr + PAGE;
    const low: u32 = first >= addr ? 0 : <u32>((addr - first + step - 1) / step);
    const reach: u32 = end <= first ? 0 : <u32>((end - first + step - 1) / step);
    const high = min(reach, slots());
    if (low < high) count_slots(number, slots() - high, slots() - low);
  }
}

/** Slots [low, high) of a block: where all live ones look alike, the first one speaks for all. */
function count_slots(number: u32, low: u32, high: u32): void {
  const step = cfg(Cfg.INT_BYTES);
  const alike = !has_nursery() && ints_are_alike(number);
  let look = Look.NONE;
  let known = false;
  for (let slot = low; slot < high; slot++) {
    const state = slot_state(number, slot);
    if (state !== SLOT_LIVE || int_is_elsewhere(number, slot)) {
      if (state === SLOT_FREE) parts().free += step;
      continue;
    }
    if (!known || !alike) look = int_look(number, slot);
    known = true;
    add_part(look, step);
  }
}

/** A word's owner and look in one byte. */
export function with_look(owner: u32, look: u32): u32 {
  return owner | (look << LOOK_SHIFT);
}
