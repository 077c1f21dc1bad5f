/** tuplerichcompare. */
import { not_simulated } from "../../base/fault";

export function tuplerichcompare(v: u64, w: u64, op: i32): u64 {
  not_simulated("tuplerichcompare");
  return 0;
}
