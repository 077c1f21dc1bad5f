/** Dictionaries (Objects/dictobject.c, CPython 2.7): their life, and single items. */
import { trashcan_begin, trashcan_end } from "../object/trashcan";
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Cfg, Section } from "../../abi/layout";
import { Ty } from "../../abi/types";
import { recorded_count, recorded_rows } from "../../base/recorded";
import {
  PyErr_Clear,
  PyErr_Fetch,
  PyErr_Occurred,
  PyErr_Restore,
  PyErr_SetObject,
} from "../../interp/errors";
import { cfg } from "../../base/config";
import { is_defined } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyObject_GC_Del,
  PyObject_GC_UnTrack,
  _PyObject_GC_New,
} from "../../modules/gcmodule/gcmodule";
import { PyObject_INIT, Py_DECREF, Py_INCREF, Py_XDECREF } from "../object/refcount";
import { PyObject_Hash } from "../object/truth";
import { PyMem_Free } from "../obmalloc/mem";
import { PyString_FromString } from "../stringobject/stringobject";
import { PyTuple_Pack1 } from "../tupleobject/tupleobject";
import {
  dict_free_list_has_room,
  dict_free_list_reset,
  dict_numfree,
  load_free_dict,
  take_free_dict,
} from "./free_list";
import {
  ENTRY_BYTES,
  LOOKDICT_STRING,
  dict_bytes,
  dummy,
  empty_to_minsize,
  entry_at,
  ma_fill,
  ma_mask,
  ma_smalltable,
  ma_table,
  ma_used,
  me_key,
  me_value,
  set_dummy,
  set_ma_fill,
  set_ma_lookup,
  set_ma_used,
  set_me_key,
  set_me_value,
  use_smalltable,
} from "./layout";
import { hash_is_known } from "./elsewhere";
import { hash_of_key, kept_hash, lookup } from "./lookdict";
import {
  dict_set_item_by_hash_or_entry,
  small_copies_reset,
  small_copy,
  small_copy_done,
} from "./resize";

export function dictobject_reset(): void {
  dict_free_list_reset();
  set_dummy(0);
  small_copies_reset();
}

/**
 * The dead dictionaries of the start-up. What they held was not recorded: most held something, so
 * that their tables are to be zeroed. Where an object of the start-up was placed already, there is none.
 */
export function load_recorded_dicts(): void {
  const rows = recorded_rows(Section.DICT_FREE);
  for (let i: u32 = 0; i < recorded_count(Section.DICT_FREE); i++) {
    const op = load<u64>(rows + ((<usize>i) << 3));
    if (is_defined(op + cfg(Cfg.REFCNT_OFFSET))) continue;
    set_ma_fill(op, 1);
    load_free_dict(op);
  }
}

/** An empty dictionary, which the collector does not know of yet. */
export function PyDict_New(): u64 {
  enter(Fn.PyDict_New);
  if (dummy() === 0) {
    retire(Seg.PyDict_New__make_dummy);
    set_dummy(PyString_FromString("<dummy key>"));
  }
  let mp: u64;
  if (dict_numfree() > 0) {
    mp = reuse_dict();
  } else {
    retire(Seg.PyDict_New__allocate);
    mp = _PyObject_GC_New(Ty.dict, dict_bytes());
    empty_to_minsize(mp);
  }
  set_ma_lookup(mp, LOOKDICT_STRING);
  leave();
  return mp;
}

function reuse_dict(): u64 {
  const mp = take_free_dict();
  PyObject_INIT(mp, Ty.dict);
  if (ma_fill(mp) !== 0) {
    retire(Seg.PyDict_New__reuse_and_zero);
    empty_to_minsize(mp);
  } else {
    retire(Seg.PyDict_New__reuse);
    use_smalltable(mp);
  }
  return mp;
}

/** The last reference to a dictionary is gone. */
export function dict_dealloc(op: u64): void {
  enter(Fn.dict_dealloc);
  retire(Seg.dict_dealloc__begin);
  PyObject_GC_UnTrack(op);
  if (!trashcan_begin(op)) {
    leave();
    return;
  }
  const table = ma_table(op);
  let left = ma_fill(op);
  for (let i: u64 = 0; left > 0; i++) {
    const ep = entry_at(table, i);
    if (me_key(ep) === 0) {
      retire(Seg.dict_dealloc__entry_unused);
      continue;
    }
    retire(Seg.dict_dealloc__entry);
    left -= 1;
    Py_DECREF(me_key(ep));
    Py_XDECREF(me_value(ep));
  }
  if (table !== ma_smalltable(op)) free_table(op);
  if (dict_free_list_has_room()) {
    retire(Seg.dict_dealloc__keep);
    load_free_dict(op);
  } else {
    retire(Seg.dict_dealloc__delete);
    PyObject_GC_Del(op);
  }
  trashcan_end();
  leave();
}

function free_table(op: u64): void {
  retire(Seg.dict_dealloc__free_table);
  PyMem_Free(ma_table(op), (ma_mask(op) + 1) * ENTRY_BYTES, 1);
}

/** A dictionary of the start-up dies in a recorded stretch: what the run gave it is a table. */
export function recorded_dict_dealloc(op: u64): void {
  if (ma_table(op) === ma_smalltable(op)) return;
  enter(Fn.dict_dealloc);
  free_table(op);
  empty_to_minsize(op);
  leave();
}

/** The value of `key`, borrowed; 0 where there is none. Errors are forgotten. */
export function PyDict_GetItem(op: u64, key: u64): u64 {
  enter(Fn.PyDict_GetItem);
  let hash = kept_hash(key);
  if (hash !== -1) hash_is_known();
  else {
    retire(Seg.PyDict_GetItem__hash);
    hash = PyObject_Hash(key);
    if (hash === -1) {
      PyErr_Clear();
      leave();
      return 0;
    }
  }
  const ep = PyErr_Occurred() ? lookup_beside_error(op, key, hash) : lookup(op, key, hash);
  if (ep === 0) PyErr_Clear();
  leave();
  return ep === 0 ? 0 : me_value(ep);
}

/** The three words of an exception that waits. */
const saved_at: usize = memory.data(24, 8);

/** An exception that is on its way does not disturb a look-up, nor is it disturbed. */
function lookup_beside_error(op: u64, key: u64, hash: i64): u64 {
  retire(Seg.PyDict_GetItem__save_exception);
  PyErr_Fetch(saved_at);
  const type = load<u64>(saved_at);
  const value = load<u64>(saved_at, 8);
  const traceback = load<u64>(saved_at, 16);
  const ep = lookup(op, key, hash);
  PyErr_Restore(type, value, traceback);
  return ep;
}

/** op[key] = value; 0, or -1 with an exception. */
export function PyDict_SetItem(op: u64, key: u64, value: u64): i32 {
  enter(Fn.PyDict_SetItem);
  let hash = kept_hash(key);
  let status: i32 = -1;
  if (hash !== -1) retire(Seg.PyDict_SetItem__hash_is_known);
  else {
    retire(Seg.PyDict_SetItem__hash);
    hash = PyObject_Hash(key);
  }
  if (hash !== -1) status = dict_set_item_by_hash_or_entry(op, key, hash, 0, value);
  leave();
  return status;
}

/** KeyError(key), whatever the key is. */
export function set_key_error(key: u64): void {
  enter(Fn.set_key_error);
  retire(Seg.set_key_error__raise);
  const arguments_ = PyTuple_Pack1(key);
  PyErr_SetObject(Ty.KeyError, arguments_);
  Py_DECREF(arguments_);
  leave();
}

/** del op[key]; 0, or -1 with an exception. */
export function PyDict_DelItem(op: u64, key: u64): i32 {
  enter(Fn.PyDict_DelItem);
  retire(Seg.PyDict_DelItem__look_up);
  const hash = hash_of_key(key);
  const ep = hash === -1 ? 0 : lookup(op, key, hash);
  let status: i32 = -1;
  if (ep !== 0) {
    if (me_value(ep) === 0) set_key_error(key);
    else {
      delitem_common(op, ep);
      status = 0;
    }
  }
  leave();
  return status;
}

function delitem_common(op: u64, ep: u64): void {
  enter(Fn.delitem_common);
  retire(Seg.delitem_common__drop);
  const key = me_key(ep);
  const value = me_value(ep);
  take_entry(op, ep);
  Py_DECREF(value);
  Py_DECREF(key);
  leave();
}

/** The entry becomes a dummy; its references are the caller's. */
export function take_entry(op: u64, ep: u64): void {
  Py_INCREF(dummy());
  set_me_key(ep, dummy());
  set_me_value(ep, 0);
  set_ma_used(op, ma_used(op) - 1);
}

/** key in op: 1, 0 or -1 with an exception. */
export function PyDict_Contains(op: u64, key: u64): i32 {
  enter(Fn.PyDict_Contains);
  retire(Seg.PyDict_Contains__look_up);
  const hash = hash_of_key(key);
  const ep = hash === -1 ? 0 : lookup(op, key, hash);
  leave();
  return ep === 0 ? -1 : me_value(ep) !== 0 ? 1 : 0;
}

/** Drops every entry; the table becomes the small one. */
export function PyDict_Clear(op: u64): void {
  enter(Fn.PyDict_Clear);
  retire(Seg.PyDict_Clear__begin);
  const table = ma_table(op);
  const size = ma_mask(op) + 1;
  const left = ma_fill(op);
  if (table !== ma_smalltable(op)) {
    retire(Seg.PyDict_Clear__own_table);
    empty_to_minsize(op);
    drop_table(table, left);
    PyMem_Free(table, size * ENTRY_BYTES, 1);
  } else if (left > 0) {
    retire(Seg.PyDict_Clear__small_table);
    drop_small_table(op, left);
  }
  leave();
}

function drop_table(table: u64, left: u64): void {
  for (let i: u64 = 0; left > 0; i++) {
    const ep = entry_at(table, i);
    if (drop_entry(me_key(ep), me_value(ep))) left -= 1;
  }
}

function drop_small_table(op: u64, left: u64): void {
  const copy = small_copy(ma_smalltable(op));
  empty_to_minsize(op);
  for (let at = copy; left > 0; at += <usize>ENTRY_BYTES) {
    if (drop_entry(load<u64>(at, 8), load<u64>(at, 16))) left -= 1;
  }
  small_copy_done();
}

/** Whether the entry was in use. */
function drop_entry(key: u64, value: u64): bool {
  if (key === 0) {
    retire(Seg.PyDict_Clear__entry_unused);
    return false;
  }
  retire(Seg.PyDict_Clear__entry);
  Py_DECREF(key);
  Py_XDECREF(value);
  return true;
}

/** len(op). */
export function PyDict_Size(op: u64): u64 {
  return ma_used(op);
}

/** The first active entry from slot `position` on, or -1. The caller goes on behind it. */
export function PyDict_Next(op: u64, position: i64): i64 {
  enter(Fn.PyDict_Next);
  retire(Seg.PyDict_Next__begin);
  const mask = <i64>ma_mask(op);
  const table = ma_table(op);
  let at = position;
  while (at <= mask && me_value(entry_at(table, <u64>at)) === 0) {
    retire(Seg.PyDict_Next__skip);
    at += 1;
  }
  leave();
  return at <= mask ? at : -1;
}

/** The key in slot `position`, borrowed. */
export function dict_entry_key(op: u64, position: i64): u64 {
  return me_key(entry_at(ma_table(op), <u64>position));
}

/** The value in slot `position`, borrowed. */
export function dict_entry_value(op: u64, position: i64): u64 {
  return me_value(entry_at(ma_table(op), <u64>position));
}

/** op[key]: a new reference, or 0 with a KeyError. */
export function dict_subscript(op: u64, key: u64): u64 {
  enter(Fn.dict_subscript);
  retire(Seg.dict_subscript__look_up);
  const hash = hash_of_key(key);
  const ep = hash === -1 ? 0 : lookup(op, key, hash);
  let value: u64 = 0;
  if (ep !== 0) {
    value = me_value(ep);
    if (value !== 0) Py_INCREF(value);
    else set_key_error(key);
  }
  leave();
  return value;
}

/** op[key] = value, or del op[key] where value is 0. */
export function dict_ass_sub(op: u64, key: u64, value: u64): i32 {
  enter(Fn.dict_ass_sub);
  retire(Seg.dict_ass_sub__call);
  const status = value === 0 ? PyDict_DelItem(op, key) : PyDict_SetItem(op, key, value);
  leave();
  return status;
}

export { dict_new } from "./merge";
export { PyDict_DelItemString, PyDict_GetItemString, PyDict_SetItemString } from "./by_string";
