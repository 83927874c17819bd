;; Traps in its start function, after its data segment was written.
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "here")
  (func $begin
    (i32.store (i32.const 65536) (i32.load (i32.const 0))))
  (start $begin)
  (func $run (export "run") (result i32) (i32.load (i32.const 0))))
