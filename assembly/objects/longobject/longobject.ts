/** Long integers (Objects/longobject.c). */
import { not_simulated } from "../../base/fault";

export function long_dealloc(op: u64): void {
  not_simulated("long_dealloc");
}

export function long_hash(op: u64): i64 {
  not_simulated("long_hash");
  return 0;
}

export function long_nonzero(op: u64): i32 {
  not_simulated("long_nonzero");
  return 0;
}

export function long_compare(v: u64, w: u64): i32 {
  not_simulated("long_compare");
  return 0;
}

export function PyLong_FromLong(value: i64): u64 {
  not_simulated("PyLong_FromLong");
  return 0;
}

export function PyLong_FromDouble(value: f64): u64 {
  not_simulated("PyLong_FromDouble");
  return 0;
}

export function PyLong_AsLong(op: u64): i64 {
  not_simulated("PyLong_AsLong");
  return 0;
}

export function PyLong_AsSsize_t(op: u64): i64 {
  not_simulated("PyLong_AsSsize_t");
  return 0;
}

export function PyLong_AsDouble(op: u64): f64 {
  not_simulated("PyLong_AsDouble");
  return 0;
}

export function _PyLong_Sign(op: u64): i32 {
  not_simulated("_PyLong_Sign");
  return 0;
}

export function _PyLong_NumBits(op: u64): u64 {
  not_simulated("_PyLong_NumBits");
  return 0;
}
