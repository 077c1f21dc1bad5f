/** Instances of object itself (Objects/typeobject.c: object_new, object_dealloc). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyDict_Size } from "../dictobject/dictobject";
import { PyObject_FREE } from "../obmalloc/debug";
import { PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { PyType_GenericAlloc } from "./generic_alloc";

/** object(). */
export function object_new(args: u64, kwargs: u64): u64 {
  enter(Fn.object_new);
  retire(Seg.object_new__check);
  let result: u64 = 0;
  if (PyTuple_GET_SIZE(args) > 0 || (kwargs !== 0 && PyDict_Size(kwargs) > 0)) {
    PyErr_SetString(Ty.TypeError, "object() takes no parameters");
  } else result = PyType_GenericAlloc(Ty.object, 0);
  leave();
  return result;
}

export function object_dealloc(op: u64): void {
  enter(Fn.object_dealloc);
  retire(Seg.object_dealloc__free);
  PyObject_FREE(op);
  leave();
}
