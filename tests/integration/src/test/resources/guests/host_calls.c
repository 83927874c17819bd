// Calls to the host of both kinds amid computation: leaf functions that answer at once, and resting ones before which
// the guest comes to rest (a question that the host may answer in a later tick, a line written to its log).
#include <stdint.h>

#define HOST(name) __attribute__((import_module("host"), import_name(#name))) extern

HOST(mix) int32_t mix(int32_t a, int32_t b);
HOST(scale) double scale(double x, int64_t n);
HOST(note) void note(int32_t value);
HOST(ask) int32_t ask(int32_t question);
HOST(log) void write(const char *text, int32_t length);

static char line[64];

static int32_t put(int32_t at, const char *text) {
  while (*text) {
    line[at++] = *text++;
  }
  return at;
}

static int32_t put_number(int32_t at, int32_t number) {
  char digits[12];
  int32_t count = 0;
  uint32_t rest = number < 0 ? -(uint32_t)number : (uint32_t)number;
  do {
    digits[count++] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest);
  if (number < 0) {
    line[at++] = '-';
  }
  while (count) {
    line[at++] = digits[--count];
  }
  return at;
}

// A turn of work long enough that the calls of two turns seldom fall into the same tick.
static uint32_t ponder(uint32_t value) {
  for (int i = 0; i < 400; i++) {
    value ^= value << 13;
    value ^= value >> 17;
    value ^= value << 5;
  }
  return value;
}

int32_t run(int32_t turns) {
  uint32_t value = 20250101u;
  double measure = 1;
  for (int32_t turn = 0; turn < turns; turn++) {
    value = ponder(value);
    value = (uint32_t)mix((int32_t)value, turn);
    measure = scale(measure, 3 - turn % 5) + turn;
    value += (uint32_t)ask((int32_t)value) * 3;
    if (turn % 4 == 0) {
      note(turn);
    }
    if (turn % 8 == 7) {
      int32_t length = put(0, "turn ");
      length = put_number(length, turn);
      length = put(length, ": ");
      length = put_number(length, (int32_t)ponder(value));
      write(line, length);
    }
  }
  return (int32_t)(value + (uint32_t)(int64_t)measure);
}
