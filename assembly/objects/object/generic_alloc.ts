/** PyType_GenericAlloc (Objects/typeobject.c): the tp_alloc of types that are called to make an object. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { memset } from "../../libc/memset";
import { enter, leave, retire } from "../../meter/ledger";
import {
  _PyObject_GC_Malloc,
  _PyObject_GC_TRACK,
  type_is_gc,
} from "../../modules/gcmodule/gcmodule";
import { PyObject_MALLOC } from "../obmalloc/debug";
import { PyObject_INIT, head_bytes, set_field } from "./refcount";

/** A zeroed object of `type` with `fields` words behind its header. */
export function PyType_GenericAlloc(type: Ty, fields: u64): u64 {
  enter(Fn.PyType_GenericAlloc);
  retire(Seg.PyType_GenericAlloc__make);
  const bytes = head_bytes() + fields * 8;
  const op = type_is_gc(type) ? _PyObject_GC_Malloc(bytes) : PyObject_MALLOC(bytes);
  memset(op, bytes, 0, 1, 0);
  for (let i: u64 = 0; i < fields; i++) set_field(op, i, 0);
  PyObject_INIT(op, type);
  if (type_is_gc(type)) _PyObject_GC_TRACK(op);
  leave();
  return op;
}
