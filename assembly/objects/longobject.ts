/** Long integers (Objects/longobject.c): results beyond an int. */
import { not_simulated } from "../base/fault";

export function long_dealloc(op: u64): void {
  not_simulated("long_dealloc");
}

export function long_to_decimal_string(op: u64, suffix: bool): u64 {
  not_simulated("long_to_decimal_string");
  return 0;
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

export function long_new(args: u64, kwargs: u64): u64 {
  not_simulated("long_new");
  return 0;
}

export function load_long_constant(at: usize): u64 {
  not_simulated("load_long_constant");
  return 0;
}
