/**
 * Searching (Objects/stringlib/fastsearch.h and find.h): a mix of Boyer-Moore and Horspool with a
 * small Bloom filter, on copies of the bytes in linear memory.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { text_drop, text_grow, text_mark } from "../../base/text";
import { enter, leave, retire } from "../../meter/ledger";
import { string_read } from "./bytes";

export enum Search {
  COUNT,
  FORWARD,
  BACKWARD,
}

/** Bytes compared at once where two objects are compared. */
const PIECE: u64 = 1024;
/** Bits of the Bloom filter: a 64-bit long's. */
const BLOOM_MASK: u64 = 63;

function at(p: usize, index: i64): u8 {
  return load<u8>(p + <usize>index);
}

function bit(byte: u8): u64 {
  return (<u64>1) << (<u64>byte & BLOOM_MASK);
}

/** The first of `size` bytes in which two strs differ, or `size`; without a cost. */
export function common_bytes(a: u64, b: u64, size: u64): u64 {
  const mark = text_mark();
  const left = text_grow(<u32>PIECE);
  const right = text_grow(<u32>PIECE);
  let done: u64 = 0;
  let same = true;
  while (done < size && same) {
    const step = size - done < PIECE ? size - done : PIECE;
    string_read(a, done, step, left);
    string_read(b, done, step, right);
    let i: u64 = 0;
    while (i < step && load<u8>(left + <usize>i) === load<u8>(right + <usize>i)) i += 1;
    done += i;
    same = i === step;
  }
  text_drop(mark);
  return done;
}

/** Whether two strs begin with the same `size` bytes. */
export function same_bytes(a: u64, b: u64, size: u64): bool {
  return common_bytes(a, b, size) === size;
}

/**
 * Where `p` (m bytes) is in `s` (n bytes), or -1; with Search.COUNT how often, at most `maxcount`
 * times. A turn of the loop is a window of m bytes that is looked at.
 */
export function fastsearch(s: usize, n: i64, p: usize, m: i64, maxcount: i64, mode: Search): i64 {
  enter(Fn.fastsearch);
  let result: i64 = -1;
  if (n < m || (mode === Search.COUNT && maxcount === 0)) retire(Seg.fastsearch__too_long);
  else if (m <= 1) {
    if (m === 1) result = search_byte(s, n, at(p, 0), maxcount, mode);
    else retire(Seg.fastsearch__empty);
  } else if (mode === Search.BACKWARD) result = search_backward(s, n, p, m);
  else result = search_forward(s, n, p, m, maxcount, mode);
  leave();
  return result;
}

function search_byte(s: usize, n: i64, byte: u8, maxcount: i64, mode: Search): i64 {
  let count: i64 = 0;
  let seen: i64 = 0;
  let found: i64 = -1;
  while (seen < n && found < 0) {
    const index = mode === Search.BACKWARD ? n - 1 - seen : seen;
    seen += 1;
    if (at(s, index) !== byte) continue;
    if (mode !== Search.COUNT) found = index;
    else {
      count += 1;
      if (count === maxcount) break;
    }
  }
  if (mode === Search.COUNT) {
    retire(Seg.fastsearch__count_byte, seen);
    return count;
  }
  if (mode === Search.BACKWARD) retire(Seg.fastsearch__find_byte_backward, seen);
  else retire(Seg.fastsearch__find_byte, seen);
  return found;
}

function search_forward(s: usize, n: i64, p: usize, m: i64, maxcount: i64, mode: Search): i64 {
  const mlast = m - 1;
  let skip = mlast - 1;
  let mask: u64 = bit(at(p, mlast));
  for (let i: i64 = 0; i < mlast; i++) {
    mask |= bit(at(p, i));
    if (at(p, i) === at(p, mlast)) skip = mlast - i - 1;
  }
  retire(Seg.fastsearch__prepare, mlast);
  let windows: u64 = 0;
  let compared: u64 = 0;
  let count: i64 = 0;
  let found: i64 = -1;
  for (let i: i64 = 0; i <= n - m; i++) {
    windows += 1;
    const next_out = i + m >= n || (mask & bit(at(s, i + m))) === 0;
    if (at(s, i + mlast) !== at(p, mlast)) {
      if (next_out) i += m;
      continue;
    }
    let j: i64 = 0;
    while (j < mlast && at(s, i + j) === at(p, j)) j += 1;
    compared += j;
    if (j === mlast) {
      if (mode !== Search.COUNT) {
        found = i;
        break;
      }
      count += 1;
      if (count === maxcount) break;
      i += mlast;
    } else i += next_out ? m : skip;
  }
  retire(Seg.fastsearch__window, windows);
  retire(Seg.fastsearch__compare, compared);
  return mode === Search.COUNT ? count : found;
}

function search_backward(s: usize, n: i64, p: usize, m: i64): i64 {
  const mlast = m - 1;
  let skip = mlast - 1;
  let mask: u64 = bit(at(p, 0));
  for (let i = mlast; i > 0; i--) {
    mask |= bit(at(p, i));
    if (at(p, i) === at(p, 0)) skip = i - 1;
  }
  retire(Seg.fastsearch__prepare_backward, mlast);
  let windows: u64 = 0;
  let compared: u64 = 0;
  let found: i64 = -1;
  for (let i = n - m; i >= 0; i--) {
    windows += 1;
    const before_out = i > 0 && (mask & bit(at(s, i - 1))) === 0;
    if (at(s, i) !== at(p, 0)) {
      if (before_out) i -= m;
      continue;
    }
    let j = mlast;
    while (j > 0 && at(s, i + j) === at(p, j)) j -= 1;
    compared += mlast - j;
    if (j === 0) {
      found = i;
      break;
    }
    i -= before_out ? m : skip;
  }
  retire(Seg.fastsearch__window_backward, windows);
  retire(Seg.fastsearch__compare_backward, compared);
  return found;
}

/** Where `sub` is in `str`, plus `offset`; -1 for nowhere. */
export function stringlib_find(str: usize, n: i64, sub: usize, m: i64, offset: i64): i64 {
  enter(Fn.stringlib_find);
  let pos: i64 = -1;
  if (n < 0) retire(Seg.stringlib_find__no_room);
  else if (m === 0) {
    retire(Seg.stringlib_find__empty);
    pos = offset;
  } else {
    retire(Seg.stringlib_find__search);
    pos = fastsearch(str, n, sub, m, -1, Search.FORWARD);
    if (pos >= 0) pos += offset;
  }
  leave();
  return pos;
}

/** The last place of `sub` in `str`, plus `offset`; -1 for nowhere. */
export function stringlib_rfind(str: usize, n: i64, sub: usize, m: i64, offset: i64): i64 {
  enter(Fn.stringlib_rfind);
  let pos: i64 = -1;
  if (n < 0) retire(Seg.stringlib_rfind__no_room);
  else if (m === 0) {
    retire(Seg.stringlib_rfind__empty);
    pos = n + offset;
  } else {
    retire(Seg.stringlib_rfind__search);
    pos = fastsearch(str, n, sub, m, -1, Search.BACKWARD);
    if (pos >= 0) pos += offset;
  }
  leave();
  return pos;
}

/** How often `sub` is in `str` without overlaps. */
export function stringlib_count(str: usize, n: i64, sub: usize, m: i64, maxcount: i64): i64 {
  enter(Fn.stringlib_count);
  let count: i64 = 0;
  if (n < 0) retire(Seg.stringlib_count__no_room);
  else if (m === 0) {
    retire(Seg.stringlib_count__empty);
    count = n < maxcount ? n + 1 : maxcount;
  } else {
    retire(Seg.stringlib_count__search);
    count = fastsearch(str, n, sub, m, maxcount, Search.COUNT);
    if (count < 0) count = 0;
  }
  leave();
  return count;
}
