;; Makes short strings without end and keeps every one of them in a table that it grows.
(module
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "'" "another " (global $another (ref extern)))
  (import "'" "string" (global $string (ref extern)))
  (table $kept 0 externref)
  (global $made (export "made") (mut i32) (i32.const 0))
  (func $run (export "run")
    (loop $again
      (if (i32.eq (table.grow $kept (call $concat (global.get $another) (global.get $string)) (i32.const 1)) (i32.const -1))
        (then (drop (call $concat (global.get $another) (global.get $another)))))
      (global.set $made (i32.add (global.get $made) (i32.const 1)))
      (br $again))))
