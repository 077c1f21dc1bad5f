/** PyObject_Repr and PyObject_Str (Objects/object.c): what repr(), str() and print show. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { text_add, text_add_hex, text_mark } from "../../base/text";
import { Py_EnterRecursiveCall, Py_LeaveRecursiveCall } from "../../interp/recursion";
import { is_library } from "../../modules/multiprocessing/objects";
import { library_repr } from "../../modules/multiprocessing/protocols";
import { enter, leave, retire } from "../../meter/ledger";
import { array_repr } from "../../modules/arraymodule";
import { bool_repr } from "../boolobject";
import { code_repr } from "../codeobject";
import { method_repr } from "../descrobject";
import { dict_repr } from "../dictobject/repr";
import { BaseException_repr, BaseException_str } from "../exceptions";
import { file_repr } from "../fileobject";
import { float_repr, float_str } from "../floatobject/floatobject";
import { func_repr } from "../funcobject";
import { int_to_decimal_string } from "../intobject/arithmetic";
import { list_repr } from "../listobject/repr";
import { long_to_decimal_string } from "../longobject";
import { meth_repr } from "../methodobject";
import { module_repr } from "../moduleobject";
import { range_repr } from "../rangeobject";
import { slice_repr } from "../sliceobject";
import { string_repr } from "../stringobject/repr";
import { PyString_FromString, PyString_FromText } from "../stringobject/stringobject";
import { tuplerepr } from "../tupleobject/repr";
import { type_at, type_name } from "../types";
import { Py_INCREF, Py_TYPE } from "./refcount";

/** repr(v): a new str, or 0 with an exception. */
export function PyObject_Repr(v: u64): u64 {
  enter(Fn.PyObject_Repr);
  retire(Seg.PyObject_Repr__call_slot);
  let result: u64 = 0;
  if (!Py_EnterRecursiveCall(" while getting the repr of an object")) {
    result = repr_by_type(v, Py_TYPE(v));
    Py_LeaveRecursiveCall();
  }
  leave();
  return result;
}

/** tp_repr. */
function repr_by_type(v: u64, type: Ty): u64 {
  if (type >= FIRST_EXCEPTION) return BaseException_repr(v);
  switch (type) {
    case Ty.int:
      return int_to_decimal_string(v);
    case Ty.bool:
      return bool_repr(v);
    case Ty.long:
      return long_to_decimal_string(v, true);
    case Ty.float:
      return float_repr(v);
    case Ty.str:
      return string_repr(v);
    case Ty.list:
      return list_repr(v);
    case Ty.tuple:
      return tuplerepr(v);
    case Ty.dict:
      return dict_repr(v);
    case Ty.NoneType:
      return PyString_FromString("None");
    case Ty.NotImplementedType:
      return PyString_FromString("NotImplemented");
    case Ty.ellipsis:
      return PyString_FromString("Ellipsis");
    case Ty.type:
      return type_repr(v);
    case Ty.code:
      return code_repr(v);
    case Ty.function_:
      return func_repr(v);
    case Ty.builtin_function_or_method:
      return meth_repr(v);
    case Ty.method_descriptor:
      return method_repr(v);
    case Ty.module:
      return module_repr(v);
    case Ty.xrange:
      return range_repr(v);
    case Ty.slice:
      return slice_repr(v);
    case Ty.file:
      return file_repr(v);
    case Ty.array:
      return array_repr(v);
    default:
      return is_library(type) ? library_repr(v, type) : object_repr(v, type);
  }
}

/** <type 'int'>, <type 'exceptions.ValueError'>. */
function type_repr(v: u64): u64 {
  enter(Fn.type_repr);
  retire(Seg.type_repr__format);
  const mark = text_mark();
  const type = type_at(v);
  text_add(type === Ty.PicklingError ? "<class '" : "<type '");
  text_add(type_name(type));
  text_add("'>");
  const result = PyString_FromText(mark);
  leave();
  return result;
}

/** <listiterator object at 0x7f...>. */
function object_repr(v: u64, type: Ty): u64 {
  enter(Fn.object_repr);
  retire(Seg.object_repr__format);
  const mark = text_mark();
  text_add("<");
  text_add(type_name(type));
  text_add(" object at 0x");
  text_add_hex(v);
  text_add(">");
  const result = PyString_FromText(mark);
  leave();
  return result;
}

/** str(v): a new reference to a str, or 0 with an exception. */
export function PyObject_Str(v: u64): u64 {
  enter(Fn.PyObject_Str);
  retire(Seg.PyObject_Str__call);
  const result = _PyObject_Str(v);
  leave();
  return result;
}

/** The str of `v`, which is `v` itself for a str. */
export function _PyObject_Str(v: u64): u64 {
  enter(Fn._PyObject_Str);
  const type = Py_TYPE(v);
  let result: u64 = 0;
  if (type === Ty.str) {
    retire(Seg._PyObject_Str__is_str);
    Py_INCREF(v);
    result = v;
  } else {
    retire(Seg._PyObject_Str__call_slot);
    if (!Py_EnterRecursiveCall(" while getting the str of an object")) {
      result = str_by_type(v, type);
      Py_LeaveRecursiveCall();
    }
  }
  leave();
  return result;
}

/** tp_str; most types have object_str, which asks tp_repr. */
function str_by_type(v: u64, type: Ty): u64 {
  if (type >= FIRST_EXCEPTION) return BaseException_str(v);
  if (type === Ty.float) return float_str(v);
  if (type === Ty.int) return int_to_decimal_string(v);
  if (type === Ty.bool) return bool_repr(v);
  if (type === Ty.long) return long_to_decimal_string(v, false);
  enter(Fn.object_str);
  retire(Seg.object_str__ask_repr);
  const result = repr_by_type(v, type);
  leave();
  return result;
}
