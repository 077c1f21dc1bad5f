/* malloc_paths.c: puts glibc's heap into a known state and makes one malloc/free/realloc call between
 * callgrind client requests.  malloc_paths.py runs every case in a process of its own.
 *
 *   malloc_paths list          the cases, one a line: NAME A B
 *   valgrind --tool=callgrind --combine-dumps=yes malloc_paths NAME A B
 *
 * ROW(name, events, call): the counters are zeroed, the call made, the counters dumped under the label
 * "name|events".  events says what the call does, in the vocabulary of malloc_paths.py: `piece` or
 * `piece*count`, the pieces whose prices must add up to the measured instructions.
 *
 * Sizes: request n -> chunk roundup(n + 8, 16): 40 -> 48 (fast), 152 -> 160 and 992 -> 1008 (small),
 * 1032 -> 1040 (largest in the tcache), 2000 -> 2016 (large).
 */
#define _GNU_SOURCE
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <valgrind/callgrind.h>

static void *(*volatile M)(size_t) = malloc;
static void (*volatile F)(void *) = free;
static void *(*volatile R)(void *, size_t) = realloc;
static char label[800];
static void *p[4096], *tc[7], *sink;
static int A, B;

#define ROW(name, events, call) do { snprintf(label, sizeof label, "%s|%s", name, events); \
        CALLGRIND_ZERO_STATS; call; CALLGRIND_DUMP_STATS_AT(label); } while (0)
static char *fmt(const char *f, ...) __attribute__((format(printf, 1, 2)));
static char *fmt(const char *f, ...)
{
    static char b[16][700];
    static int k;
    va_list ap;
    k = (k + 1) % 16;
    va_start(ap, f);
    vsnprintf(b[k], 700, f, ap);
    va_end(ap);
    return b[k];
}

/* chunks meant for the bins must not be served from, or go to, the tcache: take seven of the size first
 * (prep), then the chunks under test, then free the seven (fill); drain takes the seven back out */
static void prep(size_t n) { for (int i = 0; i < 7; i++) tc[i] = M(n); }
static void fill(void) { for (int i = 0; i < 7; i++) F(tc[i]); }
static void drain(size_t n) { for (int i = 0; i < 7; i++) tc[i] = M(n); }
static void guard(void) { sink = M(24); }                                     /* keeps neighbours apart */
static void *fenced(size_t n) { void *q = M(n); guard(); return q; }
static void take_free_bin(size_t n, int k)                                    /* k free chunks in the bins, tcache full */
{
    void *q[64];
    if (n <= 1032) prep(n);
    for (int i = 0; i < k; i++) q[i] = fenced(n);
    if (n <= 1032) fill();
    for (int i = 0; i < k; i++) F(q[i]);
}
/* no mmap and a top of 4 MiB (valgrind's brk segment ends at 8 MiB): any request can be served from it */
static void bigtop(void) { mallopt(M_MMAP_THRESHOLD, 1 << 30); mallopt(M_TOP_PAD, 4 << 20); guard(); }
static void file_all(void) { sink = M(300000); }                              /* moves the unsorted list into bins */

/* ------------------------------------------------------------------ pieces of a path */
static int tier(size_t c)
{
    return c >> 6 <= 48 ? 0 : c >> 9 <= 20 ? 1 : c >> 12 <= 10 ? 2 : c >> 15 <= 4 ? 3 : c >> 18 <= 2 ? 4 : 5;
}
static int bin_of(size_t c)
{
    return c < 1024 ? c >> 4 : c >> 6 <= 48 ? 48 + (c >> 6) : c >> 9 <= 20 ? 91 + (c >> 9) : c >> 12 <= 10 ? 110 + (c >> 12)
         : c >> 15 <= 4 ? 119 + (c >> 15) : c >> 18 <= 2 ? 124 + (c >> 18) : 126;
}
static size_t chunk(size_t n) { return n + 8 <= 32 ? 32 : (n + 8 + 15) & ~15UL; }
/* the pieces up to the unsorted list, for a request of n bytes */
static char *miss(size_t n)
{
    size_t c = chunk(n);
    return c <= 128 ? n <= 8 ? "m.small m.tiny im.tiny im.miss_small im.fast_class" : "m.small im.miss_small im.fast_class" : c < 1024 ? "m.small im.miss_small"
         : fmt("%s im.miss_large im.index%d", c <= 1040 ? "m.small" : "m.large", tier(c));
}
/* the pieces after it when nothing is in the request's own bin: the scan for request n finds a chunk of
 * size c (0: nothing, `marked` bins before it are marked but empty) */
static char *scan(size_t n, size_t c, int marked)
{
    int from = bin_of(chunk(n)) + 1, to = c ? bin_of(c) : 0;
    if (!c)
        return fmt("im.scan im.scan_none im.scan_words*%d", 3 - (from >> 5));
    if (to >> 5 == from >> 5)
        return fmt("im.scan im.scan_steps*%d im.scan_marked_empty*%d", to - from - marked, marked);
    return fmt("im.scan im.scan_word_found im.scan_words*%d im.scan_steps*%d im.scan_marked_empty*%d", (to >> 5) - (from >> 5), (to & 31) - marked, marked);
}
static char *cut(size_t n, size_t c)             /* a binned chunk of size c is cut for request n */
{
    size_t rest = c - chunk(n);
    return rest < 32 ? "im.exhaust" : fmt("im.split %s %s", chunk(n) < 1024 ? "im.split_sreq" : "", rest >= 1024 ? "im.split_lrest" : "");
}

/* ------------------------------------------------------------------ malloc */
static void first(void)
{
    ROW("first_ever_24", "", sink = M(24));
    ROW("second_24", fmt("%s %s im.top", miss(24), scan(24, 0, 0)), sink = M(24));
}

static void tcache(void)
{
    prep(A);
    fill();
    ROW(fmt("tcache_hit_%d", A), A <= 8 ? "m.tcache m.tiny" : "m.tcache", sink = M(A));
    ROW(fmt("tcache_hit_%d_again", A), A <= 8 ? "m.tcache m.tiny" : "m.tcache", p[0] = M(A));
    ROW(fmt("free_to_tcache_%d", A), "f.call if.tcache", F(sink));
    ROW(fmt("free_to_tcache_%d_again", A), "f.call if.tcache", F(p[0]));
}

static void fast(void)                           /* A further chunks lie in the fast bin; 7 at most go to the tcache */
{
    prep(40);
    for (int i = 0; i <= A; i++) p[i] = fenced(40);
    fill();
    for (int i = 0; i <= A; i++)
        ROW(fmt("free_to_fast_%d_there", i), i ? "f.call if.tcache_full if.fast if.fast_nonempty" : "f.call if.tcache_full if.fast", F(p[i]));
    drain(40);
    ROW(fmt("fast_hit_%d_more", A), fmt("m.small im.fast_hit im.fast_stash*%d im.fast_full*%d", A < 7 ? A : 7, A >= 7), sink = M(40));
}

static void smallbin(void)                       /* B bytes, A further chunks in the small bin */
{
    bigtop();
    take_free_bin(B, A + 1);
    file_all();
    drain(B);
    ROW(fmt("small_hit_%d_%d_more", B, A), fmt("m.small im.small_hit im.fast_class*%d im.small_stash*%d im.small_full*%d", B <= 120, A < 7 ? A : 7, A >= 7), sink = M(B));
}

static void exact(void)                          /* A equal chunks in the unsorted list fit exactly, after B others */
{
    bigtop();
    prep(200);
    for (int i = 0; i < B; i++) p[100 + i] = fenced(200);
    fill();
    prep(992);
    for (int i = 0; i < A; i++) p[i] = fenced(992);
    fill();
    for (int i = 0; i < B; i++) F(p[100 + i]);
    for (int i = 0; i < A; i++) F(p[i]);
    drain(992);
    ROW(fmt("unsorted_exact_%d%s", A, B ? fmt("_after_%d_small", B) : ""),
        fmt("m.small im.miss_small im.visit*%d im.visit_only_sreq*%d im.file_small*%d im.exact_to_tcache*%d %s",
            (A < 8 ? A : 8) + B, A < 9, B, A < 8 ? A : 7, A < 8 ? "im.return_cached" : "im.exact_direct"), sink = M(992));
}

static void exact_then_file(void)                /* an exact fit first, then A chunks are filed while one is cached */
{
    bigtop();
    prep(200); for (int i = 0; i < A; i++) p[100 + i] = fenced(200); fill();
    prep(992); p[0] = fenced(992); fill();
    F(p[0]);
    for (int i = 0; i < A; i++) F(p[100 + i]);
    drain(992);
    ROW(fmt("unsorted_exact_1_before_%d_small", A),
        fmt("m.small im.miss_small im.visit*%d im.visit_only_sreq im.file_small*%d im.filed_after_cached*%d im.exact_to_tcache im.return_cached im.return_cached_after_file",
            A + 1, A, A), sink = M(992));
}

static void exact_large(void)                    /* exact fit of a large chunk: A bytes; B more chunks behind it in the unsorted list */
{
    bigtop();
    if (A <= 1032) prep(A);
    p[0] = fenced(A);
    for (int i = 1; i <= B; i++) p[i] = fenced(1500);
    if (A <= 1032) fill();
    for (int i = 0; i <= B; i++) F(p[i]);
    if (A <= 1032) drain(A);
    ROW(fmt("unsorted_exact_large_%d%s", A, B ? fmt("_before_%d", B) : ""), fmt("%s im.visit im.exact_direct_more_lreq*%d %s", miss(A), B > 0, A <= 1032 ? "im.exact_to_tcache im.return_cached im.return_cached_lreq" : "im.exact_direct im.exact_direct_uncacheable"), sink = M(A));
}

static void file_small(void)                     /* A small chunks filed, then B bytes cut from the top */
{
    bigtop();
    take_free_bin(200, A);
    ROW(fmt("file_small_%d_then_top_%d", A, B), fmt("%s im.visit*%d im.visit_only_sreq*%d im.file_small*%d im.exit_after_file*%d im.exit_after_file_sreq*%d %s im.top",
        miss(B), A, B < 1016 && A, A, A > 0, B < 1016 && A, scan(B, 0, 0)), sink = M(B));
}

static void file_large(void)                     /* one large chunk of A bytes filed into its empty bin */
{
    bigtop();
    p[0] = fenced(A);
    F(p[0]);
    ROW(fmt("file_large_%d_empty_bin", A), fmt("%s im.visit im.file_large im.file_index%d im.pos_empty im.exit_after_file %s im.top", miss(1000000), tier(chunk(A)), scan(1000000, 0, 0)),
        sink = M(1000000));
}
static void file_large_split(void)               /* ... and split at once for B bytes */
{
    bigtop();
    p[0] = fenced(A);
    F(p[0]);
    ROW(fmt("file_large_%d_split_%d", A, B), fmt("%s im.visit im.visit_only_sreq im.file_large im.file_index%d im.pos_empty im.exit_after_file im.exit_after_file_sreq %s %s %s", miss(B), tier(chunk(A)),
        scan(B, chunk(A), 0), cut(B, chunk(A)), "u.large_listed"), sink = M(B));
}

/* positions in a large bin: chunks 2048..2096 share one bin.  The sizes of `in` are there, then c is filed */
static void position(void)
{
    static const struct { const char *name, *events; size_t in[5], c; } t[] = {
        {"smaller_than_smallest", "im.pos_nonempty im.pos_smallest", {2064}, 2048},
        {"larger_than_largest", "im.pos_nonempty im.pos_between", {2064}, 2080},
        {"same_as_only", "im.pos_nonempty im.pos_same", {2064}, 2064},
        {"walk1", "im.pos_nonempty im.pos_between im.pos_walk*1", {2096, 2064}, 2080},
        {"walk2", "im.pos_nonempty im.pos_between im.pos_walk*2", {2096, 2080, 2048}, 2064},
        {"walk1_same", "im.pos_nonempty im.pos_same im.pos_walk*1", {2096, 2064}, 2064},
        {"walk2_same", "im.pos_nonempty im.pos_same im.pos_walk*2", {2096, 2080, 2064, 2048}, 2064},
        {"walk3_same_as_smallest", "im.pos_nonempty im.pos_same im.pos_walk*3", {2096, 2080, 2064, 2048}, 2048},
        {"smaller_than_smallest_of3", "im.pos_nonempty im.pos_smallest", {2096, 2080, 2064}, 2048}};
    int k = 0;
    bigtop();
    for (; t[A].in[k]; k++) p[k] = fenced(t[A].in[k] - 8);
    p[k] = fenced(t[A].c - 8);
    for (int i = 0; i < k; i++) F(p[i]);
    file_all();
    F(p[k]);
    ROW(fmt("file_large_%s", t[A].name), fmt("%s im.visit im.file_large im.file_index0 %s im.exit_after_file %s im.top", miss(300000), t[A].events, scan(300000, 0, 0)), sink = M(300000));
}

static void last_remainder(void)
{
    bigtop();
    p[0] = fenced(4000);
    F(p[0]);
    sink = M(200);
    for (int i = 0; i < 16; i++)
        ROW(fmt("last_remainder_split_%d_left", 4016 - 208 * (i + 2)), fmt("%s im.visit im.visit_only_sreq im.is_last_remainder im.lastrem_split%s", miss(200), i < 13 ? " im.lastrem_lrest" : ""), sink = M(200));
    /* 480 left: too small for 464 + 32 */
    ROW("last_remainder_too_small", fmt("%s im.visit im.visit_only_sreq im.is_last_remainder im.file_small im.exit_after_file im.exit_after_file_sreq %s %s u.small", miss(456), scan(456, 480, 0), cut(456, 480)), sink = M(456));
}

/* a last remainder of 1040 bytes is too small for a request of 992 and is large: filed, then found by the scan */
static void last_remainder_large(void)
{
    bigtop();
    p[0] = fenced(1008 + A - 8);
    F(p[0]);
    sink = M(992);
    ROW(fmt("last_remainder_too_small_%d", A), fmt("%s im.visit im.visit_only_sreq im.is_last_remainder im.lastrem_filed_large im.file_large im.file_index0 im.pos_empty im.exit_after_file im.exit_after_file_sreq %s %s u.large_listed",
        miss(992), scan(992, A, 0), cut(992, A)), sink = M(992));
}

/* best fit in the request's own large bin */
static void fit(void)
{
    static const struct { const char *name, *events; size_t in[5], want; } t[] = {
        {"exact_only", "im.fit im.fit_exhaust u.large_listed", {2064}, 2064},
        {"rest16_only", "im.fit im.fit_exhaust u.large_listed", {2080}, 2064},
        {"split32_only", "im.fit im.fit_split u.large_listed", {2096}, 2064},
        {"skip1_exact", "im.fit im.fit_not_last im.fit_exhaust u.large_listed im.fit_skip*1", {2080, 2048}, 2080},
        {"skip2_exact", "im.fit im.fit_not_last im.fit_exhaust u.large_listed im.fit_skip*2", {2096, 2080, 2048}, 2096},
        {"skip1_exact_middle", "im.fit im.fit_not_last im.fit_exhaust u.large_listed im.fit_skip*1", {2096, 2080, 2048}, 2080},
        {"second_of_same", "im.fit im.fit_not_last im.fit_second im.fit_exhaust u.large_unlisted", {2064, 2064}, 2064},
        {"second_of_same_of3", "im.fit im.fit_not_last im.fit_second im.fit_exhaust u.large_unlisted", {2064, 2064, 2064}, 2064},
        {"smallest_of2", "im.fit im.fit_exhaust u.large_listed", {2096, 2064}, 2064},
        {"wide_bin_split_large_rest", "im.fit im.fit_split im.fit_lrest u.large_listed", {15008}, 12304},
        {"largest_too_small_then_top", "", {2064}, 2080}};
    int k = 0;
    bigtop();
    for (; t[A].in[k]; k++) p[k] = fenced(t[A].in[k] - 8);
    for (int i = 0; i < k; i++) F(p[i]);
    file_all();
    if (t[A].events[0])
        ROW(fmt("large_fit_%s", t[A].name), fmt("%s %s", miss(t[A].want - 8), t[A].events), sink = M(t[A].want - 8));
    else
        ROW(fmt("large_fit_%s", t[A].name), fmt("%s im.own_too_small %s im.top", miss(t[A].want - 8), scan(t[A].want - 8, 0, 0)), sink = M(t[A].want - 8));
}
/* the scan takes the last = smallest chunk of a bin: unlinking it among equals */
static void unlink_cases(void)
{
    static const struct { const char *name, *events; size_t in[5]; } t[] = {
        {"only", "u.large_listed", {2064}}, {"of_two_sizes", "u.large_listed", {2064, 2080}}, {"of_three_sizes", "u.large_listed", {2064, 2080, 2096}},
        {"with_equals", "u.large_unlisted", {2064, 2064}}, {"equals_and_larger", "u.large_unlisted", {2064, 2064, 2080}}};
    int k = 0;
    bigtop();
    for (; t[A].in[k]; k++) p[k] = fenced(t[A].in[k] - 8);
    for (int i = 0; i < k; i++) F(p[i]);
    file_all();
    ROW(fmt("scan_takes_smallest_%s", t[A].name), fmt("%s %s %s %s", miss(992), scan(992, 2064, 0), cut(992, 2064), t[A].events), sink = M(992));
}
/* a first-of-its-size chunk with an equal behind it is unlinked by a merge: the equal takes over the size list */
static void unlink_first(void)
{
    int other = A;
    bigtop();
    p[5] = fenced(2080 - 8);
    p[0] = M(2064 - 8); p[1] = fenced(2000);
    p[2] = fenced(2064 - 8);
    F(p[0]); F(p[2]);
    if (other) F(p[5]);
    file_all();
    ROW(fmt("free_merge_prev_first_of_equals%s", other ? "_two_sizes" : ""), fmt("f.call if.big if.prev if.next_used if.large u.large_first_of_equals%s", other ? " u.larger_sizes" : ""), F(p[1]));
}

/* binmap: one free chunk of size B in its bin, request of A bytes */
static void binmap(void)
{
    bigtop();
    take_free_bin(B - 8, 1);
    file_all();
    ROW(fmt("scan_request_%d_chunk_%d", A, B), fmt("%s %s %s %s", miss(A), scan(A, B, 0), cut(A, B), B < 1024 ? "u.small" : "u.large_listed"), sink = M(A));
}
/* A bins are marked but empty before the one that serves */
static void false_alarm(void)
{
    bigtop();
    prep(408); p[9] = fenced(408); fill();
    for (int i = 0; i < A; i++) { prep(200 + 32 * i); p[i] = fenced(200 + 32 * i); fill(); }
    F(p[9]);
    for (int i = 0; i < A; i++) F(p[i]);
    file_all();
    for (int i = 0; i < A; i++) { drain(200 + 32 * i); sink = M(200 + 32 * i); }
    ROW(fmt("scan_%d_marked_empty", A), fmt("%s %s %s u.small", miss(152), scan(152, 416, A), cut(152, 416)), sink = M(152));
}
/* the marked but empty bin is the last one of its word (B: 0 serves from a later bin, 1 from the top) */
static void false_alarm_31(void)
{
    bigtop();
    p[9] = fenced(4000);
    prep(A); p[0] = fenced(A); fill();
    F(p[0]);
    if (!B) F(p[9]);
    file_all();
    drain(A); sink = M(A);
    size_t n = A - 40, c = B ? 0 : chunk(4000);
    int words = B ? 3 - (bin_of(chunk(n)) >> 5) : 3 - (bin_of(chunk(A)) >> 5);
    ROW(fmt("scan_marked_empty_last_of_word_%d_then_%s", A, B ? "top" : "split"), fmt("%s im.scan im.scan_steps*%d im.scan_marked_empty im.scan_marked_empty_bit31 im.scan_words*%d %s im.scan_steps*%d %s %s", miss(n),
        bin_of(chunk(A)) - bin_of(chunk(n)) - 1, words, B ? "im.scan_none" : "im.scan_word_found", B ? 0 : bin_of(c) & 31, B ? "im.top" : cut(n, c), B ? "" : "u.large_listed"), sink = M(n));
}
/* the only marked bin of the last word is empty: the scan clears it and ends at the top */
static void false_alarm_top(void)
{
    bigtop();
    p[0] = fenced(A);
    F(p[0]);
    file_all();
    sink = M(A);
    ROW(fmt("scan_only_marked_empty_%d_then_top", bin_of(chunk(A))), fmt("%s im.scan im.scan_only_marked_empty im.scan_none im.scan_steps*%d im.scan_words*%d im.top",
        miss(992), (bin_of(chunk(A)) & 31), 3 - 2), sink = M(992));
}

static void top(void)
{
    bigtop();
    ROW(fmt("top_%d", A), fmt("%s %s im.top", miss(A), scan(A, 0, 0)), sink = M(A));
}

/* A fast chunks: B = 0 between used chunks, 1 next is free, 2 previous is free, 3 both, 4 at the top */
static const char *const kinds[] = {"alone", "next", "prev", "both", "top"};
static void fast_chunks(int k, int kind, size_t n)
{
    for (int i = 0; i < k; i++) {
        p[3 * i] = M(2000); p[3 * i + 1] = M(n); p[3 * i + 2] = M(2000); guard();
    }
    if (kind == 4) p[1] = M(n);
}
static void free_fast_chunks(int k, int kind)
{
    for (int i = 0; i < k; i++) {
        if (kind == 2 || kind == 3) F(p[3 * i]);
        F(p[3 * i + 1]);
        if (kind == 1 || kind == 3) F(p[3 * i + 2]);
    }
}
/* the pieces of the consolidation itself, and (visits) of what the request then finds unsorted */
static char *cons_pieces(int k, int kind)
{
    return fmt("c.call c.bin c.chunk*%d c.next_top*%d c.next_used*%d c.next_free*%d c.prev*%d c.large*%d u.large_unlisted*%d", k, kind == 4 ? k : 0,
               kind == 0 || kind == 2 ? k : 0, kind == 1 || kind == 3 ? k : 0, kind == 2 || kind == 3 ? k : 0,
               kind >= 1 && kind <= 3 ? k : 0, kind == 3 ? 2 * k : kind == 1 || kind == 2 ? k : 0);
}
static void consolidate(void)
{
    bigtop();
    prep(40); fast_chunks(A, B, 40); fill();
    free_fast_chunks(A, B);
    ROW(fmt("large_request_consolidates_%s_%d", kinds[B], A),
        fmt("%s im.consolidate %s im.visit*%d im.file_small*%d im.file_large*%d im.file_index%d*%d im.pos_empty*%d im.pos_nonempty*%d im.pos_same*%d im.exit_after_file*%d %s im.top", miss(1000000),
            cons_pieces(A, B), B == 4 ? 0 : A, B == 0 ? A : 0, B >= 1 && B <= 3 ? A : 0, B == 3 ? 1 : 0, B >= 1 && B <= 3 ? A : 0, B >= 1 && B <= 3,
            B >= 1 && B <= 3 ? A - 1 : 0, B >= 1 && B <= 3 ? A - 1 : 0, B != 4, scan(1000000, 0, 0)), sink = M(1000000));
}
static void consolidate_bins(void)               /* one chunk in each of A fast bins */
{
    bigtop();
    for (int i = 0; i < A; i++) take_free_bin(40 + 16 * i, 1);
    ROW(fmt("large_request_consolidates_%d_bins", A), fmt("%s im.consolidate c.call c.bin*%d c.chunk*%d c.next_used*%d im.visit*%d im.file_small*%d im.exit_after_file %s im.top", miss(1000000),
        A, A, A, A, A, scan(1000000, 0, 0)), sink = M(1000000));
}

/* ------------------------------------------------------------------ system memory */
static void brk_steady(void)
{
    int seen = 0;
    char *old = 0, *end = sbrk(0);
    for (int i = 0; i < 700; i++) {
        size_t left = old ? end - (old + 1008) : 1 << 20;                     /* size of the top, header included */
        if (i > 2 && left < 1008 + 32) {
            ROW(fmt("brk_extension_%d", seen++), fmt("%s %s im.sysmalloc s.brk", miss(992), scan(992, 0, 0)), sink = M(992));
            end = sbrk(0);
        } else sink = M(992);
        if (i < 2) end = sbrk(0);
        old = (char *)sink - 16;
    }
    ROW("top_992_after_extensions", fmt("%s %s im.top", miss(992), scan(992, 0, 0)), sink = M(992));
    sink = M(100000);
    ROW("brk_extension_120000", fmt("%s %s im.sysmalloc s.brk", miss(120000), scan(120000, 0, 0)), sink = M(120000));
}
static void brk_again(void)                      /* the break was higher before: the maximum is not written */
{
    sink = M(24);
    for (int i = 0; i < 12; i++) p[i] = M(100000);
    for (int i = 11; i > 0; i--) F(p[i]);        /* trims */
    p[1] = M(100000);
    ROW("brk_extension_below_former_maximum", fmt("%s %s im.sysmalloc s.brk s.brk_was_higher", miss(100000), scan(100000, 0, 0)), p[2] = M(100000));
}
static void brk_moved(void)                      /* someone else moved the break: the old top is freed */
{
    guard();
    sbrk(4096);
    ROW("brk_extension_after_foreign_sbrk", "", (sink = M(130000), sink = M(120000)));
}

static void mmapped(void)
{
    guard();
    for (int i = 0; i < 3; i++)
        ROW(fmt("mmap_200000_%d", i), fmt("%s %s im.sysmalloc s.mmap m.mmapped", miss(200000), scan(200000, 0, 0)), p[i] = M(200000));
    ROW("mmap_1000000", fmt("%s %s im.sysmalloc s.mmap m.mmapped", miss(1000000), scan(1000000, 0, 0)), p[3] = M(1000000));
    ROW("mmap_60000000", fmt("%s %s im.sysmalloc s.mmap m.mmapped", miss(1000000), scan(1000000, 0, 0)), p[4] = M(60000000));
    ROW("realloc_mmapped_same", "", sink = R(p[0], 200001));
    ROW("realloc_mmapped_grow", "", p[0] = R(sink, 300000));
    ROW("realloc_mmapped_shrink", "", sink = R(p[0], 1000));
    ROW("free_mmapped_over_32MiB", "f.mmapped f.above_threshold munmap", F(p[4]));
    ROW("free_mmapped_200000_adjusts", "f.mmapped f.above_threshold f.adjust munmap", F(p[1]));
    ROW("free_mmapped_200000_below_threshold", "f.mmapped munmap", F(p[2]));
    ROW("free_mmapped_1000000_adjusts", "f.mmapped f.above_threshold f.adjust munmap", F(p[3]));
}
static void mmapped_off(void)
{
    mallopt(M_MMAP_THRESHOLD, 131072);
    p[0] = M(500000);
    ROW("free_mmapped_adjusting_switched_off", "f.mmapped f.off munmap", F(p[0]));
    p[1] = M(500000); p[2] = M(500000);
    ROW("free_mmapped_adjusting_switched_off_again", "f.mmapped f.off munmap", F(p[1]));
}
static void mmapped_equal(void)                  /* a mapped chunk exactly as large as the threshold (realloc shrank it) */
{
    guard();
    p[0] = M(200000); p[1] = M(200000);
    F(p[0]);
    ROW("free_mmapped_equal_to_threshold", "f.mmapped munmap", F(p[1]));
}

/* the break cannot grow any more (valgrind's brk segment ends at 8 MiB): regions are mapped instead.  Blocks of B
 * bytes over A regions, then freed from the newest downwards with a full tcache, every call on its own.  The
 * tcache is full for 64-byte chunks, so that the rest of a region of 992-byte blocks goes to a fast bin */
static void fallback(void)
{
    static struct { char edge; int left; } b[8192];
    static void *q[8192];
    int n = 0, regions = 0, fast = 0;
    size_t c = chunk(B);
    char *base = sbrk(0), *top;
    prep(56); fill();
    prep(B);
    while ((char *)sbrk(0) - base < (8 << 20) - 400000) sink = M(100000);
    q[n++] = M(B);
    for (;;) {
        long left = ((long *)(top = (char *)q[n - 1] - 16 + c))[1] & ~7L;
        if (regions >= A && left < 110000) break;
        long freed = left >= 64 ? (left - 32) & ~15L : 0;
        int more = left < (long)c + 32;
        char *end = top + left, *brk0 = sbrk(0);
        if (!more) {
            ROW(fmt("fallback_cut_%d", B), fmt("%s %s im.top", miss(B), scan(B, 0, 0)), q[n++] = M(B));
            continue;
        }
        const char *again = fast ? fmt("im.top_short_consolidate c.call c.bin c.chunk c.next_used im.visit im.visit_only_sreq im.file_small im.exit_after_file im.exit_after_file_sreq %s",
            scan(B, 0, 0)) : "";
        if (brk0 == end && brk0 - base + 140000 < 8 << 20) {
            ROW(fmt("fallback_still_brk_%d", B), fmt("%s %s %s im.sysmalloc s.brk", miss(B), scan(B, 0, 0), again), q[n++] = M(B));
            continue;
        }
        ROW(fmt("fallback_region_%d_%d%s_left_%ld", regions, B, fast ? "_consolidates" : "", left), fmt("%s %s %s im.sysmalloc s.fallback s.fallback_%s%s %s", miss(B), scan(B, 0, 0), again, regions ? "later" : "first",
            freed ? "" : " s.left_too_small", freed == 0 ? "" : freed <= 1040 && freed != 64 ? "if.tcache" : freed == 64 ? "if.tcache_full if.fast" : "if.big if.next_used"), q[n++] = M(B));
        b[n - 1].edge = 1;
        b[n - 1].left = freed;                   /* what lies above block n - 2 now */
        fast = freed == 64;
        regions++;
    }
    fill();
    long merged = 0;
    for (int i = n - 1; i >= 0; i--) {
        /* the blocks above the last border stay; below a border lies a free rest of the region only if it was
         * consolidated out of its fast bin: true for all borders but the last */
        static int borders;
        if (b[i + 1].edge) { borders++; merged = b[i + 1].left == 64 && borders > 1 ? 64 : 0; }
        if (!borders) continue;
        const char *next = !merged ? "if.next_used" : merged < 1024 ? "if.next_free u.small" : "if.next_free u.large_unlisted";
        merged += c;
        ROW(fmt("fallback_free_%s_%s", b[i + 1].edge ? "highest" : b[i].edge ? "lowest" : "inner", merged >= 65536 ? "64k" : "below"),
            borders < 2 ? "" : fmt("f.call if.big if.noncontiguous if.tcache_full %s %s %s", next, merged >= 1024 ? "if.large" : "", merged >= 65536 ? "if.64k" : ""), F(q[i]));
    }
}

/* ground truth section 3: blocks cut from the top, freed from the top downwards */
static void steady(void)
{
    sink = M(24);
    for (int i = 0; i < 120; i++)
        ROW(fmt("steady_malloc_%d", i), fmt("%s %s im.top", miss(992), scan(992, 0, 0)), p[i] = M(992));
    for (int i = 119; i >= 0; i--)
        ROW(fmt("steady_free_%d", i), i > 112 ? "f.call if.tcache" : i == 112 ? "f.call if.big if.tcache_full if.next_used" :
            fmt("f.call if.big if.tcache_full if.next_free if.large %s %s", i == 111 ? "u.small" : "u.large_unlisted", 113 - i >= 66 ? "if.64k" : ""), F(p[i]));
}

/* ------------------------------------------------------------------ free */
/* A bytes: free with no / previous / next / both neighbours free */
static void merges(void)
{
    size_t c = chunk(A);
    const char *u = c < 1024 ? "u.small" : "u.large_unlisted";
    bigtop();
    if (A <= 1032) prep(A);
    void *a = fenced(A), *x = M(A), *b = fenced(A), *d = M(A), *e = fenced(A), *f = M(A), *g = M(A), *h = fenced(A);
    if (A <= 1032) fill();
#define BIG(k) (k * c >= 65536 ? "if.64k if.trim t.call" : "")
#define LARGE(k) fmt("%s %s", k * c >= 1024 ? "if.large" : "", A <= 1032 ? "if.tcache_full" : "")
    ROW(fmt("free_unsorted_%d_no_merge", A), fmt("f.call if.big if.next_used %s %s", LARGE(1), BIG(1)), F(a));
    F(x);
    ROW(fmt("free_unsorted_%d_merge_prev", A), fmt("f.call if.big if.prev if.next_used %s %s %s", u, LARGE(2), BIG(2)), F(b));
    F(e);
    ROW(fmt("free_unsorted_%d_merge_next", A), fmt("f.call if.big if.next_free %s %s %s", u, LARGE(2), BIG(2)), F(d));
    F(f); F(h);
    ROW(fmt("free_unsorted_%d_merge_both", A), fmt("f.call if.big if.prev if.next_free %s %s %s %s", u, u, LARGE(3), BIG(3)), F(g));
}

/* the next chunk is the top; the top is smaller than 65,536, or (B) larger */
static void at_top(void)
{
    prep(992);
    if (!B) sink = M(90000);
    p[0] = M(992); p[1] = M(992); p[2] = M(992);
    fill();
    const char *big = B ? "if.64k" : "";
    ROW(fmt("free_at_top_992%s", B ? "_64k" : ""), fmt("f.call if.big if.tcache_full if.top %s", big), F(p[2]));
    F(p[0]);
    ROW(fmt("free_prev_and_top_992%s", B ? "_64k" : ""), fmt("f.call if.big if.tcache_full if.prev if.top u.small %s", big), F(p[1]));
}
static void at_top_fast(void)                    /* the merged top is >= 65,536 and A fast chunks of kind B exist */
{
    prep(992); p[100] = M(992); fill();
    prep(40); fast_chunks(A, B, 40); fill();
    if (B != 4) { p[101] = M(2000); guard(); p[100] = M(2000); } else p[100] = p[0];
    free_fast_chunks(A, B);
    if (B == 4) return;
    ROW(fmt("free_at_top_64k_consolidates_%s_%d", kinds[B], A), fmt("f.call if.big if.top if.64k if.consolidate %s", cons_pieces(A, B)), F(p[100]));
}

/* a chunk that borders the top is freed; labelled with the size of the merged top */
static void free_at_top(char *q)
{
    long top = (char *)sbrk(0) - q + 16, tc = malloc_usable_size(q) + 8 <= 1040;
    ROW(fmt("free_top_becomes_%ld%s", top, tc ? "" : "_large"), fmt("f.call if.big if.top %s %s %s", tc ? "if.tcache_full" : "", top >= 65536 ? "if.64k" : "", top < 131072 ? "" :
        top - 33 <= 131072 ? "if.trim t.call" : (top - 33 - 131072) / 4096 == 0 ? "if.trim t.call t.area" : "if.trim t.call t.area t.ask t.trim"), F(q));
}
/* the trim: descending frees merge with the top; with the default parameters the fourth or so trims a page */
static void trim(void)
{
    prep(992);
    for (int i = 0; i < 300; i++) p[i] = M(992);
    fill();
    for (int i = 299; i >= 240; i--)
        free_at_top(p[i]);
}
static void trim_pad(void)                       /* trim threshold below the pad: called, top area not above the pad */
{
    mallopt(M_TRIM_THRESHOLD, 70000);
    prep(992);
    p[0] = M(992); p[1] = M(992);
    fill();
    ROW("free_trim_area_below_pad", "f.call if.big if.tcache_full if.top if.64k if.trim t.call", F(p[1]));
    ROW("free_trim_area_below_pad_again", "f.call if.big if.tcache_full if.top if.64k if.trim t.call", F(p[0]));
}
static void trim_sizes(void)                     /* the merged top around the trim threshold, large chunks */
{
    char *q, *end;
    sink = M(24);
    while (q = M(2000), end = sbrk(0), end - q > 4000) ;
    while (end == (char *)sbrk(0)) p[0] = M(2000);                            /* the first chunk after an extension */
    for (int i = 0; i < 12; i++) {
        free_at_top(p[0]);
        p[0] = M(2000 + 512 * i);
    }
}
static void trim_moved(void)                     /* the break was moved by someone else: nothing is trimmed */
{
    mallopt(M_TRIM_THRESHOLD, 70000);
    mallopt(M_TOP_PAD, 0);
    guard();
    p[0] = M(131072 * 4); p[1] = M(100000);
    sbrk(4096);
    ROW("free_trim_break_moved", "f.call if.big if.top if.64k if.trim t.call t.area t.ask", F(p[1]));
}

/* the top is too small for A bytes and B fast chunks exist: consolidate, try again, then extend */
static void top_short(void)
{
    char *end = sbrk(0), *last = 0;
    prep(40);
    for (int i = 0; i < B; i++) p[i] = fenced(40);
    fill();
    end = sbrk(0);
    while (last = M(504), end - last - 496 >= 512 + 32) ;                     /* less than 544 bytes of top left */
    for (int i = 0; i < B; i++) F(p[i]);
    ROW(fmt("top_short_consolidate_%d_brk_%d", B, A), fmt("%s %s im.top_short_consolidate c.call c.bin c.chunk*%d c.next_used*%d im.visit*%d im.visit_only_sreq*%d im.file_small*%d im.exit_after_file "
        "im.exit_after_file_sreq*%d %s im.sysmalloc s.brk", miss(A), scan(A, 0, 0), B, B, B, A < 1016, B, A < 1016, scan(A, 0, 0)), sink = M(A));
}

static void reallocs(void)                       /* every case A in a process of its own */
{
    static const char *const name[] = {"same", "grow_into_top", "shrink_rest_to_top", "shrink_rest_to_unsorted", "grow_into_next_exactly",
        "grow_into_next_split", "move_old_to_unsorted", "move_old_to_tcache", "null_from_top", "to_0", "shrink_rest_merges_next", "shrink_by_16_no_split"};
    static const int have[] = {2000, 2000, 4000, 4000, 2000, 2000, 2000, 500, 0, 2000, 4000, 2000};
    static const int want[] = {2000, 4000, 2000, 2000, 4024, 3000, 4000, 2000, 2100, 0, 2000, 1984};
    bigtop();
    p[0] = have[A] ? M(have[A]) : NULL;
    if (A == 4 || A == 5 || A == 10) { p[1] = M(2000); guard(); F(p[1]); }
    else if (A != 1 && A != 2 && A != 9) guard();
    ROW(fmt("realloc_%s_%d_%d", name[A], have[A], want[A]), "", sink = R(p[0], want[A]));
}
static void callocs(void)
{
    bigtop();
    prep(992); fill();
    ROW("calloc_992_from_top_although_tcache_has_some", "", sink = calloc(1, 992));
    ROW("calloc_2000_from_top", "", sink = calloc(1, 2000));
    ROW("free_null", "f.null", F(NULL));
}

static const struct { const char *name; void (*run)(void); int a, b; } cases[] = {
#define C(x, a, b) {#x, x, a, b},
    C(first, 0, 0) C(tcache, 0, 0) C(tcache, 8, 0) C(tcache, 9, 0) C(tcache, 24, 0) C(tcache, 40, 0) C(tcache, 152, 0) C(tcache, 992, 0) C(tcache, 1032, 0)
    C(fast, 0, 0) C(fast, 1, 0) C(fast, 2, 0) C(fast, 3, 0) C(fast, 6, 0) C(fast, 7, 0) C(fast, 8, 0)
#define S(n) C(smallbin, 0, n) C(smallbin, 1, n) C(smallbin, 2, n) C(smallbin, 3, n) C(smallbin, 6, n) C(smallbin, 7, n) C(smallbin, 8, n)
    S(992) S(152)
    C(exact, 1, 0) C(exact, 2, 0) C(exact, 3, 0) C(exact, 7, 0) C(exact, 8, 0) C(exact, 9, 0) C(exact, 1, 1) C(exact, 1, 2) C(exact, 1, 3) C(exact, 2, 2)
    C(exact_then_file, 1, 0) C(exact_then_file, 2, 0)
    C(exact_large, 2000, 1) C(exact_large, 2000, 3) C(exact_large, 20000, 2) C(exact_large, 1032, 0) C(exact_large, 1040, 0) C(exact_large, 2000, 0) C(exact_large, 5000, 0) C(exact_large, 20000, 0) C(exact_large, 60000, 0) C(exact_large, 200000, 0)
    C(file_small, 0, 992) C(file_small, 1, 992) C(file_small, 2, 992) C(file_small, 3, 992) C(file_small, 0, 2000) C(file_small, 1, 2000) C(file_small, 2, 2000) C(file_small, 3, 2000)
    C(file_large, 1040, 0) C(file_large, 2000, 0) C(file_large, 4000, 0) C(file_large, 20000, 0) C(file_large, 60000, 0) C(file_large, 200000, 0) C(file_large, 900000, 0)
    C(file_large_split, 2000, 992) C(file_large_split, 4000, 992) C(file_large_split, 4000, 200) C(file_large_split, 20000, 40)
    C(position, 0, 0) C(position, 1, 0) C(position, 2, 0) C(position, 3, 0) C(position, 4, 0) C(position, 5, 0) C(position, 6, 0) C(position, 7, 0) C(position, 8, 0)
    C(last_remainder, 0, 0) C(last_remainder_large, 1040, 0) C(last_remainder_large, 1024, 0)
    C(fit, 0, 0) C(fit, 1, 0) C(fit, 2, 0) C(fit, 3, 0) C(fit, 4, 0) C(fit, 5, 0) C(fit, 6, 0) C(fit, 7, 0) C(fit, 8, 0) C(fit, 9, 0) C(fit, 10, 0)
    C(unlink_cases, 0, 0) C(unlink_cases, 1, 0) C(unlink_cases, 2, 0) C(unlink_cases, 3, 0) C(unlink_cases, 4, 0) C(unlink_first, 0, 0) C(unlink_first, 1, 0)
#define N(n, s) C(binmap, n, s)
    N(40, 144) N(40, 160) N(40, 320) N(40, 496) N(40, 512) N(40, 1008) N(40, 1024) N(40, 2048) N(40, 4096) N(40, 12288) N(40, 50000) N(40, 200000)
    N(472, 496) N(472, 512) N(472, 528) N(488, 512) N(488, 528) N(488, 1008) N(504, 528) N(992, 1024) N(1000, 1024) N(992, 1040) N(992, 1088) N(992, 2048) N(992, 4096)
    N(152, 176) N(152, 192) N(152, 208) N(152, 1008) N(1032, 1088) N(1032, 2048) N(2000, 2064) N(2000, 2112) N(2000, 4096) N(2000, 12288) N(5000, 12288) N(20000, 50000) N(60000, 200000)
    C(false_alarm, 1, 0) C(false_alarm, 2, 0) C(false_alarm, 3, 0) C(false_alarm_31, 992, 0) C(false_alarm_31, 488, 0) C(false_alarm_31, 992, 1) C(false_alarm_31, 488, 1) C(false_alarm_top, 2000, 0) C(false_alarm_top, 1040, 0)
    C(top, 1, 0) C(top, 8, 0) C(top, 9, 0) C(top, 24, 0) C(top, 40, 0) C(top, 120, 0) C(top, 136, 0) C(top, 472, 0) C(top, 488, 0) C(top, 504, 0) C(top, 992, 0) C(top, 1000, 0) C(top, 1016, 0) C(top, 1032, 0) C(top, 1040, 0) C(top, 1500, 0)
    C(top, 2000, 0) C(top, 2040, 0) C(top, 3120, 0) C(top, 3200, 0) C(top, 9000, 0) C(top, 20000, 0) C(top, 60000, 0) C(top, 200000, 0) C(top, 900000, 0)
#define K(b) C(consolidate, 1, b) C(consolidate, 2, b) C(consolidate, 3, b)
    K(0) K(1) K(2) K(3) C(consolidate, 1, 4) C(consolidate_bins, 1, 0) C(consolidate_bins, 2, 0) C(consolidate_bins, 4, 0)
    C(brk_steady, 0, 0) C(brk_again, 0, 0) C(brk_moved, 0, 0) C(mmapped, 0, 0) C(mmapped_off, 0, 0) C(mmapped_equal, 0, 0) C(fallback, 6, 992) C(fallback, 4, 232) C(steady, 0, 0)
    C(merges, 152, 0) C(merges, 504, 0) C(merges, 520, 0) C(merges, 992, 0) C(merges, 2000, 0) C(merges, 20000, 0) C(merges, 40000, 0) C(merges, 200000, 0)
    C(at_top, 0, 0) C(at_top, 0, 1) C(at_top_fast, 1, 0) C(at_top_fast, 2, 0) C(at_top_fast, 1, 1) C(at_top_fast, 2, 1) C(at_top_fast, 1, 2) C(at_top_fast, 1, 3) C(at_top_fast, 2, 3)
    C(trim, 0, 0) C(trim_pad, 0, 0) C(trim_sizes, 0, 0) C(trim_moved, 0, 0) C(top_short, 992, 1) C(top_short, 992, 2) C(top_short, 600, 1) C(reallocs, 0, 0) C(reallocs, 1, 0) C(reallocs, 2, 0) C(reallocs, 3, 0) C(reallocs, 4, 0) C(reallocs, 5, 0) C(reallocs, 6, 0) C(reallocs, 7, 0)
    C(reallocs, 8, 0) C(reallocs, 9, 0) C(reallocs, 10, 0) C(reallocs, 11, 0) C(callocs, 0, 0)
};

int main(int argc, char **argv)
{
    int n = sizeof cases / sizeof *cases;
    if (argc < 4) {
        for (int i = 0; i < n; i++) {
            char *s = fmt("%s %d %d\n", cases[i].name, cases[i].a, cases[i].b);
            if (write(1, s, strlen(s)) < 0) return 2;
        }
        return 0;
    }
    A = atoi(argv[2]);
    B = atoi(argv[3]);
    for (int i = 0; i < n; i++)
        if (!strcmp(argv[1], cases[i].name)) {
            CALLGRIND_ZERO_STATS;
            cases[i].run();
            return 0;
        }
    return 2;
}
