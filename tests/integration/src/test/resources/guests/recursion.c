// Recursion in four shapes: double (Fibonacci), nested (Ackermann), mutual (Hofstadter's Female and Male sequences) and
// with effects (the towers of Hanoi, whose moves are folded in their order).
#include <stdint.h>

#define CALLED __attribute__((noinline))

CALLED int32_t fib(int32_t n) {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

CALLED int32_t ackermann(int32_t m, int32_t n) {
  if (m == 0) {
    return n + 1;
  }
  return n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

CALLED int32_t male(int32_t n);

CALLED int32_t female(int32_t n) {
  return n == 0 ? 1 : n - male(female(n - 1));
}

CALLED int32_t male(int32_t n) {
  return n == 0 ? 0 : n - female(male(n - 1));
}

static uint32_t moves;

CALLED static void move_tower(int32_t height, int32_t from, int32_t to) {
  if (height > 0) {
    int32_t aside = 3 - from - to;
    move_tower(height - 1, from, aside);
    moves = moves * 31 + (uint32_t)(height * 9 + from * 3 + to);
    move_tower(height - 1, aside, to);
  }
}

int32_t hanoi(int32_t height) {
  moves = 0;
  move_tower(height, 0, 2);
  return (int32_t)moves;
}

int32_t run(int32_t n) {
  uint32_t sum = (uint32_t)fib(n);
  sum = sum * 31 + (uint32_t)ackermann(2, n);
  sum = sum * 31 + (uint32_t)female(n);
  sum = sum * 31 + (uint32_t)male(n);
  return (int32_t)(sum * 31 + (uint32_t)hanoi(n / 2));
}
