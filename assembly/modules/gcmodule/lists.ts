/**
 * GC heads and the rings they form (Modules/gcmodule.c; spec 05 section 1). A head lies in the 32 bytes
 * before each container object, as words:
 *
 *   gc_next, gc_prev, gc_refs, padding
 *
 * The sentinels of the three generations are static data, 48 bytes each (a head, the threshold and the
 * count); behind them stand the sentinels that C keeps on its stack while it collects.
 */
import { Fn } from "../../abi/functions";
import { Cfg } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { cfg } from "../../base/config";
import { is_defined, load64, store64 } from "../../kernel/words";
import { enter, leave, retire } from "../../meter/ledger";

export const GC_HEAD_BYTES: u64 = 32;
const GC_NEXT: u64 = 0;
const GC_PREV: u64 = 8;
const GC_REFS: u64 = 16;
/** Values of gc_refs that are no counts. */
export const GC_UNTRACKED: i64 = -2;
export const GC_REACHABLE: i64 = -3;
export const GC_TENTATIVELY_UNREACHABLE: i64 = -4;

const GENERATION_BYTES: u64 = 48;
/** Sentinels of a running collection, behind the generations. */
export const UNREACHABLE: u64 = 144;
export const FINALIZERS: u64 = 176;
export const CALLBACKS: u64 = 208;
/** What gc.freeze set aside. */
export const PERMANENT: u64 = 240;

/** The head of an object. */
export function AS_GC(op: u64): u64 {
  return op - GC_HEAD_BYTES;
}

/** The object of a head. */
export function FROM_GC(gc: u64): u64 {
  return gc + GC_HEAD_BYTES;
}

/** The sentinel of a generation: it begins as a ring of its own. */
export function GEN_HEAD(generation: u32): u64 {
  const head = cfg(Cfg.GC_GENERATIONS) + <u64>generation * GENERATION_BYTES;
  if (!is_defined(head)) make_ring(head);
  return head;
}

/** A sentinel on C's stack. */
export function stack_head(offset: u64): u64 {
  return cfg(Cfg.GC_GENERATIONS) + offset;
}

export function next_of(gc: u64): u64 {
  return load64(gc + GC_NEXT);
}

export function refs_of(gc: u64): i64 {
  return <i64>load64(gc + GC_REFS);
}

export function set_refs(gc: u64, refs: i64): void {
  store64(gc + GC_REFS, refs);
}

/** Whether the head at `gc` has ever been written: recorded objects' heads are not known. */
export function is_known(gc: u64): bool {
  return is_defined(gc + GC_REFS);
}

/** Whether the head at `gc` is in one of the lists. */
export function is_linked(gc: u64): bool {
  return is_defined(gc + GC_NEXT);
}

export function make_ring(list: u64): void {
  store64(list + GC_NEXT, list);
  store64(list + GC_PREV, list);
}

/** Puts a head before `list`: at its end, where `list` is a sentinel. */
export function insert_before(gc: u64, list: u64): void {
  const last = load64(list + GC_PREV);
  store64(gc + GC_NEXT, list);
  store64(gc + GC_PREV, last);
  store64(last + GC_NEXT, gc);
  store64(list + GC_PREV, gc);
}

/** Takes a head out of its ring; its own links stay as they are. */
export function unlink(gc: u64): void {
  const before = load64(gc + GC_PREV);
  const behind = load64(gc + GC_NEXT);
  store64(before + GC_NEXT, behind);
  store64(behind + GC_PREV, before);
}

/** Marks a head as being in no ring. */
export function clear_next(gc: u64): void {
  store64(gc + GC_NEXT, 0);
}

export function gc_list_init(list: u64): void {
  enter(Fn.gc_list_init);
  retire(Seg.gc_list_init__link);
  make_ring(list);
  leave();
}

export function gc_list_is_empty(list: u64): bool {
  enter(Fn.gc_list_is_empty);
  retire(Seg.gc_list_is_empty__compare);
  leave();
  return next_of(list) === list;
}

export function gc_list_remove(gc: u64): void {
  enter(Fn.gc_list_remove);
  retire(Seg.gc_list_remove__unlink);
  unlink(gc);
  clear_next(gc);
  leave();
}

/** Moves a head to the end of another list. */
export function gc_list_move(gc: u64, list: u64): void {
  enter(Fn.gc_list_move);
  retire(Seg.gc_list_move__links);
  unlink(gc);
  insert_before(gc, list);
  leave();
}

/** Appends the list `from` to `to`; `from` is empty afterwards. */
export function gc_list_merge(from: u64, to: u64): void {
  enter(Fn.gc_list_merge);
  retire(Seg.gc_list_merge__call);
  if (!gc_list_is_empty(from)) {
    retire(Seg.gc_list_merge__links);
    const tail = load64(to + GC_PREV);
    const first = load64(from + GC_NEXT);
    const last = load64(from + GC_PREV);
    store64(tail + GC_NEXT, first);
    store64(first + GC_PREV, tail);
    store64(to + GC_PREV, last);
    store64(last + GC_NEXT, to);
  }
  gc_list_init(from);
  leave();
}

/** How many heads a list has; `recorded` of the real one's are not modelled and only cost. */
export function gc_list_size(list: u64, recorded: u64): u64 {
  enter(Fn.gc_list_size);
  let count: u64 = 0;
  for (let gc = next_of(list); gc !== list; gc = next_of(gc)) count += 1;
  retire(Seg.gc_list_size__object, count + recorded);
  leave();
  return count + recorded;
}
