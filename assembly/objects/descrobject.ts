/**
 * Methods of types, not bound to an object (Objects/descrobject.c): str.upper, list.append. They are
 * objects of the start-up, one for each method that is simulated.
 *
 *   method_descriptor -> header, d_type, d_name, d_method (the row of the method table)
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { LAST_LIBRARY, Ty } from "../abi/types";
import { text_add, text_mark } from "../base/text";
import { PyErr_SetText } from "../interp/errors";
import { enter, leave, retire } from "../meter/ledger";
import { FROM_GC, GC_HEAD_BYTES } from "../modules/gcmodule/lists";
import { PyObject_Call } from "./abstract/call";
import { PyCFunction_NewEx } from "./methodobject";
import { METH_CLASS, MethodDef, method_name, method_row, method_rows } from "./methods";
import {
  PyObject_INIT,
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  get_field,
  head_bytes,
  set_field,
} from "./object/refcount";
import { recorded_block } from "./obmalloc/obmalloc";
import { Py_None } from "./singletons";
import { PyString_FromString, PyString_FromText } from "./stringobject/stringobject";
import { string_is } from "./stringobject/text";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject/tupleobject";
import { tupleslice } from "./tupleobject/sequence";
import { is_subtype, type_name, type_object } from "./types";

const D_TYPE: u64 = 0;
const D_NAME: u64 = 1;
const D_METHOD: u64 = 2;
const FIELDS: u64 = 3;
const DESCRIPTORS_MAX: u32 = 640;

/** Addresses of the descriptors by row, 0 for a module's function. */
const descriptors_at: usize = memory.data(8 * 640, 8);

/** Makes the descriptors of all rows that types own, in memory that the start-up has in use. */
export function make_descriptors(): void {
  memory.fill(descriptors_at, 0, 8 * DESCRIPTORS_MAX);
  for (let row: u32 = 0; row < method_rows(); row++) {
    const owner = <Ty>(<i32>method_row(row).owner);
    // No program can name the types from here on, so nothing asks for their methods unbound.
    if (owner === Ty.NONE || (owner >= Ty.SyncManager && owner <= LAST_LIBRARY)) continue;
    const op = FROM_GC(recorded_block(GC_HEAD_BYTES + head_bytes() + FIELDS * 8));
    PyObject_INIT(op, Ty.method_descriptor);
    set_field(op, D_TYPE, type_object(owner));
    set_field(op, D_NAME, 0);
    set_field(op, D_METHOD, row);
    store<u64>(descriptors_at + ((<usize>row) << 3), op);
  }
}

function row_of(op: u64): MethodDef {
  return method_row(<u32>get_field(op, D_METHOD));
}

/** `type`.name for row `row`: the descriptor itself, or a class method bound to the type. */
export function method_of_type(row: u32, type: Ty): u64 {
  if ((method_row(row).flags & METH_CLASS) !== 0) {
    enter(Fn.classmethod_get);
    retire(Seg.classmethod_get__bind);
    const bound = PyCFunction_NewEx(row, type_object(type), 0);
    leave();
    return bound;
  }
  enter(Fn.method_get);
  retire(Seg.method_get__unbound);
  const op = load<u64>(descriptors_at + ((<usize>row) << 3));
  Py_INCREF(op);
  leave();
  return op;
}

/** o.name for row `row`: a built-in method bound to `o`, or where it is a class method to its type. */
export function method_get(row: u32, o: u64): u64 {
  if ((method_row(row).flags & METH_CLASS) !== 0) return method_of_type(row, Py_TYPE(o));
  enter(Fn.method_get);
  retire(Seg.method_get__bind);
  const result = PyCFunction_NewEx(row, o, 0);
  leave();
  return result;
}

/** The descriptor called: its first argument is the object whose method it is. */
export function methoddescr_call(op: u64, args: u64, kwargs: u64): u64 {
  enter(Fn.methoddescr_call);
  retire(Seg.methoddescr_call__check);
  const given = PyTuple_GET_SIZE(args);
  let result: u64 = 0;
  if (given < 1) {
    const mark = begin_complaint(op);
    text_add("' of '");
    text_add(owner_name(op));
    text_add("' object needs an argument");
    PyErr_SetText(Ty.TypeError, mark);
  } else {
    const self = PyTuple_GET_ITEM(args, 0);
    if (is_subtype(Py_TYPE(self), <Ty>(<i32>row_of(op).owner))) {
      result = call_bound(op, self, args, kwargs);
    } else {
      const mark = begin_complaint(op);
      text_add("' requires a '");
      text_add(owner_name(op));
      text_add("' object but received a '");
      text_add(type_name(Py_TYPE(self)));
      text_add("'");
      PyErr_SetText(Ty.TypeError, mark);
    }
  }
  leave();
  return result;
}

function call_bound(op: u64, self: u64, args: u64, kwargs: u64): u64 {
  retire(Seg.methoddescr_call__bind);
  const func = PyCFunction_NewEx(<u32>get_field(op, D_METHOD), self, 0);
  enter(Fn.PyTuple_GetSlice);
  retire(Seg.PyTuple_GetSlice__call);
  const rest = tupleslice(args, 1, <i64>PyTuple_GET_SIZE(args));
  leave();
  const result = PyEval_CallObjectWithKeywords(func, rest, kwargs);
  Py_DECREF(rest);
  Py_DECREF(func);
  return result;
}

/** A call with an argument tuple, which costs a check that it is one. */
export function PyEval_CallObjectWithKeywords(func: u64, args: u64, kwargs: u64): u64 {
  enter(Fn.PyEval_CallObjectWithKeywords);
  retire(Seg.PyEval_CallObjectWithKeywords__call);
  const result = PyObject_Call(func, args, kwargs);
  leave();
  return result;
}

function owner_name(op: u64): string {
  return type_name(<Ty>(<i32>row_of(op).owner));
}

function begin_complaint(op: u64): u32 {
  const mark = text_mark();
  text_add("descriptor '");
  text_add(method_name(row_of(op)));
  return mark;
}

/** <method 'upper' of 'str' objects>. */
export function method_repr(op: u64): u64 {
  enter(Fn.method_repr);
  retire(Seg.method_repr__format);
  const mark = text_mark();
  text_add("<method '");
  text_add(method_name(row_of(op)));
  text_add("' of '");
  text_add(owner_name(op));
  text_add("' objects>");
  const result = PyString_FromText(mark);
  leave();
  return result;
}

/** d.__name__, d.__objclass__: a new reference, or 0 for another name. */
export function descriptor_getattr(op: u64, name: u64): u64 {
  if (string_is(name, "__name__")) return PyString_FromString(method_name(row_of(op)));
  if (!string_is(name, "__objclass__")) return 0;
  const type = get_field(op, D_TYPE);
  Py_INCREF(type);
  return type;
}

/** The attributes that a built-in function or method has besides: a new reference, or 0. */
export function cfunction_getattr(row: MethodDef, self: u64, name: u64): u64 {
  if (string_is(name, "__name__")) return PyString_FromString(method_name(row));
  if (!string_is(name, "__self__")) return 0;
  const found = self === 0 ? Py_None() : self;
  Py_INCREF(found);
  return found;
}
