;; Asks for a name without ending the line, and waits for the answer in the same tick.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\08\00\00\00\06\00\00\00name? ")
  (data (i32.const 16) "\18\00\00\00\40\00\00\00")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 100)))
    (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 100)))))
