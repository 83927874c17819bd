;; Asks for a function that works on memory, and has none.
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (func (export "draw") (result i32)
    (call $random_get (i32.const 0) (i32.const 1))))
