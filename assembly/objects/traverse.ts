/**
 * tp_traverse and tp_clear of every container type (spec 05): what an object refers to, told to the
 * collector. C passes a visitor; here the visitor is a mode that is set once per object.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../abi/types";
import { check } from "../base/fault";
import { collector_visit, visit_short_items } from "../collectors/reach";
import { is_defined } from "../kernel/words";
import { is_library, library_references } from "../modules/multiprocessing/objects";
import { ITEM_IR_MAX, clock, enter, leave, retire, stride, stride_done } from "../meter/ledger";
import { visit_decref, visit_reachable } from "../modules/gcmodule/collect";
import { type_is_gc } from "../modules/gcmodule/gcmodule";
import { AS_GC, is_known } from "../modules/gcmodule/lists";
import {
  PyDict_Clear,
  PyDict_Next,
  dict_entry_key,
  dict_entry_value,
} from "./dictobject/dictobject";
import { entry_at, ma_mask, ma_table, me_key, me_value } from "./dictobject/layout";
import { exception_words } from "./exceptions";
import { CO_CODE, CO_LNOTAB, CO_NAME } from "./codeobject";
import { PyList_GET_ITEM, PyList_GET_SIZE, list_clear } from "./listobject/access";
import { short_items } from "./listobject/items";
import { untracked_below } from "./listobject/walk";
import { Py_TYPE, field, get_field } from "./object/refcount";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject/tupleobject";

/** What is done with each object that is referred to. */
export enum Visit {
  /** visit_decref of subtract_refs. */
  DECREF,
  /** visit_reachable of move_unreachable. */
  REACHABLE,
  /** A manager that traces (collectors/reach.ts): it has prices of its own, CPython's steps are silent. */
  COUNT,
  MARK,
  DROP,
}

@unmanaged
class Visitor {
  mode: u32;
  /** The list that rescued objects return to. */
  list: u64;
}

/** Field of a list that leads to its array. */
const OB_ITEM: u64 = 1;
/** Offset of me_value in an entry. */
const VALUE_OFFSET: u64 = 16;
const visitor_at: usize = memory.data(16, 8);

function visitor(): Visitor {
  return changetype<Visitor>(visitor_at);
}

/** Whether a manager that traces looks at references, not CPython's collector. */
function tracing(): bool {
  return visitor().mode >= <u32>Visit.COUNT;
}

/** The meter's enter, retire and leave, for CPython's collector alone. */
function enter_visit(fn: Fn): void {
  if (!tracing()) enter(fn);
}

function retire_visit(seg: Seg): void {
  if (!tracing()) retire(seg);
}

function leave_visit(): void {
  if (!tracing()) leave();
}

/** PyObject_IS_GC. */
export function PyObject_IS_GC(op: u64): bool {
  return type_is_gc(Py_TYPE(op));
}

/** Py_VISIT: nothing for a null pointer. `times` > 1: so many objects that no collector knows. */
function Py_VISIT(op: u64, times: u64 = 1): void {
  if (op === 0) return;
  if (tracing()) return collector_visit(op, <Visit>(<i32>visitor().mode));
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
    case Ty.code:
      return code_fields(op);
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
  if (tracing()) return visit_items(op);
  enter(Fn.list_traverse);
  retire(Seg.list_traverse__begin);
  let left = PyList_GET_SIZE(op);
  while (left > 0) {
    const from = clock().ir;
    const wanted = stride(left, ITEM_IR_MAX);
    const untracked = wanted > 1 ? untracked_below(op, left, wanted) : 0;
    const times: u64 = untracked > 1 ? untracked : 1;
    retire(Seg.list_traverse__item, times);
    Py_VISIT(PyList_GET_ITEM(op, left - 1), times);
    left -= times;
    if (times > 1) stride_done(from, times, ITEM_IR_MAX);
  }
  leave();
}

/** The items of a list: ints in a row lie in a short form. */
function visit_items(op: u64): void {
  const items = get_field(op, OB_ITEM);
  const short = short_items(items);
  if (short !== null) return visit_short_items(op, short, <Visit>(<i32>visitor().mode));
  for (let i = <i64>PyList_GET_SIZE(op) - 1; i >= 0; i--) Py_VISIT(PyList_GET_ITEM(op, i));
}

function tupletraverse(op: u64): void {
  enter_visit(Fn.tupletraverse);
  retire_visit(Seg.tupletraverse__begin);
  for (let i = <i64>PyTuple_GET_SIZE(op) - 1; i >= 0; i--) {
    retire_visit(Seg.tupletraverse__item);
    Py_VISIT(PyTuple_GET_ITEM(op, i));
  }
  leave_visit();
}

function dict_traverse(op: u64): void {
  if (tracing()) return visit_entries(op);
  enter_visit(Fn.dict_traverse);
  retire_visit(Seg.dict_traverse__begin);
  let position = PyDict_Next(op, 0);
  while (position >= 0) {
    retire_visit(Seg.dict_traverse__entry);
    Py_VISIT(dict_entry_key(op, position));
    Py_VISIT(dict_entry_value(op, position));
    position = PyDict_Next(op, position + 1);
  }
  leave_visit();
}

/** Keys and values of a dictionary, without PyDict_Next. */
function visit_entries(op: u64): void {
  const size = ma_mask(op) + 1;
  for (let i: u64 = 0; i < size; i++) {
    const ep = entry_at(ma_table(op), i);
    if (!is_defined(ep + VALUE_OFFSET) || me_value(ep) === 0) continue;
    Py_VISIT(me_key(ep));
    Py_VISIT(me_value(ep));
  }
}

/** func_code, func_globals, func_defaults, func_closure, func_doc, func_name, func_dict; func_module. */
function func_traverse(op: u64): void {
  enter_visit(Fn.func_traverse);
  retire_visit(Seg.func_traverse__fields);
  for (let index: u64 = 0; index < 7; index++) visit_field(op, index);
  visit_field(op, 8);
  leave_visit();
}

/** m_self, m_module. */
function meth_traverse(op: u64): void {
  enter_visit(Fn.meth_traverse);
  retire_visit(Seg.meth_traverse__fields);
  visit_field(op, 1);
  visit_field(op, 2);
  leave_visit();
}

/** md_dict. */
function module_traverse(op: u64): void {
  enter_visit(Fn.module_traverse);
  retire_visit(Seg.module_traverse__dict);
  visit_field(op, 0);
  leave_visit();
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
  enter_visit(Fn.frame_traverse);
  retire_visit(Seg.frame_traverse__fields);
  for (let index = F_BACK; index <= F_LOCALS; index++) visit_field(op, index);
  for (let index = F_TRACE; index <= F_EXC_TRACEBACK; index++) visit_field(op, index);
  const stack = get_field(op, F_VALUESTACK);
  // A frame that runs keeps its stack pointer to itself: its stack is not visited.
  const top = is_defined(field(op, F_STACKTOP)) ? get_field(op, F_STACKTOP) : 0;
  const end = top === 0 ? stack : top;
  for (let at = field(op, F_LOCALSPLUS); at < end; at += 8) {
    retire_visit(Seg.frame_traverse__slot);
    visit_field(op, (at - field(op, 0)) >> 3);
  }
  leave_visit();
}

/** tb_next, tb_frame. */
function tb_traverse(op: u64): void {
  enter_visit(Fn.tb_traverse);
  retire_visit(Seg.tb_traverse__fields);
  visit_field(op, 0);
  visit_field(op, 1);
  leave_visit();
}

/** dict, args, message, and what some classes add. */
function BaseException_traverse(op: u64): void {
  enter_visit(Fn.BaseException_traverse);
  retire_visit(Seg.BaseException_traverse__fields);
  const words = exception_words(Py_TYPE(op));
  for (let index: u64 = 0; index < words; index++) visit_field(op, index);
  leave_visit();
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
      enter_visit(Fn.listiter_traverse);
      retire_visit(Seg.listiter_traverse__sequence);
      break;
    case Ty.listreverseiterator:
      enter_visit(Fn.listreviter_traverse);
      retire_visit(Seg.listreviter_traverse__sequence);
      break;
    case Ty.tupleiterator:
      enter_visit(Fn.tupleiter_traverse);
      retire_visit(Seg.tupleiter_traverse__sequence);
      break;
    case Ty.iterator:
      enter_visit(Fn.iter_traverse);
      retire_visit(Seg.iter_traverse__sequence);
      break;
    case Ty.enumerate:
      enter_visit(Fn.enum_traverse);
      retire_visit(Seg.enum_traverse__fields);
      visit_field(op, 2);
      break;
    case Ty.reversed:
      enter_visit(Fn.reversed_traverse);
      retire_visit(Seg.reversed_traverse__sequence);
      break;
    case Ty.arrayiterator:
      enter_visit(Fn.arrayiter_traverse);
      retire_visit(Seg.arrayiter_traverse__array);
      break;
    default:
      return dictiter_traverse(op, type);
  }
  visit_field(op, 1);
  leave_visit();
}

/** co_code to co_name, co_lnotab: CPython's collector never looks at code, one that traces must. */
function code_fields(op: u64): void {
  for (let index = CO_CODE; index <= CO_NAME; index++) visit_field(op, index);
  visit_field(op, CO_LNOTAB);
}

/** Whether objects of a type refer to others. */
export function type_has_fields(type: Ty): bool {
  return type_is_gc(type) || type === Ty.code;
}

/** start, stop, step. */
function slice_traverse(op: u64): void {
  enter_visit(Fn.slice_traverse);
  retire_visit(Seg.slice_traverse__fields);
  visit_field(op, 0);
  visit_field(op, 1);
  visit_field(op, 2);
  leave_visit();
}

/** di_dict, di_result. */
function dictiter_traverse(op: u64, type: Ty): void {
  check(type_is_gc(type), op);
  enter_visit(Fn.dictiter_traverse);
  retire_visit(Seg.dictiter_traverse__fields);
  visit_field(op, 0);
  visit_field(op, 3);
  leave_visit();
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
