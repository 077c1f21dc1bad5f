/** References to many ints at once: those of a whole block change as one. */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import { touch_write } from "../../kernel/fault";
import { change_refcnt, materialise, slots, slots_address } from "./blocks";
import { FORM_RUN, block, own_block, settled } from "./groups";

/** The reference count of a block that is kept as a run has a byte. */
const RUN_REFCNT_MAX: i64 = 255;

/** `change` references more (or less) to each of the live ints in slots [low, low + count) of a block. */
export function add_refcnts(number: u32, low: u32, count: u32, change: i64): void {
  const b = block(number);
  const whole = b.form === FORM_RUN && <u32>b.live_from === low && low + count === slots();
  const refcnt = <i64>b.refcnt + change;
  if (whole && refcnt > 0 && refcnt <= RUN_REFCNT_MAX) {
    own_block(number).refcnt = <u8>refcnt;
    settled(number);
  } else {
    materialise(number);
    for (let slot = low; slot < low + count; slot++) change_refcnt(number, slot, change);
  }
  const counts = slots_address(number, low, count) + cfg(Cfg.REFCNT_OFFSET);
  touch_write(counts, <u64>(count - 1) * cfg(Cfg.INT_BYTES) + 8);
}
