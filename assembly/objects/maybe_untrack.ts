/**
 * Containers of nothing the collector watches need not be watched themselves (Objects/tupleobject.c,
 * Objects/dictobject.c; spec 05).
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { enter, leave, retire } from "../meter/ledger";
import { _PyObject_GC_IS_TRACKED, _PyObject_GC_UNTRACK } from "../modules/gcmodule/gcmodule";
import { AS_GC, is_known } from "../modules/gcmodule/lists";
import { dict_entry_key, dict_entry_value } from "./dictobject/dictobject";
import { ma_mask } from "./dictobject/layout";
import { Py_TYPE } from "./object/refcount";
import { PyObject_IS_GC } from "./traverse";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject/tupleobject";

/** _PyObject_GC_MAY_BE_TRACKED: containers, but a tuple only while it is tracked. */
export function _PyObject_GC_MAY_BE_TRACKED(op: u64): bool {
  if (!PyObject_IS_GC(op)) return false;
  return Py_TYPE(op) !== Ty.tuple || !is_known(AS_GC(op)) || _PyObject_GC_IS_TRACKED(op);
}

/** A tuple of nothing the collector watches need not be watched itself (Objects/tupleobject.c). */
export function _PyTuple_MaybeUntrack(op: u64): void {
  enter(Fn._PyTuple_MaybeUntrack);
  retire(Seg._PyTuple_MaybeUntrack__begin);
  if (!_PyObject_GC_IS_TRACKED(op) || tuple_needs_tracking(op)) {
    leave();
    return;
  }
  retire(Seg._PyTuple_MaybeUntrack__untrack);
  _PyObject_GC_UNTRACK(op);
  leave();
}

function tuple_needs_tracking(op: u64): bool {
  const size = PyTuple_GET_SIZE(op);
  for (let i: u64 = 0; i < size; i++) {
    retire(Seg._PyTuple_MaybeUntrack__item);
    const item = PyTuple_GET_ITEM(op, i);
    // A tuple under construction.
    if (item === 0 || _PyObject_GC_MAY_BE_TRACKED(item)) return true;
  }
  return false;
}

/** A dictionary of nothing the collector watches need not be watched itself (Objects/dictobject.c). */
export function _PyDict_MaybeUntrack(op: u64): void {
  enter(Fn._PyDict_MaybeUntrack);
  retire(Seg._PyDict_MaybeUntrack__begin);
  if (_PyObject_GC_IS_TRACKED(op) && !dict_needs_tracking(op)) {
    retire(Seg._PyDict_MaybeUntrack__untrack);
    _PyObject_GC_UNTRACK(op);
  }
  leave();
}

function dict_needs_tracking(op: u64): bool {
  const size = ma_mask(op) + 1;
  for (let slot: u64 = 0; slot < size; slot++) {
    retire(Seg._PyDict_MaybeUntrack__slot);
    const value = dict_entry_value(op, slot);
    if (value === 0) continue;
    retire(Seg._PyDict_MaybeUntrack__entry);
    if (_PyObject_GC_MAY_BE_TRACKED(value)) return true;
    if (_PyObject_GC_MAY_BE_TRACKED(dict_entry_key(op, slot))) return true;
  }
  return false;
}
