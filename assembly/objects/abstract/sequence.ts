/** Subscripts, slices, lengths and membership (Objects/abstract.c): mapping protocol before sequence protocol. */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { PyErr_ExceptionMatches, PyErr_Occurred } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import {
  array_ass_item,
  array_ass_subscr,
  array_item,
  array_length,
  array_subscr,
} from "../../modules/array_items";
import {
  library_ass_item,
  library_ass_subscript,
  library_has_items,
  library_item,
  library_length,
  library_subscript,
} from "../../modules/multiprocessing/protocols";
import {
  PyDict_Contains,
  PyDict_Size,
  dict_ass_sub,
  dict_subscript,
} from "../dictobject/dictobject";
import { exception_args } from "../exceptions";
import { PyList_GET_SIZE } from "../listobject/access";
import {
  list_ass_item,
  list_ass_subscript,
  list_contains,
  list_item,
  list_subscript,
} from "../listobject/subscript";
import { PyObject_RichCompareBool } from "../object/compare";
import { Py_DECREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { range_item, range_length } from "../rangeobject";
import { string_contains, string_item, string_subscript } from "../stringobject/stringobject";
import { tuplecontains, tupleitem, tuplesubscript } from "../tupleobject/sequence";
import { PyObject_GetIter, PyIter_Next } from "./iter";
import { PyIndex_Check, PyNumber_AsSsize_t, type_error } from "./number";
import { has_repeat, sq_repeat } from "./sequence_slots";

export { PySequence_Fast, PySequence_List, PySequence_Tuple } from "./sequence_copy";
export { PySequence_DelSlice, PySequence_GetSlice, PySequence_SetSlice } from "./sequence_slices";
export { _PyObject_LengthHint } from "./length_hint";

/** Raises and returns -1. */
export function refuse(before: string, o: u64, after: string): i32 {
  type_error(before, o, after);
  return -1;
}

/** o[key]: a new reference, or 0 with an exception. */
export function PyObject_GetItem(o: u64, key: u64): u64 {
  enter(Fn.PyObject_GetItem);
  const result = get_item(o, key, Py_TYPE(o));
  leave();
  return result;
}

function get_item(o: u64, key: u64, type: Ty): u64 {
  if (library_has_items(type)) {
    retire(Seg.PyObject_GetItem__library);
    return library_subscript(o, key);
  }
  if (has_subscript(type)) {
    retire(Seg.PyObject_GetItem__mapping);
    return mp_subscript(o, key, type);
  }
  if (type !== Ty.xrange && type < FIRST_EXCEPTION) {
    retire(Seg.PyObject_GetItem__no_slot);
    return type_error("'", o, "' object has no attribute '__getitem__'");
  }
  retire(Seg.PyObject_GetItem__sequence);
  if (!PyIndex_Check(key)) return type_error("sequence index must be integer, not '", key, "'");
  const index = PyNumber_AsSsize_t(key, Ty.IndexError);
  return index === -1 && PyErr_Occurred() ? 0 : PySequence_GetItem(o, index);
}

function has_subscript(type: Ty): bool {
  return has_slices(type) || type === Ty.dict;
}

function mp_subscript(o: u64, key: u64, type: Ty): u64 {
  switch (type) {
    case Ty.list:
      return list_subscript(o, key);
    case Ty.tuple:
      return tuplesubscript(o, key);
    case Ty.str:
      return string_subscript(o, key);
    case Ty.dict:
      return dict_subscript(o, key);
    default:
      return array_subscr(o, key);
  }
}

/** tp_as_sequence exists. */
function is_sequence(type: Ty): bool {
  return has_subscript(type) || type === Ty.xrange;
}

/** o[key] = value: 0, or -1 with an exception. */
export function PyObject_SetItem(o: u64, key: u64, value: u64): i32 {
  enter(Fn.PyObject_SetItem);
  const type = Py_TYPE(o);
  let status: i32;
  if (library_has_items(type)) {
    retire(Seg.PyObject_SetItem__library);
    status = library_ass_subscript(o, key, value);
  } else if (has_ass_subscript(type)) {
    retire(Seg.PyObject_SetItem__mapping);
    status = mp_ass_subscript(o, key, value, type);
  } else {
    retire(Seg.PyObject_SetItem__no_slot);
    status = refuse("'", o, "' object does not support item assignment");
  }
  leave();
  return status;
}

/** del o[key]: 0, or -1 with an exception. */
export function PyObject_DelItem(o: u64, key: u64): i32 {
  enter(Fn.PyObject_DelItem);
  const type = Py_TYPE(o);
  let status: i32;
  if (library_has_items(type)) {
    retire(Seg.PyObject_DelItem__library);
    status = library_ass_subscript(o, key, 0);
  } else if (has_ass_subscript(type)) {
    retire(Seg.PyObject_DelItem__mapping);
    status = mp_ass_subscript(o, key, 0, type);
  } else {
    retire(Seg.PyObject_DelItem__no_slot);
    const by_index = is_sequence(type) && PyIndex_Check(key);
    if (by_index) status = refuse("'", o, "' object doesn't support item deletion");
    else status = refuse("'", o, "' object does not support item deletion");
  }
  leave();
  return status;
}

function has_ass_subscript(type: Ty): bool {
  return type === Ty.list || type === Ty.dict || type === Ty.array;
}

function mp_ass_subscript(o: u64, key: u64, value: u64, type: Ty): i32 {
  if (type === Ty.list) return list_ass_subscript(o, key, value);
  return type === Ty.dict ? dict_ass_sub(o, key, value) : array_ass_subscr(o, key, value);
}

/** len(o), or -1 with a TypeError. */
export function PyObject_Size(o: u64): i64 {
  enter(Fn.PyObject_Size);
  const type = Py_TYPE(o);
  let size: i64 = -1;
  if (library_has_items(type)) {
    retire(Seg.PyObject_Size__library);
    size = library_length(o);
  } else if (has_slices(type) || type === Ty.xrange) {
    retire(Seg.PyObject_Size__sq_length);
    size = sq_length(o, type);
  } else {
    retire(Seg.PyObject_Size__mapping);
    size = PyMapping_Size(o, type);
  }
  leave();
  return size;
}

/** Whether len() works (_PyObject_HasLen). */
export function has_len(type: Ty): bool {
  return has_slices(type) || type === Ty.dict || type === Ty.xrange || library_has_items(type);
}

function PyMapping_Size(o: u64, type: Ty): i64 {
  enter(Fn.PyMapping_Size);
  let size: i64 = -1;
  if (type === Ty.dict) {
    retire(Seg.PyMapping_Size__call_slot);
    size = dict_length(o);
  } else {
    retire(Seg.PyMapping_Size__no_slot);
    type_error("object of type '", o, "' has no len()");
  }
  leave();
  return size;
}

function dict_length(o: u64): i64 {
  enter(Fn.dict_length);
  retire(Seg.dict_length__read);
  const size = <i64>PyDict_Size(o);
  leave();
  return size;
}

function sq_length(o: u64, type: Ty): i64 {
  let size: i64;
  switch (type) {
    case Ty.list: {
      enter(Fn.list_length);
      retire(Seg.list_length__read);
      size = <i64>PyList_GET_SIZE(o);
      leave();
      return size;
    }
    case Ty.tuple: {
      enter(Fn.tuplelength);
      retire(Seg.tuplelength__read);
      size = <i64>Py_SIZE(o);
      leave();
      return size;
    }
    case Ty.str: {
      enter(Fn.string_length);
      retire(Seg.string_length__read);
      size = <i64>Py_SIZE(o);
      leave();
      return size;
    }
    case Ty.xrange:
      return range_length(o);
    default:
      return array_length(o);
  }
}

/** item in seq: 1, 0 or -1 with an exception. */
export function PySequence_Contains(seq: u64, item: u64): i32 {
  enter(Fn.PySequence_Contains);
  let found: i32;
  switch (Py_TYPE(seq)) {
    case Ty.list:
      retire(Seg.PySequence_Contains__list);
      found = list_contains(seq, item);
      break;
    case Ty.tuple:
      retire(Seg.PySequence_Contains__tuple);
      found = tuplecontains(seq, item);
      break;
    case Ty.str:
      retire(Seg.PySequence_Contains__str);
      found = string_contains(seq, item);
      break;
    case Ty.dict:
      retire(Seg.PySequence_Contains__dict);
      found = PyDict_Contains(seq, item);
      break;
    default:
      retire(Seg.PySequence_Contains__iterate);
      found = <i32>_PySequence_IterSearch(seq, item);
  }
  leave();
  return found;
}

/** _PySequence_IterSearch that stops at the first hit. */
function _PySequence_IterSearch(seq: u64, item: u64): i32 {
  enter(Fn._PySequence_IterSearch);
  retire(Seg._PySequence_IterSearch__begin);
  const it = PyObject_GetIter(seq);
  let found: i32 = 0;
  if (it === 0) {
    if (PyErr_ExceptionMatches(Ty.TypeError)) {
      type_error("argument of type '", seq, "' is not iterable");
    }
    found = -1;
  }
  while (found === 0) {
    retire(Seg._PySequence_IterSearch__next);
    const candidate = PyIter_Next(it);
    if (candidate === 0) {
      if (PyErr_Occurred()) found = -1;
      break;
    }
    found = PyObject_RichCompareBool(item, candidate, Cmp.EQ);
    Py_DECREF(candidate);
  }
  if (it !== 0) Py_DECREF(it);
  leave();
  return found;
}

/** sq_slice exists. */
export function has_slices(type: Ty): bool {
  return type === Ty.list || type === Ty.tuple || type === Ty.str || type === Ty.array;
}

/** A bound that counts from the end of `s` where it is negative. */
export function bound_in(s: u64, type: Ty, bound: i64): i64 {
  return bound < 0 ? bound + sq_length(s, type) : bound;
}

/** s[index], where a negative index counts from the end: a new reference, or 0 with an exception. */
export function PySequence_GetItem(s: u64, index: i64): u64 {
  enter(Fn.PySequence_GetItem);
  const type = Py_TYPE(s);
  let item: u64 = 0;
  if (type >= FIRST_EXCEPTION) {
    retire(Seg.PySequence_GetItem__exception);
    item = BaseException_getitem(s, index);
  } else if (library_has_items(type)) {
    retire(Seg.PySequence_GetItem__library);
    item = library_item(s, index < 0 ? index + library_length(s) : index);
  } else if (has_slices(type) || type === Ty.xrange) {
    retire(Seg.PySequence_GetItem__sq_item);
    item = sq_item(s, type, bound_in(s, type, index));
  } else {
    retire(Seg.PySequence_GetItem__no_slot);
    type_error("'", s, "' object does not support indexing");
  }
  leave();
  return item;
}

/** exception[index]: an item of its arguments. */
function BaseException_getitem(s: u64, index: i64): u64 {
  enter(Fn.BaseException_getitem);
  retire(Seg.BaseException_getitem__ask_args);
  const item = PySequence_GetItem(exception_args(s), index);
  leave();
  return item;
}

function sq_item(s: u64, type: Ty, index: i64): u64 {
  switch (type) {
    case Ty.list:
      return list_item(s, index);
    case Ty.tuple:
      return tupleitem(s, index);
    case Ty.str:
      return string_item(s, index);
    case Ty.xrange:
      return range_item(s, index);
    default:
      return array_item(s, index);
  }
}

/** s[index] = value, or del s[index] where value is 0. */
export function PySequence_SetItem(s: u64, index: i64, value: u64): i32 {
  enter(Fn.PySequence_SetItem);
  const type = Py_TYPE(s);
  let status: i32;
  retire(Seg.PySequence_SetItem__call_slot);
  if (type === Ty.list) status = list_ass_item(s, bound_in(s, type, index), value);
  else if (type === Ty.array) status = array_ass_item(s, bound_in(s, type, index), value);
  else if (library_has_items(type)) status = library_ass_item(s, index, value);
  else status = refuse("'", s, "' object does not support item assignment");
  leave();
  return status;
}

/** o * count: a new reference, or 0 with an exception. */
export function PySequence_Repeat(o: u64, count: i64): u64 {
  enter(Fn.PySequence_Repeat);
  retire(Seg.PySequence_Repeat__call_slot);
  const result = has_repeat(Py_TYPE(o))
    ? sq_repeat(o, count)
    : type_error("'", o, "' object can't be repeated");
  leave();
  return result;
}
