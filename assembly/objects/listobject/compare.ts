/** list_richcompare (Objects/listobject.c). */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import {
  PyObject_RichCompare,
  PyObject_RichCompareBool,
  holds,
  truth_object,
} from "../object/compare";
import { Py_INCREF, Py_TYPE } from "../object/refcount";
import { Py_NotImplemented } from "../singletons";
import { PyList_GET_ITEM, PyList_GET_SIZE } from "./access";

/** v `op` w: a new reference, or 0 with an exception. */
export function list_richcompare(v: u64, w: u64, op: Cmp): u64 {
  enter(Fn.list_richcompare);
  const result = compare_lists(v, w, op);
  leave();
  return result;
}

function compare_lists(v: u64, w: u64, op: Cmp): u64 {
  if (Py_TYPE(v) !== Ty.list || Py_TYPE(w) !== Ty.list) {
    retire(Seg.list_richcompare__no_list);
    Py_INCREF(Py_NotImplemented());
    return Py_NotImplemented();
  }
  if (PyList_GET_SIZE(v) !== PyList_GET_SIZE(w) && (op === Cmp.EQ || op === Cmp.NE)) {
    retire(Seg.list_richcompare__other_size);
    return truth_object(op === Cmp.NE);
  }
  retire(Seg.list_richcompare__begin);
  let i: u64 = 0;
  for (; i < PyList_GET_SIZE(v) && i < PyList_GET_SIZE(w); i++) {
    retire(Seg.list_richcompare__item);
    const equal = PyObject_RichCompareBool(PyList_GET_ITEM(v, i), PyList_GET_ITEM(w, i), Cmp.EQ);
    if (equal < 0) return 0;
    if (equal === 0) break;
  }
  const left = PyList_GET_SIZE(v);
  const right = PyList_GET_SIZE(w);
  if (i >= left || i >= right) {
    retire(Seg.list_richcompare__compare_sizes);
    return truth_object(holds(op, left < right ? -1 : left > right ? 1 : 0));
  }
  retire(Seg.list_richcompare__difference);
  if (op === Cmp.EQ || op === Cmp.NE) return truth_object(op === Cmp.NE);
  return PyObject_RichCompare(PyList_GET_ITEM(v, i), PyList_GET_ITEM(w, i), op);
}
