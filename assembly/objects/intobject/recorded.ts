/** Ints of the start-up: they lie in the recorded blocks, with their counts, and are found by value. */
import { Section } from "../../abi/layout";
import { check } from "../../base/fault";
import { heap_recorded_int } from "../../collectors/heap_memory";
import { pool_recorded_int } from "../../collectors/immortal";
import { has_int_pools, has_own_heap } from "../../collectors/manager";
import { slot_address } from "./blocks";
import { recorded_count, recorded_rows } from "../../base/recorded";

/** Words of a row: block, slot, value, reference count. */
const ROW_BYTES: usize = 32;

/**
 * The int number `index` (from 0) of those that were alive at entry with a value of [low, high]. Its
 * count was recorded with all references that start-up holds, so none is added.
 */
export function recorded_int(low: i64, high: i64, index: u32 = 0): u64 {
  let row = recorded_rows(Section.INT_LIVE);
  for (let i: u32 = 0; i < recorded_count(Section.INT_LIVE); i++) {
    const value = load<i64>(row, 16);
    if (value >= low && value <= high) {
      if (index === 0) {
        if (has_own_heap()) return heap_recorded_int(i);
        if (has_int_pools()) return pool_recorded_int(i);
        return slot_address(load<u32>(row), load<u32>(row, 8));
      }
      index -= 1;
    }
    row += ROW_BYTES;
  }
  check(false, <u64>low);
  return 0;
}
