/** Floats as text (Objects/floatobject.c). */
import { not_simulated } from "../../base/fault";

export function float_repr(op: u64): u64 {
  not_simulated("float_repr");
  return 0;
}

export function float_str(op: u64): u64 {
  not_simulated("float_str");
  return 0;
}
