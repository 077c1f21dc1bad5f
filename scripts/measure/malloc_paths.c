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
#include "malloc_paths.h"
#include "malloc_paths_requests.h"

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
