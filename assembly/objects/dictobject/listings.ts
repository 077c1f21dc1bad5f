/** keys(), values(), items() and fromkeys() (Objects/dictobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { PyErr_Occurred } from "../../interp/errors";
import { PyArg_UnpackTuple } from "../../interp/getargs";
import { enter, leave, retire } from "../../meter/ledger";
import { PyIter_Next, PyObject_GetIter } from "../abstract/iter";
import { PyList_GET_ITEM, PyList_STORE_ITEM } from "../listobject/access";
import { PyList_New } from "../listobject/listobject";
import { Py_DECREF, Py_INCREF } from "../object/refcount";
import { Py_None } from "../singletons";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../tupleobject/tupleobject";
import { PyDict_SetItem } from "./dictobject";
import { entry_at, ma_mask, ma_table, ma_used, me_key, me_value } from "./layout";
import { dict_new } from "./merge";

/** A list of the keys in slot order. */
export function dict_keys(self: u64): u64 {
  enter(Fn.dict_keys);
  retire(Seg.dict_keys__begin);
  const list = PyList_New(ma_used(self));
  let to: u64 = 0;
  for (let i: u64 = 0; i <= ma_mask(self); i++) {
    const ep = entry_at(ma_table(self), i);
    if (me_value(ep) === 0) {
      retire(Seg.dict_keys__entry_unused);
      continue;
    }
    retire(Seg.dict_keys__entry);
    Py_INCREF(me_key(ep));
    PyList_STORE_ITEM(list, to, me_key(ep));
    to += 1;
  }
  leave();
  return list;
}

/** A list of the values in slot order. */
export function dict_values(self: u64): u64 {
  enter(Fn.dict_values);
  retire(Seg.dict_values__begin);
  const list = PyList_New(ma_used(self));
  let to: u64 = 0;
  for (let i: u64 = 0; i <= ma_mask(self); i++) {
    const ep = entry_at(ma_table(self), i);
    if (me_value(ep) === 0) {
      retire(Seg.dict_values__entry_unused);
      continue;
    }
    retire(Seg.dict_values__entry);
    Py_INCREF(me_value(ep));
    PyList_STORE_ITEM(list, to, me_value(ep));
    to += 1;
  }
  leave();
  return list;
}

/** A list of pairs in slot order: all tuples are made before the first is filled. */
export function dict_items(self: u64): u64 {
  enter(Fn.dict_items);
  retire(Seg.dict_items__begin);
  const size = ma_used(self);
  const list = PyList_New(size);
  for (let i: u64 = 0; i < size; i++) {
    retire(Seg.dict_items__tuple);
    PyList_STORE_ITEM(list, i, PyTuple_New(2));
  }
  let to: u64 = 0;
  for (let i: u64 = 0; i <= ma_mask(self); i++) {
    const ep = entry_at(ma_table(self), i);
    if (me_value(ep) === 0) {
      retire(Seg.dict_items__entry_unused);
      continue;
    }
    retire(Seg.dict_items__entry);
    const pair = PyList_GET_ITEM(list, to);
    Py_INCREF(me_key(ep));
    PyTuple_SET_ITEM(pair, 0, me_key(ep));
    Py_INCREF(me_value(ep));
    PyTuple_SET_ITEM(pair, 1, me_value(ep));
    to += 1;
  }
  leave();
  return list;
}

/** dict.fromkeys(iterable[, value]). */
export function dict_fromkeys(args: u64): u64 {
  enter(Fn.dict_fromkeys);
  retire(Seg.dict_fromkeys__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "fromkeys", 1, 2)) {
    const empty = PyTuple_New(0);
    result = dict_new(empty, 0);
    Py_DECREF(empty);
    const value = PyTuple_GET_SIZE(args) > 1 ? PyTuple_GET_ITEM(args, 1) : Py_None();
    if (!set_all(result, PyTuple_GET_ITEM(args, 0), value)) {
      Py_DECREF(result);
      result = 0;
    }
  }
  leave();
  return result;
}

function set_all(dict: u64, iterable: u64, value: u64): bool {
  const it = PyObject_GetIter(iterable);
  if (it === 0) return false;
  let status: i32 = 0;
  while (status === 0) {
    const key = PyIter_Next(it);
    if (key === 0) break;
    retire(Seg.dict_fromkeys__key);
    status = PyDict_SetItem(dict, key, value);
    Py_DECREF(key);
  }
  Py_DECREF(it);
  return status === 0 && !PyErr_Occurred();
}
