#!/bin/sh
# Rebuilds the .wasm files beside their sources. Needs wat2wasm (Debian: wabt) and, for strings, wasm-as of Binaryen 132 or
# newer (npm: binaryen), for wabt cannot write (ref extern); WASM_AS may name it.
set -eu
cd "$(dirname "$0")"
"${WASM_AS:-wasm-as}" -g --enable-reference-types --enable-gc -o words.wasm words.wat
wat2wasm --debug-names -o pages.wasm pages.wat
