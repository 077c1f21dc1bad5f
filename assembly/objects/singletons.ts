/** None, True, False, NotImplemented, Ellipsis: static objects of the interpreter's image. */
import { Cfg } from "../abi/layout";
import { cfg } from "../base/config";
import { Py_INCREF } from "./object/refcount";

export function Py_None(): u64 {
  return cfg(Cfg.NONE_OBJECT);
}

export function Py_True(): u64 {
  return cfg(Cfg.TRUE_OBJECT);
}

export function Py_False(): u64 {
  return cfg(Cfg.FALSE_OBJECT);
}

export function Py_NotImplemented(): u64 {
  return cfg(Cfg.NOT_IMPLEMENTED_OBJECT);
}

export function Py_Ellipsis(): u64 {
  return cfg(Cfg.ELLIPSIS_OBJECT);
}

/** A new reference to NotImplemented: what a slot answers about operands it does not know. */
export function not_implemented(): u64 {
  Py_INCREF(Py_NotImplemented());
  return Py_NotImplemented();
}
