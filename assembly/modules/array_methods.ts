/** Methods of arrays (Modules/arraymodule.c). */
import { Fn } from "../abi/functions";
import { Cmp } from "../abi/opcodes";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { not_simulated } from "../base/fault";
import { text_add_byte, text_mark } from "../base/text";
import { PyErr_Occurred, PyErr_SetString } from "../interp/errors";
import { parse_tuple, parsed_long, parsed_object } from "../interp/parse_tuple";
import { enter, leave, retire } from "../meter/ledger";
import { PyIter_Next, PyObject_GetIter } from "../objects/abstract/iter";
import { PyInt_FromLong } from "../objects/intobject/intobject";
import { PyList_GET_ITEM, PyList_STORE_ITEM } from "../objects/listobject/access";
import { fast_size, none } from "../objects/listobject/extend";
import { PyList_New } from "../objects/listobject/listobject";
import {
  ARRAY_METHODS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  define_method,
} from "../objects/methods";
import { PyObject_RichCompareBool } from "../objects/object/compare";
import { Py_DECREF, Py_SIZE, Py_TYPE, get_field } from "../objects/object/refcount";
import { PyString_FromText, string_byte } from "../objects/stringobject/stringobject";
import { PyTuple_GET_SIZE } from "../objects/tupleobject/tupleobject";
import { array_ass_slice, array_do_extend, array_resize, move_array_items } from "./array_items";
import {
  ARRAY_ITEMS,
  ARRAY_TYPECODE,
  getarrayitem,
  item_place,
  itemsize_of,
  load_bytes,
  setarrayitem,
  store_bytes,
} from "./array_values";

const APPEND: u32 = ARRAY_METHODS;
const EXTEND: u32 = ARRAY_METHODS + 1;
const POP: u32 = ARRAY_METHODS + 2;
const INSERT: u32 = ARRAY_METHODS + 3;
const REMOVE: u32 = ARRAY_METHODS + 4;
const INDEX: u32 = ARRAY_METHODS + 5;
const COUNT: u32 = ARRAY_METHODS + 6;
const REVERSE: u32 = ARRAY_METHODS + 7;
const TOLIST: u32 = ARRAY_METHODS + 8;
const TOSTRING: u32 = ARRAY_METHODS + 9;
const FROMLIST: u32 = ARRAY_METHODS + 10;
const FROMSTRING: u32 = ARRAY_METHODS + 11;
const BUFFER_INFO: u32 = ARRAY_METHODS + 12;

export function define_array_methods(): void {
  define_method(Ty.array, "append", METH_O, APPEND);
  define_method(Ty.array, "extend", METH_O, EXTEND);
  define_method(Ty.array, "pop", METH_VARARGS, POP);
  define_method(Ty.array, "insert", METH_VARARGS, INSERT);
  define_method(Ty.array, "remove", METH_O, REMOVE);
  define_method(Ty.array, "index", METH_O, INDEX);
  define_method(Ty.array, "count", METH_O, COUNT);
  define_method(Ty.array, "reverse", METH_NOARGS, REVERSE);
  define_method(Ty.array, "tolist", METH_NOARGS, TOLIST);
  define_method(Ty.array, "tostring", METH_NOARGS, TOSTRING);
  define_method(Ty.array, "fromlist", METH_O, FROMLIST);
  define_method(Ty.array, "fromstring", METH_VARARGS, FROMSTRING);
  define_method(Ty.array, "buffer_info", METH_NOARGS, BUFFER_INFO);
}

export function array_call(number: u32, self: u64, args: u64, _kwargs: u64): u64 {
  switch (number) {
    case APPEND:
      return array_append(self, args);
    case EXTEND:
      return array_extend(self, args);
    case POP:
      return array_pop(self, args);
    case INSERT:
      return array_insert(self, args);
    case REMOVE:
      return array_remove(self, args);
    case INDEX:
      return array_index(self, args);
    case COUNT:
      return array_count(self, args);
    case REVERSE:
      return array_reverse(self);
    case TOLIST:
      return array_tolist(self);
    case TOSTRING:
      return array_tostring(self);
    case FROMLIST:
      return array_fromlist(self, args);
    case FROMSTRING:
      return array_fromstring(self, args);
    default:
      not_simulated("buffer_info() of an array");
      return 0;
  }
}

/** Inserts before `where`: 0, or -1 with an exception. */
function ins1(self: u64, where: i64, value: u64): i32 {
  enter(Fn.ins1);
  const size = <i64>Py_SIZE(self);
  let status: i32 = setarrayitem(self, -1, value);
  if (status === 0) {
    array_resize(self, <u64>size + 1);
    let at = where;
    if (at < 0) at = at + size < 0 ? 0 : at + size;
    if (at > size) at = size;
    move_array_items(self, at + 1, at, size - at);
    status = setarrayitem(self, at, value);
  }
  leave();
  return status;
}

function array_append(self: u64, value: u64): u64 {
  enter(Fn.array_append);
  retire(Seg.array_append__call);
  const status = ins1(self, <i64>Py_SIZE(self), value);
  leave();
  return status < 0 ? 0 : none();
}

function array_insert(self: u64, args: u64): u64 {
  enter(Fn.array_insert);
  retire(Seg.array_insert__parse);
  let result: u64 = 0;
  if (parse_tuple(args, "nO:insert") && ins1(self, parsed_long(0, 1, 0), parsed_object(1)) === 0) {
    result = none();
  }
  leave();
  return result;
}

/** Appends what an iterable yields: 0, or -1 with an exception. */
export function array_iter_extend(self: u64, source: u64): i32 {
  enter(Fn.array_iter_extend);
  retire(Seg.array_iter_extend__begin);
  const it = PyObject_GetIter(source);
  let status: i32 = it === 0 ? -1 : 0;
  while (status === 0) {
    retire(Seg.array_iter_extend__next);
    const item = PyIter_Next(it);
    if (item === 0) {
      if (PyErr_Occurred()) status = -1;
      break;
    }
    status = ins1(self, <i64>Py_SIZE(self), item);
    Py_DECREF(item);
  }
  if (it !== 0) Py_DECREF(it);
  leave();
  return status;
}

function array_extend(self: u64, source: u64): u64 {
  enter(Fn.array_extend);
  retire(Seg.array_extend__call);
  const array = Py_TYPE(source) === Ty.array;
  const status = array ? array_do_extend(self, source) : array_iter_extend(self, source);
  leave();
  return status < 0 ? 0 : none();
}

function array_pop(self: u64, args: u64): u64 {
  enter(Fn.array_pop);
  retire(Seg.array_pop__parse);
  let result: u64 = 0;
  if (parse_tuple(args, "|n:pop")) {
    const size = <i64>Py_SIZE(self);
    const index = parsed_long(0, PyTuple_GET_SIZE(args), -1);
    const at = index < 0 ? index + size : index;
    if (size === 0) PyErr_SetString(Ty.IndexError, "pop from empty array");
    else if (at < 0 || at >= size) PyErr_SetString(Ty.IndexError, "pop index out of range");
    else {
      result = getarrayitem(self, at);
      array_ass_slice(self, at, at + 1, 0);
    }
  }
  leave();
  return result;
}

/** The first item from `from` on that equals `value`: its index, the size for none, -1 with an exception. */
function find(self: u64, value: u64, from: i64): i64 {
  for (let i = from; i < <i64>Py_SIZE(self); i++) {
    const item = getarrayitem(self, i);
    const equal = PyObject_RichCompareBool(item, value, Cmp.EQ);
    Py_DECREF(item);
    if (equal !== 0) return equal < 0 ? -1 : i;
  }
  return <i64>Py_SIZE(self);
}

function array_remove(self: u64, value: u64): u64 {
  enter(Fn.array_remove);
  retire(Seg.array_remove__search);
  const at = find(self, value, 0);
  let result: u64 = 0;
  if (at === <i64>Py_SIZE(self)) {
    PyErr_SetString(Ty.ValueError, "array.remove(x): x not in list");
  } else if (at >= 0 && array_ass_slice(self, at, at + 1, 0) === 0) result = none();
  leave();
  return result;
}

function array_index(self: u64, value: u64): u64 {
  enter(Fn.array_index);
  retire(Seg.array_index__search);
  const at = find(self, value, 0);
  let result: u64 = 0;
  if (at === <i64>Py_SIZE(self)) {
    PyErr_SetString(Ty.ValueError, "array.index(x): x not in list");
  } else if (at >= 0) result = PyInt_FromLong(at);
  leave();
  return result;
}

function array_count(self: u64, value: u64): u64 {
  enter(Fn.array_count);
  retire(Seg.array_count__search);
  let count: i64 = 0;
  let at = find(self, value, 0);
  while (at >= 0 && at < <i64>Py_SIZE(self)) {
    count += 1;
    at = find(self, value, at + 1);
  }
  leave();
  return at < 0 ? 0 : PyInt_FromLong(count);
}

function array_reverse(self: u64): u64 {
  enter(Fn.array_reverse);
  const swaps = Py_SIZE(self) / 2;
  retire(Seg.array_reverse__swap, swaps);
  const bytes = itemsize_of(get_field(self, ARRAY_TYPECODE));
  let low: i64 = 0;
  for (let high = <i64>Py_SIZE(self) - 1; low < high; high--) {
    const item = load_bytes(item_place(self, low), bytes);
    store_bytes(item_place(self, low), bytes, load_bytes(item_place(self, high), bytes));
    store_bytes(item_place(self, high), bytes, item);
    low += 1;
  }
  leave();
  return none();
}

export function array_tolist(self: u64): u64 {
  enter(Fn.array_tolist);
  retire(Seg.array_tolist__make);
  const list = PyList_New(Py_SIZE(self));
  for (let i: u64 = 0; i < Py_SIZE(self); i++) {
    retire(Seg.array_tolist__item);
    PyList_STORE_ITEM(list, i, getarrayitem(self, i));
  }
  leave();
  return list;
}

export function array_tostring(self: u64): u64 {
  enter(Fn.array_tostring);
  retire(Seg.array_tostring__copy);
  const mark = text_mark();
  const bytes = Py_SIZE(self) * itemsize_of(get_field(self, ARRAY_TYPECODE));
  const items = get_field(self, ARRAY_ITEMS);
  for (let i: u64 = 0; i < bytes; i++) text_add_byte(<u8>load_bytes(items + i, 1));
  const result = PyString_FromText(mark);
  leave();
  return result;
}

/** Appends the bytes of a str: 0, or -1 with a ValueError. */
export function add_bytes(self: u64, text: u64): i32 {
  const bytes = itemsize_of(get_field(self, ARRAY_TYPECODE));
  const size = Py_SIZE(text);
  if (size % bytes !== 0) {
    PyErr_SetString(Ty.ValueError, "string length not a multiple of item size");
    return -1;
  }
  if (size === 0) return 0;
  const first = Py_SIZE(self);
  array_resize(self, first + size / bytes);
  const at = item_place(self, first);
  for (let i: u64 = 0; i < size; i++) store_bytes(at + i, 1, string_byte(text, i));
  return 0;
}

function array_fromstring(self: u64, args: u64): u64 {
  enter(Fn.array_fromstring);
  retire(Seg.array_fromstring__copy);
  let status: i32 = -1;
  if (parse_tuple(args, "S:fromstring")) status = add_bytes(self, parsed_object(0));
  leave();
  return status < 0 ? 0 : none();
}

function array_fromlist(self: u64, list: u64): u64 {
  enter(Fn.array_fromlist);
  retire(Seg.array_fromlist__begin);
  let status: i32 = -1;
  if (Py_TYPE(list) !== Ty.list) PyErr_SetString(Ty.TypeError, "arg must be list");
  else {
    const first = Py_SIZE(self);
    const count = fast_size(list, Ty.list);
    status = 0;
    if (count > 0) array_resize(self, first + count);
    for (let i: u64 = 0; status === 0 && i < count; i++) {
      status = setarrayitem(self, first + i, PyList_GET_ITEM(list, i));
    }
    if (status < 0) array_resize(self, first);
  }
  leave();
  return status < 0 ? 0 : none();
}
