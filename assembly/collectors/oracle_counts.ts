/**
 * The oracle of the managers that count references: after a collection of CPython's it works out once more, naively and
 * with code of its own, what the program's containers and ints hold.
 *
 *   LOST   a reference to an object whose count is 0, to an int that is a free slot, or more references than counted
 *   KEPT   after a full collection: a container or an int that no root reaches
 *
 * Roots are objects with more references than the listed ones hold. Objects of the recorded start-up have no words: what
 * they refer to is a root. A type whose fields are not told here holds roots, too: nothing is called kept because of it.
 */
import { Cfg } from "../abi/layout";
import { FIRST_EXCEPTION, Ty } from "../abi/types";
import { cfg } from "../base/config";
import { is_defined, load64 } from "../kernel/words";
import { FROM_GC, GEN_HEAD, next_of } from "../modules/gcmodule/lists";
import { NUM_GENERATIONS } from "../modules/gcmodule/generations";
import { exception_words } from "../objects/exceptions";
import { NO_BLOCK, block_of } from "../objects/intobject/block_pages";
import { SLOT_LIVE, slot_address, slot_of, slot_state, slots } from "../objects/intobject/blocks";
import { FORM_FREED, block, block_numbers } from "../objects/intobject/groups";
import { Py_REFCNT, Py_TYPE, field, get_field, type_address } from "../objects/object/refcount";
import { type_at } from "../objects/types";
import { add, item_of, known, oracle, oracle_begin, slot_for } from "./oracle";
import { totals } from "./totals";

/** What is done with each reference. */
enum Look {
  /** It is listed, and counted. */
  COUNT,
  REACH,
}

/** Offset of the value in a dictionary's entry, and bytes of an entry. */
const VALUE: u64 = 16;
const ENTRY: u64 = 24;

/** Checks what a collection left, a `full` one or one of young objects. */
export function oracle_check_counts(full: bool): void {
  if (cfg(Cfg.GC_ORACLE) === 0) return;
  oracle_begin();
  const containers = list_containers();
  if (containers < 0 || !list_ints()) return;
  const asked = oracle().count;
  // What is referred to joins the list while it is walked.
  for (let i: u32 = 0; i < oracle().count; i++) {
    if (!each_reference(known(i).op, Look.COUNT)) return;
  }
  for (let i: u32 = 0; i < oracle().count; i++) {
    const count = Py_REFCNT(known(i).op);
    if (count < <i64>known(i).refs) totals().lost += 1;
    if (count > <i64>known(i).refs) known(i).reached = 1;
  }
  reach_all();
  if (!full) return;
  for (let i: u32 = 0; i < asked; i++) {
    if (known(i).reached === 0) totals().kept += 1;
  }
}

/** Lists what the collector watches; how many, or -1 where there are too many. */
function list_containers(): i32 {
  for (let index: u32 = 0; index < NUM_GENERATIONS; index++) {
    const head = GEN_HEAD(index);
    for (let gc = next_of(head); gc !== head; gc = next_of(gc)) {
      const op = FROM_GC(gc);
      if (is_object(op) && !add(op)) return -1;
    }
  }
  return <i32>oracle().count;
}

function list_ints(): bool {
  for (let number: u32 = 0; number < block_numbers(); number++) {
    if (block(number).form === FORM_FREED) continue;
    for (let slot: u32 = 0; slot < slots(); slot++) {
      if (slot_state(number, slot) === SLOT_LIVE && !add(slot_address(number, slot))) return false;
    }
  }
  return true;
}

/** Whether `op` has the words of an object: a type and a count. */
function is_object(op: u64): bool {
  if (!is_defined(type_address(op)) || !is_defined(op + cfg(Cfg.REFCNT_OFFSET))) return false;
  return type_at(load64(type_address(op))) !== Ty.NONE;
}

/** Passes over all objects again and again until nothing new is reached. */
function reach_all(): void {
  oracle().changed = 1;
  while (oracle().changed !== 0) {
    oracle().changed = 0;
    for (let i: u32 = 0; i < oracle().count; i++) {
      if (known(i).reached !== 1) continue;
      // 2: its references were looked at.
      known(i).reached = 2;
      each_reference(known(i).op, Look.REACH);
    }
  }
}

/** False where there are too many objects. */
function each_reference(op: u64, look: Look): bool {
  const type = Py_TYPE(op);
  if (type >= FIRST_EXCEPTION) return fields(op, 0, exception_words(type), look);
  switch (type) {
    case Ty.list: {
      const items = get_field(op, 1);
      for (let i: u64 = 0; i < get_field(op, 0); i++) {
        if (!see(item_of(items, i), look)) return false;
      }
      return true;
    }
    case Ty.tuple:
      return fields(op, 1, get_field(op, 0), look);
    case Ty.dict:
      return entries(op, look);
    case Ty.frame:
      return frame(op, look);
    case Ty.function_:
      return fields(op, 0, 7, look) && fields(op, 8, 1, look);
    case Ty.traceback:
      return fields(op, 0, 2, look);
    case Ty.slice:
      return fields(op, 0, 3, look);
    case Ty.listiterator:
    case Ty.listreverseiterator:
    case Ty.tupleiterator:
    case Ty.iterator:
    case Ty.reversed:
      return fields(op, 1, 1, look);
    default:
      return true;
  }
}

/** `count` fields from `first` on. */
function fields(op: u64, first: u64, count: u64, look: Look): bool {
  for (let i = first; i < first + count; i++) {
    if (is_defined(field(op, i)) && !see(get_field(op, i), look)) return false;
  }
  return true;
}

/** Table and mask of a dictionary are its fields 3 and 2; an entry is hash, key, value. */
function entries(op: u64, look: Look): bool {
  if (!is_defined(field(op, 3)) || !is_defined(field(op, 2))) return true;
  const table = get_field(op, 3);
  for (let i: u64 = 0; i <= get_field(op, 2); i++) {
    const at = table + i * ENTRY;
    if (!is_defined(at + VALUE) || load64(at + VALUE) === 0) continue;
    if (!see(load64(at + 8), look) || !see(load64(at + VALUE), look)) return false;
  }
  return true;
}

/** Fields of a frame, its locals and what lies on the stack of one that does not run. */
function frame(op: u64, look: Look): bool {
  const stack = get_field(op, 6);
  const top = is_defined(field(op, 7)) ? get_field(op, 7) : 0;
  const locals = (stack - field(op, 0)) >> 3;
  const end = top === 0 ? locals : (top - field(op, 0)) >> 3;
  return fields(op, 1, 5, look) && fields(op, 8, 4, look) && fields(op, 45, end - 45, look);
}

/** One reference; false where there are too many objects. */
function see(op: u64, look: Look): bool {
  if (op === 0) return true;
  const number = block_of(op);
  const lives = number !== NO_BLOCK && slot_state(number, slot_of(number, op)) === SLOT_LIVE;
  if (number !== NO_BLOCK ? !lives : is_object(op) && Py_REFCNT(op) <= 0) {
    if (look === Look.COUNT) totals().lost += 1;
    return true;
  }
  if (number === NO_BLOCK && !is_object(op)) return true;
  const at = slot_for(op);
  if (load<u32>(at) === 0) {
    // Only counting lists objects: it has seen every reference when reaching begins.
    if (!add(op)) return false;
  }
  const k = known(load<u32>(slot_for(op)) - 1);
  if (look === Look.COUNT) k.refs += 1;
  else if (k.reached === 0) {
    k.reached = 1;
    oracle().changed = 1;
  }
  return true;
}
