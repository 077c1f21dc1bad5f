/** Methods of tuple. */
import { not_simulated } from "../../base/fault";

export function define_tuple_methods(): void {
  not_simulated("define_tuple_methods");
}

export function tuple_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("tuple_call");
  return 0;
}
