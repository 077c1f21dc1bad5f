/**
 * Tuple iterators (Objects/tupleobject.c).
 *
 *   iterator -> header, it_index, it_seq
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyObject_GC_Del,
  _PyObject_GC_New,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../../modules/gcmodule/gcmodule";
import {
  Py_DECREF,
  Py_INCREF,
  Py_SIZE,
  Py_XDECREF,
  get_field,
  head_bytes,
  set_field,
} from "../object/refcount";
import { PyTuple_GET_ITEM } from "./tupleobject";

const IT_INDEX: u64 = 0;
const IT_SEQ: u64 = 1;
const FIELDS: u64 = 2;

/** iter(op) of a tuple. */
export function tuple_iter(op: u64): u64 {
  enter(Fn.tuple_iter);
  retire(Seg.tuple_iter__make);
  const it = _PyObject_GC_New(Ty.tupleiterator, head_bytes() + FIELDS * 8);
  set_field(it, IT_INDEX, 0);
  Py_INCREF(op);
  set_field(it, IT_SEQ, op);
  _PyObject_GC_TRACK(it);
  leave();
  return it;
}

/** The next item, or 0 at the end, where the tuple is let go. */
export function tupleiter_next(it: u64): u64 {
  enter(Fn.tupleiter_next);
  const seq = get_field(it, IT_SEQ);
  const index = get_field(it, IT_INDEX);
  let item: u64 = 0;
  if (seq === 0) retire(Seg.tupleiter_next__exhausted);
  else if (index < Py_SIZE(seq)) {
    retire(Seg.tupleiter_next__item);
    item = PyTuple_GET_ITEM(seq, index);
    set_field(it, IT_INDEX, index + 1);
    Py_INCREF(item);
  } else {
    retire(Seg.tupleiter_next__end);
    set_field(it, IT_SEQ, 0);
    Py_DECREF(seq);
  }
  leave();
  return item;
}

/** How many items are left (tupleiter_len), for whoever makes room for them. */
export function tupleiter_len(it: u64): i64 {
  const seq = get_field(it, IT_SEQ);
  return seq === 0 ? 0 : <i64>(Py_SIZE(seq) - get_field(it, IT_INDEX));
}

export function tupleiter_dealloc(it: u64): void {
  enter(Fn.tupleiter_dealloc);
  retire(Seg.tupleiter_dealloc__drop);
  _PyObject_GC_UNTRACK(it);
  Py_XDECREF(get_field(it, IT_SEQ));
  PyObject_GC_Del(it);
  leave();
}
