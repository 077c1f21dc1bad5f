/** Int blocks come and go: one by one, or many whose slots are all taken at once. */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import {
  forget_asked,
  place_again,
  place_blocks,
  unplace_block,
  unplace_group,
} from "./block_pages";
import { release_records, slots } from "./blocks";
import {
  FORM_FREED,
  FORM_RUN,
  FORM_SLOTS,
  GROUP,
  GROUP_SHIFT,
  add_numbers,
  block,
  block_address,
  block_numbers,
  drop_last_group,
  group,
  group_count,
  group_of,
  is_regular,
  own_block,
  release_records_of,
} from "./groups";
import { serial_set } from "./serials";

@unmanaged
class Life {
  /** Numbers of freed blocks that lay in no group with a law, linked through `next`: number + 1. */
  unused: u32;
  in_use: u32;
}

const life_at: usize = memory.data(8, 8);

function life(): Life {
  return changetype<Life>(life_at);
}

export function block_life_reset(): void {
  life().unused = 0;
  life().in_use = 0;
}

export function blocks_in_use(): u32 {
  return life().in_use;
}

/** Adds a block at `addr`, asked for by request `serial` (0: not recorded); returns its number. */
export function block_new(addr: u64, serial: u64 = 0): u32 {
  let number = life().unused - 1;
  if (life().unused === 0) {
    number = block_numbers();
    const index = number >> GROUP_SHIFT;
    const from = number & (GROUP - 1);
    if (from > 0) own_block(number - 1);
    add_numbers(1);
    place_blocks(index, from, 1, addr, from === 0 ? 0 : distance(index, addr));
  } else {
    life().unused = block(number).next;
    place_again(number, addr);
  }
  const b = own_block(number);
  b.next = 0;
  b.first = 0;
  b.live_from = <u8>slots();
  b.used_from = <u8>slots();
  b.form = FORM_RUN;
  b.refcnt = 1;
  serial_set(number, serial);
  life().in_use += 1;
  return number;
}

/** How far behind the one before a block at `addr` lies, if it does, close to it; else 0. */
function distance(index: u32, addr: u64): u64 {
  const before = block_address((index << GROUP_SHIFT) + <u32>group(index).count - 2);
  return addr > before && addr - before < 2 * cfg(Cfg.BLOCK_BYTES) ? addr - before : 0;
}

/**
 * Adds `count` blocks from `addr` on, `pitch` bytes apart, whose slots are all taken at once by values from
 * `first` on; block_list begins at `head` and goes on with them. Returns the first one's number.
 */
export function blocks_new_live(
  addr: u64,
  pitch: u64,
  count: u32,
  first: i64,
  head: u32,
  serial: u64,
): u32 {
  const number = block_numbers();
  let done: u32 = 0;
  while (done < count) {
    const at = number + done;
    const within = at & (GROUP - 1);
    const here = min<u32>(GROUP - within, count - done);
    const next = done === 0 ? head : at;
    const value = first + <i64>done * <i64>slots();
    const joins = within === 0 || goes_on(at >> GROUP_SHIFT, value, next);
    if (!joins) own_block(at - 1);
    const g = add_numbers(here);
    place_blocks(at >> GROUP_SHIFT, within, here, addr + <u64>done * pitch, pitch);
    if (within === 0 && g.each === 0) {
      g.first = value;
      g.next = next;
      g.refcnt = 1;
    } else if (!joins || g.each !== 0) make_live(at, here, value, next);
    done += here;
  }
  if (cfg(Cfg.DEBUG_BYTES) !== 0) {
    for (let i: u32 = 0; i < count; i++) serial_set(number + i, serial + i);
  }
  life().in_use += count;
  return number;
}

/** Whether live blocks with values from `value` on continue the law of a group's content. */
function goes_on(index: u32, value: i64, next: u32): bool {
  if (!is_regular(index)) return false;
  const g = group(index);
  const count = <u32>g.count;
  if (g.live_from !== 0 || g.used_from !== 0 || g.refcnt !== 1) return false;
  return (
    g.upwards === 0 &&
    next === (index << GROUP_SHIFT) + count &&
    g.first + <i64>(count * slots()) === value
  );
}

function make_live(number: u32, count: u32, first: i64, next: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const b = own_block(number + i);
    b.first = first + <i64>(i * slots());
    b.next = i === 0 ? next : number + i;
    b.live_from = 0;
    b.used_from = 0;
    b.form = FORM_RUN;
    b.refcnt = 1;
  }
}

/** Forgets a block that is given back to malloc. */
export function block_drop(number: u32): void {
  forget_asked();
  unplace_block(number);
  const g = group_of(number);
  const b = own_block(number);
  if (b.form === FORM_SLOTS) release_records(<usize>b.first);
  b.form = FORM_FREED;
  life().in_use -= 1;
  if (g.laid !== 0) {
    g.dropped += 1;
    if (g.dropped === g.count) group_drop(number >> GROUP_SHIFT);
    return;
  }
  b.next = life().unused;
  life().unused = number + 1;
}

/** The `count` blocks of the whole group of `number`, all of them runs, are given back. */
export function blocks_drop(number: u32, count: u32): void {
  forget_asked();
  life().in_use -= count;
  group_drop(number >> GROUP_SHIFT);
}

/** A group without blocks: its numbers go with it where it is the last one. */
function group_drop(index: u32): void {
  unplace_group(index);
  const g = group(index);
  g.dropped = g.count;
  release_records_of(g);
  while (group_count() > 0) {
    const last = group(group_count() - 1);
    if (last.dropped !== last.count) return;
    drop_last_group();
  }
}
