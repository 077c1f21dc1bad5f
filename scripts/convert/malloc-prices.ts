/**
 * Prices of glibc's part: malloc as sums of recorded additive pieces
 * (tests/traces/glibc-2.36/malloc-paths.json), memset and the functions on bytes as tables.
 */
import type { PriceSources, SetPrice } from "./prices.ts";

/** Segments that are sums of the recorded additive pieces. */
const PIECES: Record<string, string[] | { table: string[][] }> = {
  malloc__tcache_hit: ["m.tcache"],
  malloc__tcache_empty: ["m.small"],
  malloc__tcache_hit_tiny: ["m.tcache", "m.tiny"],
  malloc__tcache_empty_tiny: ["m.small", "m.tiny"],
  malloc__large: ["m.large", "m.mmapped"],
  malloc__large_in_arena: ["-m.mmapped"],
  _int_malloc__small_request: ["im.miss_small"],
  _int_malloc__large_request: {
    table: [0, 1, 2, 3, 4, 5].map((i) => ["im.miss_large", `im.index${i}`]),
  },
  _int_malloc__fastbin_empty: ["im.fast_class"],
  _int_malloc__fastbin_empty_tiny: ["im.fast_class", "im.tiny"],
  _int_malloc__consolidate: ["im.consolidate"],
  _int_malloc__fastbin_hit: ["im.fast_hit", "im.fast_full"],
  _int_malloc__fastbin_hit_tiny: ["im.fast_hit", "im.fast_full", "im.tiny"],
  _int_malloc__fastbin_emptied: ["-im.fast_full"],
  _int_malloc__fastbin_stash: ["im.fast_stash"],
  _int_malloc__smallbin_hit: ["im.small_hit", "im.small_full"],
  _int_malloc__smallbin_emptied: ["-im.small_full"],
  _int_malloc__smallbin_stash: ["im.small_stash"],
  // The visit of an unsorted chunk gives up what an uncacheable exact fit saves.
  _int_malloc__unsorted_chunk: ["im.visit", "im.exact_direct_uncacheable"],
  _int_malloc__unsorted_last: ["im.visit_only_sreq"],
  _int_malloc__is_last_remainder: ["im.is_last_remainder"],
  _int_malloc__last_remainder_filed_large: ["im.is_last_remainder", "im.lastrem_filed_large"],
  _int_malloc__split_last_remainder: ["im.lastrem_split", "-im.exact_direct_uncacheable"],
  _int_malloc__split_last_remainder_large: ["im.lastrem_lrest"],
  _int_malloc__unsorted_exact_uncacheable: ["im.exact_direct"],
  _int_malloc__unsorted_exact_uncacheable_more: ["im.exact_direct", "im.exact_direct_more_lreq"],
  _int_malloc__unsorted_exact: ["im.exact_direct", "-im.exact_direct_uncacheable"],
  _int_malloc__unsorted_exact_cached: ["im.exact_to_tcache", "-im.exact_direct_uncacheable"],
  _int_malloc__filed_after_cached: ["im.filed_after_cached"],
  _int_malloc__file_small: ["im.file_small", "-im.exact_direct_uncacheable"],
  _int_malloc__file_large: {
    table: [0, 1, 2, 3, 4, 5].map((i) => [
      "im.file_large",
      `im.file_index${i}`,
      "-im.exact_direct_uncacheable",
    ]),
  },
  _int_malloc__file_large_occupied: ["im.pos_nonempty"],
  _int_malloc__file_large_step: ["im.pos_walk"],
  _int_malloc__file_large_equal: ["im.pos_same"],
  _int_malloc__file_large_between: ["im.pos_between"],
  _int_malloc__unsorted_emptied: ["im.exit_after_file", "im.exit_after_file_sreq"],
  _int_malloc__unsorted_emptied_large: ["-im.exit_after_file_sreq"],
  _int_malloc__return_cached: ["im.return_cached", "im.return_cached_lreq"],
  _int_malloc__return_cached_small: ["-im.return_cached_lreq"],
  _int_malloc__return_cached_after_file: ["im.return_cached_after_file"],
  _int_malloc__large_bin_too_small: ["im.own_too_small"],
  _int_malloc__large_bin_step: ["im.fit_skip"],
  _int_malloc__large_bin_fit: ["im.fit", "im.fit_exhaust"],
  _int_malloc__large_bin_not_last: ["im.fit_not_last", "im.fit_second"],
  _int_malloc__large_bin_split: ["im.fit_split"],
  _int_malloc__large_bin_split_large: ["im.fit_lrest"],
  _int_malloc__binmap: ["im.scan"],
  _int_malloc__binmap_none: ["im.scan_none"],
  _int_malloc__binmap_word: ["im.scan_words"],
  _int_malloc__binmap_word_found: ["im.scan_word_found"],
  _int_malloc__binmap_bit: ["im.scan_steps"],
  _int_malloc__binmap_stale_bit: ["im.scan_marked_empty"],
  _int_malloc__binmap_stale_last_bit: ["im.scan_marked_empty_bit31"],
  _int_malloc__take_whole: ["im.exhaust"],
  _int_malloc__split: ["im.split"],
  _int_malloc__split_large: ["im.split_lrest"],
  _int_malloc__split_small: ["im.split_sreq"],
  _int_malloc__use_top: ["im.top"],
  _int_malloc__consolidate_and_retry: ["im.top_short_consolidate"],
  _int_malloc__sysmalloc: ["im.sysmalloc"],
  sysmalloc__mmap: ["s.mmap"],
  sysmalloc__extend: ["s.brk"],
  sysmalloc__extend_below_highest: ["s.brk", "s.brk_was_higher"],
  sysmalloc__replace_top: {
    table: [
      ["s.fallback", "s.fallback_first", "s.left_too_small"],
      ["s.fallback", "s.fallback_later", "s.left_too_small"],
    ],
  },
  sysmalloc__free_rest: ["-s.left_too_small"],
  free__heap: ["f.call"],
  free__mapped: ["f.mmapped", "f.above_threshold"],
  free__mapped_fixed_thresholds: ["f.mmapped", "f.off"],
  free__null: ["f.null"],
  free__below_threshold: ["-f.above_threshold"],
  free__raise_threshold: ["f.adjust"],
  _int_free__tcache_put: ["if.tcache"],
  _int_free__tcache_full: ["if.tcache_full"],
  _int_free__fastbin_put: ["if.fast"],
  _int_free__fastbin_occupied: ["if.fast_nonempty"],
  _int_free__merge: ["if.big", "if.noncontiguous"],
  _int_free__contiguous: ["-if.noncontiguous"],
  _int_free__merge_previous: ["if.prev"],
  _int_free__merge_next: ["if.next_free"],
  _int_free__next_in_use: ["if.next_used"],
  _int_free__into_top: ["if.top"],
  _int_free__clear_sizes: ["if.large"],
  _int_free__large_merge: ["if.64k"],
  _int_free__consolidate: ["if.consolidate"],
  _int_free__trim: ["if.trim"],
  unlink_chunk__small: ["u.small"],
  unlink_chunk__large_unlisted: ["u.large_unlisted"],
  unlink_chunk__only_of_its_size: ["u.large_listed"],
  unlink_chunk__first_of_equals: ["u.large_first_of_equals"],
  unlink_chunk__other_sizes: ["u.larger_sizes"],
  // Ten bins are looked at; one that holds chunks takes c.bin more (or less) than an empty one.
  malloc_consolidate__begin: ["c.call", "10*c.bin"],
  malloc_consolidate__empty_bin: ["-c.bin"],
  malloc_consolidate__chunk: ["c.chunk"],
  malloc_consolidate__merge_previous: ["c.prev"],
  malloc_consolidate__merge_next: ["c.next_free"],
  malloc_consolidate__next_in_use: ["c.next_used"],
  malloc_consolidate__into_top: ["c.next_top"],
  malloc_consolidate__clear_sizes: ["c.large"],
  systrim__call: ["t.call"],
  systrim__surplus: ["t.area"],
  systrim__ask: ["t.ask"],
  systrim__release: ["t.trim"],
};

/** Prices of malloc's family. */
export function mallocPrices(sources: PriceSources, set: SetPrice): void {
  const pieces = new Map<string, number>();
  for (const { prices } of Object.values(sources.malloc.decomposition)) {
    for (const [name, [ir]] of Object.entries(prices)) pieces.set(name, ir);
  }
  const value = (term: string): number => {
    const match = /^(-?)(?:(\d+)\*)?(.+)$/.exec(term);
    const ir = pieces.get(match?.[3] ?? "");
    if (match === null || ir === undefined) throw new Error(`unknown piece ${term}`);
    return (match[1] === "-" ? -1 : 1) * Number(match[2] ?? 1) * ir;
  };
  const total = (terms: string[]) => terms.reduce((sum_, term) => sum_ + value(term), 0);
  for (const [segment, terms] of Object.entries(PIECES)) {
    if (Array.isArray(terms)) set(segment, total(terms));
    else set(segment, { table: terms.table.map(total) });
  }
  leafPrices(sources, set);
}

/** Segment -> its case in strings.json. */
const BYTE_TABLES: Record<string, string> = {
  memcpy__vector: "memcpy",
  mempcpy__vector: "mempcpy",
  strlen__vector: "strlen",
  memcmp__equal: "memcmp_equal",
  memcmp__differs: "memcmp_differs",
  memchr__missing: "memchr_missing",
  memchr__found: "memchr_found",
};

/** Functions on bytes: tables over the size. Below two bytes memcmp has no vector to look at. */
export function bytesPrices(sources: PriceSources, set: SetPrice): void {
  for (const [segment, name] of Object.entries(BYTE_TABLES)) {
    const table: number[] = [];
    for (const [from, to, ir] of sources.bytes.runs[name] ?? []) {
      for (let n = from; n <= to; n++) table[n] = ir;
    }
    set(segment, { table });
  }
}

/** Functions that cost the same at every call of one kind. */
function leafPrices(sources: PriceSources, set: SetPrice): void {
  const leaf = (name: string, remark = "") => {
    const found = sources.malloc.leaves.find(
      ([n, , r]) => n === name && (remark === "" || r === remark),
    );
    if (found === undefined) throw new Error(`no leaf ${name} ${remark}`);
    return found;
  };
  const inRemark = (name: string, of: string) => {
    const match = new RegExp(`${of} (\\d+)`).exec(leaf(name)[2]);
    if (match === null) throw new Error(`${of} is not in the remark of ${name}`);
    return Number(match[1]);
  };
  const kinds = ["sbrk (raise)", "sbrk (refused)", "sbrk (lower)"];
  set("__glibc_morecore__move", { table: kinds.map((k) => inRemark(k, "__glibc_morecore")) });
  set("sbrk__move", { table: kinds.map((k) => leaf(k)[1]) });
  set("brk__move", { table: kinds.map((k) => inRemark(k, "brk")) });
  set("__glibc_morecore__query", inRemark("sbrk (ask)", "__glibc_morecore"));
  set("sbrk__query", leaf("sbrk (ask)")[1]);
  set("mmap__call", leaf("mmap")[1]);
  set("munmap__call", leaf("munmap")[1]);
  set("munmap_chunk__call", leaf("munmap_chunk")[1]);
  set("sysmalloc_mmap__map", leaf("sysmalloc_mmap")[1]);
  set("sysmalloc_mmap_fallback__map", {
    table: [
      leaf("sysmalloc_mmap_fallback", "first region")[1],
      leaf("sysmalloc_mmap_fallback", "later regions")[1],
    ],
  });
  set("alloc_perturb__off", leaf("alloc_perturb")[1]);
}

/** Largest size of memset's vector loop. */
const VECTOR_MAX = 2048;

/** Prices of memset: a loop up to 2,048 bytes, one string instruction above. */
export function memsetPrices(sources: PriceSources, set: SetPrice): void {
  const expand = (alignment: string): number[] => {
    const table: number[] = [];
    for (const [from, to, ir] of sources.memset.runs[alignment] ?? []) {
      for (let size = from; size <= to; size++) table[size] = ir;
    }
    if (table.length !== VECTOR_MAX + 1)
      throw new Error(`memset's table has ${table.length} sizes`);
    return table;
  };
  set("memset__vector", { table: [...expand("0"), ...expand("16")] });
  const constants = sources.memset.above_2048.constants;
  if (constants.length !== 1) throw new Error("rep stosb's fixed part differs between sizes");
  // rep stosb: one instruction a byte, and what surrounds it.
  set("memset__rep_stosb_setup", constants[0] ?? 0);
  set("memset__rep_stosb_byte", 1);
}
