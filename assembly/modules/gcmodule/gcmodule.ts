/** The collector's allocation and tracking (Modules/gcmodule.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_INIT, PyObject_INIT_VAR } from "../../objects/object/refcount";

export function _PyObject_GC_Malloc(bytes: u64): u64 {
  not_simulated("_PyObject_GC_Malloc");
  return bytes;
}

/** PyObject_GC_New: an object of `bytes` bytes with its header. */
export function _PyObject_GC_New(type: Ty, bytes: u64): u64 {
  enter(Fn._PyObject_GC_New);
  retire(Seg._PyObject_GC_New__make);
  const op = _PyObject_GC_Malloc(bytes);
  PyObject_INIT(op, type);
  leave();
  return op;
}

/** PyObject_GC_NewVar: an object of `bytes` bytes, items included, with its header and ob_size. */
export function _PyObject_GC_NewVar(type: Ty, bytes: u64, size: u64): u64 {
  enter(Fn._PyObject_GC_NewVar);
  retire(Seg._PyObject_GC_NewVar__make);
  const op = _PyObject_GC_Malloc(bytes);
  PyObject_INIT_VAR(op, type, size);
  leave();
  return op;
}

export function PyObject_GC_Del(op: u64): void {
  not_simulated("PyObject_GC_Del");
}

export function _PyObject_GC_TRACK(op: u64): void {
  not_simulated("_PyObject_GC_TRACK");
}

export function _PyObject_GC_UNTRACK(op: u64): void {
  not_simulated("_PyObject_GC_UNTRACK");
}

export function PyObject_GC_UnTrack(op: u64): void {
  not_simulated("PyObject_GC_UnTrack");
}

/** Whether the collector looks at `op` (gc_refs is not _PyGC_REFS_UNTRACKED). */
export function _PyObject_GC_IS_TRACKED(op: u64): bool {
  not_simulated("_PyObject_GC_IS_TRACKED");
  return false;
}

/** PyObject_IS_GC: whether objects of `type` have a collector's head. */
export function type_is_gc(type: Ty): bool {
  if (type >= FIRST_EXCEPTION) return true;
  switch (type) {
    case Ty.tuple:
    case Ty.list:
    case Ty.dict:
    case Ty.function_:
    case Ty.builtin_function_or_method:
    case Ty.frame:
    case Ty.traceback:
    case Ty.module:
    case Ty.listiterator:
    case Ty.listreverseiterator:
    case Ty.tupleiterator:
    case Ty.iterator:
    case Ty.dictionary_keyiterator:
    case Ty.dictionary_valueiterator:
    case Ty.dictionary_itemiterator:
    case Ty.enumerate:
    case Ty.reversed:
      return true;
    default:
      return false;
  }
}
