/** Methods of dict. */
import { not_simulated } from "../../base/fault";

export function define_dict_methods(): void {
  not_simulated("define_dict_methods");
}

export function dict_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("dict_call");
  return 0;
}
