/* compiler_heap.c: a malloc that writes down its calls; preloaded by compiler_heap.py. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

extern void *__libc_malloc(size_t), *__libc_realloc(void *, size_t), *__libc_calloc(size_t, size_t);
extern void __libc_free(void *);

struct call { unsigned long kind, bytes, block, old; };
enum { CALLS = 400000 };
static struct call calls[CALLS];
static int made;

static void note(unsigned long kind, unsigned long bytes, void *block, void *old)
{
    if (made < CALLS)
        calls[made++] = (struct call){ kind, bytes, (unsigned long)block, (unsigned long)old };
}

void *malloc(size_t n) { void *p = __libc_malloc(n); note('m', n, p, 0); return p; }
void free(void *p) { note('f', 0, p, 0); __libc_free(p); }
void *realloc(void *p, size_t n) { void *q = __libc_realloc(p, n); note('r', n, q, p); return q; }
void *calloc(size_t k, size_t n) { void *p = __libc_calloc(k, n); note('c', k * n, p, 0); return p; }

static void __attribute__((destructor)) write_out(void)
{
    const char *path = getenv("CALLS_FILE");
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644) : -1;
    if (fd >= 0 && write(fd, calls, sizeof calls[0] * made) >= 0) close(fd);
}
