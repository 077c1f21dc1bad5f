/** Arithmetic of ints (Objects/intobject.c). */
import { not_simulated } from "../../base/fault";

export function PyInt_AS_LONG(op: u64): i64 {
  not_simulated("PyInt_AS_LONG");
  return 0;
}

export function PyInt_AsLong(op: u64): i64 {
  not_simulated("PyInt_AsLong");
  return 0;
}

export function PyInt_AsSsize_t(op: u64): i64 {
  not_simulated("PyInt_AsSsize_t");
  return 0;
}

export function int_compare(v: u64, w: u64): i32 {
  not_simulated("int_compare");
  return 0;
}

export function int_hash(op: u64): i64 {
  not_simulated("int_hash");
  return 0;
}

export function int_nonzero(op: u64): i32 {
  not_simulated("int_nonzero");
  return 0;
}

export function int_to_decimal_string(op: u64): u64 {
  not_simulated("int_to_decimal_string");
  return 0;
}

export function int_new(args: u64, kwargs: u64): u64 {
  not_simulated("int_new");
  return 0;
}

export function int_add(v: u64, w: u64): u64 {
  not_simulated("int_add");
  return 0;
}

export function int_sub(v: u64, w: u64): u64 {
  not_simulated("int_sub");
  return 0;
}
