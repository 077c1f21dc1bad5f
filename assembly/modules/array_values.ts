/** Items of arrays as Python objects (Modules/arraymodule.c: the descriptors of the typecodes). */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { text_add_byte, text_mark } from "../base/text";
import { PyErr_Occurred, PyErr_SetString } from "../interp/errors";
import { is_defined, load64, store64 } from "../kernel/words";
import { enter, leave, retire } from "../meter/ledger";
import { PyFloat_AS_DOUBLE, PyFloat_FromDouble } from "../objects/floatobject/floatobject";
import { PyInt_AS_LONG, PyInt_AsLong } from "../objects/intobject/arithmetic";
import { PyInt_FromLong } from "../objects/intobject/intobject";
import { PyLong_FromLong } from "../objects/longobject/longobject";
import { Py_SIZE, Py_TYPE, get_field } from "../objects/object/refcount";
import { PyString_FromText, string_byte } from "../objects/stringobject/stringobject";
import { is_subtype } from "../objects/types";

/** Fields of arrayobject: ob_size, ob_item, allocated, ob_descr, weakreflist. */
export const ARRAY_ITEMS: u64 = 1;
export const ARRAY_ALLOCATED: u64 = 2;
export const ARRAY_TYPECODE: u64 = 3;
export const ARRAY_FIELDS: u64 = 5;

const INT_MAX: i64 = 2147483647;
const SHORT_MAX: i64 = 32767;
const CHAR_MAX: i64 = 127;
const UINT_MAX: i64 = 4294967295;

/** Bytes of an item, 0 for what is no typecode. */
export function itemsize_of(typecode: u64): u64 {
  switch (<u32>typecode) {
    case 0x63: // c
    case 0x62: // b
    case 0x42: // B
      return 1;
    case 0x68: // h
    case 0x48: // H
      return 2;
    case 0x69: // i
    case 0x49: // I
    case 0x66: // f
      return 4;
    case 0x6c: // l
    case 0x4c: // L
    case 0x64: // d
      return 8;
    default:
      return 0;
  }
}

/** `bytes` (1, 2, 4 or 8) bytes at `at`; bytes never written read as 0. */
export function load_bytes(at: u64, bytes: u64): u64 {
  const word = at & ~7;
  const whole = is_defined(word) ? load64(word) : 0;
  if (bytes === 8) return whole;
  return (whole >> ((at & 7) * 8)) & (((<u64>1) << (bytes * 8)) - 1);
}

export function store_bytes(at: u64, bytes: u64, value: u64): void {
  const word = at & ~7;
  if (bytes === 8) {
    store64(word, value);
    return;
  }
  const shift = (at & 7) * 8;
  const mask = (((<u64>1) << (bytes * 8)) - 1) << shift;
  const whole = is_defined(word) ? load64(word) : 0;
  store64(word, (whole & ~mask) | ((value << shift) & mask));
}

/** Where item `index` of an array lies. */
export function item_place(op: u64, index: i64): u64 {
  return get_field(op, ARRAY_ITEMS) + <u64>index * itemsize_of(get_field(op, ARRAY_TYPECODE));
}

/** A new object for item `index`. */
export function getarrayitem(op: u64, index: i64): u64 {
  enter(Fn.getarrayitem);
  retire(Seg.getarrayitem__call);
  const typecode = get_field(op, ARRAY_TYPECODE);
  const result = object_of(typecode, load_bytes(item_place(op, index), itemsize_of(typecode)));
  leave();
  return result;
}

function object_of(typecode: u64, bits: u64): u64 {
  switch (<u32>typecode) {
    case 0x63: {
      const mark = text_mark();
      text_add_byte(<u8>bits);
      return PyString_FromText(mark);
    }
    case 0x62:
      return PyInt_FromLong(<i64>(<i8>bits));
    case 0x68:
      return PyInt_FromLong(<i64>(<i16>bits));
    case 0x69:
      return PyInt_FromLong(<i64>(<i32>bits));
    case 0x49:
    case 0x4c:
      return PyLong_FromLong(<i64>bits);
    case 0x66:
      return PyFloat_FromDouble(<f64>reinterpret<f32>(<u32>bits));
    case 0x64:
      return PyFloat_FromDouble(reinterpret<f64>(bits));
    default:
      return PyInt_FromLong(<i64>bits);
  }
}

/** Bits of the item that `bits_of` converted last. */
const bits_at: usize = memory.data(8, 8);

/** Stores `value` as item `index`; with a negative index it is only converted. -1 with an exception. */
export function setarrayitem(op: u64, index: i64, value: u64): i32 {
  enter(Fn.setarrayitem);
  retire(Seg.setarrayitem__convert);
  const typecode = get_field(op, ARRAY_TYPECODE);
  const converts = bits_of(typecode, value);
  if (converts && index >= 0) {
    retire(Seg.setarrayitem__store);
    store_bytes(item_place(op, index), itemsize_of(typecode), load<u64>(bits_at));
  }
  leave();
  return converts ? 0 : -1;
}

function bits_of(typecode: u64, value: u64): bool {
  switch (<u32>typecode) {
    case 0x63:
      return char_bits(value);
    case 0x66:
    case 0x64:
      return float_bits(value, typecode === 0x66);
    default:
      return int_bits(<u32>typecode, value);
  }
}

function char_bits(value: u64): bool {
  if (Py_TYPE(value) !== Ty.str || Py_SIZE(value) !== 1) {
    PyErr_SetString(Ty.TypeError, "array item must be char");
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
  else {
    PyErr_SetString(Ty.TypeError, "a float is required");
    return false;
  }
  store<u64>(bits_at, single ? <u64>reinterpret<u32>(<f32>number) : reinterpret<u64>(number));
  return true;
}

function int_bits(typecode: u32, value: u64): bool {
  if (Py_TYPE(value) === Ty.float) {
    PyErr_SetString(Ty.TypeError, "integer argument expected, got float");
    return false;
  }
  const number = PyInt_AsLong(value);
  if (number === -1 && PyErr_Occurred()) return false;
  store<i64>(bits_at, number);
  switch (typecode) {
    case 0x62:
      return within(
        number,
        -CHAR_MAX - 1,
        CHAR_MAX,
        "signed char is less than minimum",
        "signed char is greater than maximum",
      );
    case 0x42:
      return within(
        number,
        0,
        255,
        "unsigned byte integer is less than minimum",
        "unsigned byte integer is greater than maximum",
      );
    case 0x68:
      return within(
        number,
        -SHORT_MAX - 1,
        SHORT_MAX,
        "signed short integer is less than minimum",
        "signed short integer is greater than maximum",
      );
    case 0x48:
      return within(
        number,
        0,
        65535,
        "unsigned short is less than minimum",
        "unsigned short is greater than maximum",
      );
    case 0x69:
      return within(
        number,
        -INT_MAX - 1,
        INT_MAX,
        "signed integer is less than minimum",
        "signed integer is greater than maximum",
      );
    case 0x49:
      return within(
        number,
        0,
        UINT_MAX,
        "unsigned int is less than minimum",
        "unsigned int is greater than maximum",
      );
    case 0x4c:
      return within(number, 0, i64.MAX_VALUE, "unsigned long is less than minimum", "");
    default:
      return true;
  }
}

function within(value: i64, least: i64, most: i64, below: string, above: string): bool {
  if (value >= least && value <= most) return true;
  PyErr_SetString(Ty.OverflowError, value < least ? below : above);
  return false;
}
