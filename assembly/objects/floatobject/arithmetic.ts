/** Arithmetic of floats (Objects/floatobject.c). */
import { not_simulated } from "../../base/fault";

export function float_add(v: u64, w: u64): u64 {
  not_simulated("float_add");
  return 0;
}

export function float_sub(v: u64, w: u64): u64 {
  not_simulated("float_sub");
  return 0;
}

export function float_mul(v: u64, w: u64): u64 {
  not_simulated("float_mul");
  return 0;
}

export function float_div(v: u64, w: u64): u64 {
  not_simulated("float_div");
  return 0;
}

export function float_classic_div(v: u64, w: u64): u64 {
  not_simulated("float_classic_div");
  return 0;
}

export function float_rem(v: u64, w: u64): u64 {
  not_simulated("float_rem");
  return 0;
}

export function float_divmod(v: u64, w: u64): u64 {
  not_simulated("float_divmod");
  return 0;
}

export function float_floor_div(v: u64, w: u64): u64 {
  not_simulated("float_floor_div");
  return 0;
}

export function float_pow(v: u64, w: u64, z: u64): u64 {
  not_simulated("float_pow");
  return 0;
}

export function float_neg(v: u64): u64 {
  not_simulated("float_neg");
  return 0;
}

export function float_abs(v: u64): u64 {
  not_simulated("float_abs");
  return 0;
}

export function float_float(v: u64): u64 {
  not_simulated("float_float");
  return 0;
}

export function float_int(v: u64): u64 {
  not_simulated("float_int");
  return 0;
}
