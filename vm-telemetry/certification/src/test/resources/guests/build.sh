#!/bin/sh
# Rebuilds the .wasm files from their sources with wat2wasm (Debian: wabt); they are committed, so that no test needs it.
set -eu
cd "$(dirname "$0")"
for source in *.wat; do
  wat2wasm --debug-names -o "${source%.wat}.wasm" "$source"
done
chmod -x ./*.wasm
