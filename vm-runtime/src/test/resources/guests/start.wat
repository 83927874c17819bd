;; Instantiation at work: a segment, a start function that yields and reads it, and a function that tells the result.
(module
  (import "tally" "yield" (func $yield))
  (memory 1)
  (data (i32.const 4) "\05\00\00\00")
  (global $ready (export "ready") (mut i32) (i32.const 0))
  (start $prepare)
  (func $prepare
    (call $yield)
    (global.set $ready (i32.load (i32.const 4))))
  (func (export "add") (param i32 i32) (result i32)
    (i32.add (i32.add (local.get 0) (local.get 1)) (global.get $ready))))
