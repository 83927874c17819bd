// Prints what clocks and randomness say: with a virtual clock and a seed, the same in every run. The monotonic clock
// must not go backwards, and work in between must move it on or leave it.
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static uint64_t nanoseconds(clockid_t clock) {
  struct timespec time;
  if (clock_gettime(clock, &time) != 0) {
    return UINT64_MAX;
  }
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

int main(void) {
  uint64_t before = nanoseconds(CLOCK_MONOTONIC);
  volatile uint32_t work = 1;
  for (int i = 0; i < 100000; i++) {
    work = work * 1664525 + 1013904223;
  }
  uint64_t after = nanoseconds(CLOCK_MONOTONIC);
  printf("realtime %llu\n", (unsigned long long)nanoseconds(CLOCK_REALTIME));
  printf("monotonic %llu then %llu: %s\n", (unsigned long long)before, (unsigned long long)after,
      after < before ? "backwards" : "in order");
  uint8_t bytes[16];
  if (getentropy(bytes, sizeof bytes) != 0) {
    return 1;
  }
  printf("random ");
  for (size_t i = 0; i < sizeof bytes; i++) {
    printf("%02x", bytes[i]);
  }
  printf("\n");
  return 0;
}
