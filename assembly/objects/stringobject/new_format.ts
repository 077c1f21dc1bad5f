/**
 * str.format (Objects/stringlib/string_format.h): text and fields in turn; a field names an argument,
 * perhaps a conversion and a format specification, which may itself hold fields.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import {
  text_add,
  text_add_byte,
  text_bytes,
  text_drop,
  text_grow,
  text_length,
  text_mark,
} from "../../base/text";
import { PyErr_SetObject, PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_GetItem } from "../abstract/sequence";
import { PyDict_GetItem } from "../dictobject/dictobject";
import { PyInt_FromLong } from "../intobject/intobject";
import { PyObject_GetAttr } from "../object/attributes";
import { Py_DECREF, Py_INCREF, Py_SIZE } from "../object/refcount";
import { PyObject_Repr, PyObject_Str } from "../object/repr";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { string_view, text_add_string } from "./bytes";
import { is_digit } from "./characters";
import { PyObject_Format } from "./formatter";
import { PyString_FromBytes, PyString_FromText } from "./stringobject";

const OPEN: u8 = 0x7b;
const CLOSE: u8 = 0x7d;
const COLON: u8 = 0x3a;
const BANG: u8 = 0x21;
const BRACKET: u8 = 0x5b;
const BRACKET_END: u8 = 0x5d;
const DOT: u8 = 0x2e;
const CODE_R: u8 = 0x72;
const CODE_S: u8 = 0x73;
/** Specifications may hold fields, the specifications of those may not. */
const DEPTH_MAX: i32 = 2;

/** How fields without a name are counted. */
enum Numbering {
  NONE,
  AUTOMATIC,
  MANUAL,
}

/** One call's arguments and its count of fields. */
@unmanaged
class Call {
  args: u64;
  kwargs: u64;
  numbering: Numbering;
  next: u64;
}

const call_at: usize = memory.data(32, 8);

function call(): Call {
  return changetype<Call>(call_at);
}

export function do_string_format(self: u64, args: u64, kwargs: u64): u64 {
  enter(Fn.do_string_format);
  retire(Seg.do_string_format__begin);
  call().args = args;
  call().kwargs = kwargs;
  call().numbering = Numbering.NONE;
  call().next = 0;
  const drop = text_mark();
  const bytes = string_view(self);
  const mark = text_mark();
  const fine = build_string(bytes, bytes + <usize>Py_SIZE(self), DEPTH_MAX);
  const result = fine ? PyString_FromText(mark) : 0;
  text_drop(drop);
  leave();
  return result;
}

function complain(message: string): bool {
  PyErr_SetString(Ty.ValueError, message);
  return false;
}

/** Adds what the format from `at` to `end` says to the text under construction; false with an exception. */
function build_string(at: usize, end: usize, depth: i32): bool {
  enter(Fn.build_string);
  retire(Seg.build_string__begin);
  const fine = depth < 0 ? complain("Max string recursion exceeded") : do_markup(at, end, depth);
  leave();
  return fine;
}

function do_markup(at: usize, end: usize, depth: i32): bool {
  enter(Fn.do_markup);
  let fine = true;
  while (fine && at < end) {
    retire(Seg.do_markup__part);
    const start = at;
    while (at < end && load<u8>(at) !== OPEN && load<u8>(at) !== CLOSE) at += 1;
    memory.copy(text_grow(<u32>(at - start)), start, at - start);
    if (at === end) break;
    const brace = load<u8>(at);
    at += 1;
    if (at < end && load<u8>(at) === brace) {
      text_add_byte(brace);
      at += 1;
    } else if (brace === CLOSE) fine = complain("Single '}' encountered in format string");
    else if (at === end) fine = complain("Single '{' encountered in format string");
    else {
      const close = field_end(at, end);
      if (close === 0) fine = complain("expected '}' before end of string");
      else fine = output_markup(at, close, depth);
      at = close + 1;
    }
  }
  leave();
  return fine;
}

/** Where the brace is that ends the field at `at`, or 0. */
function field_end(at: usize, end: usize): usize {
  let open = 1;
  for (let p = at; p < end; p++) {
    const c = load<u8>(p);
    if (c === OPEN) open += 1;
    else if (c === CLOSE) open -= 1;
    if (open === 0) return p;
  }
  return 0;
}

/** Adds one field, without its braces. */
function output_markup(at: usize, end: usize, depth: i32): bool {
  enter(Fn.output_markup);
  retire(Seg.output_markup__parse);
  let name_end = at;
  while (name_end < end && load<u8>(name_end) !== COLON && load<u8>(name_end) !== BANG)
    name_end += 1;
  let spec = name_end < end ? name_end + 1 : end;
  let conversion: u8 = 0;
  let fine = true;
  if (name_end < end && load<u8>(name_end) === BANG) {
    if (spec >= end) fine = complain("end of format while looking for conversion specifier");
    else {
      conversion = load<u8>(spec);
      spec += 1;
      if (spec < end) {
        if (load<u8>(spec) !== COLON) fine = complain("expected ':' after conversion specifier");
        spec += 1;
      }
    }
  }
  if (fine) fine = field(at, name_end, conversion, spec, end, depth);
  leave();
  return fine;
}

function field(
  at: usize,
  name_end: usize,
  conversion: u8,
  spec: usize,
  end: usize,
  depth: i32,
): bool {
  let value = get_field_object(at, name_end);
  if (value === 0) return false;
  if (conversion !== 0) {
    const converted = do_conversion(value, conversion);
    Py_DECREF(value);
    if (converted === 0) return false;
    value = converted;
  }
  const mark = text_mark();
  const expanded = expand(spec, end, depth);
  let text: u64 = 0;
  if (expanded) text = render_field(value, text_bytes(mark), text_length(mark));
  text_drop(mark);
  Py_DECREF(value);
  if (text === 0) return false;
  text_add_string(text);
  Py_DECREF(text);
  return true;
}

/** The specification as text; its own fields are filled in. */
function expand(spec: usize, end: usize, depth: i32): bool {
  for (let p = spec; p < end; p++) {
    if (load<u8>(p) === OPEN) return build_string(spec, end, depth - 1);
  }
  memory.copy(text_grow(<u32>(end - spec)), spec, end - spec);
  return true;
}

function do_conversion(value: u64, conversion: u8): u64 {
  enter(Fn.do_conversion);
  retire(Seg.do_conversion__choose);
  let result: u64 = 0;
  if (conversion === CODE_R) result = PyObject_Repr(value);
  else if (conversion === CODE_S) result = PyObject_Str(value);
  else {
    const mark = text_mark();
    text_add("Unknown conversion specifier ");
    text_add_byte(conversion);
    PyErr_SetText(Ty.ValueError, mark);
  }
  leave();
  return result;
}

function render_field(value: u64, spec: usize, size: u32): u64 {
  enter(Fn.render_field);
  retire(Seg.render_field__call);
  const result = PyObject_Format(value, spec, size);
  leave();
  return result;
}

/** A number of digits only, or -1. */
function index_of(at: usize, end: usize): i64 {
  if (at === end) return -1;
  let index: i64 = 0;
  for (let p = at; p < end; p++) {
    if (!is_digit(load<u8>(p))) return -1;
    index = index * 10 + <i64>(load<u8>(p) - 0x30);
  }
  return index;
}

/** The argument that a field names, with its attributes and items: a new reference, or 0. */
function get_field_object(at: usize, end: usize): u64 {
  enter(Fn.get_field_object);
  retire(Seg.get_field_object__argument);
  let p = at;
  while (p < end && load<u8>(p) !== DOT && load<u8>(p) !== BRACKET) p += 1;
  let value = first_object(at, p);
  while (value !== 0 && p < end) {
    retire(Seg.get_field_object__step);
    const item = load<u8>(p) === BRACKET;
    const start = p + 1;
    p = start;
    while (
      p < end &&
      (item ? load<u8>(p) !== BRACKET_END : load<u8>(p) !== DOT && load<u8>(p) !== BRACKET)
    )
      p += 1;
    const next = step_into(value, start, p, item, p < end);
    Py_DECREF(value);
    value = next;
    if (item) p += 1;
  }
  leave();
  return value;
}

/** value.name or value[key]. */
function step_into(value: u64, start: usize, end: usize, item: bool, closed: bool): u64 {
  if (item && !closed) {
    PyErr_SetString(Ty.ValueError, "Missing ']' in format string");
    return 0;
  }
  if (start === end) {
    PyErr_SetString(Ty.ValueError, "Empty attribute in format string");
    return 0;
  }
  const index = item ? index_of(start, end) : -1;
  const key = index >= 0 ? PyInt_FromLong(index) : PyString_FromBytes(start, end - start);
  const result = item ? PyObject_GetItem(value, key) : PyObject_GetAttr(value, key);
  Py_DECREF(key);
  return result;
}

/** The argument itself, a new reference. */
function first_object(at: usize, end: usize): u64 {
  const c = call();
  let index = index_of(at, end);
  if (at === end || index >= 0) {
    const wanted = at === end ? Numbering.AUTOMATIC : Numbering.MANUAL;
    if (c.numbering !== Numbering.NONE && c.numbering !== wanted) return mixed(wanted);
    c.numbering = wanted;
    if (at === end) {
      index = c.next;
      c.next += 1;
    }
    if (<u64>index >= PyTuple_GET_SIZE(c.args)) {
      PyErr_SetString(Ty.IndexError, "tuple index out of range");
      return 0;
    }
    const found = PyTuple_GET_ITEM(c.args, index);
    Py_INCREF(found);
    return found;
  }
  const name = PyString_FromBytes(at, end - at);
  const value = c.kwargs === 0 ? 0 : PyDict_GetItem(c.kwargs, name);
  if (value === 0) PyErr_SetObject(Ty.KeyError, name);
  else Py_INCREF(value);
  Py_DECREF(name);
  return value;
}

function mixed(wanted: Numbering): u64 {
  if (wanted === Numbering.AUTOMATIC) {
    complain("cannot switch from manual field specification to automatic field numbering");
  } else complain("cannot switch from automatic field numbering to manual field specification");
  return 0;
}
