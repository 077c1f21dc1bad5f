/**
 * How C functions take their arguments apart (Python/getargs.c): counts and keywords, and what they
 * say when those are wrong. Types are the caller's business.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { text_add, text_add_i64, text_mark } from "../base/text";
import { enter, leave, retire } from "../meter/ledger";
import {
  PyDict_GetItemString,
  PyDict_Next,
  PyDict_Size,
  dict_entry_key,
} from "../objects/dictobject/dictobject";
import { PyInt_AS_LONG } from "../objects/intobject/arithmetic";
import { Py_TYPE } from "../objects/object/refcount";
import { text_add_string } from "../objects/stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../objects/tupleobject/tupleobject";
import { PyErr_SetText } from "./errors";
import { convert_elsewhere, convert_next } from "./parse_tuple";
import { after_unit, end_arguments, next_unit, scan_units } from "./parse_units";

/** PyArg_UnpackTuple: "pop expected at most 2 arguments, got 3". */
export function PyArg_UnpackTuple(args: u64, name: string, min: u64, max: u64): bool {
  enter(Fn.PyArg_UnpackTuple);
  retire(Seg.PyArg_UnpackTuple__check);
  const given = PyTuple_GET_SIZE(args);
  const fits = given >= min && given <= max;
  if (!fits) {
    const mark = text_mark();
    text_add(name);
    text_add(" expected ");
    if (min !== max) text_add(given < min ? "at least " : "at most ");
    text_add_i64(given < min ? min : max);
    text_add(" arguments, got ");
    text_add_i64(given);
    PyErr_SetText(Ty.TypeError, mark);
  }
  leave();
  return fits;
}

/**
 * PyArg_ParseTuple where the caller looks at the arguments itself: "get() takes at most 2 arguments (3 given)".
 * `format` is C's, without the name.
 */
export function PyArg_ParseTuple(
  args: u64,
  name: string,
  min: u64,
  max: u64,
  format: string,
): bool {
  enter(Fn.PyArg_ParseTuple);
  retire(Seg.PyArg_ParseTuple__call);
  const fits = vgetargs1(args, name, min, max, format);
  leave();
  return fits;
}

/** The same in files of C that define PY_SSIZE_T_CLEAN, as stringobject.c does. */
export function _PyArg_ParseTuple_SizeT(
  args: u64,
  name: string,
  min: u64,
  max: u64,
  format: string,
): bool {
  enter(Fn._PyArg_ParseTuple_SizeT);
  retire(Seg._PyArg_ParseTuple_SizeT__call);
  const fits = vgetargs1(args, name, min, max, format);
  leave();
  return fits;
}

function vgetargs1(args: u64, name: string, min: u64, max: u64, format: string): bool {
  enter(Fn.vgetargs1);
  scan_units(format);
  const given = PyTuple_GET_SIZE(args);
  const fits = given >= min && given <= max;
  let at = 0;
  if (!fits) wrong_count(name, min, max, given);
  else {
    for (let i: u64 = 0; i < given; i++) {
      at = next_unit(format, at);
      convert_next();
      convert_elsewhere(format, at);
      at = after_unit(format, at);
    }
    name_follows();
  }
  leave();
  return fits;
}

function name_follows(): void {
  end_arguments(":", 0);
}

function wrong_count(name: string, min: u64, max: u64, given: u64): void {
  const mark = text_mark();
  const limit = given < min ? min : max;
  text_add(name);
  text_add("() takes ");
  if (max === 0) text_add("no arguments");
  else {
    text_add(min === max ? "exactly " : given < min ? "at least " : "at most ");
    text_add_i64(limit);
    text_add(limit === 1 ? " argument" : " arguments");
  }
  text_add(" (");
  text_add_i64(given);
  text_add(" given)");
  PyErr_SetText(Ty.TypeError, mark);
}

/**
 * PyArg_ParseTupleAndKeywords for "|O:name" with one keyword: the argument, borrowed; 0 where it was not
 * given or with an exception.
 */
export function one_argument(name: string, keyword: string, args: u64, kwargs: u64): u64 {
  enter(Fn.PyArg_ParseTupleAndKeywords);
  retire(Seg.PyArg_ParseTupleAndKeywords__call);
  enter(Fn.vgetargskeywords);
  retire(Seg.vgetargskeywords__count);
  const given = PyTuple_GET_SIZE(args);
  const named = kwargs === 0 ? 0 : PyDict_Size(kwargs);
  let found: u64 = 0;
  if (given + named > 1) wrong_keyword_count(name, given + named);
  else {
    if (named > 0) {
      retire(Seg.vgetargskeywords__keyword);
      found = PyDict_GetItemString(kwargs, keyword);
      if (found === 0) unknown_keyword(dict_entry_key(kwargs, PyDict_Next(kwargs, 0)));
    }
    if (given > 0) found = PyTuple_GET_ITEM(args, 0);
    if (found !== 0) {
      retire(Seg.vgetargskeywords__argument);
      convert_elsewhere("O", 0);
    }
  }
  leave();
  leave();
  return found;
}

function wrong_keyword_count(name: string, given: u64): void {
  const mark = text_mark();
  text_add(name);
  text_add("() takes at most 1 argument (");
  text_add_i64(given);
  text_add(" given)");
  PyErr_SetText(Ty.TypeError, mark);
}

function unknown_keyword(key: u64): void {
  const mark = text_mark();
  text_add("'");
  text_add_string(key);
  text_add("' is an invalid keyword argument for this function");
  PyErr_SetText(Ty.TypeError, mark);
}

/** Format 'i' or 'l': the value of an int at `out`, or false with a TypeError. */
export function int_argument(op: u64, out: usize): bool {
  const type = Py_TYPE(op);
  if (type === Ty.int || type === Ty.bool) {
    store<i64>(out, PyInt_AS_LONG(op));
    return true;
  }
  const mark = text_mark();
  text_add(type === Ty.float ? "integer argument expected, got float" : "an integer is required");
  PyErr_SetText(Ty.TypeError, mark);
  return false;
}
