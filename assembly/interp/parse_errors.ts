/** What PyArg_ParseTupleAndKeywords says about arguments that do not fit (Python/getargs.c). */
import { Ty } from "../abi/types";
import { text_add, text_add_byte, text_add_i64, text_mark } from "../base/text";
import { PyDict_Next, dict_entry_key } from "../objects/dictobject/dictobject";
import { text_add_string } from "../objects/stringobject/stringobject";
import { string_is } from "../objects/stringobject/text";
import { PyErr_SetText } from "./errors";
import { end_of_units } from "./parse_units";

/** Names of the parameters of the call that is read. */
const names_at: usize = memory.data(32, 8);

export function set_names(first: string, second: string, third: string, fourth: string): void {
  store<usize>(names_at, changetype<usize>(first));
  store<usize>(names_at, changetype<usize>(second), 8);
  store<usize>(names_at, changetype<usize>(third), 16);
  store<usize>(names_at, changetype<usize>(fourth), 24);
}

/** The name of parameter `index`. */
export function name_of(index: u32): string {
  return changetype<string>(load<usize>(names_at + <usize>index * 8));
}

export function text_add_rest(format: string, from: i32): void {
  for (let i = from; i < format.length; i++) text_add_byte(<u8>format.charCodeAt(i));
}

export function too_many(format: string, exactly: bool, most: u64, given: u64): void {
  const mark = text_mark();
  text_add_rest(format, end_of_units(format) + 1);
  text_add(exactly ? "() takes exactly " : "() takes at most ");
  text_add_i64(most);
  text_add(most === 1 ? " argument (" : " arguments (");
  text_add_i64(given);
  text_add(" given)");
  PyErr_SetText(Ty.TypeError, mark);
}

export function given_twice(index: u32): void {
  const mark = text_mark();
  text_add("Argument given by name ('");
  text_add(name_of(index));
  text_add("') and position (");
  text_add_i64(<i64>index + 1);
  text_add(")");
  PyErr_SetText(Ty.TypeError, mark);
}

export function missing(index: u32): void {
  const mark = text_mark();
  text_add("Required argument '");
  text_add(name_of(index));
  text_add("' (pos ");
  text_add_i64(<i64>index + 1);
  text_add(") not found");
  PyErr_SetText(Ty.TypeError, mark);
}

/** A keyword that is none of the `count` parameters' names. */
export function unexpected(kwargs: u64, count: u32): void {
  for (let at = PyDict_Next(kwargs, 0); at >= 0; at = PyDict_Next(kwargs, at + 1)) {
    const key = dict_entry_key(kwargs, at);
    let known = false;
    for (let i: u32 = 0; i < count; i++) known = known || string_is(key, name_of(i));
    if (known) continue;
    const mark = text_mark();
    text_add("'");
    text_add_string(key);
    text_add("' is an invalid keyword argument for this function");
    PyErr_SetText(Ty.TypeError, mark);
    return;
  }
}
