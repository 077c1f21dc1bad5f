/** dict_repr. */
import { not_simulated } from "../../base/fault";

export function dict_repr(op: u64): u64 {
  not_simulated("dict_repr");
  return 0;
}
