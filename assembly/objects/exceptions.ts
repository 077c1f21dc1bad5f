/**
 * Exception classes and instances (Objects/exceptions.c).
 *
 *   instance -> header, dict, args (a tuple), message [, code of SystemExit]
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../abi/types";
import { check } from "../base/fault";
import { text_add, text_mark } from "../base/text";
import { enter, leave, retire } from "../meter/ledger";
import {
  PyObject_GC_Del,
  _PyObject_GC_Malloc,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../modules/gcmodule/gcmodule";
import { PyErr_SetText } from "../interp/errors";
import { PyDict_Size } from "./dictobject/dictobject";
import { PyObject_Repr, PyObject_Str } from "./object/repr";
import {
  PyObject_INIT,
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  Py_XDECREF,
  get_field,
  head_bytes,
  set_field,
} from "./object/refcount";
import { Py_None } from "./singletons";
import {
  PyString_FromString,
  PyString_FromText,
  text_add_string,
} from "./stringobject/stringobject";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
  PyTuple_SET_ITEM,
} from "./tupleobject/tupleobject";
import { is_subtype, type_at, type_name } from "./types";

const DICT: u64 = 0;
const ARGS: u64 = 1;
const MESSAGE: u64 = 2;
const CODE: u64 = 3;
const FIELDS: u64 = 3;

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

/** e.message, borrowed. */
export function exception_message(op: u64): u64 {
  return get_field(op, MESSAGE);
}

/** The code of a SystemExit, borrowed. */
export function exit_code(op: u64): u64 {
  return get_field(op, CODE);
}

/** type(value): without arguments for None, with a tuple's items, else with the one value. */
export function new_exception(type: Ty, value: u64): u64 {
  let args: u64;
  if (value === Py_None()) args = PyTuple_New(0);
  else if (Py_TYPE(value) === Ty.tuple) {
    Py_INCREF(value);
    args = value;
  } else {
    args = PyTuple_New(1);
    Py_INCREF(value);
    PyTuple_SET_ITEM(args, 0, value);
  }
  const instance = exception_call(type, args, 0);
  Py_DECREF(args);
  return instance;
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
  const instance = BaseException_new(type, args);
  BaseException_init(instance, args);
  if (type === Ty.SystemExit) set_exit_code(instance, args);
  return instance;
}

function BaseException_new(type: Ty, args: u64): u64 {
  enter(Fn.BaseException_new);
  retire(Seg.BaseException_new__make);
  const self = _PyObject_GC_Malloc(head_bytes() + (FIELDS + (type === Ty.SystemExit ? 1 : 0)) * 8);
  PyObject_INIT(self, type);
  set_field(self, DICT, 0);
  Py_INCREF(args);
  set_field(self, ARGS, args);
  set_field(self, MESSAGE, PyString_FromString(""));
  if (type === Ty.SystemExit) set_field(self, CODE, 0);
  _PyObject_GC_TRACK(self);
  leave();
  return self;
}

function BaseException_init(self: u64, args: u64): void {
  enter(Fn.BaseException_init);
  retire(Seg.BaseException_init__args);
  Py_INCREF(args);
  Py_DECREF(get_field(self, ARGS));
  set_field(self, ARGS, args);
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
    text_add(type_name(Py_TYPE(self)));
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
  if (Py_TYPE(self) === Ty.SystemExit) Py_XDECREF(get_field(self, CODE));
  PyObject_GC_Del(self);
  leave();
}

/** Methods of exceptions: none is simulated so far. */
export function exception_method_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  check(false, number);
  return self + args + kwargs;
}
