/** Py_BuildValue (Python/modsupport.c) of the few formats that built-in types use. */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { enter, leave, retire } from "../meter/ledger";
import { PyInt_FromLong } from "../objects/intobject/intobject";
import { PyTuple_New, PyTuple_SET_ITEM } from "../objects/tupleobject/tupleobject";

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
