/**
 * Attributes (Objects/object.c: PyObject_GetAttr, PyObject_GenericGetAttr; Objects/typeobject.c:
 * _PyType_Lookup with its method cache). Types have methods as rows of the method table; modules and
 * exceptions have a few attributes of their own.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { PyErr_Clear, PyErr_Occurred, PyErr_SetText } from "../../interp/errors";
import { load64, store64 } from "../../kernel/words";
import { enter, enter_slow, leave, retire } from "../../meter/ledger";
import { library_no_attribute } from "../../modules/multiprocessing/protocols";
import { method_get, method_of_type } from "../descrobject";
import { PyDict_GetItem, PyDict_New } from "../dictobject/dictobject";
import { PyDict_GetItem_type } from "../dictobject/elsewhere";
import { kept_hash } from "../dictobject/lookdict";
import { find_method } from "../methods";
import { Py_None } from "../singletons";
import {
  PyString_FromString,
  PyString_InternFromString,
  is_interned,
  text_add_string,
} from "../stringobject/stringobject";
import { string_is } from "../stringobject/text";
import { ready_for_lookup } from "../ready";
import { base_of, short_type_name, type_at, type_name, type_object } from "../types";
import { _PyObject_GetDictPtr, own_attribute } from "./own_attributes";
import { Py_DECREF, Py_INCREF, Py_TYPE, Py_XDECREF } from "./refcount";
import { refuse_unmodelled } from "./unmodelled";

/** Entries of the method cache (Objects/typeobject.c: MCACHE_SIZE_EXP 10). */
const MCACHE_SIZE: u32 = 1024;

/** type, name, row + 1: 24 bytes. */
const cache_at: usize = memory.data(24 * 1024, 8);

const TYPES_MAX: usize = 256;
/** 1 for a type that has a version tag. */
const tagged_at: usize = memory.data(256, 8);

export function attributes_reset(): void {
  tag_start_up_types();
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

/** The attribute of a constant name: a new reference, or 0 with an AttributeError. */
export function PyObject_GetAttrString(o: u64, literal: string): u64 {
  enter(Fn.PyObject_GetAttrString);
  retire(Seg.PyObject_GetAttrString__intern);
  const name = PyString_InternFromString(literal);
  const result = PyObject_GetAttr(o, name);
  Py_DECREF(name);
  leave();
  return result;
}

export function PyObject_HasAttrString(o: u64, literal: string): bool {
  enter(Fn.PyObject_HasAttrString);
  retire(Seg.PyObject_HasAttrString__ask);
  const found = PyObject_GetAttrString(o, literal);
  Py_XDECREF(found);
  if (found === 0) PyErr_Clear();
  leave();
  return found !== 0;
}

function getattr_by_type(o: u64, name: u64, type: Ty): u64 {
  if (type === Ty.type) return type_getattro(o, name);
  return PyObject_GenericGetAttr(o, name, type);
}

/** No type has both a method and another attribute of one name, and none with methods has a dictionary. */
function PyObject_GenericGetAttr(o: u64, name: u64, type: Ty): u64 {
  enter(Fn._PyObject_GenericGetAttrWithDict);
  retire(Seg._PyObject_GenericGetAttrWithDict__look_up);
  ready_for_lookup(type);
  const row = _PyType_Lookup(type, name);
  let result: u64 = 0;
  if (row !== 0) {
    retire(Seg._PyObject_GenericGetAttrWithDict__descriptor);
    result = method_get(row - 1, o);
  } else {
    result = from_dict(o, name, type);
    if (result === 0) result = own_attribute(o, name, type);
    if (result === 0 && !PyErr_Occurred() && !library_no_attribute(o, name, type)) {
      no_attribute(type, name);
    }
  }
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

/** What the object's own dictionary has, or the dictionary itself: a new reference, or 0. */
function from_dict(o: u64, name: u64, type: Ty): u64 {
  const pointer = _PyObject_GetDictPtr(o, type);
  if (pointer === 0) return 0;
  if (string_is(name, "__dict__")) return own_dict(pointer);
  const dict = load64(pointer);
  if (dict === 0) return 0;
  retire(Seg._PyObject_GenericGetAttrWithDict__instance_dict);
  const found = PyDict_GetItem(dict, name);
  if (found !== 0) Py_INCREF(found);
  return found;
}

/** o.__dict__, made when it is asked for: a new reference. */
function own_dict(pointer: u64): u64 {
  if (load64(pointer) === 0) store64(pointer, PyDict_New());
  const dict = load64(pointer);
  Py_INCREF(dict);
  return dict;
}

/** Index + 1 of the method table's row for `name` of `type`, 0 for none. */
export function _PyType_Lookup(type: Ty, name: u64): u32 {
  enter(Fn._PyType_Lookup);
  ready_for_lookup(type);
  const slot = <u32>(((name >> 3) * 31 + <u64>type * 97) & <u64>(MCACHE_SIZE - 1));
  const at = cache_at + <usize>slot * 24;
  let row: u32;
  if (load<u64>(at) === <u64>type && load<u64>(at, 8) === name) {
    retire(Seg._PyType_Lookup__cached);
    row = <u32>load<u64>(at, 16);
  } else {
    retire(Seg._PyType_Lookup__search);
    row = find_inherited(type, name);
    if (is_interned(name)) {
      retire(Seg._PyType_Lookup__remember);
      assign_version_tag(type);
      remember(at, type, name, row);
    }
  }
  leave();
  return row;
}

/** The row in the type or the nearest of its bases; the dictionary of each is asked. */
function find_inherited(type: Ty, name: u64): u32 {
  let row: u32 = 0;
  let found = false;
  for (let at = type; !found && at !== Ty.NONE; at = base_of(at)) {
    row = find_method(at, name);
    found = row !== 0 || (at === Ty.object && string_is(name, "__class__"));
    retire(Seg._PyType_Lookup__class);
    PyDict_GetItem_type(at, kept_hash(name), found);
  }
  return row;
}

/** A type has a tag once something was looked up in it; its bases have theirs before it. */
function assign_version_tag(type: Ty): void {
  const at = tagged_at + <usize>type;
  const tagged = load<u8>(at) !== 0;
  if (tagged) enter(Fn.assign_version_tag);
  else enter_slow(Fn.assign_version_tag);
  if (tagged) retire(Seg.assign_version_tag__valid);
  else {
    store<u8>(at, 1);
    retire(Seg.assign_version_tag__new);
    if (base_of(type) !== Ty.NONE) assign_version_tag(base_of(type));
  }
  leave();
}

/** Types in which the start-up looked something up, by what start-dicts.json recorded. */
function tag_start_up_types(): void {
  memory.fill(tagged_at, 0, TYPES_MAX);
  tag(Ty.object);
  tag(Ty.type);
  tag(Ty.str);
  tag(Ty.tuple);
  tag(Ty.dict);
  tag(Ty.file);
  tag(Ty.module);
  tag(Ty.BaseException);
  tag(Ty.Exception);
  tag(Ty.StandardError);
  tag(Ty.LookupError);
  tag(Ty.EnvironmentError);
  tag(Ty.IOError);
  tag(Ty.ImportError);
  tag(Ty.SystemError);
}

function tag(type: Ty): void {
  store<u8>(tagged_at + <usize>type, 1);
}

/** What the start-up looked up is in the cache when the module's code starts. */
export function cache_start_up_methods(): void {
  remember_method(Ty.type, "__subclasscheck__");
  remember_method(Ty.str, "join");
}

function remember_method(type: Ty, literal: string): void {
  const name = PyString_InternFromString(literal);
  _PyType_Lookup(type, name);
  Py_DECREF(name);
}

/** An AttributeError about an instance. */
export function no_attribute(type: Ty, name: u64): void {
  refuse_unmodelled(type, name);
  const mark = text_mark();
  text_add("'");
  text_add(type_name(type));
  text_add("' object has no attribute '");
  text_add_string(name);
  text_add("'");
  PyErr_SetText(Ty.AttributeError, mark);
}

/** int.__name__; list.append, which is not bound; dict.fromkeys, which is bound to the type. */
function type_getattro(o: u64, name: u64): u64 {
  enter(Fn.type_getattro);
  retire(Seg.type_getattro__look_up);
  const type = type_at(o);
  let result: u64 = 0;
  const row = _PyType_Lookup(type, name);
  if (row !== 0) {
    retire(Seg.type_getattro__method);
    result = method_of_type(row - 1, type);
  } else result = type_attribute(type, name);
  if (result === 0) {
    refuse_unmodelled(type, name);
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

/** A new reference, or 0 for another name. */
function type_attribute(type: Ty, name: u64): u64 {
  if (string_is(name, "__name__")) {
    return PyString_FromString(type === Ty.array ? "array" : short_type_name(type));
  }
  if (string_is(name, "__module__")) {
    if (type >= FIRST_EXCEPTION) return PyString_FromString("exceptions");
    return PyString_FromString(type === Ty.array ? "array" : "__builtin__");
  }
  let found: u64 = 0;
  if (string_is(name, "__class__")) found = type_object(Ty.type);
  else if (string_is(name, "__base__")) {
    found = type === Ty.object ? Py_None() : type_object(base_of(type));
  }
  if (found !== 0) Py_INCREF(found);
  return found;
}
