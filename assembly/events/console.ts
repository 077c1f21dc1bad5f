/**
 * What the process wrote: the bytes of each stream in order, kept in pieces of the machine's memory that
 * never move. The host copies ranges out.
 */
import { Ev } from "../abi/events";
import { Table, table_add, table_at, table_init } from "../base/memory";
import { check } from "../base/fault";
import { ProcessLog } from "../abi/process";
import { log_process, logging } from "./process_log";
import { emit } from "./ring";

/** File descriptors of the streams. */
export const STDOUT: u32 = 1;
export const STDERR: u32 = 2;

const PIECE_SHIFT: u32 = 16;
const BYTES_MAX: u32 = 1 << 28;
const TABLE_BYTES: usize = 32;
const streams_at: usize = memory.data(64, 8);

function stream_table(stream: u32): Table {
  check(stream === STDOUT || stream === STDERR, stream);
  return changetype<Table>(streams_at + <usize>(stream - STDOUT) * TABLE_BYTES);
}

export function console_reset(): void {
  for (let stream = STDOUT; stream <= STDERR; stream++) {
    table_init(stream_table(stream), 1, PIECE_SHIFT, BYTES_MAX);
  }
}

/** One byte more on a stream. */
export function console_write(stream: u32, byte: u8): void {
  const table = stream_table(stream);
  store<u8>(table_at(table, table_add(table)), byte);
}

/** Says that the last `bytes` bytes of a stream were written by one call. */
export function console_written(stream: u32, bytes: u64): void {
  emit(Ev.OUTPUT, 0, bytes, stream);
  if (logging()) log_process(ProcessLog.WRITE, stream, console_bytes(stream));
}

/** How many bytes a stream has. */
export function console_bytes(stream: u32): u32 {
  return stream_table(stream).count;
}

/** Copies bytes `from`, `from` + 1, ... of a stream to linear memory. */
export function console_copy(stream: u32, from: u32, count: u32, to: usize): void {
  const table = stream_table(stream);
  check(from + count <= table.count, from);
  for (let i: u32 = 0; i < count; i++)
    store<u8>(to + <usize>i, load<u8>(table_at(table, from + i)));
}
