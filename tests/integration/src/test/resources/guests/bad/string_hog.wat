;; Makes short strings and keeps every one of them in a table that it grows, until either is refused: the table's growth by
;; -1, and then the answer is how many it has; the string by a trap.
(module
  (import "wasm:js-string" "concat" (func $concat (param externref externref) (result (ref extern))))
  (import "'" "another " (global $another (ref extern)))
  (import "'" "string" (global $string (ref extern)))
  (table $kept 0 externref)
  (func $run (export "run") (result i32)
    (loop $again
      (br_if $again
        (i32.ne
          (table.grow $kept (call $concat (global.get $another) (global.get $string)) (i32.const 1))
          (i32.const -1))))
    (table.size $kept)))
