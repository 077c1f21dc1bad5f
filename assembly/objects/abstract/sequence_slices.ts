/** Plain slices, s[low:high] (Objects/abstract.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import { array_ass_slice, array_slice } from "../../modules/array_items";
import {
  library_ass_slice,
  library_has_items,
  library_length,
  library_slice,
} from "../../modules/multiprocessing/protocols";
import { dict_ass_sub, dict_subscript } from "../dictobject/dictobject";
import { exception_args } from "../exceptions";
import { list_ass_slice, list_slice } from "../listobject/slice";
import { Py_DECREF, Py_TYPE } from "../object/refcount";
import { PySlice_New } from "../sliceobject";
import { string_slice } from "../stringobject/stringobject";
import { tupleslice } from "../tupleobject/sequence";
import { PyInt_FromLong } from "../intobject/intobject";
import { type_error } from "./number";
import { bound_in, has_slices, refuse } from "./sequence";

/** s[low:high]: a new reference, or 0 with an exception. */
export function PySequence_GetSlice(s: u64, low: i64, high: i64): u64 {
  enter(Fn.PySequence_GetSlice);
  const type = Py_TYPE(s);
  let result: u64 = 0;
  if (type >= FIRST_EXCEPTION) {
    retire(Seg.PySequence_GetSlice__exception);
    result = BaseException_getslice(s, low, high);
  } else if (library_has_items(type)) {
    retire(Seg.PySequence_GetSlice__library);
    result = library_slice(s, library_bound(s, low), library_bound(s, high));
  } else if (has_slices(type)) {
    retire(Seg.PySequence_GetSlice__sq_slice);
    result = sq_slice(s, type, bound_in(s, type, low), bound_in(s, type, high));
  } else if (type === Ty.dict) {
    retire(Seg.PySequence_GetSlice__mapping);
    const slice = _PySlice_FromIndices(low, high);
    result = dict_subscript(s, slice);
    Py_DECREF(slice);
  } else {
    retire(Seg.PySequence_GetSlice__no_slot);
    type_error("'", s, "' object is unsliceable");
  }
  leave();
  return result;
}

function sq_slice(s: u64, type: Ty, low: i64, high: i64): u64 {
  switch (type) {
    case Ty.list:
      return list_slice(s, low, high);
    case Ty.tuple:
      return tupleslice(s, low, high);
    case Ty.str:
      return string_slice(s, low, high);
    default:
      return array_slice(s, low, high);
  }
}

/** A slice object with these bounds. */
function _PySlice_FromIndices(low: i64, high: i64): u64 {
  enter(Fn._PySlice_FromIndices);
  retire(Seg._PySlice_FromIndices__make);
  const start = PyInt_FromLong(low);
  const stop = PyInt_FromLong(high);
  const slice = PySlice_New(start, stop, 0);
  Py_DECREF(start);
  Py_DECREF(stop);
  leave();
  return slice;
}

/** s[low:high] = value: 0, or -1 with an exception. */
export function PySequence_SetSlice(s: u64, low: i64, high: i64, value: u64): i32 {
  enter(Fn.PySequence_SetSlice);
  retire(Seg.PySequence_SetSlice__call_slot);
  const status = ass_slice(s, low, high, value);
  leave();
  return status;
}

/** del s[low:high]: 0, or -1 with an exception. */
export function PySequence_DelSlice(s: u64, low: i64, high: i64): i32 {
  enter(Fn.PySequence_DelSlice);
  retire(Seg.PySequence_DelSlice__call_slot);
  const status = ass_slice(s, low, high, 0);
  leave();
  return status;
}

function ass_slice(s: u64, low: i64, high: i64, value: u64): i32 {
  const type = Py_TYPE(s);
  if (type === Ty.list || type === Ty.array) {
    const from = bound_in(s, type, low);
    const to = bound_in(s, type, high);
    return type === Ty.list
      ? list_ass_slice(s, from, to, value)
      : array_ass_slice(s, from, to, value);
  }
  if (library_has_items(type)) {
    return library_ass_slice(s, library_bound(s, low), library_bound(s, high), value);
  }
  if (type === Ty.dict) {
    const slice = _PySlice_FromIndices(low, high);
    const status = dict_ass_sub(s, slice, value);
    Py_DECREF(slice);
    return status;
  }
  if (value === 0) return refuse("'", s, "' object doesn't support slice deletion");
  return refuse("'", s, "' object doesn't support slice assignment");
}

/** A bound that counts from the end where it is negative. */
function library_bound(s: u64, bound: i64): i64 {
  return bound < 0 ? bound + library_length(s) : bound;
}

function BaseException_getslice(s: u64, low: i64, high: i64): u64 {
  enter(Fn.BaseException_getslice);
  retire(Seg.BaseException_getslice__ask_args);
  const slice = PySequence_GetSlice(exception_args(s), low, high);
  leave();
  return slice;
}
