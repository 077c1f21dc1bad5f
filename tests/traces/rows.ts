/** Which rows of a profile are compared, and how far they may miss. */
import type { BuildName } from "../core/support.ts";

/** Rows of every build whose self Ir and calls are exact: the list, the ints, the text's digits. */
const COMMON_ROWS = [
  "builtin_range|bltinmodule.c",
  "PyList_New|listobject.c",
  "list_dealloc|listobject.c",
  "PyInt_FromLong|intobject.c",
  "fill_free_list|intobject.c",
  "PyInt_ClearFreeList|intobject.c",
  "tok_get|tokenizer.c",
  "tok_nextc|tokenizer.c",
];

/** What only a build with reference tracing and memory hooks calls. */
const DEBUG_ROWS = [
  "get_len_of_range|bltinmodule.c",
  "int_dealloc|intobject.c",
  "_Py_NewReference|object.c",
  "_Py_AddToAllObjects|object.c",
  "_Py_ForgetReference|object.c",
  "_Py_Dealloc|object.c",
  "_PyMem_DebugMalloc|obmalloc.c",
  "_PyMem_DebugFree|obmalloc.c",
  "_PyObject_DebugMallocApi|obmalloc.c",
  "_PyObject_DebugFreeApi|obmalloc.c",
  "_PyObject_DebugCheckAddressApi|obmalloc.c",
  "bumpserialno|obmalloc.c",
  "write_size_t|obmalloc.c",
  "read_size_t|obmalloc.c",
  "PyOS_strtoul|mystrtoul.c",
  "Py_UniversalNewlineFgets|fileobject.c",
  "decoding_fgets|tokenizer.c",
];

export const EXACT_ROWS: Record<BuildName, readonly string[]> = {
  "2.7.18-debian-release": COMMON_ROWS,
  "2.7.18-debian-pydebug": [
    ...COMMON_ROWS,
    ...DEBUG_ROWS,
    "_PyMem_Malloc|obmalloc.c",
    "_PyMem_Free|obmalloc.c",
  ],
  "2.7.12-pydebug-valgrind": [
    ...COMMON_ROWS,
    ...DEBUG_ROWS,
    "PyObject_Malloc|obmalloc.c",
    "PyObject_Free|obmalloc.c",
  ],
};

/** glibc's part; the recorder kept these names always, so a row that is absent was never called. */
export const GLIBC_ROWS = [
  "malloc|malloc.c",
  "free|malloc.c",
  "_int_malloc|malloc.c",
  "_int_free|malloc.c",
  "alloc_perturb|malloc.c",
  "malloc_consolidate|malloc.c",
  "unlink_chunk|malloc.c",
  "sysmalloc|malloc.c",
  "sysmalloc_mmap|malloc.c",
  "sysmalloc_mmap_fallback|malloc.c",
  "systrim|malloc.c",
  "munmap_chunk|malloc.c",
  "__glibc_morecore|morecore.c",
  "sbrk|sbrk.c",
  "brk|brk_call.h",
  "mmap|mmap64.c",
  "munmap|syscall-template.S",
];

/** The string function that valgrind's processor makes the C library choose. */
export const MEMSET = "__memset_avx2_unaligned_erms|memset-vec-unaligned-erms.S";

/** Allowed residual of a glibc function once regions are mapped. */
export const GLIBC_EACH = 400;

/** Allowed residual of the sum over glibc in the recorded runs: less than a law per block leaves (543 to 3,661). */
export const GLIBC_SUM = 400;

/** Allowed residual of that sum on another machine, whose start-up leaves another heap. */
export function glibcSum(build: BuildName): number {
  return build === "2.7.12-pydebug-valgrind" ? 3700 : 900;
}

/** Allowed residual of the total net Ir of range(n), as the difference to n = 0. */
export function totalBound(build: BuildName, n: number): number {
  if (n >= 500_000) return 500;
  if (n < 257) return 4000;
  return build === "2.7.12-pydebug-valgrind" ? 3700 : 1000;
}
