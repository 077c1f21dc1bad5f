/**
 * Built-in functions and bound built-in methods (Objects/methodobject.c): an object that names a row
 * of the method table and, for a method, the object it is bound to.
 *
 *   object -> header, m_ml (the row), m_self, m_module
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { text_add, text_add_hex, text_add_i64, text_mark } from "../base/text";
import { check } from "../base/fault";
import { PyErr_SetText } from "../interp/errors";
import { enter, leave, retire } from "../meter/ledger";
import {
  PyObject_GC_Del,
  _PyObject_GC_Malloc,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../modules/gcmodule/gcmodule";
import { call_row } from "./call_row";
import { PyDict_Size } from "./dictobject/dictobject";
import {
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  MethodDef,
  method_name,
  method_row,
} from "./methods";
import {
  PyObject_INIT,
  Py_TYPE,
  Py_XDECREF,
  Py_XINCREF,
  get_field,
  head_bytes,
  set_field,
} from "./object/refcount";
import { PyString_FromText } from "./stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject/tupleobject";
import { type_name } from "./types";

const M_ML: u64 = 0;
const M_SELF: u64 = 1;
const M_MODULE: u64 = 2;
const FIELDS: u64 = 3;
/** Bytes of the fields behind the header. */
export const CFUNCTION_BYTES: u64 = FIELDS * 8;
const PyCFunction_MAXFREELIST: u32 = 256;

@unmanaged
class FreeList {
  head: u64;
  numfree: u32;
}

const free_at: usize = memory.data(16, 8);

function free_list(): FreeList {
  return changetype<FreeList>(free_at);
}

export function methodobject_reset(): void {
  free_list().head = 0;
  free_list().numfree = 0;
}

/** Puts a dead object on the free list, as at entry. */
export function load_free_cfunction(op: u64): void {
  set_field(op, M_SELF, free_list().head);
  free_list().head = op;
  free_list().numfree += 1;
}

/** The row of the method table that a built-in function names. */
export function cfunction_row(op: u64): MethodDef {
  return method_row(<u32>get_field(op, M_ML));
}

/** m_self: what a method is bound to, 0 for a function; borrowed. */
export function cfunction_self(op: u64): u64 {
  return get_field(op, M_SELF);
}

/** A built-in function for row `row` (an index), bound to `self` or to nothing (0). */
export function PyCFunction_NewEx(row: u32, self: u64, module: u64): u64 {
  enter(Fn.PyCFunction_NewEx);
  let op = free_list().head;
  if (op !== 0) {
    retire(Seg.PyCFunction_NewEx__reuse);
    free_list().head = get_field(op, M_SELF);
    free_list().numfree -= 1;
  } else {
    retire(Seg.PyCFunction_NewEx__allocate);
    op = _PyObject_GC_Malloc(head_bytes() + FIELDS * 8);
  }
  PyObject_INIT(op, Ty.builtin_function_or_method);
  set_field(op, M_ML, row);
  Py_XINCREF(self);
  set_field(op, M_SELF, self);
  Py_XINCREF(module);
  set_field(op, M_MODULE, module);
  _PyObject_GC_TRACK(op);
  leave();
  return op;
}

export function meth_dealloc(op: u64): void {
  enter(Fn.meth_dealloc);
  retire(Seg.meth_dealloc__drop);
  _PyObject_GC_UNTRACK(op);
  Py_XDECREF(get_field(op, M_SELF));
  Py_XDECREF(get_field(op, M_MODULE));
  if (free_list().numfree < PyCFunction_MAXFREELIST) {
    retire(Seg.meth_dealloc__keep);
    load_free_cfunction(op);
  } else {
    retire(Seg.meth_dealloc__delete);
    PyObject_GC_Del(op);
  }
  leave();
}

/** PyCFunction_ClearFreeList, called by a full collection. */
export function PyCFunction_ClearFreeList(): void {
  enter(Fn.PyCFunction_ClearFreeList);
  retire(Seg.PyCFunction_ClearFreeList__begin);
  while (free_list().head !== 0) {
    const op = free_list().head;
    free_list().head = get_field(op, M_SELF);
    free_list().numfree -= 1;
    retire(Seg.PyCFunction_ClearFreeList__object);
    PyObject_GC_Del(op);
  }
  leave();
}

/** <built-in function len>, <built-in method append of list object at 0x...>. */
export function meth_repr(op: u64): u64 {
  enter(Fn.meth_repr);
  retire(Seg.meth_repr__format);
  const mark = text_mark();
  const self = cfunction_self(op);
  const bound = self !== 0 && Py_TYPE(self) !== Ty.module;
  text_add(bound ? "<built-in method " : "<built-in function ");
  text_add(method_name(cfunction_row(op)));
  if (bound) {
    text_add(" of ");
    text_add(type_name(Py_TYPE(self)));
    text_add(" object at 0x");
    text_add_hex(self);
  }
  text_add(">");
  const result = PyString_FromText(mark);
  leave();
  return result;
}

/** Calls a built-in function with an argument tuple and perhaps keywords (0 or a dict). */
export function PyCFunction_Call(func: u64, args: u64, kwargs: u64): u64 {
  enter(Fn.PyCFunction_Call);
  const row = cfunction_row(func);
  const self = cfunction_self(func);
  const size = PyTuple_GET_SIZE(args);
  let result: u64 = 0;
  if ((row.flags & METH_KEYWORDS) !== 0) {
    retire(Seg.PyCFunction_Call__keywords);
    result = call_row(row, self, args, kwargs);
  } else if (kwargs !== 0 && PyDict_Size(kwargs) !== 0) {
    retire(Seg.PyCFunction_Call__unwanted_keywords);
    complain(row, "() takes no keyword arguments");
  } else if ((row.flags & METH_VARARGS) !== 0) {
    retire(Seg.PyCFunction_Call__varargs);
    result = call_row(row, self, args, 0);
  } else if ((row.flags & METH_NOARGS) !== 0) {
    retire(Seg.PyCFunction_Call__noargs);
    if (size === 0) result = call_row(row, self, 0, 0);
    else complain_count(row, "() takes no arguments (", size);
  } else {
    retire(Seg.PyCFunction_Call__one_arg);
    check((row.flags & METH_O) !== 0, row.number);
    if (size === 1) result = call_row(row, self, PyTuple_GET_ITEM(args, 0), 0);
    else complain_count(row, "() takes exactly one argument (", size);
  }
  leave();
  return result;
}

function complain(row: MethodDef, what: string): void {
  const mark = text_mark();
  text_add(method_name(row));
  text_add(what);
  PyErr_SetText(Ty.TypeError, mark);
}

/** A TypeError about the number of arguments: "f() takes no arguments (2 given)". */
export function complain_count(row: MethodDef, what: string, given: u64): void {
  const mark = text_mark();
  text_add(method_name(row));
  text_add(what);
  text_add_i64(given);
  text_add(" given)");
  PyErr_SetText(Ty.TypeError, mark);
}
