/** Longs from and to text (Objects/longobject.c). */
import { not_simulated } from "../../base/fault";

export function long_to_decimal_string(op: u64, suffix: bool): u64 {
  not_simulated("long_to_decimal_string");
  return 0;
}

export function load_long_constant(at: usize): u64 {
  not_simulated("load_long_constant");
  return 0;
}

export function long_new(args: u64, kwargs: u64): u64 {
  not_simulated("long_new");
  return 0;
}

export function PyLong_FromString(at: usize, base: i64): u64 {
  not_simulated("PyLong_FromString");
  return 0;
}

export function long_from_string(op: u64, base: i64): u64 {
  not_simulated("long_from_string");
  return 0;
}
