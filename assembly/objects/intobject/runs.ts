/** Whole int blocks, and the order in which blocks were made. */
import { block_drop, blocks_drop } from "./block_life";
import { slot_refcnt, slots } from "./blocks";
import { FORM_RUN, GROUP, block, block_address, group_of } from "./groups";

/** How many whole blocks from `number` downwards, at most `wanted`, are runs of ints with one reference. */
export function whole_runs(number: u32, wanted: u64): u64 {
  let count: u64 = 0;
  while (count < wanted && <u64>number >= count) {
    const at = number - <u32>count;
    const b = block(at);
    if (b.form !== FORM_RUN || b.live_from !== 0 || b.refcnt !== 1) break;
    count += group_of(at).each === 0 ? <u64>(at & (GROUP - 1)) + 1 : 1;
  }
  return count < wanted ? count : wanted;
}

/**
 * How many dead blocks of one group, at most `wanted`, the list of blocks goes through from `number` on, each
 * `step` bytes behind the one before; 0 where this one is not dead.
 */
export function dead_run(number: u32, step: u64, wanted: u64): u64 {
  const b = block(number);
  if (b.form !== FORM_RUN || <u32>b.live_from !== slots()) return 0;
  const g = group_of(number);
  if (g.each !== 0 || <u64>g.pitch !== (g.upwards !== 0 ? step : -step)) return 1;
  const within = <u64>(number & (GROUP - 1));
  return min<u64>(g.upwards !== 0 ? <u64>g.count - within : within + 1, wanted);
}

/** Block `number` and those behind it in the list, `count` in all as `dead_run` found them, are given back. */
export function drop_run(number: u32, count: u32): void {
  const g = group_of(number);
  if (count > 1 && count === <u32>g.count) return blocks_drop(number, count);
  const upwards = g.upwards !== 0;
  for (let i: u32 = 0; i < count; i++) block_drop(upwards ? number + i : number - i);
}

/**
 * How many slots upwards from `slot`, a live int, at most `most` of one block, have one reference as it has, or have
 * several as it has.
 */
export function slots_alike(number: u32, slot: u32, most: u32): u32 {
  // Live ints of a run have one count for all.
  if (block(number).form === FORM_RUN) return most;
  const shared = slot_refcnt(number, slot) > 1;
  let count: u32 = 1;
  while (count < most && slot_refcnt(number, slot + count) !== 0) {
    if (slot_refcnt(number, slot + count) > 1 !== shared) break;
    count += 1;
  }
  return count;
}

/** The first word of a block: the address of the block made before it. */
export function block_next_word(number: u32): u64 {
  const next = block(number).next;
  return next === 0 ? 0 : block_address(next - 1);
}
