// Prints a line with formatted numbers to standard output and one to standard error; ends with exit code 0.
#include <stdio.h>

int main(void) {
  printf("Hello, %s! %d %u %x %c %.3f\n", "world", -42, 42u, 255, 'c', 3.14159);
  fprintf(stderr, "and a word aside\n");
  return 0;
}
