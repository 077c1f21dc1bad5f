/**
 * What the objects of multiprocessing, ctypes and numpy have in common. In CPython they are instances of
 * classes written in Python (but for the ctypes ones): an object with a dictionary. Here an object is its
 * header and a few words: first references, the first of which is that dictionary, then plain numbers.
 * Sizes are those of CPython's C structures where there is one; what the instance's dictionary would take
 * is estimated by the recorded figures of the launch (launch.ts).
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { FIRST_LIBRARY, LAST_LIBRARY, Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import {
  Py_DECREF,
  Py_TYPE,
  get_field,
  head_bytes,
  set_field,
} from "../../objects/object/refcount";
import {
  PyObject_GC_Del,
  PyObject_GC_UnTrack,
  _PyObject_GC_New,
  _PyObject_GC_TRACK,
} from "../gcmodule/gcmodule";
import { PyObject_FREE } from "../../objects/obmalloc/debug";
import { end_of_array } from "./heap";

/** The dictionary of attributes that a program sets, 0 while there are none. */
export const OWN_DICT: u64 = 0;

/** ctypes_array and ctypes_value: where the bytes lie, how many items, their typecode, the heap's block. */
export const C_POINTER: u64 = 1;
export const C_LENGTH: u64 = 2;
export const C_TYPECODE: u64 = 3;
export const C_BLOCK: u64 = 4;

/** Synchronized and its kin: the ctypes object and the lock. */
export const S_OBJ: u64 = 1;
export const S_LOCK: u64 = 2;

/** RLock: how often the current process holds it. */
export const L_COUNT: u64 = 1;

/** Process: references to its name, target, args, kwargs; then numbers. */
export const P_NAME: u64 = 1;
export const P_TARGET: u64 = 2;
export const P_ARGS: u64 = 3;
export const P_KWARGS: u64 = 4;
/** The child's number, 0 before start(). */
export const P_PID: u64 = 5;
/** The exit code plus P_EXIT_BIAS once it is known, else 0. */
export const P_EXIT: u64 = 6;
export const P_DAEMON: u64 = 7;
/** The process that made the object, and its number among that one's children (0: the first process). */
export const P_PARENT: u64 = 8;
export const P_NUMBER: u64 = 9;
export const P_EXIT_BIAS: u64 = 1000;

/** Pool: a tuple of its workers' Process objects; then numbers. */
export const O_WORKERS: u64 = 1;
export const O_STATE: u64 = 2;
export const O_INQUEUE: u64 = 3;
export const O_OUTQUEUE: u64 = 4;
/** Messages put on the queue so far. */
export const O_TASKS: u64 = 5;

/** AsyncResult: its pool, the failure that putting the tasks met; tasks, their first number, items. */
export const A_POOL: u64 = 1;
export const A_ERROR: u64 = 2;
export const A_FIRST: u64 = 3;
export const A_COUNT: u64 = 4;
export const A_LENGTH: u64 = 5;
export const A_CHUNK: u64 = 6;

/** SyncManager and its proxies: the server's number, the shared object's number in it, the typecode. */
export const M_SERVER: u64 = 1;
export const M_IDENT: u64 = 2;
export const M_TYPECODE: u64 = 3;

/** ndarray: what it is a view of; then where its items lie, how many, of which type. */
export const N_BASE: u64 = 1;
export const N_POINTER: u64 = 2;
export const N_LENGTH: u64 = 3;
export const N_TYPECODE: u64 = 4;

/** int32: the value. */
export const I_VALUE: u64 = 0;

/** Whether objects of the type belong to this folder. */
export function is_library(type: Ty): bool {
  return type >= FIRST_LIBRARY && type <= LAST_LIBRARY;
}

/** How many of an object's first fields are references. */
export function library_references(type: Ty): u64 {
  switch (type) {
    case Ty.Synchronized:
    case Ty.SynchronizedArray:
    case Ty.SynchronizedString:
    case Ty.AsyncResult:
      return 3;
    case Ty.Process:
      return 5;
    case Ty.Pool:
    case Ty.ndarray:
      return 2;
    case Ty.int32:
      return 0;
    default:
      return 1;
  }
}

/** Words behind the header. */
function library_fields(type: Ty): u64 {
  switch (type) {
    // CDataObject: b_ptr, b_needsfree, b_base, b_size, b_length, b_index, b_objects, b_value, dict, weakrefs.
    case Ty.ctypes_array:
    case Ty.ctypes_value:
      return 11;
    case Ty.Process:
      return 10;
    case Ty.Pool:
    case Ty.AsyncResult:
      return 7;
    // PyArrayObject_fields.
    case Ty.ndarray:
      return 8;
    case Ty.int32:
      return 1;
    default:
      return 4;
  }
}

/** A new object whose fields are all 0. */
export function library_new(type: Ty): u64 {
  enter(Fn.PyType_GenericNew);
  retire(Seg.PyType_GenericNew__library_object);
  const fields = library_fields(type);
  const op = _PyObject_GC_New(type, head_bytes() + fields * 8);
  for (let i: u64 = 0; i < fields; i++) set_field(op, i, 0);
  _PyObject_GC_TRACK(op);
  leave();
  return op;
}

/** Drops what the object refers to, and its memory. */
export function library_dealloc(op: u64): void {
  const type = Py_TYPE(op);
  if (type === Ty.int32) {
    PyObject_FREE(op);
    return;
  }
  enter(Fn.subtype_dealloc);
  retire(Seg.subtype_dealloc__library_object);
  PyObject_GC_UnTrack(op);
  if (type === Ty.ctypes_array || type === Ty.ctypes_value) end_of_array(get_field(op, C_BLOCK));
  for (let i: u64 = 0; i < library_references(type); i++) {
    const held = get_field(op, i);
    set_field(op, i, 0);
    if (held !== 0) Py_DECREF(held);
  }
  PyObject_GC_Del(op);
  leave();
}
