/**
 * The bytes of a str (PyStringObject.ob_sval) in words of simulated memory.
 *
 *   str -> header, ob_size, ob_shash, ob_sstate (4 bytes), ob_sval: ob_size bytes and a NUL
 *
 * ob_sval begins in the middle of a word, behind ob_sstate, whatever the build.
 */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import { text_bytes, text_drop, text_grow, text_mark } from "../../base/text";
import { is_defined, load64, store64 } from "../../kernel/words";
import { unwritten } from "../obmalloc/debug";
import { Py_SIZE, head_bytes } from "../object/refcount";

/** ob_size, ob_shash and ob_sstate. */
const FIELDS_BYTES: u64 = 20;
/** Bytes that are moved between two objects at once. */
const PIECE: u64 = 4096;

/** offsetof(PyStringObject, ob_sval). */
export function sval_offset(): u64 {
  return head_bytes() + FIELDS_BYTES;
}

/** The address of ob_sval. */
export function ob_sval(op: u64): u64 {
  return op + sval_offset();
}

/** Byte `index` of a str, its NUL included. */
export function string_byte(op: u64, index: u64): u8 {
  const addr = ob_sval(op) + index;
  return <u8>(load64(addr & ~7) >> ((addr & 7) << 3));
}

/** Copies `count` bytes from byte `at` of a str to linear memory. */
export function string_read(op: u64, at: u64, count: u64, to: usize): void {
  let addr = ob_sval(op) + at;
  const end = addr + count;
  while (addr < end) {
    const word = addr & ~7;
    let value = load64(word) >> ((addr & 7) << 3);
    if (addr === word && end - word >= 8) {
      store<u64>(to, value);
      to += 8;
      addr += 8;
      continue;
    }
    while (addr < end && addr < word + 8) {
      store<u8>(to, <u8>value);
      value >>= 8;
      to += 1;
      addr += 1;
    }
  }
}

/** Copies `count` bytes of linear memory over the bytes of a str from `at` on. */
export function string_write(op: u64, at: u64, from: usize, count: u64): void {
  let addr = ob_sval(op) + at;
  const end = addr + count;
  while (addr < end) {
    const word = addr & ~7;
    if (addr === word && end - word >= 8) {
      store64(word, load<u64>(from));
      from += 8;
      addr += 8;
      continue;
    }
    let value: u64 = is_defined(word) ? load64(word) : unwritten();
    while (addr < end && addr < word + 8) {
      const shift = (addr & 7) << 3;
      value = (value & ~((<u64>0xff) << shift)) | ((<u64>load<u8>(from)) << shift);
      from += 1;
      addr += 1;
    }
    store64(word, value);
  }
}

/** The NUL behind `size` bytes, and zeros up to the end of its word where no guard bytes lie there. */
export function string_end(op: u64, size: u64): void {
  const addr = ob_sval(op) + size;
  const word = addr & ~7;
  const shift = (addr & 7) << 3;
  const guarded = cfg(Cfg.DEBUG_BYTES) !== 0;
  const kept = guarded ? ~((<u64>0xff) << shift) : ((<u64>1) << shift) - 1;
  store64(word, (is_defined(word) ? load64(word) : unwritten()) & kept);
}

/** Copies `count` bytes of one str to another, without a cost. */
export function string_copy(to: u64, at: u64, from: u64, start: u64, count: u64): void {
  const mark = text_mark();
  const piece = text_grow(<u32>(count < PIECE ? count : PIECE));
  let done: u64 = 0;
  while (done < count) {
    const step = count - done < PIECE ? count - done : PIECE;
    string_read(from, start + done, step, piece);
    string_write(to, at + done, piece, step);
    done += step;
  }
  text_drop(mark);
}

/** Appends the bytes of a str to the text under construction. */
export function text_add_string(op: u64): void {
  const size = Py_SIZE(op);
  const to = text_grow(<u32>size);
  string_read(op, 0, size, to);
}

/**
 * A copy of a str's bytes in linear memory, on the stack of texts: whoever asks drops it by its mark.
 * It stays where it is.
 */
export function string_view(op: u64): usize {
  const mark = text_mark();
  text_add_string(op);
  return text_bytes(mark);
}
