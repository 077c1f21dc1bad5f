/**
 * Tuples (Objects/tupleobject.c): the object, its free lists, its death.
 *
 *   tuple -> header, ob_size, ob_item[ob_size]
 *
 * Dead tuples of 1 to 19 items are kept, up to 2,000 of each length, chained through their first
 * item. There is one empty tuple: the first of free_list.
 */
import { trashcan_begin, trashcan_end } from "../object/trashcan";
import { Fn } from "../../abi/functions";
import { Cfg, Section } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { recorded_count, recorded_rows } from "../../base/recorded";
import { is_defined, store64 } from "../../kernel/words";
import { memset } from "../../libc/memset";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { first_turns, later_turns } from "../../meter/turns";
import {
  PyObject_GC_Del,
  PyObject_GC_UnTrack,
  _PyObject_GC_NewVar,
  _PyObject_GC_TRACK,
} from "../../modules/gcmodule/gcmodule";
import {
  PyObject_INIT_VAR,
  Py_INCREF,
  Py_SIZE,
  Py_XDECREF,
  field,
  get_field,
  head_bytes,
  set_field,
} from "../object/refcount";
import { traces_refs } from "../object/tracing";

/** Lengths below this have a free list. */
const PyTuple_MAXSAVESIZE: u32 = 20;
const PyTuple_MAXFREELIST: u32 = 2000;
/** ob_size is field 0; the items follow it. */
const FIRST_ITEM: u64 = 1;

/** Heads of the chains of dead tuples by length, then how many each chain has. */
const free_list_at: usize = memory.data(8 * 20, 8);
const numfree_at: usize = memory.data(4 * 20, 8);

export function tupleobject_reset(): void {
  memory.fill(free_list_at, 0, 8 * 20);
  memory.fill(numfree_at, 0, 4 * 20);
}

function free_list(length: u64): u64 {
  return load<u64>(free_list_at + ((<usize>length) << 3));
}

function set_free_list(length: u64, op: u64): void {
  store<u64>(free_list_at + ((<usize>length) << 3), op);
}

/** How many dead tuples of `length` items are kept. */
export function tuple_numfree(length: u64): u32 {
  return load<u32>(numfree_at + ((<usize>length) << 2));
}

function add_numfree(length: u64, change: i32): void {
  store<u32>(numfree_at + ((<usize>length) << 2), tuple_numfree(length) + change);
}

/** Puts a dead tuple on the free list of its length, as at entry. */
export function load_free_tuple(op: u64, length: u64): void {
  check(length > 0 && length < PyTuple_MAXSAVESIZE, op);
  set_field(op, FIRST_ITEM, free_list(length));
  set_free_list(length, op);
  add_numfree(length, 1);
}

/** Says which object the empty tuple is, as at entry. */
export function load_empty_tuple(op: u64): void {
  set_free_list(0, op);
  add_numfree(0, 1);
}

/** The dead tuples of the start-up, but for those in whose place an object was put already. */
export function load_recorded_tuples(): void {
  let row = recorded_rows(Section.TUPLE_FREE);
  for (let i: u32 = 0; i < recorded_count(Section.TUPLE_FREE); i++) {
    const op = load<u64>(row, 8);
    if (!is_defined(op + cfg(Cfg.REFCNT_OFFSET))) load_free_tuple(op, load<u64>(row));
    row += 16;
  }
}

/** Bytes of a tuple object without the collector's head (tp_basicsize + n * tp_itemsize). */
export function tuple_bytes(size: u64): u64 {
  return head_bytes() + 8 + size * 8;
}

/** A tuple of `size` null items; the one empty tuple for 0. A new reference. */
export function PyTuple_New(size: u64): u64 {
  enter(Fn.PyTuple_New);
  let op: u64;
  if (size === 0 && free_list(0) !== 0) {
    retire(Seg.PyTuple_New__empty);
    op = free_list(0);
    Py_INCREF(op);
    leave();
    return op;
  }
  if (size < PyTuple_MAXSAVESIZE && free_list(size) !== 0) {
    retire(Seg.PyTuple_New__reuse);
    op = free_list(size);
    set_free_list(size, get_field(op, FIRST_ITEM));
    add_numfree(size, -1);
    PyObject_INIT_VAR(op, Ty.tuple, size);
  } else {
    retire(Seg.PyTuple_New__allocate);
    op = _PyObject_GC_NewVar(Ty.tuple, tuple_bytes(size), size);
  }
  if (size === 0) {
    retire(Seg.PyTuple_New__keep_empty);
    load_empty_tuple(op);
    Py_INCREF(op);
  } else clear_items(op, size);
  _PyObject_GC_TRACK(op);
  leave();
  return op;
}

/** An optimising compiler turns C's loop over the items into a call of memset. */
function clear_items(op: u64, size: u64): void {
  if (traces_refs()) retire(Seg.PyTuple_New__null_item, size);
  else {
    retire(Seg.PyTuple_New__null_items);
    memset(field(op, FIRST_ITEM), size * 8, 0, 1, 0);
  }
  for (let i: u64 = 0; i < size; i++) store64(field(op, FIRST_ITEM + i), 0);
}

export function PyTuple_GET_SIZE(op: u64): u64 {
  return Py_SIZE(op);
}

/** Item `index`, borrowed. */
export function PyTuple_GET_ITEM(op: u64, index: u64): u64 {
  check(index < Py_SIZE(op), op);
  return get_field(op, FIRST_ITEM + index);
}

/** Stores into a tuple under construction and takes over the reference. */
export function PyTuple_SET_ITEM(op: u64, index: u64, value: u64): void {
  check(index < Py_SIZE(op), op);
  set_field(op, FIRST_ITEM + index, value);
}

/** (a,), with a reference of its own. */
export function PyTuple_Pack1(a: u64): u64 {
  enter(Fn.PyTuple_Pack);
  retire(Seg.PyTuple_Pack__one);
  const op = PyTuple_New(1);
  Py_INCREF(a);
  PyTuple_SET_ITEM(op, 0, a);
  leave();
  return op;
}

/** (a, b), with a reference of its own to both. */
export function PyTuple_Pack2(a: u64, b: u64): u64 {
  enter(Fn.PyTuple_Pack);
  retire(Seg.PyTuple_Pack__two);
  const op = PyTuple_New(2);
  Py_INCREF(a);
  PyTuple_SET_ITEM(op, 0, a);
  Py_INCREF(b);
  PyTuple_SET_ITEM(op, 1, b);
  leave();
  return op;
}

/** The last reference to a tuple is gone: its items are dropped last to first. */
export function tupledealloc(op: u64): void {
  enter(Fn.tupledealloc);
  retire(Seg.tupledealloc__begin);
  const size = Py_SIZE(op);
  PyObject_GC_UnTrack(op);
  if (size > 0 && !trashcan_begin(op)) {
    leave();
    return;
  }
  retire_table(Seg.tupledealloc__items, first_turns(size));
  retire(Seg.tupledealloc__item, later_turns(size));
  for (let i = size; i > 0; i--) {
    Py_XDECREF(get_field(op, FIRST_ITEM + i - 1));
  }
  if (size > 0 && size < PyTuple_MAXSAVESIZE && tuple_numfree(size) < PyTuple_MAXFREELIST) {
    retire(Seg.tupledealloc__keep);
    load_free_tuple(op, size);
  } else {
    retire(Seg.tupledealloc__free);
    PyObject_GC_Del(op);
  }
  if (size > 0) trashcan_end();
  leave();
}

/** Frees the kept tuples; a full collection calls it.  */
export function PyTuple_ClearFreeList(): void {
  enter(Fn.PyTuple_ClearFreeList);
  for (let length: u64 = 1; length < PyTuple_MAXSAVESIZE; length++) {
    retire(Seg.PyTuple_ClearFreeList__length);
    let op = free_list(length);
    set_free_list(length, 0);
    store<u32>(numfree_at + ((<usize>length) << 2), 0);
    while (op !== 0) {
      retire(Seg.PyTuple_ClearFreeList__object);
      const next = get_field(op, FIRST_ITEM);
      PyObject_GC_Del(op);
      op = next;
    }
  }
  leave();
}

export { tuplehash } from "./hash";
export {
  tuple_new,
  tupleconcat,
  tuplecontains,
  tupleitem,
  tuplerepeat,
  tupleslice,
  tuplesubscript,
} from "./sequence";
