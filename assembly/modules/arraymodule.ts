/** array.array (Modules/arraymodule.c): the type, its methods, its iterator. */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { not_simulated } from "../base/fault";
import { text_add, text_add_byte, text_mark } from "../base/text";
import { PyErr_SetString } from "../interp/errors";
import { _PyArg_NoKeywords, parse_tuple, parsed_object } from "../interp/parse_tuple";
import { enter, leave, retire } from "../meter/ledger";
import { PyInt_FromLong } from "../objects/intobject/intobject";
import { fast_item, fast_size } from "../objects/listobject/extend";
import {
  PyObject_INIT,
  Py_DECREF,
  Py_INCREF,
  Py_SIZE,
  Py_TYPE,
  get_field,
  head_bytes,
  set_field,
} from "../objects/object/refcount";
import { PyObject_Repr } from "../objects/object/repr";
import { PyMem_FREE } from "../objects/obmalloc/mem";
import { PyObject_FREE, PyObject_MALLOC } from "../objects/obmalloc/obmalloc";
import {
  PyString_FromText,
  string_byte,
  text_add_string,
} from "../objects/stringobject/stringobject";
import { string_is } from "../objects/stringobject/text";
import { array_do_extend, newarrayobject } from "./array_items";
import {
  ARRAY_ALLOCATED,
  ARRAY_FIELDS,
  ARRAY_ITEMS,
  ARRAY_TYPECODE,
  getarrayitem,
  itemsize_of,
  setarrayitem,
} from "./array_values";
import { PyErr_SetText } from "../interp/errors";
import { type_name } from "../objects/types";
import { add_bytes, array_iter_extend, array_tolist, array_tostring } from "./array_methods";
export { array_call, define_array_methods } from "./array_methods";

export { array_length, array_richcompare } from "./array_items";

/** Fields of arrayiterobject. */
const IT_INDEX: u64 = 0;
const IT_ARRAY: u64 = 1;
const IT_FIELDS: u64 = 3;

/** array(typecode[, items]). */
export function array_new(args: u64, kwargs: u64): u64 {
  enter(Fn.array_new);
  retire(Seg.array_new__parse);
  let result: u64 = 0;
  if (_PyArg_NoKeywords("array.array()", kwargs) && parse_tuple(args, "O|O:array")) {
    const typecode = parsed_object(0);
    if (Py_TYPE(typecode) === Ty.str && Py_SIZE(typecode) === 1) {
      result = array_of(string_byte(typecode, 0), parsed_object(1));
    } else no_typecode(typecode);
  }
  leave();
  return result;
}

function no_typecode(op: u64): void {
  const mark = text_mark();
  text_add(
    "array() argument 1 or typecode must be char (string or ascii-unicode with length 1), not ",
  );
  text_add(type_name(Py_TYPE(op)));
  PyErr_SetText(Ty.TypeError, mark);
}

function array_of(typecode: u64, initial: u64): u64 {
  const type = initial === 0 ? Ty.NONE : Py_TYPE(initial);
  const counted = type === Ty.list || type === Ty.tuple;
  if (itemsize_of(typecode) === 0) {
    if (typecode === 0x75) not_simulated("an array of unicode characters");
    PyErr_SetString(Ty.ValueError, "bad typecode (must be c, b, B, u, h, H, i, I, l, L, f or d)");
    return 0;
  }
  const op = newarrayobject(typecode, counted ? fast_size(initial, type) : 0);
  let status: i32 = 0;
  if (counted) {
    for (let i: u64 = 0; status === 0 && i < Py_SIZE(op); i++) {
      retire(Seg.array_new__item);
      status = setarrayitem(op, i, fast_item(initial, type, i));
    }
  } else if (type === Ty.str) status = add_bytes(op, initial);
  else if (type === Ty.array && get_field(initial, ARRAY_TYPECODE) === typecode) {
    status = array_do_extend(op, initial);
  } else if (initial !== 0) status = array_iter_extend(op, initial);
  if (status === 0) return op;
  Py_DECREF(op);
  return 0;
}

export function array_dealloc(op: u64): void {
  enter(Fn.array_dealloc);
  retire(Seg.array_dealloc__free);
  array_release(op);
  PyObject_FREE(op);
  leave();
}

/** Gives the buffer back. */
export function array_release(op: u64): void {
  const items = get_field(op, ARRAY_ITEMS);
  const bytes = get_field(op, ARRAY_ALLOCATED) * itemsize_of(get_field(op, ARRAY_TYPECODE));
  if (items !== 0) PyMem_FREE(items, bytes);
}

/** array('i', [1, 2]), array('c', 'ab'), array('d'). */
export function array_repr(op: u64): u64 {
  enter(Fn.array_repr);
  retire(Seg.array_repr__begin);
  const typecode = get_field(op, ARRAY_TYPECODE);
  let result: u64 = 0;
  let shown: u64 = 0;
  if (Py_SIZE(op) > 0) {
    const items = typecode === 0x63 ? array_tostring(op) : array_tolist(op);
    shown = PyObject_Repr(items);
    Py_DECREF(items);
  }
  if (shown !== 0 || Py_SIZE(op) === 0) {
    const mark = text_mark();
    text_add("array('");
    text_add_byte(<u8>typecode);
    text_add("'");
    if (shown !== 0) {
      text_add(", ");
      text_add_string(shown);
      Py_DECREF(shown);
    }
    text_add(")");
    result = PyString_FromText(mark);
  }
  leave();
  return result;
}

export function array_iter(op: u64): u64 {
  enter(Fn.array_iter);
  retire(Seg.array_iter__make);
  const it = PyObject_MALLOC(head_bytes() + IT_FIELDS * 8);
  PyObject_INIT(it, Ty.arrayiterator);
  set_field(it, IT_INDEX, 0);
  Py_INCREF(op);
  set_field(it, IT_ARRAY, op);
  leave();
  return it;
}

export function arrayiter_next(it: u64): u64 {
  enter(Fn.arrayiter_next);
  retire(Seg.arrayiter_next__check);
  const op = get_field(it, IT_ARRAY);
  const index = get_field(it, IT_INDEX);
  let item: u64 = 0;
  if (index < Py_SIZE(op)) {
    set_field(it, IT_INDEX, index + 1);
    item = getarrayitem(op, index);
  }
  leave();
  return item;
}

export function arrayiter_dealloc(it: u64): void {
  enter(Fn.arrayiter_dealloc);
  retire(Seg.arrayiter_dealloc__free);
  Py_DECREF(get_field(it, IT_ARRAY));
  PyObject_FREE(it);
  leave();
}

/** typecode and itemsize: a new reference, or 0 where there is no such attribute. */
export function array_getattr(op: u64, name: u64): u64 {
  const typecode = get_field(op, ARRAY_TYPECODE);
  if (string_is(name, "itemsize")) return PyInt_FromLong(itemsize_of(typecode));
  if (!string_is(name, "typecode")) return 0;
  const mark = text_mark();
  text_add_byte(<u8>typecode);
  return PyString_FromText(mark);
}

/** array.__sizeof__(): the object and its buffer. */
export function array_sizeof(op: u64): u64 {
  const bytes = itemsize_of(get_field(op, ARRAY_TYPECODE));
  return head_bytes() + ARRAY_FIELDS * 8 + get_field(op, ARRAY_ALLOCATED) * bytes;
}
