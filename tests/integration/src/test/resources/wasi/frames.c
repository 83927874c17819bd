// Never ends: in each frame reads, looks at the clock, draws randomness, prints a line, is refused a write from where
// there is no memory, and yields. What a program does all the time must cost the host no garbage.
#include <stdint.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

__attribute__((import_module("tally"), import_name("yield"))) void tally_yield(void);

int main(void) {
  for (unsigned frame = 0;; frame++) {
    char input[16];
    ssize_t length = read(0, input, sizeof input);
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    uint8_t random[4];
    getentropy(random, sizeof random);
    printf("frame %u: %zd bytes, %ld ns, %02x%02x\n", frame, length, now.tv_nsec, random[0], random[1]);
    if (write(1, (void *)-1, 1) >= 0) {
      return 1;
    }
    tally_yield();
  }
}
