/** Methods of list. */
import { not_simulated } from "../../base/fault";

export function define_list_methods(): void {}

export function list_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("list_call");
  return 0;
}
