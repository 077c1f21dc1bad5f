/**
 * Which int block holds an address. Blocks of a group that lie one behind the other at one distance are found
 * by division, from any of the pages that they begin in; others are linked to the page one by one.
 *
 *   link   number + 1 of a block, or LAID + number + 1 of a group; a page's links are a chain
 */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import {
  PageMap,
  page_map_alike,
  page_map_fill,
  page_map_get,
  page_map_init,
  page_map_set,
} from "../../base/page_map";
import { has_own_ints } from "../../collectors/manager";
import {
  Block,
  FORM_FREED,
  GROUP_SHIFT,
  Group,
  block,
  block_address,
  group,
  group_of,
  own_block,
  pack,
  unpack,
} from "./groups";

const LAID: u32 = 0x80000000;
/** No block. */
export const NO_BLOCK: u32 = 0xffffffff;

/** The block that was asked for last: neighbouring ints follow each other. */
@unmanaged
class Asked {
  /** 0 for none. */
  start: u64;
  number: u32;
}

/** A walk over the blocks that begin in a page. */
@unmanaged
class Walk {
  page: u64;
  link: u32;
  /** Of a group: the next block in question and the first behind. */
  number: u32;
  end: u32;
}

const asked_at: usize = memory.data(16, 8);
const walk_at: usize = memory.data(24, 8);
const pages_static: usize = memory.data(40, 8);

function asked(): Asked {
  return changetype<Asked>(asked_at);
}

function pages(): PageMap {
  return changetype<PageMap>(pages_static);
}

export function block_pages_reset(): void {
  page_map_init(pages());
  asked().start = 0;
}

/** Blocks are going or move: what was found last may be wrong. */
export function forget_asked(): void {
  asked().start = 0;
}

function group_link(link: u32): Group {
  return group((link & ~LAID) - 1);
}

function first_page(g: Group): u64 {
  return unpack(g.place) >> 12;
}

/** The page in which block `count` - 1 of a group begins. */
function page_of(g: Group, count: u32): u64 {
  return (unpack(g.place) + <u64>(count - 1) * <u64>g.pitch) >> 12;
}

/** What follows `link` in the chain of `page`. */
function next_link(link: u32, page: u64): u32 {
  if ((link & LAID) === 0) return block(link - 1).page_next;
  const g = group_link(link);
  return page === first_page(g) ? g.page_next : 0;
}

function set_next_link(link: u32, next: u32): void {
  if ((link & LAID) === 0) own_block(link - 1).page_next = next;
  else group_link(link).page_next = next;
}

/** Takes `link` out of the chain of `page`. */
function unlink(link: u32, page: u64): void {
  const next = next_link(link, page);
  const head = page_map_get(pages(), page);
  if (head === link) {
    page_map_set(pages(), page, next);
    return;
  }
  let at = head;
  while (next_link(at, page) !== link) at = next_link(at, page);
  set_next_link(at, next);
}

function link_block(number: u32, b: Block): void {
  const page = unpack(b.place) >> 12;
  b.page_next = page_map_get(pages(), page);
  page_map_set(pages(), page, number + 1);
}

/**
 * Blocks [from, from + count) of group `index` begin at `addr`, `pitch` bytes apart. They join the law of
 * where the group lies, or end it; without a law they are linked one by one.
 */
export function place_blocks(index: u32, from: u32, count: u32, addr: u64, pitch: u64): void {
  const g = group(index);
  if (from === 0 && !has_own_ints()) {
    const page = addr >> 12;
    g.place = pack(addr);
    g.pitch = <u32>pitch;
    g.laid = 1;
    g.page_next = page_map_get(pages(), page);
    page_map_set(pages(), page, LAID | (index + 1));
    if (count === 1 || fill_pages(index, 1, count)) return;
  } else if (g.laid !== 0) {
    if (joins(g, from, addr, pitch) && fill_pages(index, from, from + count)) return;
  }
  if (g.laid !== 0) end_law(index, from);
  link_each(index, from, count, addr, pitch);
}

function link_each(index: u32, from: u32, count: u32, addr: u64, pitch: u64): void {
  for (let i: u32 = 0; i < count; i++) {
    const number = (index << GROUP_SHIFT) + from + i;
    const b = own_block(number);
    b.place = pack(addr + <u64>i * pitch);
    link_block(number, b);
  }
}

/** Block `number`, which was given back and lay in no group with a law, lies at `addr` now. */
export function place_again(number: u32, addr: u64): void {
  const b = own_block(number);
  b.place = pack(addr);
  link_block(number, b);
}

/** Whether a block at `addr` goes on where the `from` blocks before it lie. */
function joins(g: Group, from: u32, addr: u64, pitch: u64): bool {
  if (from === 1) g.pitch = <u32>pitch;
  return pitch !== 0 && <u64>g.pitch === pitch && unpack(g.place) + <u64>from * pitch === addr;
}

/** Links the pages in which blocks [from, end) begin, behind those before; false where another one has them. */
function fill_pages(index: u32, from: u32, end: u32): bool {
  const g = group(index);
  const page = page_of(g, from) + 1;
  const last = page_of(g, end);
  for (let at = page; at <= last; at++) {
    if (page_map_get(pages(), at) !== 0) return false;
  }
  if (page <= last) page_map_fill(pages(), page, last - page + 1, LAID | (index + 1));
  return true;
}

/** Takes a group's `count` blocks out of all pages. */
function unlink_group(index: u32, count: u32): void {
  const g = group(index);
  const link = LAID | (index + 1);
  const end = page_of(g, count) + 1;
  let page = first_page(g);
  unlink(link, page);
  page += 1;
  while (page < end) {
    // Most pages have no other link.
    if (page_map_get(pages(), page) !== link) {
      unlink(link, page);
      page += 1;
      continue;
    }
    const alike = page_map_alike(pages(), page, end - page, u32.MAX_VALUE, link);
    page_map_fill(pages(), page, alike, 0);
    page += alike;
  }
}

/** The first `count` blocks of a group are linked one by one from now on. */
function end_law(index: u32, count: u32): void {
  const g = group(index);
  unlink_group(index, count === 0 ? 1 : count);
  for (let within: u32 = 0; within < count; within++) {
    const number = (index << GROUP_SHIFT) + within;
    const b = own_block(number);
    b.place = pack(block_address(number));
    if (b.form !== FORM_FREED) link_block(number, b);
  }
  g.laid = 0;
  g.dropped = 0;
}

/** Block `number` is given back; of a group with a law nothing changes before all of its blocks are. */
export function unplace_block(number: u32): void {
  if (group_of(number).laid === 0) unlink(number + 1, block_address(number) >> 12);
}

/** All blocks of a group with a law are given back. */
export function unplace_group(index: u32): void {
  const g = group(index);
  check(g.laid !== 0, index);
  unlink_group(index, g.count);
  g.laid = 0;
}

/** How many pages before one a block may begin that reaches into it. */
export function pages_back(): i32 {
  return <i32>((cfg(Cfg.BLOCK_BYTES) + 4094) >> 12);
}

/** The block that holds `addr`, or NO_BLOCK. */
export function block_of(addr: u64): u32 {
  const last = asked();
  if (last.start !== 0 && addr >= last.start && addr < last.start + cfg(Cfg.BLOCK_BYTES)) {
    return last.number;
  }
  const page = addr >> 12;
  let found = starting_in(page, addr);
  for (let back = pages_back(); back > 0 && found === NO_BLOCK; back--) {
    found = starting_in(page - <u64>back, addr);
  }
  if (found !== NO_BLOCK) {
    last.start = block_address(found);
    last.number = found;
  }
  return found;
}

/** The address of a block, found at once for the one that was asked for last. */
export function start_of(number: u32): u64 {
  const last = asked();
  if (last.start !== 0 && last.number === number) return last.start;
  last.start = block_address(number);
  last.number = number;
  return last.start;
}

function starting_in(page: u64, addr: u64): u32 {
  let link = page_map_get(pages(), page);
  while (link !== 0) {
    const found = (link & LAID) !== 0 ? in_group(link, addr) : in_block(link - 1, addr);
    if (found !== NO_BLOCK) return found;
    link = next_link(link, page);
  }
  return NO_BLOCK;
}

function in_block(number: u32, addr: u64): u32 {
  const start = block_address(number);
  return addr >= start && addr < start + cfg(Cfg.BLOCK_BYTES) ? number : NO_BLOCK;
}

function in_group(link: u32, addr: u64): u32 {
  const g = group_link(link);
  const start = unpack(g.place);
  if (addr < start) return NO_BLOCK;
  const within = g.pitch === 0 ? 0 : (addr - start) / <u64>g.pitch;
  if (within >= <u64>g.count) return NO_BLOCK;
  if (addr - start - within * <u64>g.pitch >= cfg(Cfg.BLOCK_BYTES)) return NO_BLOCK;
  const number = (((link & ~LAID) - 1) << GROUP_SHIFT) + <u32>within;
  return g.dropped !== 0 && block(number).form === FORM_FREED ? NO_BLOCK : number;
}

/** Begins a walk over the blocks that begin in `page`: `next_in_page` tells them. */
export function blocks_in_page(page: u64): void {
  const w = changetype<Walk>(walk_at);
  w.page = page;
  w.link = page_map_get(pages(), page);
  w.number = 0;
  w.end = 0;
}

/** The next block of the walk, or NO_BLOCK. */
export function next_in_page(): u32 {
  const w = changetype<Walk>(walk_at);
  while (true) {
    while (w.number < w.end) {
      const number = w.number;
      w.number += 1;
      if (block_address(number) >> 12 === w.page && block(number).form !== FORM_FREED)
        return number;
    }
    if (w.link === 0) return NO_BLOCK;
    const link = w.link;
    w.link = next_link(link, w.page);
    if ((link & LAID) === 0) return link - 1;
    const g = group_link(link);
    const base = ((link & ~LAID) - 1) << GROUP_SHIFT;
    const start = unpack(g.place);
    const into = w.page << 12 > start ? (w.page << 12) - start : 0;
    w.number = base + (g.pitch === 0 ? 0 : <u32>(into / <u64>g.pitch));
    w.end = base + <u32>g.count;
    const beyond = ((w.page + 1) << 12) - start;
    const reach = g.pitch === 0 ? 1 : <u32>((beyond + <u64>g.pitch - 1) / <u64>g.pitch);
    if (base + reach < w.end) w.end = base + reach;
  }
}
