/** Strings beside literals. */
import { Py_SIZE } from "../object/refcount";
import { string_byte } from "./bytes";

/** Whether a str's text is `literal`. This is the machine's own question: it costs nothing. */
export function string_is(op: u64, literal: string): bool {
  const size = literal.length;
  if (Py_SIZE(op) !== <u64>size) return false;
  for (let i = 0; i < size; i++) {
    if (string_byte(op, i) !== <u8>literal.charCodeAt(i)) return false;
  }
  return true;
}
