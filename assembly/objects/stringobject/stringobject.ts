/** String objects (Objects/stringobject.c). */
import { not_simulated } from "../../base/fault";

export function PyString_FromText(mark: u32): u64 {
  not_simulated("PyString_FromText");
  return 0;
}

export function PyString_FromString(literal: string): u64 {
  not_simulated("PyString_FromString");
  return 0;
}

export function PyString_FromBytes(bytes: usize, size: u64): u64 {
  not_simulated("PyString_FromBytes");
  return 0;
}

export function PyString_InternFromString(literal: string): u64 {
  not_simulated("PyString_InternFromString");
  return 0;
}

export function PyString_InternInPlace(op: u64): u64 {
  not_simulated("PyString_InternInPlace");
  return 0;
}

export function string_dealloc(op: u64): void {
  not_simulated("string_dealloc");
}

export function string_byte(op: u64, index: u64): u8 {
  not_simulated("string_byte");
  return 0;
}

export function text_add_string(op: u64): void {
  not_simulated("text_add_string");
}

export function string_new(args: u64, kwargs: u64): u64 {
  not_simulated("string_new");
  return 0;
}

export function string_concat(a: u64, b: u64): u64 {
  not_simulated("string_concat");
  return 0;
}

export function string_repeat(a: u64, n: i64): u64 {
  not_simulated("string_repeat");
  return 0;
}

export function string_slice(a: u64, low: i64, high: i64): u64 {
  not_simulated("string_slice");
  return 0;
}

export function string_item(a: u64, index: i64): u64 {
  not_simulated("string_item");
  return 0;
}

export function string_subscript(a: u64, item: u64): u64 {
  not_simulated("string_subscript");
  return 0;
}

export function string_contains(a: u64, item: u64): i32 {
  not_simulated("string_contains");
  return 0;
}

export function PyString_Join(separator: u64, list: u64): u64 {
  not_simulated("PyString_Join");
  return 0;
}
