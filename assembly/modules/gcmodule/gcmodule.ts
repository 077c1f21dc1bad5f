/** The collector's allocation and tracking (Modules/gcmodule.c). */
import { not_simulated } from "../../base/fault";

export function _PyObject_GC_Malloc(bytes: u64): u64 {
  not_simulated("_PyObject_GC_Malloc");
  return bytes;
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
