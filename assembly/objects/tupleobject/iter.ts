/** Tuple iterators. */
import { not_simulated } from "../../base/fault";

export function tuple_iter(op: u64): u64 {
  not_simulated("tuple_iter");
  return 0;
}

export function tupleiter_next(it: u64): u64 {
  not_simulated("tupleiter_next");
  return 0;
}

export function tupleiter_dealloc(it: u64): void {
  not_simulated("tupleiter_dealloc");
}
