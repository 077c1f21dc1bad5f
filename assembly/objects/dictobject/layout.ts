/**
 * The words of a dictionary (Include/dictobject.h, CPython 2.7).
 *
 *   dict  -> header, ma_fill, ma_used, ma_mask, ma_table, ma_lookup, ma_smalltable[8]
 *   entry -> me_hash, me_key, me_value
 *
 * A table is ma_smalltable or a buffer of 2^k entries. An entry was never used (no key), is active (key
 * and value) or a dummy (the dummy key, no value). ma_lookup says 0 for lookdict_string, 1 for
 * lookdict: which functions of the interpreter's text they are is known, where they lie is not.
 */
import { load64, store64 } from "../../kernel/words";
import { field, get_field, head_bytes, set_field } from "../object/refcount";

const MA_FILL: u64 = 0;
const MA_USED: u64 = 1;
const MA_MASK: u64 = 2;
const MA_TABLE: u64 = 3;
const MA_LOOKUP: u64 = 4;
const MA_SMALLTABLE: u64 = 5;

export const PyDict_MINSIZE: u64 = 8;
export const ENTRY_BYTES: u64 = 24;
export const LOOKDICT_STRING: u64 = 0;
export const LOOKDICT: u64 = 1;

/** Stands for strs of the start-up of which only the hash was recorded, 0 before the first of them. */
const recorded_key_at: usize = memory.data(8, 8);

export function recorded_key(): u64 {
  return load<u64>(recorded_key_at);
}

export function set_recorded_key(op: u64): void {
  store<u64>(recorded_key_at, op);
}

/** The str that marks a deleted entry, 0 before the first dictionary. */
const dummy_at: usize = memory.data(8, 8);

export function dummy(): u64 {
  return load<u64>(dummy_at);
}

export function set_dummy(op: u64): void {
  store<u64>(dummy_at, op);
}

/** sizeof(PyDictObject). */
export function dict_bytes(): u64 {
  return head_bytes() + MA_SMALLTABLE * 8 + PyDict_MINSIZE * ENTRY_BYTES;
}

/** Active entries and dummies. */
export function ma_fill(mp: u64): u64 {
  return get_field(mp, MA_FILL);
}

export function set_ma_fill(mp: u64, value: u64): void {
  set_field(mp, MA_FILL, value);
}

/** Active entries. */
export function ma_used(mp: u64): u64 {
  return get_field(mp, MA_USED);
}

export function set_ma_used(mp: u64, value: u64): void {
  set_field(mp, MA_USED, value);
}

/** Entries of the table less one. */
export function ma_mask(mp: u64): u64 {
  return get_field(mp, MA_MASK);
}

export function ma_table(mp: u64): u64 {
  return get_field(mp, MA_TABLE);
}

export function set_ma_table(mp: u64, table: u64, mask: u64): void {
  set_field(mp, MA_TABLE, table);
  set_field(mp, MA_MASK, mask);
}

export function ma_lookup(mp: u64): u64 {
  return get_field(mp, MA_LOOKUP);
}

export function set_ma_lookup(mp: u64, value: u64): void {
  set_field(mp, MA_LOOKUP, value);
}

/** The address of the table inside the object. */
export function ma_smalltable(mp: u64): u64 {
  return field(mp, MA_SMALLTABLE);
}

export function entry_at(table: u64, index: u64): u64 {
  return table + index * ENTRY_BYTES;
}

export function me_hash(ep: u64): u64 {
  return load64(ep);
}

export function me_key(ep: u64): u64 {
  return load64(ep + 8);
}

export function me_value(ep: u64): u64 {
  return load64(ep + 16);
}

export function set_me_key(ep: u64, key: u64): void {
  store64(ep + 8, key);
}

export function set_me_value(ep: u64, value: u64): void {
  store64(ep + 16, value);
}

export function set_entry(ep: u64, hash: u64, key: u64, value: u64): void {
  store64(ep, hash);
  store64(ep + 8, key);
  store64(ep + 16, value);
}

/** Makes `entries` entries of `table` never used. */
export function zero_entries(table: u64, entries: u64): void {
  for (let i: u64 = 0; i < entries; i++) set_entry(entry_at(table, i), 0, 0, 0);
}

/** INIT_NONZERO_DICT_SLOTS: the table is the small one inside. */
export function use_smalltable(mp: u64): void {
  set_ma_table(mp, ma_smalltable(mp), PyDict_MINSIZE - 1);
}

/** EMPTY_TO_MINSIZE. */
export function empty_to_minsize(mp: u64): void {
  zero_entries(ma_smalltable(mp), PyDict_MINSIZE);
  set_ma_used(mp, 0);
  set_ma_fill(mp, 0);
  use_smalltable(mp);
}

export function set_me_hash(ep: u64, hash: u64): void {
  store64(ep, hash);
}

/** dict.__sizeof__: the object, and its table where that lies outside. */
export function dict_table_bytes(mp: u64): u64 {
  const outside = ma_table(mp) !== ma_smalltable(mp);
  return dict_bytes() + (outside ? (ma_mask(mp) + 1) * ENTRY_BYTES : 0);
}
