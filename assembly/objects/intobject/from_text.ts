/** int(x) (Objects/intobject.c). */
import { not_simulated } from "../../base/fault";

export function int_new(args: u64, kwargs: u64): u64 {
  not_simulated("int_new");
  return 0;
}
