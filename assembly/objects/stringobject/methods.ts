/** Methods of str. */
import { not_simulated } from "../../base/fault";

export function define_str_methods(): void {
  not_simulated("define_str_methods");
}

export function string_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("string_call");
  return 0;
}
