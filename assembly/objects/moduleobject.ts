/** Modules (Objects/moduleobject.c): an object with a dictionary. */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { text_add, text_mark } from "../base/text";
import { enter, leave, retire } from "../meter/ledger";
import {
  PyObject_GC_Del,
  _PyObject_GC_Malloc,
  _PyObject_GC_TRACK,
  _PyObject_GC_UNTRACK,
} from "../modules/gcmodule/gcmodule";
import { PyDict_GetItemString, PyDict_New, PyDict_SetItemString } from "./dictobject/dictobject";
import { PyObject_INIT, Py_DECREF, get_field, head_bytes, set_field } from "./object/refcount";
import {
  PyString_FromString,
  PyString_FromText,
  text_add_string,
} from "./stringobject/stringobject";

export const MD_DICT: u64 = 0;

/** A module called `name` with nothing but its name in it. */
export function new_module(name: string): u64 {
  const dict = PyDict_New();
  const text = PyString_FromString(name);
  PyDict_SetItemString(dict, "__name__", text);
  Py_DECREF(text);
  return module_of_dict(dict);
}

/** A module around an existing dictionary, whose reference it takes over. */
export function module_of_dict(dict: u64): u64 {
  const op = _PyObject_GC_Malloc(head_bytes() + 8);
  PyObject_INIT(op, Ty.module);
  set_field(op, MD_DICT, dict);
  _PyObject_GC_TRACK(op);
  return op;
}

/** The dictionary of a module, borrowed. */
export function module_dict(op: u64): u64 {
  return get_field(op, MD_DICT);
}

/** The dictionary of a module, borrowed, as C asks for it (Objects/moduleobject.c). */
export function PyModule_GetDict(op: u64): u64 {
  enter(Fn.PyModule_GetDict);
  retire(Seg.PyModule_GetDict__dict);
  leave();
  return module_dict(op);
}

export function PyModule_dealloc(op: u64): void {
  enter(Fn.module_dealloc);
  retire(Seg.module_dealloc__drop);
  _PyObject_GC_UNTRACK(op);
  Py_DECREF(module_dict(op));
  PyObject_GC_Del(op);
  leave();
}

/** <module 'sys' (built-in)>. */
export function module_repr(op: u64): u64 {
  const mark = text_mark();
  text_add("<module '");
  text_add_string(PyDict_GetItemString(module_dict(op), "__name__"));
  text_add("' (built-in)>");
  return PyString_FromText(mark);
}
