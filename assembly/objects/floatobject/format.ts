/** The text of a double (Python/pystrtod.c: PyOS_double_to_string). */
import { not_simulated } from "../../base/fault";

/** Flags of PyOS_double_to_string: "#", ".0" behind whole numbers as repr does, a sign always. */
export const FLOAT_ALT: u32 = 1;
export const FLOAT_ADD_DOT_0: u32 = 2;
export const FLOAT_SIGN: u32 = 4;

/**
 * Appends `value` to the text under construction: format `code` is the byte of e, E, f, F, g, G or r
 * (the shortest text that reads back, without a precision).
 */
export function text_add_float(value: f64, code: u8, precision: i32, flags: u32): void {
  not_simulated("text_add_float");
}
