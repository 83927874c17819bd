// Copies standard input to standard output, and counts bytes and lines on standard error.
#include <stdio.h>

int main(void) {
  char part[100];
  size_t bytes = 0;
  size_t lines = 0;
  size_t count;
  while ((count = fread(part, 1, sizeof part, stdin)) > 0) {
    fwrite(part, 1, count, stdout);
    bytes += count;
    for (size_t i = 0; i < count; i++) {
      lines += part[i] == '\n';
    }
  }
  fprintf(stderr, "%zu bytes, %zu lines\n", bytes, lines);
  return ferror(stdin) || fflush(stdout) ? 1 : 0;
}
