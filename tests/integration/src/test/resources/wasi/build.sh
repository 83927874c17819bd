#!/bin/sh
# Rebuilds the .wasm files of the WASI programs from their sources (Debian: clang, lld, wasi-libc,
# libclang-rt-dev-wasm32). They are committed, so that no test needs a C compiler. The linker is called by itself: clang
# would run wasm-opt over its result where that is installed, and lose the names of the functions.
set -eu
cd "$(dirname "$0")"
object=$(mktemp)
trap 'rm "$object"' EXIT
target="--target=wasm32-wasi --sysroot=/usr"
libraries=/usr/lib/wasm32-wasi

for source in *.c; do
  clang $target -std=gnu11 -O2 -Wall -Wextra -c -o "$object" "$source"
  wasm-ld --strip-debug -z stack-size=16384 -L"$libraries" -o "${source%.c}.wasm" \
    "$libraries/crt1-command.o" "$object" -lc "$(clang $target -print-libgcc-file-name)"
done
chmod -x ./*.wasm
