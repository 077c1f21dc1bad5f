/**
 * What the files of the simulated modules share: putting functions and values into a module's
 * dictionary during start-up.
 */
import { PyDict_SetItemString } from "../objects/dictobject/dictobject";
import { PyCFunction_NewEx } from "../objects/methodobject";
import { define_method, method_rows, row_of_number } from "../objects/methods";
import { Py_DECREF } from "../objects/object/refcount";
import { Ty } from "../abi/types";

/** Defines function `number` and puts it into a module's dictionary. */
export function add_function(dict: u64, name: string, flags: u32, number: u32): void {
  define_method(Ty.NONE, name, flags, number);
  add_value(dict, name, PyCFunction_NewEx(method_rows() - 1, 0, 0));
}

/** Puts a function that is defined already into a module's dictionary. */
export function add_defined(dict: u64, name: string, number: u32): void {
  add_value(dict, name, PyCFunction_NewEx(row_of_number(number) - 1, 0, 0));
}

/** Puts `value` into a module's dictionary and drops the caller's reference. */
export function add_value(dict: u64, name: string, value: u64): void {
  PyDict_SetItemString(dict, name, value);
  Py_DECREF(value);
}
