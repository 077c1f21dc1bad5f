/** Is an object an instance of a class, a class derived from another (Objects/abstract.c, Objects/typeobject.c)? */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { Py_EnterRecursiveCall, Py_LeaveRecursiveCall } from "../../interp/recursion";
import { enter, enter_slow, leave, retire } from "../../meter/ledger";
import { PyObject_GetAttr } from "../object/attributes";
import { truth_object } from "../object/compare";
import { Py_DECREF, Py_TYPE } from "../object/refcount";
import { PyObject_IsTrue } from "../object/truth";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { base_of, type_at } from "../types";
import { PyObject_CallFunctionObjArgs, Special, _PyObject_LookupSpecial, name_of } from "./special";

/** Whether `type` is `base` or derived from it: the classes of its order of resolution are compared one by one. */
export function PyType_IsSubtype(type: Ty, base: Ty): bool {
  enter(Fn.PyType_IsSubtype);
  retire(Seg.PyType_IsSubtype__begin);
  let compared: u64 = 0;
  let at = type;
  for (; at !== Ty.NONE; at = base_of(at)) {
    compared += 1;
    if (at === base) break;
  }
  retire(Seg.PyType_IsSubtype__class, compared);
  if (at !== Ty.NONE) retire(Seg.PyType_IsSubtype__found);
  leave();
  return at !== Ty.NONE;
}

/** What the special method of a class says: 1, 0, or -1 with an exception. Consumes `checker`. */
function ask(checker: u64, thing: u64, where: string): i32 {
  let answer: u64 = 0;
  if (!Py_EnterRecursiveCall(where)) {
    answer = PyObject_CallFunctionObjArgs(checker, thing);
    Py_LeaveRecursiveCall();
  }
  Py_DECREF(checker);
  if (answer === 0) return -1;
  const truth = PyObject_IsTrue(answer);
  Py_DECREF(answer);
  return truth;
}

/** isinstance(inst, cls): 1, 0, or -1 with an exception. */
export function PyObject_IsInstance(inst: u64, cls: u64): i32 {
  const type = Py_TYPE(cls);
  const exact = type === Ty.type && type_at(cls) === Py_TYPE(inst);
  if (exact) enter(Fn.PyObject_IsInstance);
  else enter_slow(Fn.PyObject_IsInstance);
  let found: i32;
  if (exact) {
    retire(Seg.PyObject_IsInstance__exact);
    found = 1;
  } else if (type === Ty.tuple) {
    retire(Seg.PyObject_IsInstance__tuple);
    found = one_of(inst, cls, false);
  } else if (type === Ty.type) {
    retire(Seg.PyObject_IsInstance__ask);
    const checker = _PyObject_LookupSpecial(cls, Special.INSTANCECHECK);
    found = ask(checker, inst, " in __instancecheck__");
  } else {
    retire(Seg.PyObject_IsInstance__no_class);
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

/** type.__instancecheck__(cls, inst). */
export function type___instancecheck__(cls: u64, inst: u64): u64 {
  enter(Fn.type___instancecheck__);
  retire(Seg.type___instancecheck____call);
  enter(Fn._PyObject_RealIsInstance);
  retire(Seg._PyObject_RealIsInstance__call);
  const found = recursive_isinstance(inst, cls);
  leave();
  leave();
  return found < 0 ? 0 : truth_object(found > 0);
}

function recursive_isinstance(inst: u64, cls: u64): i32 {
  enter(Fn.recursive_isinstance);
  let found: i32 = -1;
  if (Py_TYPE(cls) === Ty.type) {
    retire(Seg.recursive_isinstance__subtype);
    found = PyType_IsSubtype(Py_TYPE(inst), type_at(cls)) ? 1 : 0;
    if (found === 0) {
      // The class that the object itself names may be another one; of built-in objects it never is.
      retire(Seg.recursive_isinstance__ask_object);
      Py_DECREF(PyObject_GetAttr(inst, name_of(Special.CLASS)));
    }
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

/** issubclass(derived, cls): 1, 0, or -1 with an exception. */
export function PyObject_IsSubclass(derived: u64, cls: u64): i32 {
  enter(Fn.PyObject_IsSubclass);
  let found: i32;
  if (Py_TYPE(cls) === Ty.tuple) {
    retire(Seg.PyObject_IsSubclass__tuple);
    found = one_of(derived, cls, true);
  } else if (Py_TYPE(cls) === Ty.type) {
    retire(Seg.PyObject_IsSubclass__ask);
    const checker = _PyObject_LookupSpecial(cls, Special.SUBCLASSCHECK);
    found = ask(checker, derived, " in __subclasscheck__");
  } else {
    retire(Seg.PyObject_IsSubclass__no_class);
    found = recursive_issubclass(derived, cls);
  }
  leave();
  return found;
}

/** type.__subclasscheck__(cls, derived). */
export function type___subclasscheck__(cls: u64, derived: u64): u64 {
  enter(Fn.type___subclasscheck__);
  retire(Seg.type___subclasscheck____call);
  enter(Fn._PyObject_RealIsSubclass);
  retire(Seg._PyObject_RealIsSubclass__call);
  const found = recursive_issubclass(derived, cls);
  leave();
  leave();
  return found < 0 ? 0 : truth_object(found > 0);
}

function recursive_issubclass(derived: u64, cls: u64): i32 {
  enter(Fn.recursive_issubclass);
  retire(Seg.recursive_issubclass__check);
  let found: i32 = -1;
  if (Py_TYPE(derived) !== Ty.type) {
    PyErr_SetString(Ty.TypeError, "issubclass() arg 1 must be a class");
  } else if (Py_TYPE(cls) !== Ty.type) {
    PyErr_SetString(Ty.TypeError, "issubclass() arg 2 must be a class or tuple of classes");
  } else found = PyType_IsSubtype(type_at(derived), type_at(cls)) ? 1 : 0;
  leave();
  return found;
}
