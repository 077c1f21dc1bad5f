/** The text of a double (Python/pystrtod.c: PyOS_double_to_string). */
import { not_simulated } from "../../base/fault";

/** Flags of PyOS_double_to_string: a sign always, ".0" for whole numbers, the alternate form. */
export const Py_DTSF_SIGN: u32 = 1;
export const Py_DTSF_ADD_DOT_0: u32 = 2;
export const Py_DTSF_ALT: u32 = 4;

/**
 * Appends `value` to the text under construction: format `code` is the byte of e, E, f, F, g, G or r
 * (the shortest text that reads back, without a precision).
 */
export function text_add_float(value: f64, code: u8, precision: i32, flags: u32): void {
  not_simulated("text_add_float");
}
