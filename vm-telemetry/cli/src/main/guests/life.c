// The game of life on a torus. One frame is one generation; it ends with a yield, and there is no last one. Between
// frames the host reads the grid: height() rows of width() bytes from cells() on, 1 for a living cell and 0 for a dead
// one. A frame costs some 35,500 fuel.
#include <stdint.h>

__attribute__((import_module("tally"), import_name("yield"))) void yield(void);

#define WIDTH 64
#define HEIGHT 48
#define WORDS (WIDTH / 8)
#define ONES 0x0101010101010101u

// A cell is a byte; eight neighbours in a row make a word, the leftmost in its lowest byte.
typedef struct {
  uint64_t words[HEIGHT][WORDS];
} Grid;

static Grid grids[2];
static int32_t current;
static int32_t generations;

const uint8_t *cells(void) {
  return (const uint8_t *)grids[current].words;
}

int32_t width(void) {
  return WIDTH;
}

int32_t height(void) {
  return HEIGHT;
}

int32_t generation(void) {
  return generations;
}

static void draw(int top, int left, const char *pattern) {
  int y = top;
  int x = left;
  for (; *pattern; pattern++) {
    if (*pattern == '/') {
      y++;
      x = left;
    } else {
      ((uint8_t *)grids[0].words[y])[x++] = *pattern == 'O';
    }
  }
}

// A glider gun whose gliders go once round the torus, and two small patterns that stir things up in the meantime.
static void set_out(void) {
  draw(4, 2,
      "........................O.../"
      "......................O.O.../"
      "............OO......OO............OO/"
      "...........O...O....OO............OO/"
      "OO........O.....O...OO/"
      "OO........O...O.OO....O.O/"
      "..........O.....O.......O/"
      "...........O...O/"
      "............OO");
  draw(30, 44, ".O/...O/OO..OOO");
  draw(38, 12, ".OO/OO/.O");
}

// How many cells live above, in and below each of eight cells: byte by byte, for no sum exceeds a byte.
static uint64_t columns(const Grid *grid, int y, int word) {
  int above = y == 0 ? HEIGHT - 1 : y - 1;
  int below = y == HEIGHT - 1 ? 0 : y + 1;
  return grid->words[above][word] + grid->words[y][word] + grid->words[below][word];
}

static void next_generation(void) {
  const Grid *now = &grids[current];
  Grid *next = &grids[1 - current];
  for (int y = 0; y < HEIGHT; y++) {
    uint64_t left = columns(now, y, WORDS - 1);
    uint64_t middle = columns(now, y, 0);
    for (int word = 0; word < WORDS; word++) {
      uint64_t right = columns(now, y, (word + 1) % WORDS);
      uint64_t living = now->words[y][word];
      uint64_t around = (middle << 8 | left >> 56) + middle + (middle >> 8 | right << 56) - living;
      // A cell lives if its bits and those of its neighbours' number make 3: three neighbours, or two and itself.
      uint64_t unlike = (around | living) ^ 3 * ONES;
      next->words[y][word] = ~(unlike | unlike >> 1 | unlike >> 2 | unlike >> 3) & ONES;
      left = middle;
      middle = right;
    }
  }
  current = 1 - current;
  generations++;
}

void run(void) {
  set_out();
  for (;;) {
    next_generation();
    yield();
  }
}
