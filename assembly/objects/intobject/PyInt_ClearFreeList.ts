/**
 * PyInt_ClearFreeList and PyInt_Fini (Objects/intobject.c, CPython 2.7; spec 01 INT.CLEAR, INT.FINI).
 *
 * Every block is scanned. One without a live int goes back to malloc; the others are linked anew,
 * which reverses block_list, and their free slots form a new free list.
 */
import { Ev } from "../../abi/events";
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { emit } from "../../events/ring";
import { touch_write } from "../../kernel/fault";
import { clock, enter, leave, retire, stride, stride_done } from "../../meter/ledger";
import {
  PyMem_Free,
  PyMem_Free_steady,
  PyMem_Free_steady_up,
  PyMem_Malloc_pitch,
} from "../obmalloc/mem";
import { block_of } from "./block_pages";
import { blocks_in_use } from "./block_life";
import {
  SLOT_FREE,
  SLOT_LIVE,
  coalesce,
  live_slots,
  materialise,
  set_slot,
  slot_of,
  slot_state,
  slot_value,
  slots,
} from "./blocks";
import { block, block_address, group_of, own_block, settled } from "./groups";
import { free_list_clear, free_list_push } from "./free_list";
import { dead_run, drop_run } from "./runs";
import {
  NSMALLNEGINTS,
  NSMALLPOSINTS,
  add_live_ints,
  block_list,
  set_block_list,
  set_small_int,
  small_int,
} from "./intobject";

/** Gives blocks without live ints back to malloc. */
export function PyInt_ClearFreeList(): void {
  enter(Fn.PyInt_ClearFreeList);
  retire(Seg.PyInt_ClearFreeList__begin);
  let link = block_list();
  emit(Ev.CLEAR_BEGIN, 0, blocks_in_use(), 0);
  set_block_list(0);
  free_list_clear();
  let live: u64 = 0;
  while (link !== 0) {
    const number = link - 1;
    const used = live_slots(number);
    live += used;
    if (used > 0) {
      link = block(number).next;
      keep_block(number, used);
    } else link = free_blocks(number);
  }
  emit(Ev.CLEAR_END, 0, live, 0);
  leave();
}

/** Frees a dead block and as many alike below or above it as one stride may take; returns what follows. */
function free_blocks(number: u32): u32 {
  const addr = block_address(number);
  const from = clock().ir;
  const most = stride(blocks_in_use());
  // The list begins with the newest block, the highest one, until a collection turns it round.
  const pitch = PyMem_Malloc_pitch(cfg(Cfg.BLOCK_BYTES));
  const down = PyMem_Free_steady(addr, most);
  const up = down > 1 ? 0 : PyMem_Free_steady_up(addr, most);
  const times =
    down > 1 ? dead_blocks(number, addr, -pitch, down) : dead_blocks(number, addr, pitch, up);
  retire(Seg.PyInt_ClearFreeList__dead_block, times);
  PyMem_Free(up > 1 ? addr + (times - 1) * pitch : addr, cfg(Cfg.BLOCK_BYTES), times);
  const step = up > 1 ? pitch : -pitch;
  emit(Ev.BLOCK_FREE, up > 1 ? addr : addr + (times - 1) * step, 0, 0, times);
  let link: u32 = number + 1;
  let done: u64 = 0;
  while (done < times) {
    const count = max<u32>(1, <u32>dead_run(link - 1, step, times - done));
    const last = last_of(link - 1, count);
    const next = block(last).next;
    drop_run(link - 1, count);
    link = next;
    done += count;
  }
  if (times > 1) stride_done(from, times);
  return link;
}

/** How many blocks from `number` on, in list order, are dead and lie at a distance of `step` from each other. */
function dead_blocks(number: u32, addr: u64, step: u64, wanted: u64): u64 {
  if (wanted <= 1) return 1;
  let count: u64 = 0;
  let at = number;
  while (count < wanted) {
    const here = dead_run(at, step, wanted - count);
    if (here === 0) break;
    count += here;
    const next = block(last_of(at, <u32>here)).next;
    if (next === 0 || block_address(next - 1) !== addr + count * step) break;
    at = next - 1;
  }
  return count < 1 ? 1 : count;
}

/** The last of `count` blocks of one group, in list order. */
function last_of(number: u32, count: u32): u32 {
  return group_of(number).upwards !== 0 ? number + count - 1 : number - (count - 1);
}

/** A block with live ints is linked again, and its free slots join the new free list. */
function keep_block(number: u32, used: u32): void {
  retire(Seg.PyInt_ClearFreeList__kept_block);
  own_block(number).next = block_list();
  settled(number);
  set_block_list(number + 1);
  touch_write(block_address(number), 8);
  if (used < slots()) keep_free_slots(number);
  emit(Ev.BLOCK_KEEP, block_address(number), used, 0);
}

/** The free slots of a block, as runs. */
function keep_free_slots(number: u32): void {
  let low: i32 = -1;
  for (let slot: u32 = 0; slot <= slots(); slot++) {
    const free = slot < slots() && slot_state(number, slot) !== SLOT_LIVE;
    if (free && low < 0) low = <i32>slot;
    if (!free && low >= 0) {
      free_list_push(number, <u32>low, slot - 1);
      low = -1;
    }
  }
}

/** Interpreter exit: the shared ints lose their last reference, then all dead blocks go. */
export function PyInt_Fini(): void {
  enter(Fn.PyInt_Fini);
  retire(Seg.PyInt_Fini__drop_small_ints);
  for (let ival = -NSMALLNEGINTS; ival < NSMALLPOSINTS; ival++) {
    const addr = small_int(ival);
    set_small_int(ival, 0);
    const number = block_of(addr);
    const slot = slot_of(number, addr);
    if (slot_state(number, slot) !== SLOT_LIVE) continue;
    materialise(number);
    set_slot(number, slot, SLOT_FREE, 0, slot_value(number, slot));
    free_list_push(number, slot, slot);
    add_live_ints(-1);
    coalesce(number);
  }
  PyInt_ClearFreeList();
  leave();
}
