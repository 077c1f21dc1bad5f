/** List iterators, forwards and backwards (Objects/listobject.c): an index and the list. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyObject_GC_Del,
  PyObject_GC_UnTrack,
  _PyObject_GC_New,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../../modules/gcmodule/gcmodule";
import {
  Py_DECREF,
  Py_INCREF,
  Py_XDECREF,
  get_field,
  head_bytes,
  set_field,
} from "../object/refcount";
import { PyList_GET_ITEM, PyList_GET_SIZE } from "./access";
import { touch_items } from "./walk";

/** listiterobject: it_index, it_seq; listreviterobject the same. */
const IT_INDEX: u64 = 0;
const IT_SEQ: u64 = 1;
const FIELDS: u64 = 2;

function new_iterator(type: Ty, op: u64, index: i64): u64 {
  const it = _PyObject_GC_New(type, head_bytes() + FIELDS * 8);
  set_field(it, IT_INDEX, <u64>index);
  Py_INCREF(op);
  set_field(it, IT_SEQ, op);
  _PyObject_GC_TRACK(it);
  return it;
}

/** iter(list). */
export function list_iter(op: u64): u64 {
  enter(Fn.list_iter);
  retire(Seg.list_iter__make);
  const it = new_iterator(Ty.listiterator, op, 0);
  leave();
  return it;
}

/** The next item: a new reference, or 0 at the end. The list is let go there. */
export function listiter_next(it: u64): u64 {
  enter(Fn.listiter_next);
  const seq = get_field(it, IT_SEQ);
  let item: u64 = 0;
  if (seq === 0) retire(Seg.listiter_next__exhausted);
  else {
    const index = get_field(it, IT_INDEX);
    if (index < PyList_GET_SIZE(seq)) {
      retire(Seg.listiter_next__item);
      item = PyList_GET_ITEM(seq, index);
      set_field(it, IT_INDEX, index + 1);
      Py_INCREF(item);
    } else {
      retire(Seg.listiter_next__end);
      set_field(it, IT_SEQ, 0);
      Py_DECREF(seq);
    }
  }
  leave();
  return item;
}

/** Of a list's iterator: the list, 0 at its end; the index that comes next; how many items are left. */
export function iterator_list(it: u64): u64 {
  return get_field(it, IT_SEQ);
}

export function iterator_index(it: u64): u64 {
  return get_field(it, IT_INDEX);
}

export function iterator_left(it: u64): u64 {
  const list = iterator_list(it);
  const size = list === 0 ? 0 : PyList_GET_SIZE(list);
  return size > iterator_index(it) ? size - iterator_index(it) : 0;
}

/** Passes over `count` items, as if each had been yielded and let go: their counts are written. */
export function iterator_skip(it: u64, count: u64): void {
  touch_items(iterator_list(it), iterator_index(it), count);
  set_field(it, IT_INDEX, iterator_index(it) + count);
}

export function listiter_dealloc(it: u64): void {
  enter(Fn.listiter_dealloc);
  retire(Seg.listiter_dealloc__delete);
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(get_field(it, IT_SEQ));
  PyObject_GC_Del(it);
  leave();
}

/** How many items are left. */
export function listiter_len(it: u64): i64 {
  enter(Fn.listiter_len);
  retire(Seg.listiter_len__count);
  const seq = get_field(it, IT_SEQ);
  const left = seq === 0 ? 0 : <i64>PyList_GET_SIZE(seq) - <i64>get_field(it, IT_INDEX);
  leave();
  return left < 0 ? 0 : left;
}

/** list.__reversed__(). */
export function list_reversed(op: u64): u64 {
  enter(Fn.list_reversed);
  retire(Seg.list_reversed__make);
  const it = new_iterator(Ty.listreverseiterator, op, <i64>PyList_GET_SIZE(op) - 1);
  leave();
  return it;
}

export function listreviter_next(it: u64): u64 {
  enter(Fn.listreviter_next);
  const seq = get_field(it, IT_SEQ);
  const index = <i64>get_field(it, IT_INDEX);
  let item: u64 = 0;
  if (seq !== 0 && index >= 0 && index < <i64>PyList_GET_SIZE(seq)) {
    retire(Seg.listreviter_next__item);
    item = PyList_GET_ITEM(seq, <u64>index);
    set_field(it, IT_INDEX, <u64>(index - 1));
    Py_INCREF(item);
  } else {
    retire(Seg.listreviter_next__end);
    set_field(it, IT_INDEX, u64.MAX_VALUE);
    set_field(it, IT_SEQ, 0);
    Py_XDECREF(seq);
  }
  leave();
  return item;
}

export function listreviter_dealloc(it: u64): void {
  enter(Fn.listreviter_dealloc);
  retire(Seg.listreviter_dealloc__delete);
  PyObject_GC_UnTrack(it);
  Py_XDECREF(get_field(it, IT_SEQ));
  PyObject_GC_Del(it);
  leave();
}

export function listreviter_len(it: u64): i64 {
  enter(Fn.listreviter_len);
  retire(Seg.listreviter_len__count);
  const seq = get_field(it, IT_SEQ);
  const left = <i64>get_field(it, IT_INDEX) + 1;
  const gone = seq === 0 || <i64>PyList_GET_SIZE(seq) < left;
  leave();
  return gone ? 0 : left;
}
