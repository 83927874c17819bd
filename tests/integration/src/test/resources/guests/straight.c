// One very long path: 512 rounds of a toy cipher in a row without a branch, so that rest is due in the middle of
// straight code. The rounds depend on each other: no compiler can fold them.
#include <stdint.h>

static uint32_t left, right;

#define ROUND(constant) \
  left += ((right << 4) ^ (right >> 5)) + (right ^ (constant)); \
  right += ((left << 3) ^ (left >> 7)) + (left ^ ((constant) + 40503u));
#define ROUNDS_4(c) ROUND(c) ROUND((c) + 1u) ROUND((c) + 2u) ROUND((c) + 3u)
#define ROUNDS_16(c) ROUNDS_4(c) ROUNDS_4((c) + 4u) ROUNDS_4((c) + 8u) ROUNDS_4((c) + 12u)
#define ROUNDS_64(c) ROUNDS_16(c) ROUNDS_16((c) + 16u) ROUNDS_16((c) + 32u) ROUNDS_16((c) + 48u)
#define ROUNDS_256(c) ROUNDS_64(c) ROUNDS_64((c) + 64u) ROUNDS_64((c) + 128u) ROUNDS_64((c) + 192u)

__attribute__((noinline)) static void encipher(void) {
  ROUNDS_256(0x9E3779B9u)
  ROUNDS_256(0x7F4A7C15u)
}

int64_t run(int32_t blocks) {
  left = 1;
  right = 2;
  for (int32_t i = 0; i < blocks; i++) {
    left ^= (uint32_t)i;
    encipher();
  }
  return (int64_t)((uint64_t)left << 32 | right);
}
