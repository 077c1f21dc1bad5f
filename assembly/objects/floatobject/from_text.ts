/** float(x) (Objects/floatobject.c). */
import { not_simulated } from "../../base/fault";

export function float_new(args: u64, kwargs: u64): u64 {
  not_simulated("float_new");
  return 0;
}
