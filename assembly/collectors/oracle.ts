/**
 * The oracle: after a collection it works out once more, naively and with code of its own, what is
 * reachable. It knows of each type where its references lie, not how the type traverses itself; it finds
 * what is reachable by passing over all objects again and again until nothing changes.
 *
 *   LOST   a reference that leads to no object: something reachable was freed
 *   KEPT   an object that no root reaches: something unreachable was kept
 *
 * Tests switch it on (Cfg.GC_ORACLE); it costs no instructions and writes no page.
 */
import { Cfg } from "../abi/layout";
import { Ty } from "../abi/types";
import { cfg } from "../base/config";
import { allocate } from "../base/memory";
import { tstate } from "../interp/errors";
import { is_defined, load64 } from "../kernel/words";
import { NO_BLOCK, block_of } from "../objects/intobject/block_pages";
import { SLOT_LIVE, slot_address, slot_of, slot_state, slots } from "../objects/intobject/blocks";
import { FORM_FREED, block, block_numbers } from "../objects/intobject/groups";
import { item_at, short_items } from "../objects/listobject/items";
import { Py_REFCNT, Py_TYPE, field, get_field } from "../objects/object/refcount";
import {
  OCCUPIED,
  REMEMBERED,
  YOUNG,
  CellState,
  block_cell_state,
  cell_address,
  cell_room,
  cell_state,
  large_at,
  large_count,
} from "./cells";
import { heap_block, heap_block_at, heap_blocks } from "./heap";
import { int_is_marked } from "./int_marks";
import { totals } from "./totals";

/** What the oracle keeps of an object: its address, references from others, whether it was reached. */
@unmanaged
export class Known {
  op: u64;
  refs: u32;
  reached: u32;
}

const KNOWN_BYTES: usize = 16;
/** Heaps of more objects take too long for a naive search. */
const OBJECTS_MAX: u32 = 100000;

@unmanaged
export class Oracle {
  table: usize;
  /** Open-addressed: index + 1 by address. */
  index: usize;
  count: u32;
  changed: u32;
}

const INDEX_SLOTS: u32 = 1 << 18;
const oracle_at: usize = memory.data(16, 8);

export function oracle(): Oracle {
  return changetype<Oracle>(oracle_at);
}

export function oracle_reset(): void {
  memory.fill(oracle_at, 0, 16);
}

export function known(i: u32): Known {
  return changetype<Known>(oracle().table + <usize>i * KNOWN_BYTES);
}

/** What is done with each reference. */
enum Look {
  COUNT,
  REACH,
  /** A reference from an old object that no barrier noticed: it must not lead to a young one. */
  YOUNG,
}

/** Compares what is there with what should be. */
export function oracle_check(): void {
  if (cfg(Cfg.GC_ORACLE) === 0 || !list_objects()) return;
  each_reference_of_all(Look.COUNT);
  for (let i: u32 = 0; i < oracle().count; i++) {
    if (count_of(known(i).op) > <i64>known(i).refs) known(i).reached = 1;
  }
  oracle().changed = 1;
  while (oracle().changed !== 0) {
    oracle().changed = 0;
    each_reference_of_all(Look.REACH);
  }
  for (let i: u32 = 0; i < oracle().count; i++) {
    if (known(i).reached === 0) totals().kept += 1;
  }
  look_at_frames();
}

/** Before a minor collection: every old list and dictionary that refers to a young object was noticed. */
export function oracle_check_barrier(): void {
  if (cfg(Cfg.GC_ORACLE) === 0) return;
  for (let number: u32 = 0; number < heap_blocks(); number++) {
    const b = heap_block(number);
    if (b.empty !== 0 || b.cell_bytes === 0) continue;
    for (let cell: u32 = 0; cell < b.fresh; cell++) {
      const flags = block_cell_state(b, cell).flags;
      if ((flags & OCCUPIED) === 0 || (flags & (YOUNG | REMEMBERED)) !== 0) continue;
      const op = cell_address(b, cell);
      const type = Py_TYPE(op);
      if (type === Ty.list || type === Ty.dict) each_reference(op, Look.YOUNG);
    }
  }
}

/** Types under construction have no count: whoever makes them holds them. */
function count_of(op: u64): i64 {
  return Py_TYPE(op) === Ty.NONE ? i64.MAX_VALUE : Py_REFCNT(op);
}

/** Nothing is listed. */
export function oracle_begin(): void {
  const o = oracle();
  if (o.table === 0) {
    o.table = allocate(<usize>OBJECTS_MAX * KNOWN_BYTES);
    o.index = allocate(<usize>INDEX_SLOTS * 4);
  }
  memory.fill(o.index, 0, <usize>INDEX_SLOTS * 4);
  o.count = 0;
}

/** Lists all objects that are there; false where there are too many. */
function list_objects(): bool {
  oracle_begin();
  for (let number: u32 = 0; number < heap_blocks(); number++) {
    const b = heap_block(number);
    if (b.empty !== 0 || b.cell_bytes === 0) continue;
    for (let cell: u32 = 0; cell < b.fresh; cell++) {
      if ((block_cell_state(b, cell).flags & OCCUPIED) === 0) continue;
      if (!add(cell_address(b, cell))) return false;
    }
  }
  for (let i: u32 = 0; i < large_count(); i++) {
    if (large_at(i).addr !== 0 && !add(large_at(i).addr)) return false;
  }
  return list_ints();
}

/** Ints that were marked: others wait for a lazy sweep. */
function list_ints(): bool {
  for (let number: u32 = 0; number < block_numbers(); number++) {
    if (block(number).form === FORM_FREED) continue;
    for (let slot: u32 = 0; slot < slots(); slot++) {
      if (slot_state(number, slot) !== SLOT_LIVE || !int_is_marked(number, slot)) continue;
      if (!add(slot_address(number, slot))) return false;
    }
  }
  return true;
}

/** Where the index keeps the number + 1 of the object at `op`: 0 there while it is not listed. */
export function slot_for(op: u64): usize {
  let slot = <u32>((op * 0x9e3779b97f4a7c15) >> 46);
  while (true) {
    const at = oracle().index + ((<usize>slot) << 2);
    const found = load<u32>(at);
    if (found === 0 || known(found - 1).op === op) return at;
    slot = (slot + 1) & (INDEX_SLOTS - 1);
  }
}

/** Lists an object; false where there are too many. */
export function add(op: u64): bool {
  const o = oracle();
  if (o.count === OBJECTS_MAX) return false;
  const k = known(o.count);
  k.op = op;
  k.refs = 0;
  k.reached = 0;
  o.count += 1;
  store<u32>(slot_for(op), o.count);
  return true;
}

function each_reference_of_all(look: Look): void {
  for (let i: u32 = 0; i < oracle().count; i++) {
    if (look === Look.REACH && known(i).reached !== 1) continue;
    // 2: its references were looked at.
    if (look === Look.REACH) known(i).reached = 2;
    each_reference(known(i).op, look);
  }
}

function each_reference(op: u64, look: Look): void {
  switch (Py_TYPE(op)) {
    case Ty.NONE:
    case Ty.int:
    case Ty.float:
    case Ty.long:
    case Ty.str:
    case Ty.array:
    case Ty.xrange:
    case Ty.rangeiterator:
      return;
    case Ty.list: {
      const items = get_field(op, 1);
      for (let i: u64 = 0; i < get_field(op, 0); i++) see(item_of(items, i), look);
      return;
    }
    case Ty.tuple:
      for (let i: u64 = 0; i < get_field(op, 0); i++) see(get_field(op, 1 + i), look);
      return;
    case Ty.dict:
      return entries(op, look);
    case Ty.frame:
      return frame_words(op, look);
    default:
      return plain_words(op, look);
  }
}

export function item_of(items: u64, index: u64): u64 {
  const short = short_items(items);
  return short === null ? load64(items + index * 8) : item_at(short, index);
}

/** Table and mask of a dictionary are its fields 3 and 2; an entry is hash, key, value. */
function entries(op: u64, look: Look): void {
  const table = get_field(op, 3);
  for (let i: u64 = 0; i <= get_field(op, 2); i++) {
    const at = table + i * 24;
    if (!is_defined(at + 16) || load64(at + 16) === 0) continue;
    see(load64(at + 8), look);
    see(load64(at + 16), look);
  }
}

/** Field 1 to the value stack of a frame, but for addresses within the frame. */
function frame_words(op: u64, look: Look): void {
  const stack = get_field(op, 6);
  const top = get_field(op, 7);
  const end = top === 0 ? stack : top;
  for (let at = field(op, 1); at < end; at += 8) {
    const own = at === field(op, 6) || at === field(op, 7);
    // Between the exception's fields and the locals lie numbers.
    const numbers = at >= field(op, 12) && at < field(op, 45);
    if (!own && !numbers && is_defined(at)) see(load64(at), look);
  }
}

/** Every word of the object that is an object's address. */
function plain_words(op: u64, look: Look): void {
  const type = Py_TYPE(op);
  const end = op + cell_room(op);
  for (let at = field(op, 0); at < end; at += 8) {
    if (!is_defined(at)) continue;
    // A dead frame that code keeps is no reference.
    if (type === Ty.code && at === field(op, 12)) continue;
    const word = load64(at);
    if (is_address(word)) see(word, look);
  }
}

function is_address(word: u64): bool {
  if (block_of(word) !== NO_BLOCK) return true;
  return heap_block_at(word) !== 0 || cell_state(word) !== 0;
}

function see(op: u64, look: Look): void {
  if (op === 0) return;
  if (look === Look.YOUNG) {
    const at = cell_state(op);
    if (at !== 0 && (changetype<CellState>(at).flags & YOUNG) !== 0) totals().lost += 1;
    return;
  }
  const number = block_of(op);
  if (number !== NO_BLOCK) {
    // An int that is referred to is a live slot, and it was marked.
    const slot = slot_of(number, op);
    const there = slot_state(number, slot) === SLOT_LIVE && int_is_marked(number, slot);
    if (there) reach(op, look);
    else if (look === Look.COUNT) totals().lost += 1;
    return;
  }
  if (heap_block_at(op) === 0 && cell_state(op) === 0) return;
  reach(op, look);
}

function reach(op: u64, look: Look): void {
  const found = load<u32>(slot_for(op));
  if (found === 0) {
    if (look === Look.COUNT) totals().lost += 1;
    return;
  }
  const k = known(found - 1);
  if (look === Look.COUNT) k.refs += 1;
  else if (k.reached === 0) {
    k.reached = 1;
    oracle().changed = 1;
  }
}

/** The frames that run: their code, globals and locals are there, whatever counts say. */
function look_at_frames(): void {
  for (let frame = tstate().frame; frame !== 0; frame = get_field(frame, 1)) {
    const state = cell_state(frame);
    const there = state === 0 || (changetype<CellState>(state).flags & OCCUPIED) !== 0;
    if (!there) {
      totals().lost += 1;
      return;
    }
    frame_words(frame, Look.COUNT);
  }
}
