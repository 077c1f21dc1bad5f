/** Ints of turns that a stride goes ahead by: slots are taken, new blocks are made, other costs are counted elsewhere. */
import { Cfg } from "../../abi/layout";
import { cfg } from "../../base/config";
import { clock } from "../../meter/ledger";
import { PyMem_Malloc_steady } from "../obmalloc/mem";
import { slots } from "./blocks";
import { free_list, head_length } from "./free_list";
import { blocks_at_once, make_ahead, take, take_blocks } from "./intobject";

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
