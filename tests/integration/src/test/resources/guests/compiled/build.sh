#!/bin/sh
# Rebuilds the guests that other compilers make of Java and Kotlin; they are committed, so that no test needs any of this.
#   Java      TeaVM 0.13.0, fetched by Maven
#   Kotlin    2.2.21, fetched by Maven
#   JDK       17 or newer, in JAVA_HOME
#   Binaryen  132 or newer (npm: binaryen), whose programs are on the path or in the folder that BINARYEN names
#   node      18 or newer, for finish.mjs
set -eu
cd "$(dirname "$0")"
export PATH="${BINARYEN:-}:$PATH"
output=$(mktemp -d)
trap 'rm -r "$output"' EXIT

# Compilers of the kind write for engines that have all of these.
features="--enable-reference-types --enable-gc --enable-exception-handling --enable-bulk-memory --enable-mutable-globals
  --enable-multivalue --enable-nontrapping-float-to-int --enable-sign-ext --enable-extended-const"

# finish NAME FUNCTION START: what was compiled to $output/NAME.wasm becomes NAME.wasm.
finish() {
  wasm-dis -all "$output/$1.wasm" -o "$output/$1.wat"
  node finish.mjs "$2" "$3" <"$output/$1.wat" >"$output/$1.finished.wat"
  wasm-as $features -o "$output/$1.finished.wasm" "$output/$1.finished.wat"
  wasm-opt $features --closed-world --translate-to-exnref -O3 -O3 --emit-exnref \
    -o "$1.wasm" "$output/$1.finished.wasm"
}

mvn -q -B -f compilers.pom.xml "-Doutput=$output" package
jars=$(echo "$output"/lib/*.jar | tr ' ' ':')

"$JAVA_HOME/bin/javac" --release 17 -cp "$jars" -d "$output/classes" ../../../../twins/java/dev/tally/twins/Words.java \
  ../../../../twins/java/dev/tally/twins/Randomness.java
"$JAVA_HOME/bin/java" --source 17 -cp "$output/classes:$jars" words.teavm "$output"
finish words dev.tally.twins.Words::run teavm@initializer

kotlin() {
  "$JAVA_HOME/bin/java" -cp "$jars" org.jetbrains.kotlin.cli.js.K2JSCompiler -Xwasm \
    -libraries "$(echo "$output"/lib/*.klib)" -ir-output-dir "$output" -ir-output-name calculator "$@" >/dev/null 2>&1
}
kotlin -Xir-produce-klib-file calculator.kt
kotlin -Xinclude="$output/calculator.klib" -Xir-produce-js -Xir-dce -Xwasm-use-new-exception-proposal
finish calculator run _initialize
chmod -x ./*.wasm
