/** Digits of ints and longs for format(value, spec) (Objects/stringlib/formatter.h). */
import { Ty } from "../../abi/types";
import { text_add_byte } from "../../base/text";
import { PyInt_AS_LONG } from "../intobject/arithmetic";
import { text_add_long_digits } from "../longobject/format";
import { _PyLong_Sign } from "../longobject/longobject";
import { long_to_decimal_string } from "../longobject/text";
import { Py_DECREF, Py_SIZE } from "../object/refcount";
import { string_byte } from "./bytes";
import { add_digits } from "./format_values";

/** Whether an integer has a minus sign. */
export function is_negative(op: u64, type: Ty): bool {
  return type === Ty.long ? _PyLong_Sign(op) < 0 : PyInt_AS_LONG(op) < 0;
}

/** The digits of an integer without its sign. */
export function add_digits_of(op: u64, type: Ty, bits: u64, upper: bool): void {
  if (type !== Ty.long) {
    const value = PyInt_AS_LONG(op);
    add_digits(value < 0 ? 0 - <u64>value : <u64>value, bits, upper);
  } else if (bits !== 0) text_add_long_digits(op, <u32>bits, upper);
  else {
    const text = long_to_decimal_string(op, false);
    const start: u64 = _PyLong_Sign(op) < 0 ? 1 : 0;
    for (let i = start; i < Py_SIZE(text); i++) text_add_byte(string_byte(text, i));
    Py_DECREF(text);
  }
}
