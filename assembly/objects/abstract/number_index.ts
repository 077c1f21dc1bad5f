/** Numbers as indices (Objects/abstract.c: PyNumber_Index, PyNumber_AsSsize_t). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import {
  PyErr_Clear,
  PyErr_GivenExceptionMatches,
  PyErr_Occurred,
  PyErr_SetText,
  tstate,
} from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyInt_AsSsize_t, PyInt_Check } from "../intobject/convert";
import { _PyLong_Sign } from "../longobject/longobject";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "../object/refcount";
import { type_name, type_object } from "../types";
import { type_error } from "./number";

/** Types with nb_index. */
export function PyIndex_Check(v: u64): bool {
  return PyInt_Check(v) || Py_TYPE(v) === Ty.long;
}

/** v as an int or long: a new reference, or 0 with a TypeError. */
export function PyNumber_Index(v: u64): u64 {
  enter(Fn.PyNumber_Index);
  let result: u64 = 0;
  if (PyIndex_Check(v)) {
    retire(Seg.PyNumber_Index__itself);
    Py_INCREF(v);
    result = v;
  } else {
    retire(Seg.PyNumber_Index__no_index);
    type_error("'", v, "' object cannot be interpreted as an index");
  }
  leave();
  return result;
}

/**
 * v as an index; -1 with an exception. A long out of range raises `err` (a Ty), or is cut to the
 * nearest index where `err` is Ty.NONE.
 */
export function PyNumber_AsSsize_t(v: u64, err: i32): i64 {
  enter(Fn.PyNumber_AsSsize_t);
  retire(Seg.PyNumber_AsSsize_t__call);
  const value = PyNumber_Index(v);
  let result: i64 = -1;
  if (value !== 0) {
    result = PyInt_AsSsize_t(value);
    if (result === -1 && PyErr_Occurred()) result = out_of_range(v, value, err);
    Py_DECREF(value);
  }
  leave();
  return result;
}

function out_of_range(v: u64, value: u64, err: i32): i64 {
  if (!PyErr_GivenExceptionMatches(tstate().curexc_type, type_object(Ty.OverflowError))) return -1;
  PyErr_Clear();
  if (err === Ty.NONE) return _PyLong_Sign(value) < 0 ? i64.MIN_VALUE : i64.MAX_VALUE;
  const mark = text_mark();
  text_add("cannot fit '");
  text_add(type_name(Py_TYPE(v)));
  text_add("' into an index-sized integer");
  PyErr_SetText(err, mark);
  return -1;
}
