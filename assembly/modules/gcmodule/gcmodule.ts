/**
 * Memory of container objects and which of them the collector watches (Modules/gcmodule.c; spec 05
 * sections 1 and 2). Every allocation counts towards a collection of the youngest generation.
 *
 *   _PyObject_GC_Malloc -> PyObject_MALLOC(head + object) -> count[0] > 700? -> collect_generations
 *   _PyObject_GC_TRACK and _PyObject_GC_UNTRACK are macros: they belong to their caller's segment
 */
import { Fn } from "../../abi/functions";
import { Seg } from "../../abi/segments";
import { FIRST_LIBRARY, Ty } from "../../abi/types";
import { check } from "../../base/fault";
import { collect_now, heap_free, heap_malloc, heap_realloc } from "../../collectors/heap_memory";
import { schedule_collection } from "../../collectors/forced";
import { has_int_pools, has_own_heap } from "../../collectors/manager";
import { PyErr_Occurred } from "../../interp/errors";
import { enter, leave, retire } from "../../meter/ledger";
import { PyObject_INIT, PyObject_INIT_VAR } from "../../objects/object/refcount";
import { PyObject_FREE, PyObject_MALLOC, PyObject_REALLOC } from "../../objects/obmalloc/obmalloc";
import { placing } from "../../objects/obmalloc/placing";
import { collect } from "./collect";
import { NUM_GENERATIONS, gc_state, generation } from "./generations";
import {
  AS_GC,
  FROM_GC,
  GC_HEAD_BYTES,
  GC_REACHABLE,
  GC_UNTRACKED,
  GEN_HEAD,
  clear_next,
  gc_list_remove,
  insert_before,
  is_known,
  is_linked,
  refs_of,
  set_refs,
  unlink,
} from "./lists";

/** Memory for a container of `bytes`: the address of the object, 32 bytes behind its head. */
export function _PyObject_GC_Malloc(bytes: u64): u64 {
  if (has_own_heap() && !placing()) return heap_malloc(bytes);
  enter(Fn._PyObject_GC_Malloc);
  retire(Seg._PyObject_GC_Malloc__head);
  const gc = PyObject_MALLOC(GC_HEAD_BYTES + bytes);
  set_refs(gc, GC_UNTRACKED);
  const youngest = generation(0);
  // Objects of the start-up are in the recorded count already.
  if (!placing()) youngest.count += 1;
  if (youngest.count > youngest.threshold) {
    retire(Seg._PyObject_GC_Malloc__over_threshold);
    if (may_collect() && has_int_pools()) schedule_collection();
    else if (may_collect()) {
      retire(Seg._PyObject_GC_Malloc__collect);
      gc_state().collecting = 1;
      collect_generations();
      gc_state().collecting = 0;
    }
  }
  leave();
  return FROM_GC(gc);
}

function may_collect(): bool {
  const state = gc_state();
  if (state.enabled === 0 || state.collecting !== 0) return false;
  return generation(0).threshold !== 0 && !PyErr_Occurred();
}

/** A collection that an allocation asked for runs now: CPython 3.12 waits for the loop's next safe point. */
export function collect_scheduled(): void {
  if (!may_collect()) return;
  gc_state().collecting = 1;
  collect_generations();
  gc_state().collecting = 0;
}

/** Collects the oldest generation that is due. */
function collect_generations(): u64 {
  enter(Fn.collect_generations);
  retire(Seg.collect_generations__begin);
  let unreachable: u64 = 0;
  for (let i = <i32>NUM_GENERATIONS - 1; i >= 0; i--) {
    retire(Seg.collect_generations__compare);
    if (generation(i).count <= generation(i).threshold) continue;
    const state = gc_state();
    // A full collection waits until the middle generation has sent on a quarter of what is old.
    if (i === 2 && state.long_lived_pending < state.long_lived_total / 4) {
      retire(Seg.collect_generations__not_yet);
      continue;
    }
    retire(Seg.collect_generations__due);
    unreachable = collect(i);
    break;
  }
  leave();
  return unreachable;
}

/** A full collection, unless one runs: the number of unreachable objects. */
export function PyGC_Collect(): u64 {
  if (has_own_heap()) return collect_now();
  enter(Fn.PyGC_Collect);
  let unreachable: u64 = 0;
  if (gc_state().collecting !== 0) retire(Seg.PyGC_Collect__busy);
  else {
    retire(Seg.PyGC_Collect__call);
    gc_state().collecting = 1;
    unreachable = collect(NUM_GENERATIONS - 1);
    gc_state().collecting = 0;
  }
  leave();
  return unreachable;
}

/** Changes the size of an untracked container to `bytes`; its new address. */
export function _PyObject_GC_Resize(op: u64, bytes: u64): u64 {
  if (has_own_heap()) return heap_realloc(op, bytes);
  enter(Fn._PyObject_GC_Resize);
  retire(Seg._PyObject_GC_Resize__call);
  const gc = PyObject_REALLOC(AS_GC(op), GC_HEAD_BYTES + bytes);
  leave();
  return FROM_GC(gc);
}

/** PyObject_GC_New: an object of `bytes` bytes with its header. */
export function _PyObject_GC_New(type: Ty, bytes: u64): u64 {
  enter(Fn._PyObject_GC_New);
  retire(Seg._PyObject_GC_New__make);
  const op = _PyObject_GC_Malloc(bytes);
  PyObject_INIT(op, type);
  leave();
  return op;
}

/** PyObject_GC_NewVar: an object of `bytes` bytes, items included, with its header and ob_size. */
export function _PyObject_GC_NewVar(type: Ty, bytes: u64, size: u64): u64 {
  enter(Fn._PyObject_GC_NewVar);
  retire(Seg._PyObject_GC_NewVar__make);
  const op = _PyObject_GC_Malloc(bytes);
  PyObject_INIT_VAR(op, type, size);
  leave();
  return op;
}

/** Whether the collector watches a container (_PyObject_GC_IS_TRACKED). */
export function _PyObject_GC_IS_TRACKED(op: u64): bool {
  // A manager with a heap of its own watches all objects.
  if (has_own_heap()) return true;
  const gc = AS_GC(op);
  return is_known(gc) && refs_of(gc) !== GC_UNTRACKED && is_linked(gc);
}

/** Whether the real collector watches an object of the start-up that is in none of the known lists. */
export function tracked_at_start(op: u64): bool {
  const gc = AS_GC(op);
  return is_known(gc) && refs_of(gc) === GC_REACHABLE && !is_linked(gc);
}

/** The collector watches `op` from now on; a macro. */
export function _PyObject_GC_TRACK(op: u64): void {
  if (has_own_heap()) return;
  const gc = AS_GC(op);
  check(!_PyObject_GC_IS_TRACKED(op), op);
  // Objects of the start-up are among the recorded ones: what they hold is held from outside.
  set_refs(gc, GC_REACHABLE);
  if (placing()) {
    check(!is_linked(gc), op);
    return;
  }
  insert_before(gc, GEN_HEAD(0));
}

/** The collector watches `op` no more; a macro. */
export function _PyObject_GC_UNTRACK(op: u64): void {
  if (has_own_heap()) return;
  const gc = AS_GC(op);
  check(_PyObject_GC_IS_TRACKED(op), op);
  set_refs(gc, GC_UNTRACKED);
  unlink(gc);
  clear_next(gc);
}

export function PyObject_GC_Track(op: u64): void {
  enter(Fn.PyObject_GC_Track);
  retire(Seg.PyObject_GC_Track__call);
  _PyObject_GC_TRACK(op);
  leave();
}

export function PyObject_GC_UnTrack(op: u64): void {
  enter(Fn.PyObject_GC_UnTrack);
  retire(Seg.PyObject_GC_UnTrack__call);
  if (_PyObject_GC_IS_TRACKED(op)) {
    retire(Seg.PyObject_GC_UnTrack__tracked);
    _PyObject_GC_UNTRACK(op);
  }
  leave();
}

/** The memory of a dead container goes back. */
export function PyObject_GC_Del(op: u64): void {
  if (has_own_heap()) return heap_free(op);
  enter(Fn.PyObject_GC_Del);
  retire(Seg.PyObject_GC_Del__free);
  if (_PyObject_GC_IS_TRACKED(op)) {
    retire(Seg.PyObject_GC_Del__tracked);
    gc_list_remove(AS_GC(op));
  }
  if (generation(0).count > 0) {
    retire(Seg.PyObject_GC_Del__count);
    generation(0).count -= 1;
  }
  PyObject_FREE(AS_GC(op));
  leave();
}

/** Whether objects of a type have a GC head (Py_TPFLAGS_HAVE_GC). */
export function type_is_gc(type: Ty): bool {
  if (type >= FIRST_LIBRARY) return type !== Ty.int32;
  switch (type) {
    case Ty.tuple:
    case Ty.list:
    case Ty.dict:
    case Ty.function_:
    case Ty.builtin_function_or_method:
    case Ty.frame:
    case Ty.traceback:
    case Ty.module:
    case Ty.slice:
    case Ty.listiterator:
    case Ty.listreverseiterator:
    case Ty.tupleiterator:
    case Ty.iterator:
    case Ty.dictionary_keyiterator:
    case Ty.dictionary_valueiterator:
    case Ty.dictionary_itemiterator:
    case Ty.enumerate:
    case Ty.reversed:
    case Ty.arrayiterator:
    case Ty.method_descriptor:
      return true;
    default:
      return false;
  }
}
