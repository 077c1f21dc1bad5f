/* malloc_random.c: a random sequence of malloc and free, every call bracketed on its own.
 * malloc_check.py replays the same sequence in a model and predicts the instructions of every call.
 *   malloc_random SEED CALLS
 * Labels: "start TOP BREAK", "m SIZE ADDRESS BREAK", "f ADDRESS" */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

static void *(*volatile M)(size_t) = malloc;
static void (*volatile F)(void *) = free;
static unsigned long x;
static unsigned rnd(unsigned n) { x = x * 6364136223846793005UL + 1442695040888963407UL; return (unsigned)(x >> 33) % n; }

int main(int argc, char **argv)
{
    enum { SLOTS = 400 };
    static void *slot[SLOTS];
    char label[100];
    char *p = M(24);
    int small = atoi(argv[1]) % 3 == 0;          /* seeds divisible by 3: small requests only */
    x = atoi(argv[1]) * 7919UL + argc;
    snprintf(label, sizeof label, "start %ld %ld", (long)(p + 16), (long)sbrk(0));
    CALLGRIND_DUMP_STATS_AT(label);
    for (int i = atoi(argv[2]), grow = 1; i > 0; i--) {
        int s = rnd(SLOTS);
        if (rnd(400) == 0) grow = !grow;         /* phases of growing and of shrinking */
        if (slot[s] && (!grow || rnd(3) == 0)) {
            snprintf(label, sizeof label, "f %ld", (long)slot[s]);
            CALLGRIND_ZERO_STATS; F(slot[s]); CALLGRIND_DUMP_STATS_AT(label);
            slot[s] = 0;
        } else if (!slot[s] && (grow || rnd(4) == 0)) {
            unsigned k = rnd(small ? 9 : 20);
            size_t n = k < 3 ? 40 : k < 5 ? 8 + rnd(112) : k < 9 ? 200 + 16 * rnd(4) : k < 11 ? 120 + rnd(900) : k < 14 ? 992 : k < 17 ? 1000 + rnd(2200)
                     : k < 18 ? 2040 + 16 * rnd(4) : k < 19 ? 3000 + rnd(9000) : 10000 + rnd(60000);
            CALLGRIND_ZERO_STATS; slot[s] = M(n);
            snprintf(label, sizeof label, "w %d", s);
            CALLGRIND_DUMP_STATS_AT(label);
            snprintf(label, sizeof label, "m %zu %ld %ld", n, (long)slot[s], (long)sbrk(0));
            CALLGRIND_ZERO_STATS;
            CALLGRIND_DUMP_STATS_AT(label);
        }
    }
    return 0;
}
