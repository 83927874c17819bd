// Heat that spreads over a grid in double precision. Each frame ends with a yield, as a game or a simulation would do;
// the grid is read between the frames by whoever hosts it.
#include <stdint.h>

__attribute__((import_module("tally"), import_name("yield"))) void yield(void);

#define WIDTH 24
#define HEIGHT 16

static double grid[2][HEIGHT + 2][WIDTH + 2];
static int current;

const double *cells(void) {
  return &grid[current][0][0];
}

static void light(void) {
  for (int y = 0; y < HEIGHT + 2; y++) {
    for (int x = 0; x < WIDTH + 2; x++) {
      grid[0][y][x] = grid[1][y][x] = (x * 7 + y * 13) % 10 == 0 ? 100.0 : 0.0;
    }
  }
  current = 0;
}

static void spread(void) {
  int next = 1 - current;
  for (int y = 1; y <= HEIGHT; y++) {
    for (int x = 1; x <= WIDTH; x++) {
      double around =
          grid[current][y - 1][x] + grid[current][y + 1][x] + grid[current][y][x - 1] + grid[current][y][x + 1];
      grid[next][y][x] = 0.5 * grid[current][y][x] + 0.125 * around;
    }
  }
  current = next;
}

double run(int32_t frames) {
  light();
  for (int32_t i = 0; i < frames; i++) {
    spread();
    yield();
  }
  double sum = 0;
  for (int y = 1; y <= HEIGHT; y++) {
    for (int x = 1; x <= WIDTH; x++) {
      sum += grid[current][y][x] * (x + y * WIDTH);
    }
  }
  return sum;
}
