/** int_pow (Objects/intobject.c). */
import { not_simulated } from "../../base/fault";

export function int_pow(v: u64, w: u64, z: u64): u64 {
  not_simulated("int_pow");
  return 0;
}

export function int_true_divide(v: u64, w: u64): u64 {
  not_simulated("int_true_divide");
  return 0;
}
