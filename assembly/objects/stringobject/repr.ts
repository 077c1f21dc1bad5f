/** string_repr (Objects/stringobject.c). */
import { not_simulated } from "../../base/fault";

export function string_repr(op: u64): u64 {
  not_simulated("string_repr");
  return 0;
}
