/** Lists as operands (Objects/listobject.c): +, *, += and *=. */
import { Ev } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { PyErr_NoMemory, PyErr_SetText } from "../../interp/errors";
import { emit } from "../../events/ring";
import { load64, store_same } from "../../kernel/words";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { first_turns, later_turns } from "../../meter/turns";
import { NO_BLOCK, block_of } from "../intobject/block_pages";
import { slot_of } from "../intobject/blocks";
import { add_refcnt } from "../intobject/intobject";
import { Py_DECREF, Py_INCREF, Py_TYPE, add_count } from "../object/refcount";
import { type_name } from "../types";
import { PyList_GET_ITEM, PyList_GET_SIZE, PyList_STORE_ITEM, list_clear } from "./access";
import { listextend } from "./extend";
import { PyList_New, list_resize, ob_item } from "./listobject";
import { copy_items, in_bulk } from "./references";

/** Results with more items than this are refused before any memory is asked for. */
const ITEMS_MAX: u64 = u64.MAX_VALUE >> 4;

/** a + b: a new list, or 0 with a TypeError. */
export function list_concat(a: u64, b: u64): u64 {
  enter(Fn.list_concat);
  let result: u64 = 0;
  if (Py_TYPE(b) !== Ty.list) {
    retire(Seg.list_concat__no_list);
    const mark = text_mark();
    text_add('can only concatenate list (not "');
    text_add(type_name(Py_TYPE(b)));
    text_add('") to list');
    PyErr_SetText(Ty.TypeError, mark);
  } else {
    retire(Seg.list_concat__make);
    const first = PyList_GET_SIZE(a);
    const second = PyList_GET_SIZE(b);
    result = PyList_New(first + second);
    if (result !== 0) {
      retire_table(Seg.list_concat__first_items, first_turns(first));
      retire(Seg.list_concat__first_item, later_turns(first));
      retire_table(Seg.list_concat__second_items, first_turns(second));
      retire(Seg.list_concat__second_item, later_turns(second));
      copy_items(result, 0, a, 0, first);
      copy_items(result, first, b, 0, second);
    }
  }
  leave();
  return result;
}

/** a * n: a new list, or 0 with a MemoryError. */
export function list_repeat(a: u64, n: i64): u64 {
  enter(Fn.list_repeat);
  const times: u64 = n < 0 ? 0 : <u64>n;
  const size = PyList_GET_SIZE(a);
  retire(Seg.list_repeat__size);
  let result: u64 = 0;
  if (size > 0 && times > ITEMS_MAX / size) PyErr_NoMemory();
  else result = PyList_New(size * times);
  if (result !== 0 && size === 1) {
    retire(Seg.list_repeat__same_item, times);
    repeat_item(result, PyList_GET_ITEM(a, 0), times);
  } else if (result !== 0) {
    for (let i: u64 = 0; i < times; i++) {
      retire(Seg.list_repeat__round);
      retire(Seg.list_repeat__item, size);
      copy_items(result, i * size, a, 0, size);
    }
  }
  leave();
  return result;
}

function repeat_item(target: u64, item: u64, times: u64): void {
  if (times > 0 && in_bulk()) {
    add_count(item, times);
    if (block_of(item) === NO_BLOCK) emit(Ev.INCREF, item, 0, 0, times);
    store_same(load64(ob_item(target)), item, times);
    return;
  }
  const number = block_of(item);
  if (number !== NO_BLOCK && times > 0) add_refcnt(number, slot_of(number, item), times);
  for (let i: u64 = 0; i < times; i++) {
    if (number === NO_BLOCK) Py_INCREF(item);
    PyList_STORE_ITEM(target, i, item);
  }
}

/** self += other: self, or 0 with an exception. */
export function list_inplace_concat(self: u64, other: u64): u64 {
  enter(Fn.list_inplace_concat);
  retire(Seg.list_inplace_concat__extend);
  const done = listextend(self, other);
  if (done !== 0) {
    Py_DECREF(done);
    Py_INCREF(self);
  }
  leave();
  return done === 0 ? 0 : self;
}

/** self *= n: self, or 0 with a MemoryError. */
export function list_inplace_repeat(self: u64, n: i64): u64 {
  enter(Fn.list_inplace_repeat);
  const size = PyList_GET_SIZE(self);
  let failed = false;
  if (size === 0 || n === 1) retire(Seg.list_inplace_repeat__unchanged);
  else if (n < 1) {
    retire(Seg.list_inplace_repeat__clear);
    list_clear(self);
  } else if (<u64>n > ITEMS_MAX / size) {
    PyErr_NoMemory();
    failed = true;
  } else {
    retire(Seg.list_inplace_repeat__resize);
    failed = list_resize(self, size * <u64>n) < 0;
    if (!failed) {
      retire(Seg.list_inplace_repeat__item, size * <u64>(n - 1));
      for (let i: u64 = 1; i < <u64>n; i++) copy_items(self, i * size, self, 0, size);
    }
  }
  if (!failed) Py_INCREF(self);
  leave();
  return failed ? 0 : self;
}
