/**
 * A compiled C program on the same C library and kernel: it allocates an array of ints, stores each
 * index in it, and frees it (spec 10). gcc -g keeps index and pointer in the stack's memory, so a turn
 * of the loop is a test and a body whose costs do not change. The array's contents are not kept.
 */
import { Ev } from "../abi/events";
import { Fn } from "../abi/functions";
import { Cfg } from "../abi/layout";
import { Seg } from "../abi/segments";
import { Phase } from "../abi/stop";
import { cfg } from "../base/config";
import { emit } from "../events/ring";
import { touch_write } from "../kernel/fault";
import { free, malloc } from "../libc/malloc/malloc";
import {
  ITEM_IR_MAX,
  clock,
  enter,
  leave,
  retire,
  retire_recorded,
  sample,
  stride,
  stride_done,
} from "../meter/ledger";

const INT_BYTES: u64 = 4;

function begin(phase: Phase): void {
  clock().phase = phase;
  emit(Ev.PHASE, 0, phase, 0);
  sample(true);
}

/** The whole process; the C library's start and end are recorded stretches. */
export function run_c_benchmark(): void {
  begin(Phase.START);
  retire_recorded(Seg.main__recorded_start, cfg(Cfg.RECORDED_START));
  clock().run_at = clock().ir;
  begin(Phase.RUN);
  main(cfg(Cfg.C_LENGTH));
  clock().exit_at = clock().ir;
  clock().finalize_at = clock().ir;
  clock().cleared_at = clock().ir;
  begin(Phase.EXIT);
  retire_recorded(Seg.main__recorded_exit, cfg(Cfg.RECORDED_EXIT_END));
  begin(Phase.ENDED);
}

function main(length: u64): void {
  enter(Fn.main);
  retire(Seg.main__call_malloc);
  const buffer = malloc(length * INT_BYTES);
  retire(Seg.main__start_of_loop);
  let index: u64 = 0;
  while (index < length) {
    const from = clock().ir;
    const turns = stride(length - index, ITEM_IR_MAX);
    retire(Seg.main__test, turns);
    retire(Seg.main__store, turns);
    touch_write(buffer + index * INT_BYTES, turns * INT_BYTES);
    retire(Seg.main__increment, turns);
    stride_done(from, turns, ITEM_IR_MAX);
    index += turns;
  }
  retire(Seg.main__last_test);
  retire(Seg.main__call_free);
  free(buffer);
  retire(Seg.main__return);
  leave();
}
