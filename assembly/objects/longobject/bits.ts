/** Shifts and bitwise operations of longs (Objects/longobject.c). */
import { not_simulated } from "../../base/fault";

export function long_lshift(v: u64, w: u64): u64 {
  not_simulated("long_lshift");
  return 0;
}

export function long_rshift(v: u64, w: u64): u64 {
  not_simulated("long_rshift");
  return 0;
}

export function long_and(v: u64, w: u64): u64 {
  not_simulated("long_and");
  return 0;
}

export function long_xor(v: u64, w: u64): u64 {
  not_simulated("long_xor");
  return 0;
}

export function long_or(v: u64, w: u64): u64 {
  not_simulated("long_or");
  return 0;
}

export function long_invert(v: u64): u64 {
  not_simulated("long_invert");
  return 0;
}
