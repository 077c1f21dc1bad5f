/** The death of ints (Objects/intobject.c: int_dealloc; spec 01): their slots return to the head of the free list. */
import { Ev } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { check } from "../../base/fault";
import { pool_free_ints } from "../../collectors/immortal";
import { has_int_pools } from "../../collectors/manager";
import { emit } from "../../events/ring";
import { touch_write } from "../../kernel/fault";
import { enter, leave, retire } from "../../meter/ledger";
import { watch } from "../../meter/watch";
import {
  SLOT_FREE,
  coalesce,
  materialise,
  set_slot,
  slot_address,
  slot_value,
  slots,
  slots_address,
} from "./blocks";
import { FORM_RUN, GROUP, block_address, group_of, own_block, settled } from "./groups";
import { free_list_push, free_list_push_blocks } from "./free_list";
import { add_live_ints } from "./intobject";

/**
 * Takes ints whose counts fell to zero back: `count` slots upwards from `low`. Beyond slot N-1 they go
 * on at slot 0 of the block with the number below, as list_dealloc meets them; then `low` is 0.
 */
export function int_dealloc(number: u32, low: u32, count: u32): void {
  if (has_int_pools()) return pool_free_ints(number, low, count);
  int_dealloc_begin(count);
  let at = number;
  if (low + count <= slots()) free_slots(at, low, count);
  else at = free_whole_blocks(number, count / slots());
  int_dealloc_end(at, (low + count - 1) % slots(), count);
}

/** `count` calls begin, for ints of any slots: `free_slots` takes them back. */
export function int_dealloc_begin(count: u64): void {
  enter(Fn.int_dealloc, count);
  retire(Seg.int_dealloc__to_free_list, count);
}

/** The calls end, the last one with this slot. */
export function int_dealloc_end(number: u32, slot: u32, count: u64): void {
  add_live_ints(-(<i64>count));
  emit(Ev.INT_FREE, slot_address(number, slot), slot_value(number, slot), 0, count);
  leave();
}

/** Slots of one block return to the free list, the lowest first. */
export function free_slots(number: u32, low: u32, count: u32): void {
  free_list_push(number, low, low + count - 1);
  release_slots(number, low, count);
}

/** The ints of `count` slots of one block are dead: their state and what they write. */
export function release_slots(number: u32, low: u32, count: u32): void {
  const b = own_block(number);
  if (b.form === FORM_RUN && <u32>b.live_from === low) {
    b.live_from = <u8>(low + count);
    if (low + count === slots()) settled(number);
  } else {
    materialise(number);
    for (let slot = low; slot < low + count; slot++) {
      set_slot(number, slot, SLOT_FREE, 0, slot_value(number, slot));
    }
    if (low + count === slots()) coalesce(number);
  }
  touch_write(slots_address(number, low, count), <u64>count * cfg(Cfg.INT_BYTES));
}

/** `count` whole blocks, from `number` downwards; returns the last one. */
function free_whole_blocks(number: u32, count: u32): u32 {
  let done: u32 = 0;
  while (done < count) done += free_some_blocks(number - done, count - done);
  free_list_push_blocks(number, count);
  return number - count + 1;
}

/** The same for those of one group, or for one of them; how many. */
function free_some_blocks(number: u32, most: u32): u32 {
  const head = cfg(Cfg.BLOCK_HEAD);
  const within = number & (GROUP - 1);
  const g = group_of(number);
  const whole = g.each === 0 && within + 1 === <u32>g.count && within < most;
  const low = whole ? number - within : number;
  const bytes = block_address(number) + cfg(Cfg.BLOCK_BYTES) - block_address(low) - head;
  // Between blocks lie words of malloc's, which are not written.
  if (whole && watch().high === 0) {
    check(g.live_from === 0 && g.refcnt === 1, number);
    g.live_from = <u8>slots();
    touch_write(block_address(low) + head, bytes);
    return within + 1;
  }
  const b = own_block(number);
  check(b.form === FORM_RUN && b.live_from === 0, number);
  b.live_from = <u8>slots();
  touch_write(block_address(number) + head, cfg(Cfg.BLOCK_BYTES) - head);
  settled(number);
  return 1;
}
