/** Whole int blocks, and the order in which blocks were made. */
import { FORM_RUN, block, block_address } from "./blocks";

/** How many whole blocks from `number` downwards, at most `wanted`, are runs of ints with one reference. */
export function whole_runs(number: u32, wanted: u64): u64 {
  let count: u64 = 0;
  while (count < wanted && <u64>number >= count) {
    const b = block(number - <u32>count);
    if (b.form !== FORM_RUN || b.live_from !== 0 || b.refcnt !== 1) break;
    count += 1;
  }
  return count;
}

/** The first word of a block: the address of the block made before it. */
export function block_next_word(number: u32): u64 {
  const next = block(number).next;
  return next === 0 ? 0 : block_address(next - 1);
}
