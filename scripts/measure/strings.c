/* strings.c: calls glibc's functions on bytes with known sizes; strings.py runs it under callgrind.
 *
 * Each call stands alone between CALLGRIND_ZERO_STATS and CALLGRIND_DUMP_STATS_AT, so one dump holds the
 * instructions of exactly one call. The dump is labelled "case size alignment".
 *   memcpy, mempcpy   to and from addresses that are a multiple of 64 (and, sampled, others)
 *   memmove_down      the target lies 8 bytes below the source, as when items are cut from a list
 *   memmove_up        the target lies 8 bytes above the source, as when an item is inserted
 *   strlen            a text that begins 4 bytes behind a multiple of 32, as a str's characters do
 *   memcmp_equal      of two equal texts;  memcmp_differs: of 4,096 bytes (below 32: of as many more
 *                     bytes as fit) whose first difference is at index `size`
 *   memchr_missing    over a text without the byte;  memchr_found: the byte is at index `size`
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <valgrind/callgrind.h>

static void *(*volatile cpy)(void *, const void *, size_t) = memcpy;
static void *(*volatile pcpy)(void *, const void *, size_t) = mempcpy;
static void *(*volatile move)(void *, const void *, size_t) = memmove;
static size_t (*volatile len)(const char *) = strlen;
static int (*volatile cmp)(const void *, const void *, size_t) = memcmp;
static void *(*volatile chr)(const void *, int, size_t) = memchr;

#define ONE(kind, n, al, call) \
    do { \
        char label[80]; \
        snprintf(label, sizeof label, "%s %d %d", kind, (int)(n), (int)(al)); \
        CALLGRIND_ZERO_STATS; \
        call; \
        CALLGRIND_DUMP_STATS_AT(label); \
    } while (0)

#define MOST 2048
#define MOST_COPIED 4096

int main(void)
{
    static const int al[] = {4, 8, 16, 20, 28};
    char *area = mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    char *a = area + 65536, *b = area + (1 << 19), *s;
    memset(area, 'a', 1 << 20);
    cpy(a, b, 9), pcpy(a, b, 9), move(a, a + 8, 90), len("x"), cmp(a, b, 9), chr(a, 'b', 9);
    for (int n = 0; n <= MOST_COPIED; n++)
        ONE("memcpy", n, 0, cpy(a, b, n));
    for (int n = 0; n <= MOST_COPIED; n += 1 + n / 16)
        for (unsigned k = 0; k < sizeof al / sizeof *al; k++)
            ONE("memcpy", n, al[k], cpy(a + al[k], b + 4 * k, n));
    for (int n = 0; n <= MOST; n++) {
        ONE("mempcpy", n, 0, pcpy(a, b, n));
        ONE("memmove_down", n, 0, move(a, a + 8, n));
        ONE("memmove_up", n, 0, move(a + 8, a, n));
        s = a + 4;
        s[n] = 0;
        ONE("strlen", n, 4, len(s));
        s[n] = 'a';
        ONE("memcmp_equal", n, 4, cmp(a + 4, b + 4, n));
        b[4 + n] = 'b';
        ONE("memcmp_differs", n, 4, cmp(a + 4, b + 4, n < 31 ? 31 : 4096));
        b[4 + n] = 'a';
        ONE("memchr_missing", n, 4, chr(s, 'z', n));
        s[n] = 'z';
        ONE("memchr_found", n, 4, chr(s, 'z', 4096));
        s[n] = 'a';
    }
    return 0;
}
