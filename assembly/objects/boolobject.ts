/** True and False (Objects/boolobject.c): two static objects, ints of a type of their own. */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { PyErr_Occurred } from "../interp/errors";
import { one_argument } from "../interp/getargs";
import { enter, leave, retire } from "../meter/ledger";
import { int_and, int_or, int_xor } from "./intobject/bits";
import { PyInt_AS_LONG } from "./intobject/convert";
import { Py_INCREF, Py_TYPE } from "./object/refcount";
import { PyObject_IsTrue } from "./object/truth";
import { Py_False, Py_True } from "./singletons";
import { PyString_InternFromString } from "./stringobject/stringobject";

/** The strs "False" and "True", made when they are first asked for. */
const names_at: usize = memory.data(16, 8);

export function boolobject_reset(): void {
  memory.fill(names_at, 0, 16);
}

/** True or False: a new reference. */
export function PyBool_FromLong(truth: i64): u64 {
  enter(Fn.PyBool_FromLong);
  retire(Seg.PyBool_FromLong__choose);
  const result = truth !== 0 ? Py_True() : Py_False();
  Py_INCREF(result);
  leave();
  return result;
}

export function bool_repr(op: u64): u64 {
  enter(Fn.bool_repr);
  const truth = PyInt_AS_LONG(op) !== 0;
  const at = names_at + (truth ? 8 : 0);
  if (load<u64>(at) === 0) {
    retire(Seg.bool_repr__make_name);
    store<u64>(at, PyString_InternFromString(truth ? "True" : "False"));
  }
  retire(Seg.bool_repr__name);
  Py_INCREF(load<u64>(at));
  leave();
  return load<u64>(at);
}

/** bool(x). */
export function bool_new(args: u64, kwargs: u64): u64 {
  enter(Fn.bool_new);
  retire(Seg.bool_new__argument);
  let result: u64 = 0;
  const x = one_argument("bool", "x", args, kwargs);
  if (x !== 0) {
    retire(Seg.bool_new__truth);
    const truth = PyObject_IsTrue(x);
    if (truth >= 0) result = PyBool_FromLong(truth);
  } else if (!PyErr_Occurred()) result = PyBool_FromLong(0);
  leave();
  return result;
}

function are_bools(v: u64, w: u64): bool {
  return Py_TYPE(v) === Ty.bool && Py_TYPE(w) === Ty.bool;
}

export function bool_and(v: u64, w: u64): u64 {
  enter(Fn.bool_and);
  let result: u64;
  if (are_bools(v, w)) {
    retire(Seg.bool_and__bools);
    result = PyBool_FromLong(PyInt_AS_LONG(v) & PyInt_AS_LONG(w));
  } else {
    retire(Seg.bool_and__other_type);
    result = int_and(v, w);
  }
  leave();
  return result;
}

export function bool_or(v: u64, w: u64): u64 {
  enter(Fn.bool_or);
  let result: u64;
  if (are_bools(v, w)) {
    retire(Seg.bool_or__bools);
    result = PyBool_FromLong(PyInt_AS_LONG(v) | PyInt_AS_LONG(w));
  } else {
    retire(Seg.bool_or__other_type);
    result = int_or(v, w);
  }
  leave();
  return result;
}

export function bool_xor(v: u64, w: u64): u64 {
  enter(Fn.bool_xor);
  let result: u64;
  if (are_bools(v, w)) {
    retire(Seg.bool_xor__bools);
    result = PyBool_FromLong(PyInt_AS_LONG(v) ^ PyInt_AS_LONG(w));
  } else {
    retire(Seg.bool_xor__other_type);
    result = int_xor(v, w);
  }
  leave();
  return result;
}
