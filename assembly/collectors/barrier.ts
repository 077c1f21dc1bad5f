/**
 * The write barrier of the generational manager (rpython/memory/gc/incminimark.py of PyPy 7.3, write_barrier and
 * remember_young_pointer; spec 09 section 3): the first reference that is stored in an old object after a minor collection
 * clears a flag in the object's header and puts the object on a list. The next minor collection looks at that list
 * and sets the flags again. A list of ints holds numbers: what is stored there passes no barrier.
 *
 * Lists and dictionaries pass it. Other objects of the heap are filled when they are made.
 */
import { Fn } from "../abi/functions";
import { Seg } from "../abi/segments";
import { touch_write } from "../kernel/fault";
import { enter, leave, retire } from "../meter/ledger";
import { NO_BLOCK, block_of } from "../objects/intobject/block_pages";
import { BOXED, CellState, REMEMBERED, YOUNG, cell_state } from "./cells";
import { totals } from "./totals";

/** Bytes of an object's header. */
const HEADER: u64 = 8;

/** A reference is stored in the list `op`: one to anything but an int makes its items objects, once for all. */
export function list_barrier(op: u64, value: u64): void {
  const at = cell_state(op);
  if (at === 0) return;
  const state = changetype<CellState>(at);
  if (value !== 0 && block_of(value) === NO_BLOCK) state.flags |= BOXED;
  if ((state.flags & BOXED) !== 0) pass(op, state);
}

/** References are stored in `op`, whose fields are objects always. */
export function object_barrier(op: u64): void {
  const at = cell_state(op);
  if (at !== 0) pass(op, changetype<CellState>(at));
}

function pass(op: u64, state: CellState): void {
  enter(Fn.write_barrier);
  retire(Seg.write_barrier__check);
  if ((state.flags & (YOUNG | REMEMBERED)) === 0) {
    retire(Seg.write_barrier__remember);
    state.flags |= REMEMBERED;
    totals().barrier_writes += 1;
    touch_write(op, HEADER);
  }
  leave();
}

/** A minor collection has looked at `op`: the next store is noticed again. */
export function forget_remembered(op: u64, state: CellState): void {
  if ((state.flags & REMEMBERED) === 0) return;
  state.flags &= ~REMEMBERED;
  retire(Seg.minor_collect__remembered);
  totals().barrier_writes += 1;
  touch_write(op, HEADER);
}
