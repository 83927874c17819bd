// The sieve of Eratosthenes over the numbers below 8,192, `repetitions` times: byte stores with a stride, and a count.
#include <stdint.h>

#define LIMIT 8192

static uint8_t composite[LIMIT];

static int32_t primes(void) {
  for (int32_t i = 0; i < LIMIT; i++) {
    composite[i] = 0;
  }
  int32_t count = 0;
  for (int32_t i = 2; i < LIMIT; i++) {
    if (!composite[i]) {
      count++;
      for (int32_t multiple = i + i; multiple < LIMIT; multiple += i) {
        composite[multiple] = 1;
      }
    }
  }
  return count;
}

int32_t run(int32_t repetitions) {
  int32_t sum = 0;
  for (int32_t i = 0; i < repetitions; i++) {
    sum = sum * 31 + primes() + composite[i % LIMIT];
  }
  return sum;
}
