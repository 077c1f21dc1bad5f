/** isinstance and issubclass (Python/bltinmodule.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_IsInstance, PyObject_IsSubclass } from "../../objects/abstract/subclass";
import { truth_object } from "../../objects/object/compare";
import { PyTuple_GET_ITEM } from "../../objects/tupleobject/tupleobject";
import { PyArg_UnpackTuple } from "../getargs";

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
