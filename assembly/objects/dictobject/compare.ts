/** Comparison of dictionaries. */
import { not_simulated } from "../../base/fault";

export function dict_richcompare(v: u64, w: u64, op: i32): u64 {
  not_simulated("dict_richcompare");
  return 0;
}

export function dict_compare(v: u64, w: u64): i32 {
  not_simulated("dict_compare");
  return 0;
}
