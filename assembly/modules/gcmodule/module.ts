/** The module gc (Modules/gcmodule.c): its functions as programs call them. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { collect_now } from "../../collectors/heap_memory";
import { has_int_pools, has_own_heap } from "../../collectors/manager";
import { PyErr_Occurred, PyErr_SetString } from "../../interp/errors";
import { PyArg_ParseTuple, one_argument } from "../../interp/getargs";
import { add_defined, add_function, add_value } from "../../interp/modules";
import { enter, leave, retire } from "../../meter/ledger";
import { PyBool_FromLong } from "../../objects/boolobject";
import { PyInt_AsLong } from "../../objects/intobject/convert";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import { PyList_New } from "../../objects/listobject/listobject";
import {
  GC_FUNCTIONS,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  define_method,
} from "../../objects/methods";
import { Py_INCREF, Py_TYPE } from "../../objects/object/refcount";
import { Py_None } from "../../objects/singletons";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "../../objects/tupleobject/tupleobject";
import { collect } from "./collect";
import { _PyObject_GC_IS_TRACKED, type_is_gc } from "./gcmodule";
import { gc_freeze, gc_get_freeze_count, gc_unfreeze } from "./freeze";
import { NUM_GENERATIONS, gc_state, generation } from "./generations";

const COLLECT: u32 = GC_FUNCTIONS;
const ENABLE: u32 = GC_FUNCTIONS + 1;
const DISABLE: u32 = GC_FUNCTIONS + 2;
const ISENABLED: u32 = GC_FUNCTIONS + 3;
const GET_COUNT: u32 = GC_FUNCTIONS + 4;
const GET_THRESHOLD: u32 = GC_FUNCTIONS + 5;
const SET_THRESHOLD: u32 = GC_FUNCTIONS + 6;
const IS_TRACKED: u32 = GC_FUNCTIONS + 7;
const FREEZE: u32 = GC_FUNCTIONS + 11;
const UNFREEZE: u32 = GC_FUNCTIONS + 12;
const GET_FREEZE_COUNT: u32 = GC_FUNCTIONS + 13;
const GET_OBJECTS: u32 = GC_FUNCTIONS + 8;
const GET_REFERRERS: u32 = GC_FUNCTIONS + 9;
const GET_REFERENTS: u32 = GC_FUNCTIONS + 10;

export function define_gc_functions(): void {
  define_method(Ty.NONE, "collect", METH_VARARGS | METH_KEYWORDS, COLLECT);
  define_method(Ty.NONE, "enable", METH_NOARGS, ENABLE);
  define_method(Ty.NONE, "disable", METH_NOARGS, DISABLE);
  define_method(Ty.NONE, "isenabled", METH_NOARGS, ISENABLED);
  define_method(Ty.NONE, "get_count", METH_NOARGS, GET_COUNT);
  define_method(Ty.NONE, "get_threshold", METH_NOARGS, GET_THRESHOLD);
  define_method(Ty.NONE, "set_threshold", METH_VARARGS, SET_THRESHOLD);
  define_method(Ty.NONE, "is_tracked", METH_O, IS_TRACKED);
}

/** Fills the module's dictionary. */
export function fill_gc(dict: u64): void {
  add_defined(dict, "collect", COLLECT);
  add_defined(dict, "enable", ENABLE);
  add_defined(dict, "disable", DISABLE);
  add_defined(dict, "isenabled", ISENABLED);
  add_defined(dict, "get_count", GET_COUNT);
  add_defined(dict, "get_threshold", GET_THRESHOLD);
  add_defined(dict, "set_threshold", SET_THRESHOLD);
  add_defined(dict, "is_tracked", IS_TRACKED);
  add_function(dict, "get_objects", METH_NOARGS, GET_OBJECTS);
  add_function(dict, "get_referrers", METH_VARARGS, GET_REFERRERS);
  add_function(dict, "get_referents", METH_VARARGS, GET_REFERENTS);
  if (has_int_pools()) {
    add_function(dict, "freeze", METH_NOARGS, FREEZE);
    add_function(dict, "unfreeze", METH_NOARGS, UNFREEZE);
    add_function(dict, "get_freeze_count", METH_NOARGS, GET_FREEZE_COUNT);
  }
  add_value(dict, "garbage", PyList_New(0));
}

export function gc_call(number: u32, _self: u64, args: u64, kwargs: u64): u64 {
  switch (number) {
    case COLLECT:
      return gc_collect(args, kwargs);
    case ENABLE:
      return gc_enable();
    case DISABLE:
      return gc_disable();
    case ISENABLED:
      return gc_isenabled();
    case GET_COUNT:
      return gc_get_count();
    case GET_THRESHOLD:
      return gc_get_thresh();
    case SET_THRESHOLD:
      return gc_set_thresh(args);
    case IS_TRACKED:
      return gc_is_tracked(args);
    case FREEZE:
      gc_freeze();
      return none();
    case UNFREEZE:
      gc_unfreeze();
      return none();
    case GET_FREEZE_COUNT:
      return PyInt_FromLong(<i64>gc_get_freeze_count());
    default:
      not_simulated("gc.get_objects, gc.get_referrers and gc.get_referents");
      return 0;
  }
}

function none(): u64 {
  Py_INCREF(Py_None());
  return Py_None();
}

/** gc.collect([generation]): the number of unreachable objects. */
function gc_collect(args: u64, kwargs: u64): u64 {
  enter(Fn.gc_collect);
  retire(Seg.gc_collect__arguments);
  const found = collect_asked(one_argument("collect", "generation", args, kwargs));
  const result = found < 0 ? 0 : PyInt_FromLong(found);
  leave();
  return result;
}

/** Collects the generation that an argument names, the oldest without one; -1 with an exception. */
function collect_asked(argument: u64): i64 {
  if (PyErr_Occurred()) return -1;
  const asked = argument === 0 ? <i64>NUM_GENERATIONS - 1 : PyInt_AsLong(argument);
  if (asked === -1 && PyErr_Occurred()) return -1;
  if (asked < 0 || asked >= <i64>NUM_GENERATIONS) {
    PyErr_SetString(Ty.ValueError, "invalid generation");
    return -1;
  }
  if (gc_state().collecting !== 0) return 0;
  if (has_own_heap()) return <i64>collect_now();
  retire(Seg.gc_collect__collect);
  gc_state().collecting = 1;
  const found = collect(<u32>asked);
  gc_state().collecting = 0;
  return found;
}

function gc_enable(): u64 {
  enter(Fn.gc_enable);
  retire(Seg.gc_enable__set);
  gc_state().enabled = 1;
  leave();
  return none();
}

function gc_disable(): u64 {
  enter(Fn.gc_disable);
  retire(Seg.gc_disable__set);
  gc_state().enabled = 0;
  leave();
  return none();
}

function gc_isenabled(): u64 {
  enter(Fn.gc_isenabled);
  retire(Seg.gc_isenabled__answer);
  const answer = PyBool_FromLong(gc_state().enabled);
  leave();
  return answer;
}

/** A tuple of three numbers. */
function triple(a: i64, b: i64, c: i64): u64 {
  const tuple = PyTuple_New(3);
  if (tuple === 0) return 0;
  PyTuple_SET_ITEM(tuple, 0, PyInt_FromLong(a));
  PyTuple_SET_ITEM(tuple, 1, PyInt_FromLong(b));
  PyTuple_SET_ITEM(tuple, 2, PyInt_FromLong(c));
  return tuple;
}

function gc_get_count(): u64 {
  enter(Fn.gc_get_count);
  retire(Seg.gc_get_count__build);
  const counts = triple(generation(0).count, generation(1).count, generation(2).count);
  leave();
  return counts;
}

function gc_get_thresh(): u64 {
  enter(Fn.gc_get_thresh);
  retire(Seg.gc_get_thresh__build);
  const thresholds = triple(
    generation(0).threshold,
    generation(1).threshold,
    generation(2).threshold,
  );
  leave();
  return thresholds;
}

/** gc.set_threshold(threshold0[, threshold1[, threshold2]]). */
function gc_set_thresh(args: u64): u64 {
  enter(Fn.gc_set_thresh);
  retire(Seg.gc_set_thresh__arguments);
  let ok = PyArg_ParseTuple(args, "set_threshold", 1, 3, "i|ii");
  const given = ok ? PyTuple_GET_SIZE(args) : 0;
  for (let i: u64 = 0; i < given && ok; i++) {
    const value = PyInt_AsLong(PyTuple_GET_ITEM(args, i));
    ok = value !== -1 || !PyErr_Occurred();
    if (ok) set_threshold(<u32>i, <i32>value);
  }
  leave();
  return ok ? none() : 0;
}

/** The second threshold holds for the oldest generation too, unless that is given as well. */
function set_threshold(index: u32, value: i32): void {
  generation(index).threshold = value;
  if (index === 1) generation(2).threshold = value;
}

function gc_is_tracked(op: u64): u64 {
  enter(Fn.gc_is_tracked);
  retire(Seg.gc_is_tracked__answer);
  const tracked = type_is_gc(Py_TYPE(op)) && _PyObject_GC_IS_TRACKED(op);
  const answer = PyBool_FromLong(tracked ? 1 : 0);
  leave();
  return answer;
}
