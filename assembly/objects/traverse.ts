/**
 * tp_traverse and tp_clear of every container type (spec 05): what an object refers to, told to the
 * collector. C passes a visitor; here the visitor is a mode that is set once per object.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../abi/types";
import { check } from "../base/fault";
import { is_defined } from "../kernel/words";
import { is_library, library_references } from "../modules/multiprocessing/objects";
import { clock, enter, leave, retire, stride, stride_done } from "../meter/ledger";
import { visit_decref, visit_reachable } from "../modules/gcmodule/collect";
import {
  _PyObject_GC_IS_TRACKED,
  _PyObject_GC_UNTRACK,
  type_is_gc,
} from "../modules/gcmodule/gcmodule";
import { AS_GC, is_known } from "../modules/gcmodule/lists";
import {
  PyDict_Clear,
  PyDict_Next,
  dict_entry_key,
  dict_entry_value,
} from "./dictobject/dictobject";
import { ma_mask } from "./dictobject/layout";
import { exception_words } from "./exceptions";
import { PyList_GET_ITEM, PyList_GET_SIZE, list_clear } from "./listobject/access";
import { ints_below } from "./listobject/walk";
import { Py_TYPE, field, get_field } from "./object/refcount";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject/tupleobject";

/** What is done with each object that is referred to. */
export enum Visit {
  /** visit_decref of subtract_refs. */
  DECREF,
  /** visit_reachable of move_unreachable. */
  REACHABLE,
}

@unmanaged
class Visitor {
  mode: u32;
  /** The list that rescued objects return to. */
  list: u64;
}

const visitor_at: usize = memory.data(16, 8);

function visitor(): Visitor {
  return changetype<Visitor>(visitor_at);
}

/** PyObject_IS_GC. */
export function PyObject_IS_GC(op: u64): bool {
  return type_is_gc(Py_TYPE(op));
}

/** Py_VISIT: nothing for a null pointer. `times` > 1: so many objects that no collector knows. */
function Py_VISIT(op: u64, times: u64 = 1): void {
  if (op === 0) return;
  // Heads of recorded objects are not known: they cost, and nothing is garbage because of them.
  const known = PyObject_IS_GC(op) && is_known(AS_GC(op));
  if (visitor().mode === Visit.DECREF) {
    enter(Fn.visit_decref, times);
    retire(Seg.visit_decref__call, times);
    if (known) visit_decref(AS_GC(op));
  } else {
    enter(Fn.visit_reachable, times);
    retire(Seg.visit_reachable__call, times);
    if (known) visit_reachable(AS_GC(op), visitor().list);
  }
  leave();
}

/** Visits the object in a field, if the field was ever written. */
function visit_field(op: u64, index: u64): void {
  if (is_defined(field(op, index))) Py_VISIT(get_field(op, index));
}

/** Visits everything that `op` refers to. */
export function tp_traverse(op: u64, mode: Visit, list: u64): void {
  visitor().mode = mode;
  visitor().list = list;
  const type = Py_TYPE(op);
  if (type >= FIRST_EXCEPTION) return BaseException_traverse(op);
  if (is_library(type)) return subtype_traverse(op, type);
  switch (type) {
    case Ty.list:
      return list_traverse(op);
    case Ty.tuple:
      return tupletraverse(op);
    case Ty.dict:
      return dict_traverse(op);
    case Ty.function_:
      return func_traverse(op);
    case Ty.builtin_function_or_method:
      return meth_traverse(op);
    case Ty.module:
      return module_traverse(op);
    case Ty.frame:
      return frame_traverse(op);
    case Ty.traceback:
      return tb_traverse(op);
    case Ty.slice:
      return slice_traverse(op);
    default:
      return iterator_traverse(op, type);
  }
}

function list_traverse(op: u64): void {
  enter(Fn.list_traverse);
  retire(Seg.list_traverse__begin);
  let left = PyList_GET_SIZE(op);
  while (left > 0) {
    const from = clock().ir;
    const wanted = stride(left);
    const ints = wanted > 1 ? ints_below(op, left, wanted) : 0;
    const times: u64 = ints > 1 ? ints : 1;
    retire(Seg.list_traverse__item, times);
    Py_VISIT(PyList_GET_ITEM(op, left - 1), times);
    left -= times;
    if (times > 1) stride_done(from, times);
  }
  leave();
}

function tupletraverse(op: u64): void {
  enter(Fn.tupletraverse);
  retire(Seg.tupletraverse__begin);
  for (let i = <i64>PyTuple_GET_SIZE(op) - 1; i >= 0; i--) {
    retire(Seg.tupletraverse__item);
    Py_VISIT(PyTuple_GET_ITEM(op, i));
  }
  leave();
}

function dict_traverse(op: u64): void {
  enter(Fn.dict_traverse);
  retire(Seg.dict_traverse__begin);
  let position = PyDict_Next(op, 0);
  while (position >= 0) {
    retire(Seg.dict_traverse__entry);
    Py_VISIT(dict_entry_key(op, position));
    Py_VISIT(dict_entry_value(op, position));
    position = PyDict_Next(op, position + 1);
  }
  leave();
}

/** func_code, func_globals, func_defaults, func_closure, func_doc, func_name, func_dict; func_module. */
function func_traverse(op: u64): void {
  enter(Fn.func_traverse);
  retire(Seg.func_traverse__fields);
  for (let index: u64 = 0; index < 7; index++) visit_field(op, index);
  visit_field(op, 8);
  leave();
}

/** m_self, m_module. */
function meth_traverse(op: u64): void {
  enter(Fn.meth_traverse);
  retire(Seg.meth_traverse__fields);
  visit_field(op, 1);
  visit_field(op, 2);
  leave();
}

/** md_dict. */
function module_traverse(op: u64): void {
  enter(Fn.module_traverse);
  retire(Seg.module_traverse__dict);
  visit_field(op, 0);
  leave();
}

/** Fields of a frame, counted from ob_size (Include/frameobject.h). */
const F_BACK: u64 = 1;
const F_LOCALS: u64 = 5;
const F_VALUESTACK: u64 = 6;
const F_STACKTOP: u64 = 7;
const F_TRACE: u64 = 8;
const F_EXC_TRACEBACK: u64 = 11;
const F_LOCALSPLUS: u64 = 45;

/** The frame's own references, its fast locals and what lies on its value stack. */
function frame_traverse(op: u64): void {
  enter(Fn.frame_traverse);
  retire(Seg.frame_traverse__fields);
  for (let index = F_BACK; index <= F_LOCALS; index++) visit_field(op, index);
  for (let index = F_TRACE; index <= F_EXC_TRACEBACK; index++) visit_field(op, index);
  const stack = get_field(op, F_VALUESTACK);
  // A frame that runs keeps its stack pointer to itself: its stack is not visited.
  const top = is_defined(field(op, F_STACKTOP)) ? get_field(op, F_STACKTOP) : 0;
  const end = top === 0 ? stack : top;
  for (let at = field(op, F_LOCALSPLUS); at < end; at += 8) {
    retire(Seg.frame_traverse__slot);
    visit_field(op, (at - field(op, 0)) >> 3);
  }
  leave();
}

/** tb_next, tb_frame. */
function tb_traverse(op: u64): void {
  enter(Fn.tb_traverse);
  retire(Seg.tb_traverse__fields);
  visit_field(op, 0);
  visit_field(op, 1);
  leave();
}

/** dict, args, message, and what some classes add. */
function BaseException_traverse(op: u64): void {
  enter(Fn.BaseException_traverse);
  retire(Seg.BaseException_traverse__fields);
  const words = exception_words(Py_TYPE(op));
  for (let index: u64 = 0; index < words; index++) visit_field(op, index);
  leave();
}

/** Objects of the library: their first fields. */
function subtype_traverse(op: u64, type: Ty): void {
  enter(Fn.subtype_traverse);
  retire(Seg.subtype_traverse__library_object);
  for (let i: u64 = 0; i < library_references(type); i++) visit_field(op, i);
  leave();
}

/** Iterators refer to one sequence; an enumeration to its iterator and its tuple. */
function iterator_traverse(op: u64, type: Ty): void {
  switch (type) {
    case Ty.listiterator:
      enter(Fn.listiter_traverse);
      retire(Seg.listiter_traverse__sequence);
      break;
    case Ty.listreverseiterator:
      enter(Fn.listreviter_traverse);
      retire(Seg.listreviter_traverse__sequence);
      break;
    case Ty.tupleiterator:
      enter(Fn.tupleiter_traverse);
      retire(Seg.tupleiter_traverse__sequence);
      break;
    case Ty.iterator:
      enter(Fn.iter_traverse);
      retire(Seg.iter_traverse__sequence);
      break;
    case Ty.enumerate:
      enter(Fn.enum_traverse);
      retire(Seg.enum_traverse__fields);
      visit_field(op, 2);
      break;
    case Ty.reversed:
      enter(Fn.reversed_traverse);
      retire(Seg.reversed_traverse__sequence);
      break;
    case Ty.arrayiterator:
      enter(Fn.arrayiter_traverse);
      retire(Seg.arrayiter_traverse__array);
      break;
    default:
      return dictiter_traverse(op, type);
  }
  visit_field(op, 1);
  leave();
}

/** start, stop, step. */
function slice_traverse(op: u64): void {
  enter(Fn.slice_traverse);
  retire(Seg.slice_traverse__fields);
  visit_field(op, 0);
  visit_field(op, 1);
  visit_field(op, 2);
  leave();
}

/** di_dict, di_result. */
function dictiter_traverse(op: u64, type: Ty): void {
  check(type_is_gc(type), op);
  enter(Fn.dictiter_traverse);
  retire(Seg.dictiter_traverse__fields);
  visit_field(op, 0);
  visit_field(op, 3);
  leave();
}

/** Drops what `op` refers to, where its type can (tp_clear). */
export function tp_clear(op: u64): void {
  switch (Py_TYPE(op)) {
    case Ty.list:
      return list_clear(op);
    case Ty.dict:
      return dict_tp_clear(op);
    default:
      return;
  }
}

function dict_tp_clear(op: u64): void {
  enter(Fn.dict_tp_clear);
  retire(Seg.dict_tp_clear__call);
  PyDict_Clear(op);
  leave();
}

/** _PyObject_GC_MAY_BE_TRACKED: containers, but a tuple only while it is tracked. */
export function _PyObject_GC_MAY_BE_TRACKED(op: u64): bool {
  if (!PyObject_IS_GC(op)) return false;
  return Py_TYPE(op) !== Ty.tuple || !is_known(AS_GC(op)) || _PyObject_GC_IS_TRACKED(op);
}

/** A tuple of nothing the collector watches need not be watched itself (Objects/tupleobject.c). */
export function _PyTuple_MaybeUntrack(op: u64): void {
  enter(Fn._PyTuple_MaybeUntrack);
  retire(Seg._PyTuple_MaybeUntrack__begin);
  if (!_PyObject_GC_IS_TRACKED(op) || tuple_needs_tracking(op)) {
    leave();
    return;
  }
  retire(Seg._PyTuple_MaybeUntrack__untrack);
  _PyObject_GC_UNTRACK(op);
  leave();
}

function tuple_needs_tracking(op: u64): bool {
  const size = PyTuple_GET_SIZE(op);
  for (let i: u64 = 0; i < size; i++) {
    retire(Seg._PyTuple_MaybeUntrack__item);
    const item = PyTuple_GET_ITEM(op, i);
    // A tuple under construction.
    if (item === 0 || _PyObject_GC_MAY_BE_TRACKED(item)) return true;
  }
  return false;
}

/** A dictionary of nothing the collector watches need not be watched itself (Objects/dictobject.c). */
export function _PyDict_MaybeUntrack(op: u64): void {
  enter(Fn._PyDict_MaybeUntrack);
  retire(Seg._PyDict_MaybeUntrack__begin);
  if (_PyObject_GC_IS_TRACKED(op) && !dict_needs_tracking(op)) {
    retire(Seg._PyDict_MaybeUntrack__untrack);
    _PyObject_GC_UNTRACK(op);
  }
  leave();
}

function dict_needs_tracking(op: u64): bool {
  const size = ma_mask(op) + 1;
  for (let slot: u64 = 0; slot < size; slot++) {
    retire(Seg._PyDict_MaybeUntrack__slot);
    const value = dict_entry_value(op, slot);
    if (value === 0) continue;
    retire(Seg._PyDict_MaybeUntrack__entry);
    if (_PyObject_GC_MAY_BE_TRACKED(value)) return true;
    if (_PyObject_GC_MAY_BE_TRACKED(dict_entry_key(op, slot))) return true;
  }
  return false;
}
