/**
 * What the turns of a stride append to a list, or store to its items one after the other: references, to ints
 * that each turn makes or to what is there.
 */
import { Op } from "../../../abi/opcodes";
import { Ty } from "../../../abi/types";
import {
  load64,
  store64,
  store_same,
  store_steps,
  word_at,
  words_left,
} from "../../../kernel/words";
import { clock } from "../../../meter/ledger";
import {
  keep_slot,
  steady_blocks,
  take_ahead,
  take_slots_ahead,
} from "../../../objects/intobject/ahead";
import { slot_address, slot_step, slots } from "../../../objects/intobject/blocks";
import { free_list_length } from "../../../objects/intobject/free_list";
import { made_block, made_slot } from "../../../objects/intobject/intobject";
import { PyList_GET_ITEM } from "../../../objects/listobject/access";
import { iterator_index, iterator_list } from "../../../objects/listobject/iter";
import { short_items } from "../../../objects/listobject/items";
import { list_room, ob_item, ob_size } from "../../../objects/listobject/listobject";
import { same_words } from "../../../objects/listobject/references";
import { Py_REFCNT, Py_TYPE, add_count, add_references } from "../../../objects/object/refcount";
import { rangeiter_begin, rangeiter_end } from "../../../objects/rangeobject";
import { Py_None } from "../../../objects/singletons";
import { string_is } from "../../../objects/stringobject/text";
import { name_at, peek, r } from "../state";
import { touch_items } from "../../../objects/listobject/walk";
import { SOME_ITEM, appended, appends_made, keep_below, read_at, turn } from "./alike";
import { polynomial_at } from "./polynomial";
import {
  Kind,
  VARIABLES_MAX,
  entry,
  law,
  stack_depth,
  stack_drop,
  value_copy,
  value_of_object,
} from "./values";

/** list.append, which every turn looks up. */
export function load_append(argument: u32): bool {
  if (stack_depth() === 0) return false;
  const value = entry(1);
  if (value.kind !== Kind.OBJECT || value.object === 0) return false;
  if (Py_TYPE(value.object) !== Ty.list || !string_is(name_at(argument), "append")) return false;
  value.kind = Kind.APPEND;
  return true;
}

export function call_append(): bool {
  if (stack_depth() < 2 || entry(2).kind !== Kind.APPEND) return false;
  const list = entry(2).object;
  if (!append(list)) return false;
  value_of_object(entry(1), Py_None());
  return true;
}

/**
 * list[key] = value, where keys follow each other inside the list and all that lies there is one object, which
 * lives on: as long as that is so.
 */
export function store_item(): bool {
  const t = turn();
  if (stack_depth() < 3 || entry(1).kind !== Kind.INT || entry(2).kind !== Kind.OBJECT)
    return false;
  const list = entry(2).object;
  const key = law(entry(1));
  if (list === 0 || Py_TYPE(list) !== Ty.list || key.e !== 0 || key.a < 0) return false;
  // A key whose law is not found yet looks as if it stayed.
  if (key.d === 0) keep_below(1);
  else if (key.d !== 1) return false;
  const items = load64(ob_item(list));
  const size = load64(ob_size(list));
  if (<u64>key.a >= size || short_items(items) !== null || walks(list)) return false;
  keep_below(size - <u64>key.a);
  const first = items + <u64>key.a * 8;
  const old = load64(first);
  // Variables may let go of it as well.
  const others = Py_REFCNT(old) - 1 - <i64>VARIABLES_MAX;
  if (others < 1) return false;
  keep_below(<u64>others);
  t.index = <u64>key.a;
  t.old = old;
  t.stores = 1;
  stack_drop(2);
  if (!take_up(list)) return false;
  keep_below(same_words(first, t.k));
  return true;
}

/** Whether the loop walks over `list` itself. */
function walks(list: u64): bool {
  if (load<u8>(r().bytes + <usize>turn().header) !== <u8>Op.FOR_ITER) return false;
  return Py_TYPE(peek(1)) === Ty.listiterator && iterator_list(peek(1)) === list;
}

/** The top goes to the end of `list`: as long as there is room. */
export function append(list: u64): bool {
  if (Py_TYPE(list) !== Ty.list || turn().list !== 0) return false;
  keep_below(list_room(list));
  return take_up(list);
}

/** The list takes the top of the stack: as long as a new int finds a slot. */
function take_up(list: u64): bool {
  const t = turn();
  const value = entry(1);
  if (t.list !== 0 || Py_TYPE(list) !== Ty.list || stack_depth() === 0) return false;
  const moves =
    value.kind === Kind.INT &&
    value.object !== SOME_ITEM &&
    (law(value).d !== 0 || law(value).e !== 0);
  if (value.kind === Kind.APPEND || (moves && value.made === 0)) return false;
  if (value.kind !== Kind.ITEM && value.made === 0 && value.object === 0) return false;
  if (value.kind === Kind.OBJECT && value.made !== 0) return false;
  if (value.made !== 0 && (law(value).e !== 0 || !has_slots())) return false;
  // Of several turns as one, the items that the iterator yields do not follow each other.
  if (t.unit > 1 && (value.kind === Kind.ITEM || value.object === SOME_ITEM)) return false;
  t.list = list;
  value_copy(appended(), value);
  stack_drop(1);
  return t.k > 0;
}

/** Free slots, and blocks that malloc hands out as it did before, are enough for the turns. */
function has_slots(): bool {
  const t = turn();
  let free = free_list_length();
  // New blocks cost more than the turn that was measured: half as many turns keep clear of a stop.
  if (t.k > 1) t.k >>= 1;
  if (free < t.k) {
    const wanted = (t.k - free) / slots() + 1;
    free += steady_blocks(wanted) * slots();
  }
  keep_below(free);
  return t.k > 0;
}

/** The items that `turns` turns read by subscript: their counts are written. */
export function skip_reads(turns: u64): void {
  for (let i: u32 = 0; i < turn().reads; i++) {
    const read = read_at(i);
    clock().turns = 0;
    if (read.step === 1) touch_items(read.list, <u64>read.index, turns);
    else
      for (let k: u64 = 0; k < turns; k++) {
        touch_items(read.list, <u64>(read.index + <i64>k * read.step), 1);
      }
    clock().turns = 1;
  }
}

/** `turns` appends or stores; nothing but new blocks is counted here. Before the iterator moves. */
export function skip_appends(turns: u64): void {
  const list = turn().list;
  if (list === 0) return;
  const size = load64(ob_size(list));
  const stores = turn().stores !== 0;
  const at = load64(ob_item(list)) + (stores ? turn().index : size) * 8;
  clock().turns = 0;
  if (appends_made()) append_made(at, turns);
  else if (appended().kind === Kind.ITEM || appended().object === SOME_ITEM)
    append_items(at, turns);
  else append_same(at, turns, appended().object);
  if (stores) add_count(turn().old, -(<i64>turns));
  clock().turns = 1;
  if (!stores) store64(ob_size(list), size + turns);
}

/** Each turn appends the item that the iterator yields. */
function append_items(at: u64, turns: u64): void {
  const source = iterator_list(peek(1));
  const index = iterator_index(peek(1));
  for (let i: u64 = 0; i < turns; i++) {
    const item = PyList_GET_ITEM(source, index + i);
    add_references(item, 1);
    store64(at + i * 8, item);
  }
}

function append_same(at: u64, turns: u64, op: u64): void {
  add_references(op, turns);
  store_same(at, op, turns);
}

/** Each turn appends an int that it makes. The next turn, which runs, finds a free slot as these did. */
function append_made(at: u64, turns: u64): void {
  // New blocks belong to who asks for an int in a turn that runs.
  clock().turns = 1;
  if (turn().by_iterator !== 0) rangeiter_begin();
  clock().turns = 0;
  const values = law(appended());
  let done: u64 = 0;
  // All words exist from now on.
  store_same(at, 0, turns);
  while (done < turns) {
    const to = at + done * 8;
    const room = min<u64>(turns - done, words_left(to));
    const value = polynomial_at(values, <i64>done);
    const single = take_slots_ahead(value, values.d, room, word_at(to));
    done += single;
    if (single > 0) continue;
    const count = take_ahead(polynomial_at(values, <i64>done), values.d, turns - done);
    let number = made_block();
    let slot = made_slot();
    const end = done + count;
    while (done < end) {
      const here = min<u64>(slot + 1, end - done);
      const first = slot_address(number, slot);
      store_steps(at + done * 8, first, slot_step(), here);
      done += here;
      number += 1;
      slot = slots() - 1;
    }
  }
  clock().turns = 1;
  keep_slot();
  if (turn().by_iterator !== 0) rangeiter_end();
}
