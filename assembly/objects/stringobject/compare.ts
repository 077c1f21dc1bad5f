/** string_richcompare (Objects/stringobject.c). */
import { not_simulated } from "../../base/fault";

export function string_richcompare(v: u64, w: u64, op: i32): u64 {
  not_simulated("string_richcompare");
  return 0;
}
