/**
 * The state hash: a sum over all defined words, page states and counters, so that the order in which
 * things are kept does not matter. Two runs that agree on it agree on every word a debugger could
 * tell apart. Two lanes of 32 bits, so that a twin in JavaScript can compute it quickly.
 *
 * While list_dealloc runs, slots of the array that were already dropped keep their old pointers; the
 * model forgets them, so they are left out here and in the twin.
 */
import { Cfg, ChunkState } from "../abi/layout";
import { cfg } from "../base/config";
import { page_map_get, page_map_slot_page, page_map_slots } from "../base/page_map";
import { vms_pages } from "../kernel/mm";
import { page_counts, page_table_map } from "../kernel/page_table";
import { program_break } from "../kernel/syscalls";
import { is_defined, load64, words_map } from "../kernel/words";
import { leaf_count, leaf_runs, run_at, run_holding, size_word } from "../libc/malloc/chunks";
import {
  SLOT_LIVE,
  SLOT_VIRGIN,
  slot_address,
  slot_refcnt,
  slot_state,
  slot_value,
  slots,
} from "../objects/intobject/blocks";
import { FORM_FREED, block, block_address, block_numbers } from "../objects/intobject/groups";
import { free_list, stretch, stretch_count } from "../objects/intobject/free_list";
import { live_ints } from "../objects/intobject/intobject";
import { block_next_word } from "../objects/intobject/runs";
import { item_array, item_arrays, item_at, recent_items } from "../objects/listobject/items";
import { DEBUG_HEAD } from "../objects/obmalloc/debug";
import { int_block_decoration } from "./decoration";
import { field, type_address } from "../objects/object/refcount";
import { serial_of } from "../objects/intobject/serials";

@unmanaged
class Lanes {
  low: u32;
  high: u32;
}

const lanes_at: usize = memory.data(8, 8);

/** Seeds of the two lanes, and of the kinds of fact that are not words. */
const LOW: u32 = 0x9e3779b9;
const HIGH: u32 = 0x7f4a7c15;
const PAGE_FACT: u64 = 1 << 62;
const COUNTER_FACT: u64 = 1 << 61;

function mix(seed: u32, addr: u64, word: u64): u32 {
  let x = (seed ^ <u32>addr) * 0x85ebca6b;
  x ^= x >> 13;
  x = (x ^ <u32>(addr >> 32)) * 0xc2b2ae35;
  x ^= x >> 16;
  x = (x ^ <u32>word) * 0x27d4eb2f;
  x ^= x >> 15;
  x = (x ^ <u32>(word >> 32)) * 0x165667b1;
  return x ^ (x >> 13);
}

function fact(addr: u64, word: u64): void {
  const lanes = changetype<Lanes>(lanes_at);
  lanes.low += mix(LOW, addr, word);
  lanes.high += mix(HIGH, addr, word);
}

/** The hash of everything the machine holds now. */
export function state_hash(): u64 {
  begin();
  hash_words(0);
  return rest();
}

/**
 * The hash of what the naive twin models: ints, one list, malloc and pages. Of the words it takes those
 * of malloc (main_arena, the tcache, free chunks), what the debug layer wrote around the item array, and
 * the fields of the list at `list` behind its reference count; objects of the interpreter are left out.
 */
export function twin_hash(list: u64): u64 {
  begin();
  hash_words(list);
  return rest();
}

function begin(): void {
  const lanes = changetype<Lanes>(lanes_at);
  lanes.low = 0;
  lanes.high = 0;
}

function rest(): u64 {
  hash_chunks();
  hash_blocks();
  hash_free_list();
  hash_items();
  hash_pages();
  hash_counters();
  const lanes = changetype<Lanes>(lanes_at);
  return ((<u64>lanes.high) << 32) | <u64>lanes.low;
}

/** All defined words, or with a list only those that the twin has. */
function hash_words(list: u64): void {
  const map = words_map();
  for (let slot: u32 = 0; slot < page_map_slots(); slot++) {
    const first = page_map_slot_page(map, slot);
    if (first === u64.MAX_VALUE) continue;
    for (let page = first; page < first + 512; page++) {
      if (page_map_get(map, page) === 0) continue;
      for (let addr = page << 12; addr < (page + 1) << 12; addr += 8) {
        if (!is_defined(addr)) continue;
        if (list === 0 || twin_has(addr, list)) fact(addr, load64(addr));
      }
    }
  }
}

/** Bytes of glibc's main_arena that are words of ours. */
const MAIN_ARENA_BYTES: u64 = 2200;
/** ob_type, ob_size, ob_item, allocated. */
const LIST_FIELD_BYTES: u64 = 32;

function twin_has(addr: u64, list: u64): bool {
  const items = recent_items();
  const tail = items.addr + items.length * 8;
  if (items.addr !== 0 && addr >= items.addr - DEBUG_HEAD && addr < items.addr) return true;
  if (items.addr !== 0 && addr >= tail && addr < tail + DEBUG_HEAD) return true;
  const fields = type_address(list);
  if (addr >= fields && addr < fields + LIST_FIELD_BYTES) return true;
  const arena = cfg(Cfg.MAIN_ARENA);
  if (addr >= arena && addr < arena + MAIN_ARENA_BYTES) return true;
  const run = run_holding(addr);
  if (run === null) return false;
  return (
    run.state !== <u64>ChunkState.IN_USE ||
    addr - ((addr - run.start) % run.bytes) === cfg(Cfg.HEAP_START)
  );
}

/** Size words of all chunks, and the sizes that free chunks repeat at their ends. */
function hash_chunks(): void {
  for (let leaf: u32 = 0; leaf < leaf_count(); leaf++) {
    for (let i: u32 = 0; i < leaf_runs(leaf); i++) {
      const run = run_at(leaf, i);
      const start = run.start;
      const bytes = run.bytes;
      const count = run.count;
      const free = run.state === <u64>ChunkState.BIN;
      const mapped = run.state === <u64>ChunkState.MMAPPED;
      for (let k: u64 = 0; k < count; k++) {
        const chunk = start + k * bytes;
        const plain = bytes | (mapped ? 2 : 1);
        fact(chunk + 8, k === 0 && !mapped ? size_word(chunk) : plain);
        if (free) fact(chunk + bytes, bytes);
      }
    }
  }
}

function hash_blocks(): void {
  const refcnt = cfg(Cfg.REFCNT_OFFSET);
  for (let number: u32 = 0; number < block_numbers(); number++) {
    if (block(number).form === FORM_FREED) continue;
    fact(block_address(number), block_next_word(number));
    if (cfg(Cfg.DEBUG_BYTES) !== 0 && serial_of(number) !== 0) hash_decoration(number);
    for (let slot: u32 = 0; slot < slots(); slot++) {
      const state = slot_state(number, slot);
      if (state === SLOT_VIRGIN) continue;
      const op = slot_address(number, slot);
      fact(op + refcnt, slot_refcnt(number, slot));
      if (state === SLOT_LIVE) fact(type_address(op), cfg(Cfg.INT_TYPE));
      fact(field(op, 0), slot_value(number, slot));
    }
  }
}

/** What the debug layer wrote around an int block. */
function hash_decoration(number: u32): void {
  const start = block_address(number) - DEBUG_HEAD;
  const tail = block_address(number) + cfg(Cfg.BLOCK_BYTES);
  fact(start, int_block_decoration(number, start).value);
  fact(start + 8, int_block_decoration(number, start + 8).value);
  fact(tail, int_block_decoration(number, tail).value);
  fact(tail + 8, int_block_decoration(number, tail + 8).value);
}

/** The link of every free slot. */
function hash_free_list(): void {
  let below: u64 = 0;
  for (let i: u32 = 0; i < stretch_count(); i++) {
    const s = stretch(i);
    for (let k = <i32>s.count - 1; k >= 0; k--) {
      const number = s.block + k * s.step;
      for (let slot = <u32>s.lo; slot <= <u32>s.hi; slot++) {
        const at = slot_address(number, slot);
        fact(type_address(at), below);
        below = at;
      }
    }
  }
}

/** Items of the arrays in short form; an item that was stored later is a word. */
function hash_items(): void {
  for (let number: u32 = 0; number < item_arrays(); number++) {
    const a = item_array(number);
    if (a.addr === 0) continue;
    for (let index: u64 = 0; index < a.length; index++) {
      const at = a.addr + index * 8;
      if (a.disturbed !== 0 && is_defined(at)) continue;
      if (index < a.filled) fact(at, item_at(a, index));
      else if (index >= a.stored && a.zeroed !== 0) fact(at, 0);
    }
  }
}

function hash_pages(): void {
  const map = page_table_map();
  for (let slot: u32 = 0; slot < page_map_slots(); slot++) {
    const first = page_map_slot_page(map, slot);
    if (first === u64.MAX_VALUE) continue;
    for (let page = first; page < first + 512; page++) {
      const entry = page_map_get(map, page);
      if (entry !== 0) fact(PAGE_FACT | page, entry);
    }
  }
}

function hash_counters(): void {
  const counts = page_counts();
  fact(COUNTER_FACT, program_break());
  fact(COUNTER_FACT | 1, counts.faults);
  fact(COUNTER_FACT | 2, counts.anon);
  fact(COUNTER_FACT | 3, counts.file);
  fact(COUNTER_FACT | 4, vms_pages());
  fact(COUNTER_FACT | 5, live_ints());
  fact(COUNTER_FACT | 6, free_list());
}
