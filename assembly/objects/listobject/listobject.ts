/**
 * List objects (Objects/listobject.c, CPython 2.7; spec 02): the object, its item array, its death.
 *
 *   list ->  ob_refcnt, ob_type, ob_size, ob_item -> array of ob_size pointers, allocated
 *
 * A dead list's object is kept on a free list of up to 80 and used for the next list; its array goes
 * back to malloc. Items are dropped from the last to the first.
 */
import { Ev } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { Fault } from "../../abi/stop";
import { cfg } from "../../base/config";
import { check, fail } from "../../base/fault";
import { emit } from "../../events/ring";
import { load64, store64 } from "../../kernel/words";
import { memset } from "../../libc/memset";
import { clock, enter, leave, retire, sample, stride, stride_done } from "../../meter/ledger";
import { block_of, slot_address, slot_of, slot_refcnt, slots } from "../intobject/blocks";
import {
  add_refcnt,
  int_dealloc,
  made_block,
  made_slot,
  small_int,
  whole_runs,
} from "../intobject/intobject";
import { _Py_Dealloc_begin, _Py_Dealloc_end, _Py_NewReference } from "../object/tracing";
import { PyMem_Free, PyMem_Malloc } from "../obmalloc/mem";
import {
  ITEMS_SMALL,
  append_slots,
  append_small,
  block_after,
  item_array,
  items_drop,
  items_new,
  slot_after,
  stretch_of,
} from "./items";

const MAXFREELISTS: u32 = 80;

@unmanaged
class ListFree {
  numfree: u32;
}

const free_at: usize = memory.data(8, 8);
const free_list_at: usize = memory.data(8 * 80, 8);

function list_free(): ListFree {
  return changetype<ListFree>(free_at);
}

export function listobject_reset(): void {
  list_free().numfree = 0;
}

/** Puts a dead list object on the free list, as at entry. */
export function load_free_list_object(addr: u64): void {
  check(list_free().numfree < MAXFREELISTS, addr);
  store<u64>(free_list_at + ((<usize>list_free().numfree) << 3), addr);
  list_free().numfree += 1;
}

/** Field offsets behind the object header. */
function ob_size(list: u64): u64 {
  return list + cfg(Cfg.REFCNT_OFFSET) + 16;
}

export function ob_item(list: u64): u64 {
  return ob_size(list) + 8;
}

function allocated(list: u64): u64 {
  return ob_size(list) + 16;
}

/** A list of `size` null items. */
export function PyList_New(size: u64): u64 {
  enter(Fn.PyList_New);
  if (list_free().numfree === 0) fail(Fault.NOT_SIMULATED, 0);
  retire(Seg.PyList_New__reuse_object);
  list_free().numfree -= 1;
  const list = load<u64>(free_list_at + ((<usize>list_free().numfree) << 3));
  _Py_NewReference(1);
  store64(list + cfg(Cfg.REFCNT_OFFSET), 1);
  store64(list + cfg(Cfg.REFCNT_OFFSET) + 8, cfg(Cfg.LIST_TYPE));
  let items: u64 = 0;
  if (size > 0) {
    retire(Seg.PyList_New__items);
    items = PyMem_Malloc(size * 8, 1);
    items_new(items, size);
    store64(ob_item(list), items);
    memset(items, size * 8, 0, 1, 0);
    item_array().zeroed = 1;
  } else store64(ob_item(list), 0);
  store64(ob_size(list), size);
  store64(allocated(list), size);
  emit(Ev.LIST_NEW, list, size, items);
  sample(true);
  leave();
  return list;
}

/** items[...] = the `count` ints that PyInt_FromLongs just made or, for small values, found. */
export function PyList_SET_ITEM(ival: i64, small: bool, count: u64): void {
  const a = item_array();
  const index = a.filled + count - 1;
  let target: u64;
  if (small) {
    append_small(ival, count);
    target = small_int(ival + <i64>count - 1);
  } else {
    append_slots(made_block(), made_slot(), count);
    const s = stretch_of(index);
    target = slot_address(block_after(s, index - s.first), slot_after(s, index - s.first));
  }
  emit(Ev.LIST_SET, a.addr + index * 8, target, index, count);
}

/** The last reference to a list is gone. */
export function list_dealloc(list: u64): void {
  const size = load64(ob_size(list));
  emit(Ev.LIST_DEALLOC, list, size, 0);
  sample(true);
  store64(list + cfg(Cfg.REFCNT_OFFSET), 0);
  _Py_Dealloc_begin(1);
  enter(Fn.list_dealloc);
  retire(Seg.list_dealloc__untrack);
  if (load64(ob_item(list)) !== 0) {
    retire(Seg.list_dealloc__has_items);
    drop_items();
    PyMem_Free(load64(ob_item(list)), size * 8, 1);
    items_drop();
  }
  store<u64>(free_list_at + ((<usize>list_free().numfree) << 3), list);
  list_free().numfree += 1;
  sample(true);
  leave();
  _Py_Dealloc_end();
}

/** Drops the array's references, last to first, in strides of items that end alike. */
function drop_items(): void {
  const a = item_array();
  while (a.filled > 0) {
    const from = clock().ir;
    const wanted = stride(a.filled);
    const s = stretch_of(a.filled - 1);
    const within = a.filled - s.first;
    let count = wanted < within ? wanted : within;
    const block = block_after(s, within - 1);
    const slot = slot_after(s, within - 1);
    if (s.kind !== ITEMS_SMALL) count = ints_alike(block, slot, count);
    retire(Seg.list_dealloc__item, count);
    if (s.kind === ITEMS_SMALL) drop_small(s.value + <i64>(within - count), count);
    else drop_ints(block, slot, <u32>count);
    a.filled -= count;
    s.count -= count;
    if (count > 1) stride_done(from, count);
  }
}

/** How many of `wanted` dying ints end alike: the rest of a block, or several whole blocks. */
function ints_alike(block: u32, slot: u32, wanted: u64): u64 {
  const here = <u64>(slots() - slot);
  if (wanted <= here) return wanted;
  const blocks = slot === 0 ? whole_runs(block, wanted / slots()) : 0;
  return blocks > 1 ? blocks * slots() : here;
}

/** Shared ints survive: one reference less each, the highest value first. */
function drop_small(value: i64, count: u64): void {
  retire(Seg.list_dealloc__item_lives, count);
  for (let i = <i64>count - 1; i >= 0; i--) {
    const addr = small_int(value + i);
    const number = block_of(addr);
    const refcnt = add_refcnt(number, slot_of(number, addr), -1);
    check(refcnt > 0, addr);
    emit(Ev.DECREF, addr, value + i, refcnt);
  }
}

/** Ints that only this list holds die: see int_dealloc for where `count` of them lie. */
function drop_ints(block: u32, slot: u32, count: u32): void {
  check(slot_refcnt(block, slot) === 1, slot_address(block, slot));
  retire(Seg.list_dealloc__item_dies, count);
  _Py_Dealloc_begin(count);
  int_dealloc(block, slot, count);
  _Py_Dealloc_end();
}
