/**
 * A conversion of the % operator while it is read and done (Objects/stringobject.c: the local variables
 * of PyString_Format).
 */

/** Flags between % and the width. */
export const F_LJUST: u32 = 1;
export const F_SIGN: u32 = 2;
export const F_BLANK: u32 = 4;
export const F_ALT: u32 = 8;
export const F_ZERO: u32 = 16;

@unmanaged
export class Format {
  /** Bytes of the format in linear memory, where reading goes on, how many are left. */
  fmt: usize;
  at: usize;
  fmtcnt: i64;
  /** The result so far lies above this mark in the text under construction. */
  out: u32;
  /** The str that will be the result; how many bytes it has and how many of them are unused. */
  result: u64;
  reslen: i64;
  rescnt: i64;
  /** The arguments: a tuple (arglen >= 0), one object, or the value that a key chose. */
  args: u64;
  arglen: i64;
  argidx: i64;
  args_owned: bool;
  /** The mapping that keys are looked up in, or 0. */
  dict: u64;
  /** The conversion that is being read. */
  flags: u32;
  width: i64;
  prec: i64;
  code: u8;
}

const format_at: usize = memory.data(128, 8);

export function fm(): Format {
  return changetype<Format>(format_at);
}

/** The next byte of the format; `fmtcnt` says afterwards whether there was one. */
export function next_code(): void {
  const f = fm();
  f.fmtcnt -= 1;
  if (f.fmtcnt < 0) return;
  f.code = load<u8>(f.at);
  f.at += 1;
}
