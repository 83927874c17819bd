// Asks for what is not offered: a file, a directory, descriptors that are not open. Every refusal is an error code,
// none a trap.
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

int main(void) {
  FILE *file = fopen("no/such/file", "r");
  printf("fopen: %s\n", file ? "opened" : "refused");
  struct stat status;
  printf("stat: %s\n", stat("/", &status) == 0 ? "found" : "refused");
  printf("read from 9: %s\n", read(9, &status, 1) < 0 && errno == EBADF ? "bad descriptor" : "something else");
  printf("close standard input: %s\n", close(0) == 0 ? "closed" : "refused");
  printf("read after that: %s\n", read(0, &status, 1) < 0 ? "refused" : "allowed");
  return 0;
}
