/**
 * Functions (Objects/funcobject.c): code, the globals it sees, and default values.
 *
 *   function -> header, func_code, func_globals, func_defaults, func_closure, func_doc, func_name,
 *               func_dict, func_weakreflist, func_module
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { text_add, text_add_hex, text_mark } from "../base/text";
import { PyEval_EvalCodeEx } from "../interp/ceval/call_code";
import { PyErr_SetString } from "../interp/errors";
import { enter, leave, retire } from "../meter/ledger";
import {
  PyObject_GC_Del,
  _PyObject_GC_New,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../modules/gcmodule/gcmodule";
import { CO_CONSTS, CO_NAME } from "./codeobject";
import { PyDict_GetItem, PyDict_New } from "./dictobject/dictobject";
import { PyString_InternFromString } from "./stringobject/stringobject";
import {
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  Py_XDECREF,
  Py_XINCREF,
  get_field,
  head_bytes,
  set_field,
} from "./object/refcount";
import { Setting } from "./object/setting";
import { Py_None } from "./singletons";
import { string_is } from "./stringobject/text";
import { PyString_FromText, text_add_string } from "./stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject/tupleobject";

export const FUNC_CODE: u64 = 0;
export const FUNC_GLOBALS: u64 = 1;
export const FUNC_DEFAULTS: u64 = 2;
const FUNC_CLOSURE: u64 = 3;
const FUNC_DOC: u64 = 4;
export const FUNC_NAME: u64 = 5;
export const FUNC_DICT: u64 = 6;
const FUNC_WEAKREFLIST: u64 = 7;
const FUNC_MODULE: u64 = 8;
const FIELDS: u64 = 9;

/** The interned "__name__", which the first function of the process made. */
const module_key_at: usize = memory.data(8, 8);

export function funcobject_start(): void {
  store<u64>(module_key_at, PyString_InternFromString("__name__"));
}

/** A function of `code`, which keeps its reference, in the module of `globals`. */
export function PyFunction_New(code: u64, globals: u64): u64 {
  enter(Fn.PyFunction_New);
  retire(Seg.PyFunction_New__allocate);
  const op = _PyObject_GC_New(Ty.function_, head_bytes() + FIELDS * 8);
  Py_INCREF(code);
  Py_INCREF(globals);
  set_field(op, FUNC_WEAKREFLIST, 0);
  set_field(op, FUNC_CODE, code);
  set_field(op, FUNC_GLOBALS, globals);
  const name = get_field(code, CO_NAME);
  Py_INCREF(name);
  set_field(op, FUNC_NAME, name);
  set_field(op, FUNC_DEFAULTS, 0);
  set_field(op, FUNC_CLOSURE, 0);
  const doc = docstring(code);
  Py_INCREF(doc);
  set_field(op, FUNC_DOC, doc);
  set_field(op, FUNC_DICT, 0);
  set_field(op, FUNC_MODULE, 0);
  const module = PyDict_GetItem(globals, load<u64>(module_key_at));
  if (module !== 0) {
    retire(Seg.PyFunction_New__module_name);
    Py_INCREF(module);
    set_field(op, FUNC_MODULE, module);
  }
  _PyObject_GC_TRACK(op);
  leave();
  return op;
}

/** The first constant, where it is a str, else None. */
function docstring(code: u64): u64 {
  const consts = get_field(code, CO_CONSTS);
  if (PyTuple_GET_SIZE(consts) === 0) return Py_None();
  const first = PyTuple_GET_ITEM(consts, 0);
  return Py_TYPE(first) === Ty.str ? first : Py_None();
}

/** Takes over the reference to a tuple of default values. */
export function set_defaults(op: u64, defaults: u64): void {
  set_field(op, FUNC_DEFAULTS, defaults);
}

export function func_dealloc(op: u64): void {
  enter(Fn.func_dealloc);
  retire(Seg.func_dealloc__drop);
  _PyObject_GC_UNTRACK(op);
  Py_DECREF(get_field(op, FUNC_CODE));
  Py_DECREF(get_field(op, FUNC_GLOBALS));
  Py_XDECREF(get_field(op, FUNC_MODULE));
  Py_DECREF(get_field(op, FUNC_NAME));
  Py_XDECREF(get_field(op, FUNC_DEFAULTS));
  Py_DECREF(get_field(op, FUNC_DOC));
  Py_XDECREF(get_field(op, FUNC_DICT));
  PyObject_GC_Del(op);
  leave();
}

/** <function f at 0x...>. */
export function func_repr(op: u64): u64 {
  enter(Fn.func_repr);
  retire(Seg.func_repr__format);
  const mark = text_mark();
  text_add("<function ");
  text_add_string(get_field(op, FUNC_NAME));
  text_add(" at 0x");
  text_add_hex(op);
  text_add(">");
  const result = PyString_FromText(mark);
  leave();
  return result;
}

/** The field that an attribute of functions stands for, FIELDS for another name. */
function field_of(name: u64): u64 {
  if (string_is(name, "__name__") || string_is(name, "func_name")) return FUNC_NAME;
  if (string_is(name, "__doc__") || string_is(name, "func_doc")) return FUNC_DOC;
  if (string_is(name, "__module__")) return FUNC_MODULE;
  if (string_is(name, "func_code") || string_is(name, "__code__")) return FUNC_CODE;
  if (string_is(name, "func_defaults") || string_is(name, "__defaults__")) return FUNC_DEFAULTS;
  if (string_is(name, "func_globals") || string_is(name, "__globals__")) return FUNC_GLOBALS;
  if (string_is(name, "func_closure") || string_is(name, "__closure__")) return FUNC_CLOSURE;
  return string_is(name, "func_dict") || string_is(name, "__dict__") ? FUNC_DICT : FIELDS;
}

/** f.__name__, f.__doc__, f.__module__, f.func_defaults ...: a new reference, or 0 for another name. */
export function func_getattr(op: u64, name: u64): u64 {
  const index = field_of(name);
  if (index === FIELDS) return 0;
  let found = get_field(op, index);
  if (found === 0 && index === FUNC_DICT) {
    found = PyDict_New();
    set_field(op, FUNC_DICT, found);
  }
  if (found === 0) found = Py_None();
  Py_INCREF(found);
  return found;
}

/** Sets or with 0 deletes an attribute that stands for a field. */
export function func_setattr(op: u64, name: u64, value: u64): Setting {
  const index = field_of(name);
  if (index === FIELDS) return Setting.ABSENT;
  if (!may_hold(index, value)) return Setting.FAILED;
  const fallback = index === FUNC_DOC && value === 0 ? Py_None() : value;
  const item = index === FUNC_DEFAULTS && value === Py_None() ? 0 : fallback;
  const old = get_field(op, index);
  Py_XINCREF(item);
  set_field(op, index, item);
  Py_XDECREF(old);
  return Setting.DONE;
}

/** What the setter of a field insists on; false with a TypeError. */
function may_hold(index: u64, value: u64): bool {
  const type = value === 0 ? Ty.NONE : Py_TYPE(value);
  switch (<u32>index) {
    case <u32>FUNC_NAME:
      return insist(type === Ty.str, "__name__ must be set to a string object");
    case <u32>FUNC_CODE:
      return insist(type === Ty.code, "__code__ must be set to a code object");
    case <u32>FUNC_DEFAULTS:
      return insist(
        value === 0 || value === Py_None() || type === Ty.tuple,
        "__defaults__ must be set to a tuple object",
      );
    case <u32>FUNC_DICT:
      if (value === 0) return insist(false, "function's dictionary may not be deleted");
      return insist(type === Ty.dict, "setting function's dictionary to a non-dict");
    case <u32>FUNC_GLOBALS:
    case <u32>FUNC_CLOSURE:
      return insist(false, "readonly attribute");
    default:
      return true;
  }
}

function insist(fine: bool, message: string): bool {
  if (!fine) PyErr_SetString(Ty.TypeError, message);
  return fine;
}

/** tp_call: the general way to call a Python function. */
export function function_call(func: u64, args: u64, kwargs: u64): u64 {
  enter(Fn.function_call);
  retire(Seg.function_call__call);
  const result = PyEval_EvalCodeEx(
    get_field(func, FUNC_CODE),
    get_field(func, FUNC_GLOBALS),
    args,
    kwargs,
    get_field(func, FUNC_DEFAULTS),
  );
  leave();
  return result;
}
