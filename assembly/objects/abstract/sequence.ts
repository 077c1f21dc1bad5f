/** Sequence and mapping protocol (Objects/abstract.c). */
import { not_simulated } from "../../base/fault";

export function PyObject_GetItem(o: u64, key: u64): u64 {
  not_simulated("PyObject_GetItem");
  return 0;
}

export function PyObject_SetItem(o: u64, key: u64, value: u64): i32 {
  not_simulated("PyObject_SetItem");
  return 0;
}

export function PyObject_DelItem(o: u64, key: u64): i32 {
  not_simulated("PyObject_DelItem");
  return 0;
}

export function PyObject_Size(o: u64): i64 {
  not_simulated("PyObject_Size");
  return 0;
}

export function PySequence_Contains(seq: u64, item: u64): i32 {
  not_simulated("PySequence_Contains");
  return 0;
}

export function PySequence_GetSlice(s: u64, low: i64, high: i64): u64 {
  not_simulated("PySequence_GetSlice");
  return 0;
}

export function PySequence_SetSlice(s: u64, low: i64, high: i64, value: u64): i32 {
  not_simulated("PySequence_SetSlice");
  return 0;
}

export function PySequence_DelSlice(s: u64, low: i64, high: i64): i32 {
  not_simulated("PySequence_DelSlice");
  return 0;
}

export function PySequence_GetItem(s: u64, index: i64): u64 {
  not_simulated("PySequence_GetItem");
  return 0;
}

export function PySequence_List(v: u64): u64 {
  not_simulated("PySequence_List");
  return 0;
}

export function PySequence_Tuple(v: u64): u64 {
  not_simulated("PySequence_Tuple");
  return 0;
}

export function PySequence_Fast(v: u64, message: string): u64 {
  not_simulated("PySequence_Fast");
  return 0;
}

export function PySequence_Repeat(o: u64, count: i64): u64 {
  not_simulated("PySequence_Repeat");
  return 0;
}

export function _PyObject_LengthHint(o: u64, fallback: i64): i64 {
  not_simulated("_PyObject_LengthHint");
  return 0;
}
