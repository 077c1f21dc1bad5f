/** PyObject_Call (Objects/abstract.c) and type_call (Objects/typeobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { FIRST_EXCEPTION, Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_add, text_mark } from "../../base/text";
import { PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { Py_EnterRecursiveCall, Py_LeaveRecursiveCall } from "../../interp/recursion";
import { text_add_type_name } from "../../modules/multiprocessing/protocols";
import { enter, leave, retire } from "../../meter/ledger";
import { array_new } from "../../modules/arraymodule";
import { bool_new } from "../boolobject";
import { methoddescr_call } from "../descrobject";
import { PyDict_Size, dict_new } from "../dictobject/dictobject";
import { enum_new, reversed_new } from "../enumobject";
import { exception_call } from "../exceptions";
import { float_new } from "../floatobject/floatobject";
import { function_call } from "../funcobject";
import { int_new } from "../intobject/arithmetic";
import { list_new } from "../listobject/extend";
import { long_new } from "../longobject";
import { PyCFunction_Call } from "../methodobject";
import { object_new } from "../object/plain";
import { Py_INCREF, Py_TYPE } from "../object/refcount";
import { range_new } from "../rangeobject";
import { slice_new } from "../sliceobject";
import { string_new } from "../stringobject/stringobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE, tuple_new } from "../tupleobject/tupleobject";
import { type_at, type_name, type_object } from "../types";

/** func(*args, **kwargs): a new reference, or 0 with an exception. `kwargs` may be 0. */
export function PyObject_Call(func: u64, args: u64, kwargs: u64): u64 {
  enter(Fn.PyObject_Call);
  retire(Seg.PyObject_Call__call_slot);
  let result: u64 = 0;
  if (!Py_EnterRecursiveCall(" while calling a Python object")) {
    result = call_by_type(func, args, kwargs);
    Py_LeaveRecursiveCall();
  }
  leave();
  return result;
}

function call_by_type(func: u64, args: u64, kwargs: u64): u64 {
  const type = Py_TYPE(func);
  if (type === Ty.builtin_function_or_method) return PyCFunction_Call(func, args, kwargs);
  if (type === Ty.function_) return function_call(func, args, kwargs);
  if (type === Ty.type) return type_call(type_at(func), args, kwargs);
  if (type === Ty.method_descriptor) return methoddescr_call(func, args, kwargs);
  const mark = text_mark();
  text_add("'");
  text_add_type_name(func);
  text_add("' object is not callable");
  PyErr_SetText(Ty.TypeError, mark);
  return 0;
}

/** A type called as a function. */
function type_call(type: Ty, args: u64, kwargs: u64): u64 {
  enter(Fn.type_call);
  retire(Seg.type_call__new_and_init);
  const result = new_of_type(type, args, kwargs);
  leave();
  return result;
}

function new_of_type(type: Ty, args: u64, kwargs: u64): u64 {
  if (type >= FIRST_EXCEPTION) return exception_call(type, args, kwargs);
  switch (type) {
    case Ty.type:
      return type_of(args, kwargs);
    case Ty.int:
      return int_new(args, kwargs);
    case Ty.bool:
      return bool_new(args, kwargs);
    case Ty.long:
      return long_new(args, kwargs);
    case Ty.float:
      return float_new(args, kwargs);
    case Ty.str:
      return string_new(args, kwargs);
    case Ty.list:
      return list_new(args, kwargs);
    case Ty.tuple:
      return tuple_new(args, kwargs);
    case Ty.dict:
      return dict_new(args, kwargs);
    case Ty.xrange:
      return range_new(args, kwargs);
    case Ty.enumerate:
      return enum_new(args, kwargs);
    case Ty.reversed:
      return reversed_new(args, kwargs);
    case Ty.array:
      return array_new(args, kwargs);
    case Ty.slice:
      return slice_new(args);
    case Ty.object:
      return object_new(args, kwargs);
    default:
      return cannot_create(type);
  }
}

/** type(x). */
function type_of(args: u64, kwargs: u64): u64 {
  const size = PyTuple_GET_SIZE(args);
  if (size === 1 && (kwargs === 0 || PyDict_Size(kwargs) === 0)) {
    const found = type_object(Py_TYPE(PyTuple_GET_ITEM(args, 0)));
    Py_INCREF(found);
    return found;
  }
  if (size === 3) not_simulated("a class made by calling type()");
  const mark = text_mark();
  text_add("type() takes 1 or 3 arguments");
  PyErr_SetText(Ty.TypeError, mark);
  return 0;
}

function cannot_create(type: Ty): u64 {
  if (type === Ty.basestring) {
    PyErr_SetString(Ty.TypeError, "The basestring type cannot be instantiated");
    return 0;
  }
  if (type >= Ty.unicode && type <= Ty.super_) not_simulated(type_name(type));
  const mark = text_mark();
  text_add("cannot create '");
  text_add(type_name(type));
  text_add("' instances");
  PyErr_SetText(Ty.TypeError, mark);
  return 0;
}
