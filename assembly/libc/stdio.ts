/**
 * glibc's buffered output (libio, glibc 2.36) as CPython uses it: a text goes into the stream's buffer,
 * which the first output makes. What is written here leaves for the console at once; the write of a full
 * buffer is a step, its system call is not.
 */
import { Fn } from "../abi/functions";
import { Plt } from "../abi/layout";
import { Seg } from "../abi/segments";
import { through_plt } from "./plt";
import { text_add_i64, text_bytes, text_drop, text_length, text_mark } from "../base/text";
import { console_write, console_written } from "../events/console";
import { enter, leave, retire } from "../meter/ledger";
import { malloc } from "./malloc/malloc";
import { mempcpy, strlen } from "./string";

/** Bytes of a stream's buffer: st_blksize of a file or pipe. */
const BUFFER_BYTES: u64 = 4096;
/** _IO_default_xsputn copies more bytes than this with mempcpy. */
const BYTEWISE_MAX: u64 = 20;
const STREAMS: usize = 3;

@unmanaged
class Stream {
  /** 0 before the first output. */
  buffer: u64;
  /** Bytes in it. */
  used: u64;
}

const STREAM_BYTES: usize = 16;
const streams_at: usize = memory.data(16 * 3, 8);

function stream_of(number: u32): Stream {
  return changetype<Stream>(streams_at + <usize>number * STREAM_BYTES);
}

/** Streams without buffers, as at the start of the module. */
export function stdio_reset(): void {
  memory.fill(streams_at, 0, STREAMS * STREAM_BYTES);
}

/** Shows `count` bytes of linear memory. */
function put(number: u32, bytes: usize, count: u64): void {
  for (let i: usize = 0; i < <usize>count; i++) console_write(number, load<u8>(bytes + i));
  console_written(number, count);
}

/** Makes the buffer, or empties a full one. */
function _IO_file_overflow(stream: Stream): void {
  enter(Fn._IO_file_overflow);
  if (stream.buffer === 0) {
    retire(Seg._IO_file_overflow__first);
    enter(Fn._IO_file_doallocate);
    retire(Seg._IO_file_doallocate__ask);
    stream.buffer = malloc(BUFFER_BYTES);
    leave();
  } else retire(Seg._IO_file_overflow__write);
  stream.used = 0;
  leave();
}

/** Copies what a new or emptied buffer takes. */
function _IO_default_xsputn(count: u64): void {
  enter(Fn._IO_default_xsputn);
  retire(Seg._IO_default_xsputn__call);
  if (count > BYTEWISE_MAX) mempcpy(count);
  else retire(Seg._IO_default_xsputn__byte, count);
  leave();
}

/** Puts `count` bytes into the stream's buffer. */
function _IO_file_xsputn(number: u32, bytes: usize, count: u64): void {
  enter(Fn._IO_file_xsputn);
  if (count === 0) retire(Seg._IO_file_xsputn__nothing);
  else {
    retire(Seg._IO_file_xsputn__fill);
    put(number, bytes, count);
    fill(stream_of(number), count);
  }
  leave();
}

function fill(stream: Stream, count: u64): void {
  const room = stream.buffer === 0 ? 0 : BUFFER_BYTES - stream.used;
  const fits = count < room ? count : room;
  if (fits > 0) mempcpy(fits);
  stream.used += fits;
  if (fits === count) return;
  retire(Seg._IO_file_xsputn__overflow);
  _IO_file_overflow(stream);
  // Whole buffers leave at once.
  const left = (count - fits) % BUFFER_BYTES;
  if (left > 0) _IO_default_xsputn(left);
  stream.used = left;
}

/** fwrite of `count` bytes of linear memory. */
export function fwrite(number: u32, bytes: usize, count: u64): void {
  through_plt(Plt.fwrite);
  enter(Fn.fwrite);
  if (count === 0) retire(Seg.fwrite__nothing);
  else {
    retire(Seg.fwrite__call);
    _IO_file_xsputn(number, bytes, count);
  }
  leave();
}

/** fputs of the text above `mark`, which is dropped. */
export function fputs(number: u32, mark: u32): void {
  through_plt(Plt.fputs);
  enter(Fn.fputs);
  retire(Seg.fputs__call);
  strlen(text_length(mark));
  _IO_file_xsputn(number, text_bytes(mark), text_length(mark));
  text_drop(mark);
  leave();
}

/** fprintf(stream, "%ld", value). */
export function fprintf_long(number: u32, value: i64): void {
  through_plt(Plt.fprintf);
  enter(Fn.fprintf);
  retire(Seg.fprintf__long);
  enter(Fn.__vfprintf_internal);
  retire(Seg.__vfprintf_internal__long);
  if (value < 0) retire(Seg.__vfprintf_internal__negative);
  const mark = text_mark();
  text_add_i64(value);
  const digits = text_length(mark) - (value < 0 ? 1 : 0);
  // The empty texts before and behind the conversion are put, too.
  _IO_file_xsputn(number, 0, 0);
  enter(Fn._itoa_word);
  retire(Seg._itoa_word__call);
  retire(Seg._itoa_word__digit, digits);
  leave();
  if (value < 0) putc(number, MINUS);
  _IO_file_xsputn(number, text_bytes(mark) + (value < 0 ? 1 : 0), digits);
  _IO_file_xsputn(number, 0, 0);
  text_drop(mark);
  leave();
  leave();
}

const MINUS: u8 = 0x2d;

/** fprintf of an escape, which is the text above `mark`; it is dropped. */
export function fprintf_escape(number: u32, mark: u32): void {
  through_plt(Plt.fprintf);
  enter(Fn.fprintf);
  retire(Seg.fprintf__escape);
  enter(Fn.__vfprintf_internal);
  retire(Seg.__vfprintf_internal__escape);
  _IO_file_xsputn(number, text_bytes(mark), text_length(mark));
  text_drop(mark);
  leave();
  leave();
}

/** A byte into the buffer; __overflow where it is full. */
function putc(number: u32, byte: u8): void {
  const stream = stream_of(number);
  console_write(number, byte);
  console_written(number, 1);
  if (stream.buffer === 0 || stream.used === BUFFER_BYTES) {
    enter(Fn.__overflow);
    retire(Seg.__overflow__call);
    _IO_file_overflow(stream);
    leave();
  }
  stream.used += 1;
}

/** fputc. */
export function fputc(number: u32, byte: u8): void {
  through_plt(Plt.fputc);
  enter(Fn.fputc);
  retire(Seg.fputc__buffer);
  putc(number, byte);
  leave();
}
