/** float_print (Objects/floatobject.c). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_mark } from "../../base/text";
import { fputs } from "../../libc/stdio";
import { enter, leave, retire } from "../../meter/ledger";
import { PyMem_FREE } from "../obmalloc/mem";
import { PyFloat_AS_DOUBLE } from "./floatobject";
import { PyOS_double_to_string, FLOAT_ADD_DOT_0, double_to_string_bytes } from "./format";

/** Significant digits of str(): twelve; repr() takes the shortest text that reads back. */
const PyFloat_STR_PRECISION: i32 = 12;
const CODE_G: u8 = 0x67;
const CODE_R: u8 = 0x72;

export function float_print(op: u64, stream: u32, raw: bool): i32 {
  enter(Fn.float_print);
  retire(Seg.float_print__format);
  const mark = text_mark();
  const value = PyFloat_AS_DOUBLE(op);
  const buffer = raw
    ? PyOS_double_to_string(value, CODE_G, PyFloat_STR_PRECISION, FLOAT_ADD_DOT_0)
    : PyOS_double_to_string(value, CODE_R, 0, FLOAT_ADD_DOT_0);
  const bytes = double_to_string_bytes();
  fputs(stream, mark);
  PyMem_FREE(buffer, bytes);
  leave();
  return 0;
}
