/**
 * C values as Python objects and back (Modules/_ctypes/cfield.c: the getters and setters of the simple
 * types). They convert as C casts do: what does not fit is cut off, without an error.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { not_simulated } from "../../base/fault";
import { text_add, text_add_byte, text_mark } from "../../base/text";
import { PyErr_SetString } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyFloat_AS_DOUBLE, PyFloat_FromDouble } from "../../objects/floatobject/floatobject";
import { PyInt_AS_LONG } from "../../objects/intobject/arithmetic";
import { PyInt_FromLong } from "../../objects/intobject/intobject";
import { PyLong_AsDouble, PyLong_FromLong, long_low } from "../../objects/longobject/longobject";
import { Py_SIZE, Py_TYPE } from "../../objects/object/refcount";
import { PyString_FromText, string_byte } from "../../objects/stringobject/stringobject";
import { is_subtype } from "../../objects/types";

/** Typecodes of multiprocessing.sharedctypes. */
export const CODE_CHAR: u64 = 0x63;
export const CODE_INT: u64 = 0x69;
const CODE_BYTE: u64 = 0x62;
const CODE_UBYTE: u64 = 0x42;
const CODE_SHORT: u64 = 0x68;
const CODE_USHORT: u64 = 0x48;
const CODE_UINT: u64 = 0x49;
const CODE_LONG: u64 = 0x6c;
const CODE_ULONG: u64 = 0x4c;
const CODE_FLOAT: u64 = 0x66;
const CODE_DOUBLE: u64 = 0x64;

/** The bits that the last conversion made. */
const bits_at: usize = memory.data(8, 8);

export function converted_bits(): u64 {
  return load<u64>(bits_at);
}

/** c_int for "i". */
export function ctypes_name(typecode: u64): string {
  switch (typecode) {
    case CODE_CHAR:
      return "c_char";
    case CODE_BYTE:
      return "c_byte";
    case CODE_UBYTE:
      return "c_ubyte";
    case CODE_SHORT:
      return "c_short";
    case CODE_USHORT:
      return "c_ushort";
    case CODE_INT:
      return "c_int";
    case CODE_UINT:
      return "c_uint";
    case CODE_LONG:
      return "c_long";
    case CODE_ULONG:
      return "c_ulong";
    case CODE_FLOAT:
      return "c_float";
    default:
      return "c_double";
  }
}

/** A new object for `bits`. */
export function c_object(typecode: u64, bits: u64): u64 {
  switch (typecode) {
    case CODE_INT:
      return i_get(bits);
    case CODE_CHAR: {
      const mark = text_mark();
      text_add_byte(<u8>bits);
      return PyString_FromText(mark);
    }
    case CODE_BYTE:
      return PyInt_FromLong(<i64>(<i8>bits));
    case CODE_SHORT:
      return PyInt_FromLong(<i64>(<i16>bits));
    case CODE_ULONG:
      if (<i64>bits < 0) not_simulated("an unsigned long of more than 63 bits");
      return PyLong_FromLong(<i64>bits);
    case CODE_UINT:
      return PyLong_FromLong(<i64>bits);
    case CODE_FLOAT:
      return PyFloat_FromDouble(<f64>reinterpret<f32>(<u32>bits));
    case CODE_DOUBLE:
      return PyFloat_FromDouble(reinterpret<f64>(bits));
    default:
      return PyInt_FromLong(<i64>bits);
  }
}

function i_get(bits: u64): u64 {
  enter(Fn.i_get);
  retire(Seg.i_get__copy);
  const result = PyInt_FromLong(<i64>(<i32>bits));
  leave();
  return result;
}

/** Converts `value`: false with a TypeError, else converted_bits() has the result. */
export function c_convert(typecode: u64, value: u64): bool {
  enter(Fn._PyCData_set);
  retire(Seg._PyCData_set__call_setter);
  let fits: bool;
  if (typecode === CODE_CHAR) fits = char_bits(value);
  else if (typecode === CODE_FLOAT || typecode === CODE_DOUBLE) {
    fits = float_bits(value, typecode === CODE_FLOAT);
  } else fits = get_long(value);
  leave();
  return fits;
}

function char_bits(value: u64): bool {
  if (Py_TYPE(value) !== Ty.str || Py_SIZE(value) !== 1) {
    PyErr_SetString(Ty.TypeError, "one character string expected");
    return false;
  }
  store<u64>(bits_at, string_byte(value, 0));
  return true;
}

function float_bits(value: u64, single: bool): bool {
  const type = Py_TYPE(value);
  let number: f64 = 0;
  if (type === Ty.float) number = PyFloat_AS_DOUBLE(value);
  else if (is_subtype(type, Ty.int)) number = <f64>PyInt_AS_LONG(value);
  else if (type === Ty.long) number = PyLong_AsDouble(value);
  else {
    PyErr_SetString(Ty.TypeError, "a float is required");
    return false;
  }
  store<u64>(bits_at, single ? <u64>reinterpret<u32>(<f32>number) : reinterpret<u64>(number));
  return true;
}

function get_long(value: u64): bool {
  enter(Fn.get_long);
  retire(Seg.get_long__convert);
  const type = Py_TYPE(value);
  let fits = true;
  if (is_subtype(type, Ty.int)) store<i64>(bits_at, PyInt_AS_LONG(value));
  else if (type === Ty.long) store<i64>(bits_at, long_low(value));
  else {
    fits = false;
    if (type === Ty.float) PyErr_SetString(Ty.TypeError, "int expected instead of float");
    else PyErr_SetString(Ty.TypeError, "an integer is required");
  }
  leave();
  return fits;
}

/** Adds c_int, or c_int_Array_3 for an array of three, to the text. */
export function text_add_ctype(typecode: u64): void {
  text_add(ctypes_name(typecode));
}
