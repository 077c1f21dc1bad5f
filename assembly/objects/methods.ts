/**
 * The table of built-in functions and methods: what PyMethodDef arrays are in C. Each type's file
 * and each module's file defines its rows once at reset (`define_method`); an attribute look-up finds
 * a row by type and name; a call dispatches on the row's number to the file that owns it.
 *
 * Numbers are ranges: the hundreds say whose function it is (`Owner` of call_builtin).
 */
import { Ty } from "../abi/types";
import { Fault } from "../abi/stop";
import { fail } from "../base/fault";
import { string_is } from "./stringobject/text";

/** How C receives the arguments (Include/methodobject.h). */
export const METH_VARARGS: u32 = 1;
export const METH_KEYWORDS: u32 = 2;
export const METH_NOARGS: u32 = 4;
export const METH_O: u32 = 8;
export const METH_CLASS: u32 = 16;

/** First numbers of each owner's functions. */
export const BUILTIN_FUNCTIONS: u32 = 100;
export const LIST_METHODS: u32 = 200;
export const STR_METHODS: u32 = 300;
export const DICT_METHODS: u32 = 400;
export const TUPLE_METHODS: u32 = 500;
export const NUMBER_METHODS: u32 = 600;
export const SYS_FUNCTIONS: u32 = 700;
export const GC_FUNCTIONS: u32 = 800;
export const TIME_FUNCTIONS: u32 = 900;
export const ARRAY_METHODS: u32 = 1000;
export const OS_FUNCTIONS: u32 = 1100;
export const EXCEPTION_METHODS: u32 = 1200;
export const FILE_METHODS: u32 = 1300;
export const ITERATOR_METHODS: u32 = 1400;
/** Functions that exist and are not simulated. */
export const UNSIMULATED: u32 = 1500;
/** multiprocessing and what belongs to it. */
export const LIBRARY_FUNCTIONS: u32 = 1600;

const ROWS_MAX: u32 = 640;

/** A row: 24 bytes. */
@unmanaged
export class MethodDef {
  /** Ty of the type that has the method; Ty.NONE for a module's function. */
  owner: u32;
  /** METH_ flags. */
  flags: u32;
  number: u32;
  /** The name: address of the static literal. */
  name: u32;
}

const ROW_BYTES: usize = 16;
const count_at: usize = memory.data(8, 8);
const rows_at: usize = memory.data(16 * 640, 8);

export function methods_reset(): void {
  store<u32>(count_at, 0);
}

export function method_row(index: u32): MethodDef {
  return changetype<MethodDef>(rows_at + <usize>index * ROW_BYTES);
}

export function method_rows(): u32 {
  return load<u32>(count_at);
}

/** Adds a method of `owner`, or with Ty.NONE a function of a module. */
export function define_method(owner: Ty, name: string, flags: u32, number: u32): void {
  const index = method_rows();
  if (index >= ROWS_MAX) fail(Fault.TABLE_FULL, ROWS_MAX);
  const row = method_row(index);
  row.owner = owner;
  row.flags = flags;
  row.number = number;
  row.name = <u32>changetype<usize>(name);
  store<u32>(count_at, index + 1);
}

/** The name of a row. */
export function method_name(row: MethodDef): string {
  return changetype<string>(<usize>row.name);
}

/** Index + 1 of the row of `owner`'s method called as the str `name` says, 0 for none. */
export function find_method(owner: Ty, name: u64): u32 {
  for (let i: u32 = 0; i < method_rows(); i++) {
    const row = method_row(i);
    if (row.owner === <u32>owner && string_is(name, method_name(row))) return i + 1;
  }
  return 0;
}

/** Index + 1 of the row with this number, 0 for none. */
export function row_of_number(number: u32): u32 {
  for (let i: u32 = 0; i < method_rows(); i++) {
    if (method_row(i).number === number) return i + 1;
  }
  return 0;
}
