/**
 * Words gathered into the things they belong to: int blocks, the item array, chunks, pages nobody
 * touched. The table view lists these; the inspector finds the thing around an address. Pure.
 */
import { Owner, Word } from "../../../assembly/abi/layout.ts";
import type { RunSummary } from "../../../workers/protocol.ts";
import type { WordView } from "../words.ts";

export interface Structure {
  addr: number;
  bytes: number;
  what: string;
  /** Ints, slots or items in use, and free ones; null where the question makes no sense. */
  used: number | null;
  free: number | null;
}

export type ObjectLayout = RunSummary["layout"];

const NAMES: Partial<Record<Owner, string>> = {
  [Owner.LIST]: "objects",
  [Owner.TOP]: "top chunk",
  [Owner.RECORDED]: "recorded",
  [Owner.CELL_FREE]: "free cells",
  [Owner.NONE]: "not mapped",
};

/** Neighbouring words of one kind become one row. */
export function structures(words: readonly WordView[], layout: ObjectLayout): Structure[] {
  const rows: Structure[] = [];
  let at = 0;
  while (at < words.length) {
    const first = words[at];
    if (first === undefined) break;
    const end = endOf(words, at);
    rows.push(describe(words.slice(at, end), first, layout));
    at = end;
  }
  return rows;
}

function groupOf({ word, owner }: WordView): string {
  if (word === Word.ABSENT) return "absent";
  if (isSlotOwner(owner)) return "block";
  if (isChunkOwner(owner)) return "chunk";
  return String(owner);
}

function endOf(words: readonly WordView[], from: number): number {
  const first = words[from];
  if (first === undefined) return from;
  const group = first.word === Word.BLOCK_NEXT ? "block" : groupOf(first);
  let at = from + 1;
  while (at < words.length) {
    const word = words[at];
    const starts = word?.word === Word.BLOCK_NEXT || word?.word === Word.CHUNK_SIZE;
    if (word === undefined || starts || groupOf(word) !== group) break;
    at += 1;
  }
  return at;
}

/** A chunk's own words and its content, as far as nothing else is known about that. */
function isChunkOwner(owner: Owner): boolean {
  return owner === Owner.METADATA || owner === Owner.OTHER || owner === Owner.FREE_CHUNK;
}

export function isSlotOwner(owner: Owner): boolean {
  return owner === Owner.INT_LIVE || owner === Owner.INT_FREE || owner === Owner.INT_VIRGIN;
}

function describe(words: readonly WordView[], first: WordView, layout: ObjectLayout): Structure {
  const base = { addr: first.addr, bytes: words.length * 8, used: null, free: null };
  const count = (test: (view: WordView) => boolean) => words.filter(test).length;
  if (first.word === Word.BLOCK_NEXT || isSlotOwner(first.owner)) {
    const part = first.word === Word.BLOCK_NEXT ? "" : " (rest)";
    return {
      ...base,
      what: `int block of ${layout.intSlots} slots${part}`,
      used: count(({ word }) => word === Word.OB_TYPE),
      free: count(({ word }) => word === Word.FREE_LINK),
    };
  }
  if (first.word === Word.ABSENT) return { ...base, what: "never touched" };
  if (isChunkOwner(first.owner)) {
    const isFree = words.some(({ owner }) => owner === Owner.FREE_CHUNK);
    const what = isFree ? "free chunk" : "chunk in use, not modelled";
    return { ...base, what: words.length === 1 ? "malloc's size word" : what };
  }
  if (first.owner === Owner.ITEMS) {
    return {
      ...base,
      what: "the list's item array",
      used: count(({ word }) => word === Word.ITEM_INT || word === Word.ITEM_SMALL),
      free: count(({ word }) => word === Word.ITEM_NULL),
    };
  }
  return { ...base, what: NAMES[first.owner] ?? "?" };
}

/** A slot's words by their place: a slot that was never used has the same fields as an int. */
export function slotFields(slot: Slot, layout: ObjectLayout): NamedWord[] {
  const links = LINK_FIELDS.slice(0, (layout.refcntOffset ?? 0) / 8);
  const counted = layout.refcntOffset === undefined ? [] : ["ob_refcnt"];
  const names = [...links, ...counted, "ob_type", "ob_ival"];
  return slot.words.map((view, index) => ({ name: names[index] ?? "?", view }));
}

const LINK_FIELDS = ["_ob_next", "_ob_prev"] as const;

export interface NamedWord {
  name: string;
  view: WordView;
}

/** The slot of an int block that holds an address, with its number and its words. */
export interface Slot {
  block: number;
  number: number;
  addr: number;
  words: WordView[];
}

/** Finds the slot around `addr` among words that reach at least one block back and one slot ahead. */
export function slotAround(
  words: readonly WordView[],
  addr: number,
  layout: ObjectLayout,
): Slot | null {
  const block = words.findLast((view) => view.word === Word.BLOCK_NEXT && view.addr <= addr);
  if (block === undefined) return null;
  const number = Math.floor((addr - block.addr - 8) / layout.intBytes);
  if (number < 0 || number >= layout.intSlots) return null;
  const start = block.addr + 8 + number * layout.intBytes;
  const end = start + layout.intBytes;
  return {
    block: block.addr,
    number,
    addr: start,
    words: words.filter((view) => view.addr >= start && view.addr < end),
  };
}
