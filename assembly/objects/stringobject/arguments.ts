/** What str methods ask of their arguments beside how many there are. */
import { Ty } from "../../abi/types";
import { PyErr_Occurred, PyErr_SetString } from "../../interp/errors";
import { PyInt_AsSsize_t } from "../intobject/arithmetic";
import { Py_SIZE, Py_TYPE } from "../object/refcount";
import { Py_None } from "../singletons";
import { _PyEval_SliceIndex } from "../sliceobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "../tupleobject/tupleobject";
import { PyString_FromBytes } from "./stringobject";
import { string_part } from "./sequence";

/** The number that the last `ssize_argument` took. */
const number_at: usize = memory.data(8, 8);
/** start and end of the last `range_argument`. */
const range_at: usize = memory.data(16, 8);

/** Argument `index` of a tuple, borrowed, or 0. */
export function argument(args: u64, index: u64): u64 {
  return index < PyTuple_GET_SIZE(args) ? PyTuple_GET_ITEM(args, index) : 0;
}

/** A str, or 0 with what PyObject_AsCharBuffer says of anything else. */
export function text_argument(op: u64): u64 {
  if (Py_TYPE(op) === Ty.str) return op;
  PyErr_SetString(Ty.TypeError, "expected a string or other character buffer object");
  return 0;
}

/** Argument `index` as a number (format n), `fallback` where it is missing; false with an exception. */
export function ssize_argument(args: u64, index: u64, fallback: i64): bool {
  const op = argument(args, index);
  store<i64>(number_at, fallback);
  if (op === 0) return true;
  const type = Py_TYPE(op);
  if (type === Ty.float) {
    PyErr_SetString(Ty.TypeError, "integer argument expected, got float");
    return false;
  }
  if (type !== Ty.int && type !== Ty.bool && type !== Ty.long) {
    PyErr_SetString(Ty.TypeError, "an integer is required");
    return false;
  }
  const value = PyInt_AsSsize_t(op);
  if (value === -1 && PyErr_Occurred()) return false;
  store<i64>(number_at, value);
  return true;
}

export function ssize_value(): i64 {
  return load<i64>(number_at);
}

/**
 * Arguments `index` and `index` + 1 as the bounds of a search in `size` bytes, counted from the
 * beginning (ADJUST_INDICES); false with an exception.
 */
export function range_argument(args: u64, index: u64, size: u64): bool {
  store<i64>(range_at, 0);
  store<i64>(range_at, i64.MAX_VALUE, 8);
  for (let i: u64 = 0; i < 2; i++) {
    const op = argument(args, index + i);
    if (op === 0 || op === Py_None()) continue;
    if (_PyEval_SliceIndex(op, range_at + <usize>(i * 8)) === 0) return false;
  }
  let start = load<i64>(range_at);
  let end = load<i64>(range_at, 8);
  if (end > <i64>size) end = size;
  else if (end < 0) end = end + <i64>size < 0 ? 0 : end + <i64>size;
  if (start < 0) start = start + <i64>size < 0 ? 0 : start + <i64>size;
  store<i64>(range_at, start);
  store<i64>(range_at, end, 8);
  return true;
}

export function range_start(): i64 {
  return load<i64>(range_at);
}

export function range_end(): i64 {
  return load<i64>(range_at, 8);
}

/** A new str of bytes `start` to `end` of another. */
export function part_of(op: u64, start: i64, end: i64): u64 {
  if (end <= start || Py_SIZE(op) === 0) return PyString_FromBytes(0, 0);
  return string_part(op, start, end - start);
}
