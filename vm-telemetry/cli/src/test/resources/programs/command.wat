;; Says hello; with arguments it exits instead of returning, with 40 and as many as there are.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\08\00\00\00\06\00\00\00hello\0a")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 100)))
    (drop (call $sizes (i32.const 104) (i32.const 108)))
    (if (i32.gt_u (i32.load (i32.const 104)) (i32.const 1))
      (then (call $exit (i32.add (i32.load (i32.const 104)) (i32.const 39)))))))
