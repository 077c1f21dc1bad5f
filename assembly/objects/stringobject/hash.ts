/** string_hash (Objects/stringobject.c). */
import { not_simulated } from "../../base/fault";

export function string_hash(op: u64): i64 {
  not_simulated("string_hash");
  return 0;
}

export function _PyString_Eq(a: u64, b: u64): bool {
  not_simulated("_PyString_Eq");
  return false;
}
