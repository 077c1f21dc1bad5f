/**
 * What the host hands to the machine before a run, as 64-bit words, and what it may read back. The
 * words come from a build's JSON (`public/builds/`); `workers/image.ts` writes them.
 */

/** One word each: sizes, parameters and addresses of the build and launch. */
export enum Cfg {
  /** 1 for a build with Py_TRACE_REFS and the debug allocator (pydebug). */
  TRACE_REFS,
  /** Bytes of an int object. */
  INT_BYTES,
  /** Ints in a block. */
  INT_SLOTS,
  /** Bytes asked for a block before any debug decoration. */
  BLOCK_BYTES,
  /**
   * Offset of ob_refcnt in an object; under a manager that does not count, it leads to a place outside the
   * address space (abi/collectors.ts, SHADOW_BITS).
   */
  REFCNT_OFFSET,
  /** Bytes of an object's header; its last word is the type. */
  HEAD_BYTES,
  /** Bytes of an int block before its first slot, and 1 where slots are handed out at rising addresses. */
  BLOCK_HEAD,
  INT_ASCENDING,
  /** The memory manager (abi/collectors.ts) and its settings. */
  COLLECTOR,
  /** Bytes that are allocated before a collection, at least; and per mille of what was live. */
  GC_THRESHOLD,
  GC_GROWTH,
  /** 1 when item arrays count as allocated bytes. */
  GC_COUNT_ARRAYS,
  /** Bytes of the heap that one bit of a mark bitmap stands for. */
  GC_GRANULE,
  /** 1 when reachability is worked out once more after every collection (collectors/oracle.ts). */
  GC_ORACLE,
  /** Bytes of the nursery. */
  GC_NURSERY,
  /** Bytes the debug allocator adds to a request: 0 or 32. */
  DEBUG_BYTES,
  /** 1 when buffers ('m' requests) go through the small-object allocator (2.7.12 pydebug). */
  BUFFERS_IN_POOLS,
  /** 1 when the small-object allocator hands everything to malloc (under valgrind). */
  POOLS_BYPASSED,
  /** Alignment and class step of the small-object allocator. */
  POOL_ALIGNMENT,
  /** malloc: top_pad, trim_threshold, mmap_threshold, entries of a tcache bin. */
  TOP_PAD,
  TRIM_THRESHOLD,
  MMAP_THRESHOLD,
  TCACHE_COUNT,
  /** The C library's version: 36 for glibc 2.36, 23 for 2.23. */
  GLIBC_MINOR,
  /** 0 where a threshold or top_pad was set by hand: freeing a mapped chunk then changes nothing. */
  DYNAMIC_THRESHOLDS,
  /** Addresses. */
  HEAP_START,
  BRK_END,
  /** Bytes from the heap's start at which brk refuses to grow (callgrind), 0 for never. */
  BRK_LIMIT,
  /** Address of glibc's main_arena. */
  MAIN_ARENA,
  TOP_CHUNK,
  LAST_REMAINDER,
  HAVE_FASTCHUNKS,
  INT_TYPE,
  LIST_TYPE,
  /** The int that the module's code holds, 0 for none, and how many references die with the code. */
  CONSTANT_ADDR,
  CONSTANT_REFERENCES,
  /** Recorded stretches of the clock, in Ir: what the model does not step through. */
  RECORDED_START,
  RECORDED_COMPILE,
  RECORDED_EXIT_BEFORE_COLLECT,
  RECORDED_EXIT_BEFORE_FINI,
  RECORDED_EXIT_END,
  /** The table of arena objects, 0 while there is none. */
  ARENA_TABLE,
  /** The collector's generations: three heads with their numbers, then room for more heads. */
  GC_GENERATIONS,
  GC_LONG_LIVED_TOTAL,
  GC_LONG_LIVED_PENDING,
  /** How many dead objects of each type were kept whose addresses were not recorded. */
  CFUNCTION_FREE,
  METHOD_FREE,
  /** The dictionaries of __main__ and of __builtin__: object, table (0: inside the object), mask. */
  MAIN_DICT,
  MAIN_DICT_TABLE,
  MAIN_DICT_MASK,
  BUILTIN_DICT,
  BUILTIN_DICT_TABLE,
  BUILTIN_DICT_MASK,
  /** Entries ever used and in use of __builtin__'s dictionary, and its reference count. */
  BUILTIN_DICT_FILL,
  BUILTIN_DICT_USED,
  BUILTIN_DICT_REFCNT,
  /** _Py_Ticker and _Py_CheckInterval. */
  TICKER,
  CHECK_INTERVAL,
  /** Pages of address space that the process may have; one more ends the run. */
  LIMIT_PAGES,
  /** Static objects. */
  NONE_OBJECT,
  TRUE_OBJECT,
  FALSE_OBJECT,
  NOT_IMPLEMENTED_OBJECT,
  ELLIPSIS_OBJECT,
  /** 1 where a worker of a pool keeps its last task and result while it waits (before 2.7.14). */
  KEEPS_LAST_TASK,
  /** Instructions of importing multiprocessing, and its module sharedctypes besides. */
  RECORDED_MULTIPROCESSING,
  RECORDED_SHAREDCTYPES,
  /** 1 where the process is the C benchmark, not an interpreter; how many ints it stores. */
  C_BENCHMARK,
  C_LENGTH,
  /** Entries less one of the tables of interned strs and of the module sys, 0 where not recorded. */
  INTERNED_MASK,
  /** Address of its table where it is a mapping of its own; 0: it is in the heap. */
  INTERNED_TABLE,
  SYS_DICT_MASK,
  /** Requests that the debug layer counted before the module's code starts (serialno). */
  SERIALNO,
  COUNT,
}

/** Lists in the entry image: a word with the section, a word with the count, then the items. */
export enum Section {
  END,
  /** start, end, VmaKind. */
  VMA,
  /** address, pages, PageState: a run of equal pages. */
  PAGES,
  /** chunk address, chunk bytes, how many neighbours, ChunkState: in address order. */
  CHUNKS,
  /** tcache bin index, chunk address: in the order in which the entries were put. */
  TCACHE,
  /** chunk address: in the order in which they were put. */
  FASTBIN,
  /** bin number, chunk address: from the back of each bin to its front. */
  BIN,
  /** the four words of the binmap. */
  BINMAP,
  /** block address: oldest first. */
  INT_BLOCK,
  /** number of a block: from the head of block_list. */
  BLOCK_LIST,
  /** block number, slot: from the head of the free list. */
  INT_FREE,
  /** reference counts of -5 ... 256. */
  SMALL_REFCOUNT,
  /** block number, slot, value, reference count. */
  INT_LIVE,
  /** list object address: in the order in which they were put on the free list. */
  LIST_FREE,
  /** base, offset of the first pool never used, free pools: in the order of their records. */
  ARENA,
  /** base of an arena: from the end of usable_arenas to its head. */
  USABLE_ARENA,
  /** pool address, size index, 1 for a full pool and 0 for an empty one (from its list's end). */
  POOL_PAGE,
  /** pool address, size index, blocks in use, nextoffset: from the end of each ring to its head. */
  POOL,
  /** block address: of the pools' free chains, each pool's from its end to its head. */
  POOL_FREE,
  /** threshold, count, length of the list: generations 0, 1, 2. */
  GC_GENERATION,
  /** dict object address: in the order in which they were put on the free list. */
  DICT_FREE,
  /** ob_size, tuple address: each size's in the order in which they were put. */
  TUPLE_FREE,
  /** block address: from the end of float blocks' list to its head. */
  FLOAT_BLOCK,
  /** float address: from the end of the free list to its head. */
  FLOAT_FREE,
  /** float address, reference count, bits of the value. */
  FLOAT_LIVE,
  /** slot of __main__'s dictionary, MainName. */
  MAIN_DICT_ENTRY,
  /** Ty, address of the type object. */
  TYPE,
  /** slot, hash, 1 for a str and 0 for a removed one: the dictionary of interned strs. */
  INTERNED,
  /** The same of the module sys. */
  SYS_DICT,
  /** byte: strs of one character that exist. */
  CHARACTER,
  /** address of a gc_refs, generation 0 to 2: one in each page with heads of the start-up's containers. */
  CONTAINER,
  /** address, pages: what every child of os.fork has written at its birth. */
  BORN,
  /** ImportedModule, ImportCall, number of the block, bytes (abi/import_calls.ts). */
  IMPORT_CALL,
  /** Ty, slots less one, slot, bits 16 to 31 of the hash there: dictionaries of types. */
  TYPE_DICT,
  /** Plt: functions of the C library that nobody has called yet. */
  UNBOUND,
}

/** Functions of the C library whose first call is told apart. */
export enum Plt {
  clearerr,
  fprintf,
  fputc,
  fputs,
  fwrite,
}

/** Names that __main__ has when its code starts. */
export enum MainName {
  BUILTINS,
  NAME,
  FILE,
  DOC,
  PACKAGE,
}

/** Kinds of VMA, as /proc/PID/maps names them. */
export enum VmaKind {
  FILE,
  HEAP,
  ANON,
  STACK,
  /** Shared anonymous memory: the frames belong to the mapping, not to a process. */
  SHARED,
}

/** State of a page in the entry image. */
export enum PageState {
  ABSENT,
  /** Present and anonymous: this process's own frame. */
  ANON,
  /** Present and still the file's page. */
  FILE,
}

/** State of a malloc chunk. */
export enum ChunkState {
  IN_USE,
  TCACHE,
  FASTBIN,
  /** Free and in the unsorted, a small or a large bin. */
  BIN,
  TOP,
  MMAPPED,
  /** The two fence posts that end an abandoned top. */
  FENCE,
}

/** Counters of the machine that the host reads as 64-bit floats. */
export enum Stat {
  IR,
  PHASE,
  DEPTH,
  /** Offset of the current bytecode, and the number of its code object in loading order. */
  OPCODE_OFFSET,
  CODE_NUMBER,
  /** Bytes written to stdout and stderr so far. */
  STDOUT_BYTES,
  STDERR_BYTES,
  /** Exit status of the process, once it is known. */
  EXIT_STATUS,
  /**
   * Where on the clock (0: not yet) the run and the exit began, where the exit's recorded part before the
   * collection begins, and where its modelled middle ended.
   */
  RUN_AT,
  EXIT_AT,
  FINALIZE_AT,
  CLEARED_AT,
  /** The segment that did not fit before the target of the last run. */
  PARKED_SEGMENT,
  BRK_END,
  /** Bytes of the heap between its start and the top chunk's start. */
  HEAP_USED,
  /** Bytes in chunks with their own mapping. */
  MMAPPED_BYTES,
  LIVE_INTS,
  FREE_INTS,
  INT_BLOCKS,
  /** Address of the head of the int free list, 0 when empty. */
  FREE_LIST,
  RSS_ANON_PAGES,
  RSS_FILE_PAGES,
  VMS_PAGES,
  FAULTS,
  ZEROED_PAGES,
  COPIED_PAGES,
  /** The item array of the list, 0 for none; its length; how many items it holds. */
  ITEMS_ADDR,
  ITEMS_LENGTH,
  ITEMS_FILLED,
  /** Executions of segments that the build has no price for. */
  UNPRICED,
  /** Present pages of shared mappings. */
  RSS_SHARED_PAGES,
  /** First writes to pages since a fork; entries that forks copied. */
  COW_FAULTS,
  COPIED_PTES,
  /** The process's number, its parent's, and the machine's clock less the process's. */
  PID,
  PARENT_PID,
  TICK_OFFSET,
  /** Transparent huge pages that are mapped; faults that made one; how many were split. */
  HUGE_PAGES,
  HUGE_FAULTS,
  HUGE_SPLITS,
  COUNT,
}

/** What a word of simulated memory is, as far as the machine knows. */
export enum Word {
  /** No mapping here. */
  UNMAPPED,
  /** Mapped, but the page has no frame yet. */
  ABSENT,
  /** Present, content not recorded. */
  UNKNOWN,
  /** In memory that was handed out and not written since, or in a free chunk: no defined content. */
  STALE,
  /** Defined words. */
  CHUNK_PREV_SIZE,
  CHUNK_SIZE,
  /** A link of the allocator: fd, bk, tcache or fastbin next, arena field. */
  ALLOCATOR,
  /** First word of an int block: the block made before it. */
  BLOCK_NEXT,
  /** _ob_next, _ob_prev of a pydebug int: not modelled. */
  OB_CHAIN,
  OB_REFCNT,
  OB_TYPE,
  /** ob_type of a free slot: the next free slot. */
  FREE_LINK,
  OB_IVAL,
  /** A slot of a list's item array: null, a shared int, an int of its own. */
  ITEM_NULL,
  ITEM_SMALL,
  ITEM_INT,
  /** A field of a list object. */
  LIST_FIELD,
  /** Around a block of a pydebug build: its size, guard bytes, the number of the request. */
  DEBUG_SIZE,
  DEBUG_GUARD,
  DEBUG_SERIAL,
  /** Filled with 0xcb when it was asked for and not written since; filled with 0xdb when it was freed. */
  CLEAN,
  DEAD,
}

/** Whose word it is: what the picture shows by colour and mark. */
export enum Owner {
  NONE,
  /** A live int, a free slot that was used, a slot that was never used. */
  INT_LIVE,
  INT_FREE,
  INT_VIRGIN,
  /** Metadata of an int block or of malloc. */
  METADATA,
  /** A list's item array; the list object. */
  ITEMS,
  LIST,
  /** Another chunk in use; a free chunk; the top chunk. */
  OTHER,
  FREE_CHUNK,
  TOP,
  /** Memory outside the heap: a library, the stack, an arena. */
  RECORDED,
  /** A free cell of a collector's heap that is no int's. */
  CELL_FREE,
}

/** How a collector sees the object that a word belongs to; it stands above the owner, from bit LOOK_SHIFT on. */
export enum Look {
  NONE,
  /** Marked; marked as a root; marked, its fields not followed to their end yet; not needed and not reclaimed. */
  REACHED,
  ROOT,
  FRONT,
  GARBAGE,
}

export const LOOK_SHIFT: i32 = 4;

/** What the two shares of a page's texel are about; it stands in its last byte, from bit PAGE_SHARES_SHIFT on. */
export enum PageShares {
  /** Live and free slots. */
  USE,
  /** While a collection marks: marked objects, and others; the same where the mark front is in the page. */
  MARKING,
  FRONT,
  /** Marking has ended, the sweep has not come by: marked objects, and garbage. */
  JUDGED,
  /** No collection is about: live objects, and garbage that waits. */
  WAITING,
}

export const PAGE_SHARES_SHIFT: i32 = 2;
