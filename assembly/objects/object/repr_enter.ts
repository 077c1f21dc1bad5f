/**
 * Representations of containers that may hold themselves (Objects/object.c: Py_ReprEnter): the thread
 * state's dictionary has a list of the objects being shown.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { enter, leave, retire } from "../../meter/ledger";
import { PyDict_GetItemString, PyDict_New, PyDict_SetItemString } from "../dictobject/dictobject";
import { PyList_Append, PyList_GET_ITEM, PyList_GET_SIZE } from "../listobject/access";
import { PyList_New } from "../listobject/listobject";
import { PyList_SetSlice } from "../listobject/slice";
import { Py_DECREF } from "./refcount";

const KEY = "Py_Repr";

/** tstate->dict, 0 before it was asked for. */
const dict_at: usize = memory.data(8, 8);

export function repr_enter_reset(): void {
  store<u64>(dict_at, 0);
}

function PyThreadState_GetDict(): u64 {
  enter(Fn.PyThreadState_GetDict);
  retire(Seg.PyThreadState_GetDict__get);
  if (load<u64>(dict_at) === 0) {
    retire(Seg.PyThreadState_GetDict__make);
    store<u64>(dict_at, PyDict_New());
  }
  leave();
  return load<u64>(dict_at);
}

/** 1 where `op` is being shown already, 0 where it is from now on. */
export function Py_ReprEnter(op: u64): i32 {
  enter(Fn.Py_ReprEnter);
  retire(Seg.Py_ReprEnter__find_list);
  const dict = PyThreadState_GetDict();
  let list = PyDict_GetItemString(dict, KEY);
  if (list === 0) {
    retire(Seg.Py_ReprEnter__make_list);
    list = PyList_New(0);
    PyDict_SetItemString(dict, KEY, list);
    Py_DECREF(list);
  }
  const found = index_of(list, op);
  if (found < 0) PyList_Append(list, op);
  leave();
  return found < 0 ? 0 : 1;
}

function index_of(list: u64, op: u64): i64 {
  for (let i = <i64>PyList_GET_SIZE(list) - 1; i >= 0; i--) {
    retire(Seg.Py_ReprEnter__compare);
    if (PyList_GET_ITEM(list, <u64>i) === op) return i;
  }
  return -1;
}

/** `op` is no longer being shown. */
export function Py_ReprLeave(op: u64): void {
  enter(Fn.Py_ReprLeave);
  retire(Seg.Py_ReprLeave__find_list);
  const list = PyDict_GetItemString(PyThreadState_GetDict(), KEY);
  for (let i = <i64>PyList_GET_SIZE(list) - 1; i >= 0; i--) {
    retire(Seg.Py_ReprLeave__compare);
    if (PyList_GET_ITEM(list, <u64>i) === op) {
      PyList_SetSlice(list, i, i + 1, 0);
      break;
    }
  }
  leave();
}
