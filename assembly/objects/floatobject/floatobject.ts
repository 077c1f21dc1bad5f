/**
 * Float objects (Objects/floatobject.c, CPython 2.7): kept in blocks as ints are. A block holds as
 * many floats as fit into 1,000 bytes; free ones are linked through ob_type, and a new block's slots
 * are linked from the last to the first. A float's words are kept as such.
 *
 *   block ->  next, then slots of [_ob_next, _ob_prev,] ob_refcnt, ob_type, ob_fval
 */
import { Fn } from "../../abi/functions";
import { Cfg, Section } from "../../abi/layout";
import { Seg } from "../../abi/segments";
import { Ty } from "../../abi/types";
import { cfg } from "../../base/config";
import { recorded_count, recorded_rows } from "../../base/recorded";
import { heap_malloc } from "../../collectors/heap_memory";
import { has_own_heap } from "../../collectors/manager";
import { forget, load64, store64 } from "../../kernel/words";
import { enter, leave, retire, retire_loop } from "../../meter/ledger";
import {
  PyObject_INIT,
  Py_INCREF,
  Py_REFCNT,
  Py_TYPE,
  get_field,
  head_bytes,
  set_field,
  type_address,
} from "../object/refcount";
import { keep_recorded_block } from "../obmalloc/obmalloc";
import { PyMem_FREE, PyMem_MALLOC } from "../obmalloc/mem";

export { float_repr, float_str } from "./text";
export { float_hash, float_nonzero } from "./hash";
export { float_new } from "./from_text";

/** Bytes before the first slot of a block: its link. */
const BHEAD_SIZE: u64 = 8;
/** Words of a recorded live float: address, references, bits of its value. */
const LIVE_BYTES: usize = 24;

@unmanaged
class Floats {
  block_list: u64;
  free_list: u64;
}

const floats_at: usize = memory.data(16, 8);

function floats(): Floats {
  return changetype<Floats>(floats_at);
}

export function floatobject_reset(): void {
  floats().block_list = 0;
  floats().free_list = 0;
}

/** Blocks, dead floats and live ones of the start-up, as they were recorded (Section.FLOAT_BLOCK and its kin). */
export function load_recorded_floats(): void {
  const blocks = recorded_rows(Section.FLOAT_BLOCK);
  for (let i: u32 = 0; i < recorded_count(Section.FLOAT_BLOCK); i++) {
    const block = load<u64>(blocks + ((<usize>i) << 3));
    keep_recorded_block(block);
    store64(block, floats().block_list);
    floats().block_list = block;
  }
  const free = recorded_rows(Section.FLOAT_FREE);
  for (let i: u32 = 0; i < recorded_count(Section.FLOAT_FREE); i++) {
    put_on_free_list(load<u64>(free + ((<usize>i) << 3)));
  }
  const live = recorded_rows(Section.FLOAT_LIVE);
  for (let i: u32 = 0; i < recorded_count(Section.FLOAT_LIVE); i++) {
    const row = live + <usize>i * LIVE_BYTES;
    const op = load<u64>(row);
    PyObject_INIT(op, Ty.float);
    set_field(op, 0, load<u64>(row, 16));
    for (let more: u64 = 1; more < load<u64>(row, 8); more++) Py_INCREF(op);
  }
}

/** A float has the size of an int, and its blocks the size of int blocks. */
function float_bytes(): u64 {
  return cfg(Cfg.INT_BYTES);
}

function slots(): u64 {
  return cfg(Cfg.INT_SLOTS);
}

function slot(block: u64, index: u64): u64 {
  return block + BHEAD_SIZE + index * float_bytes();
}

/** ob_type of a free slot is the next free slot. */
function link_address(op: u64): u64 {
  return type_address(op);
}

/** A float of value `value`: a new reference. */
export function PyFloat_FromDouble(value: f64): u64 {
  if (has_own_heap()) return heap_float(value);
  enter(Fn.PyFloat_FromDouble);
  if (floats().free_list === 0) {
    retire(Seg.PyFloat_FromDouble__free_list_empty);
    fill_free_list();
  }
  retire(Seg.PyFloat_FromDouble__take_head);
  const op = floats().free_list;
  floats().free_list = load64(link_address(op));
  PyObject_INIT(op, Ty.float);
  set_field(op, 0, reinterpret<u64>(value));
  leave();
  return op;
}

/** A float in a cell: a manager with a heap of its own has no blocks of floats. */
function heap_float(value: f64): u64 {
  const op = heap_malloc(head_bytes() + 8);
  PyObject_INIT(op, Ty.float);
  set_field(op, 0, reinterpret<u64>(value));
  return op;
}

/** A new block, its slots linked from the last to the first. */
function fill_free_list(): void {
  enter(Fn.float_fill_free_list);
  retire(Seg.float_fill_free_list__get_block);
  const block = PyMem_MALLOC(cfg(Cfg.BLOCK_BYTES));
  store64(block, floats().block_list);
  floats().block_list = block;
  retire_loop(Seg.float_fill_free_list__link_slot, slots() - 1);
  for (let i = slots() - 1; i > 0; i--) store64(link_address(slot(block, i)), slot(block, i - 1));
  retire(Seg.float_fill_free_list__end_chain);
  store64(link_address(slot(block, 0)), 0);
  floats().free_list = slot(block, slots() - 1);
  leave();
}

/** ob_fval. A macro in C. */
export function PyFloat_AS_DOUBLE(op: u64): f64 {
  return reinterpret<f64>(get_field(op, 0));
}

function put_on_free_list(op: u64): void {
  store64(link_address(op), floats().free_list);
  floats().free_list = op;
}

export function float_dealloc(op: u64): void {
  enter(Fn.float_dealloc);
  retire(Seg.float_dealloc__to_free_list);
  put_on_free_list(op);
  leave();
}

function is_live(op: u64): bool {
  return Py_TYPE(op) === Ty.float && Py_REFCNT(op) !== 0;
}

/** Gives blocks without live floats back; the free slots of the others are linked anew. */
export function PyFloat_ClearFreeList(): void {
  enter(Fn.PyFloat_ClearFreeList);
  retire(Seg.PyFloat_ClearFreeList__begin);
  let block = floats().block_list;
  floats().block_list = 0;
  floats().free_list = 0;
  while (block !== 0) {
    let live: u64 = 0;
    for (let i: u64 = 0; i < slots(); i++) if (is_live(slot(block, i))) live += 1;
    const next = load64(block);
    if (live > 0) keep_block(block);
    else {
      retire(Seg.PyFloat_ClearFreeList__dead_block);
      forget(block, cfg(Cfg.BLOCK_BYTES));
      PyMem_FREE(block, cfg(Cfg.BLOCK_BYTES));
    }
    block = next;
  }
  leave();
}

function keep_block(block: u64): void {
  retire(Seg.PyFloat_ClearFreeList__kept_block);
  store64(block, floats().block_list);
  floats().block_list = block;
  for (let i: u64 = 0; i < slots(); i++) {
    if (!is_live(slot(block, i))) put_on_free_list(slot(block, i));
  }
}
