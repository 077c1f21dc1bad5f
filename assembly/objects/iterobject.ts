/** Sequence iterators and iterators that call (Objects/iterobject.c). */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { not_simulated } from "../base/fault";
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetNone } from "../interp/errors";
import { enter, leave, retire } from "../meter/ledger";
import {
  PyObject_GC_Del,
  _PyObject_GC_New,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../modules/gcmodule/gcmodule";
import { iternext_slot } from "./abstract/iter";
import { PyObject_Size, PySequence_GetItem } from "./abstract/sequence";
import { ITERATOR_METHODS, METH_NOARGS, define_method } from "./methods";
import {
  Py_DECREF,
  Py_INCREF,
  Py_XDECREF,
  get_field,
  head_bytes,
  set_field,
} from "./object/refcount";
import { PyErr_Occurred } from "../interp/errors";

const IT_INDEX: u64 = 0;
const IT_SEQ: u64 = 1;
const FIELDS: u64 = 2;

/** The iterator of a sequence that has none of its own: it asks for item 0, 1, 2 ... */
export function PySeqIter_New(seq: u64): u64 {
  enter(Fn.PySeqIter_New);
  retire(Seg.PySeqIter_New__make);
  const it = _PyObject_GC_New(Ty.iterator, head_bytes() + FIELDS * 8);
  set_field(it, IT_INDEX, 0);
  Py_INCREF(seq);
  set_field(it, IT_SEQ, seq);
  _PyObject_GC_TRACK(it);
  leave();
  return it;
}

/** The next item, or 0 at the end (no exception) or with one. */
export function iter_iternext(it: u64): u64 {
  enter(Fn.iter_iternext);
  const seq = get_field(it, IT_SEQ);
  let item: u64 = 0;
  if (seq === 0) retire(Seg.iter_iternext__exhausted);
  else {
    retire(Seg.iter_iternext__ask);
    const index = get_field(it, IT_INDEX);
    item = PySequence_GetItem(seq, <i64>index);
    if (item !== 0) set_field(it, IT_INDEX, index + 1);
    else if (PyErr_ExceptionMatches(Ty.IndexError) || PyErr_ExceptionMatches(Ty.StopIteration)) {
      retire(Seg.iter_iternext__end);
      PyErr_Clear();
      set_field(it, IT_SEQ, 0);
      Py_DECREF(seq);
    }
  }
  leave();
  return item;
}

export function iter_dealloc(it: u64): void {
  enter(Fn.iter_dealloc);
  retire(Seg.iter_dealloc__delete);
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(get_field(it, IT_SEQ));
  PyObject_GC_Del(it);
  leave();
}

/** How many items are left. */
export function iter_len(it: u64): i64 {
  enter(Fn.iter_len);
  retire(Seg.iter_len__count);
  const seq = get_field(it, IT_SEQ);
  const left = seq === 0 ? 0 : PyObject_Size(seq) - <i64>get_field(it, IT_INDEX);
  leave();
  return left < 0 ? 0 : left;
}

/** it.next(), of every iterator. */
const NEXT: u32 = ITERATOR_METHODS;
const ITER: u32 = ITERATOR_METHODS + 1;

export function define_iterator_methods(): void {
  define_iterator(Ty.listiterator);
  define_iterator(Ty.listreverseiterator);
  define_iterator(Ty.tupleiterator);
  define_iterator(Ty.iterator);
  define_iterator(Ty.rangeiterator);
  define_iterator(Ty.dictionary_keyiterator);
  define_iterator(Ty.dictionary_valueiterator);
  define_iterator(Ty.dictionary_itemiterator);
  define_iterator(Ty.enumerate);
  define_iterator(Ty.reversed);
  define_iterator(Ty.arrayiterator);
}

function define_iterator(type: Ty): void {
  define_method(type, "next", METH_NOARGS, NEXT);
  define_method(type, "__iter__", METH_NOARGS, ITER);
}

export function iterator_call(number: u32, self: u64, _args: u64, _kwargs: u64): u64 {
  if (number === NEXT) return wrap_next(self);
  if (number !== ITER) not_simulated("this method of an iterator");
  Py_INCREF(self);
  return self;
}

/** The wrapper of tp_iternext raises where C only returns nothing. */
function wrap_next(self: u64): u64 {
  enter(Fn.wrap_next);
  retire(Seg.wrap_next__call);
  const item = iternext_slot(self);
  if (item === 0 && !PyErr_Occurred()) PyErr_SetNone(Ty.StopIteration);
  leave();
  return item;
}
