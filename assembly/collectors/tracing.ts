/**
 * A collection by tracing: roots, marking, the end of the dead, the sweep (spec 09 sections 1 and 2). What a mark
 * and a sweep write is the manager's matter.
 *
 *   COUNT pass   no cost: it stands for what a real machine reads from its frames and tables
 *   MARK pass    roots are marked and pushed; fields are followed until the stack is empty
 *   DROP pass    no cost: shadow counts of the survivors lose what the dead held
 */
import { Ev } from "../abi/events";
import { Fn } from "../abi/functions";
import { Cfg } from "../abi/layout";
import { Seg } from "../abi/segments";
import { Ty } from "../abi/types";
import { cfg } from "../base/config";
import { emit } from "../events/ring";
import { enter, leave, retire } from "../meter/ledger";
import { live_slots, slots } from "../objects/intobject/blocks";
import { FORM_FREED, block, block_numbers } from "../objects/intobject/groups";
import { Py_TYPE } from "../objects/object/refcount";
import { Visit, tp_traverse, type_has_fields } from "../objects/traverse";
import {
  CellState,
  DEAD,
  Large,
  MARKED,
  OCCUPIED,
  ROOTED,
  YOUNG,
  block_cell_state,
  cell_address,
  cell_room,
  forget_object,
  free_cell,
  large_at,
  large_count,
  is_large,
  large_state,
} from "./cells";
import { end_object } from "./ending";
import { heap_block, heap_blocks } from "./heap";
import { int_marks_begin, next_int_root } from "./int_marks";
import { forget_remembered } from "./barrier";
import { begin_marking, has_nursery, sweep_heap } from "./manager";
import { major_ends, move_object, quietly } from "./nursery";
import { oracle_check, oracle_check_barrier } from "./oracle";
import { is_root, mark_cell, mark_int_root, mark_pending, mark_root } from "./reach";
import { Phase, phase_begins } from "./progress";
import { sweep_block } from "./sweep";
import { pause_begins, pause_ends, totals } from "./totals";

/** What is done with each object of the heap in turn. */
enum Pass {
  FORGET_MARKS,
  COUNT,
  ROOTS,
  CONDEMN,
  DROP,
  END,
  MEASURE,
  OLD_ROOTS,
  CONDEMN_YOUNG,
  MOVE,
  END_YOUNG,
}

/** Collects everything that is unreachable; how many objects that were. */
export function heap_collect(): u64 {
  pause_begins();
  enter(Fn.heap_collect);
  retire(Seg.heap_collect__begin);
  emit(Ev.COLLECT, 0, totals().collections, 0);
  const freed = totals().freed;
  finish_sweep();
  int_marks_begin();
  begin_marking();
  each_object(Pass.FORGET_MARKS);
  each_object(Pass.COUNT);
  phase_begins(Phase.MARK);
  mark();
  phase_begins(Phase.SWEEP);
  each_object(Pass.CONDEMN);
  each_object(Pass.DROP);
  each_object(Pass.END);
  sweep_heap();
  phase_begins(Phase.NONE);
  totals().live_arrays = totals().array_bytes;
  totals().live_bytes = totals().array_bytes + int_bytes();
  each_object(Pass.MEASURE);
  totals().since = 0;
  if (has_nursery()) major_ends();
  leave();
  emit(Ev.COLLECT, 0, totals().freed - freed, 1);
  pause_ends();
  oracle_check();
  return totals().freed - freed;
}

/**
 * A minor collection's tracing: every old object is taken to be alive, and young ones that nothing reaches are
 * freed. Its steps cost nothing here: what a real one does is counted where objects move (nursery.ts).
 */
export function trace_young(): void {
  oracle_check_barrier();
  int_marks_begin();
  each_object(Pass.FORGET_MARKS);
  each_object(Pass.COUNT);
  each_object(Pass.OLD_ROOTS);
  mark_int_roots();
  mark_pending();
  each_object(Pass.CONDEMN_YOUNG);
  each_object(Pass.MOVE);
  quietly(true);
  each_object(Pass.DROP);
  each_object(Pass.END_YOUNG);
  quietly(false);
}

/** A young object's cell was never written: no link is. */
function free_young(op: u64): void {
  const links = totals().link_writes;
  free_cell(op);
  totals().link_writes = links;
}

/** What the last collection's lazy sweep left over. */
function finish_sweep(): void {
  for (let number: u32 = 0; number < heap_blocks(); number++) {
    const b = heap_block(number);
    if (b.empty === 0 && b.unswept !== 0) sweep_block(number);
  }
}

/** Roots, and all that can be reached from them. */
function mark(): void {
  enter(Fn.heap_mark);
  each_object(Pass.ROOTS);
  mark_int_roots();
  mark_pending();
  leave();
}

function mark_int_roots(): void {
  for (let number: u32 = 0; number < block_numbers(); number++) {
    for (let slot = next_int_root(number, 0); slot < slots(); ) {
      retire(Seg.heap_mark__int_root);
      mark_int_root(number, slot);
      slot = next_int_root(number, slot + 1);
    }
  }
}

function each_object(pass: Pass): void {
  for (let number: u32 = 0; number < heap_blocks(); number++) {
    const b = heap_block(number);
    if (b.empty !== 0 || b.cell_bytes === 0) continue;
    for (let index: u32 = 0; index < b.fresh; index++) {
      const state = block_cell_state(b, index);
      if ((state.flags & OCCUPIED) !== 0) apply(pass, cell_address(b, index), state);
    }
  }
  for (let index: u32 = 0; index < large_count(); index++) {
    const l: Large = large_at(index);
    if (l.addr !== 0) apply(pass, l.addr, large_state(l));
  }
}

function apply(pass: Pass, op: u64, state: CellState): void {
  switch (pass) {
    case Pass.FORGET_MARKS:
      state.refs = 0;
      state.flags &= ~(MARKED | ROOTED);
      break;
    case Pass.COUNT:
      traverse(op, Visit.COUNT);
      break;
    case Pass.ROOTS:
      if (!is_root(op, state)) return;
      retire(Seg.heap_mark__root);
      mark_root(op, state);
      break;
    case Pass.CONDEMN:
      if ((state.flags & MARKED) === 0) state.flags |= DEAD;
      break;
    case Pass.DROP:
      if ((state.flags & DEAD) !== 0) traverse(op, Visit.DROP);
      break;
    case Pass.END:
      if ((state.flags & DEAD) !== 0) end(op, state);
      break;
    case Pass.OLD_ROOTS:
      if ((state.flags & YOUNG) !== 0 && !is_root(op, state)) return;
      forget_remembered(op, state);
      mark_cell(op, state);
      mark_pending();
      break;
    case Pass.CONDEMN_YOUNG:
      if ((state.flags & (MARKED | YOUNG)) === YOUNG) state.flags |= DEAD;
      break;
    case Pass.MOVE:
      if ((state.flags & (DEAD | YOUNG)) === YOUNG) move_object(op, state);
      break;
    case Pass.END_YOUNG:
      if ((state.flags & DEAD) === 0) return;
      totals().freed += 1;
      end_object(op);
      free_young(op);
      break;
    default:
      totals().live_bytes += cell_room(op);
  }
}

function traverse(op: u64, mode: Visit): void {
  const type = Py_TYPE(op);
  if (type !== Ty.NONE && type_has_fields(type)) tp_traverse(op, mode, 0);
}

/** The object is gone: what it held outside its cell is given back, its cell waits for the sweep. */
function end(op: u64, state: CellState): void {
  totals().freed += 1;
  end_object(op);
  if (is_large(op)) {
    free_cell(op);
    return;
  }
  forget_object(op);
  totals().live -= 1;
  state.flags = DEAD;
}

/** Bytes of all live ints. */
function int_bytes(): u64 {
  let live: u64 = 0;
  for (let number: u32 = 0; number < block_numbers(); number++) {
    if (block(number).form !== FORM_FREED) live += <u64>live_slots(number);
  }
  return live * cfg(Cfg.INT_BYTES);
}
