/**
 * Which words of an int block and of a list's array each step reads and writes, by kind of build. Like prices
 * these are data of the binary: a word that a compiler keeps in a register is read once less.
 *
 * They were read off what each function does; that their sums are right is measured: bytes read and written
 * of all blocks and arrays, and accesses of every word, equal DHAT's (tests/article/instruments.test.ts).
 */

/** [reads, writes]. */
export type Access = readonly [number, number];

/** How often a step's accesses happened. */
export enum Per {
  /** Each time the segment ran. */
  STEP,
  /** The same, but for ints whose slots were free before the program: those lie in older blocks. */
  OWN_INT,
  /** OWN_INT, but not for the first one: what is done to the object made before or after it. */
  OWN_INT_BUT_ONE,
  /** Each block of the program. */
  BLOCK,
  /** Each slot of the program's blocks. */
  SLOT,
  /** Each item of the list, shared ints included. */
  ITEM,
  /** The list's array. */
  ARRAY,
}

export interface AccessStep {
  /** The segment that does it. */
  segment: string;
  per: Per;
  words: Readonly<Record<string, Access>>;
}

export interface AccessTable {
  /** Words of a block before its first slot, of each slot, and behind the last one, as DHAT shows them. */
  head: readonly string[];
  slot: readonly string[];
  tail: readonly string[];
  block: readonly AccessStep[];
  /** Word "item" of a list's array; "guard" for the debug layer's four words around it. */
  items: readonly AccessStep[];
}

const RELEASE: AccessTable = {
  head: ["next"],
  slot: ["ob_refcnt", "ob_type", "ob_ival"],
  tail: [],
  block: [
    { segment: "fill_free_list__link_block", per: Per.STEP, words: { next: [0, 1] } },
    { segment: "fill_free_list__link_slot", per: Per.STEP, words: { ob_type: [0, 1] } },
    { segment: "fill_free_list__end_chain", per: Per.STEP, words: { ob_type: [0, 1] } },
    {
      segment: "PyInt_FromLong__take_head",
      per: Per.OWN_INT,
      words: { ob_refcnt: [0, 1], ob_type: [1, 1], ob_ival: [0, 1] },
    },
    {
      segment: "list_dealloc__item_dies",
      per: Per.OWN_INT,
      words: { ob_refcnt: [1, 1], ob_type: [1, 0] },
    },
    { segment: "int_dealloc__to_free_list", per: Per.OWN_INT, words: { ob_type: [0, 1] } },
    { segment: "PyInt_ClearFreeList__dead_block", per: Per.BLOCK, words: { next: [1, 0] } },
    { segment: "PyInt_ClearFreeList__dead_block", per: Per.SLOT, words: { ob_type: [1, 0] } },
  ],
  items: [
    { segment: "PyList_New", per: Per.ITEM, words: { item: [0, 1] } },
    { segment: "builtin_range__item", per: Per.STEP, words: { item: [0, 1] } },
    { segment: "list_dealloc__item", per: Per.STEP, words: { item: [1, 0] } },
    { segment: "list_dealloc__item_dies", per: Per.STEP, words: { item: [1, 0] } },
  ],
};

/** gcc -O0 reads every word again; reference tracing links each object to its neighbours. */
const PYDEBUG: AccessTable = {
  head: ["guard_size", "guard_head", "next"],
  slot: ["ob_next", "ob_prev", "ob_refcnt", "ob_type", "ob_ival"],
  tail: ["guard_tail", "guard_serial"],
  block: [
    {
      segment: "_PyObject_DebugMallocApi__decorate",
      per: Per.BLOCK,
      words: {
        ...{ guard_size: [0, 1], guard_head: [0, 1], next: [0, 1] },
        ...{ guard_tail: [0, 1], guard_serial: [0, 1] },
      },
    },
    // The fill with CLEANBYTE.
    {
      segment: "_PyObject_DebugMallocApi__decorate",
      per: Per.SLOT,
      words: {
        ...{ ob_next: [0, 1], ob_prev: [0, 1], ob_refcnt: [0, 1] },
        ...{ ob_type: [0, 1], ob_ival: [0, 1] },
      },
    },
    { segment: "fill_free_list__link_block", per: Per.STEP, words: { next: [0, 1] } },
    { segment: "fill_free_list__link_slot", per: Per.STEP, words: { ob_type: [0, 1] } },
    { segment: "fill_free_list__end_chain", per: Per.STEP, words: { ob_type: [0, 1] } },
    {
      segment: "PyInt_FromLong__take_head",
      per: Per.OWN_INT,
      words: { ob_type: [1, 1], ob_ival: [0, 1] },
    },
    // _Py_NewReference and _Py_AddToAllObjects, the latter also in the object that was newest.
    {
      segment: "PyInt_FromLong__take_head",
      per: Per.OWN_INT,
      words: { ob_refcnt: [0, 1], ob_next: [0, 1], ob_prev: [0, 1] },
    },
    { segment: "PyInt_FromLong__take_head", per: Per.OWN_INT_BUT_ONE, words: { ob_prev: [0, 1] } },
    { segment: "list_dealloc__item_dies", per: Per.OWN_INT, words: { ob_refcnt: [2, 1] } },
    // _Py_Dealloc, then _Py_ForgetReference, the latter also in the next older object.
    { segment: "int_dealloc__to_free_list", per: Per.OWN_INT, words: { ob_type: [1, 0] } },
    {
      segment: "int_dealloc__to_free_list",
      per: Per.OWN_INT,
      words: { ob_refcnt: [1, 0], ob_next: [3, 1], ob_prev: [4, 1] },
    },
    { segment: "int_dealloc__to_free_list", per: Per.OWN_INT_BUT_ONE, words: { ob_prev: [1, 1] } },
    { segment: "int_dealloc__to_free_list", per: Per.OWN_INT, words: { ob_type: [1, 1] } },
    { segment: "PyInt_ClearFreeList__dead_block", per: Per.BLOCK, words: { next: [1, 0] } },
    { segment: "PyInt_ClearFreeList__dead_block", per: Per.SLOT, words: { ob_type: [1, 0] } },
    // The guards are read, then everything is filled with DEADBYTE.
    {
      segment: "_PyObject_DebugFreeApi__check",
      per: Per.BLOCK,
      words: {
        ...{ guard_size: [2, 1], guard_head: [1, 1], next: [0, 1] },
        ...{ guard_tail: [1, 1], guard_serial: [0, 1] },
      },
    },
    {
      segment: "_PyObject_DebugFreeApi__check",
      per: Per.SLOT,
      words: {
        ...{ ob_next: [0, 1], ob_prev: [0, 1], ob_refcnt: [0, 1] },
        ...{ ob_type: [0, 1], ob_ival: [0, 1] },
      },
    },
  ],
  items: [
    // CLEANBYTE, NULL and, when it is freed, DEADBYTE.
    { segment: "_PyObject_DebugMallocApi__decorate", per: Per.ITEM, words: { item: [0, 1] } },
    { segment: "PyList_New", per: Per.ITEM, words: { item: [0, 1] } },
    { segment: "builtin_range__item", per: Per.STEP, words: { item: [0, 1] } },
    { segment: "list_dealloc__item", per: Per.STEP, words: { item: [3, 0] } },
    { segment: "_PyObject_DebugFreeApi__check", per: Per.ITEM, words: { item: [0, 1] } },
    // Four words are written twice; size twice, head and tail once are read.
    { segment: "_PyObject_DebugFreeApi__check", per: Per.ARRAY, words: { guard: [4, 8] } },
  ],
};

/** The table of a build; null where none was checked against DHAT. */
export function accessTable(build: {
  name: string;
  layout: { traceRefs: boolean };
}): AccessTable | null {
  if (build.name === "2.7.18-debian-release") return RELEASE;
  const checked = ["2.7.18-debian-pydebug", "2.7.12-pydebug-valgrind"].includes(build.name);
  return checked && build.layout.traceRefs ? PYDEBUG : null;
}
