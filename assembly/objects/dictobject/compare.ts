/** Comparison of dictionaries (Objects/dictobject.c): equality, and the old order by size and smallest difference. */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_Occurred } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_Compare, PyObject_RichCompareBool, truth_object } from "../object/compare";
import { Py_DECREF, Py_INCREF, Py_TYPE, Py_XDECREF } from "../object/refcount";
import { Py_NotImplemented } from "../singletons";
import { PyDict_GetItem } from "./dictobject";
import { entry_at, ma_mask, ma_table, ma_used, me_key, me_value } from "./layout";

/** v == w and v != w; the other operations are left to dict_compare. */
export function dict_richcompare(v: u64, w: u64, op: Cmp): u64 {
  enter(Fn.dict_richcompare);
  let result: u64 = 0;
  const dicts = Py_TYPE(v) === Ty.dict && Py_TYPE(w) === Ty.dict;
  if (dicts && (op === Cmp.EQ || op === Cmp.NE)) {
    retire(Seg.dict_richcompare__equality);
    const equal = dict_equal(v, w);
    if (equal >= 0) result = truth_object((equal === 1) === (op === Cmp.EQ));
  } else {
    retire(Seg.dict_richcompare__not_implemented);
    result = Py_NotImplemented();
    Py_INCREF(result);
  }
  leave();
  return result;
}

/** 1, 0, or -1 with an exception. */
function dict_equal(a: u64, b: u64): i32 {
  enter(Fn.dict_equal);
  let equal: i32 = 1;
  if (ma_used(a) !== ma_used(b)) {
    retire(Seg.dict_equal__other_size);
    equal = 0;
  } else {
    retire(Seg.dict_equal__begin);
    for (let i: u64 = 0; equal === 1 && i <= ma_mask(a); i++) {
      const ep = entry_at(ma_table(a), i);
      if (me_value(ep) === 0) retire(Seg.dict_equal__entry_unused);
      else equal = same_in(b, me_key(ep), me_value(ep));
    }
  }
  leave();
  return equal;
}

function same_in(b: u64, key: u64, value: u64): i32 {
  retire(Seg.dict_equal__entry);
  Py_INCREF(value);
  Py_INCREF(key);
  const other = PyDict_GetItem(b, key);
  let equal: i32 = 0;
  if (other !== 0) {
    Py_INCREF(other);
    equal = PyObject_RichCompareBool(value, other, Cmp.EQ);
    Py_DECREF(other);
  }
  Py_DECREF(key);
  Py_DECREF(value);
  return equal;
}

/** -1, 0, 1, or -2 with an exception. */
export function dict_compare(v: u64, w: u64): i32 {
  enter(Fn.dict_compare);
  const left = ma_used(v);
  const right = ma_used(w);
  let order: i32;
  if (left !== right) {
    retire(Seg.dict_compare__other_size);
    order = left < right ? -1 : 1;
  } else {
    retire(Seg.dict_compare__characterize);
    order = compare_differences(v, w);
  }
  leave();
  return order;
}

/** The value that belongs to the key that `characterize` last returned. */
const difference_at: usize = memory.data(8, 8);

function compare_differences(v: u64, w: u64): i32 {
  const key = characterize(v, w);
  const value = load<u64>(difference_at);
  if (key === 0) return PyErr_Occurred() ? -2 : 0;
  const other_key = characterize(w, v);
  const other = load<u64>(difference_at);
  let order: i32 = 0;
  if (other_key !== 0) order = PyObject_Compare(key, other_key);
  else if (PyErr_Occurred()) order = -2;
  if (order === 0 && other !== 0) order = PyObject_Compare(value, other);
  Py_DECREF(key);
  Py_DECREF(value);
  Py_XDECREF(other_key);
  Py_XDECREF(other);
  return order;
}

/** The smallest key of `a` that `b` lacks or has with another value: a new reference, 0 for none. */
function characterize(a: u64, b: u64): u64 {
  enter(Fn.characterize);
  retire(Seg.characterize__begin);
  let key: u64 = 0;
  let value: u64 = 0;
  for (let i: u64 = 0; i <= ma_mask(a); i++) {
    const ep = entry_at(ma_table(a), i);
    if (me_value(ep) === 0) {
      retire(Seg.characterize__entry_unused);
      continue;
    }
    const wins = is_smaller_difference(key, me_key(ep), me_value(ep), b);
    if (wins === 0) continue;
    Py_XDECREF(key);
    Py_XDECREF(value);
    key = wins < 0 ? 0 : me_key(ep);
    value = wins < 0 ? 0 : me_value(ep);
    if (wins < 0) break;
    Py_INCREF(key);
    Py_INCREF(value);
  }
  store<u64>(difference_at, value);
  leave();
  return key;
}

/** 1 where this entry is a difference below `smallest`, 0 where not, -1 with an exception. */
function is_smaller_difference(smallest: u64, key: u64, value: u64, b: u64): i32 {
  retire(Seg.characterize__entry);
  if (smallest !== 0) {
    const later = PyObject_RichCompareBool(smallest, key, Cmp.LT);
    if (later !== 0) return later < 0 ? -1 : 0;
  }
  const other = PyDict_GetItem(b, key);
  if (other === 0) return 1;
  const equal = PyObject_RichCompareBool(value, other, Cmp.EQ);
  return equal < 0 ? -1 : 1 - equal;
}
