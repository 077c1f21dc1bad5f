/** Built-in functions about single objects (Python/bltinmodule.c): repr, hash, id, chr, ord, getattr ... */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_add_byte, text_add_i64, text_mark } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import { PySequence_Tuple } from "../../objects/abstract/sequence_copy";
import { PyEval_CallObjectWithKeywords } from "../../objects/descrobject";
import { none } from "../../objects/listobject/extend";
import { PyObject_GetAttr } from "../../objects/object/attributes";
import { PyObject_SetAttr } from "../../objects/object/set_attributes";
import { truth_object } from "../../objects/object/compare";
import { Py_DECREF, Py_INCREF, Py_SIZE, Py_TYPE, Py_XDECREF } from "../../objects/object/refcount";
import { PyObject_Repr } from "../../objects/object/repr";
import { PyObject_Hash } from "../../objects/object/truth";
import {
  PyString_FromText,
  PyString_InternInPlace,
  string_byte,
} from "../../objects/stringobject/stringobject";
import {
  PyTuple_GET_ITEM,
  PyTuple_GET_SIZE,
  PyTuple_New,
} from "../../objects/tupleobject/tupleobject";
import { type_name } from "../../objects/types";
import { PyErr_Clear, PyErr_ExceptionMatches, PyErr_SetString, PyErr_SetText } from "../errors";
import { r } from "../ceval/state";
import { PyArg_UnpackTuple } from "../getargs";
import { parse_tuple, parsed_long, parsed_object } from "../parse_tuple";

export function builtin_repr(v: u64): u64 {
  enter(Fn.builtin_repr);
  retire(Seg.builtin_repr__call);
  const result = PyObject_Repr(v);
  leave();
  return result;
}

export function builtin_hash(v: u64): u64 {
  enter(Fn.builtin_hash);
  retire(Seg.builtin_hash__call);
  const hash = PyObject_Hash(v);
  const result = hash === -1 ? 0 : PyInt_FromLong(hash);
  leave();
  return result;
}

export function builtin_id(v: u64): u64 {
  enter(Fn.builtin_id);
  retire(Seg.builtin_id__call);
  enter(Fn.PyLong_FromVoidPtr);
  retire(Seg.PyLong_FromVoidPtr__int);
  const result = PyInt_FromLong(<i64>v);
  leave();
  leave();
  return result;
}

/** The caller's global names: a built-in function has no frame of its own. */
export function builtin_globals(): u64 {
  enter(Fn.builtin_globals);
  retire(Seg.builtin_globals__call);
  enter(Fn.PyEval_GetGlobals);
  retire(Seg.PyEval_GetGlobals__frame);
  const globals = r().globals;
  leave();
  Py_INCREF(globals);
  leave();
  return globals;
}

export function builtin_callable(v: u64): u64 {
  enter(Fn.builtin_callable);
  retire(Seg.builtin_callable__check);
  const type = Py_TYPE(v);
  leave();
  return truth_object(is_callable(type));
}

/** tp_call exists. */
function is_callable(type: Ty): bool {
  switch (type) {
    case Ty.function_:
    case Ty.builtin_function_or_method:
    case Ty.type:
    case Ty.method_descriptor:
      return true;
    default:
      return false;
  }
}

export function builtin_chr(args: u64): u64 {
  enter(Fn.builtin_chr);
  retire(Seg.builtin_chr__parse);
  let result: u64 = 0;
  if (parse_tuple(args, "l:chr")) {
    const code = parsed_long(0, 1, 0);
    if (code < 0 || code > 255) PyErr_SetString(Ty.ValueError, "chr() arg not in range(256)");
    else {
      const mark = text_mark();
      text_add_byte(<u8>code);
      result = PyString_FromText(mark);
    }
  }
  leave();
  return result;
}

export function builtin_ord(v: u64): u64 {
  enter(Fn.builtin_ord);
  retire(Seg.builtin_ord__check);
  let result: u64 = 0;
  if (Py_TYPE(v) === Ty.str && Py_SIZE(v) === 1) result = PyInt_FromLong(string_byte(v, 0));
  else {
    const mark = text_mark();
    if (Py_TYPE(v) === Ty.str) {
      text_add("ord() expected a character, but string of length ");
      text_add_i64(Py_SIZE(v));
      text_add(" found");
    } else {
      text_add("ord() expected string of length 1, but ");
      text_add(type_name(Py_TYPE(v)));
      text_add(" found");
    }
    PyErr_SetText(Ty.TypeError, mark);
  }
  leave();
  return result;
}

export function builtin_intern(args: u64): u64 {
  enter(Fn.builtin_intern);
  retire(Seg.builtin_intern__parse);
  let result: u64 = 0;
  if (parse_tuple(args, "S:intern")) {
    result = parsed_object(0);
    Py_INCREF(result);
    result = PyString_InternInPlace(result);
  }
  leave();
  return result;
}

/** The name among the arguments, or 0 with a TypeError. */
function attribute_name(args: u64, message: string): u64 {
  const name = PyTuple_GET_ITEM(args, 1);
  if (Py_TYPE(name) === Ty.str) return name;
  PyErr_SetString(Ty.TypeError, message);
  return 0;
}

export function builtin_getattr(args: u64): u64 {
  enter(Fn.builtin_getattr);
  retire(Seg.builtin_getattr__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "getattr", 2, 3)) {
    const name = attribute_name(args, "getattr(): attribute name must be string");
    if (name !== 0) {
      result = PyObject_GetAttr(PyTuple_GET_ITEM(args, 0), name);
      const fallback = PyTuple_GET_SIZE(args) === 3;
      if (result === 0 && fallback && PyErr_ExceptionMatches(Ty.AttributeError)) {
        PyErr_Clear();
        result = PyTuple_GET_ITEM(args, 2);
        Py_INCREF(result);
      }
    }
  }
  leave();
  return result;
}

export function builtin_hasattr(args: u64): u64 {
  enter(Fn.builtin_hasattr);
  retire(Seg.builtin_hasattr__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "hasattr", 2, 2)) {
    const name = attribute_name(args, "hasattr(): attribute name must be string");
    if (name !== 0) {
      const found = PyObject_GetAttr(PyTuple_GET_ITEM(args, 0), name);
      if (found === 0) PyErr_Clear();
      else Py_DECREF(found);
      result = truth_object(found !== 0);
    }
  }
  leave();
  return result;
}

export function builtin_setattr(args: u64): u64 {
  enter(Fn.builtin_setattr);
  retire(Seg.builtin_setattr__parse);
  let status: i32 = -1;
  if (PyArg_UnpackTuple(args, "setattr", 3, 3)) {
    const target = PyTuple_GET_ITEM(args, 0);
    status = PyObject_SetAttr(target, PyTuple_GET_ITEM(args, 1), PyTuple_GET_ITEM(args, 2));
  }
  leave();
  return status < 0 ? 0 : none();
}

export function builtin_delattr(args: u64): u64 {
  enter(Fn.builtin_delattr);
  retire(Seg.builtin_delattr__parse);
  let status: i32 = -1;
  if (PyArg_UnpackTuple(args, "delattr", 2, 2)) {
    const name = attribute_name(args, "attribute name must be string");
    if (name !== 0) status = PyObject_SetAttr(PyTuple_GET_ITEM(args, 0), name, 0);
  }
  leave();
  return status < 0 ? 0 : none();
}

/** apply(function[, arguments[, keywords]]). */
export function builtin_apply(args: u64): u64 {
  enter(Fn.builtin_apply);
  retire(Seg.builtin_apply__parse);
  let result: u64 = 0;
  if (PyArg_UnpackTuple(args, "apply", 1, 3)) {
    const size = PyTuple_GET_SIZE(args);
    const given = size > 1 ? PySequence_Tuple(PyTuple_GET_ITEM(args, 1)) : PyTuple_New(0);
    const keywords = size > 2 ? PyTuple_GET_ITEM(args, 2) : 0;
    if (keywords !== 0 && Py_TYPE(keywords) !== Ty.dict) {
      PyErr_SetString(Ty.TypeError, "apply() arg 3 expected dictionary");
    } else if (given !== 0) {
      result = PyEval_CallObjectWithKeywords(PyTuple_GET_ITEM(args, 0), given, keywords);
    }
    Py_XDECREF(given);
  }
  leave();
  return result;
}
