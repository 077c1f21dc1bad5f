/** Lists as operands (Objects/listobject.c). */
import { not_simulated } from "../../base/fault";

export function list_concat(a: u64, b: u64): u64 {
  not_simulated("list_concat");
  return 0;
}

export function list_repeat(a: u64, n: i64): u64 {
  not_simulated("list_repeat");
  return 0;
}

export function list_inplace_concat(self: u64, other: u64): u64 {
  not_simulated("list_inplace_concat");
  return 0;
}

export function list_inplace_repeat(self: u64, n: i64): u64 {
  not_simulated("list_inplace_repeat");
  return 0;
}
