/** tuplerichcompare (Objects/tupleobject.c). */
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
import { Py_INCREF, Py_SIZE, Py_TYPE } from "../object/refcount";
import { Py_NotImplemented } from "../singletons";
import { PyTuple_GET_ITEM } from "./tupleobject";

/** The first items that differ decide, else the lengths. */
export function tuplerichcompare(v: u64, w: u64, op: Cmp): u64 {
  enter(Fn.tuplerichcompare);
  let result: u64;
  if (Py_TYPE(v) !== Ty.tuple || Py_TYPE(w) !== Ty.tuple) {
    retire(Seg.tuplerichcompare__other_type);
    result = Py_NotImplemented();
    Py_INCREF(result);
  } else {
    retire(Seg.tuplerichcompare__begin);
    result = compare_items(v, w, op);
  }
  leave();
  return result;
}

function compare_items(v: u64, w: u64, op: Cmp): u64 {
  const left = Py_SIZE(v);
  const right = Py_SIZE(w);
  let i: u64 = 0;
  while (i < left && i < right) {
    retire(Seg.tuplerichcompare__item);
    const equal = PyObject_RichCompareBool(PyTuple_GET_ITEM(v, i), PyTuple_GET_ITEM(w, i), Cmp.EQ);
    if (equal < 0) return 0;
    if (equal === 0) break;
    i += 1;
  }
  if (i >= left || i >= right) {
    retire(Seg.tuplerichcompare__lengths);
    return truth_object(holds(op, left < right ? -1 : left > right ? 1 : 0));
  }
  if (op === Cmp.EQ || op === Cmp.NE) {
    retire(Seg.tuplerichcompare__known_different);
    return truth_object(op === Cmp.NE);
  }
  retire(Seg.tuplerichcompare__decide);
  return PyObject_RichCompare(PyTuple_GET_ITEM(v, i), PyTuple_GET_ITEM(w, i), op);
}
