/** Items of dictionaries by C strings (Objects/dictobject.c): a str is made for the look-up and dropped. */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_add, text_mark } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_DECREF } from "../object/refcount";
import {
  PyString_FromBuffer,
  PyString_FromString,
  PyString_InternInPlace,
} from "../stringobject/stringobject";
import { PyDict_DelItem, PyDict_GetItem, PyDict_SetItem } from "./dictobject";

/** op["key"], borrowed; 0 where there is none. */
export function PyDict_GetItemString(op: u64, key: string): u64 {
  const mark = text_mark();
  text_add(key);
  return PyDict_GetItemBuffer(op, mark);
}

/** PyDict_GetItemString with the characters since `mark`, which are dropped. */
export function PyDict_GetItemBuffer(op: u64, mark: u32): u64 {
  enter(Fn.PyDict_GetItemString);
  retire(Seg.PyDict_GetItemString__call);
  const text = PyString_FromBuffer(mark);
  const value = PyDict_GetItem(op, text);
  Py_DECREF(text);
  leave();
  return value;
}

/** op["key"] = value, the key interned. */
export function PyDict_SetItemString(op: u64, key: string, value: u64): i32 {
  enter(Fn.PyDict_SetItemString);
  retire(Seg.PyDict_SetItemString__call);
  const text = PyString_InternInPlace(PyString_FromString(key));
  const status = PyDict_SetItem(op, text, value);
  Py_DECREF(text);
  leave();
  return status;
}

/** del op["key"]; 0, or -1 with an exception. */
export function PyDict_DelItemString(op: u64, key: string): i32 {
  enter(Fn.PyDict_DelItemString);
  retire(Seg.PyDict_DelItemString__call);
  const text = PyString_FromString(key);
  const status = PyDict_DelItem(op, text);
  Py_DECREF(text);
  leave();
  return status;
}
