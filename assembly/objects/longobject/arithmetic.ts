/** Arithmetic of longs (Objects/longobject.c). */
import { not_simulated } from "../../base/fault";

export function long_add(v: u64, w: u64): u64 {
  not_simulated("long_add");
  return 0;
}

export function long_sub(v: u64, w: u64): u64 {
  not_simulated("long_sub");
  return 0;
}

export function long_mul(v: u64, w: u64): u64 {
  not_simulated("long_mul");
  return 0;
}

export function long_div(v: u64, w: u64): u64 {
  not_simulated("long_div");
  return 0;
}

export function long_classic_div(v: u64, w: u64): u64 {
  not_simulated("long_classic_div");
  return 0;
}

export function long_mod(v: u64, w: u64): u64 {
  not_simulated("long_mod");
  return 0;
}

export function long_divmod(v: u64, w: u64): u64 {
  not_simulated("long_divmod");
  return 0;
}

export function long_true_divide(v: u64, w: u64): u64 {
  not_simulated("long_true_divide");
  return 0;
}

export function long_pow(v: u64, w: u64, z: u64): u64 {
  not_simulated("long_pow");
  return 0;
}

export function long_neg(v: u64): u64 {
  not_simulated("long_neg");
  return 0;
}

export function long_abs(v: u64): u64 {
  not_simulated("long_abs");
  return 0;
}

export function long_long(v: u64): u64 {
  not_simulated("long_long");
  return 0;
}

export function long_int(v: u64): u64 {
  not_simulated("long_int");
  return 0;
}
