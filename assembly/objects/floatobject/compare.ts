/** float_richcompare (Objects/floatobject.c). */
import { not_simulated } from "../../base/fault";

export function float_richcompare(v: u64, w: u64, op: i32): u64 {
  not_simulated("float_richcompare");
  return 0;
}
