#include <stdlib.h>

int main() {
  int *buffer = malloc(LENGTH * sizeof(int));
  for (int index = 0; index < LENGTH; index++) {
    buffer[index] = index;
  }
  free(buffer);
  return 0;
}
