/**
 * The error indicator (Python/errors.c) and the fields of the thread state it lives in: the exception
 * that is on its way (curexc) and the one that is being handled (exc).
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { enter, leave, retire } from "../meter/ledger";
import { Py_INCREF, Py_TYPE, Py_XDECREF, Py_XINCREF } from "../objects/object/refcount";
import { is_exception_class, new_exception } from "../objects/exceptions";
import { PyString_FromString, PyString_FromText } from "../objects/stringobject/stringobject";
import { is_subtype, type_at, type_object } from "../objects/types";
import { Py_None } from "../objects/singletons";

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

/** Whether exception class `err` (or the class of instance `err`) is `exc` or derived from it. */
export function PyErr_GivenExceptionMatches(err: u64, exc: Ty): bool {
  enter(Fn.PyErr_GivenExceptionMatches);
  retire(Seg.PyErr_GivenExceptionMatches__subtype);
  const named = type_at(err);
  const type = named !== Ty.NONE || err === 0 ? named : Py_TYPE(err);
  leave();
  return is_subtype(type, exc);
}

/** Whether the exception on its way is an `exc`. */
export function PyErr_ExceptionMatches(exc: Ty): bool {
  enter(Fn.PyErr_ExceptionMatches);
  retire(Seg.PyErr_ExceptionMatches__call);
  const matches = PyErr_GivenExceptionMatches(tstate().curexc_type, exc);
  leave();
  return matches;
}

/** TypeError without more words. */
export function PyErr_BadArgument(): void {
  PyErr_SetString(Ty.TypeError, "bad argument type for built-in operation");
}

export function PyErr_NoMemory(): void {
  PyErr_SetNone(Ty.MemoryError);
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
  if (is_exception_class(type) && !is_subtype(Py_TYPE(value), type_at(type))) {
    retire(Seg.PyErr_NormalizeException__make_instance);
    const instance = new_exception(type_at(type), value);
    Py_XDECREF(value);
    value = instance;
  }
  store<u64>(triple, value, 8);
  leave();
}
