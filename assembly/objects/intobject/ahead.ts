/** Ints of turns that a stride goes ahead by: slots are taken, new blocks are made, other costs are counted elsewhere. */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import { clock } from "../../meter/ledger";
import { PyMem_Malloc_steady } from "../obmalloc/mem";
import { touch_write } from "../../kernel/fault";
import { SLOT_LIVE, coalesce, slot_address, slot_written, slots } from "./blocks";
import { FORM_SLOTS, block } from "./groups";
import {
  free_list,
  free_list_grew,
  free_list_pop_slot,
  head_block,
  head_length,
  head_slot,
} from "./free_list";
import { add_live_ints, blocks_at_once, make_ahead, take, take_blocks } from "./intobject";

/** How many blocks of at most `wanted` malloc would hand out on its one steady path. */
export function steady_blocks(wanted: u64): u64 {
  return PyMem_Malloc_steady(cfg(Cfg.BLOCK_BYTES), wanted);
}

/** After a stride went ahead: the turn that stands for all of its turns must find a free slot. */
export function keep_slot(): void {
  if (free_list() === 0) make_ahead(1);
}

/**
 * Ints value, value + step ... for turns of a loop that a stride goes ahead by: at most `most` of them, as
 * many as lie in a row; their own cost is counted elsewhere, that of new blocks here. `made_block` and
 * `made_slot` tell where they lie.
 */
export function take_ahead(value: i64, step: i64, most: u64): u64 {
  const c = clock();
  if (free_list() === 0) {
    const blocks = step === 1 ? blocks_at_once(most) : 1;
    c.turns = 1;
    make_ahead(blocks);
    c.turns = 0;
    if (blocks > 1) {
      take_blocks(value, <u32>blocks);
      return blocks * slots();
    }
  }
  const here = <u64>head_length();
  const times: u64 = step !== 1 ? 1 : most < here ? most : here;
  take(value, <u32>times);
  return times;
}

/**
 * The same for slots all over the place in blocks that are written out, each in a stretch of the free list of
 * its own: the address of each int is stored at `to` and behind it. How many, perhaps none.
 */
export function take_slots_ahead(value: i64, step: i64, most: u64, to: usize): u64 {
  let done: u64 = 0;
  let next = value;
  while (done < most && free_list() !== 0 && head_length() === 1) {
    const number = head_block();
    const slot = head_slot();
    if (block(number).form !== FORM_SLOTS) break;
    const record = slot_written(number, slot);
    store<u64>(record, SLOT_LIVE);
    store<i64>(record, 1, 8);
    store<i64>(record, next, 16);
    const op = slot_address(number, slot);
    store<u64>(to + ((<usize>done) << 3), op);
    free_list_pop_slot();
    touch_write(op, cfg(Cfg.INT_BYTES));
    if (slot === 0) coalesce(number);
    next += step;
    done += 1;
  }
  if (done > 0) {
    free_list_grew(-done);
    add_live_ints(<i64>done);
  }
  return done;
}
