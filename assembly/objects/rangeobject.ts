/** xrange (Objects/rangeobject.c). */
import { not_simulated } from "../base/fault";

export function range_new(args: u64, kwargs: u64): u64 {
  not_simulated("range_new");
  return 0;
}

export function range_length(op: u64): i64 {
  not_simulated("range_length");
  return 0;
}

export function range_repr(op: u64): u64 {
  not_simulated("range_repr");
  return 0;
}

export function range_iter(op: u64): u64 {
  not_simulated("range_iter");
  return 0;
}

export function range_dealloc(op: u64): void {
  not_simulated("range_dealloc");
}

export function rangeiter_next(it: u64): u64 {
  not_simulated("rangeiter_next");
  return 0;
}

export function rangeiter_dealloc(it: u64): void {
  not_simulated("rangeiter_dealloc");
}

export function range_item(op: u64, index: i64): u64 {
  not_simulated("range_item");
  return 0;
}
