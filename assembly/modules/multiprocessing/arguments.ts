/**
 * Arguments of the library's Python functions: bound to parameters as PyEval_EvalCodeEx binds them, with
 * its messages. A method's parameters begin with self, which is counted but not listed.
 */
import { Ty } from "../../abi/types";
import { check } from "../../base/fault";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { PyErr_SetText } from "../../interp/errors";
import { PyDict_Next, dict_entry_key, dict_entry_value } from "../../objects/dictobject/dictobject";
import { text_add_string } from "../../objects/stringobject/stringobject";
import { string_byte } from "../../objects/stringobject/bytes";
import { Py_SIZE } from "../../objects/object/refcount";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../../objects/tupleobject/tupleobject";

const PARAMETERS_MAX: u32 = 8;
const SPACE: i32 = 0x20;
const bound_at: usize = memory.data(8 * 8, 8);

/** Argument `index`, borrowed; 0 where it was not given. */
export function bound(index: u32): u64 {
  return load<u64>(bound_at + ((<usize>index) << 3));
}

function set_bound(index: u32, value: u64): void {
  store<u64>(bound_at + ((<usize>index) << 3), value);
}

/** Names in a list separated by blanks. */
function count_names(names: string): u32 {
  if (names.length === 0) return 0;
  let count: u32 = 1;
  for (let i = 0; i < names.length; i++) if (names.charCodeAt(i) === SPACE) count += 1;
  return count;
}

/** Which name of the list `key` is, -1 for none. */
function index_of(names: string, key: u64): i32 {
  let index = 0;
  let start = 0;
  for (let i = 0; i <= names.length; i++) {
    if (i < names.length && names.charCodeAt(i) !== SPACE) continue;
    if (Py_SIZE(key) === <u64>(i - start)) {
      let k = 0;
      while (start + k < i && <i32>string_byte(key, k) === names.charCodeAt(start + k)) k += 1;
      if (start + k === i) return index;
    }
    index += 1;
    start = i + 1;
  }
  return -1;
}

/**
 * Binds a call's arguments to `names`, the first `required` of which must be given. `own` is 1 for a
 * method. `open`: keywords of other names are allowed (**kwds). False with a TypeError.
 */
export function bind(
  name: string,
  names: string,
  required: u32,
  own: u32,
  args: u64,
  kwargs: u64,
  open: bool = false,
): bool {
  const most = count_names(names);
  check(most <= PARAMETERS_MAX, most);
  memory.fill(bound_at, 0, 8 * PARAMETERS_MAX);
  let given: u32 = 0;
  if (args !== 0) given = <u32>PyTuple_GET_SIZE(args);
  if (given > most) {
    wrong_count(
      name,
      required === most ? " takes exactly " : " takes at most ",
      most + own,
      given + own,
    );
    return false;
  }
  for (let i: u32 = 0; i < given; i++) set_bound(i, PyTuple_GET_ITEM(args, i));
  if (kwargs !== 0 && !bind_keywords(name, names, kwargs, open)) return false;
  let present: u32 = own;
  let missing = false;
  for (let i: u32 = 0; i < most; i++) {
    if (bound(i) !== 0) present += 1;
    else if (i < required) missing = true;
  }
  if (!missing) return true;
  const how = required === most ? " takes exactly " : " takes at least ";
  wrong_count(name, how, required + own, present);
  return false;
}

function bind_keywords(name: string, names: string, kwargs: u64, open: bool): bool {
  for (let at = PyDict_Next(kwargs, 0); at >= 0; at = PyDict_Next(kwargs, at + 1)) {
    const key = dict_entry_key(kwargs, at);
    const index = index_of(names, key);
    if (index < 0) {
      if (open) continue;
      complain(name, "() got an unexpected keyword argument '", key);
      return false;
    }
    if (bound(index) !== 0) {
      complain(name, "() got multiple values for keyword argument '", key);
      return false;
    }
    set_bound(index, dict_entry_value(kwargs, at));
  }
  return true;
}

function complain(name: string, what: string, key: u64): void {
  const mark = text_mark();
  text_add(name);
  text_add(what);
  text_add_string(key);
  text_add("'");
  PyErr_SetText(Ty.TypeError, mark);
}

function wrong_count(name: string, how: string, wanted: u32, given: u32): void {
  const mark = text_mark();
  text_add(name);
  text_add("()");
  text_add(how);
  text_add_i64(wanted);
  text_add(wanted === 1 ? " argument (" : " arguments (");
  text_add_i64(given);
  text_add(" given)");
  PyErr_SetText(Ty.TypeError, mark);
}
