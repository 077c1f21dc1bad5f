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
import { enter, leave, retire } from "../meter/ledger";
import {
  PyObject_GC_Del,
  _PyObject_GC_Malloc,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../modules/gcmodule/gcmodule";
import { CO_CONSTS, CO_NAME } from "./codeobject";
import { PyDict_GetItem } from "./dictobject/dictobject";
import { PyString_InternFromString } from "./stringobject/stringobject";
import {
  PyObject_INIT,
  Py_DECREF,
  Py_INCREF,
  Py_TYPE,
  Py_XDECREF,
  Py_XINCREF,
  get_field,
  head_bytes,
  set_field,
} from "./object/refcount";
import { Py_None } from "./singletons";
import { string_is } from "./stringobject/text";
import { PyString_FromText, text_add_string } from "./stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject/tupleobject";

export const FUNC_CODE: u64 = 0;
export const FUNC_GLOBALS: u64 = 1;
export const FUNC_DEFAULTS: u64 = 2;
const FUNC_CLOSURE: u64 = 3;
const FUNC_DOC: u64 = 4;
const FUNC_NAME: u64 = 5;
const FUNC_DICT: u64 = 6;
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
  const op = _PyObject_GC_Malloc(head_bytes() + FIELDS * 8);
  PyObject_INIT(op, Ty.function_);
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

/** f.__name__, f.__doc__, f.__module__, f.func_defaults ...: a new reference, or 0 for another name. */
export function func_getattr(op: u64, name: u64): u64 {
  let found: u64 = 0;
  if (string_is(name, "__name__") || string_is(name, "func_name")) found = get_field(op, FUNC_NAME);
  else if (string_is(name, "__doc__") || string_is(name, "func_doc")) {
    found = get_field(op, FUNC_DOC);
  } else if (string_is(name, "__module__")) found = get_field(op, FUNC_MODULE);
  else if (string_is(name, "func_code") || string_is(name, "__code__")) {
    found = get_field(op, FUNC_CODE);
  } else if (string_is(name, "func_defaults") || string_is(name, "__defaults__")) {
    found = get_field(op, FUNC_DEFAULTS);
    if (found === 0) found = Py_None();
  }
  Py_XINCREF(found);
  return found;
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
