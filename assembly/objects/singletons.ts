/** None, True, False, NotImplemented, Ellipsis: static objects of the interpreter's image. */
import { Cfg } from "../abi/layout";
import { cfg } from "../base/config";

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
