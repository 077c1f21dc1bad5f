/** tuplerepr. */
import { not_simulated } from "../../base/fault";

export function tuplerepr(op: u64): u64 {
  not_simulated("tuplerepr");
  return 0;
}
