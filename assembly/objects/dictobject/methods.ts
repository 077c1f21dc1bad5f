/** Methods of dict (Objects/dictobject.c): the table, and those about one key. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { PyArg_UnpackTuple } from "../../interp/getargs";
import { enter, leave, retire } from "../../meter/ledger";
import {
  DICT_METHODS,
  METH_KEYWORDS,
  METH_CLASS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  define_method,
} from "../methods";
import { Py_DECREF, Py_INCREF } from "../object/refcount";
import { truth_object } from "../object/compare";
import { Py_None } from "../singletons";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../tupleobject/tupleobject";
import { PyDict_Clear, set_key_error, take_entry } from "./dictobject";
import { dictiter_new } from "./iter";
import {
  entry_at,
  ma_mask,
  ma_table,
  ma_used,
  me_hash,
  me_key,
  me_value,
  set_me_hash,
} from "./layout";
import { dict_fromkeys, dict_items, dict_keys, dict_values } from "./listings";
import { hash_of_key, lookup } from "./lookdict";
import { PyDict_Copy, dict_update_common } from "./merge";
import { dict_set_item_by_hash_or_entry } from "./resize";

const HAS_KEY: u32 = DICT_METHODS + 0;
const GET: u32 = DICT_METHODS + 1;
const SETDEFAULT: u32 = DICT_METHODS + 2;
const POP: u32 = DICT_METHODS + 3;
const POPITEM: u32 = DICT_METHODS + 4;
const KEYS: u32 = DICT_METHODS + 5;
const ITEMS: u32 = DICT_METHODS + 6;
const VALUES: u32 = DICT_METHODS + 7;
const UPDATE: u32 = DICT_METHODS + 8;
const CLEAR: u32 = DICT_METHODS + 9;
const COPY: u32 = DICT_METHODS + 10;
const ITERKEYS: u32 = DICT_METHODS + 11;
const ITERVALUES: u32 = DICT_METHODS + 12;
const ITERITEMS: u32 = DICT_METHODS + 13;
const FROMKEYS: u32 = DICT_METHODS + 14;
const CONTAINS: u32 = DICT_METHODS + 15;

export function define_dict_methods(): void {
  define_method(Ty.dict, "__contains__", METH_O, CONTAINS);
  define_method(Ty.dict, "has_key", METH_O, HAS_KEY);
  define_method(Ty.dict, "get", METH_VARARGS, GET);
  define_method(Ty.dict, "setdefault", METH_VARARGS, SETDEFAULT);
  define_method(Ty.dict, "pop", METH_VARARGS, POP);
  define_method(Ty.dict, "popitem", METH_NOARGS, POPITEM);
  define_method(Ty.dict, "keys", METH_NOARGS, KEYS);
  define_method(Ty.dict, "items", METH_NOARGS, ITEMS);
  define_method(Ty.dict, "values", METH_NOARGS, VALUES);
  define_method(Ty.dict, "update", METH_VARARGS | METH_KEYWORDS, UPDATE);
  define_method(Ty.dict, "fromkeys", METH_VARARGS | METH_CLASS, FROMKEYS);
  define_method(Ty.dict, "clear", METH_NOARGS, CLEAR);
  define_method(Ty.dict, "copy", METH_NOARGS, COPY);
  define_method(Ty.dict, "iterkeys", METH_NOARGS, ITERKEYS);
  define_method(Ty.dict, "itervalues", METH_NOARGS, ITERVALUES);
  define_method(Ty.dict, "iteritems", METH_NOARGS, ITERITEMS);
}

export function dict_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  switch (number) {
    case CONTAINS:
      return dict_contains(self, args);
    case HAS_KEY:
      return dict_has_key(self, args);
    case GET:
      return dict_get(self, args);
    case SETDEFAULT:
      return dict_setdefault(self, args);
    case POP:
      return dict_pop(self, args);
    case POPITEM:
      return dict_popitem(self);
    case KEYS:
      return dict_keys(self);
    case ITEMS:
      return dict_items(self);
    case VALUES:
      return dict_values(self);
    case UPDATE:
      return dict_update(self, args, kwargs);
    case CLEAR:
      return dict_clear(self);
    case COPY:
      return dict_copy(self);
    case FROMKEYS:
      return dict_fromkeys(args);
    default:
      return dict_iterator(number, self);
  }
}

/** The entry of `key` where that can be hashed, else 0 with an exception. */
function find(self: u64, key: u64): u64 {
  const hash = hash_of_key(key);
  return hash === -1 ? 0 : lookup(self, key, hash);
}

function dict_contains(self: u64, key: u64): u64 {
  enter(Fn.dict_contains);
  retire(Seg.dict_contains__look_up);
  const ep = find(self, key);
  leave();
  return ep === 0 ? 0 : truth_object(me_value(ep) !== 0);
}

function dict_has_key(self: u64, key: u64): u64 {
  enter(Fn.dict_has_key);
  retire(Seg.dict_has_key__call);
  const result = dict_contains(self, key);
  leave();
  return result;
}

/** Argument 1, or None. */
function default_of(args: u64): u64 {
  return PyTuple_GET_SIZE(args) > 1 ? PyTuple_GET_ITEM(args, 1) : Py_None();
}

function dict_get(self: u64, args: u64): u64 {
  enter(Fn.dict_get);
  retire(Seg.dict_get__parse);
  let value: u64 = 0;
  if (PyArg_UnpackTuple(args, "get", 1, 2)) {
    const ep = find(self, PyTuple_GET_ITEM(args, 0));
    if (ep !== 0) {
      retire(Seg.dict_get__value);
      value = me_value(ep) !== 0 ? me_value(ep) : default_of(args);
      Py_INCREF(value);
    }
  }
  leave();
  return value;
}

function dict_setdefault(self: u64, args: u64): u64 {
  enter(Fn.dict_setdefault);
  retire(Seg.dict_setdefault__parse);
  let value: u64 = 0;
  if (PyArg_UnpackTuple(args, "setdefault", 1, 2)) {
    value = value_or_default(self, PyTuple_GET_ITEM(args, 0), default_of(args));
  }
  leave();
  return value;
}

function value_or_default(self: u64, key: u64, fallback: u64): u64 {
  const hash = hash_of_key(key);
  const ep = hash === -1 ? 0 : lookup(self, key, hash);
  if (ep === 0) return 0;
  let value = me_value(ep);
  if (value === 0) {
    retire(Seg.dict_setdefault__store);
    dict_set_item_by_hash_or_entry(self, key, hash, ep, fallback);
    value = fallback;
  }
  Py_INCREF(value);
  return value;
}

function dict_pop(self: u64, args: u64): u64 {
  enter(Fn.dict_pop);
  retire(Seg.dict_pop__parse);
  const value = PyArg_UnpackTuple(args, "pop", 1, 2) ? pop_key(self, args) : 0;
  leave();
  return value;
}

function pop_key(self: u64, args: u64): u64 {
  const key = PyTuple_GET_ITEM(args, 0);
  let ep: u64 = 0;
  if (ma_used(self) > 0) {
    ep = find(self, key);
    if (ep === 0) return 0;
  }
  if (ep === 0 || me_value(ep) === 0) {
    retire(Seg.dict_pop__absent);
    if (PyTuple_GET_SIZE(args) < 2) {
      set_key_error(key);
      return 0;
    }
    const fallback = PyTuple_GET_ITEM(args, 1);
    Py_INCREF(fallback);
    return fallback;
  }
  retire(Seg.dict_pop__take);
  const value = me_value(ep);
  const old_key = me_key(ep);
  take_entry(self, ep);
  Py_DECREF(old_key);
  return value;
}

/** Where the search goes on is kept in the hash of slot 0, which is unused or a dummy then. */
function dict_popitem(self: u64): u64 {
  enter(Fn.dict_popitem);
  retire(Seg.dict_popitem__begin);
  const pair = PyTuple_New(2);
  if (ma_used(self) === 0) {
    Py_DECREF(pair);
    PyErr_SetString(Ty.KeyError, "popitem(): dictionary is empty");
    leave();
    return 0;
  }
  const table = ma_table(self);
  let slot: u64 = 0;
  if (me_value(table) === 0) slot = next_active(table, me_hash(table), ma_mask(self));
  const ep = entry_at(table, slot);
  PyTuple_SET_ITEM(pair, 0, me_key(ep));
  PyTuple_SET_ITEM(pair, 1, me_value(ep));
  take_entry(self, ep);
  set_me_hash(table, slot + 1);
  leave();
  return pair;
}

function next_active(table: u64, from: u64, mask: u64): u64 {
  let slot = from > mask || from < 1 ? 1 : from;
  while (me_value(entry_at(table, slot)) === 0) {
    retire(Seg.dict_popitem__skip);
    slot += 1;
    if (slot > mask) slot = 1;
  }
  return slot;
}

function none(): u64 {
  Py_INCREF(Py_None());
  return Py_None();
}

function dict_update(self: u64, args: u64, kwargs: u64): u64 {
  enter(Fn.dict_update);
  retire(Seg.dict_update__call);
  const status = dict_update_common(self, args, kwargs, "update");
  leave();
  return status === 0 ? none() : 0;
}

function dict_clear(self: u64): u64 {
  enter(Fn.dict_clear);
  retire(Seg.dict_clear__call);
  PyDict_Clear(self);
  leave();
  return none();
}

function dict_copy(self: u64): u64 {
  enter(Fn.dict_copy);
  retire(Seg.dict_copy__call);
  const copy = PyDict_Copy(self);
  leave();
  return copy;
}

function dict_iterator(number: u32, self: u64): u64 {
  let type = Ty.dictionary_itemiterator;
  if (number === ITERKEYS) {
    enter(Fn.dict_iterkeys);
    retire(Seg.dict_iterkeys__call);
    type = Ty.dictionary_keyiterator;
  } else if (number === ITERVALUES) {
    enter(Fn.dict_itervalues);
    retire(Seg.dict_itervalues__call);
    type = Ty.dictionary_valueiterator;
  } else {
    enter(Fn.dict_iteritems);
    retire(Seg.dict_iteritems__call);
  }
  const it = dictiter_new(self, type);
  leave();
  return it;
}
