/** Dictionaries (Objects/dictobject.c). */
import { not_simulated } from "../../base/fault";

export function PyDict_New(): u64 {
  not_simulated("PyDict_New");
  return 0;
}

export function PyDict_GetItem(op: u64, key: u64): u64 {
  not_simulated("PyDict_GetItem");
  return 0;
}

export function PyDict_SetItem(op: u64, key: u64, value: u64): i32 {
  not_simulated("PyDict_SetItem");
  return 0;
}

export function PyDict_DelItem(op: u64, key: u64): i32 {
  not_simulated("PyDict_DelItem");
  return 0;
}

export function PyDict_GetItemString(op: u64, key: string): u64 {
  not_simulated("PyDict_GetItemString");
  return 0;
}

export function PyDict_SetItemString(op: u64, key: string, value: u64): i32 {
  not_simulated("PyDict_SetItemString");
  return 0;
}

export function PyDict_Contains(op: u64, key: u64): i32 {
  not_simulated("PyDict_Contains");
  return 0;
}

export function PyDict_Clear(op: u64): void {
  not_simulated("PyDict_Clear");
}

export function PyDict_Size(op: u64): u64 {
  not_simulated("PyDict_Size");
  return 0;
}

export function PyDict_Next(op: u64, position: i64): i64 {
  not_simulated("PyDict_Next");
  return 0;
}

export function dict_entry_key(op: u64, position: i64): u64 {
  not_simulated("dict_entry_key");
  return 0;
}

export function dict_entry_value(op: u64, position: i64): u64 {
  not_simulated("dict_entry_value");
  return 0;
}

export function dict_subscript(op: u64, key: u64): u64 {
  not_simulated("dict_subscript");
  return 0;
}

export function dict_ass_sub(op: u64, key: u64, value: u64): i32 {
  not_simulated("dict_ass_sub");
  return 0;
}

export function dict_dealloc(op: u64): void {
  not_simulated("dict_dealloc");
}

export function dict_new(args: u64, kwargs: u64): u64 {
  not_simulated("dict_new");
  return 0;
}

export function dictobject_reset(): void {
  not_simulated("dictobject_reset");
}

export function new_startup_dict(addr: u64, table: u64, mask: u64): void {
  not_simulated("new_startup_dict");
}
