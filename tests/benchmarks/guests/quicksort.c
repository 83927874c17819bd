// Fills an array with `count` pseudo-random numbers (at most 65,536), sorts it by quicksort and folds each number with
// its place. Calls, comparisons, loads and stores with unpredictable branches.
#include <stdint.h>

#define ROOM 65536

static int32_t numbers[ROOM];

static void fill(int32_t count) {
  uint32_t seed = 2463534242u;
  for (int32_t i = 0; i < count; i++) {
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    numbers[i] = (int32_t)seed;
  }
}

static void swap(int32_t *a, int32_t *b) {
  int32_t kept = *a;
  *a = *b;
  *b = kept;
}

// Partitions about the middle number and recurs into the two sides.
static void sort(int32_t *first, int32_t *last) {
  if (first >= last) {
    return;
  }
  int32_t pivot = first[(last - first) / 2];
  int32_t *low = first;
  int32_t *high = last;
  while (low <= high) {
    while (*low < pivot) {
      low++;
    }
    while (*high > pivot) {
      high--;
    }
    if (low <= high) {
      swap(low++, high--);
    }
  }
  sort(first, high);
  sort(low, last);
}

int32_t run(int32_t count) {
  if (count > ROOM) {
    count = ROOM;
  }
  fill(count);
  if (count > 0) {
    sort(numbers, numbers + count - 1);
  }
  uint32_t sum = 0;
  for (int32_t i = 0; i < count; i++) {
    sum = sum * 31 + (uint32_t)numbers[i];
  }
  return (int32_t)sum;
}
