/** list_richcompare (Objects/listobject.c). */
import { not_simulated } from "../../base/fault";

export function list_richcompare(v: u64, w: u64, op: i32): u64 {
  not_simulated("list_richcompare");
  return 0;
}
