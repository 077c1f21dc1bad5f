/** enumerate and reversed (Objects/enumobject.c). */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import {
  PyErr_Clear,
  PyErr_ExceptionMatches,
  PyErr_Occurred,
  PyErr_SetString,
} from "../interp/errors";
import { PyArg_UnpackTuple } from "../interp/getargs";
import { _PyArg_NoKeywords, parse_keywords, parsed_object } from "../interp/parse_tuple";
import { enter, leave, retire } from "../meter/ledger";
import { PyObject_GC_Del, PyObject_GC_UnTrack } from "../modules/gcmodule/gcmodule";
import { PyObject_CallFunctionObjArgs, Special, _PyObject_LookupSpecial } from "./abstract/special";
import { PyObject_GetIter, iternext_slot } from "./abstract/iter";
import { type_error } from "./abstract/number";
import { PyIndex_Check, PyNumber_AsSsize_t } from "./abstract/number";
import { PyObject_Size, PySequence_GetItem, has_len } from "./abstract/sequence";
import { PyInt_FromLong } from "./intobject/intobject";
import { PyType_GenericAlloc } from "./object/generic_alloc";
import { Py_DECREF, Py_INCREF, Py_TYPE, Py_XDECREF, get_field, set_field } from "./object/refcount";
import { Py_None } from "./singletons";
import { Py_REFCNT } from "./object/refcount";
import {
  PyTuple_GET_ITEM,
  PyTuple_New,
  PyTuple_Pack2,
  PyTuple_SET_ITEM,
} from "./tupleobject/tupleobject";

/** enumobject: en_index, en_sit, en_result, en_longindex. */
const EN_INDEX: u64 = 0;
const EN_SIT: u64 = 1;
const EN_RESULT: u64 = 2;
const EN_FIELDS: u64 = 4;

/** reversedobject: index, seq. */
const INDEX: u64 = 0;
const SEQ: u64 = 1;
const FIELDS: u64 = 2;

/** enumerate(sequence, start=0). */
export function enum_new(args: u64, kwargs: u64): u64 {
  enter(Fn.enum_new);
  retire(Seg.enum_new__parse);
  let result: u64 = 0;
  if (parse_keywords(args, kwargs, "O|O:enumerate", "sequence", "start")) {
    result = new_enumerate(parsed_object(0), parsed_object(1));
  }
  leave();
  return result;
}

function new_enumerate(sequence: u64, start: u64): u64 {
  const en = PyType_GenericAlloc(Ty.enumerate, EN_FIELDS);
  let first: i64 = 0;
  if (start !== 0) {
    retire(Seg.enum_new__start);
    if (!PyIndex_Check(start)) type_error("'", start, "' object cannot be interpreted as an index");
    else first = PyNumber_AsSsize_t(start, Ty.OverflowError);
  }
  const it = PyErr_Occurred() ? 0 : PyObject_GetIter(sequence);
  if (it === 0) {
    Py_DECREF(en);
    return 0;
  }
  retire(Seg.enum_new__make);
  set_field(en, EN_INDEX, <u64>first);
  set_field(en, EN_SIT, it);
  set_field(en, EN_RESULT, PyTuple_Pack2(Py_None(), Py_None()));
  return en;
}

export function enum_dealloc(it: u64): void {
  enter(Fn.enum_dealloc);
  retire(Seg.enum_dealloc__delete);
  PyObject_GC_UnTrack(it);
  Py_XDECREF(get_field(it, EN_SIT));
  Py_XDECREF(get_field(it, EN_RESULT));
  PyObject_GC_Del(it);
  leave();
}

/** (index, item): the tuple is used again where nobody else holds it. */
export function enum_next(it: u64): u64 {
  enter(Fn.enum_next);
  retire(Seg.enum_next__ask);
  const item = iternext_slot(get_field(it, EN_SIT));
  let result: u64 = 0;
  if (item !== 0) {
    const index = get_field(it, EN_INDEX);
    const number = PyInt_FromLong(<i64>index);
    set_field(it, EN_INDEX, index + 1);
    result = get_field(it, EN_RESULT);
    if (Py_REFCNT(result) === 1) {
      retire(Seg.enum_next__same_tuple);
      Py_INCREF(result);
      const old_index = PyTuple_GET_ITEM(result, 0);
      const old_item = PyTuple_GET_ITEM(result, 1);
      PyTuple_SET_ITEM(result, 0, number);
      PyTuple_SET_ITEM(result, 1, item);
      Py_DECREF(old_index);
      Py_DECREF(old_item);
    } else {
      retire(Seg.enum_next__new_tuple);
      result = PyTuple_New(2);
      PyTuple_SET_ITEM(result, 0, number);
      PyTuple_SET_ITEM(result, 1, item);
    }
  }
  leave();
  return result;
}

/** reversed(sequence). */
export function reversed_new(args: u64, kwargs: u64): u64 {
  enter(Fn.reversed_new);
  retire(Seg.reversed_new__parse);
  let result: u64 = 0;
  if (_PyArg_NoKeywords("reversed()", kwargs) && PyArg_UnpackTuple(args, "reversed", 1, 1)) {
    result = reversed_of(PyTuple_GET_ITEM(args, 0));
  }
  leave();
  return result;
}

function reversed_of(seq: u64): u64 {
  const type = Py_TYPE(seq);
  const method = _PyObject_LookupSpecial(seq, Special.REVERSED);
  if (method !== 0) {
    retire(Seg.reversed_new__call);
    const result = PyObject_CallFunctionObjArgs(method, 0);
    Py_DECREF(method);
    return result;
  }
  if (!has_len(type) || type === Ty.dict) {
    PyErr_SetString(Ty.TypeError, "argument to reversed() must be a sequence");
    return 0;
  }
  const size = PyObject_Size(seq);
  retire(Seg.reversed_new__make);
  const op = PyType_GenericAlloc(Ty.reversed, FIELDS);
  set_field(op, INDEX, <u64>(size - 1));
  Py_INCREF(seq);
  set_field(op, SEQ, seq);
  return op;
}

export function reversed_dealloc(it: u64): void {
  enter(Fn.reversed_dealloc);
  retire(Seg.reversed_dealloc__delete);
  PyObject_GC_UnTrack(it);
  Py_XDECREF(get_field(it, SEQ));
  PyObject_GC_Del(it);
  leave();
}

export function reversed_next(it: u64): u64 {
  enter(Fn.reversed_next);
  const index = <i64>get_field(it, INDEX);
  let item: u64 = 0;
  if (index >= 0) {
    retire(Seg.reversed_next__ask);
    item = PySequence_GetItem(get_field(it, SEQ), index);
    if (item !== 0) set_field(it, INDEX, <u64>(index - 1));
    else if (PyErr_ExceptionMatches(Ty.IndexError) || PyErr_ExceptionMatches(Ty.StopIteration)) {
      PyErr_Clear();
    }
  }
  if (item === 0) {
    retire(Seg.reversed_next__end);
    const seq = get_field(it, SEQ);
    set_field(it, INDEX, u64.MAX_VALUE);
    set_field(it, SEQ, 0);
    Py_XDECREF(seq);
  }
  leave();
  return item;
}

/** How many items are left. */
export function reversed_len(it: u64): i64 {
  enter(Fn.reversed_len);
  retire(Seg.reversed_len__count);
  const seq = get_field(it, SEQ);
  const left = <i64>get_field(it, INDEX) + 1;
  const gone = seq === 0 || PyObject_Size(seq) < left;
  leave();
  return gone ? 0 : left;
}
