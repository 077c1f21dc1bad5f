/** Methods of tuple (Objects/tupleobject.c). */
import { Fn } from "../../abi/functions";
import { Cmp } from "../../abi/opcodes";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { PyErr_SetString } from "../../interp/errors";
import { PyArg_ParseTuple } from "../../interp/getargs";
import { enter, leave, retire } from "../../meter/ledger";
import { PyInt_FromLong } from "../intobject/intobject";
import { METH_O, METH_VARARGS, TUPLE_METHODS, define_method } from "../methods";
import { PyObject_RichCompareBool } from "../object/compare";
import { Py_SIZE } from "../object/refcount";
import { _PyEval_SliceIndexNotNone } from "../sliceobject";
import { PyTuple_GET_ITEM, PyTuple_GET_SIZE } from "./tupleobject";

const COUNT: u32 = TUPLE_METHODS + 0;
const INDEX: u32 = TUPLE_METHODS + 1;

export function define_tuple_methods(): void {
  define_method(Ty.tuple, "count", METH_O, COUNT);
  define_method(Ty.tuple, "index", METH_VARARGS, INDEX);
}

export function tuple_call(number: u32, self: u64, args: u64, _kwargs: u64): u64 {
  return number === COUNT ? tuplecount(self, args) : tupleindex(self, args);
}

function tuplecount(self: u64, value: u64): u64 {
  enter(Fn.tuplecount);
  retire(Seg.tuplecount__begin);
  let count: i64 = 0;
  for (let i: u64 = 0; i < Py_SIZE(self); i++) {
    retire(Seg.tuplecount__item);
    const equal = PyObject_RichCompareBool(PyTuple_GET_ITEM(self, i), value, Cmp.EQ);
    if (equal < 0) {
      leave();
      return 0;
    }
    count += equal;
  }
  const result = PyInt_FromLong(count);
  leave();
  return result;
}

/** start, then stop. */
const bounds_at: usize = memory.data(16, 8);

function tupleindex(self: u64, args: u64): u64 {
  enter(Fn.tupleindex);
  retire(Seg.tupleindex__parse);
  let result: u64 = 0;
  if (parse_bounds(args)) {
    const size = <i64>Py_SIZE(self);
    const start = from_start(load<i64>(bounds_at), size);
    const stop = from_start(load<i64>(bounds_at, 8), size);
    result = index_between(self, PyTuple_GET_ITEM(args, 0), start, stop < size ? stop : size);
  }
  leave();
  return result;
}

function parse_bounds(args: u64): bool {
  store<i64>(bounds_at, 0);
  store<i64>(bounds_at, i64.MAX_VALUE, 8);
  if (!PyArg_ParseTuple(args, "index", 1, 3, "O|O&O&")) return false;
  const given = PyTuple_GET_SIZE(args);
  if (given > 1 && _PyEval_SliceIndexNotNone(PyTuple_GET_ITEM(args, 1), bounds_at) === 0)
    return false;
  return given < 3 || _PyEval_SliceIndexNotNone(PyTuple_GET_ITEM(args, 2), bounds_at + 8) !== 0;
}

function from_start(bound: i64, size: i64): i64 {
  const at = bound < 0 ? bound + size : bound;
  return at < 0 ? 0 : at;
}

function index_between(self: u64, value: u64, start: i64, stop: i64): u64 {
  for (let i = start; i < stop; i++) {
    retire(Seg.tupleindex__item);
    const equal = PyObject_RichCompareBool(PyTuple_GET_ITEM(self, <u64>i), value, Cmp.EQ);
    if (equal < 0) return 0;
    if (equal > 0) return PyInt_FromLong(i);
  }
  PyErr_SetString(Ty.ValueError, "tuple.index(x): x not in tuple");
  return 0;
}
