#!/bin/sh
# Rebuilds the .wasm files from their sources; they are committed, so that no test needs a tool but Java.
#   C              clang and wasm-ld (Debian: clang, lld); what is not static is exported
#   WAT            wat2wasm (Debian: wabt), which writes down exactly the instructions of the source
#   WAT, strings   wasm-as of Binaryen 132 or newer (npm: binaryen), for wabt cannot write (ref extern); WASM_AS may name it
#   WAT of core 3.0  tally assemble (this project: vm-telemetry/cli); TALLY may name it
set -eu
cd "$(dirname "$0")"
wasm_as=${WASM_AS:-wasm-as}
tally=${TALLY:-tally}
object=$(mktemp)
trap 'rm "$object"' EXIT

for source in *.c; do
  clang --target=wasm32 -std=c11 -O2 -Wall -Wextra -ffp-contract=off -msign-ext -mbulk-memory -mnontrapping-fptoint \
    -fvisibility=default -c -o "$object" "$source"
  wasm-ld --no-entry --export-dynamic --allow-undefined -z stack-size=4096 -o "${source%.c}.wasm" "$object"
done

for source in *.wat */*.wat; do
  if grep -Eq '\((struct|array|tag)( |$)' "$source"; then
    "$tally" assemble "$source" -o "${source%.wat}.wasm"
  elif grep -q 'wasm:js-string' "$source"; then
    "$wasm_as" -g --enable-reference-types --enable-gc --enable-bulk-memory --enable-mutable-globals \
      --enable-multivalue --enable-nontrapping-float-to-int --enable-sign-ext -o "${source%.wat}.wasm" "$source"
  elif grep -Eq 'return_call|call_ref|\(memory \$[a-z]+ i64' "$source"; then
    "$tally" assemble "$source" -o "${source%.wat}.wasm"
  else
    wat2wasm --debug-names -o "${source%.wat}.wasm" "$source"
  fi
done
chmod -x ./*.wasm
