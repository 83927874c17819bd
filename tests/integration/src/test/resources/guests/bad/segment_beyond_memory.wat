;; Its second data segment does not fit: instantiation traps, the first segment stays written.
(module
  (memory (export "memory") 1)
  (data (i32.const 8) "fits")
  (data (i32.const 65533) "does not")
  (func $run (export "run") (result i32) (i32.load (i32.const 8))))
