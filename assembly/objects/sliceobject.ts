/** Slice objects (Objects/sliceobject.c). */
import { not_simulated } from "../base/fault";

export function PySlice_New(start: u64, stop: u64, step: u64): u64 {
  not_simulated("PySlice_New");
  return 0;
}

export function slice_dealloc(op: u64): void {
  not_simulated("slice_dealloc");
}

export function slice_repr(op: u64): u64 {
  not_simulated("slice_repr");
  return 0;
}

export function PySlice_GetIndicesEx(slice: u64, length: i64, out: usize): i32 {
  not_simulated("PySlice_GetIndicesEx");
  return 0;
}

export function _PyEval_SliceIndex(v: u64, out: usize): i32 {
  not_simulated("_PyEval_SliceIndex");
  return 0;
}
