/**
 * The error indicator (Python/errors.c) and the fields of the thread state it lives in: the exception
 * that is on its way (curexc) and the one that is being handled (exc).
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../abi/types";
import { enter, leave, retire } from "../meter/ledger";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_Pack1,
} from "../objects/tupleobject/tupleobject";
import { Py_DECREF, Py_INCREF, Py_TYPE, Py_XDECREF, Py_XINCREF } from "../objects/object/refcount";
import { PyObject_IsSubclass } from "../objects/abstract/subclass";
import { PyEval_CallObjectWithKeywords } from "../objects/descrobject";
import { exception_call, is_exception_class } from "../objects/exceptions";
import { PyString_FromString, PyString_FromText } from "../objects/stringobject/stringobject";
import { is_subtype, type_at, type_object } from "../objects/types";
import { Py_None } from "../objects/singletons";
import {
  Py_EnterRecursiveCall,
  Py_LeaveRecursiveCall,
  recursion_depth,
  Py_SetRecursionLimit,
  raise_recursion_limit,
  recursion_limit,
} from "./recursion";

@unmanaged
export class ThreadState {
  curexc_type: u64;
  curexc_value: u64;
  curexc_traceback: u64;
  exc_type: u64;
  exc_value: u64;
  exc_traceback: u64;
  /** The frame that runs. */
  frame: u64;
}

const tstate_at: usize = memory.data(56, 8);

export function tstate(): ThreadState {
  return changetype<ThreadState>(tstate_at);
}

export function errors_reset(): void {
  memory.fill(tstate_at, 0, 56);
  store<u64>(recursion_error_at, 0);
}

/** Whether an exception is on its way. */
export function PyErr_Occurred(): bool {
  return tstate().curexc_type !== 0;
}

/** Takes over three references, as PyErr_Restore does. */
export function PyErr_Restore(type: u64, value: u64, traceback: u64): void {
  enter(Fn.PyErr_Restore);
  retire(Seg.PyErr_Restore__store);
  const t = tstate();
  const oldType = t.curexc_type;
  const oldValue = t.curexc_value;
  const oldTraceback = t.curexc_traceback;
  t.curexc_type = type;
  t.curexc_value = value;
  t.curexc_traceback = traceback;
  Py_XDECREF(oldType);
  Py_XDECREF(oldValue);
  Py_XDECREF(oldTraceback);
  leave();
}

/** Moves the exception on its way to three words in linear memory at `triple`: type, value, traceback. */
export function PyErr_Fetch(triple: usize): void {
  enter(Fn.PyErr_Fetch);
  retire(Seg.PyErr_Fetch__take);
  const t = tstate();
  store<u64>(triple, t.curexc_type);
  store<u64>(triple, t.curexc_value, 8);
  store<u64>(triple, t.curexc_traceback, 16);
  t.curexc_type = 0;
  t.curexc_value = 0;
  t.curexc_traceback = 0;
  leave();
}

/** raise `type`(`value`) as C does it: the instance is made when somebody needs it. */
export function PyErr_SetObject(type: Ty, value: u64): void {
  enter(Fn.PyErr_SetObject);
  retire(Seg.PyErr_SetObject__incref);
  Py_INCREF(type_object(type));
  Py_XINCREF(value);
  PyErr_Restore(type_object(type), value, 0);
  leave();
}

export function PyErr_SetNone(type: Ty): void {
  enter(Fn.PyErr_SetNone);
  retire(Seg.PyErr_SetNone__call);
  PyErr_SetObject(type, 0);
  leave();
}

/** An exception with a constant message. */
export function PyErr_SetString(type: Ty, message: string): void {
  enter(Fn.PyErr_SetString);
  retire(Seg.PyErr_SetString__make);
  const value = PyString_FromString(message);
  PyErr_SetObject(type, value);
  Py_XDECREF(value);
  leave();
}

/** An exception whose message is the text above `mark` (PyErr_Format). */
export function PyErr_SetText(type: Ty, mark: u32): void {
  enter(Fn.PyErr_Format);
  retire(Seg.PyErr_Format__make);
  const value = PyString_FromText(mark);
  PyErr_SetObject(type, value);
  Py_XDECREF(value);
  leave();
}

export function PyErr_Clear(): void {
  enter(Fn.PyErr_Clear);
  retire(Seg.PyErr_Clear__call);
  PyErr_Restore(0, 0, 0);
  leave();
}

/** Whether exception class `err` (or the class of instance `err`) is `exc` or derived from it; of a tuple, any. */
export function PyErr_GivenExceptionMatches(err: u64, exc: u64): bool {
  enter(Fn.PyErr_GivenExceptionMatches);
  let matches = false;
  if (Py_TYPE(exc) === Ty.tuple) {
    retire(Seg.PyErr_GivenExceptionMatches__tuple);
    const size = PyTuple_GET_SIZE(exc);
    for (let i: u64 = 0; i < size && !matches; i++) {
      retire(Seg.PyErr_GivenExceptionMatches__of_tuple);
      matches = PyErr_GivenExceptionMatches(err, PyTuple_GET_ITEM(exc, i));
    }
  } else {
    const named = type_at(err);
    const type = named !== Ty.NONE || err === 0 ? named : Py_TYPE(err);
    if (type >= FIRST_EXCEPTION && is_exception_class(exc)) {
      retire(Seg.PyErr_GivenExceptionMatches__subclass);
      matches = is_derived(type_object(type), exc);
    } else {
      retire(Seg.PyErr_GivenExceptionMatches__identical);
      matches = is_subtype(type, type_at(exc));
    }
  }
  leave();
  return matches;
}

/** PyObject_IsSubclass while no exception is on its way. */
function is_derived(err: u64, exc: u64): bool {
  PyErr_Fetch(matched_at);
  const type = load<u64>(matched_at);
  const value = load<u64>(matched_at, 8);
  const traceback = load<u64>(matched_at, 16);
  // At the limit itself a RuntimeError must still be told from others.
  const limit = raise_recursion_limit();
  const derived = PyObject_IsSubclass(err, exc) > 0;
  Py_SetRecursionLimit(limit);
  PyErr_Restore(type, value, traceback);
  return derived;
}

/** The three words of an exception that waits. */
const matched_at: usize = memory.data(24, 8);

/** Whether the exception on its way is an `exc`. */
export function PyErr_ExceptionMatches(exc: Ty): bool {
  enter(Fn.PyErr_ExceptionMatches);
  retire(Seg.PyErr_ExceptionMatches__call);
  const matches = PyErr_GivenExceptionMatches(tstate().curexc_type, type_object(exc));
  leave();
  return matches;
}

export function PyErr_NoMemory(): void {
  PyErr_SetNone(Ty.MemoryError);
}

/** The class called: without arguments for None, with a tuple's items, else with the one value. */
function call_class(type: u64, value: u64): u64 {
  let args: u64;
  if (value === Py_None()) {
    retire(Seg.PyErr_NormalizeException__without_arguments);
    args = PyTuple_New(0);
  } else if (Py_TYPE(value) === Ty.tuple) {
    retire(Seg.PyErr_NormalizeException__with_a_tuple);
    Py_INCREF(value);
    args = value;
  } else {
    retire(Seg.PyErr_NormalizeException__with_one_argument);
    args = PyTuple_Pack1(value);
  }
  const instance = PyEval_CallObjectWithKeywords(type, args, 0);
  Py_DECREF(args);
  return instance;
}

/**
 * PyErr_NormalizeException on the fetched indicator at `type_at_`, three words in linear memory: makes
 * the value an instance of the class.
 */
export function PyErr_NormalizeException(triple: usize): void {
  enter(Fn.PyErr_NormalizeException);
  const type = load<u64>(triple);
  let value = load<u64>(triple, 8);
  if (type === 0) {
    retire(Seg.PyErr_NormalizeException__nothing);
    leave();
    return;
  }
  retire(Seg.PyErr_NormalizeException__check);
  if (value === 0) {
    value = Py_None();
    Py_INCREF(value);
  }
  if (is_exception_class(type) && !is_instance(value, type)) {
    retire(Seg.PyErr_NormalizeException__make_instance);
    const instance = call_class(type, value);
    Py_DECREF(value);
    value = instance;
  }
  store<u64>(triple, value, 8);
  if (value === 0) normalize_new_exception(triple);
  leave();
}

/** Whether `value` is an instance of exception class `type`; of one itself its class is asked for. */
function is_instance(value: u64, type: u64): bool {
  if (Py_TYPE(value) < FIRST_EXCEPTION) return false;
  retire(Seg.PyErr_NormalizeException__instance);
  return PyObject_IsSubclass(type_object(Py_TYPE(value)), type) > 0;
}

/** The exception that making an instance raised, as PyErr_Fetch takes it. */
const raised_at: usize = memory.data(24, 8);

/** The exception that making an instance raised stands for the one at hand; its instance is made next. */
function normalize_new_exception(triple: usize): void {
  retire(Seg.PyErr_NormalizeException__failed);
  Py_DECREF(load<u64>(triple));
  PyErr_Fetch(raised_at);
  store<u64>(triple, load<u64>(raised_at));
  store<u64>(triple, load<u64>(raised_at, 8), 8);
  Py_XDECREF(load<u64>(raised_at, 16));
  if (recursion_depth() >= recursion_limit()) {
    retire(Seg.PyErr_NormalizeException__too_deep);
    use_recursion_error(triple);
    return;
  }
  Py_EnterRecursiveCall("");
  PyErr_NormalizeException(triple);
  Py_LeaveRecursiveCall();
}

/** PyExc_RecursionErrorInst: one instance for all times when there is no room for another. */
const recursion_error_at: usize = memory.data(8, 8);

function use_recursion_error(triple: usize): void {
  if (load<u64>(recursion_error_at) === 0) {
    const text = PyString_FromString("maximum recursion depth exceeded");
    const args = PyTuple_Pack1(text);
    store<u64>(recursion_error_at, exception_call(Ty.RuntimeError, args, 0));
    Py_DECREF(args);
    Py_DECREF(text);
  }
  const type = type_object(Ty.RuntimeError);
  const instance = load<u64>(recursion_error_at);
  Py_INCREF(type);
  Py_INCREF(instance);
  const old_type = load<u64>(triple);
  const old_value = load<u64>(triple, 8);
  store<u64>(triple, type);
  store<u64>(triple, instance, 8);
  Py_XDECREF(old_type);
  Py_XDECREF(old_value);
}
