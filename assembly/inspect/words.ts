/**
 * Any word of simulated memory, on demand: what a debugger would show at that address and whose word
 * it is. Contents that are kept in short forms (int blocks, item arrays, chunk headers) are computed.
 */
import { Cfg, ChunkState, Look, Owner, VmaKind, Word } from "../abi/layout";
import { cfg } from "../base/config";
import { vma, vma_count } from "../kernel/mm";
import { PTE_PRESENT, pte } from "../kernel/page_table";
import { is_defined, load64 } from "../kernel/words";
import { chunk_before, prev_inuse, run_holding, size_word } from "../libc/malloc/chunks";
import { NO_BLOCK, block_of } from "../objects/intobject/block_pages";
import {
  SLOT_FREE,
  SLOT_LIVE,
  SLOT_VIRGIN,
  slot_address,
  slot_of,
  slot_refcnt,
  slot_state,
  slot_value,
  slots,
} from "../objects/intobject/blocks";
import { block_address } from "../objects/intobject/groups";
import { stretch, stretch_count } from "../objects/intobject/free_list";
import { heap_look, heap_owner, int_is_elsewhere, int_look } from "./collected";
import { CLEAN_WORD } from "../objects/obmalloc/debug";
import { Decorated, decorated_int_block, decoration, int_block_decoration } from "./decoration";
import { block_next_word } from "../objects/intobject/runs";
import {
  ITEMS_SMALL,
  ItemArray,
  item_at,
  short_items_holding,
  stretch_of,
} from "../objects/listobject/items";
import { serial_of } from "../objects/intobject/serials";

/** What a word is. There is one record: the next answer overwrites it. */
@unmanaged
export class Described {
  word: u32;
  owner: u32;
  value: u64;
  /** How a collector sees its object (`Look`). */
  look: u32;
}

const described_at: usize = memory.data(24, 8);

function described(): Described {
  return changetype<Described>(described_at);
}

function answer(word: Word, owner: Owner, value: u64): Described {
  const d = described();
  d.word = word;
  d.owner = owner;
  d.value = value;
  d.look = Look.NONE;
  return d;
}

function vma_kind(addr: u64): i32 {
  for (let i: u32 = 0; i < vma_count(); i++) {
    const v = vma(i);
    if (addr < v.start) return -1;
    if (addr < v.end) return <i32>v.kind;
  }
  return -1;
}

/** Describes the 8-byte word at `addr` (aligned). */
export function describe(addr: u64): Described {
  const number = block_of(addr);
  if (number !== NO_BLOCK) return describe_block_word(number, addr);
  const cell = heap_owner(addr);
  if (cell !== Owner.NONE) return describe_cell_word(addr, cell);
  const decorated = decorated_int_block(addr);
  if (decorated !== NO_BLOCK) return describe_decoration(int_block_decoration(decorated, addr));
  const items = short_items_holding(addr);
  if (items !== null) return describe_item(items, addr);
  const written = decoration(addr);
  if (written !== null) return describe_decoration(written);
  const run = run_holding(addr);
  if (run !== null) {
    const within = (addr - run.start) % run.bytes;
    return describe_chunk_word(addr, addr - within, within, <ChunkState>(<i32>run.state));
  }
  const kind = vma_kind(addr);
  if (kind < 0) return answer(Word.UNMAPPED, Owner.NONE, 0);
  if ((pte(addr >> 12) & PTE_PRESENT) === 0) {
    const recorded = kind === VmaKind.FILE;
    return answer(recorded ? Word.UNKNOWN : Word.ABSENT, Owner.RECORDED, 0);
  }
  if (is_defined(addr)) return answer(defined_kind(addr), defined_owner(addr), load64(addr));
  return answer(Word.UNKNOWN, Owner.RECORDED, 0);
}

/** A word of a collector's heap that is no int's. */
function describe_cell_word(addr: u64, owner: Owner): Described {
  if ((pte(addr >> 12) & PTE_PRESENT) === 0) return answer(Word.ABSENT, Owner.RECORDED, 0);
  const written = is_defined(addr);
  const d = answer(written ? Word.LIST_FIELD : Word.STALE, owner, written ? load64(addr) : 0);
  d.look = heap_look(addr);
  return d;
}

function describe_decoration(decorated: Decorated): Described {
  const written =
    decorated.word >= <u32>Word.DEBUG_SIZE && decorated.word <= <u32>Word.DEBUG_SERIAL;
  const owner = written ? Owner.METADATA : Owner.OTHER;
  return answer(<Word>(<i32>decorated.word), owner, decorated.value);
}

/** A defined word outside the heap: a field of main_arena or of a list object. */
function defined_kind(addr: u64): Word {
  return defined_owner(addr) === Owner.METADATA ? Word.ALLOCATOR : Word.LIST_FIELD;
}

function defined_owner(addr: u64): Owner {
  const arena = cfg(Cfg.MAIN_ARENA);
  return addr >= arena && addr < arena + 2200 ? Owner.METADATA : Owner.LIST;
}

function describe_chunk_word(addr: u64, chunk: u64, within: u64, state: ChunkState): Described {
  const absent = (pte(addr >> 12) & PTE_PRESENT) === 0;
  if (absent) return answer(Word.ABSENT, state === ChunkState.TOP ? Owner.TOP : Owner.OTHER, 0);
  if (within === 8) return answer(Word.CHUNK_SIZE, Owner.METADATA, size_word(chunk));
  if (within === 0) {
    const before = chunk_before(chunk);
    if (before !== 0 && !prev_inuse(chunk)) {
      return answer(Word.CHUNK_PREV_SIZE, Owner.METADATA, chunk - before);
    }
  }
  const free =
    state === ChunkState.BIN || state === ChunkState.TCACHE || state === ChunkState.FASTBIN;
  if (is_defined(addr)) {
    const first = chunk === cfg(Cfg.HEAP_START);
    if (free || first)
      return answer(Word.ALLOCATOR, free ? Owner.FREE_CHUNK : Owner.METADATA, load64(addr));
    return answer(Word.LIST_FIELD, Owner.LIST, load64(addr));
  }
  if (state === ChunkState.TOP) return answer(Word.STALE, Owner.TOP, 0);
  if (free) return answer(Word.STALE, Owner.FREE_CHUNK, 0);
  return answer(Word.UNKNOWN, Owner.OTHER, 0);
}

function describe_item(items: ItemArray, addr: u64): Described {
  const index = (addr - items.addr) >> 3;
  if ((pte(addr >> 12) & PTE_PRESENT) === 0) return answer(Word.ABSENT, Owner.ITEMS, 0);
  if (items.disturbed !== 0 && is_defined(addr)) {
    return answer(load64(addr) === 0 ? Word.ITEM_NULL : Word.ITEM_INT, Owner.ITEMS, load64(addr));
  }
  if (index < items.filled) {
    const small = stretch_of(items, index).kind === ITEMS_SMALL;
    return answer(small ? Word.ITEM_SMALL : Word.ITEM_INT, Owner.ITEMS, item_at(items, index));
  }
  if (items.zeroed !== 0 && index >= items.stored) return answer(Word.ITEM_NULL, Owner.ITEMS, 0);
  // What was never stored to still holds the debug layer's fill.
  const filled = cfg(Cfg.DEBUG_BYTES) !== 0 && index >= items.stored;
  return filled ? answer(Word.CLEAN, Owner.ITEMS, CLEAN_WORD) : answer(Word.STALE, Owner.ITEMS, 0);
}

function owner_of_slot(number: u32, slot: u32): Owner {
  const state = slot_state(number, slot);
  if (state === SLOT_LIVE) return Owner.INT_LIVE;
  return state === SLOT_FREE ? Owner.INT_FREE : Owner.INT_VIRGIN;
}

function describe_block_word(number: u32, addr: u64): Described {
  const within = addr - block_address(number);
  if (within < cfg(Cfg.BLOCK_HEAD))
    return answer(Word.BLOCK_NEXT, Owner.METADATA, block_next_word(number));
  const slot = slot_of(number, addr);
  const owner = owner_of_slot(number, slot);
  const state = slot_state(number, slot);
  if (state === SLOT_LIVE && int_is_elsewhere(number, slot))
    return answer(Word.STALE, Owner.INT_VIRGIN, 0);
  const d = describe_slot_word(number, slot, addr, owner);
  if (state === SLOT_LIVE) d.look = int_look(number, slot);
  return d;
}

function describe_slot_word(number: u32, slot: u32, addr: u64, owner: Owner): Described {
  const offset = addr - slot_address(number, slot);
  const state = slot_state(number, slot);
  // The links of a pydebug build lie before the count and the type.
  if (offset + 16 < cfg(Cfg.HEAD_BYTES) && state === SLOT_LIVE) {
    return answer(Word.OB_CHAIN, owner, 0);
  }
  if (offset === cfg(Cfg.HEAD_BYTES) - 8) {
    if (state === SLOT_LIVE) return answer(Word.OB_TYPE, owner, cfg(Cfg.INT_TYPE));
    return answer(Word.FREE_LINK, owner, free_link(number, slot));
  }
  if (state === SLOT_VIRGIN) {
    const filled = cfg(Cfg.DEBUG_BYTES) !== 0 && serial_of(number) !== 0;
    return filled ? answer(Word.CLEAN, owner, CLEAN_WORD) : answer(Word.STALE, owner, 0);
  }
  // _Py_ForgetReference leaves null pointers.
  if (offset + 16 < cfg(Cfg.HEAD_BYTES)) return answer(Word.OB_CHAIN, owner, 0);
  if (offset === cfg(Cfg.REFCNT_OFFSET))
    return answer(Word.OB_REFCNT, owner, slot_refcnt(number, slot));
  return answer(Word.OB_IVAL, owner, slot_value(number, slot));
}

/** The slot that follows a free slot on the free list: 0 at its end, 1 while it is not linked yet. */
export function free_link(number: u32, slot: u32): u64 {
  for (let i = <i32>stretch_count() - 1; i >= 0; i--) {
    const s = stretch(i);
    const steps = (<i32>number - <i32>s.block) * s.step;
    if (steps < 0 || steps >= <i32>s.count) continue;
    if (s.count === 1 && (slot > <u32>s.hi || slot < <u32>s.lo)) continue;
    const low: u32 = s.count === 1 ? <u32>s.lo : 0;
    if (slot > low) return slot_address(number, slot - 1);
    if (steps + 1 < <i32>s.count) return slot_address(number + s.step, slots() - 1);
    if (i === 0) return 0;
    const below = stretch(i - 1);
    return slot_address(below.block, below.hi);
  }
  return 1;
}
