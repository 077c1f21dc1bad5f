/**
 * list.sort (Objects/listobject.c: listsort): runs that are there already are found, short ones are
 * extended by binary insertion to minrun, and pending runs are merged (merge.ts). The items are
 * compared in exactly the order in which C compares them.
 *
 * While it sorts, the list is empty; its array is worked on beside it. With a key function the array
 * holds wrappers (key, value), whose keys are compared.
 */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { PyErr_Occurred, PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { parse_keywords, parsed_long, parsed_object } from "../../interp/parse_tuple";
import { before_item } from "../../collectors/manager";
import { load64, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_Call } from "../abstract/call";
import { PyObject_CallFunctionObjArgs } from "../abstract/special";
import { PyInt_AS_LONG } from "../intobject/arithmetic";
import { PyObject_RichCompareBool, PyObject_RichCompareBool_called } from "../object/compare";
import {
  PyObject_INIT,
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  get_field,
  head_bytes,
  set_field,
} from "../object/refcount";
import { PyObject_FREE, PyObject_MALLOC } from "../obmalloc/obmalloc";
import { PyMem_FREE } from "../obmalloc/mem";
import { Py_None } from "../singletons";
import { PyTuple_New, PyTuple_SET_ITEM } from "../tupleobject/tupleobject";
import { is_subtype, type_name } from "../types";
import { PyList_GET_SIZE } from "./access";
import { none } from "./extend";
import { allocated, ob_item, ob_size, plain_items } from "./listobject";
import { merge_collapse, merge_force_collapse, push_run } from "./merge";
import { merge_freemem, merge_init } from "./merge_state";
import { reverse_slice } from "./methods";

/** Fields of a wrapper: key, value. */
const WRAPPER_FIELDS: u64 = 2;

@unmanaged
class Sorting {
  /** cmp(x, y), or 0 where `<` decides. */
  compare: u64;
  /** Whether the array holds wrappers. */
  keyed: bool;
}

const sorting_at: usize = memory.data(16, 8);

function sorting(): Sorting {
  return changetype<Sorting>(sorting_at);
}

export function sort_reset(): void {
  sorting().compare = 0;
  sorting().keyed = false;
}

/** list.sort(cmp=None, key=None, reverse=False): None, or 0 with an exception. */
export function listsort(self: u64, args: u64, kwargs: u64): u64 {
  enter(Fn.listsort);
  retire(Seg.listsort__parse);
  before_item(self, 0);
  let result: u64 = 0;
  if (args === 0 || parse_keywords(args, kwargs, "|OOi:sort", "cmp", "key", "reverse")) {
    const given: u64 = args === 0 ? 0 : 3;
    const compare = args === 0 ? 0 : parsed_object(0);
    const key = args === 0 ? 0 : parsed_object(1);
    const reverse = parsed_long(2, given, 0) !== 0;
    result = sort_with(
      self,
      compare === Py_None() ? 0 : compare,
      key === Py_None() ? 0 : key,
      reverse,
    );
  }
  leave();
  return result;
}

function sort_with(self: u64, compare: u64, key: u64, reverse: bool): u64 {
  const outer_compare = sorting().compare;
  const outer_keyed = sorting().keyed;
  if (compare !== 0) Py_INCREF(compare);
  // The list looks empty meanwhile; its own array is put back at the end.
  const items = plain_items(self);
  const size = PyList_GET_SIZE(self);
  const room = load64(allocated(self));
  retire(Seg.listsort__detach);
  store64(ob_size(self), 0);
  store64(ob_item(self), 0);
  store64(allocated(self), u64.MAX_VALUE);
  const wrapped = key === 0 ? size : wrap_items(items, size, key);
  sorting().compare = compare;
  sorting().keyed = key !== 0;
  let failed = key !== 0 && wrapped < size;
  if (!failed) failed = !sort_items(items, size, reverse);
  sorting().compare = outer_compare;
  sorting().keyed = outer_keyed;
  if (key !== 0) unwrap_items(items, wrapped);
  if (load64(allocated(self)) !== u64.MAX_VALUE && !failed) {
    PyErr_SetString(Ty.ValueError, "list modified during sort");
    failed = true;
  }
  put_back(self, items, size, room);
  if (compare !== 0) Py_DECREF(compare);
  return failed ? 0 : none();
}

/** The array returns to the list; what was put into the list meanwhile is dropped. */
function put_back(self: u64, items: u64, size: u64, room: u64): void {
  const other = plain_items(self);
  const other_size = PyList_GET_SIZE(self);
  const other_room = load64(allocated(self));
  retire(Seg.listsort__put_back);
  store64(ob_size(self), size);
  store64(ob_item(self), items);
  store64(allocated(self), room);
  if (other === 0) return;
  for (let i = <i64>other_size - 1; i >= 0; i--) {
    retire(Seg.listsort__drop_item);
    Py_DECREF(load64(other + <u64>i * 8));
  }
  PyMem_FREE(other, other_room * 8);
}

/** Replaces items by (key, item) pairs and returns how many; fewer than `size` with an exception. */
function wrap_items(items: u64, size: u64, key: u64): u64 {
  for (let i: u64 = 0; i < size; i++) {
    retire(Seg.listsort__call_key);
    const value = load64(items + i * 8);
    const found = PyObject_CallFunctionObjArgs(key, value);
    if (found === 0) return i;
    store64(items + i * 8, build_sortwrapper(found, value));
  }
  return size;
}

function build_sortwrapper(key: u64, value: u64): u64 {
  enter(Fn.build_sortwrapper);
  retire(Seg.build_sortwrapper__make);
  const wrapper = PyObject_MALLOC(head_bytes() + WRAPPER_FIELDS * 8);
  PyObject_INIT(wrapper, Ty.object);
  set_field(wrapper, 0, key);
  set_field(wrapper, 1, value);
  leave();
  return wrapper;
}

/** The first `count` wrappers become their items again. */
function unwrap_items(items: u64, count: u64): void {
  for (let i: u64 = 0; i < count; i++) {
    retire(Seg.listsort__unwrap);
    const wrapper = load64(items + i * 8);
    enter(Fn.sortwrapper_getvalue);
    retire(Seg.sortwrapper_getvalue__read);
    const value = get_field(wrapper, 1);
    leave();
    store64(items + i * 8, value);
    enter(Fn.sortwrapper_dealloc);
    retire(Seg.sortwrapper_dealloc__drop);
    Py_DECREF(get_field(wrapper, 0));
    PyObject_FREE(wrapper);
    leave();
  }
}

/** Sorts `size` words from `items` on: false with an exception. */
function sort_items(items: u64, size: u64, reverse: bool): bool {
  retire(Seg.listsort__begin);
  const high = items + size * 8;
  // Reversing before and after keeps equal items in their order.
  if (reverse && size > 1) reverse_slice(items, high);
  merge_init();
  let sorted = size < 2 || collect_runs(items, size);
  if (sorted && size >= 2) sorted = merge_force_collapse();
  // An exception leaves the items in some order; they are reversed all the same.
  if (reverse && size > 1) reverse_slice(items, high);
  merge_freemem();
  return sorted;
}

function collect_runs(items: u64, size: u64): bool {
  const minrun = merge_compute_minrun(size);
  let low = items;
  let left = size;
  while (left > 0) {
    retire(Seg.listsort__run);
    const run = count_run(low, low + left * 8);
    if (run === 0) return false;
    let n = run > 0 ? <u64>run : <u64>-run;
    if (run < 0) reverse_slice(low, low + n * 8);
    if (n < minrun) {
      const forced = left <= minrun ? left : minrun;
      if (!binarysort(low, low + forced * 8, low + n * 8)) return false;
      n = forced;
    }
    push_run(low, n);
    if (!merge_collapse()) return false;
    low += n * 8;
    left -= n;
  }
  return true;
}

/** The shortest run that is merged: between 32 and 64, such that the number of runs is near a power of 2. */
function merge_compute_minrun(size: u64): u64 {
  enter(Fn.merge_compute_minrun);
  let n = size;
  let rest: u64 = 0;
  retire(Seg.merge_compute_minrun__begin);
  while (n >= 64) {
    retire(Seg.merge_compute_minrun__halve);
    rest |= n & 1;
    n >>= 1;
  }
  leave();
  return n + rest;
}

/** Whether x < y: 1, 0, or -1 with an exception (ISLT). */
export function is_less(x: u64, y: u64): i32 {
  let left = x;
  let right = y;
  if (!sorting().keyed) return sorting().compare === 0 ? less(x, y) : islt(x, y);
  left = get_field(x, 0);
  right = get_field(y, 0);
  enter(Fn.sortwrapper_richcompare);
  retire(Seg.sortwrapper_richcompare__keys);
  const truth = sorting().compare === 0 ? less(left, right) : islt(left, right);
  leave();
  return truth;
}

/** The same where two plain items are compared by a call. */
function is_less_called(x: u64, y: u64): i32 {
  const plain = !sorting().keyed && sorting().compare === 0;
  return plain ? PyObject_RichCompareBool_called(x, y, Cmp.LT) : is_less(x, y);
}

function less(x: u64, y: u64): i32 {
  return PyObject_RichCompareBool(x, y, Cmp.LT);
}

/** cmp(x, y) < 0. */
function islt(x: u64, y: u64): i32 {
  enter(Fn.islt);
  retire(Seg.islt__call);
  const args = PyTuple_New(2);
  Py_INCREF(x);
  PyTuple_SET_ITEM(args, 0, x);
  Py_INCREF(y);
  PyTuple_SET_ITEM(args, 1, y);
  const outer_compare = sorting().compare;
  const outer_keyed = sorting().keyed;
  const result = PyObject_Call(outer_compare, args, 0);
  sorting().compare = outer_compare;
  sorting().keyed = outer_keyed;
  Py_DECREF(args);
  let truth: i32 = -1;
  if (result !== 0) {
    if (!is_subtype(Py_TYPE(result), Ty.int)) {
      const mark = text_mark();
      text_add("comparison function must return int, not ");
      text_add(type_name(Py_TYPE(result)));
      PyErr_SetText(Ty.TypeError, mark);
    } else truth = PyInt_AS_LONG(result) < 0 ? 1 : 0;
    Py_DECREF(result);
  }
  leave();
  return truth;
}

/** Length of the run that begins at `low`, negative for a descending one; 0 with an exception. */
function count_run(low: u64, high: u64): i64 {
  enter(Fn.count_run);
  const run = run_length(low, high);
  leave();
  return run;
}

function run_length(low: u64, high: u64): i64 {
  retire(Seg.count_run__begin);
  let at = low + 8;
  if (at === high) return 1;
  const descending = is_less(load64(at), load64(at - 8));
  if (descending < 0) return 0;
  let length: i64 = 2;
  for (at += 8; at < high; at += 8) {
    retire(Seg.count_run__next);
    // Compilers may inline the comparison in a rising run and call it in a falling one.
    const before = load64(at - 8);
    const lower = descending > 0 ? is_less_called(load64(at), before) : is_less(load64(at), before);
    if (lower < 0) return 0;
    if (lower !== descending) break;
    length += 1;
  }
  return descending > 0 ? -length : length;
}

/** Sorts [low, high), of which [low, start) is sorted already. */
function binarysort(low: u64, high: u64, start: u64): bool {
  enter(Fn.binarysort);
  const sorted = insert_each(low, high, low === start ? start + 8 : start);
  leave();
  return sorted;
}

function insert_each(low: u64, high: u64, start: u64): bool {
  for (let at = start; at < high; at += 8) {
    retire(Seg.binarysort__item);
    const pivot = load64(at);
    let left = low;
    let right = at;
    while (left < right) {
      retire(Seg.binarysort__probe);
      const middle = left + (((right - left) >> 4) << 3);
      const lower = is_less(pivot, load64(middle));
      if (lower < 0) return false;
      if (lower > 0) right = middle;
      else left = middle + 8;
    }
    const shifted = (at - left) >> 3;
    retire(Seg.binarysort__shift, shifted);
    for (let to = at; to > left; to -= 8) store64(to, load64(to - 8));
    store64(left, pivot);
  }
  return true;
}

/** PyList_Sort: true, or false with an exception. */
export function PyList_Sort(list: u64): bool {
  enter(Fn.PyList_Sort);
  retire(Seg.PyList_Sort__call);
  const result = listsort(list, 0, 0);
  if (result !== 0) Py_DECREF(result);
  leave();
  return result !== 0 && !PyErr_Occurred();
}
