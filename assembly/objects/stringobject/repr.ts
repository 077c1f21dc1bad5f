/** repr of a str (Objects/stringobject.c: string_repr, PyString_Repr). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_add_byte, text_bytes, text_drop, text_length, text_mark } from "../../base/text";
import { memchr } from "../../libc/string";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_SIZE } from "../object/refcount";
import { string_view, string_write } from "./bytes";
import { _PyString_Resize } from "./resize";
import { PyString_New } from "./stringobject";

const SINGLE: u8 = 0x27;
const DOUBLE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
/** The longest escape, \xhh. */
const ESCAPE_BYTES: u64 = 4;

/** memchr of `byte` in linear memory: whether it is there. */
function holds_byte(bytes: usize, size: u64, byte: u8): bool {
  let i: u64 = 0;
  while (i < size && load<u8>(bytes + <usize>i) !== byte) i += 1;
  memchr(size, i);
  return i < size;
}

/** Single quotes, unless only single ones are inside. */
export function quote_for(bytes: usize, size: u64): u8 {
  if (!holds_byte(bytes, size, SINGLE)) return SINGLE;
  return holds_byte(bytes, size, DOUBLE) ? SINGLE : DOUBLE;
}

/** Whether a repr shows `c` as it is. */
export function is_plain(c: u8, quote: u8): bool {
  return c !== quote && c !== BACKSLASH && c >= 0x20 && c < 0x7f;
}

function hex_digit(value: u8): u8 {
  return value < 10 ? 0x30 + value : 0x57 + value;
}

/** Appends the escape of a byte that is not plain. */
export function text_add_escaped(c: u8): void {
  text_add_byte(BACKSLASH);
  if (c === 0x09) text_add_byte(0x74);
  else if (c === 0x0a) text_add_byte(0x6e);
  else if (c === 0x0d) text_add_byte(0x72);
  else if (c < 0x20 || c >= 0x7f) {
    text_add_byte(0x78);
    text_add_byte(hex_digit(c >> 4));
    text_add_byte(hex_digit(c & 15));
  } else text_add_byte(c);
}

/** repr(op). */
export function string_repr(op: u64): u64 {
  enter(Fn.string_repr);
  retire(Seg.string_repr__call);
  const result = PyString_Repr(op);
  leave();
  return result;
}

/** A str of the largest possible size is made and cut down afterwards. */
function PyString_Repr(op: u64): u64 {
  enter(Fn.PyString_Repr);
  retire(Seg.PyString_Repr__begin);
  const size = Py_SIZE(op);
  const mark = text_mark();
  const bytes = string_view(op);
  const result = PyString_New(2 + ESCAPE_BYTES * size);
  const quote = quote_for(bytes, size);
  const shown = text_mark();
  text_add_byte(quote);
  let plain: u64 = 0;
  for (let i: usize = 0; i < <usize>size; i++) {
    const c = load<u8>(bytes + i);
    if (is_plain(c, quote)) {
      plain += 1;
      text_add_byte(c);
    } else text_add_escaped(c);
  }
  text_add_byte(quote);
  retire(Seg.PyString_Repr__character, plain);
  retire(Seg.PyString_Repr__escape, size - plain);
  const length = text_length(shown);
  string_write(result, 0, text_bytes(shown), length);
  text_drop(mark);
  const cut = _PyString_Resize(result, length);
  leave();
  return cut;
}
