/** How far rows of `range(n)` may miss, and why. */
import type { Build } from "../../src/tables/build.ts";

/** Rows of glibc's allocator: their bins after start-up and exit are recorded, not modelled. */
const ALLOCATOR_ROWS = [
  ...["malloc", "free", "_int_malloc", "_int_free", "alloc_perturb", "malloc_consolidate"],
  ...[
    "unlink_chunk",
    "sysmalloc",
    "sysmalloc_mmap",
    "sysmalloc_mmap_fallback",
    "systrim",
    "munmap_chunk",
  ],
].map((name) => `${name}|malloc.c`);

/** Rows that are not exact for `range(n)`, with the largest residual that tests/traces allows. */
export function bounds(traceRefs: boolean): Build["bounds"] {
  const result: Build["bounds"] = {};
  const rows = [...ALLOCATOR_ROWS, "__glibc_morecore|morecore.c", "sbrk|sbrk.c", "brk|brk_call.h"];
  for (const key of rows) {
    result[key] = {
      basis: "bounded",
      ir: 400,
      reason: "the recorded exit's frees do not meet the modelled bins",
    };
  }
  if (traceRefs) {
    const memset = "__memset_avx2_unaligned_erms|memset-vec-unaligned-erms.S";
    result[memset] = { basis: "bounded", ir: 3, reason: "fills of the text's copies at start-up" };
  }
  result["(other)|"] = { basis: "bounded", ir: 0, reason: "not attributed to a function" };
  return result;
}
