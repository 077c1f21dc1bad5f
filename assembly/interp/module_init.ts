/**
 * What the init functions of built-in modules leave in the collector (Modules/gcmodule.c, timemodule.c,
 * arraymodule.c). The simulated modules were made at start-up, so a first import only counts the containers
 * that a real one makes then, as gdb read them before and behind it.
 */
import { generation } from "../modules/gcmodule/generations";
import { has_own_heap } from "../collectors/manager";
import { forget_free_dicts } from "../objects/dictobject/free_list";

/** The module and its functions: gc has 13, time 11, with the type struct_time and its descriptors. */
const GC_CONTAINERS: i32 = 14;
const TIME_CONTAINERS: i32 = 37;
const ARRAY_CONTAINERS: i32 = 1;
/** A module's dictionary and the copy for a second interpreter; struct_time has one more. */
const MODULE_DICTS: u32 = 2;

const time_at: usize = memory.data(8, 8);

export function module_init_reset(): void {
  store<u32>(time_at, 0);
}

function made(containers: i32, dicts: u32): void {
  if (has_own_heap()) return;
  generation(0).count += containers;
  forget_free_dicts(dicts);
}

export function inittime(): void {
  if (load<u32>(time_at) !== 0) return;
  store<u32>(time_at, 1);
  made(TIME_CONTAINERS, MODULE_DICTS + 1);
}

/** The collector imports time for its own figures. */
export function initgc(): void {
  inittime();
  made(GC_CONTAINERS, MODULE_DICTS);
}

export function initarray(): void {
  made(ARRAY_CONTAINERS, MODULE_DICTS);
}
