/**
 * Exception classes and instances (Objects/exceptions.c).
 *
 *   instance -> header, dict, args (a tuple), message [, code of SystemExit | errno, strerror, filename]
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../abi/types";
import { check, not_simulated } from "../base/fault";
import { text_add, text_drop, text_mark } from "../base/text";
import { enter, leave, retire } from "../meter/ledger";
import { PyObject_GC_Del, _PyObject_GC_UNTRACK } from "../modules/gcmodule/gcmodule";
import { PyErr_SetString, PyErr_SetText } from "../interp/errors";
import { PySequence_Tuple } from "./abstract/sequence_copy";
import { PyDict_Size } from "./dictobject/dictobject";
import { PyType_GenericAlloc } from "./object/generic_alloc";
import { PyObject_Repr, PyObject_Str } from "./object/repr";
import {
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  Py_XDECREF,
  Py_XINCREF,
  get_field,
  set_field,
} from "./object/refcount";
import { Setting } from "./object/setting";
import { Py_None } from "./singletons";
import {
  PyString_FromString,
  PyString_FromText,
  text_add_string,
} from "./stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_New } from "./tupleobject/tupleobject";
import { string_is } from "./stringobject/text";
import { tupleslice } from "./tupleobject/sequence";
import { base_of, is_subtype, short_type_name, type_at, type_name } from "./types";

/** The dictionary of what a program adds, 0 while there is none. */
export const DICT: u64 = 0;
const ARGS: u64 = 1;
const MESSAGE: u64 = 2;
const CODE: u64 = 3;
const ERRNO: u64 = 3;
const STRERROR: u64 = 4;
const FILENAME: u64 = 5;
const FIELDS: u64 = 3;
const ENVIRONMENT_FIELDS: u64 = 6;

/** Words of an instance behind its header: what all have, and what some classes add. */
export function exception_words(type: Ty): u64 {
  if (type === Ty.SystemExit) return FIELDS + 1;
  return is_subtype(type, Ty.EnvironmentError) ? ENVIRONMENT_FIELDS : FIELDS;
}

/** PyExceptionClass_Check. */
export function is_exception_class(op: u64): bool {
  return type_at(op) >= FIRST_EXCEPTION;
}

/** PyExceptionInstance_Check. */
export function is_exception(op: u64): bool {
  return Py_TYPE(op) >= FIRST_EXCEPTION;
}

/** The args tuple of an instance, borrowed. */
export function exception_args(op: u64): u64 {
  return get_field(op, ARGS);
}

/** The code of a SystemExit, borrowed. */
export function exit_code(op: u64): u64 {
  return get_field(op, CODE);
}

/** The class called with `args`: tp_new, then tp_init. */
export function exception_call(type: Ty, args: u64, kwargs: u64): u64 {
  if (kwargs !== 0 && PyDict_Size(kwargs) > 0) {
    const mark = text_mark();
    text_add(type_name(type));
    text_add(" does not take keyword arguments");
    PyErr_SetText(Ty.TypeError, mark);
    return 0;
  }
  if (base_of(type) === Ty.UnicodeError)
    not_simulated("a UnicodeError with a text and a place in it");
  const instance = BaseException_new(type);
  BaseException_init(instance, args);
  if (type === Ty.SystemExit) set_exit_code(instance, args);
  if (is_subtype(type, Ty.EnvironmentError)) EnvironmentError_init(instance, args);
  return instance;
}

function BaseException_new(type: Ty): u64 {
  enter(Fn.BaseException_new);
  retire(Seg.BaseException_new__make);
  const self = PyType_GenericAlloc(type, exception_words(type));
  set_field(self, MESSAGE, PyString_FromString(""));
  set_field(self, ARGS, PyTuple_New(0));
  leave();
  return self;
}

function BaseException_init(self: u64, args: u64): void {
  enter(Fn.BaseException_init);
  retire(Seg.BaseException_init__args);
  const old = get_field(self, ARGS);
  Py_INCREF(args);
  set_field(self, ARGS, args);
  Py_DECREF(old);
  if (PyTuple_GET_SIZE(args) === 1) {
    retire(Seg.BaseException_init__message);
    const message = PyTuple_GET_ITEM(args, 0);
    Py_INCREF(message);
    Py_DECREF(get_field(self, MESSAGE));
    set_field(self, MESSAGE, message);
  }
  leave();
}

function set_exit_code(self: u64, args: u64): void {
  enter(Fn.SystemExit_init);
  retire(Seg.SystemExit_init__code);
  const size = PyTuple_GET_SIZE(args);
  if (size > 0) {
    const code = size === 1 ? PyTuple_GET_ITEM(args, 0) : args;
    Py_INCREF(code);
    set_field(self, CODE, code);
  }
  leave();
}

/** With two or three arguments they are errno, strerror and filename; args keeps the first two. */
function EnvironmentError_init(self: u64, args: u64): void {
  enter(Fn.EnvironmentError_init);
  retire(Seg.EnvironmentError_init__begin);
  const size = PyTuple_GET_SIZE(args);
  if (size === 2 || size === 3) {
    retire(Seg.EnvironmentError_init__fields);
    for (let i: u64 = 0; i < size; i++) {
      const item = PyTuple_GET_ITEM(args, i);
      Py_INCREF(item);
      set_field(self, ERRNO + i, item);
    }
    if (size === 3) {
      const shown = tupleslice(args, 0, 2);
      Py_DECREF(get_field(self, ARGS));
      set_field(self, ARGS, shown);
    }
  }
  leave();
}

/** [Errno 2] No such file or directory: 'name'. */
function EnvironmentError_str(self: u64): u64 {
  const errno = get_field(self, ERRNO);
  const strerror = get_field(self, STRERROR);
  const filename = get_field(self, FILENAME);
  if (errno === 0 || strerror === 0) return BaseException_text(self);
  enter(Fn.EnvironmentError_str);
  retire(Seg.EnvironmentError_str__format);
  const mark = text_mark();
  text_add("[Errno ");
  let fine = text_add_shown(PyObject_Str(errno));
  text_add("] ");
  if (fine) fine = text_add_shown(PyObject_Str(strerror));
  if (fine && filename !== 0) {
    text_add(": ");
    fine = text_add_shown(PyObject_Repr(filename));
  }
  let result: u64 = 0;
  if (fine) result = PyString_FromText(mark);
  else text_drop(mark);
  leave();
  return result;
}

function text_add_shown(text: u64): bool {
  if (text === 0) return false;
  text_add_string(text);
  Py_DECREF(text);
  return true;
}

/** str(e): nothing, the one argument's str, or the tuple's. A KeyError shows its key's repr. */
export function BaseException_str(self: u64): u64 {
  const args = get_field(self, ARGS);
  if (PyTuple_GET_SIZE(args) === 1 && is_subtype(Py_TYPE(self), Ty.KeyError)) {
    enter(Fn.KeyError_str);
    retire(Seg.KeyError_str__repr);
    const shown = PyObject_Repr(PyTuple_GET_ITEM(args, 0));
    leave();
    return shown;
  }
  if (is_subtype(Py_TYPE(self), Ty.EnvironmentError)) return EnvironmentError_str(self);
  return BaseException_text(self);
}

function BaseException_text(self: u64): u64 {
  const args = get_field(self, ARGS);
  enter(Fn.BaseException_str);
  retire(Seg.BaseException_str__choose);
  let result: u64;
  if (PyTuple_GET_SIZE(args) === 0) result = PyString_FromString("");
  else if (PyTuple_GET_SIZE(args) === 1) result = PyObject_Str(PyTuple_GET_ITEM(args, 0));
  else result = PyObject_Str(args);
  leave();
  return result;
}

/** ValueError('text',). */
export function BaseException_repr(self: u64): u64 {
  enter(Fn.BaseException_repr);
  retire(Seg.BaseException_repr__concat);
  const shown = PyObject_Repr(get_field(self, ARGS));
  let result: u64 = 0;
  if (shown !== 0) {
    const mark = text_mark();
    text_add(short_type_name(Py_TYPE(self)));
    text_add_string(shown);
    Py_DECREF(shown);
    result = PyString_FromText(mark);
  }
  leave();
  return result;
}

export function BaseException_dealloc(self: u64): void {
  enter(Fn.BaseException_dealloc);
  retire(Seg.BaseException_dealloc__clear);
  _PyObject_GC_UNTRACK(self);
  Py_XDECREF(get_field(self, DICT));
  Py_XDECREF(get_field(self, ARGS));
  Py_XDECREF(get_field(self, MESSAGE));
  const words = exception_words(Py_TYPE(self));
  for (let index = FIELDS; index < words; index++) Py_XDECREF(get_field(self, index));
  PyObject_GC_Del(self);
  leave();
}

/** Methods of exceptions: none is simulated so far. */
export function exception_method_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  check(false, number);
  return self + args + kwargs;
}

/** The field that an attribute of an exception stands for, 0 for another name. */
function field_of(type: Ty, name: u64): u64 {
  if (string_is(name, "args")) return ARGS;
  if (string_is(name, "message")) return MESSAGE;
  if (type === Ty.SystemExit) return string_is(name, "code") ? CODE : 0;
  if (!is_subtype(type, Ty.EnvironmentError)) return 0;
  if (string_is(name, "errno")) return ERRNO;
  if (string_is(name, "strerror")) return STRERROR;
  return string_is(name, "filename") ? FILENAME : 0;
}

/** e.args, e.message, e.errno ...: a new reference, or 0 for another name. */
export function exception_getattr(op: u64, name: u64): u64 {
  const index = field_of(Py_TYPE(op), name);
  if (index === 0) return 0;
  let found = get_field(op, index);
  if (found === 0) found = Py_None();
  Py_INCREF(found);
  return found;
}

/** Sets or with 0 deletes an attribute that stands for a field; args becomes a tuple. */
export function exception_setattr(op: u64, name: u64, value: u64): Setting {
  const index = field_of(Py_TYPE(op), name);
  if (index === 0) return Setting.ABSENT;
  let item = value;
  if (index === ARGS) {
    if (value === 0) PyErr_SetString(Ty.TypeError, "args may not be deleted");
    else item = PySequence_Tuple(value);
    if (item === 0) return Setting.FAILED;
  } else Py_XINCREF(item);
  const old = get_field(op, index);
  set_field(op, index, item);
  Py_XDECREF(old);
  return Setting.DONE;
}
