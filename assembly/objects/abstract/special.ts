/**
 * Special methods that C looks up on the type and calls: _PyObject_LookupSpecial (Objects/typeobject.c) and
 * PyObject_CallFunctionObjArgs (Objects/abstract.c).
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { method_get } from "../descrobject";
import { _PyType_Lookup } from "../object/attributes";
import { Py_DECREF, Py_INCREF, Py_TYPE } from "../object/refcount";
import { PyString_InternFromString } from "../stringobject/stringobject";
import { PyTuple_New, PyTuple_SET_ITEM } from "../tupleobject/tupleobject";
import { PyObject_Call } from "./call";

/** Names that C keeps interned once they were looked up. */
export enum Special {
  SUBCLASSCHECK,
  INSTANCECHECK,
  REVERSED,
  LENGTH_HINT,
  CLASS,
  COUNT,
}

const names_at: usize = memory.data(8 * 5, 8);

/** Forgets the names of the last run. */
export function special_reset(): void {
  memory.fill(names_at, 0, 8 * Special.COUNT);
}

/** The interned name of a special attribute, borrowed. */
export function name_of(special: Special): u64 {
  const at = names_at + ((<usize>special) << 3);
  if (load<u64>(at) === 0) {
    retire(Seg.lookup_maybe__first);
    learn(special);
  }
  return load<u64>(at);
}

function learn(special: Special): void {
  store<u64>(names_at + ((<usize>special) << 3), PyString_InternFromString(literal_of(special)));
}

/** The names that the start-up looked up already. */
export function learn_start_up_names(): void {
  learn(Special.SUBCLASSCHECK);
  learn(Special.INSTANCECHECK);
  learn(Special.CLASS);
}

function literal_of(special: Special): string {
  switch (special) {
    case Special.SUBCLASSCHECK:
      return "__subclasscheck__";
    case Special.INSTANCECHECK:
      return "__instancecheck__";
    case Special.REVERSED:
      return "__reversed__";
    case Special.CLASS:
      return "__class__";
    default:
      return "__length_hint__";
  }
}

/** The bound method of `self`: a new reference, or 0 where its type has none. */
export function _PyObject_LookupSpecial(self: u64, special: Special): u64 {
  enter(Fn._PyObject_LookupSpecial);
  retire(Seg._PyObject_LookupSpecial__call);
  enter(Fn.lookup_maybe);
  retire(Seg.lookup_maybe__look_up);
  const row = _PyType_Lookup(Py_TYPE(self), name_of(special));
  let result: u64 = 0;
  if (row !== 0) {
    retire(Seg.lookup_maybe__bind);
    result = method_get(row - 1, self);
  }
  leave();
  leave();
  return result;
}

/** func(value), or func() where value is 0. */
export function PyObject_CallFunctionObjArgs(func: u64, value: u64): u64 {
  enter(Fn.PyObject_CallFunctionObjArgs);
  retire(Seg.PyObject_CallFunctionObjArgs__call);
  const args = objargs_mktuple(value);
  const result = PyObject_Call(func, args, 0);
  Py_DECREF(args);
  leave();
  return result;
}

function objargs_mktuple(value: u64): u64 {
  enter(Fn.objargs_mktuple);
  retire(Seg.objargs_mktuple__count);
  const args = PyTuple_New(value === 0 ? 0 : 1);
  if (value !== 0) {
    retire(Seg.objargs_mktuple__argument);
    Py_INCREF(value);
    PyTuple_SET_ITEM(args, 0, value);
  }
  leave();
  return args;
}
