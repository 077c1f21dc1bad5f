/**
 * The words of simulated memory that are kept as such: links of free chunks, fields of lists, frames
 * and tuples. Int blocks, item arrays and chunk headers are kept in shorter forms by their owners.
 *
 * A page that holds at least one such word has a piece of 4,096 bytes and 512 bits that tell which
 * words are defined. A word not written since its chunk was handed out is stale: it is not defined,
 * not shown as a value and not part of the state hash. A piece without defined words is given back.
 */
import {
  PageMap,
  page_map_get,
  page_map_init,
  page_map_next,
  page_map_set,
} from "../base/page_map";
import { allocate } from "../base/memory";
import { check } from "../base/fault";
import { touch_write } from "./fault";

/** A piece: 4,096 bytes of words, 64 bytes of bits, the number of defined words. */
const BITS: usize = 4096;
const DEFINED: usize = 4160;
const PIECE_BYTES: usize = 4224;

@unmanaged
class Words {
  /** Head of the list of unused pieces, linked through their first word. */
  free: usize;
}

const words_at: usize = memory.data(16, 8);
const map_at: usize = memory.data(40, 8);

function words(): Words {
  return changetype<Words>(words_at);
}

export function words_map(): PageMap {
  return changetype<PageMap>(map_at);
}

export function words_reset(): void {
  words().free = 0;
  page_map_init(words_map());
}

function piece_new(page: u64): usize {
  let piece = words().free;
  if (piece !== 0) {
    words().free = <usize>load<u32>(piece);
    memory.fill(piece, 0, PIECE_BYTES);
  } else piece = allocate(PIECE_BYTES);
  page_map_set(words_map(), page, <u32>piece);
  return piece;
}

function piece_release(page: u64, piece: usize): void {
  store<u32>(piece, <u32>words().free);
  words().free = piece;
  page_map_set(words_map(), page, 0);
}

/** Stores a word (8-byte aligned): the page is touched and the word is defined from now on. */
export function store64(addr: u64, value: u64): void {
  check((addr & 7) === 0, addr);
  touch_write(addr, 8);
  const piece = piece_of(addr >> 12);
  const index = <usize>(addr & 4095) >> 3;
  const bits = piece + BITS + (index >> 3);
  const bit = <u8>(1 << (<u8>index & 7));
  if ((load<u8>(bits) & bit) === 0) {
    store<u8>(bits, load<u8>(bits) | bit);
    store<u32>(piece + DEFINED, load<u32>(piece + DEFINED) + 1);
  }
  store<u64>(piece + (index << 3), value);
}

/** Stores 4 bytes, the low half of a word; where the word was not defined, its high half is that of `rest`. */
export function store32_low(word: u64, value: u64, rest: u64): void {
  const whole = is_defined(word) ? load64(word) : rest;
  store64(word, (whole & 0xffffffff00000000) | (value & 0xffffffff));
}

/** Stores 8 bytes at any address; bytes beside them in the same words stay, those never written are 0. */
export function store64_unaligned(addr: u64, value: u64): void {
  const shift = (addr & 7) << 3;
  const word = addr & ~7;
  if (shift === 0) return store64(word, value);
  const below = is_defined(word) ? load64(word) : 0;
  const above = is_defined(word + 8) ? load64(word + 8) : 0;
  store64(word, (below & (((<u64>1) << shift) - 1)) | (value << shift));
  store64(word + 8, (above & (u64.MAX_VALUE << shift)) | (value >> (64 - shift)));
}

/** 8 bytes at any address, of defined words. */
export function load64_unaligned(addr: u64): u64 {
  const shift = (addr & 7) << 3;
  const word = addr & ~7;
  if (shift === 0) return load64(word);
  return (load64(word) >> shift) | (load64(word + 8) << (64 - shift));
}

/** Where the word at `addr` is kept, 0 where it is not defined. */
export function word_at(addr: u64): usize {
  const piece = <usize>page_map_get(words_map(), addr >> 12);
  if (piece === 0) return 0;
  const index = <usize>(addr & 4095) >> 3;
  if (((load<u8>(piece + BITS + (index >> 3)) >> (<u8>index & 7)) & 1) === 0) return 0;
  return piece + (index << 3);
}

/** Whether the word at `addr` is defined here. */
export function is_defined(addr: u64): bool {
  return word_at(addr) !== 0;
}

/** A defined word. */
export function load64(addr: u64): u64 {
  const at = word_at(addr);
  check(at !== 0, addr);
  return load<u64>(at);
}

/** store64 of a word that is defined: it is kept at `at` (word_at). */
export function replace64(addr: u64, at: usize, value: u64): void {
  touch_write(addr, 8);
  store<u64>(at, value);
}

/** The piece of a page, made where there is none. */
function piece_of(page: u64): usize {
  const piece = <usize>page_map_get(words_map(), page);
  return piece === 0 ? piece_new(page) : piece;
}

/** The bits of words [index, index + count) that lie in group `group` of 64. */
function bits_in_group(index: usize, count: usize, group: usize): u64 {
  const from = index > group << 6 ? index - (group << 6) : 0;
  const end = index + count - (group << 6);
  return (end >= 64 ? u64.MAX_VALUE : ((<u64>1) << end) - 1) & (u64.MAX_VALUE << from);
}

/** Words [index, index + count) of a piece are defined from now on. */
function define(piece: usize, index: usize, count: usize): void {
  let added: u32 = 0;
  const last = (index + count - 1) >> 6;
  for (let group = index >> 6; group <= last; group++) {
    const bits = piece + BITS + (group << 3);
    const before = load<u64>(bits);
    const after = before | bits_in_group(index, count, group);
    added += <u32>popcnt<u64>(after ^ before);
    store<u64>(bits, after);
  }
  store<u32>(piece + DEFINED, load<u32>(piece + DEFINED) + added);
}

function are_defined(piece: usize, index: usize, count: usize): bool {
  if (piece === 0) return false;
  const last = (index + count - 1) >> 6;
  for (let group = index >> 6; group <= last; group++) {
    const wanted = bits_in_group(index, count, group);
    if ((load<u64>(piece + BITS + (group << 3)) & wanted) !== wanted) return false;
  }
  return true;
}

/** How many words from `addr` on lie in its page. */
export function words_left(addr: u64): u64 {
  return (4096 - (addr & 4095)) >> 3;
}

/** Stores `value` to each of `count` words from `addr` on. */
export function store_same(addr: u64, value: u64, count: u64): void {
  check((addr & 7) === 0, addr);
  if (count === 0) return;
  touch_write(addr, count * 8);
  let to = addr;
  let left = count;
  while (left > 0) {
    const here = <usize>min<u64>(left, words_left(to));
    const index = <usize>(to & 4095) >> 3;
    const piece = piece_of(to >> 12);
    define(piece, index, here);
    for (let i: usize = 0; i < here; i++) store<u64>(piece + ((index + i) << 3), value);
    to += (<u64>here) << 3;
    left -= here;
  }
}

/** Stores `value`, `value` + `step` ... to `count` words from `addr` on. */
export function store_steps(addr: u64, value: u64, step: u64, count: u64): void {
  check((addr & 7) === 0, addr);
  if (count === 0) return;
  touch_write(addr, count * 8);
  let to = addr;
  let next = value;
  let left = count;
  while (left > 0) {
    const here = <usize>min<u64>(left, words_left(to));
    const index = <usize>(to & 4095) >> 3;
    const piece = piece_of(to >> 12);
    define(piece, index, here);
    for (let i: usize = 0; i < here; i++) {
      store<u64>(piece + ((index + i) << 3), next);
      next += step;
    }
    to += (<u64>here) << 3;
    left -= here;
  }
}

/** How many words before `addr` lie in the page of the last of them. */
export function words_before(addr: u64): u64 {
  const within = (addr & 4095) >> 3;
  return within === 0 ? 512 : within;
}

/** Copies `count` words, all of them defined; the ranges may overlap. */
export function copy_defined(to: u64, from: u64, count: u64): void {
  check(((to | from) & 7) === 0, to);
  if (count === 0) return;
  touch_write(to, count * 8);
  const upwards = to <= from || to >= from + count * 8;
  let left = count;
  while (left > 0) {
    const done = count - left;
    let source = from + (upwards ? done : left) * 8;
    let target = to + (upwards ? done : left) * 8;
    const room = upwards
      ? min<u64>(words_left(source), words_left(target))
      : min<u64>(words_before(source), words_before(target));
    const here = min<u64>(left, room);
    if (!upwards) {
      source -= here * 8;
      target -= here * 8;
    }
    copy_within_page(target, source, <usize>here);
    left -= here;
  }
}

function copy_within_page(to: u64, from: u64, count: usize): void {
  const piece = piece_of(to >> 12);
  const origin = <usize>page_map_get(words_map(), from >> 12);
  const at = <usize>(from & 4095) >> 3;
  const index = <usize>(to & 4095) >> 3;
  check(are_defined(origin, at, count), from);
  define(piece, index, count);
  memory.copy(piece + (index << 3), origin + (at << 3), count << 3);
}

/** Makes the words of [addr, addr + bytes) stale. */
export function forget(addr: u64, bytes: u64): void {
  let at = (addr + 7) & ~7;
  const end = addr + bytes;
  while (at < end) {
    const page = at >> 12;
    const page_end = (page + 1) << 12;
    const stop = end < page_end ? end : page_end;
    const piece = <usize>page_map_get(words_map(), page);
    if (piece !== 0) forget_in_page(page, piece, at, stop);
    at = stop;
    if (piece === 0 && at < end)
      at = page_map_next(words_map(), at >> 12, (end + 4095) >> 12) << 12;
  }
}

function forget_in_page(page: u64, piece: usize, from: u64, to: u64): void {
  const index = <usize>(from & 4095) >> 3;
  const count = <usize>((to - from + 7) >> 3);
  let gone: u32 = 0;
  const last = (index + count - 1) >> 6;
  for (let group = index >> 6; group <= last; group++) {
    const bits = piece + BITS + (group << 3);
    const before = load<u64>(bits);
    const after = before & ~bits_in_group(index, count, group);
    gone += <u32>popcnt<u64>(before ^ after);
    store<u64>(bits, after);
  }
  const left = load<u32>(piece + DEFINED) - gone;
  store<u32>(piece + DEFINED, left);
  if (left === 0) piece_release(page, piece);
}

/** Makes all words of `pages` pages stale: their frames are gone. */
export function forget_pages(page: u64, pages: u64): void {
  const end = page + pages;
  for (let at = page_map_next(words_map(), page, end); at < end; ) {
    piece_release(at, <usize>page_map_get(words_map(), at));
    at = page_map_next(words_map(), at, end);
  }
}

/** Moves the words of `pages` pages: their frames are mapped elsewhere now. */
export function move_pages(from: u64, to: u64, pages: u64): void {
  for (let i: u64 = 0; i < pages; i++) {
    const piece = page_map_get(words_map(), from + i);
    if (piece === 0) continue;
    page_map_set(words_map(), to + i, piece);
    page_map_set(words_map(), from + i, 0);
  }
}

/** Copies the defined words of [from, from + bytes); what has no source becomes stale. */
export function copy_words(to: u64, from: u64, bytes: u64): void {
  check(((to | from) & 7) === 0, to);
  forget(to, bytes);
  let at: u64 = 0;
  while (at < bytes) {
    const room = min<u64>(words_left(from + at), words_left(to + at));
    const here = min<u64>((bytes - at + 7) >> 3, room);
    copy_some(to + at, from + at, here);
    at += here * 8;
  }
}

/** The same for `count` words that lie in one page, as their copies do. */
function copy_some(to: u64, from: u64, count: u64): void {
  const origin = <usize>page_map_get(words_map(), from >> 12);
  if (origin === 0) return;
  if (are_defined(origin, <usize>(from & 4095) >> 3, <usize>count)) {
    copy_defined(to, from, count);
    return;
  }
  for (let i: u64 = 0; i < count; i++) {
    if (is_defined(from + i * 8)) store64(to + i * 8, load64(from + i * 8));
  }
}
