;; What the README's second example runs: strings out to the host, and a number that the host gives later.
;; Built by Binaryen 132: wasm-as -g --enable-reference-types --enable-gc --enable-mutable-globals greeter.wat
(module $greeter
  (import "'" "Hello, " (global $hello (ref extern)))
  (import "wasm:js-string" "concat"
    (func $concat (param externref externref) (result (ref extern))))
  (import "game" "say" (func $say (param externref)))
  (import "game" "roll" (func $roll (param i32) (result i32)))

  (func $greet (export "greet") (param $name externref)
    (call $say (call $concat (global.get $hello) (local.get $name))))

  (func $play (export "play") (param $sides i32) (result i32)
    (i32.add (call $roll (local.get $sides)) (call $roll (local.get $sides)))))
