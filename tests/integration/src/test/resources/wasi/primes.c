// Computes for some millions of fuel and prints as it goes, so that a run takes many ticks: the number of primes below
// each power of two up to 2^16. Keeps its sieve on the heap of malloc.
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  const int limit = 1 << 16;
  unsigned char *composite = calloc((size_t)limit, 1);
  if (!composite) {
    return 1;
  }
  int count = 0;
  int next = 2;
  for (int i = 2; i < limit; i++) {
    if (i == next) {
      printf("below %5d: %d\n", next, count);
      next *= 2;
    }
    if (!composite[i]) {
      count++;
      for (int multiple = 2 * i; multiple < limit; multiple += i) {
        composite[multiple] = 1;
      }
    }
  }
  printf("below %5d: %d\n", next, count);
  free(composite);
  return 0;
}
