/** Longs in base 2, 8 and 16 (Objects/longobject.c: _PyLong_Format of a base that is a power of two). */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_add_byte, text_drop, text_length, text_mark } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import { PyString_FromText } from "../stringobject/stringobject";
import { A, SHIFT, digit } from "./digits";
import { _PyLong_Sign, load_digits } from "./longobject";

const ZERO: u8 = 0x30;
/** What is added to a digit above nine to make it a letter: a, A. */
const LOWER: u8 = 0x57;
const UPPER: u8 = 0x37;
const MINUS: u8 = 0x2d;
const SUFFIX: u8 = 0x4c;

/** The digits of |op| in base 2^bits, at least one. */
export function text_add_long_digits(op: u64, bits: u32, upper: bool): void {
  const size = load_digits(op, A);
  let place = (size * SHIFT + bits - 1) / bits;
  let begun = false;
  while (place > 0) {
    place -= 1;
    const value = bits_at(size, place * bits, bits);
    begun = begun || value !== 0;
    if (begun) text_add_byte(value < 10 ? ZERO + value : (upper ? UPPER : LOWER) + value);
  }
  if (!begun) text_add_byte(ZERO);
}

/** `count` bits of the number in A from bit `from` on. */
function bits_at(size: u32, from: u32, count: u32): u8 {
  const index = from / SHIFT;
  let word = digit(A, index);
  if (index + 1 < size) word |= digit(A, index + 1) << SHIFT;
  return <u8>((word >> (from % SHIFT)) & (((<u64>1) << count) - 1));
}

/** Adds 0x, 0b, or a 0 before octal digits of what is not 0. */
export function text_add_base(bits: u32, letter: u8, zero: bool): void {
  if (bits === 3) {
    if (!zero) text_add_byte(ZERO);
    return;
  }
  text_add_byte(ZERO);
  text_add_byte(letter);
}

/** hex(op), oct(op) or, without the suffix L, bin(op); `letter` is what the prefix has behind its 0. */
export function long_in_base(op: u64, bits: u32, letter: u8, suffix: bool): u64 {
  enter(Fn._PyLong_Format);
  retire(Seg._PyLong_Format__power_of_two);
  const mark = text_mark();
  const sign = _PyLong_Sign(op);
  if (sign < 0) text_add_byte(MINUS);
  text_add_base(bits, letter, sign === 0);
  const body = text_mark();
  text_add_long_digits(op, bits, false);
  retire(Seg._PyLong_Format__digit, text_length(body));
  if (suffix) text_add_byte(SUFFIX);
  const result = PyString_FromText(mark);
  text_drop(mark);
  leave();
  return result;
}
