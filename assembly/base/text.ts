/**
 * Text under construction: messages, representations and output, as bytes in the machine's own
 * memory. It is a stack of bytes: whoever builds a text remembers `text_mark()`, appends, makes an
 * object from what lies above the mark and drops it. Nested builders therefore do not disturb each
 * other.
 *
 *   const mark = text_mark();
 *   text_add("index "); text_add_i64(i);
 *   const message = PyString_FromText(mark);   // copies the bytes above the mark and drops them
 *
 * Literals are AssemblyScript's static UTF-16 strings; only ASCII is used in them.
 */
import { Fault } from "../abi/stop";
import { fail } from "./fault";

const TEXT_MAX: u32 = 1 << 22;
const length_at: usize = memory.data(8, 8);
const bytes_at: usize = memory.data(1 << 22, 8);

export function text_reset(): void {
  store<u32>(length_at, 0);
}

/** Where the next byte goes: the beginning of a new text. */
export function text_mark(): u32 {
  return load<u32>(length_at);
}

/** Drops everything from `mark` on. */
export function text_drop(mark: u32): void {
  store<u32>(length_at, mark);
}

/** Bytes above `mark`. */
export function text_length(mark: u32): u32 {
  return text_mark() - mark;
}

/** Where in linear memory the text above `mark` lies. */
export function text_bytes(mark: u32): usize {
  return bytes_at + <usize>mark;
}

export function text_add_byte(byte: u8): void {
  const length = text_mark();
  if (length >= TEXT_MAX) fail(Fault.TABLE_FULL, TEXT_MAX);
  store<u8>(bytes_at + <usize>length, byte);
  store<u32>(length_at, length + 1);
}

/** Room for `bytes` more, which the caller fills; where it lies. */
export function text_grow(bytes: u32): usize {
  const length = text_mark();
  if (bytes > TEXT_MAX - length) fail(Fault.TABLE_FULL, TEXT_MAX);
  store<u32>(length_at, length + bytes);
  return bytes_at + <usize>length;
}

/** A literal of ASCII characters. */
export function text_add(literal: string): void {
  for (let i = 0; i < literal.length; i++) text_add_byte(<u8>literal.charCodeAt(i));
}

/** Decimal digits of a signed number. */
export function text_add_i64(value: i64): void {
  let rest = value < 0 ? 0 - <u64>value : <u64>value;
  if (value < 0) text_add_byte(0x2d);
  let power: u64 = 1;
  while (rest / power >= 10) power *= 10;
  while (power > 0) {
    text_add_byte(<u8>(0x30 + rest / power));
    rest %= power;
    power /= 10;
  }
}

/** Hexadecimal digits without a prefix, as printf's %x. */
export function text_add_hex(value: u64): void {
  let shift: u64 = 60;
  while (shift > 0 && value >> shift === 0) shift -= 4;
  while (true) {
    const digit = <u8>((value >> shift) & 15);
    text_add_byte(digit < 10 ? 0x30 + digit : 0x57 + digit);
    if (shift === 0) return;
    shift -= 4;
  }
}

/** Whether the text above `mark` is `literal`. */
export function text_is(mark: u32, literal: string): bool {
  if (text_length(mark) !== <u32>literal.length) return false;
  for (let i = 0; i < literal.length; i++) {
    if (load<u8>(text_bytes(mark) + i) !== <u8>literal.charCodeAt(i)) return false;
  }
  return true;
}
