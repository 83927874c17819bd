#!/bin/sh
# Rebuilds the .wasm files beside their sources. Needs wat2wasm (Debian: wabt).
set -eu
cd "$(dirname "$0")"
for source in *.wat; do
    wat2wasm --debug-names -o "${source%.wat}.wasm" "$source"
done
