/**
 * Py_ReprEnter and Py_ReprLeave (Objects/object.c): which containers are being shown, so that one that
 * contains itself ends as "[...]". In C it is a list in the thread's dictionary.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Fault } from "../../abi/stop";
import { fail } from "../../base/fault";
import { enter, leave, retire } from "../../meter/ledger";
import { Py_DECREF, Py_INCREF } from "./refcount";

const SHOWN_MAX: u32 = 8192;
const count_at: usize = memory.data(8, 8);
const shown_at: usize = memory.data(8 * 8192, 8);

export function repr_enter_reset(): void {
  store<u32>(count_at, 0);
}

/** The place of `op` among what is shown, from 1 on; 0 for none. */
function place_of(op: u64): u32 {
  for (let i = load<u32>(count_at); i > 0; i--) {
    if (load<u64>(shown_at + ((<usize>(i - 1)) << 3)) === op) return i;
  }
  return 0;
}

/** 1 where `op` is being shown already, 0 where it is now, -1 with an exception. */
export function Py_ReprEnter(op: u64): i32 {
  enter(Fn.Py_ReprEnter);
  const count = load<u32>(count_at);
  const place = place_of(op);
  retire(Seg.Py_ReprEnter__begin);
  retire(Seg.Py_ReprEnter__look, place === 0 ? count : count - place + 1);
  if (place === 0) {
    retire(Seg.Py_ReprEnter__append);
    if (count >= SHOWN_MAX) fail(Fault.TABLE_FULL, count);
    store<u64>(shown_at + ((<usize>count) << 3), op);
    store<u32>(count_at, count + 1);
    Py_INCREF(op);
  }
  leave();
  return place === 0 ? 0 : 1;
}

/** `op` is shown. */
export function Py_ReprLeave(op: u64): void {
  enter(Fn.Py_ReprLeave);
  retire(Seg.Py_ReprLeave__remove);
  const place = place_of(op);
  if (place > 0) {
    const count = load<u32>(count_at) - 1;
    for (let i = place - 1; i < count; i++) {
      store<u64>(shown_at + ((<usize>i) << 3), load<u64>(shown_at + ((<usize>(i + 1)) << 3)));
    }
    store<u32>(count_at, count);
    Py_DECREF(op);
  }
  leave();
}
