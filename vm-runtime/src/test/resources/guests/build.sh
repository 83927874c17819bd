#!/bin/sh
# Rebuilds the .wasm files from their sources; they are committed, so that no test needs a tool but Java.
#   WAT            wat2wasm (Debian: wabt), which writes down exactly the instructions of the source
#   WAT, strings   wasm-as of Binaryen 132 or newer (npm: binaryen), for wabt cannot write (ref extern); WASM_AS may name it
set -eu
cd "$(dirname "$0")"
wasm_as=${WASM_AS:-wasm-as}

for source in *.wat; do
  if grep -q 'wasm:js-string' "$source"; then
    "$wasm_as" -g --enable-reference-types --enable-gc --enable-bulk-memory --enable-mutable-globals \
      --enable-multivalue -o "${source%.wat}.wasm" "$source"
  else
    wat2wasm --debug-names -o "${source%.wat}.wasm" "$source"
  fi
done
chmod -x ./*.wasm
