/**
 * How Objects/ reaches the library's objects: the slots of their types. One entry a protocol, so that the
 * rest of the machine knows only that there are such types.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_add_hex, text_add_i64, text_mark } from "../../base/text";
import { not_simulated } from "../../base/fault";
import { PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_DECREF, Py_INCREF, Py_SIZE, Py_TYPE, get_field } from "../../objects/object/refcount";
import { PyObject_Repr } from "../../objects/object/repr";
import { Setting } from "../../objects/object/setting";
import {
  PyString_FromText,
  string_byte,
  text_add_string,
} from "../../objects/stringobject/stringobject";
import { string_is } from "../../objects/stringobject/text";
import { type_name } from "../../objects/types";
import {
  Array_ass_item,
  Array_ass_slice,
  Array_ass_subscript,
  Array_item,
  Array_length,
  Array_slice,
  Array_subscript,
  c_bits,
  c_length,
  c_store,
  c_store_byte,
  c_text,
  text_add_ctypes_class,
} from "./ctypes_array";
import { CODE_CHAR, c_convert, c_object } from "./ctypes_values";
import { Place, raised_in } from "./library_code";
import { C_TYPECODE, L_COUNT, OWN_DICT, S_LOCK, S_OBJ } from "./objects";
import { proxy_item, proxy_length, proxy_slice, proxy_subscript } from "./managers";
import { int32_repr, ndarray_item, ndarray_length, ndarray_subscript } from "./numpy";
import { process_getattr, process_repr, process_setattr } from "./process_attributes";
import {
  acquire,
  release,
  synchronized_ass_slice,
  synchronized_ass_subscript,
  synchronized_item,
  synchronized_length,
  synchronized_slice,
  synchronized_subscript,
} from "./synchronize";

/** Types with items: they have a length, subscripts and slices, and can be iterated over. */
export function library_has_items(type: Ty): bool {
  switch (type) {
    case Ty.ctypes_array:
    case Ty.SynchronizedArray:
    case Ty.SynchronizedString:
    case Ty.ListProxy:
    case Ty.ArrayProxy:
    case Ty.ndarray:
      return true;
    default:
      return false;
  }
}

function is_proxy(type: Ty): bool {
  return type === Ty.ListProxy || type === Ty.ArrayProxy;
}

function refuse_change(type: Ty): void {
  if (is_proxy(type) || type === Ty.ndarray) not_simulated("changing a manager's or numpy's array");
}

export function library_subscript(o: u64, key: u64): u64 {
  const type = Py_TYPE(o);
  if (type === Ty.ctypes_array) return Array_subscript(o, key);
  if (type === Ty.ndarray) return ndarray_subscript(o, key);
  return is_proxy(type) ? proxy_subscript(o, key) : synchronized_subscript(o, key);
}

/** o[key] = value, or del o[key] where value is 0. */
export function library_ass_subscript(o: u64, key: u64, value: u64): i32 {
  if (Py_TYPE(o) === Ty.ctypes_array) return Array_ass_subscript(o, key, value);
  refuse_change(Py_TYPE(o));
  if (value !== 0) return synchronized_ass_subscript(o, key, value);
  PyErr_SetString(Ty.AttributeError, "__delitem__");
  return -1;
}

export function library_length(o: u64): i64 {
  const type = Py_TYPE(o);
  if (type === Ty.ctypes_array) return Array_length(o);
  if (type === Ty.ndarray) return ndarray_length(o);
  return is_proxy(type) ? proxy_length(o) : synchronized_length(o);
}

export function library_item(o: u64, index: i64): u64 {
  const type = Py_TYPE(o);
  if (type === Ty.ctypes_array) return Array_item(o, index);
  if (type === Ty.ndarray) return ndarray_item(o, index);
  return is_proxy(type) ? proxy_item(o, index) : synchronized_item(o, index);
}

export function library_ass_item(o: u64, index: i64, value: u64): i32 {
  if (Py_TYPE(o) === Ty.ctypes_array) return Array_ass_item(o, index, value);
  refuse_change(Py_TYPE(o));
  acquire(o);
  const status = Array_ass_item(get_field(o, S_OBJ), index, value);
  release(o);
  return status;
}

export function library_slice(o: u64, low: i64, high: i64): u64 {
  if (Py_TYPE(o) === Ty.ctypes_array) return Array_slice(o, low, high);
  if (Py_TYPE(o) === Ty.ndarray) not_simulated("slices of numpy arrays");
  if (is_proxy(Py_TYPE(o))) return proxy_slice(o, low, high);
  return synchronized_slice(o, low, high);
}

export function library_ass_slice(o: u64, low: i64, high: i64, value: u64): i32 {
  if (Py_TYPE(o) === Ty.ctypes_array) return Array_ass_slice(o, low, high, value);
  refuse_change(Py_TYPE(o));
  return synchronized_ass_slice(o, low, high, value);
}

/** The attributes that are no methods: a new reference, or 0 where there is none. */
export function library_getattr(o: u64, name: u64, type: Ty): u64 {
  if (type === Ty.Process) return process_getattr(o, name);
  if (type === Ty.ctypes_value && string_is(name, "value")) return value_of(o);
  if (type === Ty.ctypes_array) return text_getattr(o, name);
  if (type === Ty.ndarray || type === Ty.int32 || type >= Ty.Pool) return 0;
  if (string_is(name, "_obj") || string_is(name, "_lock")) {
    const held = get_field(o, string_is(name, "_obj") ? S_OBJ : S_LOCK);
    Py_INCREF(held);
    return held;
  }
  if (type === Ty.Synchronized && string_is(name, "value")) {
    acquire(o);
    const value = value_of(get_field(o, S_OBJ));
    release(o);
    return value;
  }
  return type === Ty.SynchronizedString ? text_getattr(get_field(o, S_OBJ), name) : 0;
}

function value_of(op: u64): u64 {
  enter(Fn.Simple_get_value);
  retire(Seg.Simple_get_value__call_getter);
  const value = c_object(get_field(op, C_TYPECODE), c_bits(op, 0));
  leave();
  return value;
}

/** value and raw of an array of characters; _length_ of any. */
function text_getattr(op: u64, name: u64): u64 {
  if (string_is(name, "_length_") || string_is(name, "_type_"))
    not_simulated("attributes of ctypes");
  if (get_field(op, C_TYPECODE) !== CODE_CHAR) return 0;
  if (string_is(name, "value")) return c_text(op, false);
  return string_is(name, "raw") ? c_text(op, true) : 0;
}

export function library_setattr(o: u64, name: u64, value: u64, type: Ty): Setting {
  if (type === Ty.Process) return process_setattr(o, name, value);
  const wraps = type === Ty.Synchronized || type === Ty.SynchronizedString;
  const op = wraps ? get_field(o, S_OBJ) : o;
  const kind = Py_TYPE(op);
  if (kind !== Ty.ctypes_value && kind !== Ty.ctypes_array) return Setting.ABSENT;
  const whole = string_is(name, "raw");
  if (!whole && !string_is(name, "value")) return Setting.ABSENT;
  if (kind === Ty.ctypes_array && get_field(op, C_TYPECODE) !== CODE_CHAR) return Setting.ABSENT;
  if (value === 0) not_simulated("deleting the value of a C object");
  const done = kind === Ty.ctypes_value ? set_value(op, value) : set_text(op, value, whole);
  if (!done && wraps) raised_in(whole ? Place.Synchronized_setraw : Place.Synchronized_setvalue);
  return done ? Setting.DONE : Setting.FAILED;
}

function set_value(op: u64, value: u64): bool {
  enter(Fn.Simple_set_value);
  retire(Seg.Simple_set_value__convert);
  const fits = c_convert(get_field(op, C_TYPECODE), value);
  if (fits) c_store(op, 0);
  leave();
  return fits;
}

/** The bytes of a str; a NUL behind them where there is room and not the whole array is set. */
function set_text(op: u64, value: u64, whole: bool): bool {
  if (Py_TYPE(value) !== Ty.str) {
    const mark = text_mark();
    text_add("str/bytes expected instead of ");
    text_add(type_name(Py_TYPE(value)));
    text_add(" instance");
    PyErr_SetText(Ty.TypeError, mark);
    return false;
  }
  const size = <i64>Py_SIZE(value);
  if (size > c_length(op)) {
    PyErr_SetString(Ty.ValueError, "string too long");
    return false;
  }
  for (let i: i64 = 0; i < size; i++) c_store_byte(op, i, string_byte(value, i));
  if (!whole && size < c_length(op)) c_store_byte(op, size, 0);
  return true;
}

/** Adds the name of an object's type to a message; arrays have classes of their own. */
export function text_add_type_name(o: u64): void {
  const type = Py_TYPE(o);
  if (type === Ty.ctypes_array || type === Ty.ctypes_value) text_add_ctypes_class(o);
  else text_add(type_name(type));
}

/** An AttributeError of a type whose name says how many items it has; false for other types. */
export function library_no_attribute(o: u64, name: u64, type: Ty): bool {
  if (type !== Ty.ctypes_array && type !== Ty.ctypes_value) return false;
  const mark = text_mark();
  text_add("'");
  text_add_ctypes_class(o);
  text_add("' object has no attribute '");
  text_add_string(name);
  text_add("'");
  PyErr_SetText(Ty.AttributeError, mark);
  return true;
}

export function library_repr(o: u64, type: Ty): u64 {
  if (type === Ty.Process) return process_repr(o);
  if (type === Ty.int32) return int32_repr(o);
  if (is_proxy(type) || type === Ty.ndarray) not_simulated("printing a manager's or numpy's array");
  const mark = text_mark();
  if (type === Ty.RLock) {
    const held = get_field(o, L_COUNT);
    text_add("<RLock(");
    if (held === 0) text_add("None");
    else text_add("MainProcess");
    text_add(", ");
    text_add_i64(held);
    text_add(")>");
  } else if (type === Ty.ctypes_value) {
    text_add_ctypes_class(o);
    text_add("(");
    text_add_repr(value_of(o));
    text_add(")");
  } else if (type === Ty.ctypes_array) {
    text_add("<multiprocessing.sharedctypes.");
    text_add_ctypes_class(o);
    text_add_place(o);
  } else if (type >= Ty.Synchronized && type <= Ty.SynchronizedString) {
    text_add("<");
    text_add(type_name(type));
    text_add(" wrapper for ");
    const obj = get_field(o, S_OBJ);
    Py_INCREF(obj);
    text_add_repr(obj);
    text_add(">");
  } else {
    text_add("<multiprocessing.");
    text_add(type_name(type));
    text_add_place(o);
  }
  return PyString_FromText(mark);
}

function text_add_place(o: u64): void {
  text_add(" object at 0x");
  text_add_hex(o);
  text_add(">");
}

/** Takes the reference over. */
function text_add_repr(o: u64): void {
  const shown = PyObject_Repr(o);
  if (shown !== 0) {
    text_add_string(shown);
    Py_DECREF(shown);
  }
  Py_DECREF(o);
}

/** Where an object keeps the attributes that a program gives it: the field's number, or -1. */
export function library_dict_field(type: Ty): i64 {
  return type === Ty.int32 || type === Ty.ndarray ? -1 : <i64>OWN_DICT;
}
