/** List iterators (Objects/listobject.c). */
import { not_simulated } from "../../base/fault";

export function list_iter(op: u64): u64 {
  not_simulated("list_iter");
  return 0;
}

export function listiter_next(it: u64): u64 {
  not_simulated("listiter_next");
  return 0;
}

export function listiter_dealloc(it: u64): void {
  not_simulated("listiter_dealloc");
}

export function list_reversed(op: u64): u64 {
  not_simulated("list_reversed");
  return 0;
}

export function listreviter_next(it: u64): u64 {
  not_simulated("listreviter_next");
  return 0;
}

export function listreviter_dealloc(it: u64): void {
  not_simulated("listreviter_dealloc");
}
