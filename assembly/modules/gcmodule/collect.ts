/**
 * One collection (Modules/gcmodule.c, collect; spec 05 section 3).
 *
 *   update_refs -> subtract_refs -> move_unreachable -> finalizers -> weak references -> delete_garbage
 *   -> clear_freelists after a full collection
 *
 * Objects of the recorded start-up are not modelled one by one: each pass over a generation retires a
 * segment as often as there are of them, and none of them is garbage.
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { check } from "../../base/fault";
import { has_own_ints } from "../../collectors/manager";
import { oracle_check_counts } from "../../collectors/oracle_counts";
import { pause_begins, pause_ends } from "../../collectors/totals";
import { enter, leave, retire } from "../../meter/ledger";
import { PyCFunction_ClearFreeList } from "../../objects/methodobject";
import { Py_DECREF, Py_INCREF, Py_REFCNT, Py_TYPE } from "../../objects/object/refcount";
import { PyFrame_ClearFreeList } from "../../objects/frameobject";
import { PyFloat_ClearFreeList } from "../../objects/floatobject/floatobject";
import { PyInt_ClearFreeList } from "../../objects/intobject/PyInt_ClearFreeList";
import { PyTuple_ClearFreeList } from "../../objects/tupleobject/tupleobject";
import { _PyDict_MaybeUntrack, _PyTuple_MaybeUntrack } from "../../objects/maybe_untrack";
import { Visit, tp_clear, tp_traverse } from "../../objects/traverse";
import { NUM_GENERATIONS, gc_state, generation } from "./generations";
import {
  CALLBACKS,
  FINALIZERS,
  FROM_GC,
  GC_REACHABLE,
  GC_TENTATIVELY_UNREACHABLE,
  GEN_HEAD,
  UNREACHABLE,
  gc_list_init,
  gc_list_is_empty,
  gc_list_merge,
  gc_list_move,
  gc_list_size,
  next_of,
  refs_of,
  set_refs,
  stack_head,
} from "./lists";
import { recorded_heads_merge, write_recorded_heads } from "./recorded_heads";

/** Collects a generation and the younger ones; the number of unreachable objects. */
export function collect(index: u32): u64 {
  pause_begins();
  enter(Fn.collect);
  retire(Seg.collect__begin);
  merge_younger(index);
  const full = index + 1 === NUM_GENERATIONS;
  const young = GEN_HEAD(index);
  const old = full ? young : GEN_HEAD(index + 1);
  const recorded = generation(index).recorded;
  const unreachable = stack_head(UNREACHABLE);
  const finalizers = stack_head(FINALIZERS);
  update_refs(index, young, recorded);
  subtract_refs(young, recorded);
  gc_list_init(unreachable);
  move_unreachable(young, unreachable, recorded);
  if (full) keep_oldest(young);
  else pass_on(index, young, old);
  gc_list_init(finalizers);
  move_finalizers(unreachable);
  move_finalizer_reachable();
  const found = count(unreachable);
  handle_weakrefs(found);
  delete_garbage(unreachable, old);
  handle_finalizers();
  if (full) clear_freelists();
  retire(Seg.collect__end);
  leave();
  pause_ends();
  oracle_check_counts(full);
  return found;
}

/** Counts the collection, and appends the younger generations to the one that is collected. */
function merge_younger(index: u32): void {
  if (index + 1 < NUM_GENERATIONS) {
    retire(Seg.collect__count);
    generation(index + 1).count += 1;
  }
  for (let i: u32 = 0; i <= index; i++) generation(i).count = 0;
  for (let i: u32 = 0; i < index; i++) {
    retire(Seg.collect__merge);
    gc_list_merge(GEN_HEAD(i), GEN_HEAD(index));
    generation(index).recorded += generation(i).recorded;
    generation(i).recorded = 0;
    recorded_heads_merge(i, index);
  }
}

/** What survived joins the next older generation. */
function pass_on(index: u32, young: u64, old: u64): void {
  if (index + 2 === NUM_GENERATIONS) {
    retire(Seg.collect__pending);
    gc_state().long_lived_pending += gc_list_size(young, generation(index).recorded);
  }
  retire(Seg.collect__pass_on);
  gc_list_merge(young, old);
  generation(index + 1).recorded += generation(index).recorded;
  generation(index).recorded = 0;
  recorded_heads_merge(index, index + 1);
}

/** After a full collection what survived is the new measure for the next one. */
function keep_oldest(young: u64): void {
  retire(Seg.collect__keep_oldest);
  untrack_dicts(young, generation(NUM_GENERATIONS - 1).recorded);
  gc_state().long_lived_pending = 0;
  gc_state().long_lived_total = gc_list_size(young, generation(NUM_GENERATIONS - 1).recorded);
}

/** gc_refs = the reference count, for every object. */
function update_refs(index: u32, containers: u64, recorded: u64): void {
  enter(Fn.update_refs);
  retire(Seg.update_refs__recorded_object, recorded);
  write_recorded_heads(index);
  for (let gc = next_of(containers); gc !== containers; gc = next_of(gc)) {
    retire(Seg.update_refs__object);
    check(refs_of(gc) === GC_REACHABLE, gc);
    set_refs(gc, Py_REFCNT(FROM_GC(gc)));
  }
  leave();
}

/** Takes off the references from within: what is left comes from outside. */
function subtract_refs(containers: u64, recorded: u64): void {
  enter(Fn.subtract_refs);
  retire(Seg.subtract_refs__recorded_object, recorded);
  for (let gc = next_of(containers); gc !== containers; gc = next_of(gc)) {
    retire(Seg.subtract_refs__object);
    tp_traverse(FROM_GC(gc), Visit.DECREF, containers);
  }
  leave();
}

/** One reference to an object of the generation comes from within. */
export function visit_decref(gc: u64): void {
  const refs = refs_of(gc);
  check(refs !== 0, gc);
  if (refs > 0) {
    retire(Seg.visit_decref__inside);
    set_refs(gc, refs - 1);
  }
}

/** Splits the generation: what can be reached from outside stays, the rest moves. */
function move_unreachable(young: u64, unreachable: u64, recorded: u64): void {
  enter(Fn.move_unreachable);
  retire(Seg.move_unreachable__recorded_object, recorded);
  let gc = next_of(young);
  while (gc !== young) {
    if (refs_of(gc) !== 0) {
      retire(Seg.move_unreachable__reachable);
      const op = FROM_GC(gc);
      set_refs(gc, GC_REACHABLE);
      tp_traverse(op, Visit.REACHABLE, young);
      gc = next_of(gc);
      if (Py_TYPE(op) === Ty.tuple) {
        retire(Seg.move_unreachable__tuple);
        _PyTuple_MaybeUntrack(op);
      }
    } else {
      retire(Seg.move_unreachable__not_yet);
      const next = next_of(gc);
      gc_list_move(gc, unreachable);
      set_refs(gc, GC_TENTATIVELY_UNREACHABLE);
      gc = next;
    }
  }
  leave();
}

/** Something reachable refers to this object. */
export function visit_reachable(gc: u64, reachable: u64): void {
  const refs = refs_of(gc);
  if (refs === 0) {
    retire(Seg.visit_reachable__not_seen);
    set_refs(gc, 1);
  } else if (refs === GC_TENTATIVELY_UNREACHABLE) {
    retire(Seg.visit_reachable__rescue);
    gc_list_move(gc, reachable);
    set_refs(gc, 1);
  }
}

/** Dictionaries that hold nothing the collector watches need not be watched either. */
function untrack_dicts(young: u64, recorded: u64): void {
  enter(Fn.untrack_dicts);
  retire(Seg.untrack_dicts__recorded_object, recorded);
  let gc = next_of(young);
  while (gc !== young) {
    const next = next_of(gc);
    retire(Seg.untrack_dicts__object);
    if (Py_TYPE(FROM_GC(gc)) === Ty.dict) {
      retire(Seg.untrack_dicts__dict);
      _PyDict_MaybeUntrack(FROM_GC(gc));
    }
    gc = next;
  }
  leave();
}

/** Objects with finalizers would be set aside: no modelled type has one. */
function move_finalizers(unreachable: u64): void {
  enter(Fn.move_finalizers);
  retire(Seg.move_finalizers__begin);
  for (let gc = next_of(unreachable); gc !== unreachable; gc = next_of(gc)) {
    retire(Seg.move_finalizers__object);
    enter(Fn.has_finalizer);
    retire(Seg.has_finalizer__no);
    leave();
  }
  leave();
}

function move_finalizer_reachable(): void {
  enter(Fn.move_finalizer_reachable);
  retire(Seg.move_finalizer_reachable__none);
  leave();
}

function count(list: u64): u64 {
  let found: u64 = 0;
  for (let gc = next_of(list); gc !== list; gc = next_of(gc)) found += 1;
  retire(Seg.collect__unreachable, found);
  return found;
}

/** Weak references to garbage would be cleared: nothing modelled has any. */
function handle_weakrefs(found: u64): void {
  enter(Fn.handle_weakrefs);
  retire(Seg.handle_weakrefs__begin);
  retire(Seg.handle_weakrefs__object, found);
  gc_list_init(stack_head(CALLBACKS));
  gc_list_is_empty(stack_head(CALLBACKS));
  leave();
}

/** Breaks the cycles: what is cleared usually dies. What still lives is kept as old. */
function delete_garbage(collectable: u64, old: u64): void {
  enter(Fn.delete_garbage);
  retire(Seg.delete_garbage__begin);
  while (!gc_list_is_empty(collectable)) {
    const gc = next_of(collectable);
    const op = FROM_GC(gc);
    retire(Seg.delete_garbage__object);
    Py_INCREF(op);
    tp_clear(op);
    Py_DECREF(op);
    if (next_of(collectable) !== gc) continue;
    retire(Seg.delete_garbage__still_alive);
    gc_list_move(gc, old);
    set_refs(gc, GC_REACHABLE);
  }
  leave();
}

function handle_finalizers(): void {
  enter(Fn.handle_finalizers);
  retire(Seg.handle_finalizers__none);
  leave();
}

/** Free lists are emptied, so that pools and int blocks may become empty. */
export function clear_freelists(): void {
  enter(Fn.clear_freelists);
  retire(Seg.clear_freelists__call);
  PyMethod_ClearFreeList();
  PyFrame_ClearFreeList();
  PyCFunction_ClearFreeList();
  PyTuple_ClearFreeList();
  PyUnicode_ClearFreeList();
  if (!has_own_ints()) PyInt_ClearFreeList();
  PyFloat_ClearFreeList();
  leave();
}

/** Bound methods of classes are not made by modelled programs. */
function PyMethod_ClearFreeList(): void {
  enter(Fn.PyMethod_ClearFreeList);
  retire(Seg.PyMethod_ClearFreeList__none);
  leave();
}

/** Unicode objects are not made by modelled programs. */
function PyUnicode_ClearFreeList(): void {
  enter(Fn.PyUnicode_ClearFreeList);
  retire(Seg.PyUnicode_ClearFreeList__none);
  leave();
}
