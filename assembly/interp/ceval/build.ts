/** Opcodes that make, take apart and index containers (Python/ceval.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { load64 } from "../../kernel/words";
import { library_has_items } from "../../modules/multiprocessing/protocols";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { first_turns, later_turns } from "../../meter/turns";
import { PyObject_GetIter, iternext_slot, PyIter_Next } from "../../objects/abstract/iter";
import {
  PyObject_DelItem,
  PyObject_GetItem,
  PyObject_SetItem,
  PySequence_DelSlice,
  PySequence_GetSlice,
  PySequence_SetSlice,
} from "../../objects/abstract/sequence";
import { PyDict_SetItem } from "../../objects/dictobject/dictobject";
import { _PyDict_NewPresized } from "../../objects/dictobject/resize";
import {
  PyList_Append,
  PyList_GET_ITEM,
  PyList_GET_SIZE,
  PyList_STORE_ITEM,
} from "../../objects/listobject/access";
import { PyFunction_New, set_defaults } from "../../objects/funcobject";
import { PyList_New } from "../../objects/listobject/listobject";
import { Py_DECREF, Py_INCREF, Py_TYPE, Py_XDECREF } from "../../objects/object/refcount";
import { PySlice_New, _PyEval_SliceIndex } from "../../objects/sliceobject";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../../objects/tupleobject/tupleobject";
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetText } from "../errors";
import { Next, goes_by_switch, jump_to, peek, poke, pop, push, r } from "./state";

/** Bounds of a slice without bounds. */
const PY_SSIZE_T_MAX: i64 = i64.MAX_VALUE;
const bounds_at: usize = memory.data(16, 8);

export function build_tuple(count: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__BUILD_TUPLE);
  const tuple = PyTuple_New(count);
  if (tuple === 0) return Next.ERROR;
  retire_table(Seg.PyEval_EvalFrameEx__BUILD_TUPLE_items, first_turns(count));
  retire(Seg.PyEval_EvalFrameEx__BUILD_TUPLE_item, later_turns(count));
  for (let i = <i64>count - 1; i >= 0; i--) PyTuple_SET_ITEM(tuple, i, pop());
  push(tuple);
  return Next.DISPATCH;
}

export function build_list(count: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__BUILD_LIST);
  const list = PyList_New(count);
  if (list === 0) return Next.ERROR;
  retire_table(Seg.PyEval_EvalFrameEx__BUILD_LIST_items, first_turns(count));
  retire(Seg.PyEval_EvalFrameEx__BUILD_LIST_item, later_turns(count));
  for (let i = <i64>count - 1; i >= 0; i--) PyList_STORE_ITEM(list, i, pop());
  push(list);
  return Next.DISPATCH;
}

/** A dictionary with room for what the display holds. */
export function build_map(items: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__BUILD_MAP);
  const dict = _PyDict_NewPresized(items);
  if (dict === 0) return Next.ERROR;
  push(dict);
  return Next.DISPATCH;
}

/** dict[key] = value for the dictionary below them on the stack. */
export function store_map(): Next {
  retire(Seg.PyEval_EvalFrameEx__STORE_MAP);
  const key = pop();
  const value = pop();
  const status = PyDict_SetItem(peek(1), key, value);
  Py_DECREF(value);
  Py_DECREF(key);
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

/** The argument counts entries after the item was popped. */
export function list_append(depth: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__LIST_APPEND);
  const item = pop();
  const status = PyList_Append(peek(depth), item);
  Py_DECREF(item);
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

export function store_subscr(): Next {
  retire(Seg.PyEval_EvalFrameEx__STORE_SUBSCR);
  const key = pop();
  const container = pop();
  const value = pop();
  const status = PyObject_SetItem(container, key, value);
  Py_DECREF(value);
  Py_DECREF(container);
  Py_DECREF(key);
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

export function delete_subscr(): Next {
  retire(Seg.PyEval_EvalFrameEx__DELETE_SUBSCR);
  const key = pop();
  const container = pop();
  const status = PyObject_DelItem(container, key);
  Py_DECREF(container);
  Py_DECREF(key);
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

/** ISINDEX: a missing bound or an int serves the short form of slices. */
function is_index(bound: u64): bool {
  if (bound === 0) return true;
  const type = Py_TYPE(bound);
  return type === Ty.int || type === Ty.long || type === Ty.bool;
}

/** sq_slice: the container takes two plain bounds. */
function has_slice(type: Ty): bool {
  return (
    type === Ty.list ||
    type === Ty.tuple ||
    type === Ty.str ||
    type === Ty.array ||
    library_has_items(type)
  );
}

/** Reads both bounds; false with an exception. */
function read_bounds(low: u64, high: u64): bool {
  store<i64>(bounds_at, 0);
  store<i64>(bounds_at, PY_SSIZE_T_MAX, 8);
  if (_PyEval_SliceIndex(low, bounds_at) === 0) return false;
  return _PyEval_SliceIndex(high, bounds_at + 8) !== 0;
}

/** container[low:high]. */
function apply_slice(container: u64, low: u64, high: u64): u64 {
  enter(Fn.apply_slice);
  let result: u64 = 0;
  if (has_slice(Py_TYPE(container)) && is_index(low) && is_index(high)) {
    retire(Seg.apply_slice__short);
    if (read_bounds(low, high)) {
      result = PySequence_GetSlice(container, load<i64>(bounds_at), load<i64>(bounds_at, 8));
    }
  } else {
    retire(Seg.apply_slice__object);
    const slice = PySlice_New(low, high, 0);
    result = PyObject_GetItem(container, slice);
    Py_DECREF(slice);
  }
  leave();
  return result;
}

/** sq_ass_slice: the container's slices can be assigned. */
function has_ass_slice(type: Ty): bool {
  return type === Ty.list || type === Ty.array || library_has_items(type);
}

/** container[low:high] = value, or del where value is 0. */
function assign_slice(container: u64, low: u64, high: u64, value: u64): i32 {
  enter(Fn.assign_slice);
  let status: i32 = -1;
  if (has_ass_slice(Py_TYPE(container)) && is_index(low) && is_index(high)) {
    retire(Seg.assign_slice__short);
    if (read_bounds(low, high)) {
      const from = load<i64>(bounds_at);
      const to = load<i64>(bounds_at, 8);
      if (value === 0) status = PySequence_DelSlice(container, from, to);
      else status = PySequence_SetSlice(container, from, to, value);
    }
  } else {
    retire(Seg.assign_slice__object);
    const slice = PySlice_New(low, high, 0);
    if (value === 0) status = PyObject_DelItem(container, slice);
    else status = PyObject_SetItem(container, slice, value);
    Py_DECREF(slice);
  }
  leave();
  return status;
}

/** SLICE+0 ... SLICE+3: bit 0 of `form` says a lower bound is on the stack, bit 1 an upper one. */
export function slice(form: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__SLICE);
  const high = (form & 2) !== 0 ? pop() : 0;
  const low = (form & 1) !== 0 ? pop() : 0;
  const container = peek(1);
  const result = apply_slice(container, low, high);
  Py_DECREF(container);
  Py_XDECREF(low);
  Py_XDECREF(high);
  poke(1, result);
  return result === 0 ? Next.ERROR : Next.DISPATCH;
}

/** STORE_SLICE and DELETE_SLICE. */
export function change_slice(form: u32, stores: bool): Next {
  if (stores) retire(Seg.PyEval_EvalFrameEx__STORE_SLICE);
  else retire(Seg.PyEval_EvalFrameEx__DELETE_SLICE);
  const high = (form & 2) !== 0 ? pop() : 0;
  const low = (form & 1) !== 0 ? pop() : 0;
  const container = pop();
  const value = stores ? pop() : 0;
  const status = assign_slice(container, low, high, value);
  Py_XDECREF(value);
  Py_DECREF(container);
  Py_XDECREF(low);
  Py_XDECREF(high);
  return status === 0 ? Next.DISPATCH : Next.ERROR;
}

export function build_slice(parts: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__BUILD_SLICE);
  const step = parts === 3 ? pop() : 0;
  const stop = pop();
  const start = peek(1);
  const result = PySlice_New(start, stop, step);
  Py_DECREF(start);
  Py_DECREF(stop);
  Py_XDECREF(step);
  poke(1, result);
  return result === 0 ? Next.ERROR : Next.DISPATCH;
}

export function get_iter(): Next {
  retire(Seg.PyEval_EvalFrameEx__GET_ITER);
  const v = peek(1);
  const iterator = PyObject_GetIter(v);
  Py_DECREF(v);
  poke(1, iterator);
  return iterator === 0 ? Next.ERROR : Next.DISPATCH;
}

export function for_iter(target: u32): Next {
  const iterator = peek(1);
  const item = iternext_slot(iterator);
  if (item !== 0) {
    retire(Seg.PyEval_EvalFrameEx__FOR_ITER);
    push(item);
    return Next.DISPATCH;
  }
  if (PyErr_Occurred()) {
    if (!PyErr_ExceptionMatches(Ty.StopIteration)) return Next.ERROR;
    PyErr_Clear();
  }
  retire(Seg.PyEval_EvalFrameEx__FOR_ITER_end);
  r().sp -= 8;
  Py_DECREF(iterator);
  jump_to(target);
  return Next.DISPATCH;
}

export function unpack_sequence(count: u32): Next {
  const v = pop();
  const type = Py_TYPE(v);
  let done = true;
  if (type === Ty.tuple && PyTuple_GET_SIZE(v) === <u64>count) {
    retire(Seg.PyEval_EvalFrameEx__UNPACK_SEQUENCE_tuple);
    retire_table(Seg.PyEval_EvalFrameEx__UNPACK_SEQUENCE_tuple_items, first_turns(count));
    retire(Seg.PyEval_EvalFrameEx__UNPACK_SEQUENCE_tuple_item, later_turns(count));
    for (let i = <i64>count - 1; i >= 0; i--) push_new(PyTuple_GET_ITEM(v, i));
  } else if (type === Ty.list && PyList_GET_SIZE(v) === <u64>count) {
    retire(Seg.PyEval_EvalFrameEx__UNPACK_SEQUENCE_list);
    retire_table(Seg.PyEval_EvalFrameEx__UNPACK_SEQUENCE_list_items, first_turns(count));
    retire(Seg.PyEval_EvalFrameEx__UNPACK_SEQUENCE_list_item, later_turns(count));
    goes_by_switch();
    for (let i = <i64>count - 1; i >= 0; i--) push_new(PyList_GET_ITEM(v, i));
  } else {
    retire(Seg.PyEval_EvalFrameEx__UNPACK_SEQUENCE_general);
    done = unpack_iterable(v, count);
    goes_by_switch();
  }
  Py_DECREF(v);
  return done ? Next.DISPATCH : Next.ERROR;
}

function push_new(op: u64): void {
  Py_INCREF(op);
  push(op);
}

/** Pushes exactly `count` items, the last one first; false with an exception. */
function unpack_iterable(v: u64, count: u32): bool {
  enter(Fn.unpack_iterable);
  retire(Seg.unpack_iterable__begin);
  const iterator = PyObject_GetIter(v);
  let done = false;
  if (iterator !== 0) {
    const base = r().sp;
    let taken: u32 = 0;
    while (taken < count) {
      const item = PyIter_Next(iterator);
      if (item === 0) break;
      push(item);
      taken += 1;
    }
    retire(Seg.unpack_iterable__item, taken);
    done = taken === count ? ends_here(iterator) : too_few(taken);
    if (done) reverse(base, count);
    else while (r().sp > base) Py_DECREF(pop());
    Py_DECREF(iterator);
  }
  leave();
  return done;
}

/** The stack holds items in order: the first belongs on top. */
function reverse(base: u64, count: u32): void {
  for (let low: u32 = 0; low < count / 2; low++) {
    const depth = count - low;
    const first = load64(base + <u64>low * 8);
    poke(depth, peek(low + 1));
    poke(low + 1, first);
  }
}

function too_few(taken: u32): bool {
  if (PyErr_Occurred()) return false;
  const mark = text_mark();
  text_add("need more than ");
  text_add_i64(taken);
  text_add(taken === 1 ? " value to unpack" : " values to unpack");
  PyErr_SetText(Ty.ValueError, mark);
  return false;
}

function ends_here(iterator: u64): bool {
  const extra = PyIter_Next(iterator);
  if (extra === 0) return !PyErr_Occurred();
  Py_DECREF(extra);
  const mark = text_mark();
  text_add("too many values to unpack");
  PyErr_SetText(Ty.ValueError, mark);
  return false;
}

/** MAKE_FUNCTION: default values lie on the stack below the code. */
export function make_function(defaults: u32): Next {
  retire(Seg.PyEval_EvalFrameEx__MAKE_FUNCTION);
  const code = pop();
  const func = PyFunction_New(code, r().globals);
  Py_DECREF(code);
  if (defaults > 0) {
    retire(Seg.PyEval_EvalFrameEx__MAKE_FUNCTION_default, defaults);
    const tuple = PyTuple_New(defaults);
    for (let i = <i64>defaults - 1; i >= 0; i--) PyTuple_SET_ITEM(tuple, i, pop());
    set_defaults(func, tuple);
  }
  push(func);
  goes_by_switch();
  return Next.DISPATCH;
}
