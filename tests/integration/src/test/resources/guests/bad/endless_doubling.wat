;; A few instructions that would fill any machine: a string that is put together with itself again and again. After k
;; rounds it has 2^k units.
(module
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "'" "x" (global $x (ref extern)))
  (global $rounds (export "rounds") (mut i32) (i32.const 0))
  (func $run (export "run")
    (local $text (ref extern))
    (local.set $text (global.get $x))
    (loop $again
      (local.set $text (call $concat (local.get $text) (local.get $text)))
      (global.set $rounds (i32.add (global.get $rounds) (i32.const 1)))
      (br $again))))
