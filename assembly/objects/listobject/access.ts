/** Single items of lists (Include/listobject.h, Objects/listobject.c). */
import { not_simulated } from "../../base/fault";

export function PyList_GET_SIZE(op: u64): u64 {
  not_simulated("PyList_GET_SIZE");
  return 0;
}

export function PyList_GET_ITEM(op: u64, index: u64): u64 {
  not_simulated("PyList_GET_ITEM");
  return 0;
}

export function PyList_STORE_ITEM(op: u64, index: u64, value: u64): void {
  not_simulated("PyList_STORE_ITEM");
}

export function PyList_Append(op: u64, value: u64): i32 {
  not_simulated("PyList_Append");
  return 0;
}

export function list_clear(op: u64): void {
  not_simulated("list_clear");
}

export function list_new(args: u64, kwargs: u64): u64 {
  not_simulated("list_new");
  return 0;
}
