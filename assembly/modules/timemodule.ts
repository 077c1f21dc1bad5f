/**
 * The module time (Modules/timemodule.c). The machine has no clock but its count of instructions:
 * sleeping is an event that takes no time, and the time of day is not simulated.
 */
import { Ev } from "../abi/events";
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { not_simulated } from "../base/fault";
import { emit } from "../events/ring";
import { PyErr_SetString } from "../interp/errors";
import { PyArg_ParseTuple } from "../interp/getargs";
import { add_defined } from "../interp/modules";
import { sys_sleep } from "../kernel/process";
import { enter, leave, retire } from "../meter/ledger";
import { PyFloat_AS_DOUBLE } from "../objects/floatobject/floatobject";
import { PyInt_AS_LONG } from "../objects/intobject/arithmetic";
import { METH_NOARGS, METH_VARARGS, TIME_FUNCTIONS, define_method } from "../objects/methods";
import { Py_INCREF, Py_TYPE } from "../objects/object/refcount";
import { Py_None } from "../objects/singletons";
import { PyTuple_GET_ITEM } from "../objects/tupleobject/tupleobject";

const SLEEP: u32 = TIME_FUNCTIONS + 0;
const TIME: u32 = TIME_FUNCTIONS + 1;
const CLOCK: u32 = TIME_FUNCTIONS + 2;
const CTIME: u32 = TIME_FUNCTIONS + 3;
const LOCALTIME: u32 = TIME_FUNCTIONS + 4;
const STRFTIME: u32 = TIME_FUNCTIONS + 5;

const MICROSECONDS: f64 = 1e6;

export function define_time_functions(): void {
  define_method(Ty.NONE, "sleep", METH_VARARGS, SLEEP);
  define_method(Ty.NONE, "time", METH_NOARGS, TIME);
  define_method(Ty.NONE, "clock", METH_NOARGS, CLOCK);
  define_method(Ty.NONE, "ctime", METH_VARARGS, CTIME);
  define_method(Ty.NONE, "localtime", METH_VARARGS, LOCALTIME);
  define_method(Ty.NONE, "strftime", METH_VARARGS, STRFTIME);
}

/** Fills the module's dictionary. */
export function fill_time(dict: u64): void {
  add_defined(dict, "sleep", SLEEP);
  add_defined(dict, "time", TIME);
  add_defined(dict, "clock", CLOCK);
  add_defined(dict, "ctime", CTIME);
  add_defined(dict, "localtime", LOCALTIME);
  add_defined(dict, "strftime", STRFTIME);
}

export function time_call(number: u32, _self: u64, args: u64, _kwargs: u64): u64 {
  if (number === SLEEP) return time_sleep(args);
  not_simulated("the time of day: count instructions instead of seconds");
  return 0;
}

function time_sleep(args: u64): u64 {
  enter(Fn.time_sleep);
  retire(Seg.time_sleep__parse);
  let result: u64 = 0;
  if (PyArg_ParseTuple(args, "sleep", 1, 1, "d") && floatsleep(PyTuple_GET_ITEM(args, 0))) {
    result = Py_None();
    Py_INCREF(result);
  }
  leave();
  return result;
}

function floatsleep(seconds: u64): bool {
  const type = Py_TYPE(seconds);
  let value: f64 = 0;
  if (type === Ty.float) value = PyFloat_AS_DOUBLE(seconds);
  else if (type === Ty.int || type === Ty.bool) value = <f64>PyInt_AS_LONG(seconds);
  else {
    PyErr_SetString(Ty.TypeError, "a float is required");
    return false;
  }
  if (value < 0) not_simulated("a sleep of less than no time");
  enter(Fn.floatsleep);
  retire(Seg.floatsleep__select);
  const microseconds = <u64>(value * MICROSECONDS);
  emit(Ev.SLEEP, 0, microseconds, 0);
  sys_sleep(microseconds);
  leave();
  return true;
}
