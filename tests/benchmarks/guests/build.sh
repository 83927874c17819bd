#!/bin/sh
# Rebuilds every kernel's .wasm from its .c (Debian: clang, lld). The .wasm files are committed, so that neither the
# build nor a benchmark needs a C compiler; run this after a change of a .c, and commit both.
#   build.sh          rebuilds
#   build.sh check    compiles the kernels for this machine and compares what they compute with the .expect files
set -eu
cd "$(dirname "$0")"

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
flags="-std=c11 -O3 -Wall -Wextra -ffp-contract=off"

# The linker is called by itself: clang would run wasm-opt over its result where that is installed, and lose the names
# of the functions.
build() {
  for source in *.c; do
    name=${source%.c}
    clang --target=wasm32 $flags -msign-ext -mbulk-memory -mnontrapping-fptoint -c -o "$folder/$name.o" "$source"
    wasm-ld --no-entry --export=run -z stack-size=16384 -o "$name.wasm" "$folder/$name.o"
    chmod -x "$name.wasm"
  done
}

check() {
  cat >"$folder/main.inc" <<'MAIN'
#include <stdio.h>
#include <stdlib.h>
int32_t run(int32_t);
int main(int count, char **arguments) {
  (void)count;
  printf("%d\n", run((int32_t)atoi(arguments[1])));
}
MAIN
  for source in *.c; do
    name=${source%.c}
    clang $flags -include stdint.h "$source" -x c -include stdint.h "$folder/main.inc" -lm -o "$folder/$name"
    grep '^run ' "$name.expect" | while read -r _ size _ expected; do
      actual=$("$folder/$name" "$size")
      [ "$actual" = "$expected" ] || { echo "$name: run $size = $actual, expected $expected"; exit 1; }
    done
  done
  echo "All expectations hold."
}

case "${1-}" in
  "") build ;;
  check) check ;;
  *) echo "usage: build.sh [check]" >&2; exit 2 ;;
esac
