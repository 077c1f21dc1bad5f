/**
 * What an int's value is (Objects/intobject.c: PyInt_AsLong and its kin, int_compare, int_hash,
 * int_to_decimal_string): everything that reads an int and makes no other.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add_i64, text_length, text_mark } from "../../base/text";
import { PyErr_SetString } from "../../interp/errors";
import { enter, enter_slow, leave, retire, retire_loop } from "../../meter/ledger";
import { float_int } from "../floatobject/arithmetic";
import { PyLong_AsLong, PyLong_AsSsize_t } from "../longobject/longobject";
import { Py_DECREF, Py_TYPE, get_field } from "../object/refcount";
import { PyString_FromText } from "../stringobject/stringobject";
import { NO_BLOCK, block_of } from "./block_pages";
import { slot_of, slot_value } from "./blocks";

/** Whether `op` is an int or a bool. */
export function PyInt_Check(op: u64): bool {
  const type = Py_TYPE(op);
  return type === Ty.int || type === Ty.bool;
}

/** Whether both are ints or bools: what CONVERT_TO_LONG accepts. */
export function are_ints(v: u64, w: u64): bool {
  return PyInt_Check(v) && PyInt_Check(w);
}

/** ob_ival: an int lies in a block, True and False are words. A macro in C. */
export function PyInt_AS_LONG(op: u64): i64 {
  const number = block_of(op);
  return number === NO_BLOCK ? <i64>get_field(op, 0) : slot_value(number, slot_of(number, op));
}

/** The value of an int, a long that fits or a float without its fraction; -1 with a TypeError else. */
export function PyInt_AsLong(op: u64): i64 {
  const is_int = PyInt_Check(op);
  if (is_int) enter(Fn.PyInt_AsLong);
  else enter_slow(Fn.PyInt_AsLong);
  let value: i64 = -1;
  if (is_int) {
    retire(Seg.PyInt_AsLong__int);
    value = PyInt_AS_LONG(op);
  } else if (Py_TYPE(op) === Ty.long) {
    retire(Seg.PyInt_AsLong__long);
    value = PyLong_AsLong(op);
  } else if (Py_TYPE(op) === Ty.float) {
    retire(Seg.PyInt_AsLong__float);
    value = as_long_through_int(float_int(op));
  } else {
    retire(Seg.PyInt_AsLong__no_number);
    PyErr_SetString(Ty.TypeError, "an integer is required");
  }
  leave();
  return value;
}

/** The value of what nb_int made: an int or a long, or nothing with an exception. */
function as_long_through_int(io: u64): i64 {
  if (io === 0) return -1;
  const value = PyInt_Check(io) ? PyInt_AS_LONG(io) : PyLong_AsLong(io);
  Py_DECREF(io);
  return value;
}

/** As PyInt_AsLong, in a Py_ssize_t. */
export function PyInt_AsSsize_t(op: u64): i64 {
  enter(Fn.PyInt_AsSsize_t);
  let value: i64;
  if (PyInt_Check(op)) {
    retire(Seg.PyInt_AsSsize_t__int);
    value = PyInt_AS_LONG(op);
  } else if (Py_TYPE(op) === Ty.long) {
    retire(Seg.PyInt_AsSsize_t__long);
    value = PyLong_AsSsize_t(op);
  } else {
    retire(Seg.PyInt_AsSsize_t__other);
    value = PyInt_AsLong(op);
  }
  leave();
  return value;
}

/** tp_compare: -1, 0 or 1. */
export function int_compare(v: u64, w: u64): i32 {
  enter(Fn.int_compare);
  retire(Seg.int_compare__compare);
  const a = PyInt_AS_LONG(v);
  const b = PyInt_AS_LONG(w);
  leave();
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The value itself; -1 means an exception, so -1 has the hash -2. */
export function int_hash(op: u64): i64 {
  enter(Fn.int_hash);
  retire(Seg.int_hash__value);
  const value = PyInt_AS_LONG(op);
  leave();
  return value === -1 ? -2 : value;
}

export function int_nonzero(op: u64): i32 {
  enter(Fn.int_nonzero);
  retire(Seg.int_nonzero__test);
  const truth = PyInt_AS_LONG(op) !== 0 ? 1 : 0;
  leave();
  return truth;
}

/** repr(i) and str(i): the digits are made from the last to the first. */
export function int_to_decimal_string(op: u64): u64 {
  enter(Fn.int_to_decimal_string);
  const value = PyInt_AS_LONG(op);
  const mark = text_mark();
  text_add_i64(value);
  retire_loop(Seg.int_to_decimal_string__digit, text_length(mark) - (value < 0 ? 1 : 0));
  if (value < 0) retire(Seg.int_to_decimal_string__sign);
  retire(Seg.int_to_decimal_string__make_str);
  const result = PyString_FromText(mark);
  leave();
  return result;
}
