/**
 * Int blocks by groups of GROUP numbers. Most blocks are made one behind the other and filled with values
 * that follow each other: such a group is one record, a law for all its blocks. A block that leaves the law has
 * every block of its group written out in a record of its own, until all of them follow one law again.
 *
 * Where the blocks lie is a law of its own (block_pages.ts): blocks stay where they are.
 */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { Table, allocate, table_add, table_at, table_init } from "../../base/memory";

/** A block's record. */
@unmanaged
export class Block {
  /** RUN: the value of slot N-1. SLOTS: where the slots are written out. */
  first: i64;
  /** The address, packed: see `pack`. */
  place: u32;
  /** Number + 1 of the next block in block_list, 0 at its end. */
  next: u32;
  /** Where no law tells where blocks lie: the link of another block that begins in the same page. */
  page_next: u32;
  live_from: u8;
  used_from: u8;
  form: u8;
  /** RUN: the reference count of each live int. */
  refcnt: u8;
}

export const FORM_RUN: u8 = 0;
export const FORM_SLOTS: u8 = 1;
/** The block was given back to malloc; its number may be used again. */
export const FORM_FREED: u8 = 2;

/** Blocks GROUP * n ... GROUP * n + count - 1. */
@unmanaged
export class Group {
  /** The law of the blocks' content: the value of the first one's slot N-1, the others' go on from there. */
  first: i64;
  /** Where the blocks are written out, 0 while all of them are runs that follow the law. */
  each: u32;
  /** Address of the first block, packed, and the distance to the next one. */
  place: u32;
  pitch: u32;
  /** Of the first page: the link of what else begins there. */
  page_next: u32;
  /** The law: where the list of blocks goes on behind the last one that it reaches. */
  next: u32;
  /** The law: 1 where the list of blocks goes upwards by number, 0 where it goes down, as it does at first. */
  upwards: u8;
  live_from: u8;
  used_from: u8;
  refcnt: u8;
  count: u8;
  /** Blocks that were given back. */
  dropped: u8;
  /** 1 while `place` and `pitch` hold. */
  laid: u8;
}

export const GROUP_SHIFT: u32 = 5;
export const GROUP: u32 = 32;
const BLOCK_RECORD: usize = 24;
const GROUP_RECORD: u32 = 40;
const BLOCKS_MAX: u32 = 1 << 23;
/** Addresses above the heap are packed as their distance below this one. */
const MAPPED_CEILING: u64 = 0x800000000000;

@unmanaged
class Groups {
  /** Block numbers that were ever used: [0, numbers). */
  numbers: u32;
  /** Unused records of a group's blocks, linked through their first word. */
  records: u32;
  /** The views that `block` answers with, by turns. */
  view: u32;
}

/** A block that is looked at stays as it was seen until so many others were. */
const VIEWS: u32 = 8;
const groups_at: usize = memory.data(16, 8);
const views_at: usize = memory.data(24 * 8, 8);
const table_static: usize = memory.data(32, 8);

function groups(): Groups {
  return changetype<Groups>(groups_at);
}

function table(): Table {
  return changetype<Table>(table_static);
}

export function groups_reset(): u32 {
  table_init(table(), GROUP_RECORD, 8, BLOCKS_MAX >> GROUP_SHIFT);
  memory.fill(groups_at, 0, 16);
  return BLOCKS_MAX;
}

export function group(index: u32): Group {
  return changetype<Group>(table_at(table(), index));
}

/** The group of block `number`. */
export function group_of(number: u32): Group {
  return group(number >> GROUP_SHIFT);
}

/** Block numbers that were ever used: [0, count). */
export function block_numbers(): u32 {
  return groups().numbers;
}

/** `count` numbers more, all of one group, which exists from now on. */
export function add_numbers(count: u32): Group {
  const index = groups().numbers >> GROUP_SHIFT;
  if (index === table().count) {
    table_add(table());
    memory.fill(changetype<usize>(group(index)), 0, GROUP_RECORD);
  }
  const g = group(index);
  check(<u32>g.count + count <= GROUP, index);
  g.count += <u8>count;
  groups().numbers += count;
  return g;
}

/** The last group has no block any more: its numbers were never used. */
export function drop_last_group(): void {
  const index = table().count - 1;
  groups().numbers = index << GROUP_SHIFT;
  table().count = index;
}

export function group_count(): u32 {
  return table().count;
}

export function pack(addr: u64): u32 {
  check((addr & 15) === 0, addr);
  const above = addr - cfg(Cfg.HEAP_START);
  if (above < (<u64>1) << 35) return <u32>(above >> 4);
  return <u32>((MAPPED_CEILING - addr) >> 4) | 0x80000000;
}

export function unpack(place: u32): u64 {
  if ((place & 0x80000000) === 0) return cfg(Cfg.HEAP_START) + ((<u64>place) << 4);
  return MAPPED_CEILING - ((<u64>(place & 0x7fffffff)) << 4);
}

export function block_address(number: u32): u64 {
  const g = group_of(number);
  if (g.laid !== 0) return unpack(g.place) + <u64>(number & (GROUP - 1)) * <u64>g.pitch;
  return unpack(record(g, number).place);
}

function record(g: Group, number: u32): Block {
  return changetype<Block>(<usize>g.each + <usize>(number & (GROUP - 1)) * BLOCK_RECORD);
}

/** Block `number` to be looked at: whoever writes asks for `own_block`. */
export function block(number: u32): Block {
  const g = group_of(number);
  if (g.each !== 0) return record(g, number);
  groups().view = (groups().view + 1) % VIEWS;
  const view = changetype<Block>(views_at + <usize>groups().view * BLOCK_RECORD);
  fill_record(view, g, number & (GROUP - 1), number - (number & (GROUP - 1)));
  return view;
}

/** Block `within` of a group whose first block is number `base`, as the group's law has it. */
function fill_record(b: Block, g: Group, within: u32, base: u32): void {
  b.first = g.first + <i64>within * <i64>cfg(Cfg.INT_SLOTS);
  b.next = link_by_law(g, within, base);
  b.place = g.place;
  b.page_next = 0;
  b.live_from = g.live_from;
  b.used_from = g.used_from;
  b.refcnt = g.refcnt;
  b.form = g.dropped === 0 ? FORM_RUN : FORM_FREED;
}

/** Number + 1 of the next block in block_list. */
function link_by_law(g: Group, within: u32, base: u32): u32 {
  if (g.upwards !== 0) return within + 1 === <u32>g.count ? g.next : base + within + 2;
  return within === 0 ? g.next : base + within;
}

/** Block `number` to be written: its group's blocks are written out from now on. */
export function own_block(number: u32): Block {
  const g = group_of(number);
  if (g.each === 0) write_out(g, number & ~(GROUP - 1));
  return record(g, number);
}

function write_out(g: Group, base: u32): void {
  let records = <usize>groups().records;
  if (records === 0) records = allocate(BLOCK_RECORD * <usize>GROUP);
  else groups().records = load<u32>(records);
  const count = <u32>g.count;
  for (let within: u32 = 0; within < GROUP; within++) {
    const b = changetype<Block>(records + <usize>within * BLOCK_RECORD);
    if (within < count) fill_record(b, g, within, base);
    else memory.fill(changetype<usize>(b), 0, BLOCK_RECORD);
  }
  g.each = <u32>records;
}

/** The records of a group's blocks are needed no more. */
export function release_records_of(g: Group): void {
  if (g.each === 0) return;
  store<u32>(<usize>g.each, groups().records);
  groups().records = g.each;
  g.each = 0;
}

/** Whether blocks of group `index` are one law now; tries to make them one. */
export function is_regular(index: u32): bool {
  const g = group(index);
  if (g.laid === 0 || g.dropped !== 0 || g.count === 0) return false;
  if (g.each === 0) return true;
  const base = index << GROUP_SHIFT;
  const head = record(g, base);
  const count = <u32>g.count;
  const upwards = count > 1 && head.next === base + 2;
  for (let within: u32 = 0; within < count; within++) {
    const b = record(g, base + within);
    if (b.form !== FORM_RUN || b.live_from !== head.live_from) return false;
    if (b.used_from !== head.used_from || b.refcnt !== head.refcnt) return false;
    if (b.first !== head.first + <i64>within * <i64>cfg(Cfg.INT_SLOTS)) return false;
    const inner = upwards ? within + 1 < count : within > 0;
    const link = upwards ? base + within + 2 : base + within;
    if (inner && b.next !== link) return false;
  }
  g.first = head.first;
  g.next = upwards ? record(g, base + count - 1).next : head.next;
  g.upwards = upwards ? 1 : 0;
  g.live_from = head.live_from;
  g.used_from = head.used_from;
  g.refcnt = head.refcnt;
  release_records_of(g);
  return true;
}

/** A block is a run again: the last one of its group to become so may make all of them one law. */
export function settled(number: u32): void {
  const within = number & (GROUP - 1);
  if (within === 0 || within === GROUP - 1) is_regular(number >> GROUP_SHIFT);
}
