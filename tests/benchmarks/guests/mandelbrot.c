// Escape times of the Mandelbrot set on a grid of `side` by `side` points, in double precision: a short floating-point
// loop whose length depends on the data. Sums and products only, so the result is the same on every machine.
#include <stdint.h>

#define LONGEST 64

static int32_t escape_time(double cx, double cy) {
  double x = 0;
  double y = 0;
  int32_t time = 0;
  while (time < LONGEST && x * x + y * y <= 4) {
    double next = x * x - y * y + cx;
    y = 2 * x * y + cy;
    x = next;
    time++;
  }
  return time;
}

int32_t run(int32_t side) {
  uint32_t sum = 0;
  for (int32_t row = 0; row < side; row++) {
    for (int32_t column = 0; column < side; column++) {
      double cx = 3.0 * column / side - 2.25;
      double cy = 2.5 * row / side - 1.25;
      sum = sum * 31 + (uint32_t)escape_time(cx, cy);
    }
  }
  return (int32_t)sum;
}
