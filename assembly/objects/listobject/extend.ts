/** list.extend and list(x) (Objects/listobject.c: listextend, list_init). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred } from "../../interp/errors";
import { parse_keywords, parsed_object } from "../../interp/parse_tuple";
import { load64, store64 } from "../../kernel/words";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { first_turns, later_turns } from "../../meter/turns";
import { PyObject_GetIter, iternext_slot } from "../abstract/iter";
import { PySequence_Fast, _PyObject_LengthHint } from "../abstract/sequence";
import { PyType_GenericAlloc } from "../object/generic_alloc";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "../object/refcount";
import { Py_None } from "../singletons";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { PyList_GET_ITEM, PyList_GET_SIZE, PyList_STORE_ITEM, app1, list_clear } from "./access";
import { LIST_FIELDS, allocated, list_resize, ob_item, ob_size } from "./listobject";
import { copy_items } from "./references";

/** What listextend asks for where the source does not say how long it is. */
const DEFAULT_HINT: i64 = 8;

/** None: a new reference. */
export function none(): u64 {
  Py_INCREF(Py_None());
  return Py_None();
}

/** self.extend(source): None, or 0 with an exception. */
export function listextend(self: u64, source: u64): u64 {
  enter(Fn.listextend);
  const type = Py_TYPE(source);
  let status: i32;
  if (type === Ty.list || type === Ty.tuple) status = extend_by_sequence(self, source, type);
  else status = extend_by_iterator(self, source);
  leave();
  return status < 0 ? 0 : none();
}

/** Item `index` of a list or tuple: borrowed. */
export function fast_item(sequence: u64, type: Ty, index: u64): u64 {
  return type === Ty.list ? PyList_GET_ITEM(sequence, index) : PyTuple_GET_ITEM(sequence, index);
}

export function fast_size(sequence: u64, type: Ty): u64 {
  return type === Ty.list ? PyList_GET_SIZE(sequence) : PyTuple_GET_SIZE(sequence);
}

function extend_by_sequence(self: u64, source: u64, type: Ty): i32 {
  retire(Seg.listextend__fast);
  const b = PySequence_Fast(source, "argument must be iterable");
  const count = fast_size(b, type);
  let status: i32 = 0;
  if (count > 0) {
    const size = PyList_GET_SIZE(self);
    retire(Seg.listextend__fast_resize);
    status = list_resize(self, size + count);
    if (status === 0) {
      retire_table(Seg.listextend__fast_items, first_turns(count));
      retire(Seg.listextend__fast_item, later_turns(count));
      if (type === Ty.list) copy_items(self, size, b, 0, count);
      else copy_tuple(self, size, b, count);
    }
  }
  Py_DECREF(b);
  return status;
}

function copy_tuple(self: u64, at: u64, tuple: u64, count: u64): void {
  for (let i: u64 = 0; i < count; i++) {
    const item = PyTuple_GET_ITEM(tuple, i);
    Py_INCREF(item);
    PyList_STORE_ITEM(self, at + i, item);
  }
}

function extend_by_iterator(self: u64, source: u64): i32 {
  retire(Seg.listextend__iterator);
  const it = PyObject_GetIter(source);
  if (it === 0) return -1;
  const hint = _PyObject_LengthHint(source, DEFAULT_HINT);
  let status: i32 = hint < 0 ? -1 : 0;
  if (status === 0) {
    const size = PyList_GET_SIZE(self);
    retire(Seg.listextend__make_room);
    status = list_resize(self, size + <u64>hint);
    if (status === 0) {
      store64(ob_size(self), size);
      status = take_all(self, it);
    }
  }
  Py_DECREF(it);
  return status;
}

/** Appends what the iterator yields, then gives unused room back. */
function take_all(self: u64, it: u64): i32 {
  while (true) {
    retire(Seg.listextend__next);
    const item = iternext_slot(it);
    if (item === 0) break;
    const size = PyList_GET_SIZE(self);
    if (size < load64(allocated(self))) {
      retire(Seg.listextend__store);
      PyList_STORE_ITEM(self, size, item);
      store64(ob_size(self), size + 1);
    } else {
      retire(Seg.listextend__append);
      const status = app1(self, item);
      Py_DECREF(item);
      if (status < 0) return -1;
    }
  }
  if (PyErr_Occurred()) {
    if (!PyErr_ExceptionMatches(Ty.StopIteration)) return -1;
    PyErr_Clear();
  }
  retire(Seg.listextend__end);
  const size = PyList_GET_SIZE(self);
  return size < load64(allocated(self)) ? list_resize(self, size) : 0;
}

/** _PyList_Extend: a new reference to None, or 0. */
export function _PyList_Extend(self: u64, source: u64): u64 {
  enter(Fn._PyList_Extend);
  retire(Seg._PyList_Extend__call);
  const result = listextend(self, source);
  leave();
  return result;
}

/** list(), list(iterable): tp_alloc does not look at the free list of dead lists. */
export function list_new(args: u64, kwargs: u64): u64 {
  const list = PyType_GenericAlloc(Ty.list, LIST_FIELDS);
  if (list_init(list, args, kwargs) === 0) return list;
  Py_DECREF(list);
  return 0;
}

function list_init(self: u64, args: u64, kwargs: u64): i32 {
  enter(Fn.list_init);
  retire(Seg.list_init__parse);
  let status: i32 = -1;
  if (parse_keywords(args, kwargs, "|O:list", "sequence")) {
    const source = parsed_object(0);
    if (load64(ob_item(self)) !== 0) list_clear(self);
    if (source === 0) status = 0;
    else {
      retire(Seg.list_init__extend);
      const result = listextend(self, source);
      if (result !== 0) {
        Py_DECREF(result);
        status = 0;
      }
    }
  }
  leave();
  return status;
}
