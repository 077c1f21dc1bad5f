/** Numbers from objects (Objects/abstract.c: PyNumber_Int, PyNumber_Long, PyNumber_Float). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_Clear, PyErr_Occurred } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { float_float, float_int } from "../floatobject/arithmetic";
import { PyFloat_AS_DOUBLE, PyFloat_FromDouble } from "../floatobject/floatobject";
import { PyFloat_FromString } from "../floatobject/from_text";
import { int_int } from "../intobject/arithmetic";
import { PyInt_AS_LONG } from "../intobject/convert";
import { int_from_string } from "../intobject/from_text";
import { long_int, long_long } from "../longobject/arithmetic";
import { PyLong_AsDouble, PyLong_FromDouble, PyLong_FromLong } from "../longobject/longobject";
import { long_from_string } from "../longobject/text";
import { PyObject_GetAttr } from "../object/attributes";
import { Py_INCREF, Py_TYPE, Py_XDECREF } from "../object/refcount";
import { PyString_InternFromString } from "../stringobject/stringobject";
import { type_error } from "./number";

/** The interned str "__trunc__", made when it is first needed. */
const trunc_name_at: usize = memory.data(8, 8);

export function number_reset(): void {
  store<u64>(trunc_name_at, 0);
}

/** Objects that are no numbers are asked for a method __trunc__, which no modelled type has. */
function ask_for_trunc(o: u64): void {
  if (load<u64>(trunc_name_at) === 0) {
    store<u64>(trunc_name_at, PyString_InternFromString("__trunc__"));
  }
  Py_XDECREF(PyObject_GetAttr(o, load<u64>(trunc_name_at)));
  PyErr_Clear();
}

/** int(o): an int or a long, or 0 with an exception. */
export function PyNumber_Int(o: u64): u64 {
  enter(Fn.PyNumber_Int);
  const type = Py_TYPE(o);
  let result: u64;
  if (type === Ty.int) {
    retire(Seg.PyNumber_Int__itself);
    Py_INCREF(o);
    result = o;
  } else if (type === Ty.bool) {
    retire(Seg.PyNumber_Int__bool);
    result = int_int(o);
  } else if (type === Ty.float) {
    retire(Seg.PyNumber_Int__float);
    result = float_int(o);
  } else if (type === Ty.long) {
    retire(Seg.PyNumber_Int__long);
    result = long_int(o);
  } else {
    retire(Seg.PyNumber_Int__no_number);
    ask_for_trunc(o);
    if (type === Ty.str) result = int_from_string(o, 10);
    else result = type_error("int() argument must be a string or a number, not '", o, "'");
  }
  leave();
  return result;
}

/** long(o): a long, or 0 with an exception. */
export function PyNumber_Long(o: u64): u64 {
  enter(Fn.PyNumber_Long);
  const type = Py_TYPE(o);
  let result: u64;
  if (type === Ty.int || type === Ty.bool) {
    retire(Seg.PyNumber_Long__int);
    result = PyLong_FromLong(PyInt_AS_LONG(o));
  } else if (type === Ty.float) {
    retire(Seg.PyNumber_Long__float);
    result = PyLong_FromDouble(PyFloat_AS_DOUBLE(o));
  } else if (type === Ty.long) {
    retire(Seg.PyNumber_Long__itself);
    result = long_long(o);
  } else {
    retire(Seg.PyNumber_Long__no_number);
    ask_for_trunc(o);
    if (type === Ty.str) result = long_from_string(o, 10);
    else result = type_error("long() argument must be a string or a number, not '", o, "'");
  }
  leave();
  return result;
}

/** float(o): a new reference, or 0 with an exception. */
export function PyNumber_Float(o: u64): u64 {
  enter(Fn.PyNumber_Float);
  const type = Py_TYPE(o);
  let result: u64 = 0;
  if (type === Ty.float) {
    retire(Seg.PyNumber_Float__itself);
    result = float_float(o);
  } else if (type === Ty.int || type === Ty.bool) {
    retire(Seg.PyNumber_Float__int);
    result = int_float(o);
  } else if (type === Ty.long) {
    retire(Seg.PyNumber_Float__long);
    const value = PyLong_AsDouble(o);
    if (value !== -1 || !PyErr_Occurred()) result = PyFloat_FromDouble(value);
  } else {
    retire(Seg.PyNumber_Float__no_number);
    result = PyFloat_FromString(o);
  }
  leave();
  return result;
}

function int_float(o: u64): u64 {
  enter(Fn.int_float);
  retire(Seg.int_float__convert);
  const result = PyFloat_FromDouble(<f64>PyInt_AS_LONG(o));
  leave();
  return result;
}
