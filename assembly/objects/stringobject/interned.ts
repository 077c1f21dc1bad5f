/**
 * The dictionary of interned strs (Objects/stringobject.c: `interned`), as a table of the machine:
 * open addressing over the objects' addresses, twice as large whenever it is two thirds full.
 */
import { allocate } from "../../base/memory";
import { text_drop, text_mark } from "../../base/text";
import { Py_SIZE, make_immortal } from "../object/refcount";
import { string_view } from "./bytes";
import { same_bytes } from "./find";
import { hash_of } from "./hash";

/** Address of a removed str: a slot that a search walks over. */
const REMOVED: u64 = 1;
const FIRST_SLOTS: u32 = 4096;

@unmanaged
class Interned {
  slots: usize;
  mask: u32;
  /** Slots that are not empty. */
  used: u32;
}

const interned_at: usize = memory.data(16, 8);

function interned(): Interned {
  return changetype<Interned>(interned_at);
}

/** Forgets all interned strs. The machine's memory was reset before. */
export function interned_reset(): void {
  interned().slots = 0;
  interned().mask = 0;
  interned().used = 0;
}

function make_table(slots: u32): void {
  interned().slots = allocate(<usize>slots * 8);
  interned().mask = slots - 1;
  interned().used = 0;
}

/** Its hash, whether or not the object knows it; the table's question costs nothing. */
function hash_without_cost(op: u64): u32 {
  const mark = text_mark();
  const hash = hash_of(string_view(op), Py_SIZE(op));
  text_drop(mark);
  return <u32>(hash ^ (hash >> 32));
}

/** Where a str with the text of `op` lies in the table, or the empty slot where it would go. */
function slot_for(op: u64): usize {
  let index = hash_without_cost(op) & interned().mask;
  while (true) {
    const at = interned().slots + ((<usize>index) << 3);
    const found = load<u64>(at);
    if (found === 0 || found === op) return at;
    if (found !== REMOVED && Py_SIZE(found) === Py_SIZE(op) && same_bytes(found, op, Py_SIZE(op))) {
      return at;
    }
    index = (index + 1) & interned().mask;
  }
}

/** The interned str with the text of `op`, or 0. */
export function interned_find(op: u64): u64 {
  if (interned().slots === 0) return 0;
  return load<u64>(slot_for(op));
}

/** Adds a str that is not there yet. */
export function interned_add(op: u64): void {
  if (interned().slots === 0) make_table(FIRST_SLOTS);
  if (interned().used * 3 >= interned().mask * 2) grow();
  store<u64>(slot_for(op), op);
  interned().used += 1;
  make_immortal(op);
}

/** Removes a str that is there. */
export function interned_remove(op: u64): void {
  store<u64>(slot_for(op), REMOVED);
}

function grow(): void {
  const old = interned().slots;
  const slots = interned().mask + 1;
  make_table(slots * 2);
  for (let i: u32 = 0; i < slots; i++) {
    const op = load<u64>(old + ((<usize>i) << 3));
    if (op === 0 || op === REMOVED) continue;
    store<u64>(slot_for(op), op);
    interned().used += 1;
  }
}
