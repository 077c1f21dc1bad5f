/**
 * PyArg_ParseTuple and PyArg_ParseTupleAndKeywords (Python/getargs.c) with a format: what is converted
 * on the way, and what is said about what cannot be. Where all arguments are objects, getargs.ts will do.
 *
 * A format is read as C reads it: `O` an object, `l` and `n` a number (the same where a Py_ssize_t is a long), `i` a number of 32 bits, `d` a
 * float, `S` a str, `O&` a slice index (_PyEval_SliceIndexNotNone is the only converter here), `|`
 * before optional ones, then `:` and the function's name or `;` and a message. What was read is kept
 * until the next call: parsed_object, parsed_long, parsed_double.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { not_simulated } from "../base/fault";
import { text_add, text_add_i64, text_mark } from "../base/text";
import { strlen } from "../libc/string";
import { enter, leave, retire } from "../meter/ledger";
import { PyDict_GetItemString, PyDict_Size } from "../objects/dictobject/dictobject";
import { PyFloat_AS_DOUBLE } from "../objects/floatobject/floatobject";
import { PyInt_AS_LONG, PyInt_AsLong } from "../objects/intobject/arithmetic";
import { Py_SIZE, Py_TYPE } from "../objects/object/refcount";
import { _PyEval_SliceIndexNotNone } from "../objects/sliceobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../objects/tupleobject/tupleobject";
import { is_subtype, type_name } from "../objects/types";
import {
  CONVERTER,
  OBJECT_UNIT,
  after_unit,
  end_arguments,
  end_of_units,
  next_unit,
  scan_units,
} from "./parse_units";
import {
  given_twice,
  missing,
  name_of,
  set_names,
  text_add_rest,
  too_many,
  unexpected,
} from "./parse_errors";
import { PyErr_Occurred, PyErr_SetString, PyErr_SetText } from "./errors";

const PARSED_MAX: u32 = 16;
const INT_MAX: i64 = 2147483647;
const parsed_at: usize = memory.data(8 * 16, 8);
const slice_index_at: usize = memory.data(8, 8);
/** Argument `index` of the last call, borrowed; 0 where it was not given. */
export function parsed_object(index: u32): u64 {
  return load<u64>(parsed_at + ((<usize>index) << 3));
}

/** Number `index` of the last call, or `fallback` where it was not given. */
export function parsed_long(index: u32, given: u64, fallback: i64): i64 {
  return <u64>index < given ? load<i64>(parsed_at + ((<usize>index) << 3)) : fallback;
}

export function parsed_double(index: u32): f64 {
  return load<f64>(parsed_at + ((<usize>index) << 3));
}

function keep(index: u32, value: u64): void {
  store<u64>(parsed_at + ((<usize>index) << 3), value);
}

function is_unit(code: i32): bool {
  return code !== 0x26 && code !== 0x7c;
}

/** Units of a format; `required`: only those before `|`. */
function count_units(format: string, required: bool): u64 {
  let count: u64 = 0;
  const end = end_of_units(format);
  for (let i = 0; i < end; i++) {
    const code = format.charCodeAt(i);
    if (code === 0x7c && required) return count;
    if (is_unit(code)) count += 1;
  }
  return count;
}

/** Reads an argument tuple: false with a TypeError where it does not fit `format`. */
export function parse_tuple(args: u64, format: string): bool {
  enter(Fn.PyArg_ParseTuple);
  retire(Seg.PyArg_ParseTuple__call_with_format);
  const fits = vgetargs1(args, format);
  leave();
  return fits;
}

function vgetargs1(args: u64, format: string): bool {
  enter(Fn.vgetargs1);
  scan_units(format);
  const most = count_units(format, false);
  const least = count_units(format, true);
  const given = PyTuple_GET_SIZE(args);
  memory.fill(parsed_at, 0, 8 * PARSED_MAX);
  let fits = given >= least && given <= most;
  if (!fits) wrong_count(format, least, most, given);
  else fits = convert_all(args, given, format);
  leave();
  return fits;
}

/** "pop() takes at most 1 argument (2 given)", or the format's own message. */
function wrong_count(format: string, least: u64, most: u64, given: u64): void {
  const end = end_of_units(format);
  const mark = text_mark();
  if (end < format.length && format.charCodeAt(end) === 0x3b) text_add_rest(format, end + 1);
  else {
    const bound = given < least ? least : most;
    if (end === format.length) text_add("function");
    else {
      text_add_rest(format, end + 1);
      text_add("()");
    }
    if (most === 0) {
      text_add(" takes no arguments");
    } else {
      text_add(
        least === most ? " takes exactly " : given < least ? " takes at least " : " takes at most ",
      );
      text_add_i64(bound);
      text_add(bound === 1 ? " argument" : " arguments");
    }
    text_add(" (");
    text_add_i64(given);
    text_add(" given)");
  }
  PyErr_SetText(Ty.TypeError, mark);
}

function convert_all(args: u64, given: u64, format: string): bool {
  let at = 0;
  for (let i: u32 = 0; <u64>i < given; i++) {
    at = next_unit(format, at);
    convert_next();
    if (!convertitem(PyTuple_GET_ITEM(args, i), i, format, at)) return false;
    at = after_unit(format, at);
  }
  end_arguments(format, at);
  return true;
}

export function convert_next(): void {
  retire(Seg.vgetargs1__convert);
}

/** An argument that is read where it is used: what its conversion costs. */
export function convert_elsewhere(format: string, at: i32): void {
  enter(Fn.convertitem);
  convert_simply();
  enter(Fn.convertsimple);
  if (format.charCodeAt(at) === OBJECT_UNIT) convert_object();
  else retire(Seg.convertsimple__elsewhere);
  leave();
  leave();
}

function convert_simply(): void {
  retire(Seg.convertitem__simple);
}

function convert_object(): void {
  retire(Seg.convertsimple__object);
}

function convertitem(arg: u64, index: u32, format: string, at: i32): bool {
  enter(Fn.convertitem);
  convert_simply();
  const converts = convertsimple(arg, index, format, at);
  leave();
  return converts;
}

function convertsimple(arg: u64, index: u32, format: string, at: i32): bool {
  enter(Fn.convertsimple);
  let converts = true;
  switch (format.charCodeAt(at)) {
    case OBJECT_UNIT: {
      if (at + 1 < format.length && format.charCodeAt(at + 1) === CONVERTER) {
        retire(Seg.convertsimple__slice_index);
        converts = _PyEval_SliceIndexNotNone(arg, slice_index_at) !== 0;
        keep(index, load<u64>(slice_index_at));
      } else {
        convert_object();
        keep(index, arg);
      }
      break;
    }
    case 0x64:
      converts = convert_double(arg, index);
      break;
    case 0x53:
      retire(Seg.convertsimple__string);
      keep(index, arg);
      converts = Py_TYPE(arg) === Ty.str;
      if (!converts) wrong_type(format, index, "string", arg);
      break;
    case 0x73:
      converts = Py_TYPE(arg) === Ty.str;
      if (converts) {
        retire(Seg.convertsimple__text);
        strlen(Py_SIZE(arg));
        keep(index, arg);
      } else wrong_type(format, index, "string", arg);
      break;
    default:
      converts = convert_long(arg, index, format.charCodeAt(at) === 0x69);
  }
  leave();
  return converts;
}

/** `l`, `n` and `i`: what PyInt_AsLong takes, but for floats. */
function convert_long(arg: u64, index: u32, narrow: bool): bool {
  retire(Seg.convertsimple__long);
  if (float_argument_error(arg)) return false;
  const value = PyInt_AsLong(arg);
  keep(index, <u64>value);
  if (value === -1 && PyErr_Occurred()) return false;
  if (!narrow || (value <= INT_MAX && value >= -INT_MAX - 1)) return true;
  const high = value > INT_MAX;
  if (high) PyErr_SetString(Ty.OverflowError, "signed integer is greater than maximum");
  else PyErr_SetString(Ty.OverflowError, "signed integer is less than minimum");
  return false;
}

function float_argument_error(arg: u64): bool {
  if (Py_TYPE(arg) !== Ty.float) return false;
  PyErr_SetString(Ty.TypeError, "integer argument expected, got float");
  return true;
}

function convert_double(arg: u64, index: u32): bool {
  retire(Seg.convertsimple__double);
  const type = Py_TYPE(arg);
  let value: f64 = 0;
  if (type === Ty.float) value = PyFloat_AS_DOUBLE(arg);
  else if (is_subtype(type, Ty.int)) value = <f64>PyInt_AS_LONG(arg);
  else if (type === Ty.long) not_simulated("a long integer where a C function wants a float");
  else {
    PyErr_SetString(Ty.TypeError, "a float is required");
    return false;
  }
  store<f64>(parsed_at + ((<usize>index) << 3), value);
  return true;
}

/** "intern() argument 1 must be str, not int". */
function wrong_type(format: string, index: u32, wanted: string, arg: u64): void {
  const mark = text_mark();
  const end = end_of_units(format);
  if (end < format.length && format.charCodeAt(end) === 0x3a) {
    text_add_rest(format, end + 1);
    text_add("() ");
  }
  text_add("argument ");
  text_add_i64(<i64>index + 1);
  text_add(" must be ");
  text_add(wanted);
  text_add(", not ");
  text_add(Py_TYPE(arg) === Ty.NoneType ? "None" : type_name(Py_TYPE(arg)));
  PyErr_SetText(Ty.TypeError, mark);
}

/**
 * Reads an argument tuple and keywords; the format names its function behind `:`. `first` ... `fourth` are
 * the parameters' names.
 */
export function parse_keywords(
  args: u64,
  kwargs: u64,
  format: string,
  first: string,
  second: string = "",
  third: string = "",
  fourth: string = "",
): bool {
  enter(Fn.PyArg_ParseTupleAndKeywords);
  retire(Seg.PyArg_ParseTupleAndKeywords__call_with_format);
  set_names(first, second, third, fourth);
  const fits = vgetargskeywords(args, kwargs, format);
  leave();
  return fits;
}

function vgetargskeywords(args: u64, kwargs: u64, format: string): bool {
  enter(Fn.vgetargskeywords);
  retire(Seg.vgetargskeywords__count_units);
  memory.fill(parsed_at, 0, 8 * PARSED_MAX);
  retire(Seg.vgetargskeywords__name, count_units(format, false));
  const fits = take_arguments(args, kwargs, format);
  leave();
  return fits;
}

function take_arguments(args: u64, kwargs: u64, format: string): bool {
  const most = count_units(format, false);
  const least = count_units(format, true);
  const positional = PyTuple_GET_SIZE(args);
  let keywords = kwargs === 0 ? 0 : PyDict_Size(kwargs);
  if (positional + keywords > most) {
    too_many(format, least === most, most, positional + keywords);
    return false;
  }
  let at = 0;
  for (let i: u32 = 0; <u64>i < most; i++) {
    while (!is_unit(format.charCodeAt(at))) at++;
    retire(Seg.vgetargskeywords__parameter);
    let arg = keywords === 0 ? 0 : PyDict_GetItemString(kwargs, name_of(i));
    if (arg !== 0) {
      keywords -= 1;
      if (<u64>i < positional) {
        given_twice(i);
        return false;
      }
    } else if (<u64>i < positional) arg = PyTuple_GET_ITEM(args, i);
    if (arg !== 0) {
      if (!convertitem(arg, i, format, at)) return false;
    } else if (<u64>i < least) {
      missing(i);
      return false;
    } else if (keywords === 0) {
      retire(Seg.vgetargskeywords__rest_not_given);
      return true;
    }
    at++;
  }
  if (keywords === 0) return true;
  unexpected(kwargs, <u32>most);
  return false;
}

/** _PyArg_NoKeywords: false with a TypeError where there are keywords; `name` ends in "()". */
export function _PyArg_NoKeywords(name: string, kwargs: u64): bool {
  if (kwargs === 0) return true;
  enter(Fn._PyArg_NoKeywords);
  retire(Seg._PyArg_NoKeywords__check);
  const none = PyDict_Size(kwargs) === 0;
  if (!none) {
    const mark = text_mark();
    text_add(name);
    text_add(" does not take keyword arguments");
    PyErr_SetText(Ty.TypeError, mark);
  }
  leave();
  return none;
}
