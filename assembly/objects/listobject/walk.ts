/**
 * Many items of a list at once, for loops that pass over them: which pages a reference to each of them
 * touches, and for how long they are ints whose values follow each other.
 */
import { Cfg } from "../../abi/layout";
import { Ty } from "../../abi/types";
import { cfg } from "../../base/config";
import { IMMORTAL_REFCNT, has_int_pools } from "../../collectors/manager";
import { touch_write } from "../../kernel/fault";
import { type_is_gc } from "../../modules/gcmodule/gcmodule";
import { load64 } from "../../kernel/words";
import { NO_BLOCK, block_of } from "../intobject/block_pages";
import { slot_value, slots, slots_address } from "../intobject/blocks";
import { FORM_RUN, block } from "../intobject/groups";
import { small_int } from "../intobject/intobject";
import { PyInt_AS_LONG } from "../intobject/convert";
import { Py_REFCNT, Py_TYPE } from "../object/refcount";
import { PyList_GET_ITEM } from "./access";
import {
  ITEMS_SMALL,
  ItemArray,
  Items,
  block_after,
  item_at,
  short_items,
  slot_after,
  stretch_of,
} from "./items";
import { ob_item } from "./listobject";

/** Items whose values are compared at once where each is a word of its own. */
const COMPARED_MAX: u64 = 65536;

/** Ints in a row: the value of the first and what each adds to the one before. */
@unmanaged
class Row {
  value: i64;
  step: i64;
}

const row_at: usize = memory.data(16, 8);

function row(): Row {
  return changetype<Row>(row_at);
}

/** Of the ints that `ints_in_row` found. */
export function row_value(): i64 {
  return row().value;
}

export function row_step(): i64 {
  return row().step;
}

/** The row begins `items` items later, and goes on in steps of `step` items. */
export function row_ahead(items: i64, step: i64): void {
  row().value += row().step * items;
  row().step *= step;
}

function touch_count(op: u64): void {
  if (has_int_pools() && Py_REFCNT(op) === IMMORTAL_REFCNT) return;
  touch_write(op + cfg(Cfg.REFCNT_OFFSET), 8);
}

/** Writes the reference counts of items [first, first + count) back as they are: pages are touched. */
export function touch_items(list: u64, first: u64, count: u64): void {
  const items = load64(ob_item(list));
  const short = short_items(items);
  if (short === null) {
    for (let i: u64 = 0; i < count; i++) touch_count(load64(items + (first + i) * 8));
  } else if (short.disturbed !== 0) {
    for (let i: u64 = 0; i < count; i++) touch_count(item_at(short, first + i));
  } else touch_stretches(short, first, count);
}

function touch_stretches(a: ItemArray, first: u64, count: u64): void {
  let index = first;
  const end = first + count;
  while (index < end) {
    const s = stretch_of(a, index);
    const within = index - s.first;
    const left = s.count - within;
    const here = end - index < left ? end - index : left;
    if (s.kind === ITEMS_SMALL) {
      for (let i: u64 = 0; i < here; i++) touch_count(small_int(s.value + <i64>(within + i)));
    } else touch_slots(block_after(s, within), slot_after(s, within), here);
    index += here;
  }
}

/** Slots from block:slot downwards, `count` of them: counts lie so close that no page is skipped. */
function touch_slots(first: u32, top: u32, count: u64): void {
  const offset = cfg(Cfg.REFCNT_OFFSET);
  const size = cfg(Cfg.INT_BYTES);
  let number = first;
  let slot = top;
  let left = count;
  while (left > 0) {
    const here = left < <u64>(slot + 1) ? left : <u64>(slot + 1);
    const lowest = slots_address(number, slot + 1 - <u32>here, <u32>here) + offset;
    touch_write(lowest, (here - 1) * size + 8);
    left -= here;
    number += 1;
    slot = slots() - 1;
  }
}

/** How many items from `index` on, at most `wanted`, are ints in a row. */
export function ints_in_row(list: u64, index: u64, wanted: u64): u64 {
  const items = load64(ob_item(list));
  const short = short_items(items);
  if (short === null || short.disturbed !== 0) return words_in_row(list, index, wanted);
  const s = stretch_of(short, index);
  const within = index - s.first;
  const left = s.count - within;
  const most = wanted < left ? wanted : left;
  row().step = 1;
  if (s.kind === ITEMS_SMALL) {
    row().value = s.value + <i64>within;
    return most;
  }
  return slots_in_row(s, within, most);
}

function slots_in_row(s: Items, within: u64, most: u64): u64 {
  let number = block_after(s, within);
  let slot = slot_after(s, within);
  let count: u64 = 0;
  row().value = slot_value(number, slot);
  while (count < most && slot_value(number, slot) === row().value + <i64>count) {
    const here: u32 = block(number).form === FORM_RUN ? slot + 1 : 1;
    count += here;
    if (here > slot) {
      number += 1;
      slot = slots() - 1;
    } else slot -= here;
  }
  return count < most ? count : most;
}

function words_in_row(list: u64, index: u64, wanted: u64): u64 {
  const most = wanted < COMPARED_MAX ? wanted : COMPARED_MAX;
  let count: u64 = 0;
  let before: i64 = 0;
  while (count < most) {
    const item = PyList_GET_ITEM(list, index + count);
    if (Py_TYPE(item) !== Ty.int) break;
    const value = PyInt_AS_LONG(item);
    if (count === 0) {
      row().value = value;
      row().step = 0;
    } else if (count === 1) row().step = value - before;
    else if (value - before !== row().step) break;
    before = value;
    count += 1;
  }
  return count;
}

/** How many items below index `end` going down, at most `most`, are objects that no collector knows. */
export function untracked_below(list: u64, end: u64, most: u64): u64 {
  const items = load64(ob_item(list));
  const short = short_items(items);
  if (short !== null && short.disturbed === 0 && end <= short.filled) {
    const within = end - stretch_of(short, end - 1).first;
    return within < most ? within : most;
  }
  let count: u64 = 0;
  // Many items are the same object, and most others are ints beside each other.
  let before: u64 = 0;
  while (count < most) {
    const index = end - count - 1;
    const item = short === null ? load64(items + index * 8) : item_at(short, index);
    if (item !== before && !is_untracked(item)) break;
    before = item;
    count += 1;
  }
  return count;
}

function is_untracked(op: u64): bool {
  return op !== 0 && (block_of(op) !== NO_BLOCK || !type_is_gc(Py_TYPE(op)));
}
