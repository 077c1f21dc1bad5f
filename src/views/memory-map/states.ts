/**
 * What the map draws for a word or a page: one state per (Word, Owner), each with a colour and a
 * mark of its own, so that the picture reads without colours too. The legend, the shader, the
 * minimap and the tests share this table.
 */
import { Look, Owner, PAGE_SHARES_SHIFT, PageShares, Word } from "../../../assembly/abi/layout.ts";

export enum State {
  UNMAPPED,
  ABSENT,
  UNKNOWN,
  LIVE,
  FREE,
  VIRGIN,
  METADATA,
  ITEM_NULL,
  ITEM_SHARED,
  ITEM_OWN,
  LIST,
  OTHER,
  FREE_CHUNK,
  TOP,
  /** How a collector sees an object; a page before the sweep has marked objects and garbage. */
  REACHED,
  ROOT,
  FRONT,
  GARBAGE,
  JUDGED,
}

export const STATE_COUNT = 19;

/** How a state is drawn: the number is the shader's. */
export enum Mark {
  PLAIN,
  SOLID,
  DOTS,
  HOLLOW,
  HOLLOW_DASHED,
  HAIRLINES,
  BACKLINES,
  BARRED,
  SPARSE,
  CORNER,
  DOTTED,
  RINGED,
  CROSSED,
}

interface StateLook {
  name: string;
  meaning: string;
  mark: Mark;
  light: string;
  dark: string;
}

export const SURFACE = { light: "#fbfbfa", dark: "#111315" } as const;

/** A marked object is a live one: the same hue, deeper. */
const MARKED = { light: "#00426a", dark: "#1d6296" } as const;

export const LOOKS: Record<State, StateLook> = {
  [State.UNMAPPED]: {
    name: "not mapped",
    meaning: "no mapping: an access would be a segmentation fault",
    mark: Mark.PLAIN,
    light: "#f1f1ef",
    dark: "#191c1f",
  },
  [State.ABSENT]: {
    name: "never touched",
    meaning: "mapped, but no frame yet: the first access is a page fault",
    mark: Mark.DOTS,
    light: "#8d9298",
    dark: "#6d737a",
  },
  [State.UNKNOWN]: {
    name: "recorded",
    meaning: "in memory since before the program; its content is not modelled",
    mark: Mark.SPARSE,
    light: "#c9ccd0",
    dark: "#3d4248",
  },
  [State.LIVE]: {
    name: "live int",
    meaning: "an int object that something refers to",
    mark: Mark.SOLID,
    light: "#0072b2",
    dark: "#3d9be0",
  },
  [State.FREE]: {
    name: "free slot",
    meaning: "was an object; waits on a free list, what was in it is still there",
    mark: Mark.HOLLOW,
    light: "#2f9bd8",
    dark: "#6bbcf0",
  },
  [State.VIRGIN]: {
    name: "unused slot",
    meaning: "linked into the free list, never used; only its link is written",
    mark: Mark.HOLLOW_DASHED,
    light: "#2f9bd8",
    dark: "#6bbcf0",
  },
  [State.METADATA]: {
    name: "metadata",
    meaning: "the allocators' own words: sizes, links, block headers",
    mark: Mark.HAIRLINES,
    light: "#6b7178",
    dark: "#9aa1a9",
  },
  [State.ITEM_NULL]: {
    name: "empty list slot",
    meaning: "a slot of the list's array that holds no reference yet",
    mark: Mark.HOLLOW,
    light: "#a88a00",
    dark: "#d6bd3a",
  },
  [State.ITEM_SHARED]: {
    name: "reference to a small int",
    meaning: "a list slot that points to one of the shared ints −5 … 256",
    mark: Mark.BARRED,
    light: "#d9bf1f",
    dark: "#cdb22e",
  },
  [State.ITEM_OWN]: {
    name: "reference to an int",
    meaning: "a list slot that points to an int made for it",
    mark: Mark.CORNER,
    light: "#d9bf1f",
    dark: "#cdb22e",
  },
  [State.LIST]: {
    name: "object",
    meaning: "a word of another modelled object: a list, a string, a tuple, a dict and its table",
    mark: Mark.SOLID,
    light: "#b9b096",
    dark: "#625c45",
  },
  [State.OTHER]: {
    name: "in use",
    meaning: "a chunk in use by something else: its content is not modelled",
    mark: Mark.PLAIN,
    light: "#dcdee1",
    dark: "#2c3136",
  },
  [State.FREE_CHUNK]: {
    name: "free chunk",
    meaning: "memory malloc may hand out again",
    mark: Mark.BACKLINES,
    light: "#9aa0a6",
    dark: "#7d848c",
  },
  [State.TOP]: {
    name: "top chunk",
    meaning: "the end of the heap that malloc cuts new chunks from",
    mark: Mark.PLAIN,
    light: "#ebecee",
    dark: "#202428",
  },
  [State.REACHED]: {
    name: "marked",
    meaning: "the collection under way has reached the object: it stays",
    mark: Mark.DOTTED,
    ...MARKED,
  },
  [State.ROOT]: {
    name: "root",
    meaning: "something outside the heap refers to the object: marking begins here",
    mark: Mark.BARRED,
    ...MARKED,
  },
  [State.FRONT]: {
    name: "mark front",
    meaning: "marked; its fields are not followed to their end yet",
    mark: Mark.RINGED,
    light: "#16181a",
    dark: "#f0f1f2",
  },
  [State.GARBAGE]: {
    name: "garbage",
    meaning: "not reached by the collection, or without a reference, and not reclaimed yet",
    mark: Mark.CROSSED,
    light: "#a03d8c",
    dark: "#d78fc5",
  },
  [State.JUDGED]: {
    name: "marked, not swept",
    meaning: "a page with marked objects and garbage that the sweep has not come to",
    mark: Mark.DOTTED,
    ...MARKED,
  },
};

const BY_OWNER: Record<Owner, State> = {
  [Owner.NONE]: State.UNMAPPED,
  [Owner.INT_LIVE]: State.LIVE,
  [Owner.INT_FREE]: State.FREE,
  [Owner.INT_VIRGIN]: State.VIRGIN,
  [Owner.METADATA]: State.METADATA,
  [Owner.ITEMS]: State.ITEM_OWN,
  [Owner.LIST]: State.LIST,
  [Owner.OTHER]: State.OTHER,
  [Owner.FREE_CHUNK]: State.FREE_CHUNK,
  [Owner.TOP]: State.TOP,
  [Owner.RECORDED]: State.UNKNOWN,
  [Owner.CELL_FREE]: State.FREE,
};

const BY_LOOK: Record<Exclude<Look, Look.NONE>, State> = {
  [Look.REACHED]: State.REACHED,
  [Look.ROOT]: State.ROOT,
  [Look.FRONT]: State.FRONT,
  [Look.GARBAGE]: State.GARBAGE,
};

/** How a page looks by what its shares are about. */
const BY_SHARES: Record<Exclude<PageShares, PageShares.USE>, State> = {
  [PageShares.MARKING]: State.REACHED,
  [PageShares.FRONT]: State.FRONT,
  [PageShares.JUDGED]: State.JUDGED,
  [PageShares.WAITING]: State.GARBAGE,
};

export function stateOfWord(word: Word, owner: Owner, look: Look = Look.NONE): State {
  if (look !== Look.NONE) return BY_LOOK[look];
  switch (word) {
    case Word.UNMAPPED:
      return State.UNMAPPED;
    case Word.ABSENT:
      return State.ABSENT;
    case Word.ITEM_NULL:
      return State.ITEM_NULL;
    case Word.ITEM_SMALL:
      return State.ITEM_SHARED;
    case Word.CHUNK_SIZE:
    case Word.CHUNK_PREV_SIZE:
    case Word.ALLOCATOR:
    case Word.BLOCK_NEXT:
      return State.METADATA;
    case Word.STALE:
      // A slot of the array that malloc handed out and nobody has zeroed yet.
      return owner === Owner.ITEMS ? State.OTHER : BY_OWNER[owner];
    default:
      return BY_OWNER[owner];
  }
}

/** `last` is the last byte of the page's texel: whether it is there, and what its shares are about. */
export function stateOfPage(owner: Owner, last: number): State {
  const shares: PageShares = last >> PAGE_SHARES_SHIFT;
  if (last % (1 << PAGE_SHARES_SHIFT) === 0) return State.ABSENT;
  return shares === PageShares.USE ? BY_OWNER[owner] : BY_SHARES[shares];
}

/** How an event marks the word it wrote or read. */
export enum Hot {
  NONE,
  DATA,
  COUNT,
  ALLOCATOR,
  COLLECTOR,
  READ,
}

export const HOT_COUNT = 6;

/** Colours of those marks: told apart in every kind of colour vision, and each has a shape of its own besides. */
export const HOT_LOOKS: Record<Exclude<Hot, Hot.NONE>, Pick<StateLook, "light" | "dark">> = {
  [Hot.DATA]: { light: "#c2185b", dark: "#ff6fae" },
  [Hot.COUNT]: { light: "#b97700", dark: "#ffb000" },
  [Hot.ALLOCATOR]: { light: "#009b8a", dark: "#4ade80" },
  [Hot.COLLECTOR]: { light: "#7c3aed", dark: "#8b5cf6" },
  [Hot.READ]: { light: "#16181a", dark: "#f0f1f2" },
};
