// The product of two 48 by 48 matrices in double precision, `repetitions` times, each product the next left factor:
// nested loops over loads with computed addresses. The entries stay near 1, and every operation is exact by IEEE 754.
#include <stdint.h>

#define SIDE 48

static double left[SIDE][SIDE];
static double right[SIDE][SIDE];
static double product[SIDE][SIDE];

static void set_out(void) {
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      left[i][j] = 1.0 + (i * 7 + j * 3) % 11 / 16.0;
      right[i][j] = (1.0 + (i * 5 + j) % 13 / 16.0) / (SIDE * 1.375);
    }
  }
}

static void multiply(void) {
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      double cell = 0;
      for (int k = 0; k < SIDE; k++) {
        cell += left[i][k] * right[k][j];
      }
      product[i][j] = cell;
    }
  }
}

static uint32_t folded(double value) {
  union {
    double value;
    uint64_t bits;
  } both = {value};
  return (uint32_t)(both.bits ^ both.bits >> 32);
}

int32_t run(int32_t repetitions) {
  set_out();
  for (int32_t i = 0; i < repetitions; i++) {
    multiply();
    for (int j = 0; j < SIDE * SIDE; j++) {
      (&left[0][0])[j] = (&product[0][0])[j];
    }
  }
  uint32_t sum = 0;
  for (int i = 0; i < SIDE; i++) {
    for (int j = 0; j < SIDE; j++) {
      sum = sum * 31 + folded(left[i][j]);
    }
  }
  return (int32_t)sum;
}
