/** Iteration (Objects/abstract.c, Objects/object.c): iter(x) and the next item. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { PyErr_SetText } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { array_iter, arrayiter_next } from "../../modules/arraymodule";
import { library_has_items } from "../../modules/multiprocessing/protocols";
import { dict_iter, dictiter_iternext } from "../dictobject/iter";
import { enum_next, reversed_next } from "../enumobject";
import { PySeqIter_New, iter_iternext } from "../iterobject";
import { list_iter, listiter_next, listreviter_next } from "../listobject/iter";
import { Py_INCREF, Py_TYPE } from "../object/refcount";
import { range_iter, rangeiter_next } from "../rangeobject";
import { tuple_iter, tupleiter_next } from "../tupleobject/iter";
import { type_name } from "../types";

/** iter(o): a new reference, or 0 with a TypeError. */
export function PyObject_GetIter(o: u64): u64 {
  enter(Fn.PyObject_GetIter);
  const type = Py_TYPE(o);
  let result: u64;
  if (type === Ty.str || type >= FIRST_EXCEPTION || library_has_items(type)) {
    // Neither a str nor an exception nor a shared array has tp_iter: they are sequences.
    retire(Seg.PyObject_GetIter__sequence);
    result = PySeqIter_New(o);
  } else {
    retire(Seg.PyObject_GetIter__call_slot);
    result = iter_by_type(o, type);
  }
  leave();
  return result;
}

function iter_by_type(o: u64, type: Ty): u64 {
  switch (type) {
    case Ty.list:
      return list_iter(o);
    case Ty.tuple:
      return tuple_iter(o);
    case Ty.dict:
      return dict_iter(o);
    case Ty.xrange:
      return range_iter(o);
    case Ty.array:
      return array_iter(o);
    default:
      if (is_iterator(type)) return PyObject_SelfIter(o);
      return not_iterable(type);
  }
}

function PyObject_SelfIter(o: u64): u64 {
  enter(Fn.PyObject_SelfIter);
  retire(Seg.PyObject_SelfIter__incref);
  Py_INCREF(o);
  leave();
  return o;
}

function not_iterable(type: Ty): u64 {
  const mark = text_mark();
  text_add("'");
  text_add(type_name(type));
  text_add("' object is not iterable");
  PyErr_SetText(Ty.TypeError, mark);
  return 0;
}

/** Whether the type has tp_iternext. */
export function is_iterator(type: Ty): bool {
  switch (type) {
    case Ty.listiterator:
    case Ty.listreverseiterator:
    case Ty.tupleiterator:
    case Ty.iterator:
    case Ty.rangeiterator:
    case Ty.dictionary_keyiterator:
    case Ty.dictionary_valueiterator:
    case Ty.dictionary_itemiterator:
    case Ty.enumerate:
    case Ty.reversed:
    case Ty.arrayiterator:
      return true;
    default:
      return false;
  }
}

/** tp_iternext: a new reference, or 0 at the end or with an exception. */
export function iternext_slot(it: u64): u64 {
  switch (Py_TYPE(it)) {
    case Ty.listiterator:
      return listiter_next(it);
    case Ty.listreverseiterator:
      return listreviter_next(it);
    case Ty.tupleiterator:
      return tupleiter_next(it);
    case Ty.iterator:
      return iter_iternext(it);
    case Ty.rangeiterator:
      return rangeiter_next(it);
    case Ty.enumerate:
      return enum_next(it);
    case Ty.reversed:
      return reversed_next(it);
    case Ty.arrayiterator:
      return arrayiter_next(it);
    default:
      return dictiter_iternext(it);
  }
}

/** PyIter_Next: the next item, or 0 at the end (no exception) or with one. */
export function PyIter_Next(it: u64): u64 {
  enter(Fn.PyIter_Next);
  retire(Seg.PyIter_Next__call_slot);
  const item = iternext_slot(it);
  leave();
  return item;
}
