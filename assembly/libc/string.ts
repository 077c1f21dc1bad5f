/**
 * glibc's functions on bytes as objects use them: what a call costs, by its number of bytes. The bytes
 * themselves are moved by the caller, because they lie in words of simulated memory.
 *
 * Up to 2,048 bytes the price is a table over the size, measured size by size (scripts/measure/strings.py)
 * at the alignment that strs have; above, the vector loop goes on by lines.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { enter, leave, retire, retire_table } from "../meter/ledger";
import { memcpy_call } from "./memcpy";

/** Largest size with a row of its own in a table. */
const TABLE_BYTES: u64 = 2048;
/** Bytes of one turn of the vector loops. */
const LINE: u64 = 128;

function rows(bytes: u64): u32 {
  return <u32>(bytes < TABLE_BYTES ? bytes : TABLE_BYTES);
}

function lines_beyond(bytes: u64): u64 {
  return bytes <= TABLE_BYTES ? 0 : (bytes - TABLE_BYTES) / LINE;
}

/** memcpy of `bytes`. */
export function memcpy(bytes: u64): void {
  memcpy_call(bytes, 1);
}

/** mempcpy of `bytes`. */
export function mempcpy(bytes: u64): void {
  enter(Fn.mempcpy);
  retire_table(Seg.mempcpy__vector, rows(bytes));
  if (bytes > TABLE_BYTES) retire(Seg.mempcpy__line, lines_beyond(bytes));
  leave();
}

/** strlen of a text of `bytes`. */
export function strlen(bytes: u64): void {
  enter(Fn.strlen);
  retire_table(Seg.strlen__vector, rows(bytes));
  if (bytes > TABLE_BYTES) retire(Seg.strlen__line, lines_beyond(bytes));
  leave();
}

/** memcmp of `bytes` of which the first `same` are equal: all, where that is `bytes`. */
export function memcmp(bytes: u64, same: u64): void {
  enter(Fn.memcmp);
  if (same === bytes || bytes === 1) retire_table(Seg.memcmp__equal, rows(bytes));
  else retire_table(Seg.memcmp__differs, rows(same));
  if (same > TABLE_BYTES) retire(Seg.memcmp__line, lines_beyond(same));
  leave();
}

/** memchr over `bytes` that found its byte at index `found`; nowhere, where that is `bytes`. */
export function memchr(bytes: u64, found: u64): void {
  enter(Fn.memchr);
  if (found === bytes) retire_table(Seg.memchr__missing, rows(bytes));
  else retire_table(Seg.memchr__found, rows(found));
  if (found > TABLE_BYTES) retire(Seg.memchr__line, lines_beyond(found));
  leave();
}
