/** Shifts and bitwise operations of ints (Objects/intobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { long_lshift } from "../longobject/bits";
import { PyLong_FromLong } from "../longobject/longobject";
import { Py_DECREF } from "../object/refcount";
import { not_implemented } from "../singletons";
import { int_int } from "./arithmetic";
import { PyInt_AS_LONG, are_ints } from "./convert";
import { PyInt_FromLong } from "./intobject";

const LONG_BIT: i64 = 64;

export function int_lshift(v: u64, w: u64): u64 {
  enter(Fn.int_lshift);
  let result: u64 = 0;
  if (!are_ints(v, w)) {
    retire(Seg.int_lshift__other_type);
    result = not_implemented();
  } else result = shifted_left(v, PyInt_AS_LONG(v), PyInt_AS_LONG(w));
  leave();
  return result;
}

function shifted_left(v: u64, a: i64, b: i64): u64 {
  if (b < 0) {
    retire(Seg.int_lshift__negative_count);
    PyErr_SetString(Ty.ValueError, "negative shift count");
    return 0;
  }
  if (a === 0 || b === 0) {
    retire(Seg.int_lshift__itself);
    return int_int(v);
  }
  const c = b >= LONG_BIT ? 0 : a << b;
  if (b < LONG_BIT && c >> b === a) {
    retire(Seg.int_lshift__fits);
    return PyInt_FromLong(c);
  }
  retire(Seg.int_lshift__overflow);
  const wide = PyLong_FromLong(a);
  const count = PyLong_FromLong(b);
  const result = long_lshift(wide, count);
  Py_DECREF(wide);
  Py_DECREF(count);
  return result;
}

export function int_rshift(v: u64, w: u64): u64 {
  enter(Fn.int_rshift);
  let result: u64 = 0;
  if (!are_ints(v, w)) {
    retire(Seg.int_rshift__other_type);
    result = not_implemented();
  } else {
    const a = PyInt_AS_LONG(v);
    const b = PyInt_AS_LONG(w);
    if (b < 0) {
      retire(Seg.int_rshift__negative_count);
      PyErr_SetString(Ty.ValueError, "negative shift count");
    } else if (a === 0 || b === 0) {
      retire(Seg.int_rshift__itself);
      result = int_int(v);
    } else {
      retire(Seg.int_rshift__shift);
      result = PyInt_FromLong(b >= LONG_BIT ? (a < 0 ? -1 : 0) : a >> b);
    }
  }
  leave();
  return result;
}

export function int_and(v: u64, w: u64): u64 {
  enter(Fn.int_and);
  let result: u64;
  if (are_ints(v, w)) {
    retire(Seg.int_and__ints);
    result = PyInt_FromLong(PyInt_AS_LONG(v) & PyInt_AS_LONG(w));
  } else {
    retire(Seg.int_and__other_type);
    result = not_implemented();
  }
  leave();
  return result;
}

export function int_xor(v: u64, w: u64): u64 {
  enter(Fn.int_xor);
  let result: u64;
  if (are_ints(v, w)) {
    retire(Seg.int_xor__ints);
    result = PyInt_FromLong(PyInt_AS_LONG(v) ^ PyInt_AS_LONG(w));
  } else {
    retire(Seg.int_xor__other_type);
    result = not_implemented();
  }
  leave();
  return result;
}

export function int_or(v: u64, w: u64): u64 {
  enter(Fn.int_or);
  let result: u64;
  if (are_ints(v, w)) {
    retire(Seg.int_or__ints);
    result = PyInt_FromLong(PyInt_AS_LONG(v) | PyInt_AS_LONG(w));
  } else {
    retire(Seg.int_or__other_type);
    result = not_implemented();
  }
  leave();
  return result;
}
