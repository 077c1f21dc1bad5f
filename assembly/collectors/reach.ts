/**
 * What is reached: the visitor that the types' own traverse functions call (objects/traverse.ts), in one
 * of three passes over the heap.
 *
 *   COUNT  how many references each object has from objects of the heap
 *   MARK   what is reachable gets its mark, and is pushed if it has fields
 *   DROP   references that dead objects held are taken off the shadow counts of what survives
 *
 * Roots are found as CPython's collector finds them: an object with more references than the heap
 * holds is referred to from a frame that runs, from C, or from an object of the start-up.
 */
import { Ty } from "../abi/types";
import { check } from "../base/fault";
import { Seg } from "../abi/segments";
import { retire } from "../meter/ledger";
import { NO_BLOCK, block_of } from "../objects/intobject/block_pages";
import { SLOT_LIVE, slot_of, slot_state, slots_address } from "../objects/intobject/blocks";
import { own_block } from "../objects/intobject/groups";
import { add_refcnt, small_int } from "../objects/intobject/intobject";
import {
  ITEMS_SMALL,
  ItemArray,
  block_after,
  item_at,
  slot_after,
  stretch_of,
} from "../objects/listobject/items";
import { PyList_GET_SIZE } from "../objects/listobject/access";
import { Py_REFCNT, Py_TYPE, add_count } from "../objects/object/refcount";
import { Visit, tp_traverse, type_has_fields } from "../objects/traverse";
import { BOXED, CellState, DEAD, MARKED, OCCUPIED, PENDING, ROOTED, cell_state } from "./cells";
import { int_add_refs, int_is_marked, int_mark, is_whole_run, old_ints } from "./int_marks";
import { has_nursery, note_marked } from "./manager";
import { is_list_of_ints, move_ints } from "./nursery";
import { mark_pop, mark_push, mark_stack_count } from "./mark_stack";
import { cfg } from "../base/config";
import { Cfg } from "../abi/layout";

/** What the running marking is about. */
@unmanaged
class Marking {
  /** 1 during a minor collection: its steps are counted elsewhere (nursery.ts). */
  minor: u32;
  /** 1 while the items of a list of ints are looked at. */
  unboxed: u32;
  /** 1 while a root is marked, not what it leads to. */
  root: u32;
}

const marking_at: usize = memory.data(12, 8);

function marking(): Marking {
  return changetype<Marking>(marking_at);
}

/** A minor collection begins, or ends. */
export function mark_for_minor(on: bool): void {
  marking().minor = on ? 1 : 0;
  marking().unboxed = 0;
}

/** How often a step of marking is charged. */
function cost(): u32 {
  return marking().minor === 0 ? 1 : 0;
}

/** One reference to `op` was found, in the pass `mode`. */
export function collector_visit(op: u64, mode: Visit): void {
  if (mode === Visit.MARK) retire(Seg.heap_mark__field, cost());
  const at = cell_state(op);
  if (at !== 0) return visit_cell(op, changetype<CellState>(at), mode);
  const number = block_of(op);
  if (number !== NO_BLOCK) visit_ints(number, slot_of(number, op), 1, mode);
}

function visit_cell(op: u64, state: CellState, mode: Visit): void {
  check((state.flags & OCCUPIED) !== 0, op);
  switch (mode) {
    case Visit.COUNT:
      state.refs += 1;
      return;
    case Visit.MARK:
      mark_cell(op, state);
      return;
    default:
      // What died with the holder has no count any more.
      if ((state.flags & DEAD) === 0) add_count(op, -1);
  }
}

/** Slots [low, low + count) of a block of ints are referred to once more. */
function visit_ints(number: u32, low: u32, count: u32, mode: Visit): void {
  switch (mode) {
    case Visit.COUNT:
      int_add_refs(number, low, count);
      return;
    case Visit.MARK:
      mark_ints(number, low, count);
      return;
    default:
      drop_ints(number, low, count);
  }
}

/** Live ints of slots [low, low + count) get their mark. */
export function mark_ints(number: u32, low: u32, count: u32): void {
  if (has_nursery()) return mark_young_ints(number, low, count);
  const marked = int_mark(number, low, count);
  if (marked === 0) return;
  retire(Seg.heap_mark__int, marked);
  note_ints(number, low, count, marked);
}

/** `marked` of the `count` ints of slots from `low` on got their marks. */
function note_ints(number: u32, low: u32, count: u32, marked: u64): void {
  const bytes = <u64>count * cfg(Cfg.INT_BYTES);
  note_marked(slots_address(number, low, count), bytes, marked, marking().root !== 0);
}

/** Ints that something outside the heap refers to. */
export function mark_int_root(number: u32, slot: u32): void {
  marking().root = 1;
  mark_ints(number, slot, 1);
  marking().root = 0;
}

/** An object that something outside the heap refers to, and all that it leads to. */
export function mark_root(op: u64, state: CellState): void {
  marking().root = 1;
  if ((state.flags & MARKED) === 0) state.flags |= ROOTED;
  mark_cell(op, state);
  marking().root = 0;
  mark_pending();
}

/**
 * Under a manager with a nursery, ints that only lists of ints refer to are unboxed: they have no header to be
 * marked. A minor collection moves the others to the old space, a major one marks them there.
 */
function mark_young_ints(number: u32, low: u32, count: u32): void {
  int_mark(number, low, count);
  if (marking().minor !== 0) {
    if (marking().unboxed === 0) move_ints(number, low, count);
    return;
  }
  const old = old_ints(number, low, count);
  if (old === 0) return;
  retire(Seg.heap_mark__old_int, old);
  note_ints(number, low, count, old);
}

export function mark_cell(op: u64, state: CellState): void {
  if ((state.flags & MARKED) !== 0) return;
  state.flags |= MARKED;
  retire(Seg.heap_mark__object, cost());
  if (marking().minor === 0) note_marked(op, 8, 1, marking().root !== 0);
  // An object that is being made has no type yet; C holds what it will refer to.
  const type = Py_TYPE(op);
  if (type === Ty.NONE || !type_has_fields(type)) return;
  state.flags |= PENDING;
  mark_push(op);
}

/** Follows the fields of everything that was pushed. */
export function mark_pending(): void {
  while (mark_stack_count() > 0) {
    const op = mark_pop();
    retire(Seg.heap_mark__pop, cost());
    marking().unboxed = has_nursery() && is_unboxed(op) ? 1 : 0;
    tp_traverse(op, Visit.MARK, 0);
    marking().unboxed = 0;
    changetype<CellState>(cell_state(op)).flags &= ~PENDING;
  }
}

/** Whether the items of `op` are numbers; a list that held anything else keeps its objects until it is empty. */
function is_unboxed(op: u64): bool {
  if (Py_TYPE(op) !== Ty.list) return false;
  const state = changetype<CellState>(cell_state(op));
  if ((state.flags & BOXED) !== 0 && PyList_GET_SIZE(op) > 0) return false;
  const plain = is_list_of_ints(op);
  if (plain) state.flags &= ~BOXED;
  else state.flags |= BOXED;
  return plain;
}

function drop_ints(number: u32, low: u32, count: u32): void {
  const b = own_block(number);
  if (is_whole_run(number, low, count) && b.refcnt > 1) {
    b.refcnt -= 1;
    return;
  }
  for (let slot = low; slot < low + count; slot++) {
    if (slot_state(number, slot) !== SLOT_LIVE || !int_is_marked(number, slot)) continue;
    add_refcnt(number, slot, -1);
  }
}

/** The items of an array in short form, by stretches; false where items were stored one by one. */
export function visit_short_items(list: u64, a: ItemArray, mode: Visit): void {
  let size = PyList_GET_SIZE(list);
  // A list that is being filled: what lies behind the items so far is null.
  if (a.disturbed === 0) size = min(size, a.filled);
  else {
    for (let index = size; index > 0; index--) {
      const op = item_at(a, index - 1);
      if (op !== 0) collector_visit(op, mode);
    }
    return;
  }
  let index: u64 = 0;
  while (index < size) {
    const s = stretch_of(a, index);
    const within = index - s.first;
    const left = min(s.count - within, size - index);
    if (s.kind === ITEMS_SMALL) {
      for (let i: u64 = 0; i < left; i++) {
        collector_visit(small_int(s.value + <i64>(within + i)), mode);
      }
      index += left;
      continue;
    }
    const slot = slot_after(s, within);
    const count = <u32>min(left, <u64>slot + 1);
    if (mode === Visit.MARK)
      retire(Seg.heap_mark__field_of_ints, marking().unboxed !== 0 ? 0 : count * cost());
    visit_ints(block_after(s, within), slot + 1 - count, count, mode);
    index += count;
  }
}

/** Whether `op`, an object of the heap, is referred to from elsewhere; its count must bear it out. */
export function is_root(op: u64, state: CellState): bool {
  if (Py_TYPE(op) === Ty.NONE) return true;
  const count = Py_REFCNT(op);
  check(count >= <i64>state.refs, op);
  return count > <i64>state.refs;
}
