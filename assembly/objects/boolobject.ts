/** bool (Objects/boolobject.c). */
import { not_simulated } from "../base/fault";

export function PyBool_FromLong(truth: i64): u64 {
  not_simulated("PyBool_FromLong");
  return 0;
}

export function bool_repr(op: u64): u64 {
  not_simulated("bool_repr");
  return 0;
}

export function bool_new(args: u64, kwargs: u64): u64 {
  not_simulated("bool_new");
  return 0;
}
