/**
 * Dictionary iterators (Objects/dictobject.c).
 *
 *   iterator -> header, di_dict, di_used, di_pos, di_result, len
 *
 * An iterator over items reuses its last tuple while nobody else holds it.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyObject_GC_Del,
  _PyObject_GC_New,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../../modules/gcmodule/gcmodule";
import {
  Py_DECREF,
  Py_INCREF,
  Py_REFCNT,
  Py_TYPE,
  Py_XDECREF,
  get_field,
  head_bytes,
  set_field,
} from "../object/refcount";
import { Py_None } from "../singletons";
import {
  PyTuple_GET_ITEM,
  PyTuple_New,
  PyTuple_Pack2,
  PyTuple_SET_ITEM,
} from "../tupleobject/tupleobject";
import { entry_at, ma_mask, ma_table, ma_used, me_key, me_value } from "./layout";

const DI_DICT: u64 = 0;
const DI_USED: u64 = 1;
const DI_POS: u64 = 2;
const DI_RESULT: u64 = 3;
const LEN: u64 = 4;
const FIELDS: u64 = 5;

/** di_used of an iterator whose dictionary changed its size. */
const SIZE_CHANGED: u64 = u64.MAX_VALUE;

/** iter(op): over the keys. */
export function dict_iter(op: u64): u64 {
  enter(Fn.dict_iter);
  retire(Seg.dict_iter__call);
  const it = dictiter_new(op, Ty.dictionary_keyiterator);
  leave();
  return it;
}

export function dictiter_new(dict: u64, type: Ty): u64 {
  enter(Fn.dictiter_new);
  retire(Seg.dictiter_new__make);
  const it = _PyObject_GC_New(type, head_bytes() + FIELDS * 8);
  Py_INCREF(dict);
  set_field(it, DI_DICT, dict);
  set_field(it, DI_USED, ma_used(dict));
  set_field(it, DI_POS, 0);
  set_field(it, LEN, ma_used(dict));
  const items = type === Ty.dictionary_itemiterator;
  set_field(it, DI_RESULT, items ? PyTuple_Pack2(Py_None(), Py_None()) : 0);
  _PyObject_GC_TRACK(it);
  leave();
  return it;
}

export function dictiter_dealloc(it: u64): void {
  enter(Fn.dictiter_dealloc);
  retire(Seg.dictiter_dealloc__drop);
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(get_field(it, DI_DICT));
  Py_XDECREF(get_field(it, DI_RESULT));
  PyObject_GC_Del(it);
  leave();
}

/** How many entries are left (dictiter_len), for whoever makes room for them. */
export function dictiter_len(it: u64): i64 {
  const dict = get_field(it, DI_DICT);
  const valid = dict !== 0 && get_field(it, DI_USED) === ma_used(dict);
  return valid ? <i64>get_field(it, LEN) : 0;
}

/** The next key, value or item; 0 at the end or with an exception. */
export function dictiter_iternext(it: u64): u64 {
  switch (Py_TYPE(it)) {
    case Ty.dictionary_keyiterator:
      return dictiter_iternextkey(it);
    case Ty.dictionary_valueiterator:
      return dictiter_iternextvalue(it);
    default:
      return dictiter_iternextitem(it);
  }
}

function dictiter_iternextkey(it: u64): u64 {
  enter(Fn.dictiter_iternextkey);
  let key: u64 = 0;
  if (get_field(it, DI_DICT) !== 0) {
    const ep = next_entry(it);
    if (ep !== 0) {
      key = me_key(ep);
      Py_INCREF(key);
      retire(Seg.dictiter_iternextkey__key);
    } else retire(Seg.dictiter_iternextkey__end);
    retire(Seg.dictiter_iternextkey__skip, skipped());
  } else retire(Seg.dictiter_iternextkey__exhausted);
  leave();
  return key;
}

function dictiter_iternextvalue(it: u64): u64 {
  enter(Fn.dictiter_iternextvalue);
  let value: u64 = 0;
  if (get_field(it, DI_DICT) !== 0) {
    const ep = next_entry(it);
    if (ep !== 0) {
      value = me_value(ep);
      Py_INCREF(value);
      retire(Seg.dictiter_iternextvalue__value);
    } else retire(Seg.dictiter_iternextvalue__end);
    retire(Seg.dictiter_iternextvalue__skip, skipped());
  } else retire(Seg.dictiter_iternextvalue__exhausted);
  leave();
  return value;
}

function dictiter_iternextitem(it: u64): u64 {
  enter(Fn.dictiter_iternextitem);
  let item: u64 = 0;
  if (get_field(it, DI_DICT) !== 0) {
    const ep = next_entry(it);
    const skip = skipped();
    if (ep !== 0) item = pair_of(it, ep);
    else retire(Seg.dictiter_iternextitem__end);
    retire(Seg.dictiter_iternextitem__skip, skip);
  } else retire(Seg.dictiter_iternextitem__exhausted);
  leave();
  return item;
}

/** A tuple of key and value: the last one where only the iterator holds it. */
function pair_of(it: u64, ep: u64): u64 {
  let pair = get_field(it, DI_RESULT);
  const key = me_key(ep);
  const value = me_value(ep);
  if (Py_REFCNT(pair) === 1) {
    retire(Seg.dictiter_iternextitem__reuse_tuple);
    Py_INCREF(pair);
    Py_DECREF(PyTuple_GET_ITEM(pair, 0));
    Py_DECREF(PyTuple_GET_ITEM(pair, 1));
  } else {
    retire(Seg.dictiter_iternextitem__new_tuple);
    pair = PyTuple_New(2);
  }
  Py_INCREF(key);
  Py_INCREF(value);
  PyTuple_SET_ITEM(pair, 0, key);
  PyTuple_SET_ITEM(pair, 1, value);
  return pair;
}

/** How many entries the last `next_entry` passed by. */
const skipped_at: usize = memory.data(8, 8);

function skipped(): u64 {
  return load<u64>(skipped_at);
}

/** The address of the next active entry, or 0 at the end and where the dictionary's size has changed. */
function next_entry(it: u64): u64 {
  store<u64>(skipped_at, 0);
  const dict = get_field(it, DI_DICT);
  if (get_field(it, DI_USED) !== ma_used(dict)) {
    PyErr_SetString(Ty.RuntimeError, "dictionary changed size during iteration");
    set_field(it, DI_USED, SIZE_CHANGED);
    return 0;
  }
  const mask = ma_mask(dict);
  const table = ma_table(dict);
  const first = get_field(it, DI_POS);
  let at = first;
  while (at <= mask && me_value(entry_at(table, at)) === 0) at += 1;
  store<u64>(skipped_at, at - first);
  set_field(it, DI_POS, at + 1);
  if (at > mask) {
    set_field(it, DI_DICT, 0);
    Py_DECREF(dict);
    return 0;
  }
  set_field(it, LEN, get_field(it, LEN) - 1);
  return entry_at(table, at);
}
