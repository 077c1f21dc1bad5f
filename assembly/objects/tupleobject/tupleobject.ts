/** Tuples (Objects/tupleobject.c). */
import { not_simulated } from "../../base/fault";

export function PyTuple_New(size: u64): u64 {
  not_simulated("PyTuple_New");
  return 0;
}

export function PyTuple_GET_SIZE(op: u64): u64 {
  not_simulated("PyTuple_GET_SIZE");
  return 0;
}

export function PyTuple_GET_ITEM(op: u64, index: u64): u64 {
  not_simulated("PyTuple_GET_ITEM");
  return 0;
}

export function PyTuple_SET_ITEM(op: u64, index: u64, value: u64): void {
  not_simulated("PyTuple_SET_ITEM");
}

export function PyTuple_Pack2(a: u64, b: u64): u64 {
  not_simulated("PyTuple_Pack2");
  return 0;
}

export function tupledealloc(op: u64): void {
  not_simulated("tupledealloc");
}

export function tuplehash(op: u64): i64 {
  not_simulated("tuplehash");
  return 0;
}

export function tuplesubscript(op: u64, item: u64): u64 {
  not_simulated("tuplesubscript");
  return 0;
}

export function tupleslice(op: u64, low: i64, high: i64): u64 {
  not_simulated("tupleslice");
  return 0;
}

export function tupleconcat(a: u64, b: u64): u64 {
  not_simulated("tupleconcat");
  return 0;
}

export function tuplerepeat(a: u64, n: i64): u64 {
  not_simulated("tuplerepeat");
  return 0;
}

export function tuplecontains(a: u64, item: u64): i32 {
  not_simulated("tuplecontains");
  return 0;
}

export function tuple_new(args: u64, kwargs: u64): u64 {
  not_simulated("tuple_new");
  return 0;
}

export function tupleobject_reset(): void {
  not_simulated("tupleobject_reset");
}

export function PyTuple_ClearFreeList(): void {
  not_simulated("PyTuple_ClearFreeList");
}
