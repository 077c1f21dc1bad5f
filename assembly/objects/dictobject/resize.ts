/** Entries are stored and tables grow (Objects/dictobject.c: insertdict, dictresize). */
import { PyDict_New } from "./dictobject";
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { check } from "../../base/fault";
import { before_fields } from "../../collectors/manager";
import { calloc } from "../../libc/malloc/malloc";
import { memset } from "../../libc/memset";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import {
  _PyObject_GC_IS_TRACKED,
  _PyObject_GC_TRACK,
  tracked_at_start,
  type_is_gc,
} from "../../modules/gcmodule/gcmodule";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "../object/refcount";
import { traces_refs } from "../object/tracing";
import { PyMem_FREE, PyMem_MALLOC } from "../obmalloc/mem";
import { placing } from "../obmalloc/placing";
import {
  ENTRY_BYTES,
  PyDict_MINSIZE,
  dummy,
  entry_at,
  ma_fill,
  ma_mask,
  ma_smalltable,
  ma_table,
  ma_used,
  me_hash,
  me_key,
  me_value,
  set_entry,
  set_ma_fill,
  set_ma_table,
  set_ma_used,
  set_me_value,
  zero_entries,
} from "./layout";
import { lookup } from "./lookdict";

const PERTURB_SHIFT: u64 = 5;
/** From this many entries on a table grows by 2 instead of 4. */
const LARGE_DICT: u64 = 50000;

/** _PyObject_GC_MAY_BE_TRACKED. */
function may_be_tracked(op: u64): bool {
  const type = Py_TYPE(op);
  return type_is_gc(type) && (type !== Ty.tuple || _PyObject_GC_IS_TRACKED(op));
}

/**
 * MAINTAIN_TRACKING: a dictionary is the collector's business once it holds something that is. What was asked,
 * as an index: 0 where it was one already, else 1, plus 1 for a key and 2 for a value of a type that the
 * collector knows, plus 4 where one of them made it one.
 */
export function maintain_tracking(mp: u64, key: u64, value: u64): u32 {
  if (_PyObject_GC_IS_TRACKED(mp)) return 0;
  // It joins the known objects now; the real one was tracked all along, and nothing is asked.
  const before = tracked_at_start(mp);
  let asked: u32 = type_is_gc(Py_TYPE(key)) ? 2 : 1;
  if (!may_be_tracked(key)) {
    if (type_is_gc(Py_TYPE(value))) asked += 2;
    if (!may_be_tracked(value)) return before ? 0 : asked;
  }
  _PyObject_GC_TRACK(mp);
  return before ? 0 : asked + 4;
}

/** Stores at `ep`, which lookup found; takes over the references to key and value. */
export function insertdict_by_entry(mp: u64, key: u64, hash: i64, ep: u64, value: u64): void {
  enter(Fn.insertdict_by_entry);
  before_fields(mp);
  retire_table(Seg.insertdict_by_entry__tracking, maintain_tracking(mp, key, value));
  const old = me_value(ep);
  if (old !== 0) {
    retire(Seg.insertdict_by_entry__replace);
    set_me_value(ep, value);
    Py_DECREF(old);
    Py_DECREF(key);
  } else {
    if (me_key(ep) === 0) {
      retire(Seg.insertdict_by_entry__new);
      set_ma_fill(mp, ma_fill(mp) + 1);
    } else {
      retire(Seg.insertdict_by_entry__over_dummy);
      check(me_key(ep) === dummy(), ep);
      Py_DECREF(dummy());
    }
    set_entry(ep, <u64>hash, key, value);
    set_ma_used(mp, ma_used(mp) + 1);
  }
  leave();
}

/** Takes over the references to key and value; 0, or -1 with an exception. */
export function insertdict(mp: u64, key: u64, hash: i64, value: u64): i32 {
  enter(Fn.insertdict);
  retire(Seg.insertdict__look_up);
  const ep = lookup(mp, key, hash);
  if (ep === 0) {
    Py_DECREF(key);
    Py_DECREF(value);
  } else insertdict_by_entry(mp, key, hash, ep, value);
  leave();
  return ep === 0 ? -1 : 0;
}

/** Stores a key known to be absent in a table known to have no dummies. */
function insertdict_clean(mp: u64, key: u64, hash: u64, value: u64): void {
  enter(Fn.insertdict_clean);
  retire(Seg.insertdict_clean__begin);
  retire_table(Seg.insertdict_clean__tracking, maintain_tracking(mp, key, value));
  before_fields(mp);
  const mask = ma_mask(mp);
  const table = ma_table(mp);
  let slot = hash & mask;
  let perturb = hash;
  while (me_key(entry_at(table, slot & mask)) !== 0) {
    retire(Seg.insertdict_clean__probe);
    slot = slot * 5 + perturb + 1;
    perturb >>= PERTURB_SHIFT;
  }
  set_ma_fill(mp, ma_fill(mp) + 1);
  set_entry(entry_at(table, slot & mask), hash, key, value);
  set_ma_used(mp, ma_used(mp) + 1);
  leave();
}

/** The small tables that are being emptied into themselves: one copy per nesting. */
const COPIES: u32 = 8;
const COPY_BYTES: usize = 192;
const copies_at: usize = memory.data(192 * 8, 8);
const depth_at: usize = memory.data(8, 8);

/** A copy in linear memory of a small table; `small_copy_done` gives it back. */
export function small_copy(table: u64): usize {
  const depth = load<u32>(depth_at);
  check(depth < COPIES, table);
  store<u32>(depth_at, depth + 1);
  const copy = copies_at + <usize>depth * COPY_BYTES;
  for (let i: u64 = 0; i < PyDict_MINSIZE; i++) {
    const ep = entry_at(table, i);
    const to = copy + <usize>(i * ENTRY_BYTES);
    store<u64>(to, me_hash(ep));
    store<u64>(to, me_key(ep), 8);
    store<u64>(to, me_value(ep), 16);
  }
  return copy;
}

export function small_copy_done(): void {
  store<u32>(depth_at, load<u32>(depth_at) - 1);
}

export function small_copies_reset(): void {
  store<u32>(depth_at, 0);
}

/** Entries that the table inside the object takes without growing. */
const MAX_IN_OBJECT: u64 = 5;

/** The smallest power of two above `minused`, 8 at least. */
function table_size(minused: u64): u64 {
  let size = PyDict_MINSIZE;
  while (size <= minused) size <<= 1;
  return size;
}

/** Moves the active entries, in slot order, to a table with room for `minused`. */
export function dictresize(mp: u64, minused: u64): void {
  enter(Fn.dictresize);
  retire(Seg.dictresize__choose_size);
  const size = table_size(minused);
  const old = ma_table(mp);
  const small = ma_smalltable(mp);
  const old_size = ma_mask(mp) + 1;
  if (size === PyDict_MINSIZE && old === small) {
    if (ma_fill(mp) !== ma_used(mp)) refresh_small(mp);
    leave();
    return;
  }
  const fresh = size === PyDict_MINSIZE ? cleared_small(small) : new_table(size * ENTRY_BYTES);
  set_ma_table(mp, fresh, size - 1);
  zero_entries(fresh, size);
  move_entries(mp, old);
  if (old !== small) {
    retire(Seg.dictresize__free_old);
    PyMem_FREE(old, old_size * ENTRY_BYTES);
  }
  leave();
}

function cleared_small(table: u64): u64 {
  memset(table, PyDict_MINSIZE * ENTRY_BYTES, 0, 1, 0);
  return table;
}

/** A cleared table. An optimising compiler makes one calloc of C's malloc and memset. */
function new_table(bytes: u64): u64 {
  if (!placing() && !traces_refs()) return calloc(bytes);
  const table = PyMem_MALLOC(bytes);
  memset(table, bytes, 0, 1, 0);
  return table;
}

function move_entries(mp: u64, old: u64): void {
  let left = ma_fill(mp);
  set_ma_used(mp, 0);
  set_ma_fill(mp, 0);
  for (let i: u64 = 0; left > 0; i++) {
    const ep = entry_at(old, i);
    if (move_entry(mp, me_hash(ep), me_key(ep), me_value(ep))) left -= 1;
  }
}

/** Whether the entry was in use. */
function move_entry(mp: u64, hash: u64, key: u64, value: u64): bool {
  if (value !== 0) {
    retire(Seg.dictresize__entry_active);
    insertdict_clean(mp, key, hash, value);
    return true;
  }
  if (key !== 0) {
    retire(Seg.dictresize__entry_dummy);
    Py_DECREF(key);
    return true;
  }
  retire(Seg.dictresize__entry_unused);
  return false;
}

/** The small table loses its dummies: it is copied away and filled again. */
function refresh_small(mp: u64): void {
  retire(Seg.dictresize__refresh_small);
  const table = ma_smalltable(mp);
  const copy = small_copy(table);
  memset(table, PyDict_MINSIZE * ENTRY_BYTES, 0, 1, 0);
  zero_entries(table, PyDict_MINSIZE);
  let left = ma_fill(mp);
  set_ma_used(mp, 0);
  set_ma_fill(mp, 0);
  for (let at = copy; left > 0; at += <usize>ENTRY_BYTES) {
    if (move_entry(mp, load<u64>(at), load<u64>(at, 8), load<u64>(at, 16))) left -= 1;
  }
  small_copy_done();
}

/**
 * Stores under a key whose hash is known, at `ep` where that was looked up already (else 0), and lets
 * the table grow when two thirds of it are in use. Takes references of its own.
 */
export function dict_set_item_by_hash_or_entry(
  mp: u64,
  key: u64,
  hash: i64,
  ep: u64,
  value: u64,
): i32 {
  enter(Fn.dict_set_item_by_hash_or_entry);
  retire(Seg.dict_set_item_by_hash_or_entry__insert);
  const used = ma_used(mp);
  Py_INCREF(value);
  Py_INCREF(key);
  let status: i32 = 0;
  if (ep === 0) status = insertdict(mp, key, hash, value);
  else insertdict_by_entry(mp, key, hash, ep, value);
  const grew = status === 0 && ma_used(mp) > used;
  if (grew) retire(Seg.dict_set_item_by_hash_or_entry__grew);
  if (grew && ma_fill(mp) * 3 >= (ma_mask(mp) + 1) * 2) {
    retire(Seg.dict_set_item_by_hash_or_entry__resize);
    dictresize(mp, (ma_used(mp) > LARGE_DICT ? 2 : 4) * ma_used(mp));
  }
  leave();
  return status;
}

/** A dictionary with room for `minused` entries, for a display. */
export function _PyDict_NewPresized(minused: u64): u64 {
  enter(Fn._PyDict_NewPresized);
  retire(Seg._PyDict_NewPresized__call);
  const op = PyDict_New();
  if (minused > MAX_IN_OBJECT) dictresize(op, minused);
  leave();
  return op;
}
