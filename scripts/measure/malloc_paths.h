/* malloc_paths.h: what the cases of malloc_paths.c share: brackets, labels, ways to fill and drain bins. */
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
