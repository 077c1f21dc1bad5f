/** array.array (Modules/arraymodule.c). */
import { not_simulated } from "../base/fault";

export function array_new(args: u64, kwargs: u64): u64 {
  not_simulated("array_new");
  return 0;
}

export function array_dealloc(op: u64): void {
  not_simulated("array_dealloc");
}

export function array_repr(op: u64): u64 {
  not_simulated("array_repr");
  return 0;
}

export function array_length(op: u64): i64 {
  not_simulated("array_length");
  return 0;
}

export function array_iter(op: u64): u64 {
  not_simulated("array_iter");
  return 0;
}

export function arrayiter_next(it: u64): u64 {
  not_simulated("arrayiter_next");
  return 0;
}

export function arrayiter_dealloc(it: u64): void {
  not_simulated("arrayiter_dealloc");
}

export function array_richcompare(v: u64, w: u64, op: i32): u64 {
  not_simulated("array_richcompare");
  return 0;
}

export function array_getattr(op: u64, name: u64): u64 {
  not_simulated("array_getattr");
  return 0;
}

export function define_array_methods(): void {}

export function array_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("array_call");
  return 0;
}

/** array.__sizeof__: the object and its items. */
export function array_sizeof(op: u64): u64 {
  not_simulated("array_sizeof");
  return op;
}
