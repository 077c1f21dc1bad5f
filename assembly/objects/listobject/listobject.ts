/**
 * List objects (Objects/listobject.c, CPython 2.7; spec 02): the object and its item array.
 *
 *   list ->  ob_refcnt, ob_type, ob_size, ob_item -> array of `allocated` pointers, allocated
 *
 * A dead list's object is kept on a free list of up to 80 and used for the next list; its array goes
 * back to malloc (dealloc.ts). The words of an array may be kept in a shorter form (items.ts).
 */
import { Ev } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Cfg, Section } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { cfg } from "../../base/config";
import { buffer_fits } from "../../collectors/heap_memory";
import { is_lazy, write_out } from "../../collectors/lazy_range";
import { check } from "../../base/fault";
import { emit } from "../../events/ring";
import { recorded_count, recorded_rows } from "../../base/recorded";
import { PyErr_NoMemory } from "../../interp/errors";
import { is_defined, load64, store64, store_same } from "../../kernel/words";
import { memset } from "../../libc/memset";
import { enter, leave, retire, sample } from "../../meter/ledger";
import { _PyObject_GC_New, _PyObject_GC_TRACK } from "../../modules/gcmodule/gcmodule";
import { made_block, made_slot, small_int } from "../intobject/intobject";
import { slot_address } from "../intobject/blocks";
import { field, head_bytes, type_address } from "../object/refcount";
import { _Py_NewReference } from "../object/tracing";
import { PyMem_MALLOC, PyMem_REALLOC } from "../obmalloc/mem";
import { aside_reset } from "./aside";
import {
  append_slots,
  append_small,
  block_after,
  forget_recent_items,
  items_new,
  items_write_out,
  set_recent_items,
  short_items,
  slot_after,
  stretch_of,
} from "./items";
import { merge_reset } from "./merge_state";
import { sort_reset } from "./sort";

const MAXFREELISTS: u32 = 80;
/** Fields behind the header: ob_size, ob_item, allocated. */
export const LIST_FIELDS: u64 = 3;
/** More items than any address space that is modelled has room for. */
const ITEMS_MAX: u64 = 1 << 33;
/** list_resize adds 3 slots to lists shorter than this, 6 to others, and an eighth. */
const SHORT_LIST: u64 = 9;

@unmanaged
class ListFree {
  numfree: u32;
}

const free_at: usize = memory.data(8, 8);
const free_list_at: usize = memory.data(8 * 80, 8);

function list_free(): ListFree {
  return changetype<ListFree>(free_at);
}

/** How many dead list objects are kept. */
export function list_numfree(): u32 {
  return list_free().numfree;
}

export function listobject_reset(): void {
  list_free().numfree = 0;
  aside_reset();
  merge_reset();
  sort_reset();
}

/** Puts a dead list object on the free list; false when there is no room. */
export function keep_list_object(addr: u64): bool {
  if (list_free().numfree >= MAXFREELISTS) return false;
  store<u64>(free_list_at + ((<usize>list_free().numfree) << 3), addr);
  list_free().numfree += 1;
  return true;
}

/** The dead list objects of the start-up, but for those in whose place an object was put already. */
export function load_recorded_lists(): void {
  const rows = recorded_rows(Section.LIST_FREE);
  for (let i: u32 = 0; i < recorded_count(Section.LIST_FREE); i++) {
    const list = load<u64>(rows + ((<usize>i) << 3));
    if (!is_defined(list + cfg(Cfg.REFCNT_OFFSET))) check(keep_list_object(list), list);
  }
}

/** The newest object of the free list, which is taken off it. */
export function take_list_object(): u64 {
  check(list_free().numfree > 0, 0);
  list_free().numfree -= 1;
  return load<u64>(free_list_at + ((<usize>list_free().numfree) << 3));
}

/** Where the fields of a list lie. */
export function ob_size(list: u64): u64 {
  return field(list, 0);
}

export function ob_item(list: u64): u64 {
  return field(list, 1);
}

export function allocated(list: u64): u64 {
  return field(list, 2);
}

/**
 * A list of `size` null items, or 0 with a MemoryError. `short`: the caller fills the items with ints
 * in a row, which are kept in the short form.
 */
export function PyList_New(size: u64, short: bool = false): u64 {
  enter(Fn.PyList_New);
  if (size > ITEMS_MAX) {
    retire(Seg.PyList_New__too_large);
    PyErr_NoMemory();
    leave();
    return 0;
  }
  if (!buffer_fits(size * 8)) {
    retire(Seg.PyList_New__no_memory);
    PyErr_NoMemory();
    leave();
    return 0;
  }
  const list = list_object();
  let items: u64 = 0;
  if (size > 0) {
    retire(Seg.PyList_New__items);
    items = PyMem_MALLOC(size * 8);
    null_items(list, items, size, short);
  } else store64(ob_item(list), 0);
  store64(ob_size(list), size);
  store64(allocated(list), size);
  _PyObject_GC_TRACK(list);
  emit(Ev.LIST_NEW, list, size, items);
  sample(true);
  leave();
  return list;
}

/** The object: a dead one, or a new one. */
function list_object(): u64 {
  if (list_free().numfree > 0) {
    retire(Seg.PyList_New__reuse_object);
    const list = take_list_object();
    _Py_NewReference(1);
    store64(list + cfg(Cfg.REFCNT_OFFSET), 1);
    store64(type_address(list), cfg(Cfg.LIST_TYPE));
    return list;
  }
  retire(Seg.PyList_New__allocate_object);
  return _PyObject_GC_New(Ty.list, head_bytes() + LIST_FIELDS * 8);
}

/** The new array: null pointers. */
function null_items(list: u64, items: u64, size: u64, short: bool): void {
  set_recent_items(items, size, 0);
  store64(ob_item(list), items);
  if (short) {
    const a = items_new(items, size);
    memset(items, size * 8, 0, 1, 0);
    a.zeroed = 1;
    return;
  }
  memset(items, size * 8, 0, 1, 0);
  store_same(items, 0, size);
}

/**
 * items[...] of a new list, in order: the `count` ints that PyInt_FromLongs just made or, for small
 * values, found.
 */
export function PyList_SET_ITEMS(list: u64, ival: i64, small: bool, count: u64): void {
  const array = short_items(load64(ob_item(list)));
  if (array === null) return;
  const index = array.filled + count - 1;
  let target: u64;
  if (small) {
    append_small(array, ival, count);
    target = small_int(ival + <i64>count - 1);
  } else {
    append_slots(array, made_block(), made_slot(), count);
    const s = stretch_of(array, index);
    target = slot_address(block_after(s, index - s.first), slot_after(s, index - s.first));
  }
  emit(Ev.LIST_SET, array.addr + index * 8, target, index, count);
}

/** The address of the item array, all of whose items are words: for what moves or reorders them. */
export function plain_items(list: u64): u64 {
  if (is_lazy(load64(ob_item(list)))) write_out(list);
  const items = load64(ob_item(list));
  const short = short_items(items);
  if (short !== null) items_write_out(short);
  return items;
}

/** How many items can be stored behind the last one where they are; 0 for an array in the short form. */
export function list_room(list: u64): u64 {
  const items = load64(ob_item(list));
  if (items === 0 || short_items(items) !== null) return 0;
  const room = load64(allocated(list));
  const size = load64(ob_size(list));
  // Far below its room a list is made shorter by the next append.
  return size + 1 < room >> 1 ? 0 : room - size;
}

/** Makes room for `size` items and sets ob_size: 0, or -1 with a MemoryError. */
export function list_resize(list: u64, size: u64): i32 {
  enter(Fn.list_resize);
  const room = load64(allocated(list));
  if (room >= size && size >= room >> 1) {
    retire(Seg.list_resize__in_place);
    store64(ob_size(list), size);
    leave();
    return 0;
  }
  if (size > ITEMS_MAX) {
    retire(Seg.list_resize__too_large);
    PyErr_NoMemory();
    leave();
    return -1;
  }
  const wanted = size === 0 ? 0 : size + (size >> 3) + (size < SHORT_LIST ? 3 : 6);
  // An array that grows may have to move: the whole new one must fit beside the old one.
  if (wanted > room && !buffer_fits(wanted * 8)) {
    retire(Seg.list_resize__no_memory);
    PyErr_NoMemory();
    leave();
    return -1;
  }
  retire(Seg.list_resize__reallocate);
  const old = plain_items(list);
  const items = PyMem_REALLOC(old, room * 8, wanted * 8);
  store64(ob_item(list), items);
  store64(ob_size(list), size);
  store64(allocated(list), wanted);
  forget_recent_items(old);
  set_recent_items(items, wanted, size);
  leave();
  return 0;
}
