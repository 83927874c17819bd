;; Declares 64 KiB of memory, a table of 1,000 and two globals: 65,536 + 4,000 + 16 bytes.
(module
  (memory (export "memory") 1)
  (table 1000 funcref)
  (global (mut i64) (i64.const 0))
  (global (mut i32) (i32.const 0))
  (func (export "nothing")))
