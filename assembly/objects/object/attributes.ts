/**
 * Attributes (Objects/object.c: PyObject_GetAttr, PyObject_GenericGetAttr; Objects/typeobject.c:
 * _PyType_Lookup with its method cache). Types have methods as rows of the method table; modules and
 * exceptions have a few attributes of their own.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { PyErr_SetText } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { array_getattr } from "../../modules/arraymodule";
import { PyDict_GetItem, PyDict_SetItem, PyDict_DelItem } from "../dictobject/dictobject";
import { exception_args, exception_message, exit_code } from "../exceptions";
import { func_getattr } from "../funcobject";
import { PyCFunction_NewEx } from "../methodobject";
import { find_method } from "../methods";
import { module_dict } from "../moduleobject";
import { string_is } from "../stringobject/text";
import { PyString_FromString, is_interned, text_add_string } from "../stringobject/stringobject";
import { type_at, type_name } from "../types";
import { Py_INCREF, Py_TYPE, Py_XDECREF } from "./refcount";

/** Entries of the method cache (Objects/typeobject.c: MCACHE_SIZE_EXP 10). */
const MCACHE_SIZE: u32 = 1024;

/** type, name, row + 1: 24 bytes. */
const cache_at: usize = memory.data(24 * 1024, 8);

export function attributes_reset(): void {
  memory.fill(cache_at, 0, 24 * 1024);
}

/** o.name: a new reference, or 0 with an AttributeError. */
export function PyObject_GetAttr(o: u64, name: u64): u64 {
  enter(Fn.PyObject_GetAttr);
  retire(Seg.PyObject_GetAttr__call_slot);
  const result = getattr_by_type(o, name, Py_TYPE(o));
  leave();
  return result;
}

function getattr_by_type(o: u64, name: u64, type: Ty): u64 {
  if (type === Ty.array) {
    const own = array_getattr(o, name);
    if (own !== 0) return own;
  }
  if (type === Ty.function_) {
    const own = func_getattr(o, name);
    if (own !== 0) return own;
  }
  if (type === Ty.type) return type_getattro(o, name);
  return PyObject_GenericGetAttr(o, name, type);
}

function PyObject_GenericGetAttr(o: u64, name: u64, type: Ty): u64 {
  enter(Fn._PyObject_GenericGetAttrWithDict);
  retire(Seg._PyObject_GenericGetAttrWithDict__look_up);
  const row = _PyType_Lookup(type, name);
  let result: u64 = 0;
  if (row !== 0) {
    retire(Seg._PyObject_GenericGetAttrWithDict__descriptor);
    result = method_get(row - 1, o);
  } else result = own_attribute(o, name, type);
  if (result === 0) no_attribute(type, name);
  leave();
  return result;
}

/** Fills a slot of the cache, which holds a reference to the name as long as it stands there. */
function remember(at: usize, type: Ty, name: u64, row: u32): void {
  const old = load<u64>(at, 8);
  Py_INCREF(name);
  store<u64>(at, <u64>type);
  store<u64>(at, name, 8);
  store<u64>(at, row, 16);
  Py_XDECREF(old);
}

/** method_descriptor.__get__: a built-in method bound to `o`. */
function method_get(row: u32, o: u64): u64 {
  enter(Fn.method_get);
  retire(Seg.method_get__bind);
  const result = PyCFunction_NewEx(row, o, 0);
  leave();
  return result;
}

/** Index + 1 of the method table's row for `name` of `type`, 0 for none. */
function _PyType_Lookup(type: Ty, name: u64): u32 {
  enter(Fn._PyType_Lookup);
  const slot = <u32>(((name >> 3) * 31 + <u64>type * 97) & <u64>(MCACHE_SIZE - 1));
  const at = cache_at + <usize>slot * 24;
  let row: u32;
  if (load<u64>(at) === <u64>type && load<u64>(at, 8) === name) {
    retire(Seg._PyType_Lookup__cached);
    row = <u32>load<u64>(at, 16);
  } else {
    retire(Seg._PyType_Lookup__search);
    row = find_method(type, name);
    if (is_interned(name)) remember(at, type, name, row);
  }
  leave();
  return row;
}

/** Attributes that are not methods: a new reference, or 0 where there is none. */
function own_attribute(o: u64, name: u64, type: Ty): u64 {
  let found: u64 = 0;
  if (type === Ty.module) {
    retire(Seg._PyObject_GenericGetAttrWithDict__instance_dict);
    found = PyDict_GetItem(module_dict(o), name);
  } else if (type >= FIRST_EXCEPTION) {
    if (string_is(name, "args")) found = exception_args(o);
    else if (string_is(name, "message")) found = exception_message(o);
    else if (type === Ty.SystemExit && string_is(name, "code")) found = exit_code(o);
  }
  if (found !== 0) Py_INCREF(found);
  return found;
}

function no_attribute(type: Ty, name: u64): void {
  const mark = text_mark();
  text_add("'");
  text_add(type_name(type));
  text_add("' object has no attribute '");
  text_add_string(name);
  text_add("'");
  PyErr_SetText(Ty.AttributeError, mark);
}

/** int.__name__; methods of types (list.append) are not bound. */
function type_getattro(o: u64, name: u64): u64 {
  enter(Fn.type_getattro);
  retire(Seg.type_getattro__look_up);
  const type = type_at(o);
  let result: u64 = 0;
  const row = type === Ty.dict && string_is(name, "fromkeys") ? find_method(type, name) : 0;
  // A class method is bound to the type itself.
  if (row !== 0) result = PyCFunction_NewEx(row - 1, o, 0);
  else if (string_is(name, "__name__")) result = PyString_FromString(type_name(type));
  else {
    const mark = text_mark();
    text_add("type object '");
    text_add(type_name(type));
    text_add("' has no attribute '");
    text_add_string(name);
    text_add("'");
    PyErr_SetText(Ty.AttributeError, mark);
  }
  leave();
  return result;
}

/** o.name = value, or del o.name where value is 0; 0, or -1 with an exception. */
export function PyObject_SetAttr(o: u64, name: u64, value: u64): i32 {
  enter(Fn.PyObject_SetAttr);
  retire(Seg.PyObject_SetAttr__call_slot);
  const type = Py_TYPE(o);
  let status: i32 = -1;
  if (type === Ty.module) {
    if (value !== 0) status = PyDict_SetItem(module_dict(o), name, value);
    else status = PyDict_DelItem(module_dict(o), name);
  } else if (type !== Ty.type && _PyType_Lookup(type, name) !== 0) {
    const mark = text_mark();
    text_add("'");
    text_add(type_name(type));
    text_add("' object attribute '");
    text_add_string(name);
    text_add("' is read-only");
    PyErr_SetText(Ty.AttributeError, mark);
  } else if (type === Ty.type) {
    const mark = text_mark();
    text_add("can't set attributes of built-in/extension type '");
    text_add(type_name(type_at(o)));
    text_add("'");
    PyErr_SetText(Ty.TypeError, mark);
  } else no_attribute(type, name);
  leave();
  return status;
}
