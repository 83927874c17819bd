#!/bin/sh
# Rebuilds the demo's guests into the resources, where their .wasm files are committed. Needs clang and wasm-ld (Debian:
# clang, lld), wat2wasm (Debian: wabt) and, for (ref extern), wasm-as of Binaryen 132 or newer (npm: binaryen), which
# WASM_AS may name.
set -eu
cd "$(dirname "$0")"
target=../resources/dev/tally/cli/guests
object=$(mktemp)
trap 'rm "$object"' EXIT

clang --target=wasm32 -std=c11 -O2 -Wall -Wextra -msign-ext -mbulk-memory -fvisibility=default -c -o "$object" life.c
wasm-ld --no-entry --export-dynamic --allow-undefined -z stack-size=4096 -o "$target/life.wasm" "$object"
chmod -x "$target/life.wasm"
wat2wasm --debug-names -o "$target/spin.wasm" spin.wat
wat2wasm --debug-names -o "$target/hog.wasm" hog.wat
"${WASM_AS:-wasm-as}" -g --enable-reference-types --enable-gc -o "$target/words.wasm" words.wat
