/** Methods of int, bool, long and float (Objects/intobject.c, longobject.c, floatobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { check } from "../../base/fault";
import { enter, leave, retire, retire_loop } from "../../meter/ledger";
import { PyBool_FromLong } from "../boolobject";
import { float_float } from "../floatobject/arithmetic";
import { PyFloat_AS_DOUBLE, PyFloat_FromDouble } from "../floatobject/floatobject";
import { long_long } from "../longobject/arithmetic";
import { PyLong_FromLong, _PyLong_NumBits } from "../longobject/longobject";
import { METH_NOARGS, NUMBER_METHODS, define_method } from "../methods";
import { Py_TYPE } from "../object/refcount";
import { string_is } from "../stringobject/text";
import { int_int } from "./arithmetic";
import { PyInt_AS_LONG } from "./convert";
import { PyInt_FromLong } from "./intobject";

const BIT_LENGTH: u32 = NUMBER_METHODS + 0;
const CONJUGATE: u32 = NUMBER_METHODS + 1;
const IS_INTEGER: u32 = NUMBER_METHODS + 2;

export function define_number_methods(): void {
  define_method(Ty.int, "bit_length", METH_NOARGS, BIT_LENGTH);
  define_method(Ty.bool, "bit_length", METH_NOARGS, BIT_LENGTH);
  define_method(Ty.long, "bit_length", METH_NOARGS, BIT_LENGTH);
  define_method(Ty.int, "conjugate", METH_NOARGS, CONJUGATE);
  define_method(Ty.bool, "conjugate", METH_NOARGS, CONJUGATE);
  define_method(Ty.long, "conjugate", METH_NOARGS, CONJUGATE);
  define_method(Ty.float, "conjugate", METH_NOARGS, CONJUGATE);
  define_method(Ty.float, "is_integer", METH_NOARGS, IS_INTEGER);
}

export function number_call(number: u32, self: u64, args: u64, kwargs: u64): u64 {
  check(args === 0 && kwargs === 0, number);
  switch (number) {
    case BIT_LENGTH:
      return Py_TYPE(self) === Ty.long ? long_bit_length(self) : int_bit_length(self);
    case CONJUGATE:
      return conjugate(self);
    default:
      return float_is_integer(self);
  }
}

/** n.real, n.imag, and of integers n.numerator, n.denominator: a new reference, or 0 for another name. */
export function number_getattr(self: u64, name: u64): u64 {
  const type = Py_TYPE(self);
  if (string_is(name, "real")) return conjugate(self);
  if (string_is(name, "imag")) {
    if (type === Ty.float) return PyFloat_FromDouble(0);
    return type === Ty.long ? PyLong_FromLong(0) : PyInt_FromLong(0);
  }
  if (type === Ty.float) return 0;
  if (string_is(name, "numerator")) return conjugate(self);
  if (!string_is(name, "denominator")) return 0;
  return type === Ty.long ? PyLong_FromLong(1) : PyInt_FromLong(1);
}

function conjugate(self: u64): u64 {
  const type = Py_TYPE(self);
  return type === Ty.float ? float_float(self) : type === Ty.long ? long_long(self) : int_int(self);
}

function int_bit_length(self: u64): u64 {
  enter(Fn.int_bit_length);
  const value = PyInt_AS_LONG(self);
  const bits = 64 - <i64>clz<u64>(value < 0 ? 0 - <u64>value : <u64>value);
  retire(Seg.int_bit_length__begin);
  retire_loop(Seg.int_bit_length__bit, bits);
  const result = PyInt_FromLong(bits);
  leave();
  return result;
}

function long_bit_length(self: u64): u64 {
  enter(Fn.long_bit_length);
  retire(Seg.long_bit_length__count);
  const result = PyInt_FromLong(_PyLong_NumBits(self));
  leave();
  return result;
}

function float_is_integer(self: u64): u64 {
  enter(Fn.float_is_integer);
  retire(Seg.float_is_integer__test);
  const value = PyFloat_AS_DOUBLE(self);
  const result = PyBool_FromLong(isFinite(value) && Math.floor(value) === value ? 1 : 0);
  leave();
  return result;
}
