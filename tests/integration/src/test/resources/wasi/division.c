// Fails after some output: a division by zero three calls below main, which is a trap and not an exit code.
#include <stdio.h>
#include <stdlib.h>

__attribute__((noinline)) static int divide(int a, int b) {
  return a / b;
}

__attribute__((noinline)) static int average(const int *numbers, int count) {
  int sum = 0;
  for (int i = 0; i < count; i++) {
    sum += numbers[i];
  }
  return divide(sum, count) + 1;
}

int main(int count, char **arguments) {
  (void)arguments;
  int numbers[3] = {1, 2, 3};
  printf("about to fail\n");
  fflush(stdout);
  printf("%d\n", average(numbers, count - 1) + 1);
  return 0;
}
