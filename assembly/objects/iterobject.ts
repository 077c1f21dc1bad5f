/** Sequence iterators (Objects/iterobject.c). */
import { not_simulated } from "../base/fault";

export function PySeqIter_New(seq: u64): u64 {
  not_simulated("PySeqIter_New");
  return 0;
}

export function iter_iternext(it: u64): u64 {
  not_simulated("iter_iternext");
  return 0;
}

export function iter_dealloc(it: u64): void {
  not_simulated("iter_dealloc");
}

export function define_iterator_methods(): void {}

export function iterator_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  not_simulated("iterator_call");
  return 0;
}
