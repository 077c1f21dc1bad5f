/** dict(...), update and copy (Objects/dictobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { PyErr_ExceptionMatches, PyErr_Occurred, PyErr_SetText } from "../../interp/errors";
import { PyArg_UnpackTuple } from "../../interp/getargs";
import { enter, leave, retire } from "../../meter/ledger";
import { _PyObject_GC_UNTRACK } from "../../modules/gcmodule/gcmodule";
import { PyIter_Next, PyObject_GetIter } from "../abstract/iter";
import { PySequence_Fast } from "../abstract/sequence";
import { PyList_GET_ITEM, PyList_GET_SIZE } from "../listobject/access";
import { PyType_GenericAlloc } from "../object/generic_alloc";
import { PyObject_HasAttrString } from "../object/attributes";
import { Py_DECREF, Py_INCREF, Py_TYPE, head_bytes } from "../object/refcount";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { PyDict_GetItem, PyDict_New, PyDict_SetItem } from "./dictobject";
import {
  LOOKDICT_STRING,
  dict_bytes,
  entry_at,
  ma_fill,
  ma_mask,
  ma_table,
  ma_used,
  me_hash,
  me_key,
  me_value,
  set_ma_lookup,
  use_smalltable,
} from "./layout";
import { dictresize, insertdict } from "./resize";

/** dict(...): the type called. Such a dictionary never comes from the free list. */
export function dict_new(args: u64, kwargs: u64): u64 {
  enter(Fn.dict_new);
  retire(Seg.dict_new__make);
  const self = PyType_GenericAlloc(Ty.dict, (dict_bytes() - head_bytes()) / 8);
  use_smalltable(self);
  set_ma_lookup(self, LOOKDICT_STRING);
  _PyObject_GC_UNTRACK(self);
  leave();
  enter(Fn.dict_init);
  retire(Seg.dict_init__call);
  const status = dict_update_common(self, args, kwargs, "dict");
  leave();
  if (status === 0) return self;
  Py_DECREF(self);
  return 0;
}

/** At most one argument, a dictionary or pairs, then keywords; 0, or -1 with an exception. */
export function dict_update_common(self: u64, args: u64, kwargs: u64, name: string): i32 {
  enter(Fn.dict_update_common);
  retire(Seg.dict_update_common__parse);
  let status: i32 = -1;
  if (PyArg_UnpackTuple(args, name, 0, 1)) {
    status = PyTuple_GET_SIZE(args) > 0 ? update_from(self, PyTuple_GET_ITEM(args, 0)) : 0;
    if (status === 0 && kwargs !== 0) {
      retire(Seg.dict_update_common__keywords);
      status = PyDict_Merge(self, kwargs, true);
    }
  }
  leave();
  return status;
}

function update_from(self: u64, other: u64): i32 {
  retire(Seg.dict_update_common__argument);
  return PyObject_HasAttrString(other, "keys")
    ? PyDict_Merge(self, other, true)
    : PyDict_MergeFromSeq2(self, other);
}

/** Stores the entries of dictionary `b` in `a`, over those of equal keys if `replaces`. */
export function PyDict_Merge(a: u64, b: u64, replaces: bool): i32 {
  enter(Fn.PyDict_Merge);
  retire(Seg.PyDict_Merge__begin);
  let status: i32 = 0;
  if (a !== b && ma_used(b) > 0) {
    const replace = replaces || ma_used(a) === 0;
    if ((ma_fill(a) + ma_used(b)) * 3 >= (ma_mask(a) + 1) * 2) {
      retire(Seg.PyDict_Merge__resize);
      dictresize(a, (ma_used(a) + ma_used(b)) * 2);
    }
    for (let i: u64 = 0; status === 0 && i <= ma_mask(b); i++) {
      const ep = entry_at(ma_table(b), i);
      if (me_value(ep) === 0) retire(Seg.PyDict_Merge__entry_unused);
      else status = merge_entry(a, ep, replace);
    }
  }
  leave();
  return status;
}

function merge_entry(a: u64, ep: u64, replace: bool): i32 {
  const key = me_key(ep);
  const value = me_value(ep);
  if (!replace && PyDict_GetItem(a, key) !== 0) {
    retire(Seg.PyDict_Merge__entry_known);
    return 0;
  }
  retire(Seg.PyDict_Merge__entry);
  Py_INCREF(key);
  Py_INCREF(value);
  return insertdict(a, key, <i64>me_hash(ep), value);
}

/** Stores the pairs that `seq2` is made of. */
function PyDict_MergeFromSeq2(dict: u64, seq2: u64): i32 {
  enter(Fn.PyDict_MergeFromSeq2);
  retire(Seg.PyDict_MergeFromSeq2__begin);
  const it = PyObject_GetIter(seq2);
  let status: i32 = -1;
  if (it !== 0) {
    status = merge_pairs(dict, it);
    Py_DECREF(it);
  }
  leave();
  return status;
}

function merge_pairs(dict: u64, it: u64): i32 {
  let status: i32 = 0;
  for (let i: u64 = 0; status === 0; i++) {
    const item = PyIter_Next(it);
    if (item === 0) return PyErr_Occurred() ? -1 : 0;
    retire(Seg.PyDict_MergeFromSeq2__pair);
    status = merge_pair(dict, item, i);
    Py_DECREF(item);
  }
  return status;
}

function merge_pair(dict: u64, item: u64, index: u64): i32 {
  const fast = PySequence_Fast(item, "");
  if (fast === 0) {
    if (PyErr_ExceptionMatches(Ty.TypeError)) no_sequence(index);
    return -1;
  }
  const list = Py_TYPE(fast) === Ty.list;
  const size = list ? PyList_GET_SIZE(fast) : PyTuple_GET_SIZE(fast);
  let status: i32 = -1;
  if (size !== 2) wrong_length(index, size);
  else {
    const key = list ? PyList_GET_ITEM(fast, 0) : PyTuple_GET_ITEM(fast, 0);
    const value = list ? PyList_GET_ITEM(fast, 1) : PyTuple_GET_ITEM(fast, 1);
    Py_INCREF(key);
    Py_INCREF(value);
    status = PyDict_SetItem(dict, key, value);
    Py_DECREF(key);
    Py_DECREF(value);
  }
  Py_DECREF(fast);
  return status;
}

function no_sequence(index: u64): void {
  const mark = text_mark();
  text_add("cannot convert dictionary update sequence element #");
  text_add_i64(index);
  text_add(" to a sequence");
  PyErr_SetText(Ty.TypeError, mark);
}

function wrong_length(index: u64, size: u64): void {
  const mark = text_mark();
  text_add("dictionary update sequence element #");
  text_add_i64(index);
  text_add(" has length ");
  text_add_i64(size);
  text_add("; 2 is required");
  PyErr_SetText(Ty.ValueError, mark);
}

/** A new dictionary with the same entries. */
export function PyDict_Copy(op: u64): u64 {
  enter(Fn.PyDict_Copy);
  retire(Seg.PyDict_Copy__call);
  const copy = PyDict_New();
  PyDict_Merge(copy, op, true);
  leave();
  return copy;
}
