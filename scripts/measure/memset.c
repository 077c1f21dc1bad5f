/* memset.c: calls memset with known (size, alignment); memset.py runs it under callgrind.
 *
 * Each call stands alone between CALLGRIND_ZERO_STATS and CALLGRIND_DUMP_STATS_AT, so one dump
 * holds the instructions of exactly one call.  The dump is labelled "kind size dst%64 dst%4096".
 * kind: all   = every size 0..2048 at dst % 64 = 0,16,32,48
 *       page  = the same sizes, sampled, at other page offsets (does only dst % 64 matter?)
 *       big   = sizes above 2048
 *       mmap  = big blocks from malloc (mapped: page + 16) and their use by debug hooks (page + 32)
 *       guard = sizes 7 and 8 at every alignment
 * The second and third byte values (0xCB, 0xFB) show that the value does not matter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <valgrind/callgrind.h>

static void *(*volatile set)(void *, int, size_t) = memset;
static char *area;

static void one(const char *kind, char *dst, int c, size_t n)
{
    char label[80];
    snprintf(label, sizeof label, "%s %zu %d %d", kind, n, (int)((unsigned long)dst % 64), (int)((unsigned long)dst % 4096));
    CALLGRIND_ZERO_STATS;
    set(dst, c, n);
    CALLGRIND_DUMP_STATS_AT(label);
}

int main(void)
{
    static const int al[] = {0, 16, 32, 48};
    static const int pageoff[] = {64, 640, 1984, 2048, 3072, 4032};
    static const size_t big[] = {2049, 2050, 2055, 2056, 2063, 2064, 2079, 2080, 2111, 2112, 2176, 2392, 3000, 4095, 4096, 4097,
                                 8000, 8024, 8032, 80000, 80024, 80032, 131040};
    static const size_t map[] = {131072, 131073, 800000, 800016, 800024, 800032, 8000000, 8000032};
    area = mmap(0, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    set(area, 1, 100);
    for (int a = 0; a < 4; a++)
        for (size_t n = 0; n <= 2048; n++)
            one("all", area + 256 + al[a], 0, n);
    for (int p = 0; p < 6; p++)
        for (int a = 0; a < 4; a++)
            for (size_t n = 0; n <= 2048; n = n < 70 ? n + 1 : n * 9 / 8)
                one("page", area + 4096 + pageoff[p] + al[a], p % 2 ? 0xCB : 0xFB, n);
    for (int a = 0; a < 4; a++)
        for (unsigned k = 0; k < sizeof big / sizeof *big; k++)
            one("big", area + 4096 + 256 + al[a], 0, big[k]);
    for (unsigned k = 0; k < sizeof map / sizeof *map; k++) {
        char *p = malloc(map[k] + 64);
        one("mmap", p, 0, map[k]);
        one("mmap", p + 16, 0, map[k]);
    }
    for (int a = 0; a < 64; a++)
        for (size_t n = 7; n <= 8; n++)
            one("guard", area + 8192 + 256 + a, 0xFB, n);
    for (int a = -16; a < 1; a++)
        for (size_t n = 7; n <= 8; n++)
            one("guard", area + 16384 + a, 0xFB, n);
    return 0;
}
