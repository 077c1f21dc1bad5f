/**
 * Dictionaries of the start-up whose keys are strs that the machine does not have: their slots and hashes
 * were recorded, because what a look-up costs depends on whom it meets on its way. A key whose hash
 * turns up becomes a str of the start-up then.
 */
import { Cfg, Section } from "../../abi/layout";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { recorded_count, recorded_rows } from "../../base/recorded";
import { recorded_table } from "../obmalloc/obmalloc";
import { placing, set_placing_late } from "../obmalloc/placing";
import { _PyString_Eq } from "../stringobject/hash";
import { Py_INCREF, set_refcnt } from "../object/refcount";
import { Py_None } from "../singletons";
import { PyString_FromString, start_up_copy } from "../stringobject/stringobject";
import { PyDict_New } from "./dictobject";
import { kept_hash, next_slot, next_perturb } from "./lookdict";
import {
  ENTRY_BYTES,
  dummy,
  entry_at,
  ma_mask,
  ma_table,
  me_hash,
  me_key,
  ma_used,
  me_value,
  recorded_key,
  set_entry,
  set_ma_fill,
  set_ma_table,
  set_ma_used,
  set_me_key,
  set_me_value,
  set_recorded_key,
  zero_entries,
} from "./layout";

/** References that no program takes away. */
const KEY_REFERENCES: i64 = 1000;

/** The dictionary of interned strs: the one that has every str that turns up. */
const interned_at: usize = memory.data(8, 8);

/** The table of the dictionary of the module sys: kept free until it is filled. */
const sys_table_at: usize = memory.data(8, 8);

export function interned_dict(): u64 {
  return load<u64>(interned_at);
}

/** Makes it, before any other object that is interned. */
export function make_interned_dict(): void {
  set_recorded_key(PyString_FromString("<recorded>"));
  set_refcnt(recorded_key(), KEY_REFERENCES);
  const op = PyDict_New();
  const mapped = cfg(Cfg.INTERNED_TABLE);
  const table = mapped === 0 ? table_for(cfg(Cfg.INTERNED_MASK)) : mapped;
  arrange(op, Section.INTERNED, cfg(Cfg.INTERNED_MASK), table);
  store<u64>(interned_at, op);
  store<u64>(sys_table_at, table_for(cfg(Cfg.SYS_DICT_MASK)));
}

/** Takes a str out that a collector found dead: its references were dropped, and look-ups cost nothing then. */
export function interned_remove(op: u64): void {
  const mp = interned_dict();
  let perturb = <u64>kept_hash(op);
  let slot = perturb;
  let ep = entry_at(ma_table(mp), slot & ma_mask(mp));
  while (me_key(ep) !== op) {
    check(me_key(ep) !== 0, op);
    slot = next_slot(slot, perturb);
    perturb = next_perturb(perturb);
    ep = entry_at(ma_table(mp), slot & ma_mask(mp));
  }
  Py_INCREF(dummy());
  set_entry(ep, 0, dummy(), 0);
  set_ma_used(mp, ma_used(mp) - 1);
}

function table_for(mask: u64): u64 {
  return mask === 0 ? 0 : recorded_table((mask + 1) * ENTRY_BYTES);
}

/** Gives the dictionary of the module sys, which is filled, its recorded table. */
export function arrange_sys_dict(mp: u64): void {
  arrange(mp, Section.SYS_DICT, cfg(Cfg.SYS_DICT_MASK), load<u64>(sys_table_at));
}

/** Whether the str that a recorded key stands for is `key`: it is, where all strs are known by hash. */
export function equals_recorded(mp: u64, ep: u64, key: u64): bool {
  if (mp !== interned_dict()) return false;
  let found = key;
  if (!placing()) {
    set_placing_late(true);
    found = start_up_copy(key);
    set_placing_late(false);
  }
  set_me_key(ep, found);
  set_me_value(ep, found);
  return _PyString_Eq(found, key);
}

/**
 * Gives a dictionary of the start-up the recorded table of `mask` + 1 entries: what it holds takes its
 * recorded places, the other keys are there by their hashes.
 */
function arrange(mp: u64, section: Section, mask: u64, fresh: u64): void {
  if (mask === 0 || fresh === 0) return;
  const table = ma_table(mp);
  const old_mask = ma_mask(mp);
  zero_entries(fresh, mask + 1);
  const rows = recorded_rows(section);
  const count = recorded_count(section);
  let used: u64 = 0;
  for (let i: usize = 0; i < <usize>count; i++) {
    const row = rows + i * 24;
    const ep = entry_at(fresh, load<u64>(row));
    if (load<u64>(row, 16) === 0) {
      Py_INCREF(dummy());
      set_entry(ep, 0, dummy(), 0);
    } else {
      put_known(ep, load<u64>(row, 8), table, old_mask);
      used += 1;
    }
  }
  set_ma_table(mp, fresh, mask);
  set_ma_fill(mp, count);
  set_ma_used(mp, used);
}

/** Key and value from the table before, where it has a key of that hash. */
function put_known(ep: u64, hash: u64, table: u64, mask: u64): void {
  set_entry(ep, hash, recorded_key(), Py_None());
  for (let i: u64 = 0; i <= mask; i++) {
    const known = entry_at(table, i);
    if (me_key(known) === 0 || me_value(known) === 0 || me_hash(known) !== hash) continue;
    set_entry(ep, hash, me_key(known), me_value(known));
    return;
  }
}
