/**
 * References of many items at once. Lists of ints refer to neighbouring slots, or again and again to one
 * object: counts change group by group. Where each change must be seen on its own (events are recorded, a
 * word is watched, or another manager counts) they change one by one.
 */
import { Ev } from "../../abi/events";
import { has_own_ints } from "../../collectors/manager";
import { emit, recording } from "../../events/ring";
import { copy_defined, load64, word_at, words_left } from "../../kernel/words";
import { watch } from "../../meter/watch";
import { NO_BLOCK, block_of } from "../intobject/block_pages";
import { slot_address, slot_of } from "../intobject/blocks";
import { add_references_at, is_written } from "../intobject/many";
import { add_refcnts } from "../intobject/references";
import { Py_INCREF, add_count } from "../object/refcount";
import { PyList_GET_ITEM, PyList_STORE_ITEM } from "./access";
import {
  ITEMS_SMALL,
  ItemArray,
  Items,
  append_slots,
  append_small,
  block_after,
  short_items,
  slot_after,
  stretch_of,
} from "./items";
import { small_int } from "../intobject/intobject";
import { ob_item } from "./listobject";

/** Whether nobody sees single references and stores of one step. */
export function in_bulk(): bool {
  return !recording() && watch().high === 0 && !has_own_ints();
}

/** How many of the `most` words from `at` on hold what the first one does. */
export function same_words(at: u64, most: u64): u64 {
  const op = load64(at);
  let count: u64 = 1;
  while (count < most && load64(at + count * 8) === op) count += 1;
  return count;
}

/** How many of the `most` words from `at` on refer to slots downwards from `slot` of block `number`. */
function slots_in_words(at: u64, number: u32, slot: u32, most: u64): u32 {
  let count: u32 = 1;
  while (<u64>count < most && count <= slot) {
    if (load64(at + <u64>count * 8) !== slot_address(number, slot - count)) break;
    count += 1;
  }
  return count;
}

/** One reference more to each of `count` objects, to which the words from `at` on point. */
export function share_words(at: u64, count: u64): void {
  let done: u64 = 0;
  while (done < count) {
    const here = at + done * 8;
    const op = load64(here);
    const times = is_written(op)
      ? add_references_at(word_at(here), 8, min<u64>(count - done, words_left(here)), 1)
      : share_word(here, op, count - done);
    emit(Ev.INCREF, op, 0, 0, times);
    done += times;
  }
}

/** The same for the first of at most `most` words, and those behind it that are alike; how many. */
function share_word(at: u64, op: u64, most: u64): u64 {
  const number = block_of(op);
  if (number !== NO_BLOCK) {
    const slot = slot_of(number, op);
    const group = slots_in_words(at, number, slot, most);
    if (group > 1) {
      add_refcnts(number, slot + 1 - group, group, 1);
      return group;
    }
  }
  const times = same_words(at, most);
  add_count(op, times);
  return times;
}

/** Stores new references to items [from, from + count) of `source` from `at` on. */
export function copy_items(target: u64, at: u64, source: u64, from: u64, count: u64): void {
  const to = load64(ob_item(target));
  const items = load64(ob_item(source));
  if (count > 0 && in_bulk() && short_items(to) === null && short_items(items) === null) {
    share_words(items + from * 8, count);
    copy_defined(to + at * 8, items + from * 8, count);
    return;
  }
  for (let i: u64 = 0; i < count; i++) {
    const item = PyList_GET_ITEM(source, from + i);
    Py_INCREF(item);
    PyList_STORE_ITEM(target, at + i, item);
  }
}

/** Fills `to`, an empty short array, with items [from, from + count) of `source`, which is a short one. */
export function copy_stretches(to: ItemArray, source: ItemArray, from: u64, count: u64): void {
  let done: u64 = 0;
  while (done < count) {
    const s = stretch_of(source, from + done);
    const within = from + done - s.first;
    const here = min<u64>(s.count - within, count - done);
    if (s.kind === ITEMS_SMALL) share_small(to, s.value + <i64>within, here);
    else share_slots(to, s, within, here);
    done += here;
  }
}

function share_small(to: ItemArray, value: i64, count: u64): void {
  for (let i: i64 = 0; i < <i64>count; i++) Py_INCREF(small_int(value + i));
  append_small(to, value, count);
}

function share_slots(to: ItemArray, s: Items, within: u64, count: u64): void {
  let done: u64 = 0;
  while (done < count) {
    const number = block_after(s, within + done);
    const top = slot_after(s, within + done);
    const here = min<u64>(top + 1, count - done);
    const low = top + 1 - <u32>here;
    if (in_bulk()) {
      add_refcnts(number, low, <u32>here, 1);
      emit(Ev.INCREF, slot_address(number, low), 0, 0, here);
    } else for (let i: u32 = 0; i < <u32>here; i++) Py_INCREF(slot_address(number, top - i));
    done += here;
  }
  append_slots(to, block_after(s, within), slot_after(s, within), count);
}
