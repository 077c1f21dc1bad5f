/**
 * Shared values and arrays (Lib/multiprocessing/sharedctypes.py; spec 08 section 4): ctypes objects whose
 * bytes lie in shared memory, with a lock around each access unless the program wants none.
 */
import { Seg } from "../../abi/segments";
import { Fn } from "../../abi/functions";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_add, text_add_i64, text_mark } from "../../base/text";
import { PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { touch_write } from "../../kernel/fault";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_Size, PySequence_Tuple } from "../../objects/abstract/sequence";
import {
  PyDict_GetItemString,
  PyDict_Next,
  PyDict_Size,
  dict_entry_key,
} from "../../objects/dictobject/dictobject";
import { PyInt_AS_LONG } from "../../objects/intobject/arithmetic";
import {
  Py_INCREF,
  Py_DECREF,
  Py_SIZE,
  Py_TYPE,
  Py_XDECREF,
  get_field,
  set_field,
} from "../../objects/object/refcount";
import { PyObject_Repr } from "../../objects/object/repr";
import { Py_False, Py_None, Py_True } from "../../objects/singletons";
import { string_byte, text_add_string } from "../../objects/stringobject/stringobject";
import { string_is } from "../../objects/stringobject/text";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  tuple_bytes,
} from "../../objects/tupleobject/tupleobject";
import { is_subtype } from "../../objects/types";
import { long_low } from "../../objects/longobject/longobject";
import { PyObject_GC_Del, _PyObject_GC_Malloc } from "../gcmodule/gcmodule";
import { itemsize_of } from "../array_values";
import { bind, bound } from "./arguments";
import { Array_init, c_clear, c_new, c_store } from "./ctypes_array";
import { CODE_CHAR, c_convert } from "./ctypes_values";
import { import_sharedctypes } from "./launch";
import { Place, raised_in } from "./library_code";
import { C_TYPECODE, S_LOCK, S_OBJ, library_new } from "./objects";
import { new_rlock } from "./synchronize";

/** The typecode that an argument names, 0 where it names no type that has a size. */
function typecode_of(op: u64): u64 {
  if (Py_TYPE(op) !== Ty.str || Py_SIZE(op) !== 1) {
    if (Py_TYPE(op) === Ty.builtin_function_or_method) not_simulated("a ctypes type as a typecode");
    return 0;
  }
  const code = <u64>string_byte(op, 0);
  if (code === 0x75) not_simulated("an array of unicode characters");
  return itemsize_of(code) === 0 ? 0 : code;
}

function no_size(place: Place): u64 {
  PyErr_SetString(Ty.TypeError, "this type has no size");
  raised_in(Place.new_value);
  return raised_in(place);
}

function is_integer(op: u64): bool {
  return is_subtype(Py_TYPE(op), Ty.int) || Py_TYPE(op) === Ty.long;
}

/** RawArray(typecode, size or sequence): a new reference, or 0 with an exception. */
export function RawArray(typecode: u64, given: u64): u64 {
  import_sharedctypes();
  if (is_integer(given)) return array_of_size(typecode, given);
  const size = PyObject_Size(given);
  if (size < 0) return raised_in(Place.RawArray_len);
  const code = typecode_of(typecode);
  if (code === 0) return no_size(Place.RawArray_new_of);
  const result = c_new(Ty.ctypes_array, code, <u64>size);
  if (initialise(result, given, <u64>size)) return result;
  Py_DECREF(result);
  return raised_in(Place.RawArray_init);
}

function array_of_size(typecode: u64, given: u64): u64 {
  const size = Py_TYPE(given) === Ty.long ? long_low(given) : PyInt_AS_LONG(given);
  const code = typecode_of(typecode);
  if (code === 0) return no_size(Place.RawArray_new);
  if (size < 0) {
    const mark = text_mark();
    text_add("Array length must be >= 0, not ");
    text_add_i64(size);
    PyErr_SetText(Ty.ValueError, mark);
    return raised_in(Place.RawArray_times);
  }
  const op = c_new(Ty.ctypes_array, code, <u64>size);
  c_clear(op);
  return op;
}

/**
 * result.__init__(*sequence): the sequence is expanded into an argument tuple, eight bytes an item, which
 * is gone afterwards. Nobody can see the tuple, so it is memory without contents here.
 */
function initialise(op: u64, sequence: u64, size: u64): bool {
  const type = Py_TYPE(sequence);
  if (type === Ty.list || type === Ty.tuple) return initialise_with(op, sequence, size);
  const items = PySequence_Tuple(sequence);
  const done = items !== 0 && Array_init(op, items) === 0;
  Py_XDECREF(items);
  return done;
}

function initialise_with(op: u64, sequence: u64, size: u64): bool {
  enter(Fn.ext_do_call);
  retire(Seg.ext_do_call__expand_sequence);
  const bytes = tuple_bytes(size);
  const tuple = size === 0 ? 0 : _PyObject_GC_Malloc(bytes);
  if (tuple !== 0) touch_write(tuple, bytes);
  const status = Array_init(op, sequence);
  if (tuple !== 0) PyObject_GC_Del(tuple);
  leave();
  return status === 0;
}

/** RawValue(typecode, *args). */
function RawValue(typecode: u64, args: u64, from: u64): u64 {
  import_sharedctypes();
  const code = typecode_of(typecode);
  if (code === 0) return no_size(Place.RawValue_new);
  const op = c_new(Ty.ctypes_value, code, 1);
  c_clear(op);
  const given = PyTuple_GET_SIZE(args) - from;
  if (given === 0) return op;
  if (given > 1) {
    const mark = text_mark();
    text_add("__init__ expected at most 1 arguments, got ");
    text_add_i64(given);
    PyErr_SetText(Ty.TypeError, mark);
  } else if (c_convert(code, PyTuple_GET_ITEM(args, from))) {
    c_store(op, 0);
    return op;
  }
  Py_DECREF(op);
  return raised_in(Place.RawValue_init);
}

/** What lock= asks for. */
enum Lock {
  NO,
  NEW,
  GIVEN,
  /** It is nothing that could be acquired. */
  WRONG,
}

function lock_wanted(kwargs: u64): Lock {
  const lock = kwargs === 0 ? 0 : PyDict_GetItemString(kwargs, "lock");
  if (lock === 0 || lock === Py_True() || lock === Py_None()) return Lock.NEW;
  if (lock === Py_False()) return Lock.NO;
  return Py_TYPE(lock) === Ty.RLock ? Lock.GIVEN : Lock.WRONG;
}

function text_add_other_keywords(kwargs: u64): void {
  let first = true;
  text_add("[");
  for (let at = PyDict_Next(kwargs, 0); at >= 0; at = PyDict_Next(kwargs, at + 1)) {
    const key = dict_entry_key(kwargs, at);
    if (string_is(key, "lock") || string_is(key, "typecode_or_type")) continue;
    if (string_is(key, "size_or_initializer")) continue;
    text_add(first ? "'" : ", '");
    text_add_string(key);
    text_add("'");
    first = false;
  }
  text_add("]");
}

/** Whether no keyword but lock= and `known` parameters by name was given; else a ValueError lists them. */
function only_lock(kwargs: u64, known: u64): bool {
  if (kwargs === 0) return true;
  const others = PyDict_Size(kwargs) - known - (PyDict_GetItemString(kwargs, "lock") === 0 ? 0 : 1);
  if (others === 0) return true;
  const mark = text_mark();
  text_add("unrecognized keyword argument(s): ");
  text_add_other_keywords(kwargs);
  PyErr_SetText(Ty.ValueError, mark);
  return false;
}

/** The array or value with its lock, whose reference it takes over. */
function synchronized(op: u64, kwargs: u64): u64 {
  const wanted = lock_wanted(kwargs);
  if (wanted === Lock.NO) return op;
  let type = Ty.Synchronized;
  if (Py_TYPE(op) === Ty.ctypes_array) {
    const chars = get_field(op, C_TYPECODE) === CODE_CHAR;
    type = chars ? Ty.SynchronizedString : Ty.SynchronizedArray;
  }
  let lock: u64;
  if (wanted === Lock.GIVEN) {
    lock = PyDict_GetItemString(kwargs, "lock");
    Py_INCREF(lock);
  } else lock = new_rlock();
  const wrapper = library_new(type);
  set_field(wrapper, S_OBJ, op);
  set_field(wrapper, S_LOCK, lock);
  return wrapper;
}

function no_acquire(op: u64, kwargs: u64, place: Place): u64 {
  Py_DECREF(op);
  const shown = PyObject_Repr(PyDict_GetItemString(kwargs, "lock"));
  if (shown !== 0) {
    const mark = text_mark();
    text_add("'");
    text_add_string(shown);
    text_add("' has no method 'acquire'");
    PyErr_SetText(Ty.AttributeError, mark);
    Py_DECREF(shown);
  }
  return raised_in(place);
}

/** Array(typecode, size or sequence, lock=True). `outer`: called through the package. */
export function shared_array(args: u64, kwargs: u64, outer: bool): u64 {
  if (!bind("Array", "typecode_or_type size_or_initializer", 2, 0, args, kwargs, true)) return 0;
  const typecode = bound(0);
  const given = bound(1);
  const named = 2 - PyTuple_GET_SIZE(args);
  let result: u64 = 0;
  if (!only_lock(kwargs, named)) raised_in(Place.Array_keywords);
  else {
    result = RawArray(typecode, given);
    if (result === 0) raised_in(Place.Array_raw);
    else if (lock_wanted(kwargs) === Lock.WRONG)
      result = no_acquire(result, kwargs, Place.Array_lock);
    else result = synchronized(result, kwargs);
  }
  if (result === 0 && outer) raised_in(Place.init_Array);
  return result;
}

/** Value(typecode, *args, lock=True). */
export function shared_value(args: u64, kwargs: u64, outer: bool): u64 {
  if (PyTuple_GET_SIZE(args) === 0) {
    PyErr_SetString(Ty.TypeError, "Value() takes at least 1 argument (0 given)");
    return 0;
  }
  let result: u64 = 0;
  if (!only_lock(kwargs, 0)) raised_in(Place.Value_keywords);
  else {
    result = RawValue(PyTuple_GET_ITEM(args, 0), args, 1);
    if (result === 0) raised_in(Place.Value_raw);
    else if (lock_wanted(kwargs) === Lock.WRONG)
      result = no_acquire(result, kwargs, Place.Value_lock);
    else result = synchronized(result, kwargs);
  }
  if (result === 0 && outer) raised_in(Place.init_Value);
  return result;
}

/** RawArray and RawValue as functions of the package and of sharedctypes. */
export function raw_call(args: u64, kwargs: u64, array: bool): u64 {
  if (array) {
    if (!bind("RawArray", "typecode_or_type size_or_initializer", 2, 0, args, kwargs)) return 0;
    return RawArray(bound(0), bound(1));
  }
  if (PyTuple_GET_SIZE(args) === 0) {
    PyErr_SetString(Ty.TypeError, "RawValue() takes at least 1 argument (0 given)");
    return 0;
  }
  return RawValue(PyTuple_GET_ITEM(args, 0), args, 1);
}
