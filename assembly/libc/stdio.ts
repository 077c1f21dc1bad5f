/**
 * glibc's buffered output (libio) as CPython uses it: each call's cost by the bytes it wrote; the bytes
 * go to the console. When a full buffer reaches the kernel is not modelled.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { text_bytes, text_drop, text_length } from "../base/text";
import { console_write, console_written } from "../events/console";
import { enter, leave, retire, retire_table } from "../meter/ledger";

/** Largest number of bytes with a row of its own in a table. */
const TABLE_BYTES: u64 = 2048;

function rows(bytes: u64): u32 {
  return <u32>(bytes < TABLE_BYTES ? bytes : TABLE_BYTES);
}

/** Hands `count` bytes of linear memory to the stream. */
function put(stream: u32, bytes: usize, count: u64): void {
  for (let i: usize = 0; i < <usize>count; i++) console_write(stream, load<u8>(bytes + i));
  console_written(stream, count);
}

/** fwrite of `count` bytes of linear memory. */
export function fwrite(stream: u32, bytes: usize, count: u64): void {
  enter(Fn.fwrite);
  retire_table(Seg.fwrite__buffer, rows(count));
  put(stream, bytes, count);
  leave();
}

/** fputs of the text above `mark`, which is dropped. */
export function fputs(stream: u32, mark: u32): void {
  enter(Fn.fputs);
  retire_table(Seg.fputs__buffer, rows(text_length(mark)));
  put(stream, text_bytes(mark), text_length(mark));
  text_drop(mark);
  leave();
}

/** fprintf that formats the text above `mark`, which is dropped. */
export function fprintf(stream: u32, mark: u32): void {
  enter(Fn.fprintf);
  retire_table(Seg.fprintf__format, rows(text_length(mark)));
  put(stream, text_bytes(mark), text_length(mark));
  text_drop(mark);
  leave();
}

/** fputc. */
export function fputc(stream: u32, byte: u8): void {
  enter(Fn.fputc);
  retire(Seg.fputc__buffer);
  console_write(stream, byte);
  console_written(stream, 1);
  leave();
}
