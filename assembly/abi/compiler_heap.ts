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
  /** The block is given back. */
  FREE,
}

/** Words of one call: which, for which block, how many bytes. */
export const COMPILER_CALL_WORDS: u32 = 3;
/** Blocks that are alive at once, at most. */
export const COMPILER_BLOCKS: u32 = 8192;
