/**
 * What the collector knows of ints besides their slots: references from the heap and marks. A block of
 * ints that were made in a row and are referred to in a row needs two numbers; another one gets a
 * counter and a bit per slot until the collection ends.
 */
import { Table, allocate, table_add, table_at, table_init } from "../base/memory";
import { SLOT_LIVE, live_slots, slot_refcnt, slot_state, slots } from "../objects/intobject/blocks";
import { FORM_FREED, FORM_RUN, block, block_numbers } from "../objects/intobject/groups";

@unmanaged
class IntMarks {
  /** References that every live int of the block has from the heap. */
  all_refs: u32;
  /** 1 where every live int is marked. */
  all_marked: u32;
  /** A counter and a flag per slot, 0 while none is needed. */
  refs: u32;
  marks: u32;
  /** 1 where every live int is a boxed one of the old space; else a flag per slot, 0 while none is. */
  all_old: u32;
  old: u32;
}

@unmanaged
class Unused {
  refs: u32;
  marks: u32;
}

const RECORD: u32 = 24;
const BLOCKS_MAX: u32 = 1 << 23;
const SLOTS_MAX: usize = 256;
const table_static: usize = memory.data(32, 8);
const unused_at: usize = memory.data(8, 8);

function table(): Table {
  return changetype<Table>(table_static);
}

function unused(): Unused {
  return changetype<Unused>(unused_at);
}

function marks_of(number: u32): IntMarks {
  return changetype<IntMarks>(table_at(table(), number));
}

export function int_marks_reset(): void {
  table_init(table(), RECORD, 10, BLOCKS_MAX);
  unused().refs = 0;
  unused().marks = 0;
}

/** A collection begins: nothing is referred to, nothing is marked. */
export function int_marks_begin(): void {
  while (table().count < block_numbers()) table_add(table());
  for (let number: u32 = 0; number < table().count; number++) {
    const m = marks_of(number);
    m.all_refs = 0;
    m.all_marked = 0;
    if (m.refs !== 0) unused().refs = give(m.refs, unused().refs);
    if (m.marks !== 0) unused().marks = give(m.marks, unused().marks);
    m.refs = 0;
    m.marks = 0;
  }
}

function give(buffer: u32, next: u32): u32 {
  store<u32>(<usize>buffer, next);
  return buffer;
}

function take_refs(): u32 {
  const found = unused().refs;
  if (found === 0) return <u32>allocate(SLOTS_MAX * 4);
  unused().refs = load<u32>(<usize>found);
  memory.fill(<usize>found, 0, SLOTS_MAX * 4);
  return found;
}

function take_marks(): u32 {
  const found = unused().marks;
  if (found === 0) return <u32>allocate(SLOTS_MAX);
  unused().marks = load<u32>(<usize>found);
  memory.fill(<usize>found, 0, SLOTS_MAX);
  return found;
}

/** Whether slots [low, low + count) are all live slots of a block that is kept as a run. */
export function is_whole_run(number: u32, low: u32, count: u32): bool {
  const b = block(number);
  return b.form === FORM_RUN && low + count === slots() && low <= <u32>b.live_from;
}

/** Slots [low, low + count) have a reference more from the heap. */
export function int_add_refs(number: u32, low: u32, count: u32): void {
  const m = marks_of(number);
  if (is_whole_run(number, low, count)) {
    m.all_refs += 1;
    return;
  }
  if (m.refs === 0) m.refs = take_refs();
  for (let slot = low; slot < low + count; slot++) {
    const at = <usize>m.refs + ((<usize>slot) << 2);
    store<u32>(at, load<u32>(at) + 1);
  }
}

/** References from the heap to the int in a slot. */
export function int_heap_refs(number: u32, slot: u32): i64 {
  const m = marks_of(number);
  const own = m.refs === 0 ? 0 : load<u32>(<usize>m.refs + ((<usize>slot) << 2));
  return <i64>m.all_refs + <i64>own;
}

export function int_is_marked(number: u32, slot: u32): bool {
  const m = marks_of(number);
  if (m.all_marked !== 0) return true;
  return m.marks !== 0 && load<u8>(<usize>m.marks + <usize>slot) !== 0;
}

/** The same where no collection has run yet. */
export function int_was_marked(number: u32, slot: u32): bool {
  return number < table().count && int_is_marked(number, slot);
}

/** Whether all live ints of the block have the same count and are all marked, or none is. */
export function ints_are_alike(number: u32): bool {
  return (
    block(number).form === FORM_RUN && (number >= table().count || marks_of(number).marks === 0)
  );
}

/** Whether no int of the block is marked, and whether all live ones are. */
export function int_none_marked(number: u32): bool {
  return marks_of(number).all_marked === 0 && marks_of(number).marks === 0;
}

export function int_all_marked(number: u32): bool {
  return marks_of(number).all_marked !== 0;
}

/** Marks the live ones of slots [low, low + count); how many were not marked before. */
export function int_mark(number: u32, low: u32, count: u32): u32 {
  const m = marks_of(number);
  if (m.all_marked !== 0) return 0;
  if (m.marks === 0 && is_whole_run(number, low, count)) {
    m.all_marked = 1;
    return live_slots(number);
  }
  if (m.marks === 0) m.marks = take_marks();
  let marked: u32 = 0;
  for (let slot = low; slot < low + count; slot++) {
    const at = <usize>m.marks + <usize>slot;
    if (load<u8>(at) !== 0 || slot_state(number, slot) !== SLOT_LIVE) continue;
    store<u8>(at, 1);
    marked += 1;
  }
  return marked;
}

/** Whether the int in a slot is a boxed one that moved to the old space. */
export function int_is_old(number: u32, slot: u32): bool {
  if (number >= table().count) return false;
  const m = marks_of(number);
  return m.all_old !== 0 || (m.old !== 0 && load<u8>(<usize>m.old + <usize>slot) !== 0);
}

/** Slots [low, low + count) hold new ints. */
export function int_is_young(number: u32, low: u32, count: u32): void {
  if (number >= table().count) return;
  const m = marks_of(number);
  if (m.all_old !== 0) split_old(number);
  if (m.old !== 0) memory.fill(<usize>m.old + <usize>low, 0, <usize>count);
}

function split_old(number: u32): void {
  const m = marks_of(number);
  m.all_old = 0;
  m.old = take_marks();
  memory.fill(<usize>m.old, 1, SLOTS_MAX);
}

/** The live int in a slot moves to the old space; false where it is there already. */
export function int_grows_old(number: u32, slot: u32): bool {
  if (int_is_old(number, slot)) return false;
  const m = marks_of(number);
  if (m.old === 0) m.old = take_marks();
  store<u8>(<usize>m.old + <usize>slot, 1);
  return true;
}

/** All ints of the block move at once; false where one of them is old already. */
export function ints_grow_old(number: u32): bool {
  const m = marks_of(number);
  if (m.all_old !== 0 || m.old !== 0) return false;
  m.all_old = 1;
  return true;
}

/** The block is given back. */
export function int_block_ends(number: u32): void {
  if (number >= table().count) return;
  marks_of(number).all_old = 0;
  if (marks_of(number).old !== 0) unused().marks = give(marks_of(number).old, unused().marks);
  marks_of(number).old = 0;
}

/** How many of the live ints of slots [low, low + count) are boxed ones of the old space. */
export function old_ints(number: u32, low: u32, count: u32): u32 {
  if (marks_of(number).all_old !== 0 && is_whole_run(number, low, count)) return live_slots(number);
  let old: u32 = 0;
  for (let slot = low; slot < low + count; slot++) {
    if (slot_state(number, slot) === SLOT_LIVE && int_is_old(number, slot)) old += 1;
  }
  return old;
}

/** The first slot from `from` on whose int has more references than the heap holds, or slots(). */
export function next_int_root(number: u32, from: u32): u32 {
  const b = block(number);
  if (b.form === FORM_FREED) return slots();
  if (b.form === FORM_RUN && marks_of(number).refs === 0) {
    const low = max(from, <u32>b.live_from);
    return <u32>b.refcnt > marks_of(number).all_refs ? low : slots();
  }
  for (let slot = from; slot < slots(); slot++) {
    if (slot_state(number, slot) !== SLOT_LIVE) continue;
    if (slot_refcnt(number, slot) > int_heap_refs(number, slot)) return slot;
  }
  return slots();
}
