/** enumerate and reversed (Objects/enumobject.c). */
import { not_simulated } from "../base/fault";

export function enum_new(args: u64, kwargs: u64): u64 {
  not_simulated("enum_new");
  return 0;
}

export function enum_next(it: u64): u64 {
  not_simulated("enum_next");
  return 0;
}

export function enum_dealloc(it: u64): void {
  not_simulated("enum_dealloc");
}

export function reversed_new(args: u64, kwargs: u64): u64 {
  not_simulated("reversed_new");
  return 0;
}

export function reversed_next(it: u64): u64 {
  not_simulated("reversed_next");
  return 0;
}

export function reversed_dealloc(it: u64): void {
  not_simulated("reversed_dealloc");
}
