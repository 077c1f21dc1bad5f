/**
 * Locks (Lib/multiprocessing/synchronize.py) and the wrappers that hold one around each access
 * (sharedctypes.SynchronizedBase). A process that holds a lock longer than one access does not make
 * others wait: each process is a run of its own (ADR 0009).
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_INCREF, Py_TYPE, get_field, set_field } from "../../objects/object/refcount";
import { Py_None, Py_True } from "../../objects/singletons";
import { METH_KEYWORDS, METH_NOARGS, METH_VARARGS, define_method } from "../../objects/methods";
import {
  Array_ass_slice,
  Array_ass_subscript,
  Array_item,
  Array_length,
  Array_slice,
  Array_subscript,
} from "./ctypes_array";
import { Place, raised_in } from "./library_code";
import { L_COUNT, S_LOCK, S_OBJ, library_new } from "./objects";
import { SYNCHRONIZE } from "./numbers";

const ACQUIRE: u32 = SYNCHRONIZE;
const RELEASE: u32 = SYNCHRONIZE + 1;
const GET_OBJ: u32 = SYNCHRONIZE + 2;
const GET_LOCK: u32 = SYNCHRONIZE + 3;

/** A new RLock. */
export function new_rlock(): u64 {
  enter(Fn.semlock_new);
  retire(Seg.semlock_new__create);
  const op = library_new(Ty.RLock);
  leave();
  return op;
}

export function define_synchronized_methods(): void {
  define_lock(Ty.RLock);
  define_wrapper(Ty.Synchronized);
  define_wrapper(Ty.SynchronizedArray);
  define_wrapper(Ty.SynchronizedString);
}

function define_lock(type: Ty): void {
  define_method(type, "acquire", METH_VARARGS | METH_KEYWORDS, ACQUIRE);
  define_method(type, "release", METH_NOARGS, RELEASE);
}

function define_wrapper(type: Ty): void {
  define_lock(type);
  define_method(type, "get_obj", METH_NOARGS, GET_OBJ);
  define_method(type, "get_lock", METH_NOARGS, GET_LOCK);
}

/** The lock of a wrapper, or the lock itself; borrowed. */
function lock_of(op: u64): u64 {
  return Py_TYPE(op) === Ty.RLock ? op : get_field(op, S_LOCK);
}

export function acquire(op: u64): void {
  enter(Fn.semlock_acquire);
  retire(Seg.semlock_acquire__take);
  const lock = lock_of(op);
  set_field(lock, L_COUNT, get_field(lock, L_COUNT) + 1);
  leave();
}

/** False with an AssertionError where the process does not hold the lock. */
export function release(op: u64): bool {
  enter(Fn.semlock_release);
  retire(Seg.semlock_release__post);
  const lock = lock_of(op);
  const held = get_field(lock, L_COUNT);
  if (held > 0) set_field(lock, L_COUNT, held - 1);
  else {
    const message = "attempt to release recursive lock not owned by thread";
    PyErr_SetString(Ty.AssertionError, message);
  }
  leave();
  return held > 0;
}

export function synchronize_call(number: u32, self: u64): u64 {
  let result: u64 = Py_None();
  if (number === ACQUIRE) {
    acquire(self);
    result = Py_True();
  } else if (number === RELEASE) {
    if (!release(self)) return 0;
  } else result = get_field(self, number === GET_OBJ ? S_OBJ : S_LOCK);
  Py_INCREF(result);
  return result;
}

/** self[i] with the lock held. */
export function synchronized_subscript(op: u64, key: u64): u64 {
  acquire(op);
  const result = Array_subscript(get_field(op, S_OBJ), key);
  release(op);
  return result === 0 ? raised_in(Place.Synchronized_getitem) : result;
}

/** self[index], as iteration asks for it: not from the end. */
export function synchronized_item(op: u64, index: i64): u64 {
  acquire(op);
  const obj = get_field(op, S_OBJ);
  const result = Array_item(obj, index < 0 ? index + Array_length(obj) : index);
  release(op);
  return result === 0 ? raised_in(Place.Synchronized_getitem) : result;
}

export function synchronized_ass_subscript(op: u64, key: u64, value: u64): i32 {
  acquire(op);
  const status = Array_ass_subscript(get_field(op, S_OBJ), key, value);
  release(op);
  if (status < 0) raised_in(Place.Synchronized_setitem);
  return status;
}

export function synchronized_slice(op: u64, low: i64, high: i64): u64 {
  acquire(op);
  const result = Array_slice(get_field(op, S_OBJ), low, high);
  release(op);
  return result === 0 ? raised_in(Place.Synchronized_getslice) : result;
}

export function synchronized_ass_slice(op: u64, low: i64, high: i64, value: u64): i32 {
  acquire(op);
  const status = Array_ass_slice(get_field(op, S_OBJ), low, high, value);
  release(op);
  if (status < 0) raised_in(Place.Synchronized_setslice);
  return status;
}

/** len(self) asks the array without the lock. */
export function synchronized_length(op: u64): i64 {
  return Array_length(get_field(op, S_OBJ));
}
