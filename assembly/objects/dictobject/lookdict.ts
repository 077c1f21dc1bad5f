/**
 * Where a key is or would be (Objects/dictobject.c: lookdict, lookdict_string). The first slot is the
 * hash's low bits; while other keys are met, slot = 5 slot + 1 + perturb, perturb starting as the hash
 * and losing 5 bits each time. A dictionary whose keys are all strs compares them without PyObject_RichCompare.
 */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire, retire_table } from "../../meter/ledger";
import { PyObject_RichCompareBool } from "../object/compare";
import { Py_DECREF, Py_INCREF, Py_TYPE, get_field } from "../object/refcount";
import { PyObject_Hash } from "../object/truth";
import { _PyString_Eq } from "../stringobject/hash";
import { equals_recorded } from "./recorded_keys";
import { EMPTY_SLOT, fingerprint, type_dict_mask, type_dict_slot } from "./type_dicts";
import {
  LOOKDICT,
  LOOKDICT_STRING,
  dummy,
  entry_at,
  ma_lookup,
  ma_mask,
  ma_table,
  me_hash,
  me_key,
  me_value,
  recorded_key,
  set_ma_lookup,
} from "./layout";

const PERTURB_SHIFT: u64 = 5;
/** Probes that may have code of their own: compilers take the first ones out of the loop. */
const PROBES_APART: u32 = 3;
/** ob_shash: field 1 of a str, -1 where it was not computed yet. */
const OB_SHASH: u64 = 1;

/** The hash that a str keeps, or -1. Other objects keep none. */
export function kept_hash(key: u64): i64 {
  return Py_TYPE(key) === Ty.str ? <i64>get_field(key, OB_SHASH) : -1;
}

/** The kept hash or a computed one: -1 with an exception. */
export function hash_of_key(key: u64): i64 {
  const kept = kept_hash(key);
  return kept !== -1 ? kept : PyObject_Hash(key);
}

/** The address of the entry of `key` or of the one it would take; 0 with an exception. */
export function lookup(mp: u64, key: u64, hash: i64): u64 {
  if (ma_lookup(mp) === LOOKDICT_STRING) return lookdict_string(mp, key, <u64>hash);
  return lookdict(mp, key, <u64>hash);
}

/** The next slot of a probe sequence, not yet masked. */
export function next_slot(slot: u64, perturb: u64): u64 {
  return slot * 5 + perturb + 1;
}

export function next_perturb(perturb: u64): u64 {
  return perturb >> PERTURB_SHIFT;
}

function lookdict_string(mp: u64, key: u64, hash: u64): u64 {
  enter(Fn.lookdict_string);
  let ep: u64;
  if (Py_TYPE(key) !== Ty.str) {
    retire(Seg.lookdict_string__key_is_no_str);
    set_ma_lookup(mp, LOOKDICT);
    ep = lookdict(mp, key, hash);
  } else ep = find_str(mp, key, hash);
  leave();
  return ep;
}

/** The first slot is the key's, or nobody's. */
function at_first(found: bool): void {
  if (found) retire(Seg.lookdict_string__first_is_key);
  else retire(Seg.lookdict_string__first_is_empty);
}

function first_is_other(): void {
  retire(Seg.lookdict_string__first_is_other);
}

function probe_on(probe: u32): void {
  retire_table(Seg.lookdict_string__probe, probe);
}

function probe_ends(found: bool, probe: u32): void {
  if (found) retire_table(Seg.lookdict_string__probe_is_key, probe);
  else retire_table(Seg.lookdict_string__probe_is_empty, probe);
}

/** lookdict_string in a dictionary that the machine does not have: no other key is in the way. */
export function lookup_elsewhere(found: bool): void {
  enter(Fn.lookdict_string);
  at_first(found);
  leave();
}

/** lookdict_string in the dictionary of `type`, of which the hashes were recorded. */
export function lookup_in_type(type: Ty, hash: u64): void {
  enter(Fn.lookdict_string);
  const mask = type_dict_mask(type);
  let slot = hash & mask;
  let held = type_dict_slot(type, slot);
  if (held === EMPTY_SLOT || held === fingerprint(hash)) at_first(held !== EMPTY_SLOT);
  else {
    first_is_other();
    let perturb = hash;
    let probe: u32 = 0;
    while (true) {
      probe_on(probe);
      slot = next_slot(slot, perturb);
      perturb = next_perturb(perturb);
      held = type_dict_slot(type, slot & mask);
      if (held === EMPTY_SLOT || held === fingerprint(hash)) break;
      if (probe < PROBES_APART) probe += 1;
    }
    probe_ends(held !== EMPTY_SLOT, probe);
  }
  leave();
}

function find_str(mp: u64, key: u64, hash: u64): u64 {
  const slot = hash & ma_mask(mp);
  const ep = entry_at(ma_table(mp), slot);
  const found = me_key(ep);
  if (found === 0 || found === key) {
    at_first(found !== 0);
    return ep;
  }
  let freeslot: u64 = 0;
  if (found === dummy()) {
    retire(Seg.lookdict_string__first_is_dummy);
    freeslot = ep;
  } else if (me_hash(ep) === hash) {
    retire(Seg.lookdict_string__first_has_hash);
    if (equal_strs(mp, ep, key)) {
      retire(Seg.lookdict_string__first_is_equal);
      return ep;
    }
  } else first_is_other();
  return probe_str(mp, key, hash, slot, freeslot);
}

function probe_str(mp: u64, key: u64, hash: u64, slot: u64, freeslot: u64): u64 {
  let perturb = hash;
  let probe: u32 = 0;
  while (true) {
    probe_on(probe);
    slot = next_slot(slot, perturb);
    perturb = next_perturb(perturb);
    const ep = entry_at(ma_table(mp), slot & ma_mask(mp));
    const found = me_key(ep);
    if (found === 0) {
      if (freeslot === 0) probe_ends(false, probe);
      else retire(Seg.lookdict_string__probe_is_empty_take_dummy);
      return freeslot === 0 ? ep : freeslot;
    }
    if (found === key) {
      probe_ends(true, probe);
      return ep;
    }
    if (found === dummy()) {
      retire(Seg.lookdict_string__probe_is_dummy);
      if (freeslot === 0) freeslot = ep;
    } else if (me_hash(ep) === hash) {
      retire(Seg.lookdict_string__probe_has_hash);
      if (equal_strs(mp, ep, key)) return ep;
    }
    if (probe < PROBES_APART) probe += 1;
  }
}

/** Whether the entry's key has the text of `key`, whose hash it has. */
function equal_strs(mp: u64, ep: u64, key: u64): bool {
  const found = me_key(ep);
  return found === recorded_key() ? equals_recorded(mp, ep, key) : _PyString_Eq(found, key);
}

function lookdict(mp: u64, key: u64, hash: u64): u64 {
  enter(Fn.lookdict);
  const ep = find_any(mp, key, hash);
  leave();
  return ep;
}

function find_any(mp: u64, key: u64, hash: u64): u64 {
  const slot = hash & ma_mask(mp);
  const ep = entry_at(ma_table(mp), slot);
  const found = me_key(ep);
  if (found === 0 || found === key) {
    if (found === 0) retire(Seg.lookdict__first_is_empty);
    else retire(Seg.lookdict__first_is_key);
    return ep;
  }
  let freeslot: u64 = 0;
  if (found === dummy()) {
    retire(Seg.lookdict__first_is_dummy);
    freeslot = ep;
  } else if (me_hash(ep) === hash) {
    retire(Seg.lookdict__first_has_hash);
    const equal = equal_keys(found, key);
    if (equal < 0) return 0;
    if (equal > 0) {
      retire(Seg.lookdict__first_is_equal);
      return ep;
    }
  } else retire(Seg.lookdict__first_is_other);
  return probe_any(mp, key, hash, slot, freeslot);
}

function probe_any(mp: u64, key: u64, hash: u64, slot: u64, freeslot: u64): u64 {
  let perturb = hash;
  while (true) {
    retire(Seg.lookdict__probe);
    slot = next_slot(slot, perturb);
    perturb = next_perturb(perturb);
    const ep = entry_at(ma_table(mp), slot & ma_mask(mp));
    const found = me_key(ep);
    if (found === 0) {
      if (freeslot === 0) retire(Seg.lookdict__probe_is_empty);
      else retire(Seg.lookdict__probe_is_empty_take_dummy);
      return freeslot === 0 ? ep : freeslot;
    }
    if (found === key) {
      retire(Seg.lookdict__probe_is_key);
      return ep;
    }
    if (found === dummy()) {
      retire(Seg.lookdict__probe_is_dummy);
      if (freeslot === 0) freeslot = ep;
    } else if (me_hash(ep) === hash) {
      retire(Seg.lookdict__probe_has_hash);
      const equal = equal_keys(found, key);
      if (equal !== 0) return equal < 0 ? 0 : ep;
    }
  }
}

/** No modelled comparison changes the dictionary, so C's second look at the table always agrees. */
function equal_keys(found: u64, key: u64): i32 {
  Py_INCREF(found);
  const equal = PyObject_RichCompareBool(found, key, Cmp.EQ);
  Py_DECREF(found);
  return equal;
}

/**
 * The value of a str key whose hash is known, as the evaluation loop looks names up: it calls
 * ma_lookup itself. Borrowed; 0 where there is none.
 */
export function PyDict_GetItem_of_globals(op: u64, key: u64): u64 {
  const ep = lookup(op, key, hash_of_key(key));
  return ep === 0 ? 0 : me_value(ep);
}
