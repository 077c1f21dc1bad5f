/** Setting and deleting attributes (Objects/object.c: PyObject_SetAttr, PyObject_GenericSetAttr). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import {
  PyErr_ExceptionMatches,
  PyErr_SetObject,
  PyErr_SetString,
  PyErr_SetText,
} from "../../interp/errors";
import { load64, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import { is_library } from "../../modules/multiprocessing/objects";
import { library_setattr } from "../../modules/multiprocessing/protocols";
import { PyDict_DelItem, PyDict_New, PyDict_SetItem } from "../dictobject/dictobject";
import { exception_setattr } from "../exceptions";
import { file_setattr } from "../fileobject";
import { func_setattr } from "../funcobject";
import { text_add_string } from "../stringobject/stringobject";
import { string_is } from "../stringobject/text";
import { type_at, type_name } from "../types";
import { _PyType_Lookup, no_attribute } from "./attributes";
import { _PyObject_GetDictPtr, own_attribute } from "./own_attributes";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "./refcount";
import { Setting } from "./setting";

/** o.name = value, or del o.name where value is 0; 0, or -1 with an exception. */
export function PyObject_SetAttr(o: u64, name: u64, value: u64): i32 {
  enter(Fn.PyObject_SetAttr);
  retire(Seg.PyObject_SetAttr__call_slot);
  const type = Py_TYPE(o);
  let status: i32 = -1;
  if (type === Ty.type) {
    const mark = text_mark();
    text_add("can't set attributes of built-in/extension type '");
    text_add(type_name(type_at(o)));
    text_add("'");
    PyErr_SetText(Ty.TypeError, mark);
  } else status = _PyObject_GenericSetAttrWithDict(o, name, value, type);
  leave();
  return status;
}

/** What the type itself knows comes first, then the object's own dictionary, made when it is needed. */
function _PyObject_GenericSetAttrWithDict(o: u64, name: u64, value: u64, type: Ty): i32 {
  enter(Fn._PyObject_GenericSetAttrWithDict);
  retire(Seg._PyObject_GenericSetAttrWithDict__look_up);
  const row = _PyType_Lookup(type, name);
  const setting = set_by_type(o, name, value, type);
  let status: i32 = setting === Setting.DONE ? 0 : -1;
  if (setting === Setting.ABSENT) {
    const pointer = _PyObject_GetDictPtr(o, type);
    if (pointer !== 0) status = set_in_dict(pointer, name, value);
    else if (row !== 0) read_only(type, name);
    else cannot_set(o, name, type);
  }
  leave();
  return status;
}

function set_by_type(o: u64, name: u64, value: u64, type: Ty): Setting {
  if (string_is(name, "__class__")) {
    PyErr_SetString(Ty.TypeError, "__class__ assignment: only for heap types");
    return Setting.FAILED;
  }
  if (type === Ty.function_) return func_setattr(o, name, value);
  if (type === Ty.file) return file_setattr(o, name, value);
  if (is_library(type)) return library_setattr(o, name, value, type);
  return type >= FIRST_EXCEPTION ? exception_setattr(o, name, value) : Setting.ABSENT;
}

function set_in_dict(pointer: u64, name: u64, value: u64): i32 {
  let dict = load64(pointer);
  if (dict === 0 && value !== 0) {
    retire(Seg._PyObject_GenericSetAttrWithDict__new_dict);
    dict = PyDict_New();
    store64(pointer, dict);
  }
  let status: i32 = -1;
  if (dict === 0) PyErr_SetObject(Ty.AttributeError, name);
  else {
    retire(Seg._PyObject_GenericSetAttrWithDict__own_dict);
    Py_INCREF(dict);
    if (value === 0) status = PyDict_DelItem(dict, name);
    else status = PyDict_SetItem(dict, name, value);
    if (status < 0 && PyErr_ExceptionMatches(Ty.KeyError)) {
      PyErr_SetObject(Ty.AttributeError, name);
    }
    Py_DECREF(dict);
  }
  return status;
}

/** An attribute that can be read but not set, or one that there is not. */
function cannot_set(o: u64, name: u64, type: Ty): void {
  const found = own_attribute(o, name, type);
  if (found === 0) {
    no_attribute(type, name);
    return;
  }
  Py_DECREF(found);
  if (is_member(type)) PyErr_SetString(Ty.TypeError, "readonly attribute");
  else {
    const mark = text_mark();
    text_add("attribute '");
    text_add_string(name);
    text_add("' of '");
    text_add(type_name(type));
    text_add("' objects is not writable");
    PyErr_SetText(Ty.AttributeError, mark);
  }
}

/** Types whose attributes are members of the C structure; the others compute them. */
function is_member(type: Ty): bool {
  return type === Ty.code || type === Ty.slice || type === Ty.traceback || type === Ty.frame;
}

function read_only(type: Ty, name: u64): void {
  const mark = text_mark();
  text_add("'");
  text_add(type_name(type));
  text_add("' object attribute '");
  text_add_string(name);
  text_add("' is read-only");
  PyErr_SetText(Ty.AttributeError, mark);
}
