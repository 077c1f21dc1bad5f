/** Methods of list (Objects/listobject.c). */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { text_add, text_mark } from "../../base/text";
import { PyErr_SetString, PyErr_SetText } from "../../interp/errors";
import { parse_tuple, parsed_long, parsed_object } from "../../interp/parse_tuple";
import { before_item } from "../../collectors/manager";
import { load64, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import { PyInt_FromLong } from "../intobject/intobject";
import {
  LIST_METHODS,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  define_method,
} from "../methods";
import { PyObject_RichCompareBool } from "../object/compare";
import { Py_DECREF, Py_INCREF } from "../object/refcount";
import { PyObject_Repr } from "../object/repr";
import { text_add_string } from "../stringobject/stringobject";
import { PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { PyList_GET_ITEM, PyList_GET_SIZE, app1, ins1 } from "./access";
import { listextend, none } from "./extend";
import { list_reversed } from "./iter";
import { list_resize, plain_items } from "./listobject";
import { list_ass_slice } from "./slice";
import { list_subscript } from "./subscript";
import { listsort } from "./sort";

const APPEND: u32 = LIST_METHODS;
const INSERT: u32 = LIST_METHODS + 1;
const EXTEND: u32 = LIST_METHODS + 2;
const POP: u32 = LIST_METHODS + 3;
const REMOVE: u32 = LIST_METHODS + 4;
const INDEX: u32 = LIST_METHODS + 5;
const COUNT: u32 = LIST_METHODS + 6;
const REVERSE: u32 = LIST_METHODS + 7;
const SORT: u32 = LIST_METHODS + 8;
const REVERSED: u32 = LIST_METHODS + 9;
const GETITEM: u32 = LIST_METHODS + 10;

export function define_list_methods(): void {
  define_method(Ty.list, "append", METH_O, APPEND);
  define_method(Ty.list, "insert", METH_VARARGS, INSERT);
  define_method(Ty.list, "extend", METH_O, EXTEND);
  define_method(Ty.list, "pop", METH_VARARGS, POP);
  define_method(Ty.list, "remove", METH_O, REMOVE);
  define_method(Ty.list, "index", METH_VARARGS, INDEX);
  define_method(Ty.list, "count", METH_O, COUNT);
  define_method(Ty.list, "reverse", METH_NOARGS, REVERSE);
  define_method(Ty.list, "sort", METH_VARARGS | METH_KEYWORDS, SORT);
  define_method(Ty.list, "__reversed__", METH_NOARGS, REVERSED);
  define_method(Ty.list, "__getitem__", METH_O, GETITEM);
}

export function list_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  switch (number) {
    case APPEND:
      return listappend(self, args);
    case INSERT:
      return listinsert(self, args);
    case EXTEND:
      return listextend(self, args);
    case POP:
      return listpop(self, args);
    case REMOVE:
      return listremove(self, args);
    case INDEX:
      return listindex(self, args);
    case COUNT:
      return listcount(self, args);
    case REVERSE:
      return listreverse(self);
    case SORT:
      return listsort(self, args, kwargs);
    case REVERSED:
      return list_reversed(self);
    default:
      return list_subscript(self, args);
  }
}

function listappend(self: u64, value: u64): u64 {
  enter(Fn.listappend);
  retire(Seg.listappend__call);
  const status = app1(self, value);
  leave();
  return status < 0 ? 0 : none();
}

function listinsert(self: u64, args: u64): u64 {
  enter(Fn.listinsert);
  retire(Seg.listinsert__parse);
  let result: u64 = 0;
  if (parse_tuple(args, "nO:insert")) {
    if (ins1(self, parsed_long(0, 1, 0), parsed_object(1)) === 0) result = none();
  }
  leave();
  return result;
}

function listpop(self: u64, args: u64): u64 {
  enter(Fn.listpop);
  retire(Seg.listpop__parse);
  let item: u64 = 0;
  if (parse_tuple(args, "|n:pop")) {
    item = pop_item(self, parsed_long(0, PyTuple_GET_SIZE(args), -1));
  }
  leave();
  return item;
}

function pop_item(self: u64, index: i64): u64 {
  const size = <i64>PyList_GET_SIZE(self);
  if (size === 0) {
    PyErr_SetString(Ty.IndexError, "pop from empty list");
    return 0;
  }
  const at = index < 0 ? index + size : index;
  if (at < 0 || at >= size) {
    PyErr_SetString(Ty.IndexError, "pop index out of range");
    return 0;
  }
  const item = PyList_GET_ITEM(self, <u64>at);
  if (at === size - 1) {
    retire(Seg.listpop__last);
    return list_resize(self, <u64>at) < 0 ? 0 : item;
  }
  retire(Seg.listpop__inner);
  Py_INCREF(item);
  if (list_ass_slice(self, at, at + 1, 0) === 0) return item;
  Py_DECREF(item);
  return 0;
}

function listremove(self: u64, value: u64): u64 {
  enter(Fn.listremove);
  let result: u64 = 0;
  let found: i32 = 0;
  let i: i64 = 0;
  for (; i < <i64>PyList_GET_SIZE(self); i++) {
    retire(Seg.listremove__compare);
    found = PyObject_RichCompareBool(PyList_GET_ITEM(self, <u64>i), value, Cmp.EQ);
    if (found !== 0) break;
  }
  if (found > 0) {
    retire(Seg.listremove__delete);
    if (list_ass_slice(self, i, i + 1, 0) === 0) result = none();
  } else if (found === 0) {
    retire(Seg.listremove__not_found);
    PyErr_SetString(Ty.ValueError, "list.remove(x): x not in list");
  }
  leave();
  return result;
}

function listindex(self: u64, args: u64): u64 {
  enter(Fn.listindex);
  retire(Seg.listindex__parse);
  let result: u64 = 0;
  if (parse_tuple(args, "O|O&O&:index")) {
    const given = PyTuple_GET_SIZE(args);
    const value = parsed_object(0);
    const size = <i64>PyList_GET_SIZE(self);
    const start = from_end(parsed_long(1, given, 0), size);
    result = index_of(self, value, start, from_end(parsed_long(2, given, i64.MAX_VALUE), size));
  }
  leave();
  return result;
}

/** A bound that counts from the end where it is negative. */
function from_end(bound: i64, size: i64): i64 {
  if (bound >= 0) return bound;
  return bound + size < 0 ? 0 : bound + size;
}

function index_of(self: u64, value: u64, start: i64, stop: i64): u64 {
  for (let i = start; i < stop && i < <i64>PyList_GET_SIZE(self); i++) {
    retire(Seg.listindex__compare);
    const found = PyObject_RichCompareBool(PyList_GET_ITEM(self, <u64>i), value, Cmp.EQ);
    if (found > 0) return PyInt_FromLong(i);
    if (found < 0) return 0;
  }
  retire(Seg.listindex__not_found);
  const shown = PyObject_Repr(value);
  if (shown === 0) return 0;
  const mark = text_mark();
  text_add_string(shown);
  Py_DECREF(shown);
  text_add(" is not in list");
  PyErr_SetText(Ty.ValueError, mark);
  return 0;
}

function listcount(self: u64, value: u64): u64 {
  enter(Fn.listcount);
  retire(Seg.listcount__begin);
  let count: i64 = 0;
  let equal: i32 = 0;
  for (let i: u64 = 0; i < PyList_GET_SIZE(self); i++) {
    retire(Seg.listcount__compare);
    equal = PyObject_RichCompareBool(PyList_GET_ITEM(self, i), value, Cmp.EQ);
    if (equal < 0) break;
    if (equal > 0) count += 1;
  }
  const result = equal < 0 ? 0 : PyInt_FromLong(count);
  leave();
  return result;
}

function listreverse(self: u64): u64 {
  enter(Fn.listreverse);
  retire(Seg.listreverse__begin);
  before_item(self, 0);
  const size = PyList_GET_SIZE(self);
  if (size > 1) {
    const items = plain_items(self);
    reverse_slice(items, items + size * 8);
  }
  leave();
  return none();
}

/** Reverses the words of [low, high). */
export function reverse_slice(low: u64, high: u64): void {
  enter(Fn.reverse_slice);
  retire(Seg.reverse_slice__begin);
  const swaps = (high - low) / 16;
  retire(Seg.reverse_slice__swap, swaps);
  let first = low;
  let last = high - 8;
  while (first < last) {
    const word = load64(first);
    store64(first, load64(last));
    store64(last, word);
    first += 8;
    last -= 8;
  }
  leave();
}
