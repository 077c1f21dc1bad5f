/** Methods of int and float. */
import { not_simulated } from "../../base/fault";

export function define_number_methods(): void {
}

export function number_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("number_call");
  return 0;
}
