/** Floats (Objects/floatobject.c). */
import { not_simulated } from "../../base/fault";

export function PyFloat_FromDouble(value: f64): u64 {
  not_simulated("PyFloat_FromDouble");
  return 0;
}

export function PyFloat_AS_DOUBLE(op: u64): f64 {
  not_simulated("PyFloat_AS_DOUBLE");
  return 0;
}

export function float_hash(value: f64): i64 {
  not_simulated("float_hash");
  return 0;
}

export function float_nonzero(op: u64): i32 {
  not_simulated("float_nonzero");
  return 0;
}

export function float_repr(op: u64): u64 {
  not_simulated("float_repr");
  return 0;
}

export function float_str(op: u64): u64 {
  not_simulated("float_str");
  return 0;
}

export function float_new(args: u64, kwargs: u64): u64 {
  not_simulated("float_new");
  return 0;
}

export function float_dealloc(op: u64): void {
  not_simulated("float_dealloc");
}

export function floatobject_reset(): void {
  not_simulated("floatobject_reset");
}

export function PyFloat_ClearFreeList(): void {
  not_simulated("PyFloat_ClearFreeList");
}
