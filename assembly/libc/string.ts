/**
 * glibc's functions on bytes as objects use them: what a call costs, by its number of bytes. The bytes
 * themselves are moved by the caller, because they lie in words of simulated memory.
 *
 * Up to 2,048 bytes the price is a table over the size; above, the vector loop goes on by lines.
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

/** strlen of a text of `bytes`. */
export function strlen(bytes: u64): void {
  enter(Fn.strlen);
  retire_table(Seg.strlen__vector, rows(bytes));
  if (bytes > TABLE_BYTES) retire(Seg.strlen__line, lines_beyond(bytes));
  leave();
}

/** memcmp that looked at `bytes` until it knew. */
export function memcmp(bytes: u64): void {
  enter(Fn.memcmp);
  retire_table(Seg.memcmp__vector, rows(bytes));
  if (bytes > TABLE_BYTES) retire(Seg.memcmp__line, lines_beyond(bytes));
  leave();
}

/** memchr that looked at `bytes`. */
export function memchr(bytes: u64): void {
  enter(Fn.memchr);
  retire_table(Seg.memchr__vector, rows(bytes));
  if (bytes > TABLE_BYTES) retire(Seg.memchr__line, lines_beyond(bytes));
  leave();
}
