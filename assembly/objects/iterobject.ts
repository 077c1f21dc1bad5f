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
import { length_hint } from "./abstract/length_hint";
import { list_reversed } from "./listobject/iter";
import { range_reverse } from "./rangeobject";
import { type___instancecheck__, type___subclasscheck__ } from "./abstract/subclass";
import { ITERATOR_METHODS, METH_NOARGS, METH_O, define_method } from "./methods";
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
const LENGTH_HINT: u32 = ITERATOR_METHODS + 2;
const LIST_REVERSED: u32 = ITERATOR_METHODS + 3;
const RANGE_REVERSED: u32 = ITERATOR_METHODS + 4;
const SUBCLASSCHECK: u32 = ITERATOR_METHODS + 5;
const INSTANCECHECK: u32 = ITERATOR_METHODS + 6;

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
  for (let type: Ty = Ty.object; type < Ty.COUNT; type++) {
    if (has_length_hint(type)) define_method(type, "__length_hint__", METH_NOARGS, LENGTH_HINT);
  }
  define_method(Ty.list, "__reversed__", METH_NOARGS, LIST_REVERSED);
  define_method(Ty.xrange, "__reversed__", METH_NOARGS, RANGE_REVERSED);
  define_method(Ty.type, "__subclasscheck__", METH_O, SUBCLASSCHECK);
  define_method(Ty.type, "__instancecheck__", METH_O, INSTANCECHECK);
}

/** Iterators that say how many items are left. */
function has_length_hint(type: Ty): bool {
  switch (type) {
    case Ty.listiterator:
    case Ty.listreverseiterator:
    case Ty.tupleiterator:
    case Ty.rangeiterator:
    case Ty.iterator:
    case Ty.reversed:
    case Ty.dictionary_keyiterator:
    case Ty.dictionary_valueiterator:
    case Ty.dictionary_itemiterator:
      return true;
    default:
      return false;
  }
}

function define_iterator(type: Ty): void {
  define_method(type, "next", METH_NOARGS, NEXT);
  define_method(type, "__iter__", METH_NOARGS, ITER);
}

export function iterator_call(number: u32, self: u64, args: u64, _kwargs: u64): u64 {
  if (number === NEXT) return wrap_next(self);
  if (number === LENGTH_HINT) return length_hint(self);
  if (number === LIST_REVERSED) return list_reversed(self);
  if (number === RANGE_REVERSED) return range_reverse(self);
  if (number === SUBCLASSCHECK) return type___subclasscheck__(self, args);
  if (number === INSTANCECHECK) return type___instancecheck__(self, args);
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
