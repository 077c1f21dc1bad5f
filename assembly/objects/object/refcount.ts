/**
 * What every object begins with, and its reference count (Include/object.h, Objects/object.c).
 *
 *   [_ob_next, _ob_prev,] ob_refcnt, ob_type [, ob_size]
 *
 * Ints lie in int blocks, whose words are kept in a shorter form; all other objects are plain words.
 * Py_INCREF and Py_DECREF are macros: their instructions belong to the segment that uses them.
 */
import { Ev } from "../../abi/events";
import { Cfg } from "../../abi/layout";
import { Ty } from "../../abi/types";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { IMMORTAL_REFCNT, has_int_pools } from "../../collectors/manager";
import { totals } from "../../collectors/totals";
import { emit, recording } from "../../events/ring";
import { load64, replace64, store64, word_at } from "../../kernel/words";
import { NO_BLOCK, block_of } from "../intobject/block_pages";
import { slot_of, slot_refcnt, slot_value } from "../intobject/blocks";
import { add_refcnt } from "../intobject/intobject";
import { type_at, type_object } from "../types";
import { _Py_Dealloc } from "./dealloc";
import { _Py_NewReference } from "./tracing";

/** Bytes of an object's header up to its first own field: ob_refcnt and ob_type, links before them. */
export function head_bytes(): u64 {
  return cfg(Cfg.HEAD_BYTES);
}

/** The address of field `index` (8 bytes each) behind the header; ob_size is field 0 of a var object. */
export function field(op: u64, index: u64): u64 {
  return op + cfg(Cfg.HEAD_BYTES) + index * 8;
}

/** Field `index` of an object that is kept as words. */
export function get_field(op: u64, index: u64): u64 {
  return load64(field(op, index));
}

export function set_field(op: u64, index: u64, value: u64): void {
  store64(field(op, index), value);
}

/** Py_SIZE of a var object. */
export function Py_SIZE(op: u64): u64 {
  return load64(op + cfg(Cfg.HEAD_BYTES));
}

/** Where ob_type lies: the last word of the header. */
export function type_address(op: u64): u64 {
  return op + cfg(Cfg.HEAD_BYTES) - 8;
}

/** The type of the object at `op`. */
export function Py_TYPE(op: u64): Ty {
  const at = word_at(type_address(op));
  if (at !== 0) return type_at(load<u64>(at));
  return block_of(op) !== NO_BLOCK ? Ty.int : Ty.NONE;
}

/** Whether `op` is an int and no subclass of it (PyInt_CheckExact). */
export function is_int(op: u64): bool {
  return Py_TYPE(op) === Ty.int;
}

export function Py_REFCNT(op: u64): i64 {
  const at = word_at(op + cfg(Cfg.REFCNT_OFFSET));
  if (at !== 0) return load<u64>(at);
  const number = block_of(op);
  check(number !== NO_BLOCK, op);
  return slot_refcnt(number, slot_of(number, op));
}

/** Py_REFCNT(op) = count, of an object with words of its own. */
export function set_refcnt(op: u64, count: i64): void {
  store64(op + cfg(Cfg.REFCNT_OFFSET), count);
}

/** The header of a new object: one reference. */
export function PyObject_INIT(op: u64, type: Ty): void {
  store64(type_address(op), type_object(type));
  store64(op + cfg(Cfg.REFCNT_OFFSET), 1);
  _Py_NewReference(1);
}

export function PyObject_INIT_VAR(op: u64, type: Ty, size: u64): void {
  store64(op + cfg(Cfg.HEAD_BYTES), size);
  PyObject_INIT(op, type);
}

/** An immortal object's count stays as it is, and its page is not written. */
function skipped(): i64 {
  totals().skipped += 1;
  return IMMORTAL_REFCNT;
}

/** Under a manager that knows immortal objects: `op` is one from now on. */
export function make_immortal(op: u64): void {
  if (has_int_pools()) store64(op + cfg(Cfg.REFCNT_OFFSET), IMMORTAL_REFCNT);
}

/** Changes a count and returns the new one. */
export function add_count(op: u64, change: i64): i64 {
  const addr = op + cfg(Cfg.REFCNT_OFFSET);
  const at = word_at(addr);
  if (at !== 0) {
    const before = load<i64>(at);
    if (before === IMMORTAL_REFCNT && has_int_pools()) return skipped();
    const count = before + change;
    check(count >= 0, op);
    replace64(addr, at, count);
    return count;
  }
  const number = block_of(op);
  check(number !== NO_BLOCK, op);
  return add_refcnt(number, slot_of(number, op), change);
}

function value_of(op: u64): i64 {
  if (!recording()) return 0;
  const number = block_of(op);
  return number === NO_BLOCK ? 0 : slot_value(number, slot_of(number, op));
}

/** One reference more. */
export function Py_INCREF(op: u64): void {
  const count = add_count(op, 1);
  emit(Ev.INCREF, op, value_of(op), count);
}

/** `times` references more, of turns that a stride goes ahead by: they are counted elsewhere. */
export function add_references(op: u64, times: u64): void {
  add_count(op, times);
}

/** One reference more, or none where there is no object. */
export function Py_XINCREF(op: u64): void {
  if (op !== 0) Py_INCREF(op);
}

/** One reference less; the last one ends the object. */
export function Py_DECREF(op: u64): void {
  const count = add_count(op, -1);
  if (count > 0) emit(Ev.DECREF, op, value_of(op), count);
  else _Py_Dealloc(op);
}

export function Py_XDECREF(op: u64): void {
  if (op !== 0) Py_DECREF(op);
}
