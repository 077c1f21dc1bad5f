/** Dictionary iterators. */
import { not_simulated } from "../../base/fault";

export function dict_iter(op: u64): u64 {
  not_simulated("dict_iter");
  return 0;
}

export function dictiter_iternext(it: u64): u64 {
  not_simulated("dictiter_iternext");
  return 0;
}

export function dictiter_dealloc(it: u64): void {
  not_simulated("dictiter_dealloc");
}
