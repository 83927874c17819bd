// Prints its arguments after the program's own name, one a line with its number, then the variables of its environment.
#include <stdio.h>

extern char **environ;

int main(int count, char **arguments) {
  printf("%d\n", count - 1);
  for (int i = 1; i < count; i++) {
    printf("%d: %s\n", i, arguments[i]);
  }
  for (char **variable = environ; variable && *variable; variable++) {
    printf("%s\n", *variable);
  }
  return 0;
}
