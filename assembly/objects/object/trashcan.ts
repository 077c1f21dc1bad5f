/**
 * The trashcan (Include/object.h: Py_TRASHCAN_SAFE_BEGIN; Objects/object.c): containers in containers
 * would end in each other's functions without a bound. Fifty levels deep an object is put aside, in a
 * chain through its collector's head, and ends when the outermost one has ended.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { load64, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";
import { AS_GC } from "../../modules/gcmodule/lists";
import { dealloc_by_type } from "./dealloc";
import { Py_TYPE } from "./refcount";

/** PyTrash_UNWIND_LEVEL. */
const UNWIND_LEVEL: u32 = 50;
/** Offset of gc_prev in a collector's head. */
const GC_PREV: u64 = 8;

@unmanaged
class Trash {
  /** tstate->trash_delete_later, tstate->trash_delete_nesting. */
  later: u64;
  nesting: u32;
}

const trash_at: usize = memory.data(16, 8);

function trash(): Trash {
  return changetype<Trash>(trash_at);
}

export function trashcan_reset(): void {
  trash().later = 0;
  trash().nesting = 0;
}

/** Whether `op` may end now; otherwise it is put aside. Must be followed by `trashcan_end`, if it may. */
export function trashcan_begin(op: u64): bool {
  if (trash().nesting < UNWIND_LEVEL) {
    trash().nesting += 1;
    return true;
  }
  enter(Fn._PyTrash_thread_deposit_object);
  retire(Seg._PyTrash_thread_deposit_object__link);
  store64(AS_GC(op) + GC_PREV, trash().later);
  trash().later = op;
  leave();
  return false;
}

/** `op` has ended; the outermost one ends what was put aside. */
export function trashcan_end(): void {
  trash().nesting -= 1;
  if (trash().later === 0 || trash().nesting > 0) return;
  enter(Fn._PyTrash_thread_destroy_chain);
  while (trash().later !== 0) {
    retire(Seg._PyTrash_thread_destroy_chain__object);
    const op = trash().later;
    trash().later = load64(AS_GC(op) + GC_PREV);
    trash().nesting += 1;
    dealloc_by_type(op, Py_TYPE(op));
    trash().nesting -= 1;
  }
  leave();
}
