/* Stands for an interpreter in the tests of `npm run calibrate`: it has a Python's symbols, says that it is
   Python 2.7.18 when asked, and dies when it is given a program. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int builtin_range(void) { return 1; }
int list_dealloc(void) { return 2; }
int PyInt_ClearFreeList(void) { return 3; }
int PyEval_EvalFrameEx(void) { return builtin_range() + list_dealloc() + PyInt_ClearFreeList(); }

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[argc - 2], "-c") == 0) {
        printf("2.7.18");
        return 0;
    }
    fprintf(stderr, "no memory for %d things\n", PyEval_EvalFrameEx());
    abort();
}
