/** Py_BuildValue (Python/modsupport.c) of the few formats that built-in types use, and errno as an error. */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { enter, leave, retire } from "../meter/ledger";
import { PyFloat_FromDouble } from "../objects/floatobject/floatobject";
import { PyInt_FromLong } from "../objects/intobject/intobject";
import { Py_DECREF } from "../objects/object/refcount";
import { PyString_FromString } from "../objects/stringobject/stringobject";
import { PyTuple_New, PyTuple_SET_ITEM } from "../objects/tupleobject/tupleobject";
import { PyErr_SetObject } from "./errors";

/** "(ll)": a tuple of two ints. */
export function Py_BuildValue_longs(a: i64, b: i64): u64 {
  enter(Fn.Py_BuildValue);
  retire(Seg.Py_BuildValue__two_longs);
  const tuple = PyTuple_New(2);
  PyTuple_SET_ITEM(tuple, 0, PyInt_FromLong(a));
  PyTuple_SET_ITEM(tuple, 1, PyInt_FromLong(b));
  leave();
  return tuple;
}

/** "(dd)": a tuple of two floats. */
export function Py_BuildValue_doubles(a: f64, b: f64): u64 {
  enter(Fn.Py_BuildValue);
  retire(Seg.Py_BuildValue__two_doubles);
  const tuple = PyTuple_New(2);
  PyTuple_SET_ITEM(tuple, 0, PyFloat_FromDouble(a));
  PyTuple_SET_ITEM(tuple, 1, PyFloat_FromDouble(b));
  leave();
  return tuple;
}

/** errno of a result out of range. */
const ERANGE: i64 = 34;

/** OverflowError: (34, 'Numerical result out of range'). */
export function PyErr_SetFromErrno_ERANGE(): void {
  enter(Fn.PyErr_SetFromErrno);
  retire(Seg.PyErr_SetFromErrno__out_of_range);
  const tuple = PyTuple_New(2);
  PyTuple_SET_ITEM(tuple, 0, PyInt_FromLong(ERANGE));
  PyTuple_SET_ITEM(tuple, 1, PyString_FromString("Numerical result out of range"));
  PyErr_SetObject(Ty.OverflowError, tuple);
  Py_DECREF(tuple);
  leave();
}
