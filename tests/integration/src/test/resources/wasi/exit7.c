// Prints a line that is still in the buffer when the program exits with code 7 from below main.
#include <stdio.h>
#include <stdlib.h>

__attribute__((noinline)) static void leave(int code) {
  printf("leaving");
  exit(code);
}

int main(void) {
  leave(7);
  return 0;
}
