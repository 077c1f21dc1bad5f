/** What a write wrote: which field of which object, and on whose behalf. Reads the parked machine. */
import { SHADOW_BITS } from "../assembly/abi/collectors.ts";
import { Word } from "../assembly/abi/layout.ts";
import type { Build, EntryState } from "../src/tables/build.ts";
import type { Machine } from "./machine.ts";
import type { WriteKind } from "./protocol-processes.ts";

/** Names of types by the addresses of their type objects, and where ob_type lies in an object. */
export interface TypeNames {
  names: Map<number, string>;
  typeOffset: number;
}

export function typeNames(
  { types, layout }: Pick<Build, "types" | "layout">,
  { imageBase }: Pick<EntryState, "imageBase">,
): TypeNames {
  const rows = Object.entries(types).map(([name, offset]): [number, string] => [
    imageBase + offset,
    name,
  ]);
  // A manager that keeps no counts has the type in the first word.
  const keeps = layout.refcntOffset < 2 ** SHADOW_BITS;
  return { names: new Map(rows), typeOffset: keeps ? layout.refcntOffset + WORD : 0 };
}

const WORD = 8;
/** PyGC_Head: gc_next, gc_prev, gc_refs, then the object. */
const GC_HEAD = 32;
const GC_FIELDS = ["gc_next", "gc_prev", "gc_refs"] as const;
/** Words around the written one that are looked at. */
const BACK = 48;
const AHEAD = 8;

/** Functions of the collector (Modules/gcmodule.c), and of the allocators. */
const COLLECTOR =
  /^(collect|collect_generations|update_refs|subtract_refs|visit_|move_|untrack_|gc_list_|delete_garbage|handle_|PyObject_GC_|_PyObject_GC_)/;
const ALLOCATOR =
  /^(_int_|malloc|free$|calloc|realloc|sysmalloc|systrim|unlink_chunk|tcache_|PyObject_(Malloc|Free|Realloc)|_PyObject_Debug|PyMem_|new_arena|fill_free_list|float_fill_free_list|PyInt_ClearFreeList|PyFloat_ClearFreeList)/;
/** It makes an int in a free slot: a count of 1 is then content, not counting. */
const MAKER = "PyInt_FromLong";

/** On whose behalf a C function writes, where its name says it. */
export function kindOfFunction(fn: string): WriteKind | null {
  if (COLLECTOR.test(fn)) return "collector";
  if (ALLOCATOR.test(fn)) return "allocator";
  return fn === MAKER ? "data" : null;
}

/** What this function writes in a child at its birth is recorded page by page, not word by word. */
const BIRTH = "posix_fork";
const BORN = "the interpreter’s own data (recorded)";
/** It writes gc_refs of containers of the start-up, too, whose types are not recorded. */
const HEADS = "update_refs";

interface Written {
  kind: WriteKind;
  object: string;
  field: string;
}

const NOTHING_KNOWN: Written = {
  kind: "data",
  object: "memory without a known type",
  field: "a word",
};
const RECORDED_HEAD: Written = {
  kind: "collector",
  object: "a container of the start-up",
  field: "gc_refs",
};

const DECORATION = "a debug build’s block";

const WORDS: Partial<Record<Word, Written>> = {
  [Word.OB_REFCNT]: { kind: "refcount", object: "an int", field: "ob_refcnt" },
  [Word.OB_TYPE]: { kind: "data", object: "an int", field: "ob_type" },
  [Word.FREE_LINK]: { kind: "data", object: "a free int slot", field: "ob_type" },
  [Word.OB_IVAL]: { kind: "data", object: "an int", field: "ob_ival" },
  [Word.BLOCK_NEXT]: { kind: "allocator", object: "an int block", field: "next" },
  [Word.CHUNK_SIZE]: { kind: "allocator", object: "a malloc chunk", field: "size" },
  [Word.CHUNK_PREV_SIZE]: { kind: "allocator", object: "a malloc chunk", field: "prev_size" },
  [Word.ALLOCATOR]: { kind: "allocator", object: "free memory", field: "a link" },
  [Word.DEBUG_SIZE]: { kind: "allocator", object: DECORATION, field: "nbytes" },
  [Word.DEBUG_GUARD]: { kind: "allocator", object: DECORATION, field: "a guard" },
  [Word.DEBUG_SERIAL]: { kind: "allocator", object: DECORATION, field: "serialno" },
  [Word.ITEM_NULL]: { kind: "data", object: "a list’s array", field: "ob_item[…]" },
  [Word.ITEM_SMALL]: { kind: "data", object: "a list’s array", field: "ob_item[…]" },
  [Word.ITEM_INT]: { kind: "data", object: "a list’s array", field: "ob_item[…]" },
};

/** The field at `addr`, a word's address, as the machine has it now. */
export function fieldWritten(
  machine: Machine,
  types: TypeNames,
  addr: number,
  fn: string,
): Written {
  if (fn === BIRTH) return { kind: "data", object: BORN, field: "a word" };
  const values = machine.values(addr - BACK * WORD, BACK + AHEAD + 1);
  const word: Word = values[4 * BACK] ?? Word.UNKNOWN;
  const found = WORDS[word] ?? fieldOfObject(values, types);
  if (fn === HEADS && found === NOTHING_KNOWN) return RECORDED_HEAD;
  return { ...found, kind: kindOfFunction(fn) ?? found.kind };
}

/** The object around a word: its type's address stands in its header. */
function fieldOfObject(values: Uint32Array, { names, typeOffset }: TypeNames): Written {
  const typeAt = (bytes: number) => {
    const at = 4 * (BACK + bytes / WORD);
    const low = values[at + 2] ?? 0;
    return names.get((values[at + 3] ?? 0) * 2 ** 32 + low);
  };
  const counted = typeAt(WORD);
  if (counted !== undefined)
    return { kind: "refcount", object: article(counted), field: "ob_refcnt" };
  for (const [i, field] of GC_FIELDS.entries()) {
    const type = typeAt(GC_HEAD - i * WORD + typeOffset);
    if (type !== undefined) return { kind: "collector", object: article(type), field };
  }
  for (let back = 0; back <= BACK; back++) {
    const type = typeAt(-back * WORD);
    if (type === undefined) continue;
    const field = back === 0 ? "ob_type" : `byte ${typeOffset + back * WORD}`;
    return { kind: "data", object: article(type), field };
  }
  return NOTHING_KNOWN;
}

function article(type: string): string {
  const name = type.replace(/_$/, "");
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${name}`;
}
