/** isinstance and issubclass (Objects/abstract.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { enter, leave, retire } from "../../meter/ledger";
import { truth_object } from "../../objects/object/compare";
import { Py_TYPE } from "../../objects/object/refcount";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../../objects/tupleobject/tupleobject";
import { is_subtype, type_at } from "../../objects/types";
import { PyErr_SetString } from "../errors";
import { PyArg_UnpackTuple } from "../getargs";
import { Py_EnterRecursiveCall, Py_LeaveRecursiveCall } from "../recursion";

export function builtin_isinstance(args: u64): u64 {
  enter(Fn.builtin_isinstance);
  retire(Seg.builtin_isinstance__parse);
  let found: i32 = -1;
  if (PyArg_UnpackTuple(args, "isinstance", 2, 2)) {
    found = PyObject_IsInstance(PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1));
  }
  leave();
  return found < 0 ? 0 : truth_object(found > 0);
}

function PyObject_IsInstance(inst: u64, cls: u64): i32 {
  enter(Fn.PyObject_IsInstance);
  const type = Py_TYPE(cls);
  let found: i32;
  if (type === Ty.type && type_at(cls) === Py_TYPE(inst)) {
    retire(Seg.PyObject_IsInstance__exact);
    found = 1;
  } else if (type === Ty.tuple) {
    retire(Seg.PyObject_IsInstance__tuple);
    found = one_of(inst, cls, false);
  } else {
    retire(Seg.PyObject_IsInstance__ask);
    found = recursive_isinstance(inst, cls);
  }
  leave();
  return found;
}

/** Whether `thing` belongs to one of a tuple of classes. */
function one_of(thing: u64, classes: u64, subclass: bool): i32 {
  const where = subclass ? " in __subclasscheck__" : " in __instancecheck__";
  if (Py_EnterRecursiveCall(where)) return -1;
  let found: i32 = 0;
  for (let i: u64 = 0; found === 0 && i < PyTuple_GET_SIZE(classes); i++) {
    const cls = PyTuple_GET_ITEM(classes, i);
    found = subclass ? PyObject_IsSubclass(thing, cls) : PyObject_IsInstance(thing, cls);
  }
  Py_LeaveRecursiveCall();
  return found;
}

function recursive_isinstance(inst: u64, cls: u64): i32 {
  enter(Fn.recursive_isinstance);
  let found: i32 = -1;
  if (Py_TYPE(cls) === Ty.type) {
    retire(Seg.recursive_isinstance__subtype);
    found = is_subtype(Py_TYPE(inst), type_at(cls)) ? 1 : 0;
  } else {
    retire(Seg.recursive_isinstance__no_class);
    PyErr_SetString(
      Ty.TypeError,
      "isinstance() arg 2 must be a class, type, or tuple of classes and types",
    );
  }
  leave();
  return found;
}

export function builtin_issubclass(args: u64): u64 {
  enter(Fn.builtin_issubclass);
  retire(Seg.builtin_issubclass__parse);
  let found: i32 = -1;
  if (PyArg_UnpackTuple(args, "issubclass", 2, 2)) {
    found = PyObject_IsSubclass(PyTuple_GET_ITEM(args, 0), PyTuple_GET_ITEM(args, 1));
  }
  leave();
  return found < 0 ? 0 : truth_object(found > 0);
}

function PyObject_IsSubclass(derived: u64, cls: u64): i32 {
  enter(Fn.PyObject_IsSubclass);
  let found: i32;
  if (Py_TYPE(cls) === Ty.tuple) {
    retire(Seg.PyObject_IsSubclass__tuple);
    found = one_of(derived, cls, true);
  } else {
    retire(Seg.PyObject_IsSubclass__ask);
    found = recursive_issubclass(derived, cls);
  }
  leave();
  return found;
}

function recursive_issubclass(derived: u64, cls: u64): i32 {
  enter(Fn.recursive_issubclass);
  retire(Seg.recursive_issubclass__check);
  let found: i32 = -1;
  if (Py_TYPE(derived) !== Ty.type) {
    PyErr_SetString(Ty.TypeError, "issubclass() arg 1 must be a class");
  } else if (Py_TYPE(cls) !== Ty.type) {
    PyErr_SetString(Ty.TypeError, "issubclass() arg 2 must be a class or tuple of classes");
  } else found = is_subtype(type_at(derived), type_at(cls)) ? 1 : 0;
  leave();
  return found;
}
