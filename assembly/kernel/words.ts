/**
 * The words of simulated memory that are kept as such: links of free chunks, fields of lists, frames
 * and tuples. Int blocks, item arrays and chunk headers are kept in shorter forms by their owners.
 *
 * A page that holds at least one such word has a piece of 4,096 bytes and 512 bits that tell which
 * words are defined. A word not written since its chunk was handed out is stale: it is not defined,
 * not shown as a value and not part of the state hash. A piece without defined words is given back.
 */
import { PageMap, page_map_get, page_map_init, page_map_set } from "../base/page_map";
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
  const page = addr >> 12;
  let piece = <usize>page_map_get(words_map(), page);
  if (piece === 0) piece = piece_new(page);
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

/** Whether the word at `addr` is defined here. */
export function is_defined(addr: u64): bool {
  const piece = <usize>page_map_get(words_map(), addr >> 12);
  if (piece === 0) return false;
  const index = <usize>(addr & 4095) >> 3;
  return ((load<u8>(piece + BITS + (index >> 3)) >> (<u8>index & 7)) & 1) !== 0;
}

/** A defined word. */
export function load64(addr: u64): u64 {
  const piece = <usize>page_map_get(words_map(), addr >> 12);
  const index = <usize>(addr & 4095) >> 3;
  const bits = piece === 0 ? 0 : load<u8>(piece + BITS + (index >> 3));
  check(((bits >> (<u8>index & 7)) & 1) !== 0, addr);
  return load<u64>(piece + (index << 3));
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
  }
}

function forget_in_page(page: u64, piece: usize, from: u64, to: u64): void {
  let left = load<u32>(piece + DEFINED);
  for (let at = from; at < to; at += 8) {
    const index = <usize>(at & 4095) >> 3;
    const bits = piece + BITS + (index >> 3);
    const bit = <u8>(1 << (<u8>index & 7));
    if ((load<u8>(bits) & bit) === 0) continue;
    store<u8>(bits, load<u8>(bits) & ~bit);
    left -= 1;
  }
  store<u32>(piece + DEFINED, left);
  if (left === 0) piece_release(page, piece);
}

/** Makes all words of `pages` pages stale: their frames are gone. */
export function forget_pages(page: u64, pages: u64): void {
  for (let i: u64 = 0; i < pages; i++) {
    const piece = <usize>page_map_get(words_map(), page + i);
    if (piece !== 0) piece_release(page + i, piece);
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
  for (let at: u64 = 0; at < bytes; at += 8) {
    if (is_defined(from + at)) store64(to + at, load64(from + at));
  }
}
