/** PyObject_IsTrue and PyObject_Hash (Objects/object.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { PyErr_SetText } from "../../interp/errors";
import { library_has_items, library_length } from "../../modules/multiprocessing/protocols";
import { enter, leave, retire } from "../../meter/ledger";
import { array_length } from "../../modules/arraymodule";
import { PyDict_Size } from "../dictobject/dictobject";
import { PyFloat_AS_DOUBLE, float_hash, float_nonzero } from "../floatobject/floatobject";
import { int_hash, int_nonzero } from "../intobject/arithmetic";
import { long_hash, long_nonzero } from "../longobject";
import { range_length } from "../rangeobject";
import { Py_False, Py_None, Py_True } from "../singletons";
import { slice_hash } from "../sliceobject";
import { string_hash } from "../stringobject/hash";
import { tuplehash } from "../tupleobject/tupleobject";
import { type_name } from "../types";
import { Py_SIZE, Py_TYPE } from "./refcount";

/** 1, 0, or -1 with an exception. */
export function PyObject_IsTrue(v: u64): i32 {
  enter(Fn.PyObject_IsTrue);
  let result: i32;
  if (v === Py_True()) {
    retire(Seg.PyObject_IsTrue__true);
    result = 1;
  } else if (v === Py_False()) {
    retire(Seg.PyObject_IsTrue__false);
    result = 0;
  } else if (v === Py_None()) {
    retire(Seg.PyObject_IsTrue__none);
    result = 0;
  } else result = truth_by_type(v, Py_TYPE(v));
  leave();
  return result;
}

/** nb_nonzero, else mp_length, else sq_length, else true. */
function truth_by_type(v: u64, type: Ty): i32 {
  switch (type) {
    case Ty.int:
      retire(Seg.PyObject_IsTrue__nb_nonzero);
      return int_nonzero(v);
    case Ty.float:
      retire(Seg.PyObject_IsTrue__nb_nonzero_float);
      return float_nonzero(v);
    case Ty.long:
      retire(Seg.PyObject_IsTrue__nb_nonzero_long);
      return long_nonzero(v);
    case Ty.dict:
      retire(Seg.PyObject_IsTrue__mp_length);
      return PyDict_Size(v) > 0 ? 1 : 0;
    case Ty.str:
    case Ty.list:
    case Ty.tuple:
      retire(Seg.PyObject_IsTrue__mp_length_var_object);
      return Py_SIZE(v) > 0 ? 1 : 0;
    case Ty.xrange:
      retire(Seg.PyObject_IsTrue__sq_length);
      return range_length(v) > 0 ? 1 : 0;
    case Ty.array:
      retire(Seg.PyObject_IsTrue__sq_length_array);
      return array_length(v) > 0 ? 1 : 0;
    default:
      if (library_has_items(type)) {
        retire(Seg.PyObject_IsTrue__sq_length_library);
        return library_length(v) > 0 ? 1 : 0;
      }
      retire(Seg.PyObject_IsTrue__no_slot);
      return 1;
  }
}

/** hash(v), or -1 with a TypeError for what cannot be hashed. */
export function PyObject_Hash(v: u64): i64 {
  enter(Fn.PyObject_Hash);
  retire(Seg.PyObject_Hash__call_slot);
  const result = hash_by_type(v, Py_TYPE(v));
  leave();
  return result;
}

function hash_by_type(v: u64, type: Ty): i64 {
  switch (type) {
    case Ty.str:
      return string_hash(v);
    case Ty.int:
    case Ty.bool:
      return int_hash(v);
    case Ty.float:
      return float_hash(PyFloat_AS_DOUBLE(v));
    case Ty.long:
      return long_hash(v);
    case Ty.tuple:
      return tuplehash(v);
    case Ty.list:
    case Ty.dict:
    case Ty.array:
    case Ty.ctypes_array:
      return PyObject_HashNotImplemented(type);
    case Ty.slice:
      return slice_hash();
    default:
      return _Py_HashPointer(v);
  }
}

/** The hash of an object that has none. */
function PyObject_HashNotImplemented(type: Ty): i64 {
  enter(Fn.PyObject_HashNotImplemented);
  retire(Seg.PyObject_HashNotImplemented__raise);
  const mark = text_mark();
  text_add("unhashable type: '");
  text_add(type_name(type));
  text_add("'");
  PyErr_SetText(Ty.TypeError, mark);
  leave();
  return -1;
}

/** Bottom bits of an address are always zero: they go to the top. */
export function _Py_HashPointer(p: u64): i64 {
  enter(Fn._Py_HashPointer);
  retire(Seg._Py_HashPointer__rotate);
  const rotated = <i64>rotr<u64>(p, 4);
  leave();
  return rotated === -1 ? -2 : rotated;
}
