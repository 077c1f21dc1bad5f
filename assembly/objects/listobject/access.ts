/** Single items of lists (Include/listobject.h, Objects/listobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { is_lazy, write_out } from "../../collectors/lazy_range";
import { before_item } from "../../collectors/manager";
import { copy_defined, load64, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import { watch } from "../../meter/watch";
import { PyMem_FREE } from "../obmalloc/mem";
import { Py_DECREF, Py_INCREF } from "../object/refcount";
import { forget_recent_items, item_at, short_items } from "./items";
import { allocated, list_resize, ob_item, ob_size, plain_items } from "./listobject";

export function PyList_GET_SIZE(op: u64): u64 {
  return load64(ob_size(op));
}

/** PyList_GET_ITEM: borrowed; 0 where the item is null. */
export function PyList_GET_ITEM(op: u64, index: u64): u64 {
  const items = load64(ob_item(op));
  const short = short_items(items);
  return short === null ? load64(items + index * 8) : item_at(short, index);
}

/** PyList_SET_ITEM: takes over a reference, drops none. */
export function PyList_STORE_ITEM(op: u64, index: u64, value: u64): void {
  if (is_lazy(load64(ob_item(op)))) write_out(op);
  const items = load64(ob_item(op));
  const short = short_items(items);
  if (short !== null) short.disturbed = 1;
  before_item(op, value);
  store64(items + index * 8, value);
}

/** Adds an item behind the last: 0, or -1 with an exception. */
export function PyList_Append(op: u64, value: u64): i32 {
  enter(Fn.PyList_Append);
  retire(Seg.PyList_Append__check);
  const status = app1(op, value);
  leave();
  return status;
}

export function app1(op: u64, value: u64): i32 {
  enter(Fn.app1);
  const size = PyList_GET_SIZE(op);
  retire(Seg.app1__resize);
  const status = list_resize(op, size + 1);
  if (status === 0) {
    retire(Seg.app1__store);
    Py_INCREF(value);
    PyList_STORE_ITEM(op, size, value);
  }
  leave();
  return status;
}

/** Inserts before `where`; negative positions count from the end, others are moved inside. */
export function ins1(op: u64, where: i64, value: u64): i32 {
  enter(Fn.ins1);
  const size = <i64>PyList_GET_SIZE(op);
  retire(Seg.ins1__resize);
  if (list_resize(op, <u64>size + 1) < 0) {
    leave();
    return -1;
  }
  let at = where;
  if (at < 0) at = at + size < 0 ? 0 : at + size;
  if (at > size) at = size;
  const items = plain_items(op);
  retire(Seg.ins1__shift_item, <u64>(size - at));
  move_items(items, at + 1, at, size - at);
  retire(Seg.ins1__store);
  Py_INCREF(value);
  before_item(op, value);
  store64(items + <u64>at * 8, value);
  leave();
  return 0;
}

/** memmove of `count` words of an array that is kept as words. */
export function move_items(items: u64, to: i64, from: i64, count: i64): void {
  if (count > 0 && watch().high === 0) {
    copy_defined(items + <u64>to * 8, items + <u64>from * 8, <u64>count);
    return;
  }
  if (to > from) {
    for (let i = count - 1; i >= 0; i--) {
      store64(items + <u64>(to + i) * 8, load64(items + <u64>(from + i) * 8));
    }
    return;
  }
  for (let i: i64 = 0; i < count; i++) {
    store64(items + <u64>(to + i) * 8, load64(items + <u64>(from + i) * 8));
  }
}

/** Makes the list empty before its items are dropped, last to first. */
export function list_clear(op: u64): void {
  enter(Fn.list_clear);
  if (load64(ob_item(op)) === 0) {
    retire(Seg.list_clear__nothing);
    leave();
    return;
  }
  retire(Seg.list_clear__detach);
  const items = plain_items(op);
  const size = PyList_GET_SIZE(op);
  const bytes = load64(allocated(op)) * 8;
  store64(ob_size(op), 0);
  store64(ob_item(op), 0);
  store64(allocated(op), 0);
  for (let i = <i64>size - 1; i >= 0; i--) {
    retire(Seg.list_clear__item);
    const item = load64(items + <u64>i * 8);
    if (item !== 0) Py_DECREF(item);
  }
  PyMem_FREE(items, bytes);
  forget_recent_items(items);
  leave();
}
