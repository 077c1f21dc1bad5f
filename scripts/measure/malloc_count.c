/* malloc_count.c: preloaded, it counts the requests that reach malloc, calloc, realloc and free.
 *
 * The functions stand in front of glibc's own and pass every call on. At the end of the process one
 * line per function and requested size goes to the file malloc.count of the working folder:
 *   malloc 992 9
 * It sees every call that goes through a linkage table: the interpreter's, the libraries' and glibc's
 * own (opening a file, for instance). It does not see what the dynamic loader allocates before
 * relocation is done, and calloc and realloc do not count as malloc, whatever they do inside.
 */
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void __libc_free(void *);

enum { MALLOC, CALLOC, REALLOC, FREE, KINDS, SMALL = 1 << 16, LARGE = 64 };

static const char *const NAMES[KINDS] = {"malloc", "calloc", "realloc", "free"};
static unsigned long small[KINDS][SMALL];
static struct { size_t size; unsigned long count; } large[KINDS][LARGE];

static void count(int kind, size_t size) {
  if (size < SMALL) {
    small[kind][size]++;
    return;
  }
  for (int i = 0; i < LARGE; i++) {
    if (large[kind][i].count == 0) large[kind][i].size = size;
    if (large[kind][i].size == size) {
      large[kind][i].count++;
      return;
    }
  }
  _exit(120);
}

void *malloc(size_t size) {
  count(MALLOC, size);
  return __libc_malloc(size);
}

void *calloc(size_t items, size_t size) {
  count(CALLOC, items * size);
  return __libc_calloc(items, size);
}

void *realloc(void *old, size_t size) {
  count(REALLOC, size);
  return __libc_realloc(old, size);
}

/* Freeing nothing is no free. */
void free(void *old) {
  if (old != NULL) count(FREE, 0);
  __libc_free(old);
}

static void line(int fd, int kind, size_t size, unsigned long times) {
  char text[80];
  int length = snprintf(text, sizeof text, "%s %zu %lu\n", NAMES[kind], size, times);
  if (write(fd, text, length) != length) _exit(121);
}

__attribute__((destructor)) static void report(void) {
  int fd = open("malloc.count", O_CREAT | O_TRUNC | O_WRONLY, 0644);
  for (int kind = 0; kind < KINDS; kind++) {
    for (size_t size = 0; size < SMALL; size++)
      if (small[kind][size] != 0) line(fd, kind, size, small[kind][size]);
    for (int i = 0; i < LARGE; i++)
      if (large[kind][i].count != 0) line(fd, kind, large[kind][i].size, large[kind][i].count);
  }
  close(fd);
}
