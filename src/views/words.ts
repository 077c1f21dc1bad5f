/** Words of simulated memory in words of people: a field's name, its value and what it means. */
import { LOOK_SHIFT, Look, Owner, Word } from "../../assembly/abi/layout.ts";
import { address, group, shortAddress } from "./format.ts";

/** One described word. */
export interface WordView {
  addr: number;
  word: Word;
  owner: Owner;
  /** How a collector sees the object. */
  look: Look;
  /** The word as an address or a size: exact below 2^53, which all of them are. */
  value: number;
  /** The word as a signed 64-bit integer: ints may have any value. */
  integer: bigint;
}

/** Decodes an answer of `SimApi.values`. */
export function decodeWords(addr: number, values: Uint32Array): WordView[] {
  const views: WordView[] = [];
  for (let at = 0; at + 3 < values.length; at += 4) views.push(wordAt(values, at, addr + at * 2));
  return views;
}

/** Takes a described owner apart: its Look stands above it. */
export function ownerAndLook(described: number): { owner: Owner; look: Look } {
  return { owner: described & ((1 << LOOK_SHIFT) - 1), look: described >> LOOK_SHIFT };
}

/** The word whose four numbers start at `at`. */
export function wordAt(values: Uint32Array, at: number, addr: number): WordView {
  const low = values[at + 2] ?? 0;
  const high = values[at + 3] ?? 0;
  return {
    addr,
    word: (values[at] ?? 0) as Word,
    ...ownerAndLook(values[at + 1] ?? 0),
    value: (high | 0) * 2 ** 32 + low,
    integer: (BigInt(high | 0) << 32n) + BigInt(low),
  };
}

/** The address a word points to, null when it holds none. */
export function pointee({ word, value }: WordView): number | null {
  const points =
    word === Word.FREE_LINK ||
    word === Word.BLOCK_NEXT ||
    word === Word.ITEM_INT ||
    word === Word.ITEM_SMALL ||
    word === Word.OB_TYPE ||
    word === Word.ALLOCATOR;
  // 1 stands for a link that fill_free_list has not written yet.
  return points && value > 1 ? value : null;
}

export function fieldName(word: Word): string {
  switch (word) {
    case Word.UNMAPPED:
      return "not mapped";
    case Word.ABSENT:
      return "never touched";
    case Word.UNKNOWN:
      return "recorded";
    case Word.STALE:
      return "stale";
    case Word.CHUNK_PREV_SIZE:
      return "prev_size";
    case Word.CHUNK_SIZE:
      return "size";
    case Word.ALLOCATOR:
      return "malloc link";
    case Word.BLOCK_NEXT:
      return "next";
    case Word.OB_CHAIN:
      return "_ob_next, _ob_prev";
    case Word.OB_REFCNT:
      return "ob_refcnt";
    case Word.OB_TYPE:
    case Word.FREE_LINK:
      return "ob_type";
    case Word.OB_IVAL:
      return "ob_ival";
    case Word.ITEM_NULL:
    case Word.ITEM_SMALL:
    case Word.ITEM_INT:
      return "ob_item[…]";
    case Word.LIST_FIELD:
      return "";
    case Word.DEBUG_SIZE:
      return "nbytes";
    case Word.DEBUG_GUARD:
      return "guard";
    case Word.DEBUG_SERIAL:
      return "serialno";
    case Word.CLEAN:
      return "filled 0xcb";
    case Word.DEAD:
      return "filled 0xdb";
  }
}

/** The value as the deepest zoom shows it: short. */
export function shortValue(view: WordView): string {
  switch (view.word) {
    case Word.OB_REFCNT:
      return `refcnt ${group(view.integer)}`;
    case Word.OB_TYPE:
      return "PyInt_Type";
    case Word.FREE_LINK:
      if (view.value === 0) return "end of list";
      return view.value === 1 ? "not linked" : `→ ${shortAddress(view.value)}`;
    case Word.OB_IVAL:
      return group(view.integer);
    case Word.ITEM_NULL:
      return "NULL";
    case Word.ITEM_SMALL:
    case Word.ITEM_INT:
      return `→ ${shortAddress(view.value)}`;
    case Word.BLOCK_NEXT:
      return view.value === 0 ? "next: none" : `next ${shortAddress(view.value)}`;
    case Word.CHUNK_SIZE:
      return `size ${chunkSize(view.value)}`;
    case Word.CHUNK_PREV_SIZE:
      return `prev ${group(view.value)}`;
    case Word.DEBUG_SIZE:
      return `${group(bigEndian(view.integer))} bytes`;
    case Word.DEBUG_GUARD:
      return bytesOf(view.integer);
    case Word.DEBUG_SERIAL:
      return `request ${group(bigEndian(view.integer))}`;
    case Word.ALLOCATOR:
      return view.value > 4096 ? shortAddress(view.value) : group(view.value);
    case Word.LIST_FIELD:
      return view.value > 1e9 ? shortAddress(view.value) : group(view.value);
    default:
      return "";
  }
}

/** A malloc size word: the chunk's bytes and the flags in its low bits. */
function chunkSize(value: number): string {
  const flags = value % 8;
  const names = [flags & 1 ? "P" : "", flags & 2 ? "M" : "", flags & 4 ? "A" : ""].join("");
  return names === "" ? group(value) : `${group(value - flags)}+${names}`;
}

/** A number that was written with its highest byte first. */
function bigEndian(word: bigint): bigint {
  return BigInt(`0x${bytesOf(word)}`);
}

/** The eight bytes of a word as they lie in memory, in hexadecimal. */
function bytesOf(word: bigint): string {
  const digits = BigInt.asUintN(64, word).toString(16).padStart(16, "0");
  return (digits.match(/../g) ?? []).reverse().join("");
}

/** The whole value with its unit, for the inspector. */
export function longValue(view: WordView): string {
  const to = pointee(view);
  if (to !== null) return view.word === Word.OB_TYPE ? `${address(to)} PyInt_Type` : address(to);
  switch (view.word) {
    case Word.UNMAPPED:
    case Word.ABSENT:
    case Word.UNKNOWN:
    case Word.OB_CHAIN:
      return "–";
    case Word.STALE:
      return "stale";
    case Word.FREE_LINK:
      return view.value === 0 ? "NULL" : "not written yet";
    case Word.ITEM_NULL:
      return "NULL";
    case Word.CHUNK_SIZE:
      return `${chunkSize(view.value)} bytes`;
    case Word.OB_REFCNT:
    case Word.OB_IVAL:
      return group(view.integer);
    case Word.DEBUG_SIZE:
    case Word.DEBUG_SERIAL:
      return shortValue(view);
    case Word.DEBUG_GUARD:
    case Word.CLEAN:
    case Word.DEAD:
      return bytesOf(view.integer);
    default:
      return view.value > 1e9 ? address(view.value) : group(view.value);
  }
}

/** One sentence about what the word is for. */
export function meaning(view: WordView): string {
  const seen = LOOKED[view.look];
  return seen === undefined ? ownMeaning(view) : `${seen} ${ownMeaning(view)}`;
}

/** How the collector sees the object that the word belongs to. */
const LOOKED: Partial<Record<Look, string>> = {
  [Look.REACHED]: "Marked in this collection.",
  [Look.ROOT]: "A root: something outside the heap refers to it, so marking began here.",
  [Look.FRONT]: "On the mark front: marked, its fields are not followed to their end yet.",
  [Look.GARBAGE]: "Garbage that is not reclaimed yet.",
};

function ownMeaning({ word, owner, value }: WordView): string {
  switch (word) {
    case Word.UNMAPPED:
      return "No mapping covers this address.";
    case Word.ABSENT:
      return "Mapped, but no frame is behind it: the first access is a page fault.";
    case Word.UNKNOWN:
      return owner === Owner.OTHER
        ? "A chunk of malloc in use by something the model does not look into."
        : "In memory since before the program ran. Its content is not modelled.";
    case Word.STALE:
      return staleMeaning(owner);
    case Word.CHUNK_PREV_SIZE:
      return "Size of the free chunk before this one.";
    case Word.CHUNK_SIZE:
      return "malloc's size of this chunk. P: the chunk before is in use. M: has its own mapping.";
    case Word.ALLOCATOR:
      return "A link or counter that malloc keeps inside free memory.";
    case Word.BLOCK_NEXT:
      return "PyIntBlock.next: the int block that was made before this one.";
    case Word.OB_CHAIN:
      return "A debug build chains all objects with this word. It is not modelled.";
    case Word.OB_REFCNT:
      return owner === Owner.INT_LIVE
        ? "How many references to this int exist."
        : "The count the int had when it died; nobody reads it now.";
    case Word.OB_TYPE:
      return "Points to the type: this slot is a live int.";
    case Word.FREE_LINK:
      return value === 0
        ? "A free slot keeps its link here. This one is the last on the free list."
        : "A free slot keeps its link here: the next free slot.";
    case Word.OB_IVAL:
      return owner === Owner.INT_LIVE ? "The value." : "The value the int had when it died.";
    case Word.ITEM_NULL:
      return "A list slot that holds no reference yet.";
    case Word.ITEM_SMALL:
      return "A list slot: points to one of the shared ints −5 … 256.";
    case Word.ITEM_INT:
      return "A list slot: points to an int that was made for it.";
    case Word.LIST_FIELD:
      return owner === Owner.CELL_FREE
        ? "A free cell: its first word leads to the next one of its block."
        : "A word of an object that is no int: a list, a string, a dict or its table.";
    case Word.DEBUG_SIZE:
      return "A debug build writes how many bytes were asked for in front of the block.";
    case Word.DEBUG_GUARD:
      return "Guard bytes of a debug build: if they are not 0xfb when the block is freed, Python aborts.";
    case Word.DEBUG_SERIAL:
      return "A debug build numbers its requests for memory: this block was that one.";
    case Word.CLEAN:
      return "A debug build fills new memory with 0xcb. This word was not written since.";
    case Word.DEAD:
      return "A debug build fills freed memory with 0xdb.";
  }
}

function staleMeaning(owner: Owner): string {
  if (owner === Owner.INT_VIRGIN) return "Never written since the block was handed out.";
  if (owner === Owner.METADATA) return "The header of a block of the manager’s heap.";
  if (owner === Owner.CELL_FREE) return "A free cell of the manager’s heap.";
  if (owner === Owner.ITEMS) return "Handed out by malloc and not zeroed yet.";
  if (owner === Owner.TOP) return "Part of the top chunk: malloc cuts new chunks from here.";
  return "In a free chunk: whatever was there before is still there.";
}
