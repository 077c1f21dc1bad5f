/* malloc_paths_requests.h: the cases of malloc_paths.c in which malloc is served by bins or the top chunk. */
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
