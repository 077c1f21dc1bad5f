/**
 * numpy, as far as programs look at a shared array through it: frombuffer makes a view without a copy, and
 * each item that is read is a scalar object of its own. numpy is not part of the recorded interpreters:
 * sizes are those of its headers, everything else is estimated.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_add_i64, text_mark } from "../../base/text";
import { PyErr_Occurred, PyErr_SetString } from "../../interp/errors";
import { touch_read_shared } from "../../kernel/fault";
import { enter, leave, retire } from "../../meter/ledger";
import { PyIndex_Check, PyNumber_AsSsize_t } from "../../objects/abstract/number";
import { PyType_GenericAlloc } from "../../objects/object/generic_alloc";
import { Py_INCREF, Py_SIZE, Py_TYPE, get_field, set_field } from "../../objects/object/refcount";
import { PyString_FromText, string_byte } from "../../objects/stringobject/stringobject";
import { load_bytes } from "../array_values";
import { bind, bound } from "./arguments";
import { CODE_INT } from "./ctypes_values";
import {
  C_LENGTH,
  C_POINTER,
  C_TYPECODE,
  I_VALUE,
  N_BASE,
  N_LENGTH,
  N_POINTER,
  N_TYPECODE,
  library_new,
} from "./objects";

const INT_BYTES: u64 = 4;

/** frombuffer(array, 'i'): a view. */
export function numpy_frombuffer(args: u64, kwargs: u64): u64 {
  if (!bind("frombuffer", "buffer dtype count offset", 1, 0, args, kwargs)) return 0;
  const buffer = bound(0);
  const dtype = bound(1);
  if (bound(2) !== 0 || bound(3) !== 0) not_simulated("numpy.frombuffer with a count or an offset");
  const is_int =
    dtype !== 0 &&
    Py_TYPE(dtype) === Ty.str &&
    Py_SIZE(dtype) === 1 &&
    string_byte(dtype, 0) === 0x69;
  if (
    Py_TYPE(buffer) !== Ty.ctypes_array ||
    !is_int ||
    get_field(buffer, C_TYPECODE) !== CODE_INT
  ) {
    not_simulated("numpy but for frombuffer of a shared array of C ints");
  }
  enter(Fn.PyArray_FromBuffer);
  retire(Seg.PyArray_FromBuffer__make_view);
  const op = library_new(Ty.ndarray);
  Py_INCREF(buffer);
  set_field(op, N_BASE, buffer);
  set_field(op, N_POINTER, get_field(buffer, C_POINTER));
  set_field(op, N_LENGTH, get_field(buffer, C_LENGTH));
  set_field(op, N_TYPECODE, CODE_INT);
  leave();
  return op;
}

export function ndarray_length(op: u64): i64 {
  return <i64>get_field(op, N_LENGTH);
}

/** op[index]: a scalar object, or 0 with an IndexError. */
export function ndarray_item(op: u64, index: i64): u64 {
  enter(Fn.array_item_nice);
  retire(Seg.array_item_nice__make_scalar);
  let item: u64 = 0;
  if (index < 0 || index >= ndarray_length(op)) {
    PyErr_SetString(Ty.IndexError, "index out of bounds");
  } else {
    const at = get_field(op, N_POINTER) + <u64>index * INT_BYTES;
    touch_read_shared(at, INT_BYTES);
    item = PyType_GenericAlloc(Ty.int32, 1);
    set_field(item, I_VALUE, <u64>(<i64>(<i32>load_bytes(at, INT_BYTES))));
  }
  leave();
  return item;
}

export function ndarray_subscript(op: u64, key: u64): u64 {
  if (!PyIndex_Check(key)) not_simulated("this subscript of a numpy array");
  const index = PyNumber_AsSsize_t(key, Ty.IndexError);
  if (index === -1 && PyErr_Occurred()) return 0;
  return ndarray_item(op, index < 0 ? index + ndarray_length(op) : index);
}

/** The scalar's digits. */
export function int32_repr(op: u64): u64 {
  const mark = text_mark();
  text_add_i64(<i64>get_field(op, I_VALUE));
  return PyString_FromText(mark);
}
