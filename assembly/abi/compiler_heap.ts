/** Calls of CPython's allocators that compiling a text makes (src/program/heap.ts), as the host writes them. */
export enum CompilerCall {
  /** PyMem_Malloc or PyMem_Realloc of a block. */
  BUFFER,
  /** A dictionary's cleared table. */
  TABLE,
  /** PyObject_Malloc or PyObject_Realloc: only what the pools do not serve reaches the heap. */
  OBJECT,
  /** The same for a str of so many characters. */
  STRING,
  /** malloc by the C library itself: no debug build puts guards around it. */
  LIBC,
  /** The block is given back; of a dictionary, with so many keys that were in it. */
  FREE,
  /** PyTuple_New with so many items. */
  TUPLE,
  /** PyList_New(0): the object, whose array is a block of its own. */
  LIST,
  /** A dead tuple of so many items that the recorded code keeps: here it lies on its free list still. */
  SPARE_TUPLE,
  /** PyDict_New: the object, whose large table is a block of its own. */
  DICT,
  /** So many ints beyond the small ones are made, which stay. */
  INTS,
  /** The newest of them are given back, so many. */
  INTS_FREE,
}

/** Words of one call: which, for which block, how many bytes or ints. */
export const COMPILER_CALL_WORDS: u32 = 3;
/** Blocks that are alive at once, at most. */
export const COMPILER_BLOCKS: u32 = 8192;

/** Indices into the table of free containers: counts of three generations, dead lists, dictionaries, tuples of 1 to 19. */
export enum FreeContainers {
  GENERATIONS = 0,
  LISTS = 3,
  DICTS,
  TUPLES,
  COUNT = 24,
}
