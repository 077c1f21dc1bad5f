/**
 * float_richcompare (Objects/floatobject.c, CPython 2.7): exact also with ints and longs that no
 * float equals.
 */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyType_IsSubtype } from "../abstract/subclass";
import { enter, leave, retire } from "../../meter/ledger";
import { PyInt_AS_LONG, PyInt_Check } from "../intobject/convert";
import {
  PyLong_AsDouble,
  PyLong_FromDouble,
  PyLong_FromLong,
  _PyLong_NumBits,
  _PyLong_Sign,
  long_compare,
} from "../longobject/longobject";
import { holds, truth_object } from "../object/compare";
import { Py_DECREF, Py_TYPE } from "../object/refcount";
import { not_implemented } from "../singletons";
import { PyFloat_AS_DOUBLE } from "./floatobject";
import { exponent_of } from "./hash";

/** Integers of up to so many bits are compared as doubles. */
const EXACT_BITS: i64 = 48;

export function float_richcompare(v: u64, w: u64, op: i32): u64 {
  enter(Fn.float_richcompare);
  const i = PyFloat_AS_DOUBLE(v);
  let result: u64;
  // PyFloat_Check of what is no float.
  if (Py_TYPE(w) !== Ty.float) PyType_IsSubtype(Py_TYPE(w), Ty.float);
  if (Py_TYPE(w) === Ty.float) {
    retire(Seg.float_richcompare__floats);
    result = compare_doubles(i, PyFloat_AS_DOUBLE(w), op);
  } else if (!PyInt_Check(w) && Py_TYPE(w) !== Ty.long) {
    retire(Seg.float_richcompare__other_type);
    result = not_implemented();
  } else if (!isFinite(i)) {
    // Every integer is on the same side of an infinity, and no nan equals one.
    retire(Seg.float_richcompare__not_finite);
    result = compare_doubles(i, 0, op);
  } else if (PyInt_Check(w)) result = compare_int(v, i, PyInt_AS_LONG(w), op);
  else {
    retire(Seg.float_richcompare__long);
    result = truth_object(holds(op, order_to_long(i, w)));
  }
  leave();
  return result;
}

function compare_doubles(i: f64, j: f64, op: i32): u64 {
  switch (op) {
    case Cmp.LT:
      return truth_object(i < j);
    case Cmp.LE:
      return truth_object(i <= j);
    case Cmp.EQ:
      return truth_object(i === j);
    case Cmp.NE:
      return truth_object(i !== j);
    case Cmp.GT:
      return truth_object(i > j);
    default:
      return truth_object(i >= j);
  }
}

function compare_int(v: u64, i: f64, j: i64, op: i32): u64 {
  const magnitude = j < 0 ? 0 - <u64>j : <u64>j;
  if (magnitude >> EXACT_BITS === 0) {
    retire(Seg.float_richcompare__int);
    return compare_doubles(i, <f64>j, op);
  }
  retire(Seg.float_richcompare__large_int);
  const wide = PyLong_FromLong(j);
  const result = float_richcompare(v, wide, op);
  Py_DECREF(wide);
  return result;
}

/** -1, 0 or 1: how finite `i` and the long `w` lie to each other. */
function order_to_long(i: f64, w: u64): i32 {
  const sign = i > 0 ? 1 : i < 0 ? -1 : 0;
  if (sign !== _PyLong_Sign(w)) return sign < _PyLong_Sign(w) ? -1 : 1;
  const bits = _PyLong_NumBits(w);
  if (bits <= <u64>EXACT_BITS) {
    const j = PyLong_AsDouble(w);
    return i < j ? -1 : i > j ? 1 : 0;
  }
  const exponent = exponent_of(i);
  if (exponent < 0 || <u64>exponent !== bits) {
    const larger = exponent >= 0 && <u64>exponent > bits;
    return larger ? sign : -sign;
  }
  const whole = PyLong_FromDouble(i);
  const order = long_compare(whole, w);
  Py_DECREF(whole);
  const rest = i - Math.trunc(i);
  return order !== 0 ? order : rest > 0 ? 1 : rest < 0 ? -1 : 0;
}
